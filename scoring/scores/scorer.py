"""Scoring in one vectorised pass over the table, and why a firm got its score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import pandas as pd

from scoring.answers import AnswerTable
from scoring.conditions import Field, profile_fields
from scoring.instrument import GridQuestion, Instrument
from scoring.scores.levels import level_of, published
from scoring.scores.measuring import Measured, measure, states
from scoring.scores.reducing import RANGES, Reduced, reduce
from scoring.scores.rules import QuestionRule, Rules, compiled

SCORER_VERSION = 1
"""Raised whenever the same answers could get another score."""

CHUNK = 16384
"""Firms scored at a time, so that what is worked on stays in the processor's cache."""


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
    ``instrument.levels`` or -1; under sum and count also without a score, where both ends of the range share it.
    ``dimension_levels``: int8 (n, dimensions), the same cuts on each dimension. ``answered``: float64 (n,), answered
    share of the applicable scored weight, NaN where nothing applies.
    ``questions``: float64 (n, scored questions) in [0, 1] or NaN; ``states``: int8, same shape, ``State`` (a grid with
    enough rows is answered; "don't know" that counts as 0 is ``DONT_KNOW`` with a score of 0);
    ``weights``: float64, same shape, share of each question in the overall score (rows sum to 1 over what is scored;
    all 0 where the rule is not a weighted mean, and within a dimension whose rule is not). These three are None when
    scored with ``detail=False``.
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
    """Score every firm of the table by the rules of its instrument.

    Question = points over the maximum of positive points, clipped to [0, 1]; grid = mean of its answered rows.
    Dimension = 100 x weighted mean over its answered questions, from ``required_share`` (60 %) of the applicable
    weight on, else NaN; the overall likewise over dimensions. minimum, sum and count as in ``reducing``. The order of
    the firms never matters, and one firm scores the same alone as among others.
    """
    rules = compiled(table.instrument)
    results = _Results.empty(rules, len(table), detail)
    for rows, cells, profile in _chunks(table, rules):
        measured = measure(rules, cells, profile)
        results.take(rows, reduce(rules, cells, measured), table.instrument)
        if detail:
            results.take_detail(rows, rules, cells, measured)
    return results.scores(table.instrument, rules)


def _chunks(table: AnswerTable, rules: Rules) -> Iterator[tuple[slice, np.ndarray, dict[str, Field]]]:
    """The table in runs of rows: their place, codes as int8 (cells, rows) with contiguous cells, and profile."""
    fields = profile_fields(table.profile, rules.conditions.fields)
    for start in range(0, len(table), CHUNK):
        rows = slice(start, min(start + CHUNK, len(table)))
        yield rows, _by_cell(table.codes[rows]), {name: field[rows] for name, field in fields.items()}


def _by_cell(codes: np.ndarray) -> np.ndarray:
    """Codes (rows, cells) as (cells, rows) with contiguous cells; turned round in blocks that fit the first cache."""
    cells = codes.T
    if cells.strides[-1] == 1:
        return cells
    turned = np.empty(cells.shape, dtype=np.int8)
    for start in range(0, len(codes), 256):
        turned[:, start : start + 256] = cells[:, start : start + 256]
    return turned


@dataclass(frozen=True)
class _Results:
    """The arrays that are filled chunk by chunk, each (something, n); the last row of those over dimensions is the
    overall score."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    level: np.ndarray
    answered: np.ndarray
    questions: np.ndarray
    states: np.ndarray
    weights: np.ndarray

    @classmethod
    def empty(cls, rules: Rules, firms: int, detail: bool) -> _Results:
        value = np.empty((len(rules.dimensions) + 1, firms))
        low, high = (np.empty_like(value), np.empty_like(value)) if rules.has_ranges else (value, value)
        shape = (len(rules.questions), firms if detail else 0)
        questions, weights = np.empty(shape), np.empty(shape)
        level, codes = np.empty(value.shape, dtype=np.int8), np.empty(shape, dtype=np.int8)
        return cls(value, low, high, level, np.empty(firms), questions, codes, weights)

    def take(self, rows: slice, reduced: Reduced, instrument: Instrument) -> None:
        level = level_of(instrument, reduced.low)
        self.value[:, rows] = reduced.value
        self.answered[rows] = reduced.answered
        if self.low is not self.value:
            self.low[:, rows], self.high[:, rows] = reduced.low, reduced.high
            level[level != level_of(instrument, reduced.high)] = -1
        self.level[:, rows] = level

    def take_detail(self, rows: slice, rules: Rules, cells: np.ndarray, measured: Measured) -> None:
        fractions = measured.fractions.astype(np.float64) / rules.unit
        self.questions[:, rows] = np.where(measured.answered, fractions, np.nan)
        self.states[:, rows] = states(rules, cells, measured, State.HIDDEN)
        self.weights[:, rows] = _weights(rules, measured, self.value[:-1, rows])

    def scores(self, instrument: Instrument, rules: Rules) -> Scores:
        names = [dimension.id for dimension in rules.dimensions]
        asked = [question.id for question in rules.questions]
        detail = self.questions.shape[1] == self.value.shape[1]
        return Scores(
            instrument,
            dimensions=_frame(self.value[:-1], names),
            overall=pd.Series(self.value[-1], name="overall", copy=False),
            low=_frame(self.low, [*names, "overall"]),
            high=_frame(self.high, [*names, "overall"]),
            level=pd.Series(self.level[-1], name="level", copy=False),
            dimension_levels=_frame(self.level[:-1], names),
            answered=pd.Series(self.answered, name="answered", copy=False),
            questions=_frame(self.questions, asked) if detail else None,
            states=_frame(self.states, asked) if detail else None,
            weights=_frame(self.weights, asked) if detail else None,
        )


def _frame(rows: np.ndarray, names: Sequence[str]) -> pd.DataFrame:
    """A frame with one column for each row, without copying."""
    return pd.DataFrame(rows.T, columns=list(names), copy=False)


def _weights(rules: Rules, measured: Measured, dimensions: np.ndarray) -> np.ndarray:
    """Effective weights (questions, m): the share of each dimension times the share of each question in it."""
    effective = np.zeros(measured.answered.shape)
    if rules.overall != "mean":
        return effective
    shares = np.array([[dimension.weight] for dimension in rules.dimensions]) * ~np.isnan(dimensions)
    shares = _portions(shares)
    for dimension, share in zip(rules.dimensions, shares, strict=True):
        if dimension.rule == "mean":
            own = rules.weights[dimension.questions, None] * measured.answered[dimension.questions]
            effective[dimension.questions] = share * _portions(own)
    return effective


def _portions(parts: np.ndarray) -> np.ndarray:
    """Each column divided by its sum; zeros where that is 0."""
    total = parts.sum(axis=0)
    portions: np.ndarray = np.divide(parts, total, out=np.zeros_like(parts), where=total > 0)
    return portions


def scores_table(table: AnswerTable, scores: Scores) -> pd.DataFrame:
    """What a scores file holds, one row for each firm: ``firm``, the other profile columns, a column for each
    dimension id, ``overall``, ``level`` (id, missing without one), ``answered``, then the columns carried through.
    Where the overall score is a sum or a count, ``low`` and ``high`` after it hold the range that blanks leave open.

    Scores have 4 decimals; missing is missing, never 0. A carried column that is called like one before it gets a
    number behind its name.
    """
    ids = np.array([level.id for level in table.instrument.levels] + [None], dtype=object)
    measured = pd.concat([published(scores.dimensions), published(scores.overall)], axis=1)
    if table.instrument.overall in RANGES:
        measured["low"], measured["high"] = published(scores.low["overall"]), published(scores.high["overall"])
    measured["level"] = pd.array(ids[scores.level.to_numpy()], dtype="string")
    measured["answered"] = published(scores.answered)
    whole: pd.DataFrame = pd.concat([table.profile, measured, table.extra], axis=1)
    whole.columns = pd.Index(distinct([str(name) for name in whole.columns]))
    return whole


def distinct(names: Sequence[str]) -> list[str]:
    """Names of columns, each once: one that is called like one before it gets a number behind its name."""
    found: list[str] = []
    for name in names:
        new, number = name, 1
        while new in found:
            new, number = f"{name}.{number}", number + 1
        found.append(new)
    return found


@dataclass(frozen=True)
class Reason:
    """Why a score: one question of one firm. ``earned`` of ``possible`` points; ``earned`` None where not answered.

    Of a grid the points of its answered rows are added up (of all rows where it is not answered). ``points`` and
    ``possible_points`` are the same on the scale of the overall score (0-100), for weighted means; ``points`` is None
    where the question takes no part in it. ``left_out``: for a grid, rows without an answer, by row id → State.
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
    """Every scored question of one firm, in the order asked: points earned of possible, and what was left out.

    Works with scores of ``detail=False`` too: the firm is then scored again by itself.
    """
    if scores.questions is None or scores.states is None or scores.weights is None:
        return explain(table[row : row + 1], score(table[row : row + 1]), 0)
    rules = compiled(table.instrument)
    fractions, weights = scores.questions.to_numpy()[row], scores.weights.to_numpy()[row]
    found = [State(int(code)) for code in scores.states.to_numpy()[row]]
    return [
        _reason(rules, question, table.codes[row, question.cells], found[place], (fractions[place], weights[place]))
        for place, question in enumerate(rules.questions)
    ]


def _reason(
    rules: Rules, question: QuestionRule, codes: np.ndarray, state: State, measured: tuple[float, float]
) -> Reason:
    fraction, weight = measured
    dimension = rules.dimensions[question.dimension].id
    left_out = {} if question.kind is not GridQuestion else _left_out(question, codes)
    scored = not np.isnan(fraction)
    possible = question.maximum * (question.rows - (len(left_out) if scored else 0))
    earned = float(fraction * possible) if scored else None
    points = float(100 * weight * fraction) if scored and weight > 0 else None
    return Reason(question.id, dimension, state, earned, possible, points, float(100 * weight), left_out)


def _left_out(question: QuestionRule, codes: np.ndarray) -> dict[str, State]:
    missing = (codes < 0) & ~question.counts_dk(codes)
    return {question.row_ids[row]: State(int(codes[row])) for row in np.flatnonzero(missing)}
