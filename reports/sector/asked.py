"""What firms lack, by question: the answer that is worth least, or a thing that was not ticked, and how many so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports.sector.comparing import TOLD_FROM
from reports.sector.figures import fraction, without
from reports.sector.told import Told
from scoring.instrument import (
    Band,
    GridQuestion,
    Instrument,
    MultipleQuestion,
    NumberQuestion,
    Option,
    Question,
    SingleQuestion,
)
from scoring.release.model import Cell, Figure

LEAST_SHARE = 0.2
"""Share of firms from which a lack is worth a headline."""

TICK_COUNTS = 0.5
"""A thing not ticked is one of several, and tells half as much as the lowest answer to a whole question. Ours."""


@dataclass(frozen=True)
class Lack:
    """So many firms (``share`` of ``n``) gave the lowest ``answer``, or did not tick it (``missing``).

    ``row``: of a grid, its label. ``weight``: how telling it is, as share × weight of the question. ``share_has``: for
    a tick, the share that has it, as published.
    """

    mark: str
    question: Question
    answer: str
    row: str
    missing: bool
    share: Figure
    n: int
    weight: float


def lacks(told: Told) -> dict[str, tuple[Lack, ...]]:
    """By dimension, the most telling first; equals in the order asked. Of a question only its most telling one."""
    cell = told.everyone
    if cell is None:
        return {}
    found = {}
    for dimension in told.instrument.dimensions:
        each = [max(own, key=_telling) for question in dimension.questions if (own := [*_lacks(question, cell)])]
        kept = [one for one in each if fraction(one.share) >= LEAST_SHARE and one.n >= TOLD_FROM]
        found[dimension.id] = tuple(sorted(kept, key=_telling, reverse=True))
    return {name: ranked for name, ranked in found.items() if ranked}


def _telling(lack: Lack) -> float:
    return lack.weight


def _lacks(question: Question, cell: Cell) -> Iterator[Lack]:
    if question.scored and question.max_points > 0 and type(question) in OF_TYPE:
        yield from OF_TYPE[type(question)](question, cell)


def _of_choice(question: SingleQuestion | NumberQuestion, cell: Cell) -> Iterator[Lack]:
    lowest = _lowest(question)
    mark = f"{question.id}.{lowest.id}"
    if mark in cell.marks:
        yield _lack(mark, question, lowest.label, "", cell)


def _lowest(question: SingleQuestion | NumberQuestion) -> Option | Band:
    if isinstance(question, SingleQuestion):
        return min(question.options, key=question.points)
    return min(question.bands, key=question.points)


def _of_grid(question: GridQuestion, cell: Cell) -> Iterator[Lack]:
    lowest = min(question.options, key=question.points)
    for row in question.rows:
        mark = f"{question.id}.{row.id}.{lowest.id}"
        if mark in cell.marks:
            yield _lack(mark, question, lowest.label, row.label, cell)


def _of_ticks(question: MultipleQuestion, cell: Cell) -> Iterator[Lack]:
    for option in question.options:
        mark = f"{question.id}.{option.id}"
        if mark in cell.marks and question.points(option) > 0 and not option.exclusive and not option.adverse:
            answered = cell.marks[mark]
            share = without(answered.share)
            weight = question.weight * TICK_COUNTS * fraction(share)
            yield Lack(mark, question, option.label, "", True, share, answered.n, weight)


def _lack(mark: str, question: Question, answer: str, row: str, cell: Cell) -> Lack:
    answered = cell.marks[mark]
    weight = question.weight * fraction(answered.share)
    return Lack(mark, question, answer, row, False, answered.share, answered.n, weight)


OF_TYPE: dict[type, Callable[..., Iterator[Lack]]] = {
    SingleQuestion: _of_choice,
    NumberQuestion: _of_choice,
    GridQuestion: _of_grid,
    MultipleQuestion: _of_ticks,
}


@dataclass(frozen=True)
class Strength:
    """What most firms have: the best answer, or a thing ticked."""

    question: Question
    answer: str
    share: Figure
    n: int


def strengths(instrument: Instrument, cell: Cell) -> tuple[Strength, ...]:
    """Things that firms have, the most widespread first; equals in the order asked."""
    found = [
        Strength(question, option.label, answered.share, answered.n)
        for question in instrument.questions.values()
        if question.scored and isinstance(question, SingleQuestion | MultipleQuestion)
        for option in _best(question)
        if (answered := cell.marks.get(f"{question.id}.{option.id}")) and answered.n >= TOLD_FROM
    ]
    return tuple(sorted(found, key=lambda one: -fraction(one.share)))


def _best(question: SingleQuestion | MultipleQuestion) -> list[Option]:
    if isinstance(question, SingleQuestion):
        return [max(question.options, key=question.points)]
    return [one for one in question.options if question.points(one) > 0 and not one.adverse and not one.exclusive]
