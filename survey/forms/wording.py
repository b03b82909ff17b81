"""An answer in the words in which it was chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from scoring.answers import Answer
from scoring.instrument import GridQuestion, MultipleQuestion, NumberQuestion, Question, SingleQuestion, TextQuestion
from survey.forms.choices import DONT_KNOW, NOT_APPLICABLE
from survey.forms.number import shown_number


def in_words(question: Question, answer: Answer | None) -> list[str]:
    """One text for each thing that was said; empty where the question was left open."""
    if answer is None:
        return []
    absent = {DONT_KNOW: _("Don’t know"), NOT_APPLICABLE: _("Not for us")}
    if question.type != "text" and isinstance(answer, str) and answer in absent:
        return [absent[answer]]
    return _WORDS[question.type](question, answer)


def _single(question: SingleQuestion, answer: Any) -> list[str]:
    return [option.label for option in question.options if option.id == answer]


def _multiple(question: MultipleQuestion, answer: Any) -> list[str]:
    return [option.label for option in question.options if option.id in answer] or [question.none or ""]


def _grid(question: GridQuestion, answer: Mapping[str, str]) -> list[str]:
    labels = {option.id: option.label for option in question.options}
    labels |= {DONT_KNOW: _("Don’t know"), NOT_APPLICABLE: _("Not for us")}
    return [
        _("%(row)s: %(answer)s", row=row.label, answer=labels[answer[row.id]])
        for row in question.rows
        if answer.get(row.id) in labels
    ]


def _number(question: NumberQuestion, answer: Any) -> list[str]:
    """Of a band, which a sheet may name in place of a number, its label."""
    if isinstance(answer, str):
        return [band.label for band in question.bands if band.id == answer]
    number = shown_number(answer)
    return [_("%(number)s %(unit)s", number=number, unit=question.unit) if question.unit else number]


def _text(_question: TextQuestion, answer: str) -> list[str]:
    return [answer]


_WORDS: Mapping[str, Callable[..., list[str]]] = {
    "single": _single,
    "multiple": _multiple,
    "grid": _grid,
    "number": _number,
    "text": _text,
}
