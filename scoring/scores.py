"""Scores: from answers to one number per dimension, an overall score and a level, in one pass over the table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.instrument import Instrument

SCORER_VERSION = 1
"""Raised whenever the same answers could get another score."""


class State(IntEnum):
    """What became of a question for one firm."""

    ANSWERED = 0
    BLANK = -1
    NOT_APPLICABLE = -2
    DONT_KNOW = -3
    HIDDEN = -4


@dataclass(frozen=True)
class Scores:
    """Scores of n firms; row i belongs to row i of the answers. NaN is "no score", never 0.

    ``dimensions``: float64 (n, dimensions), columns dimension ids: 0-100 for mean and minimum, points for sum, items
    for count. ``overall``: float64 (n,). ``low``, ``high``: like ``dimensions`` plus a column ``overall``: the range
    that blanks leave open under sum and count, else equal to the score. ``level``: int8 (n,), position in
    ``instrument.levels`` or -1. ``dimension_levels``: int8 (n, dimensions), the same cuts on each dimension.
    ``answered``: float64 (n,), answered share of the applicable scored weight.
    ``questions``: float64 (n, scored questions) in [0, 1] or NaN; ``states``: int8, same shape, ``State``;
    ``weights``: float64, same shape, share of each question in the overall score (rows sum to 1 over what is scored;
    all 0 where the rule is not a weighted mean). These three are None when scored with ``detail=False``.
    """

    instrument: Instrument
    dimensions: pd.DataFrame
    overall: pd.Series
    low: pd.DataFrame
    high: pd.DataFrame
    level: pd.Series
    dimension_levels: pd.DataFrame
    answered: pd.Series
    questions: pd.DataFrame | None = None
    states: pd.DataFrame | None = None
    weights: pd.DataFrame | None = None

    def __len__(self) -> int:
        return len(self.overall)


def score(table: AnswerTable, *, detail: bool = True) -> Scores:
    """Score every firm of the table by the rules of its instrument."""
    raise NotImplementedError


def level_of(instrument: Instrument, scores: np.ndarray) -> np.ndarray:
    """Position of each score's level, int8; -1 for NaN. Cut on the score rounded to 1e-9."""
    raise NotImplementedError


def points_to_next(instrument: Instrument, score: float) -> int | None:
    """Whole points from this score to the next better level, at least 1; None at the top or without a score."""
    raise NotImplementedError


@dataclass(frozen=True)
class Reason:
    """Why a score: one question of one firm. ``earned`` of ``possible`` points; ``earned`` None where not answered.

    ``points`` and ``possible_points`` are the same on the scale of the overall score (0-100), for weighted means.
    ``left_out``: for a grid, rows without an answer, by row id → State.
    """

    question: str
    dimension: str
    state: State
    earned: float | None
    possible: float
    points: float | None
    possible_points: float
    left_out: dict[str, State]


def explain(table: AnswerTable, scores: Scores, row: int) -> list[Reason]:
    """Every scored question of one firm, in the order asked: points earned of possible, and what was left out."""
    raise NotImplementedError


def rounded(score: float, instrument: Instrument) -> str:
    """The score as page and PDF show it: half up to whole points, or one decimal where rounding would cross a cut."""
    raise NotImplementedError
