"""Levels: where a score is cut, how far the next level is, and how a score is shown beside its cuts."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from scoring.instrument import Instrument

PLACES = 9
"""Decimals to which a score is rounded before it is compared with a cut: sums of shares are exact to about 1e-13."""

HALF = 0.5 * 10.0**-PLACES


def level_of(instrument: Instrument, scores: np.ndarray) -> np.ndarray:
    """Position of each score's level in ``instrument.levels``, int8, in the shape of ``scores``; −1 for NaN.

    ``cut: lower``: the last level whose bound ≤ score; ``cut: upper``: the first whose bound ≥ score. That the score
    is compared after rounding to 1e-9 is done by moving the cut by half of that, which spares a pass over the scores.
    """
    level: np.ndarray = -np.isnan(scores).astype(np.int8)
    for cut in cuts(instrument):
        level += scores >= cut - HALF if instrument.cut == "lower" else scores > cut + HALF
    return level


def cuts(instrument: Instrument) -> tuple[float, ...]:
    """The scores at which one level gives way to the next, rising: one less than there are levels."""
    bounds = [level.bound for level in instrument.levels]
    between = bounds[1:] if instrument.cut == "lower" else bounds[:-1]
    return tuple(bound for bound in between if bound is not None)


def points_to_next(instrument: Instrument, score: float) -> int | None:
    """Whole points from this score to the next better level, at least 1; None at the top or without a score.

    Rounded up: with ``cut: upper`` the bound itself still belongs to the level below, so from 24.5 it is 1 to pass 25.
    """
    level = int(level_of(instrument, np.array([score], dtype=np.float64))[0])
    if level < 0 or level >= len(cuts(instrument)):
        return None
    return max(1, math.ceil(round(cuts(instrument)[level] - score, PLACES)))


def published(scores: Any) -> Any:
    """Scores as files and the API carry them: 4 decimals, no minus before 0. A number, array or table of them."""
    return np.round(scores, 4) + 0.0


def rounded(score: float, instrument: Instrument) -> str:
    """The score as page and PDF show it, from the 4 decimals that files carry; empty for NaN.

    Half up to whole points. Where that would stand on the other side of a level cut, one decimal (half up); where
    that would too (79.96 below a cut at 80), the nearest tenth that stays on the score's own side.
    """
    if math.isnan(score):
        return ""
    level = _level_at(instrument, score)
    for step in ("1", "0.1"):
        shown = Decimal(repr(float(published(score)))).quantize(Decimal(step), ROUND_HALF_UP)
        if _level_at(instrument, float(shown)) == level:
            return str(shown)
    nearer = shown - Decimal("0.1") if _level_at(instrument, float(shown)) > level else shown + Decimal("0.1")
    return str(nearer)


def shown_change(instrument: Instrument, before: float, after: float) -> float:
    """The change between two scores as the difference of the two that are shown (see ``rounded``), to one decimal."""
    return round(float(rounded(after, instrument)) - float(rounded(before, instrument)), 1) + 0.0


def _level_at(instrument: Instrument, score: float) -> int:
    return int(level_of(instrument, np.array([score]))[0])
