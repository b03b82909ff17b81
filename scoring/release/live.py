"""How many firms are in each group before anything is released, told in fives: between how many and how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
import pandas as pd

from scoring.release.withholding import Counts

STEP = 5
"""Live counts go by fives, rounded down; below five they say only that."""


LOOKS = ((0, 2), (0, 0), (0, 1), (0, 3), (0, 4), (1, 0), (1, 2), (2, 0), (2, 1), (3, 0), (3, 3), (4, 1), (4, 4))
"""How many firms more than its count in fives each starting cell may have: (step, first), so that the cell at a place
has first + step · place more, modulo 5. The likely ones first, then all alike, then of all kinds."""

LIKELY, FEWEST, MOST = 0, 1, 4


@dataclass(frozen=True)
class Live:
    """The firms in each starting cell of one table: exact, so not to be told.

    ``names``: the starting groups of each field; ``n``: int64 (cells,), in C order; ``seen``: int64 (accounts, cells),
    how many of them each account sees; ``own_link``: whether each firm sees itself.
    """

    names: tuple[tuple[str, ...], ...]
    n: np.ndarray
    seen: np.ndarray
    own_link: bool

    def told(self) -> list[int | None]:
        """The firms of each starting cell as live figures are: None for under 5, else rounded down to 5."""
        return [int(floor) or None for floor in _floor(self.n)]

    def at(self, groups: Sequence[Sequence[str]], into: Sequence[Mapping[str, str]], look: int = LIKELY) -> Counts:
        """The firms that may be in the cells of some groups, by what is told of the starting cells: one ``look`` at
        them of ``LOOKS``. ``into``: for each field the group of each starting group.

        Each starting cell has so many more firms than its count in fives, and what an account sees is in fives as well,
        so that no firm that enters can be noticed but where a count of fives says so.
        """
        place = self._cells(groups, into)
        size = prod(len(names) for names in groups)
        seen = np.zeros(size, dtype=np.int64)
        if len(self.seen):
            member = np.zeros((len(self.n), size), dtype=np.int64)
            member[np.arange(len(self.n)), place] = 1
            seen = (self.seen @ member).max(axis=0)
        step, first = LOOKS[look]
        more = (first + step * np.arange(len(self.n))) % STEP
        n = np.bincount(place, _floor(self.n) + more, size).astype(np.int64)
        return Counts(n, _floor(seen + (STEP - 1 if look == FEWEST else STEP // 2)), self.own_link)

    def _cells(self, groups: Sequence[Sequence[str]], into: Sequence[Mapping[str, str]]) -> np.ndarray:
        """The cell of the groups that each starting cell goes into."""
        places = [
            [names.index(own[start]) for start in starts]
            for names, own, starts in zip(groups, into, self.names, strict=True)
        ]
        shape = tuple(len(names) for names in groups)
        found: np.ndarray = np.array([np.ravel_multi_index(one, shape) for one in product(*places)], dtype=np.intp)
        return found


def _floor(n: np.ndarray) -> np.ndarray:
    found: np.ndarray = n // STEP * STEP
    return found


def live(starts: pd.DataFrame, fields: Sequence[str], viewers: Sequence[np.ndarray], own_link: bool) -> Live:
    """The counts of the table by these fields. ``starts``: the starting group of each firm, categories in order; whose
    group is none of them is in no cell. ``viewers``: for each account the positions of the firms that it sees."""
    names = tuple(tuple(map(str, starts[name].cat.categories)) for name in fields)
    shape = tuple(len(one) for one in names)
    codes = np.array([starts[name].cat.codes.to_numpy() for name in fields], dtype=np.intp)
    inside: np.ndarray = np.all(codes >= 0, axis=0)
    cell = np.full(len(starts), -1, dtype=np.intp)
    cell[inside] = np.ravel_multi_index(tuple(codes[:, inside]), shape) if inside.any() else 0
    firms = np.concatenate([np.empty(0, dtype=np.intp), *viewers]).astype(np.intp)
    account = np.repeat(np.arange(len(viewers)), [len(seen) for seen in viewers])[inside[firms]]
    seen = np.bincount(account * prod(shape) + cell[firms[inside[firms]]], minlength=len(viewers) * prod(shape))
    n = np.bincount(cell[inside], minlength=prod(shape))
    return Live(names, n, seen.reshape(len(viewers), prod(shape)), own_link)
