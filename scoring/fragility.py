"""Whether a firm's level holds when the weights of the dimensions are somewhat others: stable or borderline."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.messages import N_, Message
from scoring.scores import Scores, level_of

SHIFTS = (0.8, 1.2)
"""What each dimension's weight is multiplied by, one dimension at a time: weights are judgement, and a fifth more or
less of one could be argued for. The choice is the authors'."""


LIMITS = (
    Message(
        N_(
            "“Stable” says that no weight of a part, a fifth more or less, moves the level. Stable is not certain:"
            " other answers could move it all the same."
        )
    ),
)
"""What a level that is stable does not show."""


def fragility(scores: Scores) -> pd.Series:
    """ "stable" or "borderline" for each of the n firms, dtype string, <NA> where the question does not arise.

    Each dimension's weight alone is multiplied by each of ``SHIFTS`` and the weights are divided by their new sum over
    the dimensions that the firm has a score in; any other level than its own makes it borderline. <NA> without a level,
    and where the overall score is a minimum, sum or count, which weights do not enter. Whether enough is answered is
    not asked again: that was decided by the weights as they are.
    """
    found = pd.Series(pd.NA, index=scores.overall.index, dtype="string", name="fragility")
    placed = scores.level.to_numpy() >= 0
    if scores.instrument.overall == "mean" and placed.any():
        moves = _moves(scores, placed)
        found[placed] = np.where(moves, "borderline", "stable")
    return found


def _moves(scores: Scores, placed: np.ndarray) -> np.ndarray:
    """Whether any shift moves the firm to another level, bool (placed firms,).

    With E and W the sums of weight x score and of weight, one weight w times f gives (E + (f − 1)ws) / (W + (f − 1)w).
    """
    points = scores.dimensions.to_numpy()[placed]
    level = scores.level.to_numpy()[placed]
    scored = ~np.isnan(points)
    weights = np.array([dimension.weight for dimension in scores.instrument.dimensions])
    earned, weight = np.where(scored, points, 0.0) * weights, scored * weights
    earned_sum, weight_sum = earned.sum(axis=1), weight.sum(axis=1)
    moves = np.zeros(len(points), dtype=bool)
    for dimension in np.flatnonzero(weights):
        for shift in SHIFTS:
            more = shift - 1
            shifted = (earned_sum + more * earned[:, dimension]) / (weight_sum + more * weight[:, dimension])
            moves |= level_of(scores.instrument, shifted) != level
    return moves
