"""Which cells of a table are published: those with enough unknown firms, and only so that the others stay unknown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Counts:
    """How many firms have something, in each cell of a table; int64 (cells,).

    ``n``: distinct firms. ``seen``: the most of them that one account can see. ``own_link``: whether each firm sees
    itself, which is one account more.
    """

    n: np.ndarray
    seen: np.ndarray
    own_link: bool = False

    @property
    def unknown(self) -> np.ndarray:
        """n − m: the firms of each cell that whoever knows most of them does not know."""
        found: np.ndarray = self.n - np.maximum(self.seen, self._own(self.n))
        return found

    def unknown_together(self, cells: np.ndarray) -> int:
        """At least so many unknown firms are in some cells together: it is as if one account saw the most of each."""
        n = self.n[cells].sum()
        return int(n - max(self.seen[cells].sum(), self._own(n)))

    def _own(self, n: np.ndarray) -> np.ndarray:
        own: np.ndarray = np.minimum(n, int(self.own_link))
        return own


def withheld(counts: Counts, shape: Sequence[int], least: int, also: np.ndarray | None = None) -> np.ndarray:
    """Which cells of a table are not published; bool (cells,), the cells in C order of ``shape`` (one or two fields).

    Those with fewer than ``least`` unknown firms, and those of ``also``. Then, since each line (a row, a column,
    a table by one field) has a published total: where some cells of a line are withheld, at least two are, and together
    they hold ``least`` unknown firms or no firm at all; else the smallest of the others is withheld too, the first of
    equals, until all lines are so. In a table by two fields the lines together may still fix a cell with firms; then
    the smallest published one of its row or column joins it.
    """
    hidden = counts.unknown < least
    if also is not None:
        hidden = hidden | also
    while (candidates := _giving_away(counts, hidden, shape, least)) is not None:
        shown = candidates[~hidden[candidates]]
        hidden[shown[np.argmin(counts.n[shown])]] = True
    return hidden


def _giving_away(counts: Counts, hidden: np.ndarray, shape: Sequence[int], least: int) -> np.ndarray | None:
    """Cells of which one must be withheld too, or None where nothing is given away."""
    for line in _lines(shape):
        if _too_few(counts, line[hidden[line]], least) and not hidden[line].all():
            return line
    if len(shape) == 2:
        for row, column in zip(*_fixed(counts, hidden, shape), strict=True):
            around = np.union1d(_places(shape)[row], _places(shape)[:, column])
            if not hidden[around].all():
                return around
    return None


def _places(shape: Sequence[int]) -> np.ndarray:
    """The positions of the cells, in the shape of the table."""
    return np.arange(math.prod(shape)).reshape(shape)


def _fixed(counts: Counts, hidden: np.ndarray, shape: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Row and column of the withheld cells with firms that the sums of rows and columns determine: those whose own
    direction lies in the row space of the sums."""
    row, column = np.unravel_index(np.flatnonzero(hidden), tuple(shape))
    sums = np.zeros((sum(shape), len(row)))
    sums[row, np.arange(len(row))] = 1
    sums[shape[0] + column, np.arange(len(row))] = 1
    fixed = (np.linalg.pinv(sums) * sums.T).sum(axis=1) > 1 - 1e-9 if len(row) else np.zeros(0, dtype=bool)
    fixed &= counts.n[hidden] > 0
    return row[fixed], column[fixed]


def _lines(shape: Sequence[int]) -> Iterator[np.ndarray]:
    """The positions of the cells of each line; a table of one cell has none."""
    places = _places(shape)
    if len(shape) == 1:
        yield places
    if len(shape) == 2:
        yield from places
        yield from places.T


def _too_few(counts: Counts, hidden: np.ndarray, least: int) -> bool:
    """Whether a line's total less what is published would speak of too few firms."""
    if not len(hidden):
        return False
    return len(hidden) < 2 or (counts.n[hidden].any() and counts.unknown_together(hidden) < least)
