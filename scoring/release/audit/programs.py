"""Linear programs: how far the scores of whole classes can be moved together with nothing published coming out else.

Each class of interchangeable firms may put some of its firms on each of a few values; means and counts of values at or
below a point are linear in how many. What a program finds for a class counts only where it puts a whole firm there, so
that the firm in question is never cut in parts; all other firms may be, which is what linear bounds allow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

from scoring.release.audit.classes import Classes
from scoring.release.audit.standing import Standing
from scoring.release.audit.statements import Knowledge
from scoring.release.audit.witnesses import WIDE, Reach, narrow

FEW, MANY = 60, 250
"""Classes that one program may move: some that are still too narrow, and others with cells in common. Many where many
are narrow, so that one program serves them all, and where few did not do."""

EACH = 6
"""Firms of one class that a program may move; the others stay where they are."""

TRIES = 10
"""Programs that begin with one class before it is given up: the first asks for as much as can be had for all of its
classes, the others for one value of that class each."""

SECONDS = 10.0
"""Time for one program; without a result by then it has shown nothing."""

GRID = np.linspace(0.0, 1.0, 9)
"""Quantiles of all scores that every class may take besides its own."""


@dataclass(frozen=True)
class Movable:
    """The firms that programs may move, by position in rising order of class, and the class of each."""

    firms: np.ndarray
    of: np.ndarray


def movable_of(knowledge: Knowledge, classes: Classes, unknown: np.ndarray) -> Movable:
    """Some unknown firms of every class: those with its lowest and its highest values."""
    order = np.lexsort((knowledge.values, classes.of))
    order = order[unknown[order]]
    of = classes.of[order]
    rank = np.arange(len(of)) - np.searchsorted(of, of)
    n = np.bincount(of, minlength=classes.size)[of]
    kept = (rank < EACH // 2) | (rank >= n - EACH // 2)
    return Movable(order[kept], of[kept])


def programmed(
    knowledge: Knowledge,
    standings: Sequence[Standing],
    classes: Classes,
    unknown: np.ndarray,
    reach: Reach,
    seed: int,
    tries: int = TRIES,
) -> Reach:
    """What programs add to the ``reach`` of classes; they stop once none of those with unknown firms is narrow, or
    each that is began ``tries`` of them."""
    movable = movable_of(knowledge, classes, unknown)
    low, high = reach[0].copy(), reach[1].copy()
    open_ = np.isin(np.arange(classes.size), movable.of)
    codes = np.stack([standing.block.codes for standing in standings], axis=1)[classes.first()]
    rng, tried = np.random.default_rng(seed), np.zeros(classes.size, dtype=np.int64)
    while True:
        left = np.flatnonzero(open_ & narrow((low, high), knowledge) & (tried < tries))
        if not len(left):
            return low, high
        start = left[tried[left].argmin()]
        size = FEW if len(left) < FEW // 4 and tried[start] < 3 else MANY
        likeness = _likeness(codes, int(start), narrow((low, high), knowledge), rng)
        chosen = np.sort(np.argsort(np.where(open_, -likeness, np.inf), kind="stable")[: min(size, int(open_.sum()))])
        must = _wished(knowledge, low[start], high[start], int(tried[start]))
        tried[start] += 1
        of, values = _program(knowledge, standings, movable, chosen, (low, high), rng, (int(start), must))
        np.minimum.at(low, of, values)
        np.maximum.at(high, of, values)


def _wished(knowledge: Knowledge, low: float, high: float, tried: int) -> float:
    """The value that a firm of a class is to have in this try; NaN for none in particular."""
    if knowledge.whole:
        return knowledge.scale[0] if low > knowledge.scale[0] else knowledge.scale[1]
    beyond = (np.nan, low + WIDE, high - WIDE, low + 30, high - 30, high + 8, low - 8, low + 45, high - 45, high + 4)
    return float(np.clip(beyond[tried], *knowledge.scale))


def _likeness(codes: np.ndarray, start: int, wanting: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How much each class has in common with one of them, float64 (classes,): the smaller a cell that both are in, the
    more; more for those that still want reach, and a little by chance, so that another try moves others."""
    likeness = 0.3 * rng.random(len(codes)) + 0.6 * wanting
    for column in codes.T:
        if column[start] >= 0:
            same = column == column[start]
            likeness += same / np.sqrt(same.sum())
    likeness[start] = np.inf
    return likeness


def _program(
    knowledge: Knowledge,
    standings: Sequence[Standing],
    movable: Movable,
    chosen: np.ndarray,
    reach: Reach,
    rng: np.random.Generator,
    wish: tuple[int, float],
) -> tuple[np.ndarray, np.ndarray]:
    """Classes and values at which one program puts a whole firm of them; ``wish``: a class and its value."""
    inside = np.isin(movable.of, chosen)
    firms, of = movable.firms[inside], np.searchsorted(chosen, movable.of[inside])
    wished = (int(np.searchsorted(chosen, wish[0])), wish[1])
    shared = _held_places(standings, movable, wish[0], (reach[0][wish[0]], reach[1][wish[0]]))
    shared = np.concatenate([np.quantile(knowledge.values, GRID), shared])
    column_of, value = _columns(knowledge, firms, of, (reach[0][chosen], reach[1][chosen]), wished, shared)
    firms_of = np.bincount(of, minlength=len(chosen)).astype(np.float64)
    far = (value <= reach[1][chosen][column_of] - WIDE) | (value >= reach[0][chosen][column_of] + WIDE)
    far &= narrow((reach[0][chosen], reach[1][chosen]), knowledge)[column_of]
    rows, bounds = _rows(knowledge, standings, firms, of, column_of, value)
    whole = csr_matrix((np.ones(len(value)), (column_of, np.arange(len(value)))), shape=(len(chosen), rows.shape[1]))
    must = (column_of == wished[0]) & (value == wished[1])
    taken = np.stack([1.0 * must, np.where(far, 1.0, firms_of[column_of])], axis=1)
    found = linprog(
        np.concatenate([-1.0 * far * (0.5 + rng.random(len(value))), np.zeros(len(bounds))]),
        A_eq=vstack([whole, rows]),
        b_eq=np.concatenate([firms_of, np.zeros(rows.shape[0])]),
        bounds=np.concatenate([taken, bounds]),
        method="highs-ipm",
        options={"time_limit": SECONDS},
    )
    if found.x is None or found.status != 0:
        return np.empty(0, dtype=np.int64), np.empty(0)
    there = found.x[: len(value)] >= 1 - 1e-7
    return chosen[column_of[there]], value[there]


def _held_places(standings: Sequence[Standing], movable: Movable, start: int, reach: Reach) -> np.ndarray:
    """Points that a firm of this class may not rise above, since a quantile there needs it: others can take its place."""
    firm = movable.firms[np.searchsorted(movable.of, start)]
    codes = [(standing, standing.block.codes[firm]) for standing in standings]
    points = np.concatenate([standing.up[code] for standing, code in codes if code >= 0] or [np.empty(0)])
    return np.unique(points[(points >= reach[0] - 2) & (points <= reach[1] + 2)])


def _columns(
    knowledge: Knowledge,
    firms: np.ndarray,
    of: np.ndarray,
    reach: Reach,
    wished: tuple[int, float],
    shared: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """For each class the values that its firms may take: their own, some of all, and just far enough from theirs."""
    values = knowledge.values
    column_of, value = [], []
    for place in range(len(reach[0])):
        apart = [reach[1][place] - WIDE, reach[0][place] + WIDE]
        if place == wished[0] and not np.isnan(wished[1]):
            apart.append(wished[1])
        taken = np.array(knowledge.scale)
        if not knowledge.whole:
            taken = np.unique(np.concatenate([values[firms[of == place]], shared, apart]))
        taken = taken[(taken >= knowledge.scale[0]) & (taken <= knowledge.scale[1])]
        column_of.append(np.full(len(taken), place))
        value.append(taken)
    return np.concatenate(column_of), np.concatenate(value)


def _rows(
    knowledge: Knowledge,
    standings: Sequence[Standing],
    firms: np.ndarray,
    of: np.ndarray,
    column_of: np.ndarray,
    value: np.ndarray,
) -> tuple[csr_matrix, np.ndarray]:
    """What the moved firms add up to in each set, and how many of them are at or below each point, as further unknowns
    with their bounds, the other firms being where they are.

    A count is the one at the point before and what lies between, so that each value stands in one row of a set only:
    programs in which it stands in every count above it take ten times as long.
    """
    rows, bounds, extra = _Entries(), [], len(value)
    _, first = np.unique(of, return_index=True)
    for standing in standings:
        block, codes = standing.block, standing.block.codes[firms]
        weights = np.ones(len(firms)) if block.weights is None else block.weights[firms]
        for code in np.unique(codes[codes >= 0]):
            facts, inside = block.facts[code], codes == code
            own, here = knowledge.values[firms[inside]], np.flatnonzero(codes[first][column_of] == code)
            if facts.sums:
                total = float(weights[inside] @ own)
                rows.add(here, weights[first][column_of[here]] * value[here], extra + len(bounds))
                bounds.append((total - standing.room[code, 0], total + standing.room[code, 1]))
            before = -np.inf
            for point, low, high in zip(facts.at, *standing.spare[code], strict=True):
                count = int((own <= point).sum())
                if count + low <= 0 and count + high >= len(own):
                    continue
                between = here[(value[here] > before) & (value[here] <= point)]
                rows.add(between, np.ones(len(between)), extra + len(bounds), after=before > -np.inf)
                bounds.append((count + low, count + high))
                before = point
    matrix = rows.matrix(extra + len(bounds))
    return matrix, np.array(bounds).reshape(len(bounds), 2)


class _Entries:
    """The entries of a sparse matrix, row by row: some unknowns, less the one that they add up to."""

    def __init__(self) -> None:
        self.data: list[np.ndarray] = []
        self.columns: list[np.ndarray] = []

    def add(self, columns: np.ndarray, weights: np.ndarray, total: int, after: bool = False) -> None:
        """One row: these unknowns, and with ``after`` the total before, make up ``total``."""
        carried, ones = ([total - 1], [1.0]) if after else ([], [])
        self.columns.append(np.concatenate([columns, carried, [total]]).astype(np.int64))
        self.data.append(np.concatenate([weights, ones, [-1.0]]))

    def matrix(self, columns: int) -> csr_matrix:
        ends = np.cumsum([0, *(len(row) for row in self.data)])
        joined = [np.concatenate([np.empty(0, kind), *parts]) for kind, parts in ((float, self.data), (int, self.columns))]
        return csr_matrix((*joined, ends), shape=(len(self.data), columns))
