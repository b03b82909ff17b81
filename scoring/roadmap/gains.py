"""What actions can still bring one firm: its present answers as points, and what lifted ones would be worth.

Everything here works on rows of cell points, float64 (k, cells) over ``ActionTable.cells``: one row is one imagined
set of answers. Two actions on one cell give the greater of their points (for a tick: ticked once), so combining
actions is an elementwise maximum, and what k combinations are worth is one pass over k rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.answers import AnswerTable
from scoring.instrument import DONT_KNOW, NOT_APPLICABLE, Instrument
from scoring.roadmap.actions import NOT_LIFTED, ActionTable, Bools, Floats, action_table
from scoring.scores import Scores, State, score

Worth = Callable[[Floats], Floats]


@dataclass(frozen=True)
class WeightedMean:
    """100 x the weighted mean of question scores for rows of cell points; ``emphasis`` multiplies the shares.

    ``unit``: float64 (cells,), what a point of a cell adds to the score of its question, 0 where that has none.
    ``shares``: float64 (questions,), of each question in the mean. ``starts``: the first cell of each question.
    """

    unit: Floats
    shares: Floats
    starts: NDArray[np.intp]

    def __call__(self, values: Floats, emphasis: Floats | float = 1.0) -> Floats:
        fractions = self.earned(values)
        np.clip(fractions, 0.0, 1.0, out=fractions)
        found: Floats = fractions @ (100.0 * self.shares * emphasis)
        return found

    def earned(self, values: Floats) -> Floats:
        """The score of each question, 0 to 1, before it is clipped: below 0 where options count against."""
        found: Floats = np.add.reduceat(values * self.unit, self.starts, axis=-1)
        return found


@dataclass(frozen=True)
class Standing:
    """Where one firm stands.

    ``present``: float64 (cells,), points its answers hold; a hidden one, though kept, holds none. ``codes``: int8
    (cells,). ``liftable``: answers that an action can lift; ``applies``: in a question that is shown and applicable;
    ``unknown``: where that is blank, don't know, or in a grid too little answered to score. ``worth``: rows of cell
    points → overall score of each. ``direction``: the same for choosing what to do; it differs from ``worth`` where
    the rules of the instrument are not all weighted means, and a second argument says how many times more the points
    of each question count. ``mean``: the weighted mean of question scores. ``has_score``: whether the firm has an
    overall score; without one ``worth`` tells better answers from worse, but nobody is told it.
    """

    actions: ActionTable
    codes: NDArray[np.int8]
    present: Floats
    liftable: Bools
    applies: Bools
    unknown: Bools
    worth: Worth
    direction: Callable[..., Floats]
    mean: WeightedMean
    has_score: bool

    @cached_property
    def targets(self) -> Floats:
        """``ActionTable.targets`` where this firm's answers can be lifted, elsewhere ``NOT_LIFTED``."""
        return np.where(self.liftable, self.actions.targets, NOT_LIFTED)

    @property
    def find_out(self) -> tuple[str, ...]:
        """Questions with an answer, or a row of a grid, that is open or not known, in the order asked."""
        open_ones = np.unique(self.actions.question_of[self.unknown])
        return tuple(self.actions.questions[question].id for question in open_ones)


def standing(table: AnswerTable, scores: Scores, row: int) -> Standing:
    """The standing of one firm of the table.

    ``scores`` may cover the table without detail; the row is then scored again. Blank, don't know, not applicable and
    hidden answers are never liftable.
    """
    if scores.questions is None:
        table, scores, row = table[row : row + 1], score(table[row : row + 1]), 0
    actions = action_table(table.instrument)
    codes = table.codes[row, actions.cells]
    states = _row_of(scores.states, row)[actions.question_of]
    applies = (states != State.HIDDEN) & (states != State.NOT_APPLICABLE)
    present = np.where(applies & (codes >= 0), actions.points[np.arange(len(codes)), np.maximum(codes, 0)], 0.0)
    alone = _stands_alone(actions, present)
    liftable = (codes >= 0) & (states == State.ANSWERED) & ~alone
    linear = table.instrument.is_weighted_mean
    mean = _weighted_mean(actions, codes, states, _shares(table.instrument, scores, row, linear))
    direction = _from(float(scores.overall.to_numpy()[row]), mean, present)
    worth: Worth = direction
    if not linear:
        worth = _rescored(actions, table, scores, row)
        direction = _with_direction(worth, mean)
    return Standing(
        actions=actions,
        codes=codes,
        present=present,
        liftable=liftable,
        applies=applies,
        unknown=applies & ~liftable & ~alone & (codes != NOT_APPLICABLE),
        worth=worth,
        direction=direction,
        mean=mean,
        has_score=bool(np.isfinite(scores.overall.to_numpy()[row])),
    )


def _row_of(frame: pd.DataFrame | None, row: int) -> NDArray[np.float64]:
    assert frame is not None  # noqa: S101 - scored with detail
    values: NDArray[np.float64] = frame.to_numpy()[row]
    return values


def _stands_alone(actions: ActionTable, present: Floats) -> Bools:
    """Cells of a multiple question answered by an option that earns points and excludes all others: nothing to add."""
    alone = np.zeros(len(actions.questions), dtype=bool)
    alone[actions.question_of[actions.is_exclusive & (present > 0)]] = True
    return alone[actions.question_of]


def _shares(instrument: Instrument, scores: Scores, row: int, linear: bool) -> Floats:
    """The share of each scored question in the overall score, over the dimensions that have one; all 0 where none has.

    Under rules that know no shares, those that the weights would give it in a weighted mean.
    """
    if linear:
        return _row_of(scores.weights, row)
    answered = np.isfinite(_row_of(scores.questions, row))
    scored = np.isfinite(_row_of(scores.low, row))
    return _shares_of_scored(instrument, answered, scored)


def _shares_of_scored(instrument: Instrument, answered: Bools, scored: Bools) -> Floats:
    parts = []
    place = 0
    for dimension, has_score in zip(instrument.dimensions, scored, strict=False):
        weights = np.array([question.weight for question in dimension.questions if question.scored], dtype=float)
        weights = weights * answered[place : (place := place + len(weights))]
        parts.append(weights * (dimension.weight / weights.sum()) if has_score and weights.any() else weights * 0.0)
    shares = np.concatenate(parts)
    return shares / shares.sum() if shares.any() else shares


def _weighted_mean(
    actions: ActionTable, codes: NDArray[np.int8], states: NDArray[np.float64], shares: Floats
) -> WeightedMean:
    """The weighted mean by these shares.

    A grid is the mean of its answered rows, so its cells are divided by how many those are; a row "don't know" counts
    among them where the question says ``dk: zero``.
    """
    zero = np.array([question.dk == "zero" for question in actions.questions])[actions.question_of]
    counted = (states == State.ANSWERED) & ((codes >= 0) | ((codes == DONT_KNOW) & zero))
    rows = np.where(actions.is_tick, 1, np.add.reduceat(counted.astype(float), actions.starts)[actions.question_of])
    unit = np.divide(
        counted, rows * actions.max_points, out=np.zeros(len(codes)), where=(rows * actions.max_points) > 0
    )
    return WeightedMean(unit, shares, actions.starts)


def _from(overall: float, mean: WeightedMean, present: Floats) -> Callable[..., Floats]:
    """``mean`` on the scale of the overall score; without one, from the mean of what is scored."""
    shift = overall - float(mean(present)) if np.isfinite(overall) else 0.0
    return lambda values, more=0.0: mean(values, 1 + more) + shift


def _with_direction(worth: Worth, mean: WeightedMean) -> Callable[..., Floats]:
    """Under minimum, sum or count one action alone often changes nothing (two questions share the minimum), so the
    weighted mean, which every better answer raises, is added as a sense of direction."""
    return lambda values, more=0.0: worth(values) + mean(values, 1 + more)


def _rescored(actions: ActionTable, table: AnswerTable, scores: Scores, row: int) -> Worth:
    """Scores k imagined firms by the instrument's own rules, for rules other than the weighted mean.

    What is hidden now stays hidden: a lifted answer that opened a new, blank question would otherwise take the score
    away. Blanks count nothing (the lower end of the range that ``sum`` and ``count`` leave open).
    """
    instrument = actions.unconditional
    codes = table.codes[row].copy()
    hidden = _row_of(scores.states, row)[actions.question_of] == State.HIDDEN
    codes[actions.cells[hidden]] = NOT_APPLICABLE

    def worth(values: Floats) -> Floats:
        imagined = _imagined(actions, codes, np.atleast_2d(values))
        firm = np.full(len(imagined), row)
        overall = worth_of(AnswerTable(instrument, imagined, table.profile.iloc[firm], table.extra.iloc[firm]))
        return overall if values.ndim == 2 else overall[0]

    return worth


def worth_of(table: AnswerTable) -> Floats:
    """What the answers of each firm are worth by the rules of the instrument, float64 (n,): the overall score, of a
    range the lower end; where there is none, the mean of the dimensions that have a score, 0 without any."""
    low = score(table, detail=False).low.to_numpy()
    weights = np.array([dimension.weight for dimension in table.instrument.dimensions], dtype=float)
    worth: Floats = np.where(np.isfinite(low[:, -1]), low[:, -1], _mean_of_scored(low[:, :-1], weights))
    return worth


def _mean_of_scored(dimensions: Floats, weights: Floats) -> Floats:
    used = np.isfinite(dimensions) * weights
    total, earned = used.sum(axis=1), (np.nan_to_num(dimensions) * used).sum(axis=1)
    means: Floats = np.divide(earned, total, out=np.zeros(len(total)), where=total > 0)
    return means


def _imagined(actions: ActionTable, codes: NDArray[np.int8], values: Floats) -> NDArray[np.int8]:
    """Codes that earn these cell points: the present code where it does, else the first that does."""
    rows = np.repeat(codes[None, :], len(values), axis=0)
    present = codes[actions.cells]
    earned = np.where(present >= 0, actions.points[np.arange(len(present)), np.maximum(present, 0)], 0.0)
    fitting = (actions.points[None, :, :] == values[:, :, None]).argmax(axis=2)
    rows[:, actions.cells] = np.where(values == earned, present, fitting)
    return rows
