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

TOGETHER = 60
"""Classes that one program may move: some that are still too narrow, and others with cells in common."""

EACH = 6
"""Firms of one class that a program may move; the others stay where they are."""

TRIES = 10
"""Programs that begin with one class before it is given up: the first asks for as much as can be had for all of its
classes, the others for one value of that class each."""

SECONDS = 3.0
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
) -> Reach:
    """What programs add to the ``reach`` of classes; they stop once none of those with unknown firms is narrow."""
    movable = movable_of(knowledge, classes, unknown)
    low, high = reach[0].copy(), reach[1].copy()
    open_ = np.isin(np.arange(classes.size), movable.of)
    codes = np.stack([standing.block.codes for standing in standings], axis=1)[classes.first()]
    rng, tries = np.random.default_rng(seed), np.zeros(classes.size, dtype=np.int64)
    while True:
        left = np.flatnonzero(open_ & narrow((low, high), knowledge) & (tries < TRIES))
        if not len(left):
            return low, high
        start = left[tries[left].argmin()]
        chosen = _near(codes, standings, int(start), open_, narrow((low, high), knowledge), rng)
        must = _wished(knowledge, low[start], high[start], int(tries[start]))
        tries[start] += 1
        of, values = _program(knowledge, standings, movable, chosen, (low, high), rng, (int(start), must))
        np.minimum.at(low, of, values)
        np.maximum.at(high, of, values)


def _wished(knowledge: Knowledge, low: float, high: float, tried: int) -> float:
    """The value that a firm of a class is to have in this try; NaN for none in particular."""
    if knowledge.whole:
        return knowledge.scale[0] if low > knowledge.scale[0] else knowledge.scale[1]
    beyond = (np.nan, low + WIDE, high - WIDE, low + 30, high - 30, high + 8, low - 8, low + 45, high - 45, high + 4)
    return float(np.clip(beyond[tried], *knowledge.scale))


def _near(
    codes: np.ndarray,
    standings: Sequence[Standing],
    start: int,
    open_: np.ndarray,
    wanting: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Classes that share the most and the smallest cells with one of them; first those that still want reach."""
    likeness = rng.random(len(codes)) * 0.3 + 0.2 * wanting
    for place, standing in enumerate(standings):
        here = codes[start, place]
        if here >= 0:
            size = np.count_nonzero(codes[:, place] == here)
            likeness += (codes[:, place] == here) / np.sqrt(size)
    likeness[~open_] = -np.inf
    likeness[start] = np.inf
    return np.sort(np.argsort(-likeness, kind="stable")[: min(TOGETHER, int(open_.sum()))])


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
    rows, least, most = _rows(knowledge, standings, firms, of, column_of, value)
    whole = csr_matrix((np.ones(len(value)), (column_of, np.arange(len(value)))), shape=(len(chosen), len(value)))
    must = (column_of == wished[0]) & (value == wished[1])
    found = linprog(
        -1.0 * far * (0.5 + rng.random(len(value))),
        A_ub=vstack([rows, -rows]),
        b_ub=np.concatenate([most, -least]),
        A_eq=whole,
        b_eq=firms_of,
        bounds=np.stack([1.0 * must, np.where(far, 1.0, firms_of[column_of])], axis=1),
        method="highs-ds",
        options={"time_limit": SECONDS},
    )
    if found.x is None or found.status != 0:
        return np.empty(0, dtype=np.int64), np.empty(0)
    there = found.x >= 1 - 1e-7
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
) -> tuple[csr_matrix, np.ndarray, np.ndarray]:
    """The bounds of sums and of counts of the moved firms, the others being where they are; only those that can bind."""
    data, rows, columns, least, most = [], [], [], [], []

    def add(at: np.ndarray, weights: np.ndarray, low: float, high: float) -> None:
        data.append(weights)
        columns.append(at)
        rows.append(np.full(len(at), len(least)))
        least.append(low)
        most.append(high)

    _, first = np.unique(of, return_index=True)
    for standing in standings:
        block, codes = standing.block, standing.block.codes[firms]
        weights = np.ones(len(firms)) if block.weights is None else block.weights[firms]
        for code in np.unique(codes[codes >= 0]):
            facts = block.facts[code]
            own = knowledge.values[firms[codes == code]]
            here = np.flatnonzero(codes[first][column_of] == code)
            weight = weights[first][column_of[here]]
            if facts.sums:
                total = float(weights[codes == code] @ own)
                fall, rise = standing.room[code]
                add(here, weight * value[here], total - fall, total + rise)
            for point, low, high in zip(facts.at, *standing.spare[code], strict=True):
                count = int((own <= point).sum())
                if count + low > 0 or count + high < len(own):
                    below = here[value[here] <= point]
                    add(below, np.ones(len(below)), count + low, count + high)
    shape = (len(least), len(value))
    entries = (np.concatenate(data), (np.concatenate(rows), np.concatenate(columns)))
    bound = len(firms) + 1.0
    return (
        csr_matrix(entries, shape=shape),
        np.clip(np.array(least), -bound * 10000, None),
        np.clip(np.array(most), None, bound * 1000),
    )
