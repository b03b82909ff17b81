"""Releases made by hand, with round figures that can be checked by eye."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.release.model import OVERALL, Cell, Figure, Release, Summary, Table

DATE = datetime.date(2026, 5, 3)

GROUPING: dict[str, dict[str, str]] = {
    "sector": {"B": "B-E", "C": "B-E", "F": "F", "G": "G-I", "A": "other"},
    "size": {"micro": "micro", "small": "small", "medium": "other", "large": "other"},
}


def figures(quantiles: Mapping[int, int]) -> dict[int, Figure]:
    return {percent: figure(points) for percent, points in quantiles.items()}


def figure(points: int) -> Figure:
    """As a release has it: what lies beyond 5 and 95 is not told."""
    if points < 5:
        return Figure(5, "low")
    return Figure(95, "high") if points > 95 else Figure(points)


def summary(n: int, mean: int = 50, quantiles: Mapping[int, int] | None = None) -> Summary:
    """A summary of ``n`` firms with as many quantiles as they allow, evenly spread unless told otherwise."""
    allowed = {100: range(10, 100, 10), 40: (25, 50, 75), 20: (50,)}
    percents = {percent for least, some in allowed.items() if n >= least for percent in some}
    return Summary(n, figure(mean), quantiles=figures(quantiles or {percent: percent for percent in percents}))


def cell(*group: str, date: datetime.date = DATE, **scores: Summary) -> Cell:
    return Cell(group, 1, date, scores=scores)


def release(*tables: Table, campaign: str = "Chamber 2026", **more: Any) -> Release:
    """A release of these tables; ``hash`` and ``instrument`` are those of no instrument unless given."""
    given = {"instrument": "made-up@1", "hash": "0" * 64, "n": 100, "least": 10, "grouping": GROUPING}
    return Release(campaign=campaign, number=1, date=DATE, tables=tables, **(given | more))


def all_firms(scores: Summary, **dimensions: Summary) -> Table:
    return Table((), (cell(**{OVERALL: scores}, **dimensions),))


def table(fields: Sequence[str], cells: Mapping[tuple[str, ...], Summary]) -> Table:
    return Table(tuple(fields), tuple(cell(*group, **{OVERALL: scores}) for group, scores in cells.items()))
