"""What releases tell of overall scores, as statements about sets of firms, read from their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

TOP = 101.0
"""Above every score."""


@dataclass(frozen=True)
class Told:
    """One statement about the overall scores of a set of ``firms`` (positions among all that ever answered).

    ``kind``: "mean"; "quantile" with its share ``q``; "share": so many firms lie from ``bound[0]`` to below
    ``bound[1]``. The number told is anything from ``low`` to below ``high``, of firms also that.
    """

    firms: np.ndarray
    kind: str
    low: float
    high: float
    q: float = 0.0
    bound: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Published:
    """A release as its file says it, and the firms that it counted then: their positions and what each was."""

    release: Mapping[str, Any]
    firms: np.ndarray
    fields: pd.DataFrame


def statements(history: Sequence[Published], levels: Mapping[str, float], baseline: str) -> list[Told]:
    """Everything that the releases tell of overall scores. A cell that is repeated speaks of the firms of then.

    ``levels``: id → the score at which it begins, in rising order; ``baseline``: id of one of them.
    """
    by_number = {one.release["number"]: one for one in history}
    told: dict[tuple[Any, ...], Told] = {}
    for one in history:
        for table in one.release["tables"]:
            for cell in table["cells"]:
                within = inside(by_number[cell["number"]], table["fields"], cell["group"])
                # What is repeated may say less than it did: both are known.
                for said in _of_cell(cell, within, levels, baseline):
                    told[*table["fields"], *cell["group"], cell["number"], said.kind, said.q, said.bound] = said
    return list(told.values())


def inside(then: Published, fields: Sequence[str], group: Sequence[str]) -> np.ndarray:
    """The firms that a release counted in a cell."""
    within = np.ones(len(then.firms), dtype=bool)
    for name, value in zip(fields, group, strict=True):
        grouping = then.release["grouping"][name]
        within &= np.array([grouping.get(one, "other") == value for one in then.fields[name]])
    return then.firms[within]


def _of_cell(cell: Mapping[str, Any], firms: np.ndarray, levels: Mapping[str, float], baseline: str) -> Iterator[Told]:
    summary = cell["scores"].get("overall")
    if summary is not None:
        yield Told(firms, "mean", *_span(summary["mean"]))
        for percent, figure in summary["quantiles"].items():
            yield Told(firms, "quantile", *_span(figure), q=int(percent) / 100)
    if cell["below"] is not None:
        yield Told(firms, "share", *_share(cell["below"], len(firms)), bound=(0.0, levels[baseline]))
    ends = dict(zip(levels, [*[*levels.values()][1:], TOP], strict=True))
    for share in cell["levels"]:
        bound = levels[share["levels"][0]], ends[share["levels"][-1]]
        yield Told(firms, "share", *_share(share["share"], len(firms)), bound=bound)


def _span(figure: Any) -> tuple[float, float]:
    """What rounds to a figure of whole points."""
    if isinstance(figure, dict):
        return (0.0, float(figure["below"])) if "below" in figure else (float(figure["above"]), 100.0)
    return figure - 0.5, figure + 0.5


def _share(figure: Any, n: int) -> tuple[float, float]:
    """The numbers of firms that make a published share, for an attacker who knows n: all that it cannot rule out."""
    counts = [count for count in range(n + 1) if _told_share(count, n) == figure]
    return min(counts), max(counts)


def _told_share(count: int, n: int) -> Any:
    def nearest(number: int) -> int:
        return 5 * ((number + 2) // 5)

    part, whole = nearest(count), nearest(n)
    if 100 * part < 5 * whole:
        return {"below": 5}
    if 100 * part > 95 * whole or 100 * nearest(n - count) < 5 * whole:
        return {"above": 95}
    return 5 * ((40 * part + whole) // (2 * whole))


def stands(one: Told, scores: np.ndarray) -> bool:
    """Whether a statement would have been published just the same of these scores."""
    values = np.nan_to_num(scores[one.firms])
    if one.kind == "share":
        return bool(one.low <= ((one.bound[0] <= values) & (values < one.bound[1])).sum() <= one.high)
    figure = values.mean() if one.kind == "mean" else np.quantile(values, one.q)
    return bool(one.low <= round(float(figure), 9) < one.high)
