"""Time: a cell is computed anew only when five of its firms changed, and no difference of cells tells of fewer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.release.grouping import Classes, Grouping, Layout
from scoring.release.membership import grouped
from scoring.release.model import ALL, Cell, Published, Snapshot
from scoring.release.statistics import Fields

CHANGED = 5
"""Firms that must have entered, left or changed before a cell is computed anew."""

Place = tuple[Fields, tuple[str, ...]]
"""The fields of a table, and the group of a cell."""

Flags = dict[Fields, np.ndarray]
"""For each table, bool (cells,)."""


@dataclass(frozen=True)
class Changes:
    """What changed in each cell of a table since an earlier release, int (cells,).

    ``computed``: whether that release computed the cell. ``firms``: how many entered, left or changed. ``lasting``:
    those without the ones that only moved between cells of the table, which are no change to cells taken together.
    """

    computed: np.ndarray
    firms: np.ndarray
    lasting: np.ndarray


@dataclass(frozen=True)
class Line:
    """A published cell that is the sum of other cells: the table and place of the total, and those of its parts."""

    total: tuple[Fields, int]
    fields: Fields
    parts: np.ndarray


def published_before(history: Sequence[Published]) -> dict[Place, Cell]:
    """Every cell ever published, as it was last."""
    return {
        (table.fields, cell.group): cell for past in history for table in past.release.tables for cell in table.cells
    }


def computed_anew(
    snapshot: Snapshot, classes: Classes, grouping: Grouping, history: Sequence[Published], shown: Flags
) -> Flags:
    """Which of the cells that may be ``shown`` are computed from this snapshot; the others stay as they were.

    A cell needs five firms that entered, left or changed since it was computed last. That alone would let one firm be
    found: where six changed among all firms and five of them in one sector, the difference of the differences speaks of
    the sixth. So, against each earlier release that computed a total, the parts of it that were not computed both then
    and now must have no change or five firms that changed; else the part with the fewest changes stays as it was too,
    and with no part left the total. What is part of a total that stays as it was, stays as well.
    """
    if not history:
        return shown
    since = [_changes(past, snapshot, classes, grouping) for past in history if past.release.tables]
    anew = {fields: cells & _changed_enough(fields, since) for fields, cells in shown.items()}
    lines = list(_lines(classes))
    while any([_mended(line, anew, since) for line in lines]):  # noqa: C419 - each line in turn, not up to the first
        pass
    return anew


def _changed_enough(fields: Fields, since: Sequence[Mapping[Fields, Changes]]) -> np.ndarray:
    """Whether five firms changed since the cell was computed last, and none or five since each time before."""
    enough, later = np.ones(1, dtype=bool), np.zeros(1, dtype=bool)
    for past in reversed(since):
        changes = past[fields]
        enough = enough & (~changes.computed | (changes.firms >= CHANGED) | (later & (changes.firms == 0)))
        later = later | changes.computed
    return enough


def _lines(classes: Classes) -> Iterator[Line]:
    for layout in classes.layouts:
        places = np.arange(len(layout)).reshape(layout.shape)
        if len(layout.fields) == 1:
            yield Line((ALL, 0), layout.fields, places)
        for axis, name in enumerate(layout.fields if len(layout.fields) > 1 else ()):
            for place in range(layout.shape[axis]):
                yield Line(((name,), place), layout.fields, places.take([place], axis).ravel())


def _mended(line: Line, anew: Flags, since: Sequence[Mapping[Fields, Changes]]) -> bool:
    """Let one thing stay as it was that would tell of too few firms in this line; whether there was one."""
    fields, total = line.total
    parts = anew[line.fields]
    if not anew[fields][total]:
        stay = line.parts[parts[line.parts]]
        parts[stay] = False
        return len(stay) > 0
    for past in since:
        changes = past[line.fields]
        both = changes.computed[line.parts] & parts[line.parts]
        rest = line.parts[~both]
        told = past[fields].computed[total] and changes.firms[rest].any()
        if told and changes.lasting[rest].sum() < CHANGED:
            _let_stay(line, anew, changes, line.parts[both])
            return True
    return False


def _let_stay(line: Line, anew: Flags, changes: Changes, parts: np.ndarray) -> None:
    fields, total = line.total
    if len(parts):
        anew[line.fields][parts[np.argmin(changes.firms[parts])]] = False
    else:
        anew[fields][total] = False


def _changes(past: Published, snapshot: Snapshot, classes: Classes, grouping: Grouping) -> dict[Fields, Changes]:
    """What changed since a release, for every table; the firms of both snapshots are matched once."""
    before = pd.Index(past.snapshot.keys).get_indexer(pd.Index(snapshot.keys))
    same = before >= 0
    same[same] = past.snapshot.digests[before[same]] == snapshot.digests[same]
    found = {}
    for layout in classes.layouts:
        then = _cells_then(past.snapshot, layout, grouping)
        firms, lasting = _counted(then, classes.cells(layout), before, same, len(layout))
        found[layout.fields] = Changes(_computed(past, layout), firms, lasting)
    return found


def _counted(
    then: np.ndarray, now: np.ndarray, before: np.ndarray, same: np.ndarray, cells: int
) -> tuple[np.ndarray, np.ndarray]:
    """Firms that changed in each cell, and those of them that did not only move. ``then``, ``now``: the cell of each
    firm; ``before``: which firm then each firm now is, -1 for a new one; ``same``: whether it has the same digest."""
    known = before >= 0
    gone = np.ones(len(then), dtype=bool)
    gone[before[known]] = False
    was, is_, unlike = then[before[known]], now[known], ~same[known]
    moved = was != is_
    lasting = _in_cells(cells, now[~known], then[gone], is_[unlike & ~moved])
    return lasting + _in_cells(cells, is_[moved], was[moved]), lasting


def _in_cells(cells: int, *places: np.ndarray) -> np.ndarray:
    together = np.concatenate(places)
    return np.bincount(together[together >= 0], minlength=cells)


def _computed(past: Published, layout: Layout) -> np.ndarray:
    """Which cells of a table that release computed."""
    table = past.release.table(*layout.fields)
    groups = {cell.group for cell in table.cells if cell.number == past.release.number} if table else set()
    return np.array([group in groups for group in layout.groups])


def _cells_then(snapshot: Snapshot, layout: Layout, grouping: Grouping) -> np.ndarray:
    """The cell in which each firm of an earlier snapshot was, -1 where the table has that group no more."""
    cells = np.zeros(len(snapshot), dtype=np.intp)
    known = np.ones(len(snapshot), dtype=bool)
    for axis, groups in enumerate(grouped(snapshot, grouping, layout.fields)):
        names = list(dict.fromkeys(group[axis] for group in layout.groups))
        place = pd.Index(names).get_indexer(pd.Index(groups))
        known &= place >= 0
        cells = cells * len(names) + place
    found: np.ndarray = np.where(known, cells, -1)
    return found
