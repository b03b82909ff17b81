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


@dataclass(frozen=True)
class Before:
    """The same measure in the same table of an earlier release: ``counts`` of its firms then; which cells did not show
    it (``hidden``); and which have the very same firms now (``same``), so that a figure of the one time tells that of
    the other. Arrays (cells,)."""

    counts: Counts
    hidden: np.ndarray
    same: np.ndarray


def withheld(
    counts: Counts,
    shape: Sequence[int],
    least: int,
    also: np.ndarray | None = None,
    before: Sequence[Before] = (),
) -> np.ndarray:
    """Which cells of a table are not published; bool (cells,), the cells in C order of ``shape`` (one or two fields).

    Those with fewer than ``least`` unknown firms, and those of ``also``. Then, since each line (a row, a column,
    a table by one field) has a published total: where some cells of a line are withheld, at least two are, and together
    they hold ``least`` unknown firms or no firm at all; else the smallest of the others is withheld too, the first of
    equals, until all lines are so. In a table by two fields the lines together may still fix a cell with firms; then
    the smallest published one of its row or column joins it. What an earlier release showed of the very same firms
    protects nothing now, and what is shown now must leave as many unknown in what was withheld then.
    """
    hidden = counts.unknown < least
    if also is not None:
        hidden = hidden | also
    known = np.any([np.zeros(len(hidden), dtype=bool), *(past.same & ~past.hidden for past in before)], axis=0)
    while (candidates := _giving_away(counts, hidden, known, shape, least, before)) is not None:
        shown = candidates[~hidden[candidates]]
        hidden[shown[np.lexsort((shown, counts.n[shown], known[shown]))[0]]] = True
    return hidden


def _giving_away(  # noqa: PLR0913, PLR0917 - a table now and before
    counts: Counts,
    hidden: np.ndarray,
    known: np.ndarray,
    shape: Sequence[int],
    least: int,
    before: Sequence[Before],
) -> np.ndarray | None:
    """Cells of which one must be withheld too, or None where nothing is given away."""
    for line in _lines(shape):
        here = line[hidden[line]]
        if (len(here) == 1 or _few(counts, here, least)) and not hidden[line].all():
            return line
        if _few(counts, line[(hidden & ~known)[line]], least) and not (hidden | known)[line].all():
            return line  # where all the others are known, withholding one of them is of no use
        for past in before:
            still = line[(past.hidden & (hidden | ~past.same))[line]]
            told: np.ndarray = line[(past.hidden & past.same & ~hidden & ~known)[line]]
            if len(told) and _few(past.counts, still, least):
                return told
    return _around_fixed(counts, hidden, shape) if len(shape) == 2 else None


def _few(counts: Counts, cells: np.ndarray, least: int) -> bool:
    """Whether a line's total less the other cells would speak of too few firms."""
    return bool(counts.n[cells].any()) and counts.unknown_together(cells) < least


def _around_fixed(counts: Counts, hidden: np.ndarray, shape: Sequence[int]) -> np.ndarray | None:
    """Row and column of a cell that all lines together fix, if there is one with something left to withhold."""
    places = _places(shape)
    for row, column in zip(*_fixed(counts, hidden, shape), strict=True):
        around = np.concatenate([places[row], places[:, column]])
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
