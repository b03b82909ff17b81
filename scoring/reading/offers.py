"""What a cell that is not understood could be read as, and which of these is likely."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.instrument import Instrument, MultipleQuestion, NumberQuestion, TextQuestion
from scoring.messages import N_, Message
from scoring.profile import SIZE_NAMES
from scoring.sheetwords import NONE, normal
from scoring.template.columns import absent_words
from scoring.trades import SECTIONS

CLOSE = 0.8
"""How alike two words must be, of 1, for one to be taken for the other misspelt."""

YES = frozenset(
    ("yes", "y", "ja", "j", "oui", "si", "sí", "sì", "sim", "tak", "ano", "igen", "da", "evet", "true", "wahr", "vrai",
     "x", "1", "✓", "✔")
)  # fmt: skip
NO = frozenset(
    ("no", "n", "nein", "non", "não", "nao", "nie", "ne", "nem", "hayır", "false", "falsch", "faux", "0", "-")
)
UNSURE = frozenset(
    ("unknown", "unsure", "not sure", "weiß nicht", "weiss nicht", "unbekannt", "keine ahnung", "k.a.",
     "ne sait pas", "je ne sais pas", "nsp", "inconnu", "no sé", "no sabe", "non so")
)  # fmt: skip
NOT_SO = frozenset(
    ("not relevant", "entfällt", "nicht zutreffend", "trifft nicht zu", "sans objet", "non applicable", "s.o.",
     "no aplica", "non applicabile")
)  # fmt: skip

ABSENT = {"n/a": (N_("not applicable"), NOT_SO), "dk": (N_("don’t know"), UNSURE)}
SOURCES = {"self": N_("the firm itself"), "interview": N_("in an interview"), "import": N_("from a file")}


@dataclass(frozen=True)
class Offer:
    """Something that a value could be read as: what to write in its place, how to call it, other words for it."""

    id: str
    label: str | Message
    words: frozenset[str]


def offers(column: str, instrument: Instrument, wordings: Sequence[Instrument] = ()) -> tuple[Offer, ...]:
    """What the cells of a column may say; empty where that cannot be listed."""
    if column in PROFILE_OFFERS:
        return PROFILE_OFFERS[column]
    name, dot, _ = column.partition(".")
    question = instrument.questions.get(name)
    if question is None or isinstance(question, TextQuestion):
        return ()
    if isinstance(question, MultipleQuestion) and dot:
        return (*_yes_no("1", "0"), *_absent(question))
    others = [worded.questions[name] for worded in wordings if name in worded.questions]
    none = [_offer(NONE, question.none)] if isinstance(question, MultipleQuestion) and question.none else []
    return (*_options(question, others), *none, *_absent(question))


def guess(value: str, offered: Sequence[Offer]) -> str | None:
    """The id of the one that a value most likely means: by its words, in a few languages, or misspelt; else None."""
    word = normal(value)
    meant = [offer.id for offer in offered if word in offer.words]
    if meant:
        return meant[0] if len(meant) == 1 else None
    by_word = {one: offer.id for offer in offered for one in offer.words if len(one) >= 4}
    close = difflib.get_close_matches(word, by_word, n=1, cutoff=CLOSE) if 4 <= len(word) <= 60 else []
    return by_word[close[0]] if close else None


def _offer(id: str, label: str | Message, *words: str) -> Offer:
    return Offer(id, label, frozenset({normal(id), normal(str(label)), *words}))


def _yes_no(yes: str, no: str) -> tuple[Offer, ...]:
    return _offer(yes, Message(N_("yes")), *YES), _offer(no, Message(N_("no")), *NO)


def _options(question: Any, others: Sequence[Any]) -> Iterator[Offer]:
    """The options or bands, each by its labels in all languages; yes and no also as other languages say it."""
    lists = [one.bands if isinstance(one, NumberQuestion) else one.options for one in (question, *others)]
    for same in zip(*lists, strict=True):
        words = {normal(option.label) for option in same} | {normal(same[0].id)}
        for known in (YES, NO):
            words |= known if words & {"yes", "no"} & known else set()
        yield Offer(same[0].id, same[0].label, frozenset(words))


def _absent(question: Any) -> Iterator[Offer]:
    for word in absent_words(question):
        label, words = ABSENT[word]
        yield _offer(word, Message(label), *words)


PROFILE_OFFERS: dict[str, tuple[Offer, ...]] = {
    "size": tuple(_offer(size, Message(name)) for size, name in SIZE_NAMES.items()),
    "counted": _yes_no("yes", "no"),
    "staff": _yes_no("yes", "no"),
    "source": tuple(_offer(word, Message(name)) for word, name in SOURCES.items()),
    "sector": tuple(_offer(letter, Message(name)) for letter, name in SECTIONS.items()),
}
