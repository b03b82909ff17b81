"""The workbook for one interview: who the firm is, then the questions downwards, a cell for each answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from gettext import NullTranslations
from typing import Any

from scoring.instrument import GridQuestion, Instrument, MultipleQuestion, Question, cells_of
from scoring.messages import ENGLISH, N_, Message
from scoring.sheetwords import NONE, normal
from scoring.template.book import CHOICES, fill_choices, written
from scoring.template.columns import PROFILE, Column, absent_words, no_answer, question_columns
from scoring.template.interview_sheet import Block, Content, Group, fill_interview

TICK = "x"
TICKED = frozenset({"1", "x", "yes", "true", "✓", "✔"})
UNTICKED = frozenset({"0", "no", "false"})

INTERVIEW_SHEET = N_("Interview")
FIRM, CLOSING = N_("The firm"), N_("To finish")
TICK_SO = N_("x where it is so, empty where not")
TICK_NONE = N_("x if none of these is so")


def interview(
    instrument: Instrument,
    translations: NullTranslations = ENGLISH,
    filled: Mapping[str, str] | None = None,
    marks: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """The workbook, empty or with answers filled in.

    ``filled``: name of a column, as in the wide layout → what stands in its cell; ticks also as 1 and 0. ``marks``:
    the same → what is wrong with it, each fault a sentence; "" for what is about the firm as a whole.
    """
    groups = tuple(_groups(instrument, translations))
    lines = [line for group in groups for block in group.blocks for line in block.lines]
    answers = _as_ticks(instrument, dict(filled or {}))
    content = Content(instrument, groups, answers, marks or {})
    fill = partial(fill_interview, content)
    return written(lines, translations, ((INTERVIEW_SHEET, fill), (CHOICES, fill_choices)))


def _groups(instrument: Instrument, translations: NullTranslations) -> Iterator[Group]:
    yield Group(translations.gettext(FIRM), tuple(Block((column,)) for column in PROFILE))
    for dimension in instrument.dimensions:
        yield Group(dimension.title, tuple(map(_block, dimension.questions)))
    if instrument.closing:
        yield Group(translations.gettext(CLOSING), tuple(map(_block, instrument.closing)))


def _block(question: Question) -> Block:
    lines = question_columns(question)
    form = FORMS.get(type(question))
    return Block(form(question, lines) if form else lines)


def _grid(question: GridQuestion, lines: tuple[Column, ...]) -> tuple[Column, ...]:
    """What helps with one row stands below its label, so that the scale is told once for all of them."""
    return tuple(
        replace(line, part="\n".join(filter(None, (row.label, row.help))), help=question.help)
        for line, row in zip(lines, question.rows, strict=True)
    )


def _multiple(question: MultipleQuestion, lines: tuple[Column, ...]) -> tuple[Column, ...]:
    """A tick for each option, and one for none of them."""
    offered = (TICK, *absent_words(question))
    answers = (Message(TICK_SO), *no_answer(question))
    ticks = [replace(line, offered=offered, answers=answers, example=TICK) for line in lines]
    if question.none:
        ticks.append(replace(ticks[0], id=f"{question.id}.{NONE}", part=question.none, answers=(Message(TICK_NONE),)))
    return tuple(ticks)


FORMS: Mapping[type, Callable[[Any, tuple[Column, ...]], tuple[Column, ...]]] = {
    GridQuestion: _grid,
    MultipleQuestion: _multiple,
}


def _as_ticks(instrument: Instrument, filled: dict[str, str]) -> dict[str, str]:
    """Ticks as an interview shows them: x, and blank for what is not so; all of them not so is "none of these"."""
    for question in instrument.questions.values():
        cells = cells_of(question) if isinstance(question, MultipleQuestion) else ()
        said = [normal(filled.get(cell, "")) for cell in cells]
        if not any(said):
            continue
        filled |= {cell: TICK for cell, word in zip(cells, said, strict=True) if word in TICKED}
        if isinstance(question, MultipleQuestion) and question.none:
            if set(said) <= UNTICKED | {""}:
                filled[f"{question.id}.{NONE}"] = TICK
            filled |= {cell: "" for cell, word in zip(cells, said, strict=True) if word in UNTICKED}
    return filled
