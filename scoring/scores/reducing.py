"""From question scores to dimensions and the overall score: weighted mean, minimum, sum and count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scoring.instrument import NOT_APPLICABLE, GridQuestion
from scoring.scores.measuring import TOLERANCE, Measured
from scoring.scores.rules import DimensionRule, QuestionRule, Rules

Range = tuple[np.ndarray, np.ndarray]
"""The least and the most a sum or count can be, float64 (m,); NaN where nothing applies."""


@dataclass(frozen=True)
class Reduced:
    """Scores of m firms, float64 (dimensions + 1, m), the overall score last; ``answered`` float64 (m,)."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    answered: np.ndarray


@dataclass(frozen=True)
class _Sums:
    """Weight answered and applicable, float64 (dimensions, m), and whether enough is answered for a score."""

    answered: np.ndarray
    applicable: np.ndarray
    enough: np.ndarray


def reduce(rules: Rules, cells: np.ndarray, measured: Measured) -> Reduced:
    """Reduce questions to dimensions and these to the overall score, by each one's rule."""
    sums = _weigh(rules, measured)
    value = np.full((len(rules.dimensions) + 1, cells.shape[1]), np.nan)
    _means(rules, measured, sums, value)
    low, high = (value.copy(), value.copy()) if rules.has_ranges else (value, value)
    for place, dimension in enumerate(rules.dimensions):
        if dimension.rule == "minimum":
            value[place] = low[place] = high[place] = _least(dimension, rules, measured, sums.enough[place])
        elif dimension.rule in RANGES:
            questions = range(*dimension.questions.indices(len(rules.questions)))
            low[place], high[place] = _range(rules, cells, measured, dimension.rule, questions)
            value[place] = _settled(low[place], high[place])
    if rules.overall in RANGES:
        low[-1], high[-1] = _range(rules, cells, measured, rules.overall, range(len(rules.questions)))
        value[-1] = _settled(low[-1], high[-1])
    else:
        value[-1] = OVERALL[rules.overall](rules, value[:-1], sums)
        low[-1] = high[-1] = value[-1]
    applicable = sums.applicable.sum(axis=0)
    return Reduced(value, low, high, _quotient(sums.answered.sum(axis=0), applicable, applicable > 0))


def _weigh(rules: Rules, measured: Measured) -> _Sums:
    answered = _weighted(rules, measured.answered.view(np.int8), np.int16)
    applicable = np.array([[dimension.total] for dimension in rules.dimensions])
    applicable = applicable - _weighted(rules, measured.excluded.view(np.int8), np.int16)
    applicable[applicable < TOLERANCE] = 0.0  # what is left of a sum of float64 weights taken off again
    enough = (answered >= applicable * (rules.required_share - TOLERANCE)) & (answered > 0)
    return _Sums(answered, applicable, enough)


def _weighted(rules: Rules, parts: np.ndarray, dtype: type) -> np.ndarray:
    """Sums of weight x part in each dimension, float64 (dimensions, m), from parts (questions, m).

    Parts of the same weight are added up first, in ``dtype``: there the sum is exact, and of small numbers fast.
    """
    totals = np.zeros((len(rules.dimensions), parts.shape[1]))
    for at, dimension in enumerate(rules.dimensions):
        for weight, places in dimension.by_weight:
            together = parts[places[0]].astype(dtype)
            for place in places[1:]:
                together += parts[place]
            totals[at] += np.float64(weight) * together  # a plain float would leave float32 as it is, and round
    return totals


def _means(rules: Rules, measured: Measured, sums: _Sums, value: np.ndarray) -> None:
    """100 x the weighted mean of every dimension, where enough is answered."""
    earned = _weighted(rules, measured.fractions, rules.dtype)
    earned *= 100.0 / rules.unit
    np.divide(earned, sums.answered, out=value[:-1], where=sums.enough)


def _quotient(upper: np.ndarray, lower: np.ndarray, where: np.ndarray) -> np.ndarray:
    quotient: np.ndarray = np.divide(upper, lower, out=np.full(upper.shape, np.nan), where=where)
    return quotient


def _least(dimension: DimensionRule, rules: Rules, measured: Measured, enough: np.ndarray) -> np.ndarray:
    """100 x the lowest answered question of a dimension, where enough is answered."""
    answered = measured.answered[dimension.questions]
    lowest = np.where(answered, measured.fractions[dimension.questions], np.inf).min(axis=0, initial=np.inf)
    return np.where(enough, lowest * np.float64(100.0 / rules.unit), np.nan)


def _overall_mean(rules: Rules, dimensions: np.ndarray, sums: _Sums) -> np.ndarray:
    weights = _dimension_weights(rules)
    scored = ~np.isnan(dimensions)
    earned = weights @ np.where(scored, dimensions, 0.0)
    total = weights @ scored
    return _quotient(earned, total, _enough_dimensions(rules, total, weights, sums))


def _overall_least(rules: Rules, dimensions: np.ndarray, sums: _Sums) -> np.ndarray:
    weights = _dimension_weights(rules)
    scored = ~np.isnan(dimensions)
    enough = _enough_dimensions(rules, weights @ scored, weights, sums)
    return np.where(enough, np.where(scored, dimensions, np.inf).min(axis=0), np.nan)


OVERALL: dict[str, Callable[[Rules, np.ndarray, _Sums], np.ndarray]] = {
    "mean": _overall_mean,
    "minimum": _overall_least,
}


def _dimension_weights(rules: Rules) -> np.ndarray:
    return np.array([dimension.weight for dimension in rules.dimensions], dtype=np.float64)


def _enough_dimensions(rules: Rules, scored: np.ndarray, weights: np.ndarray, sums: _Sums) -> np.ndarray:
    """Whether enough weight is scored, of the dimensions that are not wholly not applicable."""
    applicable = weights @ (sums.applicable > 0)
    return (scored >= applicable * (rules.required_share - TOLERANCE)) & (scored > 0)


def _range(rules: Rules, cells: np.ndarray, measured: Measured, rule: str, questions: range) -> Range:
    """What the questions add up to at least and at most; nothing is prorated for what is blank."""
    low, high = np.zeros(cells.shape[1]), np.zeros(cells.shape[1])
    applies = np.zeros(cells.shape[1], dtype=bool)
    for place in questions:
        question = rules.questions[place]
        least, most = RANGES[rule](question, cells[question.cells], measured, place, rules)
        excluded = measured.excluded[place]
        low += np.where(excluded, 0.0, least)
        high += np.where(excluded, 0.0, most)
        applies |= ~excluded
    return np.where(applies, low, np.nan), np.where(applies, high, np.nan)


def _settled(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The score where nothing is left open, else NaN."""
    return np.where(high - low <= TOLERANCE, low, np.nan)


def _sum_range(question: QuestionRule, cells: np.ndarray, measured: Measured, place: int, rules: Rules) -> Range:
    """Weight x points, of a grid each row's; an open one may be worth the least or the most."""
    scale = question.weight * question.maximum
    if question.kind is not GridQuestion:
        earned = measured.fractions[place].astype(np.float64) * (scale / rules.unit)
        answered = measured.answered[place]
        return np.where(answered, earned, question.least * scale), np.where(answered, earned, scale)
    earned = question.table[cells].sum(axis=0) * (scale / rules.unit)
    open_rows = _open_rows(question, cells)
    return earned + open_rows * (question.least * scale), earned + open_rows * scale


def _open_rows(question: QuestionRule, cells: np.ndarray) -> np.ndarray:
    """How many applicable rows of a grid have no answer that counts."""
    is_open = (cells < 0) & (cells != NOT_APPLICABLE) & ~question.counts_dk(cells)
    count: np.ndarray = np.add.reduce(is_open, axis=0, dtype=np.int16)
    return count


def _count_range(question: QuestionRule, cells: np.ndarray, measured: Measured, place: int, rules: Rules) -> Range:
    """1 for a question whose score is 1; an open one may turn out so, unless a row of it already fell short."""
    full = rules.unit * (1 - TOLERANCE)
    if question.kind is not GridQuestion:
        reached = measured.answered[place] & (measured.fractions[place] >= full)
        return reached.astype(np.float64), (reached | ~measured.answered[place]).astype(np.float64)
    short = np.any(((cells >= 0) & (question.table[cells] < full)) | question.counts_dk(cells), axis=0)
    is_open = _open_rows(question, cells) > 0
    return (~short & ~is_open).astype(np.float64), (~short).astype(np.float64)


RANGES: dict[str, Callable[[QuestionRule, np.ndarray, Measured, int, Rules], Range]] = {
    "sum": _sum_range,
    "count": _count_range,
}
