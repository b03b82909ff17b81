"""How far the answers to the questions of each dimension go together, and how many firms are at either end of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import numpy as np
import pandas as pd

from scoring.factor import Omega, omega_of
from scoring.messages import N_, Message
from scoring.placing import ON_ONE_SCALE
from scoring.reliability import Missing, NoAlphaError, Reliability, items_of, reliability_of
from scoring.scores import Scores

EXTREME = 0.15
"""Share of firms with the least or the greatest score above which a scale is said not to tell them apart (Terwee et al.
2007, Journal of Clinical Epidemiology 60:34)."""

AT_THE_FLOOR = N_("{share} % of the firms have the least score there is: this dimension does not tell them apart.")
LEFT_OUT = N_("Fewer than two firms answered these questions, and alpha and omega are without them: {questions}.")
AT_THE_CEILING = N_("{share} % of the firms have the greatest score there is: this dimension does not tell them apart.")


@dataclass(frozen=True)
class DimensionQuality:
    """One dimension, or with ``dimension`` None all scored questions. ``n``: firms with a score; of them ``floor`` and
    ``ceiling`` have 0 and 100, shares in [0, 1], None without firms and for sums and counts. ``questions``: those that
    alpha and omega are of; ``left_out``: those with fewer than two answers, without which the others have figures.
    ``alpha``: by how missing answers were treated, or the reason why there is none."""

    dimension: str | None
    questions: tuple[str, ...]
    left_out: tuple[str, ...]
    n: int
    floor: float | None
    ceiling: float | None
    alpha: dict[Missing, Reliability | Message]
    omega: Omega
    limits: tuple[Message, ...]


def dimension_qualities(scores: Scores) -> tuple[DimensionQuality, ...]:
    """Every dimension in its order, then all scored questions together."""
    parts = [
        (dimension.id, dimension.rule, scores.dimensions[dimension.id]) for dimension in scores.instrument.dimensions
    ]
    return tuple(_quality(scores, *part) for part in (*parts, (None, scores.instrument.overall, scores.overall)))


def _quality(scores: Scores, dimension: str | None, rule: str, points: pd.Series) -> DimensionQuality:
    items, left_out = _answered(items_of(scores, dimension))
    values = points.to_numpy()
    values = values[~np.isnan(values)]
    floor, ceiling = _ends(values) if len(values) and rule in ON_ONE_SCALE else (None, None)
    return DimensionQuality(
        dimension=dimension,
        questions=tuple(str(name) for name in items.columns),
        left_out=left_out,
        n=len(values),
        floor=floor,
        ceiling=ceiling,
        alpha={missing: _alpha(items, missing) for missing in get_args(Missing)},
        omega=omega_of(items),
        limits=_limits(floor, ceiling, left_out),
    )


def _answered(items: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Without the questions that fewer than two firms have a score of, if two others are left; and their names."""
    there = (items.notna().sum() > 1).to_numpy()
    if there.sum() < 2:
        return items, ()
    return items.loc[:, there], tuple(str(name) for name in items.columns[~there])


def _ends(values: np.ndarray) -> tuple[float, float]:
    return float((values == 0).mean()), float((values == 100).mean())


def _alpha(items: pd.DataFrame, missing: Missing) -> Reliability | Message:
    try:
        return reliability_of(items, missing=missing)
    except NoAlphaError as error:
        return error.reason


def _limits(floor: float | None, ceiling: float | None, left_out: tuple[str, ...]) -> tuple[Message, ...]:
    without = (Message(LEFT_OUT, {"questions": ", ".join(left_out)}),) if left_out else ()
    ends = ((AT_THE_FLOOR, floor), (AT_THE_CEILING, ceiling))
    return without + tuple(
        Message(text, {"share": round(100 * share)}) for text, share in ends if share is not None and share > EXTREME
    )
