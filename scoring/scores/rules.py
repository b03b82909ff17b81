"""Scoring rules compiled from an instrument: a table of points for each cell and how each question reduces them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np

from scoring.conditions import Conditions
from scoring.instrument import (
    DONT_KNOW,
    GridQuestion,
    Instrument,
    MultipleQuestion,
    NumberQuestion,
    Question,
    Rule,
    cells_of,
)

EXACT_IN_FLOAT32 = 2**24
"""Whole numbers up to here, and every sum of them that stays below, are exact in float32."""


@dataclass(frozen=True)
class QuestionRule:
    """How one scored question turns codes into a score.

    ``table``: points over the maximum for each code, as multiples of 1/``Rules.unit``, then three zeros, so that
    blank, not applicable and don't know (−1, −2, −3) find nothing. For a multiple question it is what each tick
    adds. ``line``: (a, b) where the table is a + b·code. ``maximum``: points of the best answer, for a grid of the
    best row. ``least``: the fraction that the worst answer still gets (of a grid: the worst row); what a blank could
    turn out to be.
    """

    id: str
    kind: type
    dimension: int
    cells: slice
    weight: float
    maximum: float
    least: float
    table: np.ndarray
    line: tuple[float, float] | None
    dk_counts: bool
    row_ids: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of a grid; 1 for the other types."""
        return self.cells.stop - self.cells.start if self.kind is GridQuestion else 1

    def counts_dk(self, cells: np.ndarray) -> np.ndarray:
        """Where "don't know" stands and is an answer worth 0."""
        unknown: np.ndarray = cells == DONT_KNOW
        return unknown if self.dk_counts else np.zeros_like(unknown)


@dataclass(frozen=True)
class DimensionRule:
    """How one dimension reduces the questions at the places ``questions`` among those scored.

    ``by_weight``: each weight above 0 with the places of the questions that have it; ``total``: all of their weight.
    """

    id: str
    rule: Rule
    weight: float
    questions: slice
    by_weight: tuple[tuple[float, tuple[int, ...]], ...]

    @cached_property
    def total(self) -> float:
        return sum(weight * len(places) for weight, places in self.by_weight)


@dataclass(frozen=True)
class Rules:
    """All of an instrument that decides a score.

    ``unit``: every question's score times ``unit`` is a whole number and no sum of them leaves what float32 holds
    exactly, which is then the ``dtype`` of scores; where there is no such unit it is 1, and ``dtype`` float64.
    """

    questions: tuple[QuestionRule, ...]
    dimensions: tuple[DimensionRule, ...]
    overall: Rule
    required_share: float
    conditions: Conditions
    unit: int
    dtype: type

    @cached_property
    def weights(self) -> np.ndarray:
        """Weight of each question, float64 (questions,)."""
        return np.array([question.weight for question in self.questions], dtype=np.float64)

    @cached_property
    def has_ranges(self) -> bool:
        """Whether blanks can leave a range instead of a score."""
        return bool({"sum", "count"} & {self.overall, *(dimension.rule for dimension in self.dimensions)})


_COMPILED: dict[str, Rules] = {}
_KEPT = 32


def compiled(instrument: Instrument) -> Rules:
    """The rules of an instrument; compiled once for each scoring content."""
    rules = _COMPILED.get(instrument.content_hash)
    if rules is None:
        rules = compile_rules(instrument)
        while len(_COMPILED) >= _KEPT:
            _COMPILED.pop(next(iter(_COMPILED)), None)
        _COMPILED[instrument.content_hash] = rules
    return rules


def compile_rules(instrument: Instrument) -> Rules:
    """The rules of an instrument, anew."""
    scored = [question for question in instrument.questions.values() if question.scored]
    unit = lcm(*(_unit_of(question) for question in scored))
    exact = unit * len(scored) < EXACT_IN_FLOAT32
    unit, dtype = (unit, np.float32) if exact else (1, np.float64)
    cells = _cell_places(instrument)
    dimensions = {dimension.id: place for place, dimension in enumerate(instrument.dimensions)}
    questions = tuple(
        _question_rule(question, cells[question.id], dimensions[instrument.dimension_of[question.id].id], unit)
        for question in scored
    )
    return Rules(
        questions, _dimension_rules(instrument, questions), instrument.overall, instrument.required_share,
        Conditions.of(instrument), unit, dtype,
    )  # fmt: skip


def _cell_places(instrument: Instrument) -> dict[str, slice]:
    places: dict[str, slice] = {}
    start = 0
    for question in instrument.questions.values():
        stop = start + len(cells_of(question))
        places[question.id] = slice(start, stop)
        start = stop
    return places


def _unit_of(question: Any) -> int:
    """The least whole number by which every score that the question can have becomes whole."""
    fractions = [Fraction(repr(float(points))) for points in _points(question)]
    most = Fraction(repr(float(question.max_points)))
    unit = lcm(*((points / most).denominator for points in fractions)) if most > 0 else 1
    rows = len(question.rows) if isinstance(question, GridQuestion) else 1
    return unit * lcm(*range(1, rows + 1))


def _points(question: Any) -> list[float]:
    """Points of each code, as scored."""
    offered = question.bands if isinstance(question, NumberQuestion) else question.options
    return [question.points(one) for one in offered]


def _question_rule(question: Question, cells: slice, dimension: int, unit: int) -> QuestionRule:
    points = _points(question)
    most = question.max_points
    shares = [Fraction(repr(float(one))) / Fraction(repr(float(most))) if most > 0 else Fraction(0) for one in points]
    if not isinstance(question, MultipleQuestion):
        shares = [min(max(share, Fraction(0)), Fraction(1)) for share in shares]
    table = np.array([float(share * unit) for share in shares] + [0.0, 0.0, 0.0])
    return QuestionRule(
        question.id, type(question), dimension, cells, question.weight, most, _least(question, shares),
        table, _line(table[:-3]), question.dk == "zero", tuple(row.id for row in getattr(question, "rows", ())),
    )  # fmt: skip


def _least(question: Question, shares: Sequence[Fraction]) -> float:
    """The least share of the points that an answer gets, 0 where it could be none, n/a or an unknown worth 0."""
    if question.na or question.dk == "zero":
        return 0.0
    if isinstance(question, MultipleQuestion):
        return 0.0 if question.none is not None else max(0.0, float(min(shares)))
    return float(min(shares))


def _line(table: np.ndarray) -> tuple[float, float] | None:
    """(a, b) where table[code] is a + b·code exactly: such a cell needs no looking up."""
    start, step = float(table[0]), float(table[1] - table[0])
    return (start, step) if np.array_equal(table, start + step * np.arange(len(table))) else None


def _dimension_rules(instrument: Instrument, questions: Sequence[QuestionRule]) -> tuple[DimensionRule, ...]:
    found = []
    start = 0
    for place, dimension in enumerate(instrument.dimensions):
        stop = start + sum(question.dimension == place for question in questions)
        by_weight = _by_weight(questions, range(start, stop))
        found.append(DimensionRule(dimension.id, dimension.rule, dimension.weight, slice(start, stop), by_weight))
        start = stop
    return tuple(found)


def _by_weight(questions: Sequence[QuestionRule], places: range) -> tuple[tuple[float, tuple[int, ...]], ...]:
    groups: dict[float, tuple[int, ...]] = {}
    for place in places:
        weight = questions[place].weight
        groups[weight] = (*groups.get(weight, ()), place)
    return tuple((weight, group) for weight, group in groups.items() if weight > 0)
