"""What is shown at a question beyond the instrument: an example of the firm's own trade, last time, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from scoring.instrument import Question
from survey.firms.answering.draft import Draft
from survey.forms.wording import in_words


@dataclass(frozen=True)
class Hint:
    """``said``: where the drawn answer comes from; ``unconfirmed``: it is last time's and counts only once saved."""

    example: str
    said: str = ""
    unconfirmed: bool = False


def hints_of(draft: Draft, questions: Iterable[Question]) -> dict[str, Hint]:
    """Question id → its hint."""
    sector, division = draft.profile.get("sector"), draft.profile.get("division")
    return {
        question.id: Hint(
            question.example_in(sector, division), _said(draft, question), question.id in draft.unconfirmed
        )
        for question in questions
    }


def _said(draft: Draft, question: Question) -> str:
    stored = draft.stored.get(question.id)
    if stored and stored.by and stored.value is not None:
        return str(_("Answered by %(name)s", name=stored.by))
    last = "; ".join(in_words(question, draft.before.get(question.id)))
    if not last:
        return ""
    if question.id in draft.unconfirmed:
        return str(_("Last time: %(answer)s. Not confirmed yet.", answer=last))
    return str(_("Last time: %(answer)s", answer=last))
