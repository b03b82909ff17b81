"""Which measures are shown in which cells: every measure of every declared table by its own firms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.release.disclosure import Rules
from scoring.release.grouping import Classes, Layout
from scoring.release.model import ALL, OVERALL, Cell, Snapshot
from scoring.release.statistics import Fields, counts_of
from scoring.release.withholding import Before, Counts, withheld

LEVEL = "level"
"""What the level of each firm is called among the measures."""

CHANGE = "change"
"""The change of the overall score; ``change.<dimension>`` that of a dimension."""

MARKED: tuple[Fields, ...] = (ALL, ("size",), ("sector",))
"""The tables that show answers and actions."""


def is_change(measure: str) -> bool:
    """Whether a measure is a change between two stages of a firm, -100 to 100."""
    return measure == CHANGE or measure.startswith(f"{CHANGE}.")


@dataclass(frozen=True)
class Shown:
    """One measure in one table: how many firms have it in each cell, and whether the cell shows it, bool (cells,)."""

    counts: Counts
    cells: np.ndarray


Shows = Mapping[tuple[Fields, str], Shown]
"""By the fields of a table, and the measure."""

Means = Mapping[tuple[Fields, str], np.ndarray]
"""By the fields of a table, and the measure: a number for each cell."""


Earlier = Callable[[Layout, str], Sequence[Before]]
"""What earlier releases showed of a measure in a table."""


def shown_of(snapshot: Snapshot, classes: Classes, rules: Rules, earlier: Earlier) -> Shows:
    """Every score, change, level and mark in every table that has it."""
    found: dict[tuple[Fields, str], Shown] = {}
    for measure, there, tables in _measures(snapshot, classes):
        others = _not_returning(snapshot, classes, measure, there)
        for layout, counts in counts_of(snapshot, classes, there, tables):
            hidden = _in_hidden_lines(layout, measure, found) | _too_few_others(others.get(layout.fields), rules)
            before = earlier(layout, measure)
            found[layout.fields, measure] = Shown(counts, ~withheld(counts, layout.shape, rules.least, hidden, before))
    return found


def firms_with(snapshot: Snapshot, measure: str) -> np.ndarray:
    """Which firms have a measure, bool (n,); none has one that the snapshot does not know."""
    if measure == LEVEL:
        return snapshot.levels >= 0
    if measure in snapshot.scores:
        return snapshot.scores[measure].notna().to_numpy()
    known = measure in snapshot.marks
    return snapshot.marks[measure].to_numpy() >= 0 if known else np.zeros(len(snapshot), dtype=bool)


def shows(cell: Cell | None, measure: str) -> bool:
    """Whether a published cell shows a measure."""
    if cell is None:
        return False
    return cell.below is not None if measure == LEVEL else measure in cell.scores or measure in cell.marks


def shown_at(shown: Shows, fields: Fields, place: int) -> dict[str, int]:
    """The measures that one cell shows, and how many of its firms have each."""
    return {
        measure: int(one.counts.n[place])
        for (table, measure), one in shown.items()
        if table == fields and one.cells[place]
    }


def shown_cells(shown: Shows, layout: Layout) -> np.ndarray:
    """Which cells of a table show any measure, bool (cells,)."""
    found: np.ndarray = np.any([one.cells for (fields, _), one in shown.items() if fields == layout.fields], axis=0)
    return found


def weighted_shown(snapshot: Snapshot, classes: Classes, rules: Rules, shown: Shows, means: Means) -> Shows:
    """Where weighted means, NaN where weights are not usable, stand beside the plain ones: by the firms that have both
    a score and a weight."""
    found: dict[tuple[Fields, str], Shown] = {}
    weightless = np.ones(len(snapshot), dtype=bool) if snapshot.weights is None else np.isnan(snapshot.weights)
    for measure in map(str, snapshot.scores):
        there = ~(np.isnan(snapshot.scores[measure].to_numpy()) | weightless)
        for layout, counts in counts_of(snapshot, classes, there):
            key = layout.fields, measure
            hidden = _in_hidden_lines(layout, measure, found) | np.isnan(means[key]) | ~shown[key].cells
            found[key] = Shown(counts, ~withheld(counts, layout.shape, rules.least, hidden))
    return found


def _measures(snapshot: Snapshot, classes: Classes) -> Iterator[tuple[str, np.ndarray, tuple[Fields, ...]]]:
    """Each measure with the firms that have it, bool (n,), and its tables."""
    everywhere = tuple(layout.fields for layout in classes.layouts)
    for name in (*map(str, snapshot.scores), LEVEL):
        yield name, firms_with(snapshot, name), everywhere
    for name in map(str, snapshot.marks):
        yield name, firms_with(snapshot, name), MARKED


def _in_hidden_lines(layout: Layout, measure: str, found: Shows) -> np.ndarray:
    """The cells of a table by two fields that lie in a row or column whose own cell is withheld: together they would
    give it away."""
    hidden = np.zeros(layout.shape, dtype=bool)
    if len(layout.fields) == 2:
        row, column = (~found[(name,), measure].cells for name in layout.fields)
        hidden |= row[:, None] | column[None, :]
    return hidden.ravel()


def _not_returning(snapshot: Snapshot, classes: Classes, measure: str, returning: np.ndarray) -> dict[Fields, Counts]:
    """For a change: the firms that have the score and no change of it, by table. Nothing for other measures."""
    if not is_change(measure):
        return {}
    name = measure.removeprefix(CHANGE).removeprefix(".") or OVERALL
    scored = snapshot.scores[name].notna().to_numpy() if name in snapshot.scores else np.ones(len(snapshot), dtype=bool)
    return {layout.fields: counts for layout, counts in counts_of(snapshot, classes, scored & ~returning)}


def _too_few_others(others: Counts | None, rules: Rules) -> np.ndarray:
    if others is None:
        return np.zeros(1, dtype=bool)
    found: np.ndarray = (others.n > 0) & (others.unknown < rules.least)
    return found
