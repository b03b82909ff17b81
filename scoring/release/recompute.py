"""Time: a cell is computed anew only when at least five of its firms entered, left or changed since it was last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from scoring.release.grouping import Classes, Grouping, Layout
from scoring.release.membership import grouped
from scoring.release.model import Cell, Published, Snapshot

CHANGED = 5
"""Firms of a cell that must have entered, left or changed before it is computed anew."""

Place = tuple[tuple[str, ...], tuple[str, ...]]
"""The fields of a table, and the group of a cell."""


def kept_cells(
    snapshot: Snapshot, classes: Classes, grouping: Grouping, history: Sequence[Published]
) -> dict[Place, Cell]:
    """The cells that are repeated as they were published last, by table and group."""
    before = _published(history)
    snapshots = {past.release.number: past.snapshot for past in history}
    kept = {}
    for number in sorted({cell.number for cell in before.values()}):
        changes = _Changes(snapshots[number], snapshot)
        for layout in classes.layouts:
            changed = changes.by_cell(layout, classes, grouping)
            for group, count in zip(layout.groups, changed, strict=True):
                cell = before.get((layout.fields, group))
                if cell is not None and cell.number == number and count < CHANGED:
                    kept[layout.fields, group] = cell
    return kept


def _published(history: Sequence[Published]) -> dict[Place, Cell]:
    """Every cell ever published, as it was last."""
    return {
        (table.fields, cell.group): cell for past in history for table in past.release.tables for cell in table.cells
    }


class _Changes:
    """Which firms entered, left or changed between two snapshots: the firms of both are matched once for all tables."""

    def __init__(self, then: Snapshot, now: Snapshot) -> None:
        self.then, self.now = then, now
        self.before = pd.Index(then.keys).get_indexer(pd.Index(now.keys))
        known = self.before >= 0
        self.same = np.zeros(len(now), dtype=bool)
        self.same[known] = then.digests[self.before[known]] == now.digests[known]

    def by_cell(self, layout: Layout, classes: Classes, grouping: Grouping) -> np.ndarray:
        """The number of such firms in each cell, int (cells,); one that moved left one cell and entered another."""
        now = classes.cells(layout)
        then = _cells_then(self.then, layout, grouping)
        stayed = self.same.copy()
        stayed[self.same] = then[self.before[self.same]] == now[self.same]
        entered = np.bincount(now[~stayed], minlength=len(layout))
        gone = np.ones(len(self.then), dtype=bool)
        known = self.before >= 0
        gone[self.before[known]] = then[self.before[known]] != now[known]
        left = np.bincount(then[gone & (then >= 0)], minlength=len(layout))
        return entered + left


def _cells_then(snapshot: Snapshot, layout: Layout, grouping: Mapping[str, Mapping[str, str]]) -> np.ndarray:
    """The cell in which each firm of an earlier snapshot was, -1 where the table has that group no more."""
    cells = np.zeros(len(snapshot), dtype=np.intp)
    known = np.ones(len(snapshot), dtype=bool)
    for axis, groups in enumerate(grouped(snapshot, grouping, layout.fields)):
        names = list(dict.fromkeys(group[axis] for group in layout.groups))
        place = pd.Index(names).get_indexer(pd.Index(groups))
        known &= place >= 0
        cells = cells * len(names) + place
    return np.where(known, cells, -1)
