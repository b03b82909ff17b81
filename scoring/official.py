"""The official figure beside a firm: how many enterprises of its size in its country reach basic digital intensity."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scoring.profile import COUNTRY_ALIASES

FIGURES = Path(__file__).parent / "figures" / "eurostat_dii.csv"
"""Rows of Eurostat's dataset isoc_e_dii, unchanged: its newest year, countries only (no EU or euro area). A value that
is empty was not published, and is not 0."""

SOURCE = "Eurostat, isoc_e_dii"
COPIED = datetime.date(2026, 11, 23)
"""The day on which the rows were copied to here. When they left Eurostat is not recorded: it may have been earlier, and
Eurostat may have revised them since."""

INDEX = "eurostat-dii"
"""The instrument that asks for the items of the index, one version of it for each version of the index."""

CLASSES = {"small": "10-49", "medium": "50-249", "large": "GE250"}
"""Eurostat's size classes for ours. The index is defined for 10 or more employees, so there is none for micro."""

VERSIONS = {"E_DI3_GELO": 3, "E_DI4_GELO": 4}
"""Versions of the index: they ask about other things, so figures of two versions are never compared."""


@dataclass(frozen=True)
class OfficialFigure:
    """Share of enterprises with at least basic digital intensity (4 or more of the 12 items of the index).

    ``country``: ISO 3166-1; ``size``: Eurostat's size class by employees, such as ``10-49`` or ``GE250``; ``share``:
    percent; ``version``: of the index; ``flag``: Eurostat's letters, often none: b break in time series, d definition
    differs, u low reliability. A figure about enterprises, beside which a firm's own score is no comparison.
    """

    country: str
    size: str
    year: int
    version: int
    share: float
    flag: str
    source: str = SOURCE
    copied: datetime.date = COPIED


def official_figure(country: str | None, size: str | None) -> OfficialFigure | None:
    """The figure for a country (ISO 3166-1) and size class (micro, small, medium, large) as a profile has them.

    None below 10 people, where country or size is unknown, and where Eurostat published no value.
    """
    if not isinstance(country, str) or not isinstance(size, str):
        return None
    return _figures().get((country, CLASSES.get(size, "")))


def countries() -> tuple[str, ...]:
    """The countries with a figure (ISO 3166-1), in the order of their codes."""
    return tuple(sorted({country for country, _ in _figures()}))


@cache
def _figures() -> Mapping[tuple[str, str], OfficialFigure]:
    with FIGURES.open(encoding="utf-8", newline="") as file:
        found = [_figure(row) for row in csv.DictReader(file) if row["OBS_VALUE"]]
    return {(figure.country, figure.size): figure for figure in found}


def _figure(row: Mapping[str, str]) -> OfficialFigure:
    return OfficialFigure(
        country=COUNTRY_ALIASES.get(row["geo"], row["geo"]),
        size=row["size_emp"],
        year=int(row["TIME_PERIOD"]),
        version=VERSIONS[row["indic_is"]],
        share=float(row["OBS_VALUE"]),
        flag=row["OBS_FLAG"],
    )
