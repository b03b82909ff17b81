"""Conditions on answers and profile, for many firms at once: which questions are shown, which answers contradict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from scoring.instrument import (
    Band,
    Condition,
    GridQuestion,
    Instrument,
    MultipleQuestion,
    NumberQuestion,
    Option,
    Question,
    SingleQuestion,
    TextQuestion,
    cells_of,
)
from scoring.trades import section_of

if TYPE_CHECKING:
    from scoring.answers import AnswerTable

Truth = np.ndarray | bool
"""True or False for every firm of a table: an array of them, or one for all."""


def shown(table: AnswerTable) -> pd.DataFrame:
    """Whether each firm is asked each question: bool (n, questions), columns all question ids, the closing ones too."""
    view = _view_of(table)
    columns = {name: _for_all(view.shown(name), len(table)) for name in table.instrument.questions}
    return pd.DataFrame(columns, index=range(len(table)))


def hold(table: AnswerTable, conditions: Sequence[Condition]) -> np.ndarray:
    """Whether each condition holds, bool (conditions, n): for contradicting answers. The table is read once for all.

    What is unknown of the profile does not hold.
    """
    view = _view_of(table)
    found = [_for_all(view.holds(condition, unknown=False), len(table)) for condition in conditions]
    return np.array(found, dtype=bool).reshape(len(conditions), len(table))


def contradictions(table: AnswerTable) -> np.ndarray:
    """Whether answers contradict each other as the instrument names it, bool (contradictions, n), in its order."""
    return hold(table, [contradiction.when for contradiction in table.instrument.contradictions])


def answered(table: AnswerTable, conditions: Sequence[Condition]) -> np.ndarray:
    """Whether all questions, or rows of grids, that a condition names are asked and answered, bool
    (conditions, n). One that names none can be asked of everybody."""
    view = _view_of(table)
    found = np.ones((len(conditions), len(table)), dtype=bool)
    for place, condition in enumerate(conditions):
        for name in _named(condition):
            reference = view.conditions.references[name]
            there = (view.cells[list(reference.cells)] >= 0).any(axis=0)
            found[place] &= there & view.shown(reference.question)
    return found


def _named(condition: Condition) -> set[str]:
    """The questions, and rows of grids, whose answers decide whether a condition holds."""
    parts = (*condition.all, *condition.any, *condition.none)
    return {*condition.answers}.union(*(_named(part) for part in parts))


def _view_of(table: AnswerTable) -> View:
    """The whole table as conditions see it."""
    conditions = Conditions.of(table.instrument)
    return View(conditions, table.codes.T, profile_fields(table.profile, conditions.fields))


def _for_all(truth: Truth, firms: int) -> np.ndarray:
    return np.full(firms, truth) if isinstance(truth, bool) else truth


@dataclass(frozen=True)
class Reference:
    """What ``question`` or ``question.row`` in a condition points to: cells, and the codes of its option ids."""

    question: str
    kind: type
    cells: tuple[int, ...]
    codes: Mapping[str, int]


@dataclass(frozen=True)
class Conditions:
    """The conditions of an instrument by question, everything they may refer to, and the profile fields they read."""

    show_if: Mapping[str, Condition]
    references: Mapping[str, Reference]
    fields: frozenset[str]

    @classmethod
    def of(cls, instrument: Instrument) -> Conditions:
        """The conditions in use; a reference to nothing raises ``KeyError`` when evaluated (checks refuse it)."""
        questions = instrument.questions
        show_if = {name: asked.show_if for name, asked in questions.items() if asked.show_if is not None}
        used = (*show_if.values(), *(contradiction.when for contradiction in instrument.contradictions))
        return cls(show_if, _references(questions.values()), frozenset(_fields(used)))


def _references(questions: Iterable[Question]) -> dict[str, Reference]:
    found: dict[str, Reference] = {}
    start = 0
    for question in questions:
        names = cells_of(question)
        cells = tuple(range(start, start + len(names)))
        start += len(names)
        if isinstance(question, TextQuestion):
            continue
        offered: Sequence[Band | Option] = question.bands if isinstance(question, NumberQuestion) else question.options
        codes = {one.id: code for code, one in enumerate(offered)}
        found[question.id] = Reference(question.id, type(question), cells, codes)
        if isinstance(question, GridQuestion):
            for name, cell in zip(names, cells, strict=True):
                found[name] = Reference(question.id, GridQuestion, (cell,), codes)
    return found


def _fields(conditions: Iterable[Condition]) -> set[str]:
    found: set[str] = set()
    for condition in conditions:
        found |= set(condition.profile) | _fields((*condition.all, *condition.any, *condition.none))
    return found


@dataclass(frozen=True)
class Field:
    """One profile field of n firms: each firm's place among the distinct values; −1 where it is unknown."""

    places: np.ndarray
    values: tuple[Any, ...]

    def __getitem__(self, rows: slice) -> Field:
        return Field(self.places[rows], self.values)


def profile_fields(profile: pd.DataFrame, fields: Iterable[str]) -> dict[str, Field]:
    """The named profile fields of a profile table (see ``AnswerTable.profile``), ready for conditions."""
    return {name: _sector_field(profile) if name == "sector" else _field(profile[name]) for name in fields}


def _field(column: pd.Series) -> Field:
    places, values = pd.factorize(column)
    return Field(places.astype(np.int16), tuple(values))


def _sector_field(profile: pd.DataFrame) -> Field:
    """Section and division as pairs, since a condition may name either."""
    section, division = _field(profile["sector"]), _field(profile["division"])
    width = len(division.values) + 1
    numbers, pairs = pd.factorize((section.places + 1).astype(np.int64) * width + division.places + 1)
    values = [(section.values[pair // width - 1] if pair >= width else None,
               division.values[pair % width - 1] if pair % width else None) for pair in pairs]  # fmt: skip
    places = np.array([-1 if value == (None, None) else place for place, value in enumerate(values)], dtype=np.int16)
    return Field(places[numbers], tuple(values))


def _sector_accepted(value: tuple[str | None, str | None], accepted: list[str]) -> bool | None:
    """Whether a (section, division) pair is accepted; None where the division would decide and is unknown."""
    section, division = value
    if section in accepted or division in accepted:
        return True
    undecided = division is None and any(section_of(code) == section for code in accepted)
    return None if undecided else False


ACCEPTS: dict[str, Callable[[Any, list[str]], bool | None]] = {
    "size": lambda value, accepted: value in accepted,
    "country": lambda value, accepted: value in accepted,
    "staff": lambda value, accepted: ("yes" if value else "no") in accepted,
    "sector": _sector_accepted,
}


@dataclass(frozen=True)
class View:
    """Some firms as conditions see them: ``cells`` int8 (cells, n), profile fields, and what was found out so far."""

    conditions: Conditions
    cells: np.ndarray
    profile: Mapping[str, Field]
    known: dict[str, Truth] = field(default_factory=dict)

    def shown(self, question: str) -> Truth:
        """Whether a question is asked; what is unknown of the profile never hides it."""
        condition = self.conditions.show_if.get(question)
        if condition is None:
            return True
        key = condition.model_dump_json()
        if key not in self.known:
            self.known[key] = self.holds(condition, unknown=True)
        return self.known[key]

    def holds(self, condition: Condition, *, unknown: bool) -> Truth:
        """Whether every given part holds; ``unknown`` is what an unknown profile value counts as."""
        truth: Truth = True
        for name, accepted in condition.profile.items():
            truth = truth & self._profile_is(name, accepted, unknown)
        for reference, chosen in condition.answers.items():
            truth = truth & self._answer_is(self.conditions.references[reference], chosen)
        for part in condition.all:
            truth = truth & self.holds(part, unknown=unknown)
        for part in condition.none:  # the other way round: there it is "holds" that would hide
            truth = truth & _opposite(self.holds(part, unknown=not unknown))
        return truth & self._any(condition.any, unknown) if condition.any else truth

    def _any(self, parts: list[Condition], unknown: bool) -> Truth:
        truth: Truth = False
        for part in parts:
            truth = truth | self.holds(part, unknown=unknown)
        return truth

    def _profile_is(self, name: str, accepted: list[str], unknown: bool) -> Truth:
        values = self.profile[name].values
        verdicts = [ACCEPTS[name](value, accepted) for value in values]
        known = np.array([unknown if verdict is None else verdict for verdict in verdicts] + [unknown], dtype=bool)
        truth: np.ndarray = known[self.profile[name].places]  # −1, unknown, takes the last one
        return truth

    def _answer_is(self, reference: Reference, chosen: list[str]) -> Truth:
        """Whether any of the option ids is chosen; hidden or unanswered, nothing is."""
        return MATCHES[reference.kind](self.cells, reference, chosen) & self.shown(reference.question)


def _opposite(truth: Truth) -> Truth:
    return not truth if isinstance(truth, bool) else ~truth


def _code_is(cells: np.ndarray, reference: Reference, chosen: list[str]) -> Truth:
    truth: Truth = False
    for cell in reference.cells:
        for option in chosen:
            truth = truth | (cells[cell] == reference.codes[option])
    return truth


def _tick_is(cells: np.ndarray, reference: Reference, chosen: list[str]) -> Truth:
    truth: Truth = False
    for option in chosen:
        if option == "none":
            truth = truth | (cells[list(reference.cells)] == 0).all(axis=0)
        else:
            truth = truth | (cells[reference.cells[reference.codes[option]]] == 1)
    return truth


MATCHES: dict[type, Callable[[np.ndarray, Reference, list[str]], Truth]] = {
    SingleQuestion: _code_is,
    NumberQuestion: _code_is,
    GridQuestion: _code_is,
    MultipleQuestion: _tick_is,
}
