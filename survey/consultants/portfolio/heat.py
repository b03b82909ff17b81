"""Firms by dimensions: a page of the portfolio as a table, sorted, with a shade for each number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from flask_babel import gettext as _
from numpy.typing import NDArray

from reports.firm.answers import maximum
from scoring.instrument import Instrument
from scoring.portfolio import Portfolio
from survey.consultants.clients.listing import Head
from survey.consultants.clients.wording import change_shown, level_shown, score_shown
from survey.consultants.portfolio.asked import Wanted, address
from survey.storage.paging import Paged, within

PAGE = 25
STEPS = 5
"""Shades; a step is a fifth of the scale of a dimension."""


@dataclass(frozen=True)
class Cell:
    """A score in words, "" where there is none, and its shade: 0 (lowest) to 4."""

    shown: str
    step: int


@dataclass(frozen=True)
class Row:
    client: str
    firm: str
    stage: str
    overall: str
    level: str
    change: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Heat(Paged):
    """A page of the table. ``total``: clients with a result that fit what is asked for; ``of``: those without the
    filter by an action."""

    rows: Sequence[Row]
    page: int
    total: int
    of: int
    size: int = PAGE


def heat(portfolio: Portfolio, wanted: Wanted) -> Heat:
    """The page that is asked for; of those past the end, the last."""
    rows = _sorted(portfolio, wanted)
    page = within(wanted.page, len(rows), PAGE)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    ends = np.array([maximum(dimension) for dimension in portfolio.instrument.dimensions])
    return Heat([_row(portfolio, int(row), ends) for row in shown], page, len(rows), len(portfolio))


def _sorted(portfolio: Portfolio, wanted: Wanted) -> NDArray[np.intp]:
    """Rows that need the action, if one is asked for; clients without a number last, what is alike by name."""
    rows = np.flatnonzero(portfolio.needing(wanted.action)) if wanted.action else np.arange(len(portfolio))
    if wanted.sort == "name":
        return rows[::-1] if wanted.descending else rows
    column = {"overall": portfolio.overall, "change": portfolio.change}.get(wanted.sort)
    values = (portfolio.dimensions[wanted.sort] if column is None else column).to_numpy()[rows]
    return rows[np.argsort(-values if wanted.descending else values, kind="stable")]


def _row(portfolio: Portfolio, row: int, ends: NDArray[np.float64]) -> Row:
    instrument, profile = portfolio.instrument, portfolio.profile.iloc[row]
    overall, change = _number(portfolio.overall.iloc[row]), _number(portfolio.change.iloc[row])
    before = None if overall is None or change is None else overall - change
    scores = portfolio.dimensions.to_numpy()[row]
    return Row(
        client=profile["client"],
        firm=profile["firm"],
        stage=profile["stage"],
        overall=score_shown(overall, instrument),
        level=level_shown(int(portfolio.level.iloc[row]), instrument),
        change=change_shown(overall, before, instrument),
        cells=[_cell(float(score), float(end), instrument) for score, end in zip(scores, ends, strict=True)],
    )


def _cell(score: float, end: float, instrument: Instrument) -> Cell:
    if np.isnan(score):
        return Cell("", 0)
    return Cell(score_shown(score, instrument), step(score, end))


def step(score: float, end: float) -> int:
    """The shade of a score on a scale from 0 to ``end``."""
    return min(max(int(STEPS * score / end), 0), STEPS - 1) if end else 0


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def ways(instrument: Instrument) -> Mapping[str, str]:
    """What the table can be sorted by, in the order of its columns."""
    dimensions = {dimension.id: dimension.short for dimension in instrument.dimensions}
    return {"name": _("Client"), "overall": _("Overall"), **dimensions, "change": _("Change")}


def heads(organisation: str, wanted: Wanted, instrument: Instrument) -> Mapping[str, Head]:
    """Column heads that sort: by name from A, by a number from the lowest, the other way round at the second press."""
    found: dict[str, Head] = {}
    for way, words in ways(instrument).items():
        by_this = way == wanted.sort
        down = by_this and not wanted.descending
        to = address("consultants.portfolio", organisation, wanted, "heat", sort=way, descending=down, page=1)
        found[way] = Head(words, to, ("descending" if wanted.descending else "ascending") if by_this else "")
    return found
