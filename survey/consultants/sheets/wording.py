"""What columns ask and what values mean in the visitor's language: said beside the ids that stand in a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from scoring.coding import NOT_OFFERED
from scoring.instrument import Instrument
from scoring.messages import Message
from scoring.reading.offers import offers
from scoring.template.columns import Column, question_columns
from survey.consultants.sheets.kept import MARK
from survey.languages import in_words


def questions(instrument: Instrument) -> dict[str, str]:
    """What each column of answers asks, by its id in small letters."""
    asked = instrument.questions.values()
    whole = {question.id.casefold(): question.text for question in asked}
    columns = (column for question in asked for column in question_columns(question))
    return whole | {column.id.casefold(): _asked(column) for column in columns}


def meaning(instrument: Instrument, column: str, answer: str) -> str:
    """An answer as the question words it; its id where it is none of those offered."""
    found = [offer.label for offer in offers(column, instrument) if offer.id == answer]
    return _words(found[0]) if found else answer


def says_more(group: Mapping[str, Any]) -> bool:
    """Whether the sentence about a fault says more than the answers that are offered beside it."""
    return not group["offered"] or group["text"].get(MARK) != NOT_OFFERED


def _asked(column: Column) -> str:
    question = _words(column.wording)
    return str(_("%(question)s – %(part)s", question=question, part=column.part)) if column.part else question


def _words(words: Message | str) -> str:
    return in_words(words) if isinstance(words, Message) else words
