"""A release as tables for a spreadsheet: one row for each figure, and one for each group that is withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from scoring.release.model import OVERALL, Cell, Figure, Release, Table

COLUMNS = ("table", "group", "measure", "figure", "value", "beyond", "n", "number", "date")
"""``table``, ``group``: names joined by “ × ”, ``all`` for all firms. ``measure``, ``figure``: what the value is of.
``value``: the number; ``beyond``: ``below`` or ``above`` where only that is known. ``n``: firms, to the nearest 5.
``number``, ``date``: of the release that computed it."""

WITHHELD = "withheld"
"""The figure of a group that has no published cell: it has no value."""

LEVEL = "level"
"""The measure of the shares of firms at one level or some adjacent ones, and of those below the baseline."""

BEYOND = {"": None, "low": "below", "high": "above"}

SEGMENTS = "segments"
"""The table of segments. In which release they were made is not said: they may be those of an earlier one."""

Row = tuple[str, str, float | Figure, int | None]


def tables(release: Release) -> dict[str, pd.DataFrame]:
    """The tables of a release by name, each with ``COLUMNS``, last its segments; together they say all that it says."""
    found = {table.name: _frame(table) for table in release.tables}
    return found if release.segments is None else {**found, SEGMENTS: _typed([*_segments(release.segments)])}


def figures(release: Release) -> pd.DataFrame:
    """All tables one below the other, as CSV and XLSX hold them."""
    return pd.concat([_typed([]), *tables(release).values()], ignore_index=True)


def _frame(table: Table) -> pd.DataFrame:
    rows: list[Sequence[object]] = [
        (table.name, _name(cell.group), measure, figure, *_value(value), n, cell.number, cell.date.isoformat())
        for cell in table.cells
        for measure, figure, value, n in rows_of(cell)
    ]
    rows += [(table.name, _name(group), None, WITHHELD, *[None] * 5) for group in table.withheld]
    return _typed(rows)


def _segments(segments: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    """Of each segment its share of the firms, the mean of each part, and in a continuum its bounds."""
    for part in segments["segments"]:
        values = {("share", "share"): 100 * part["share"]}
        values |= {(dimension, "mean"): points for dimension, points in part["centroid"].items()}
        values |= {(OVERALL, bound): part[bound] for bound in ("low", "high") if part[bound] is not None}
        for (measure, figure), value in values.items():
            yield SEGMENTS, part["id"], measure, figure, round(value), None, part["fitted"], None, None


def _typed(rows: list[Sequence[object]]) -> pd.DataFrame:
    kinds = dict.fromkeys(COLUMNS, "string") | {"value": "Float64", "n": "Int64", "number": "Int64"}
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object).astype(kinds)


def _name(group: tuple[str, ...]) -> str:
    return " × ".join(group) or "all"


def _value(value: float | Figure) -> tuple[float, str | None]:
    return (value.value, BEYOND[value.beyond]) if isinstance(value, Figure) else (value, None)


def rows_of(cell: Cell) -> Iterator[Row]:
    """Measure, figure, value and n of everything that one cell shows."""
    for measure, summary in cell.scores.items():
        low, high = summary.interval or (None, None)
        named = {"mean": summary.mean, "low": low, "high": high, "weighted": summary.weighted}
        named |= {f"p{percent}": figure for percent, figure in summary.quantiles.items()}
        yield from ((measure, name, figure, summary.n) for name, figure in named.items() if figure is not None)
    n = cell.scores[OVERALL].n if OVERALL in cell.scores else None
    for share in cell.levels:
        yield LEVEL, "+".join(share.levels), share.share, n
    if cell.below is not None:
        yield LEVEL, "below_baseline", cell.below, n
    if cell.polarisation is not None:
        parts = cell.polarisation
        values = {"gini": parts.gini, "theil": parts.theil, f"theil_between.{parts.by}": parts.between_share}
        yield from ((OVERALL, name, value, n) for name, value in values.items() if value is not None)
    for dimension, found in cell.reliability.items():
        named_values = {"alpha": found.alpha, "omega": found.omega}
        yield from ((dimension, name, value, found.n) for name, value in named_values.items() if value is not None)
    for mark, answered in cell.marks.items():
        yield mark, "share", answered.share, answered.n
