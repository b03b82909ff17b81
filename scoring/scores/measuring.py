"""From codes to question scores: one chunk of firms, each question in a few operations on whole columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from scoring.conditions import Field, View
from scoring.instrument import (
    BLANK,
    DONT_KNOW,
    NOT_APPLICABLE,
    GridQuestion,
    MultipleQuestion,
    NumberQuestion,
    SingleQuestion,
)
from scoring.scores.rules import QuestionRule, Rules

TOLERANCE = 1e-9
"""By how much a share may fall short of the required one and still count: shares are quotients of floats."""


@dataclass(frozen=True)
class Measured:
    """The scored questions of m firms, all arrays (questions, m).

    ``fractions``: ``Rules.dtype``, score times ``Rules.unit``, 0 where there is none; ``answered`` and ``excluded``
    (not applicable or hidden): bool, never both; ``view``: what the conditions found.
    """

    fractions: np.ndarray
    answered: np.ndarray
    excluded: np.ndarray
    view: View


def measure(rules: Rules, cells: np.ndarray, profile: Mapping[str, Field]) -> Measured:
    """Score every question of the firms whose codes are ``cells``, int8 (cells, m)."""
    shape = (len(rules.questions), cells.shape[1])
    fractions: np.ndarray = np.empty(shape, dtype=rules.dtype)
    answered = np.empty(shape, dtype=bool)
    excluded = np.empty(shape, dtype=bool)
    measured = Measured(fractions, answered, excluded, View(rules.conditions, cells, profile))
    for place, question in enumerate(rules.questions):
        target = Target(fractions[place], answered[place], excluded[place])
        MEASURES[question.kind](question, cells[question.cells], target, rules)
        _hide(measured.view.shown(question.id), target)
    return measured


class Target(NamedTuple):
    """Where the results of one question go: a row of each array of ``Measured``."""

    fraction: np.ndarray
    answered: np.ndarray
    excluded: np.ndarray


def _hide(shown: np.ndarray | bool, target: Target) -> None:
    """A hidden question leaves the denominator, whatever was answered."""
    if shown is True:
        return
    fraction, answered, excluded = target
    fraction *= shown
    answered &= shown
    excluded |= np.logical_not(shown)


def _measure_choice(question: QuestionRule, cells: np.ndarray, target: Target, _rules: Rules) -> None:
    fraction, answered, excluded = target
    code = cells[0]
    np.equal(code, NOT_APPLICABLE, out=excluded)
    np.greater_equal(code, 0, out=answered)
    if question.line is None:
        fraction[:] = question.table.astype(fraction.dtype)[code]
    else:
        start, step = question.line
        np.multiply(np.maximum(code, 0), fraction.dtype.type(step), out=fraction)
        if start:
            fraction += answered * fraction.dtype.type(start)
    if question.dk_counts:
        answered |= code == DONT_KNOW


def _measure_multiple(question: QuestionRule, cells: np.ndarray, target: Target, rules: Rules) -> None:
    """All cells of the question carry ticks, or all the same absent code."""
    fraction, answered, excluded = target
    first = cells[0]
    np.equal(first, NOT_APPLICABLE, out=excluded)
    np.greater_equal(first, 0, out=answered)
    each = question.table[: len(cells)]
    if (each == each[0]).all():
        # Absent codes go down to -3, so the sum of 40 cells still fits into int8.
        ticks = np.add.reduce(cells, axis=0, dtype=np.int8 if len(cells) <= 40 else np.int16)
        np.multiply(ticks, fraction.dtype.type(each[0]), out=fraction)
    else:
        np.multiply(cells[0], fraction.dtype.type(each[0]), out=fraction)
        for tick, points in zip(cells[1:], each[1:], strict=True):
            fraction += tick * fraction.dtype.type(points)
    np.clip(fraction, 0, rules.unit, out=fraction)
    fraction *= answered
    if question.dk_counts:
        answered |= first == DONT_KNOW


def _measure_grid(question: QuestionRule, cells: np.ndarray, target: Target, rules: Rules) -> None:
    """The mean of the answered rows, where enough of the applicable ones are."""
    fraction, answered, excluded = target
    count_type = np.int8 if len(cells) <= 127 else np.int16
    rows = np.add.reduce(cells >= 0, axis=0, dtype=count_type)
    total = _row_total(question, cells, rows, fraction.dtype)
    if question.dk_counts:
        rows += np.add.reduce(cells == DONT_KNOW, axis=0, dtype=count_type)
    applicable = len(cells) - np.add.reduce(cells == NOT_APPLICABLE, axis=0, dtype=count_type)
    np.equal(applicable, 0, out=excluded)
    needed = _rows_needed(len(cells), rules.required_share).astype(count_type)
    np.greater_equal(rows, needed[applicable], out=answered)
    np.divide(total, np.maximum(rows, 1), out=fraction, dtype=fraction.dtype)
    fraction *= answered


def _row_total(question: QuestionRule, cells: np.ndarray, rows: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """Sum over the answered rows, as multiples of 1/unit."""
    if question.line is None:
        total: np.ndarray = question.table.astype(dtype)[cells].sum(axis=0, dtype=dtype)
        return total
    start, step = question.line
    total = np.add.reduce(np.maximum(cells, 0), axis=0, dtype=np.int16) * dtype.type(step)
    return total + rows * dtype.type(start) if start else total


def _rows_needed(rows: int, share: float) -> np.ndarray:
    """How many rows must be answered, by how many are applicable; at least one."""
    needed: np.ndarray = np.ceil(np.arange(rows + 1) * (share - TOLERANCE))
    needed[needed < 1] = 1
    return needed


MEASURES: dict[type, Callable[[QuestionRule, np.ndarray, Target, Rules], None]] = {
    SingleQuestion: _measure_choice,
    NumberQuestion: _measure_choice,
    MultipleQuestion: _measure_multiple,
    GridQuestion: _measure_grid,
}


def states(rules: Rules, cells: np.ndarray, measured: Measured, hidden: int) -> np.ndarray:
    """What became of each question, int8 (questions, m): 0 answered, the absent codes, or ``hidden``."""
    found = np.zeros(measured.answered.shape, dtype=np.int8)
    for place, question in enumerate(rules.questions):
        absent = np.minimum(cells[question.cells][0], 0)
        if question.kind is GridQuestion:
            absent = _grid_absent(cells[question.cells], measured.answered[place])
        shown = measured.view.shown(question.id)
        found[place] = absent if shown is True else np.where(shown, absent, hidden)
    return found


def _grid_absent(cells: np.ndarray, answered: np.ndarray) -> np.ndarray:
    """A grid is not applicable when every row is, don't know when nothing else is open, else blank if unanswered."""
    absent = np.where((cells == BLANK).any(axis=0), BLANK, DONT_KNOW)
    absent = np.where((cells == NOT_APPLICABLE).all(axis=0), NOT_APPLICABLE, absent)
    return np.where(answered & ~(cells < 0).all(axis=0), 0, absent)
