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
    equals, until all lines are so.
    """
    hidden = counts.unknown < least
    if also is not None:
        hidden = hidden | also
    lines = list(_lines(shape))
    changed = True
    while changed:
        changed = False
        for line in lines:
            while _gives_away(counts, line[hidden[line]], least) and not hidden[line].all():
                shown = line[~hidden[line]]
                hidden[shown[np.argmin(counts.n[shown])]] = True
                changed = True
    return hidden


def _lines(shape: Sequence[int]) -> Iterator[np.ndarray]:
    """The positions of the cells of each line; a table of one cell has none."""
    places = np.arange(math.prod(shape)).reshape(shape)
    if len(shape) == 1:
        yield places
    if len(shape) == 2:
        yield from places
        yield from places.T


def _gives_away(counts: Counts, hidden: np.ndarray, least: int) -> bool:
    """Whether a line's total less what is published would speak of too few firms."""
    if not len(hidden):
        return False
    return len(hidden) < 2 or (counts.n[hidden].any() and counts.unknown_together(hidden) < least)
