"""Which firms the withheld cells of the release under audit hold, each and together in a line or a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from scoring.release.audit.disclosed import Disclosed, Told
from scoring.release.membership import grouped
from scoring.release.model import Table


@dataclass(frozen=True)
class Layout:
    """A published table with all cells that its firms fall into.

    ``cell``: int (all firms,), the cell of each in the last snapshot, −1 for earlier ones; ``shape``: groups by field.
    """

    table: Table
    cell: np.ndarray
    shape: tuple[int, ...]
    groups: tuple[tuple[str, ...], ...]


def layouts_of(disclosed: Disclosed) -> tuple[Layout, ...]:
    """The tables of the last release."""
    last = disclosed.history[-1]
    found = []
    for table in last.release.tables:
        columns = [pd.factorize(of, sort=True) for of in grouped(last.snapshot, last.release.grouping, table.fields)]
        shape = tuple(len(names) for _, names in columns)
        cell, of = np.full(disclosed.n, -1, dtype=np.int64), tuple(of for of, _ in columns)
        cell[disclosed.places[-1]] = np.ravel_multi_index(of, shape) if of else 0
        found.append(Layout(table, cell, shape, tuple(product(*(map(str, names) for _, names in columns)))))
    return tuple(found)


def few_withheld(layout: Layout, about: Told, known: np.ndarray, least: int) -> Iterator[np.ndarray]:
    """The firms, bool (m,), of each cell that does not show the measure, of all these in one line, and of all in the
    table, where fewer than ``least`` of them are unknown: what together with published cells makes up a published sum.

    ``known``: bool (m,), of the firms that have the measure. Each set of firms once; none where no cell shows it.
    """
    found: dict[bytes, np.ndarray] = {}
    for firms in _few_firms(layout, about, known, least) if shows(layout.table, about.measure) else ():
        found.setdefault(firms.tobytes(), firms)
    return iter(found.values())


def shown(layout: Layout, measure: str) -> np.ndarray:
    """Which of the cells of a table show the measure, bool (cells,)."""
    cells = {cell.group for cell in layout.table.cells if measure in cell.scores or measure in cell.marks}
    return np.array([group in cells for group in layout.groups], dtype=bool)


def shows(table: Table, measure: str) -> bool:
    """Whether any cell of a table shows the measure."""
    return any(measure in cell.scores or measure in cell.marks for cell in table.cells)


def _few_firms(layout: Layout, about: Told, known: np.ndarray, least: int) -> Iterator[np.ndarray]:
    hidden, own = ~shown(layout, about.measure), np.where(about.last, layout.cell[about.firms], -1)
    inside = (own >= 0) & hidden[own]
    unknown = np.bincount(own[inside & ~known], minlength=len(hidden)).reshape(layout.shape)
    for cell in _few(unknown.ravel(), least):
        yield inside & (own == cell)
    places = np.unravel_index(np.maximum(own, 0), layout.shape) if len(layout.shape) > 1 else ()
    for axis, line_of in enumerate(places):
        others = tuple(other for other in range(len(layout.shape)) if other != axis)
        for line in _few(unknown.sum(axis=others), least):
            yield inside & (line_of == line)
    if 0 < unknown.sum() < least:
        yield inside


def _few(unknown: np.ndarray, least: int) -> np.ndarray:
    return np.flatnonzero((unknown > 0) & (unknown < least))
