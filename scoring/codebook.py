"""The codebook: what each code in each cell of a table of answers means and is worth, and how often it stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.answers import AnswerTable
from scoring.conditions import shown
from scoring.instrument import (
    BLANK,
    DONT_KNOW,
    NOT_APPLICABLE,
    Band,
    GridQuestion,
    Instrument,
    MultipleQuestion,
    NumberQuestion,
    Option,
    Question,
    TextQuestion,
    cells_of,
)


@dataclass(frozen=True)
class Code:
    """One code of a cell: the option or band that it stands for, the points that this earns as scored (a reversed
    question mirrors them; None where the question has no score), and how many firms have it. ``range``: lower ≤ x <
    upper of a band, either open where None. A tick is 1 and no tick 0, both of the same option."""

    code: int
    id: str
    label: str
    points: float | None
    n: int
    range: tuple[float | None, float | None] | None = None


@dataclass(frozen=True)
class Cell:
    """One cell of the answers: its question and the row or option that it is about, its codes, and how many firms left
    it ``blank``, said ``not_applicable`` or ``dont_know``, or had it ``hidden`` by a condition, whatever then stands
    in it. Codes and these four add up to n.

    ``dont_know_points``: 0 where "don't know" is an answer worth 0, else None: it is then missing. ``weight``: of the
    question in its dimension, ``dimension_weight`` of that in the overall score, None for a closing question.
    """

    cell: str
    question: str
    type: str
    text: str
    part: str
    dimension: str | None
    scored: bool
    reversed: bool
    weight: float
    dimension_weight: float | None
    themes: tuple[str, ...]
    codes: tuple[Code, ...]
    dont_know_points: float | None
    blank: int
    not_applicable: int
    dont_know: int
    hidden: int


@dataclass(frozen=True)
class Codebook:
    """The codebook of n rows of answers to one ``instrument``, which says its reference, hash and revision.

    Text questions hold words, not codes: they have no cell here.
    """

    instrument: Instrument
    n: int
    cells: tuple[Cell, ...]


def codebook(table: AnswerTable) -> Codebook:
    """The codebook of n rows of answers, in the order of ``Instrument.cells``; an empty table has counts of 0."""
    return Codebook(table.instrument, len(table), tuple(_cells(table)))


def _cells(table: AnswerTable) -> Iterator[Cell]:
    visible, start = shown(table), 0
    for name, question in table.instrument.questions.items():
        is_shown = visible[name].to_numpy()
        for place, cell in enumerate(cells_of(question)):
            yield _cell(table, question, place, cell, table.codes[is_shown, start])
            start += 1


def _cell(table: AnswerTable, question: Question, place: int, cell: str, seen: np.ndarray) -> Cell:
    """``seen``: the codes in the cell of those firms that were asked."""
    counts = np.bincount(seen.astype(np.int16) - DONT_KNOW, minlength=4).tolist()
    dimension = table.instrument.dimension_of.get(question.id)
    return Cell(
        cell=cell,
        question=question.id,
        type=question.type,
        text=question.text,
        part=_part(question, place),
        dimension=None if dimension is None else dimension.id,
        scored=question.scored,
        reversed=question.reversed,
        weight=question.weight,
        dimension_weight=None if dimension is None else dimension.weight,
        themes=tuple(question.themes),
        codes=tuple(_codes(question, place, counts[-DONT_KNOW:])),
        dont_know_points=0.0 if question.dk == "zero" and question.scored else None,
        blank=counts[BLANK - DONT_KNOW],
        not_applicable=counts[NOT_APPLICABLE - DONT_KNOW],
        dont_know=counts[0],
        hidden=len(table) - len(seen),
    )


def _part(question: Question, place: int) -> str:
    """The row or option that a cell is about; "" where it is about the whole question."""
    if isinstance(question, GridQuestion):
        return question.rows[place].label
    return question.options[place].label if isinstance(question, MultipleQuestion) else ""


def _codes(question: Question, place: int, counts: Sequence[int]) -> Iterator[Code]:
    """The codes that a cell can hold, with ``counts`` of them from 0 on, as far as there are any."""
    if isinstance(question, TextQuestion):
        return
    for code, (offered, points) in enumerate(_offered(question, place)):
        n = counts[code] if code < len(counts) else 0
        limits = (offered.lower, offered.upper) if isinstance(offered, Band) else None
        yield Code(code, offered.id, offered.label, points if question.scored else None, n, limits)


def _offered(question: Question, place: int) -> list[tuple[Option | Band, float]]:
    """What each code of a cell stands for, and its points."""
    if isinstance(question, MultipleQuestion):
        option = question.options[place]
        return [(option, 0.0), (option, question.points(option))]
    if isinstance(question, NumberQuestion):
        return [(band, question.points(band)) for band in question.bands]
    if isinstance(question, TextQuestion):
        return []
    return [(option, question.points(option)) for option in question.options]
