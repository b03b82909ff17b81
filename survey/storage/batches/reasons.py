"""Why a report was set aside, in words."""

from __future__ import annotations

from scoring.messages import N_, Message
from survey.languages import translations
from survey.storage.items import GONE, KILLED, TRIES

WORDS = {
    KILLED: Message(N_("What worked on it was ended {n} times, perhaps for lack of memory."), {"n": TRIES}),
    GONE: Message(N_("Its answers were deleted, or are shared no more.")),
}


def reason(error: str, language: str) -> str:
    """The words of an error as an item keeps it: its own, if it came with any."""
    message = WORDS.get(error)
    return message.render(translations(language)) if message else error
