"""The columns of an answer sheet: what each is called, asks, and takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from scoring.instrument import (
    SIZES,
    ChoiceQuestion,
    GridQuestion,
    Instrument,
    MultipleQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
)
from scoring.messages import N_, Message
from scoring.sheetwords import stands_for_no_answer

Words = str | Message
"""A text of the instrument or of the file format as it stands, or one of ours to be put into words."""

NOT_APPLICABLE, DONT_KNOW = "n/a", "dk"
"""What a cell says where there is no answer: words of the file format, the same in every language."""


@dataclass(frozen=True)
class Column:
    """One column of the sheet.

    ``part``: the row or option of the question that it is about. ``answers``: how to fill it in, a line each.
    ``offered``: what a drop-down offers. ``limits``: least and greatest number. ``example``: what an example firm says.
    """

    id: str
    wording: Words
    answers: tuple[Words, ...]
    example: Words | float
    part: str = ""
    help: str = ""
    offered: tuple[str | int, ...] = ()
    limits: tuple[float, float] | None = None

    @property
    def is_text(self) -> bool:
        """Whether its cells are to stay as typed: a spreadsheet makes 17 of 0017, and a day of 10-12."""
        return not isinstance(self.example, int | float)


def columns_of(instrument: Instrument) -> tuple[Column, ...]:
    """The columns for answers to an instrument: who the firm is, then its questions in the order asked."""
    asked = (column for question in instrument.questions.values() for column in question_columns(question))
    return (*PROFILE, *asked)


def question_columns(question: Question) -> tuple[Column, ...]:
    """The columns of one question, in the order of its rows or options."""
    return tuple(COLUMNS[type(question)](question))


def _single(question: SingleQuestion) -> Iterator[Column]:
    offered = (*_labels(question), *absent_words(question))
    middle = offered[len(question.options) // 2]
    yield Column(question.id, question.text, _explained(question), middle, help=question.help, offered=offered)


def _multiple(question: MultipleQuestion) -> Iterator[Column]:
    for place, option in enumerate(question.options):
        ticked = int(place % 2 == 0 and not option.exclusive)
        yield Column(
            f"{question.id}.{option.id}", question.text, (Message(N_("1 if it is so, 0 if not")),), ticked,
            part=option.label, help=question.help, offered=(1, 0),
        )  # fmt: skip


def _grid(question: GridQuestion) -> Iterator[Column]:
    offered = (*_labels(question), *absent_words(question))
    middle = offered[len(question.options) // 2]
    for row in question.rows:
        yield Column(
            f"{question.id}.{row.id}", question.text, _explained(question), middle,
            part=row.label, help=row.help or question.help, offered=offered,
        )  # fmt: skip


def _number(question: NumberQuestion) -> Iterator[Column]:
    limits = {"minimum": f"{question.minimum:g}", "maximum": f"{question.maximum:g}"}
    answers = (Message(N_("A number from {minimum} to {maximum}"), limits), question.unit, *no_answer(question))
    band = question.bands[len(question.bands) // 2]
    example = question.minimum if band.lower is None else max(band.lower, question.minimum)
    yield Column(
        question.id, question.text, tuple(filter(None, answers)), example,
        help=question.help, limits=(question.minimum, question.maximum),
    )  # fmt: skip


def _text(question: TextQuestion) -> Iterator[Column]:
    answers = (Message(N_("Text of at most {length} characters"), {"length": question.max_length}),)
    yield Column(question.id, question.text, answers, "", help=question.help)


COLUMNS: dict[type, Callable[[Any], Iterator[Column]]] = {
    SingleQuestion: _single,
    MultipleQuestion: _multiple,
    GridQuestion: _grid,
    NumberQuestion: _number,
    TextQuestion: _text,
}


def _labels(question: ChoiceQuestion) -> tuple[str, ...]:
    """The label of each option, or its id where the label could be taken for something else."""
    names = [option.label.strip().casefold() for option in question.options]
    names += [option.id.casefold() for option in question.options if option.id.casefold() != option.label.casefold()]
    return tuple(
        option.id if stands_for_no_answer(label) or label in ("1", "0") or names.count(label.casefold()) > 1 else label
        for option, label in ((option, option.label.strip()) for option in question.options)
    )


def _explained(question: ChoiceQuestion) -> tuple[Words, ...]:
    values = (f"{option.id} = {option.label}" for option in question.options)
    return (*values, *no_answer(question))


def absent_words(question: Any) -> tuple[str, ...]:
    """What stands for no answer where the question takes it."""
    return ((NOT_APPLICABLE,) if question.na else ()) + ((DONT_KNOW,) if question.dk != "no" else ())


def no_answer(question: Any) -> tuple[Words, ...]:
    """How to say that there is no answer, a line each."""
    words = {NOT_APPLICABLE: N_("{word} = not applicable"), DONT_KNOW: N_("{word} = don’t know")}
    return tuple(Message(words[word], {"word": word}) for word in absent_words(question))


def _profile(name: str, wording: str, how: str, example: Words | float, *offered: str) -> Column:
    return Column(name, Message(wording), (Message(how),), example, offered=offered)


SIZES_IN_WORDS = N_("micro = under 10, small = 10 to 49, medium = 50 to 249, large = 250 or more people")
COUNTED = N_("May the firm be counted in anonymous figures?")
COUNTED_HOW = N_("Only the firm itself can say yes; empty means no")

PROFILE = (
    _profile("firm", N_("Name of the firm"), N_("Text; every row needs one"), Message(N_("Mill Lane Bakery"))),
    _profile("ref", N_("Your own client number"), N_("Text, may be empty"), "0017"),
    _profile("email", N_("E-mail address"), N_("May be empty"), ""),
    _profile("sector", N_("Trade"), N_("NACE section (C) or division (10), or the trade in words"), "10"),
    _profile("employees", N_("People who work there"), N_("A whole number; or give the size instead"), 8),
    _profile("size", N_("Size class"), SIZES_IN_WORDS, "", *SIZES),
    _profile("country", N_("Country"), N_("Two letters, ISO 3166-1"), "IE"),
    _profile("region", N_("Region"), N_("ISO 3166-2, or from your own list"), "IE-M"),
    _profile("stage", N_("Which assessment this is"), N_("T0 is the first, T1 the next"), "T0", "T0", "T1", "T2", "T3"),
    _profile("date", N_("Date of the answers"), N_("Year-month-day"), "2025-03-31"),
    _profile("source", N_("Who answered"), N_("self, interview or import"), "interview", "self", "interview", "import"),
    _profile("counted", COUNTED, COUNTED_HOW, "no", "yes", "no"),
)
"""Columns that say who a firm is; only the first has to be filled in."""
