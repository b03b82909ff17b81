"""What a firm did not know, by who can tell it, and what it left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reports.firm.answered import Answered
from reports.firm.values import AskGroup, AskItem
from scoring.instrument import ADVISERS, GridQuestion, Question
from scoring.scores import State

OURSELVES = ""
"""Whom to ask where the instrument names nobody."""


def ask(firm: Answered) -> tuple[AskGroup, ...]:
    """Every question, or row of a grid, answered "don't know", by whom to ask, in the order asked."""
    items = list(_items(firm))
    heads = _heads(firm)
    groups = {who: tuple(item for to, item in items if to == who) for who in (*ADVISERS, OURSELVES)}
    return tuple(AskGroup(who, *heads[who], asked) for who, asked in groups.items() if asked)


def _items(firm: Answered) -> Iterator[tuple[str, AskItem]]:
    for question in _asked(firm):
        rows = _rows(firm, question, "dk")
        if firm.reasons[question.id].state != State.DONT_KNOW and not rows:
            continue
        about = _about(firm, question, rows)
        if question.ask:
            yield question.ask.who, AskItem(question.id, question.ask.text, about)
        else:
            yield OURSELVES, AskItem(question.id, about, "")


def left_open(firm: Answered) -> tuple[str, ...]:
    """Every question without an answer, with its open rows where only some of a grid are, in the order asked."""
    return tuple(
        _about(firm, question, rows)
        for question in _asked(firm)
        if (rows := _rows(firm, question, None)) or firm.answers.get(question.id) is None
    )


def _asked(firm: Answered) -> Iterator[Question]:
    return (firm.instrument.questions[name] for name, why in firm.reasons.items() if why.state != State.HIDDEN)


def _rows(firm: Answered, question: Question, told: str | None) -> list[str]:
    """Rows of a grid answered with ``told`` (None: not at all) where others are answered otherwise."""
    answer = firm.answers.get(question.id)
    if not isinstance(question, GridQuestion) or not isinstance(answer, Mapping):
        return []
    return [row.label for row in question.rows if answer.get(row.id) == told]


def _about(firm: Answered, question: Question, rows: list[str]) -> str:
    if not isinstance(question, GridQuestion) or not rows or len(rows) == len(question.rows):
        return question.text
    template = firm.words.translations.gettext("{question} ({rows})")
    return template.format(question=question.text, rows=firm.words.apart(rows))


def _heads(firm: Answered) -> dict[str, tuple[str, str]]:
    """Title of each group, and a sentence that reads well at the head of an e-mail."""
    _ = firm.words.translations.gettext
    return {
        "it_supplier": (
            _("Ask your IT supplier"),
            _(
                "We are taking stock of how our firm uses its computers, programs and data, and a few things we could"
                " not answer ourselves. Could you tell us, in a sentence or two each:"
            ),
        ),
        "accountant": (
            _("Ask your accountant"),
            _(
                "We are taking stock of how our firm works with figures and records, and a few things we could not"
                " answer ourselves. Could you tell us, in a sentence or two each:"
            ),
        ),
        "team": (
            _("Ask your team"),
            _("We are taking stock of how we work, and some of it one of you will know better. Who can say:"),
        ),
        "insurer": (
            _("Ask your insurer"),
            _(
                "We are taking stock of how well our firm is protected, and a few things we could not answer ourselves."
                " Could you tell us, in a sentence or two each:"
            ),
        ),
        OURSELVES: (
            _("Find out in the firm"),
            _("Nobody outside can tell you these. Half an hour with whoever does the work settles most of them:"),
        ),
    }
