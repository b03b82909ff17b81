"""Scores made up for the tests of segments: any dimension scores, as if firms had answered so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from scoring.instrument import Instrument
from scoring.scores import Scores, level_of
from tests.unit.scoring.roadmap_cases import FIRST, SECOND, dimension
from tests.unit.scoring.roadmap_cases import instrument as small

PROFILES = [
    {"id": "keen", "title": "Keen", "description": "Keen ones.", "scores": {"first": 75, "second": 80}},
    {"id": "plain", "title": "Plain", "description": "Plain ones.", "scores": {"first": 25, "second": 20}},
]


def instrument(**changes: Any) -> Instrument:
    """Two dimensions, first and second, and two typical firms."""
    parts = [dimension("first", FIRST, title="The first"), dimension("second", SECOND, title="The second")]
    return small([], **({"reference_profiles": PROFILES, "dimensions": parts} | changes))


def scores_of(made: Instrument, rows: Any, overall: Any = None) -> Scores:
    """Scores with these dimension scores (n, dimensions); overall their mean unless given, NaN where all are."""
    values = np.asarray(rows, dtype=np.float64).reshape(-1, len(made.dimensions))
    points = pd.DataFrame(values, columns=[dimension.id for dimension in made.dimensions])
    total = points.mean(axis=1) if overall is None else pd.Series(overall, dtype=np.float64)
    both = points.assign(overall=total)
    levels = pd.Series(level_of(made, total.to_numpy()))
    return Scores(made, points, total, both, both, levels, points.notna().astype("int8"), pd.Series(1.0, total.index))


def two_groups(dimensions: int, n: int = 60, apart: float = 36.0, seed: int = 2) -> np.ndarray:
    """n and twice as many firms, with scores around 30 and 30 + apart in every dimension, deviation 8."""
    random = np.random.default_rng(seed)
    low, high = random.normal(30, 8, (n, dimensions)), random.normal(30 + apart, 8, (2 * n, dimensions))
    return np.concatenate([low, high]).clip(0, 100)


def skewed(dimensions: int, n: int = 200, seed: int = 5) -> np.ndarray:
    """One trait with many weak and few strong firms, seen through 8 points of noise: no groups, and not Gaussian."""
    random = np.random.default_rng(seed)
    trait = 100 * random.beta(1.3, 4, (n, 1))
    return (trait + random.normal(0, 8, (n, dimensions))).clip(0, 100)


def on_steps(rows: np.ndarray, questions: int, seed: int = 0) -> np.ndarray:
    """The same firms, had each part so many questions with five answers from 0 to 100 points, answered with noise."""
    noise = np.random.default_rng(seed).normal(0, 15, (*rows.shape, questions))
    return np.rint((rows[..., None] + noise).clip(0, 100) / 25).mean(axis=2) * 25
