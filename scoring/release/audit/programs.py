"""Linear programs: how far the scores of whole classes can be moved together with nothing published coming out else.

Each class of interchangeable firms may put some of its firms on each of some values; sums and counts are linear in how
many. What a program finds for a class counts only where it puts a whole firm on a value, so that the firm in question
is never cut in parts; all other firms may be, which is what linear bounds allow.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from scoring.release.audit.movable import Movable, Values, movable_of, rows_of, values_of
from scoring.release.audit.target import Target
from scoring.release.audit.witnesses import WIDE, Reach, narrow

FEW, MANY = 60, 250
"""Classes that one program may move: some that are still too narrow, and others with cells in common. Many where many
are narrow, so that one program serves them all, and where few did not do."""

TRIES = 10
"""Programs that begin with one class before it is given up: the first asks for as much as can be had for all of its
classes, the others for one value of that class each."""

SECONDS = 10.0
"""Time for one program, some ten times what one of ``MANY`` classes takes; without a result by then it has shown
nothing, so that what it was asked for counts as too narrow unless another one finds it."""

TIME_IS_UP = 1
"""What ``linprog`` calls a limit of time or rounds that was reached."""


def programmed(target: Target, unknown: np.ndarray, reach: Reach, seed: int) -> tuple[Reach, int]:
    """What programs add to the ``reach`` of classes, if only firms move that are ``unknown``, bool (n,); and how many
    of them ran out of time.

    They stop once no class with such firms is narrow, or each that is has begun ``TRIES`` of them.
    """
    movable = movable_of(target, unknown)
    low, high = reach[0].copy(), reach[1].copy()
    moves = np.isin(np.arange(target.classes.size), movable.of)
    rng, tried = np.random.default_rng(seed), np.zeros(target.classes.size, dtype=np.int64)
    out_of_time = 0
    while True:
        wanting = moves & narrow((low, high), target.knowledge) & (tried < TRIES)
        if not wanting.any():
            return (low, high), out_of_time
        start = int(np.flatnonzero(wanting)[tried[wanting].argmin()])
        size = FEW if wanting.sum() < FEW // 4 and tried[start] < 3 else MANY
        likeness = np.where(moves, _likeness(target.codes, start, wanting, rng), -np.inf)
        chosen = np.sort(np.argsort(-likeness, kind="stable")[: min(size, int(moves.sum()))])
        wish = _wish(target, low[start], high[start], int(tried[start]))
        tried[start] += 1
        values = values_of(target, movable, chosen, (low, high), (start, wish))
        reached = _reached(target, movable, values, (low, high), rng)
        if reached is None:
            out_of_time += 1
            continue
        np.minimum.at(low, values.of[reached], values.at[reached])
        np.maximum.at(high, values.of[reached], values.at[reached])


def _likeness(codes: np.ndarray, start: int, wanting: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How much each class has in common with one of them, float64 (classes,): the smaller a cell that both are in, the
    more; more for those that still want reach, and a little by chance, so that another try moves others."""
    likeness: np.ndarray = 0.3 * rng.random(len(codes)) + 0.6 * wanting
    for column in codes.T:
        if column[start] >= 0:
            same = column == column[start]
            likeness += same / np.sqrt(same.sum())
    likeness[start] = np.inf
    return likeness


def _wish(target: Target, low: float, high: float, tried: int) -> float:
    """The value that a firm of a class is to have in this try; NaN for none in particular."""
    scale = target.knowledge.scale
    if target.knowledge.whole:
        return scale[0] if low > scale[0] else scale[1]
    half = (WIDE - (high - low)) / 2
    ends, further = (low + WIDE, high - WIDE), (low + 1.5 * WIDE, high - 1.5 * WIDE)
    wishes = (np.nan, *ends, *further, high + half, low - half, *ends, high + half / 2)
    return float(np.clip(wishes[tried], *scale))


def _reached(
    target: Target, movable: Movable, values: Values, reach: Reach, rng: np.random.Generator
) -> np.ndarray | None:
    """On which of the values one program puts a whole firm, bool: as many as it can that are far enough from what their
    class is known to reach, and the one that is wished for in any case; on none where there is no solution. None where
    time runs out."""
    rows, bounds = rows_of(target, movable, values)
    far = (values.at <= reach[1][values.of] - WIDE) | (values.at >= reach[0][values.of] + WIDE)
    far &= narrow(reach, target.knowledge)[values.of]
    whole = csr_array(
        (np.ones(len(values)), (values.place, np.arange(len(values)))), shape=(len(values.firms), rows.shape[1])
    )
    firms = values.firms.astype(np.float64)
    found = linprog(
        np.concatenate([-1.0 * far * (0.5 + rng.random(len(values))), np.zeros(len(bounds))]),
        A_eq=vstack([whole, rows]),
        b_eq=np.concatenate([firms, np.zeros(rows.shape[0])]),
        bounds=np.concatenate([np.stack([values.wished, np.where(far, 1.0, firms[values.place])], axis=1), bounds]),
        method="highs-ipm",  # ends at a corner, where most firms are whole; several times faster than by corners here
        options={"time_limit": SECONDS},
    )
    if found.status == TIME_IS_UP:
        return None
    if found.status != 0:
        return np.zeros(len(values), dtype=bool)
    reached: np.ndarray = found.x[: len(values)] >= 1 - 1e-7
    return reached
