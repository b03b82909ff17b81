"""The actions of an instrument as arrays: which answers each lifts, what it asks of a firm, and whom it fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from scoring.actions import QUANTITIES
from scoring.adaptation import Adapted
from scoring.instrument import (
    SIZES,
    Action,
    Instrument,
    Lift,
    MultipleQuestion,
    NumberQuestion,
    Question,
    TextQuestion,
    cells_of,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NOT_LIFTED = -np.inf


@dataclass(frozen=True)
class FirmKind:
    """What decides whether an action fits; ``staff`` None: not known, which never excludes."""

    size: str
    section: str | None = None
    division: str | None = None
    staff: bool | None = None


@dataclass(frozen=True)
class Demands:
    """What every action asks of one firm: low and high, float64 (actions, 2); days are working days, money EUR."""

    own_days: Floats
    outside_days: Floats
    cost_once: Floats
    cost_monthly: Floats


class ActionTable:
    """The actions of one instrument, in the order of their ids, over the cells of its scored questions.

    ``targets``: float64 (actions, cells), the points that an action leads to in a cell, ``NOT_LIFTED`` where it leads
    to none. ``points``: float64 (cells, codes), the points that a code earns in a cell, between 0 and the most for a
    single answer; in a multiple question a tick's points, which may be negative.
    """

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument
        self.actions: tuple[Action, ...] = tuple(sorted(instrument.actions, key=lambda action: action.id))
        self.index = {action.id: place for place, action in enumerate(self.actions)}
        self.questions: tuple[Question, ...] = tuple(_scored(instrument))
        self.hidden = instrument.hidden if isinstance(instrument, Adapted) else frozenset[str]()
        """Actions that no plan takes, because an organisation wants it so."""

    def __len__(self) -> int:
        return len(self.actions)

    @cached_property
    def cells(self) -> NDArray[np.intp]:
        """Position of each cell here among ``instrument.cells``."""
        place = {cell: position for position, cell in enumerate(self.instrument.cells)}
        return np.array([place[cell] for question in self.questions for cell in cells_of(question)], dtype=np.intp)

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        """The first cell of each question."""
        lengths = [len(cells_of(question)) for question in self.questions]
        return np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.intp)

    @cached_property
    def question_of(self) -> NDArray[np.intp]:
        """The question of each cell."""
        return np.repeat(np.arange(len(self.questions)), [len(cells_of(question)) for question in self.questions])

    @cached_property
    def max_points(self) -> Floats:
        """The most points of each cell's question."""
        return np.array([question.max_points for question in self.questions], dtype=float)[self.question_of]

    @cached_property
    def is_tick(self) -> Bools:
        """Cells of multiple questions."""
        return np.array([isinstance(question, MultipleQuestion) for question in self.questions])[self.question_of]

    @cached_property
    def answer_of(self) -> NDArray[np.intp]:
        """Which cells are one answer: those of a multiple question share the number, any other cell has its own."""
        return np.where(self.is_tick, self.starts[self.question_of], np.arange(len(self.cells)))

    @cached_property
    def is_exclusive(self) -> Bools:
        """Ticks that stand alone."""
        flags = [flag for question in self.questions for flag in _exclusive(question)]
        return np.array(flags, dtype=bool)

    @cached_property
    def points(self) -> Floats:
        rows = [row for question in self.questions for row in _points_by_code(question)]
        table = np.zeros((len(rows), max(map(len, rows), default=1)))
        for cell, row in enumerate(rows):
            table[cell, : len(row)] = row
        return table

    @cached_property
    def targets(self) -> Floats:
        table = np.full((len(self.actions), len(self.cells)), NOT_LIFTED)
        place = {question.id: (question, start) for question, start in zip(self.questions, self.starts, strict=True)}
        for row, action in zip(table, self.actions, strict=True):
            for name, lift in action.lifts.items():
                if name in place:
                    question, start = place[name]
                    row[start : start + len(cells_of(question))] = _targets(question, lift)
        return table

    @cached_property
    def needs(self) -> tuple[tuple[int, ...], ...]:
        """The prerequisites of each action."""
        return tuple(tuple(sorted(self.index[name] for name in action.needs)) for action in self.actions)

    @cached_property
    def in_order(self) -> tuple[int, ...]:
        """All actions, prerequisites first."""
        return tuple(TopologicalSorter(dict(enumerate(self.needs))).static_order())

    @cached_property
    def unconditional(self) -> Instrument:
        """The instrument with every question shown, and without actions: for scoring imagined answers."""
        content = self.instrument.model_dump(exclude={"actions", "adaptation"})
        for question in (question for dimension in content["dimensions"] for question in dimension["questions"]):
            question["show_if"] = None
        return Instrument.model_validate(content)

    def demands(self, size: str, people: int) -> Demands:
        """What the actions ask of a firm of this size class with so many people."""
        base, each = self._demands_by_size[size]
        return Demands(*(base + each * people))

    @cached_property
    def _demands_by_size(self) -> dict[str, tuple[Floats, Floats]]:
        return {
            size: (self._quantities(size, 0), self._quantities(size, 1) - self._quantities(size, 0)) for size in SIZES
        }

    def _quantities(self, size: str, people: int) -> Floats:
        spans = [[getattr(action, name).for_firm(size, people) for action in self.actions] for name in QUANTITIES]
        return np.array(spans, dtype=float).reshape(len(QUANTITIES), len(self.actions), 2)

    def misfits(self, kind: FirmKind) -> dict[int, str]:
        """Actions that do not fit this kind of firm, with what is in the way: programme, size, sector or staff, or that
        it is hidden."""
        return _misfits(self, kind)


@lru_cache(maxsize=512)
def _misfits(table: ActionTable, kind: FirmKind) -> dict[int, str]:
    found = ((place, _misfit(table, action, kind)) for place, action in enumerate(table.actions))
    return {place: reason for place, reason in found if reason}


def _misfit(table: ActionTable, action: Action, kind: FirmKind) -> str | None:
    tests = {
        "hidden": action.id in table.hidden,
        "programme": action.level == "programme",
        "size": kind.size not in action.sizes,
        "staff": action.staff and kind.staff is False,
        "sector": not action.sectors.fits(kind.section, kind.division),
    }
    return next((reason for reason, holds in tests.items() if holds), None)


def _scored(instrument: Instrument) -> Iterator[Question]:
    for dimension in instrument.dimensions:
        yield from (question for question in dimension.questions if question.scored)


def _exclusive(question: Question) -> list[bool]:
    if isinstance(question, MultipleQuestion):
        return [option.exclusive for option in question.options]
    return [False] * len(cells_of(question))


def _points_by_code(question: Question) -> list[list[float]]:
    """For each cell the points of code 0, 1, …; a tick has 0 and the points of its option."""
    if isinstance(question, TextQuestion):
        return []
    if isinstance(question, MultipleQuestion):
        return [[0.0, question.points(option)] for option in question.options]
    points = _points_by_id(question).values()
    return [[min(max(0.0, value), question.max_points) for value in points]] * len(cells_of(question))


def _points_by_id(question: Question) -> dict[str, float]:
    if isinstance(question, TextQuestion):
        return {}
    if isinstance(question, NumberQuestion):
        return {band.id: question.points(band) for band in question.bands}
    return {option.id: question.points(option) for option in question.options}


def _targets(question: Question, lift: Lift) -> list[float]:
    """The points each cell of the question is lifted to.

    An option that excludes the others cannot be added to a union; one that counts nothing or against the firm gives
    way as soon as another is added.
    """
    points = _points_by_id(question)
    if isinstance(lift, str):
        return [points[lift]]
    if isinstance(lift, dict):
        rows = [cell.partition(".")[2] for cell in cells_of(question)]
        return [points[lift[row]] if row in lift else NOT_LIFTED for row in rows]
    if not isinstance(question, MultipleQuestion):
        return [NOT_LIFTED] * len(cells_of(question))
    return [
        (0.0 if points[option.id] <= 0 else NOT_LIFTED)
        if option.exclusive
        else (points[option.id] if option.id in lift else NOT_LIFTED)
        for option in question.options
    ]


_kept: dict[int, ActionTable] = {}


def action_table(instrument: Instrument) -> ActionTable:
    """The table of an instrument's actions, made once for each instrument in use.

    Kept by identity: an instrument's hash of content leaves out actions, which change with its revisions.
    """
    known = _kept.get(id(instrument))
    if known is None or known.instrument is not instrument:
        if len(_kept) >= 16:
            _kept.clear()
        known = _kept[id(instrument)] = ActionTable(instrument)
    return known
