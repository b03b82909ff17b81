"""What may stand in an answer cell: option ids or labels, numbers, and the words for "no answer", in any case."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from scoring.coding import NOT_A_NUMBER, TOO_LONG, absent, band_code, not_offered, refused_ticks, shortened
from scoring.instrument import (
    BLANK,
    GridQuestion,
    MultipleQuestion,
    NumberQuestion,
    SingleQuestion,
    TextQuestion,
)
from scoring.messages import N_, Message
from scoring.sheetwords import ABSENT_WORDS, NONE, normal

TICKS: Mapping[str, int] = {"1": 1, "0": 0, "true": 1, "false": 0, "yes": 1, "no": 0, "x": 1, "✓": 1, "✔": 1}

A_DATE = N_("“{value}” is a date, not an answer. Excel may have changed what was typed. Choose from: {offered}.")
AMBIGUOUS = N_("“{value}” could be {one} or {other}. Write it without a separator of thousands.")
NOT_A_TICK = N_("“{value}” is not a tick. Write 1 for yes and 0 for no, or leave it empty.")
A_FRACTION = N_(
    "{value} lies between 0 and 1, and this question takes whole numbers. Excel keeps 25 in a cell of percentages as "
    "0.25: format the cell as a number and write 25."
)
NONE_WITH = N_("“{none}” cannot go together with another answer.")


def reader(question: Any, wordings: Sequence[Any] = ()) -> Callable[[str], Any]:
    """What reads one cell of a question: from text to its code (a tuple of codes for a multiple), or a Message.

    ``wordings``: the same question in other languages.
    """
    return READERS[type(question)](question, wordings)


def _offered(question: Any, wordings: Sequence[Any]) -> tuple[dict[str, int], list[str]]:
    """Codes by id and label, and how to name what is offered; a label that two options share stands for neither."""
    meant: dict[str, set[int]] = defaultdict(set)
    for worded in (question, *wordings):
        for code, option in enumerate(_options(worded)):
            meant[normal(option.label)].add(code)
    codes = {label: code for label, (code, *others) in meant.items() if not others}
    ids = [option.id for option in _options(question)]
    return codes | {name: code for code, name in enumerate(ids)}, ids


def _options(question: Any) -> Sequence[Any]:
    offered: Sequence[Any] = question.bands if isinstance(question, NumberQuestion) else question.options
    return offered


def _scale_reader(question: SingleQuestion | GridQuestion, wordings: Sequence[Any]) -> Callable[[str], int | Message]:
    codes, ids = _offered(question, wordings)

    def read(text: str) -> int | Message:
        word = normal(text)
        if word in codes:
            return codes[word]
        return _absent_code(question, word) or _refusal(text, ids)

    return read


def _absent_code(question: Any, word: str) -> int | Message | None:
    """The code of "n/a" or "don't know"; None where the word is neither."""
    if word not in ABSENT_WORDS:
        return None
    code, message = absent(question, ABSENT_WORDS[word])
    return code if message is None else message


def _refusal(text: str, ids: Sequence[str]) -> Message:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}( [\d:.]+)?", text):
        return Message(A_DATE, {"value": text, "offered": ", ".join(ids)})
    return not_offered(text, ids)


_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{1,20})?")
_ONE_OR_THOUSAND = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_SPACE_OF_THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")


def _number_reader(question: NumberQuestion, wordings: Sequence[Any]) -> Callable[[str], int | Message]:
    codes, _ = _offered(question, wordings)

    def read(text: str) -> int | Message:
        word = normal(text)
        if word in codes:
            return codes[word]
        return _absent_code(question, word) or _number_code(question, _SPACE_OF_THOUSANDS.sub("", word))

    return read


def _number_code(question: NumberQuestion, text: str) -> int | Message:
    """The band of a number with a decimal point or comma; 1,000 is refused where it could be one or a thousand."""
    if not _NUMBER.fullmatch(text):
        return Message(NOT_A_NUMBER, {"value": shortened(text)})
    if _ONE_OR_THOUSAND.fullmatch(text) and question.decimals < 3:
        one, other = re.split("[.,]", text)
        return Message(
            AMBIGUOUS, {"value": text, "one": f"{one}.{other}".rstrip("0").rstrip("."), "other": one + other}
        )
    number = float(text.replace(",", "."))
    if question.decimals == 0 and 0 < number < 1:
        return Message(A_FRACTION, {"value": text})
    code, message = band_code(question, number)
    return code if message is None else message


def number_in(text: str) -> float:
    """The number that a cell says; not a number where it says something else."""
    bare = _SPACE_OF_THOUSANDS.sub("", normal(text))
    return float(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else math.nan


def _multiple_reader(question: MultipleQuestion, wordings: Sequence[Any]) -> Callable[[str], tuple[int, ...] | Message]:
    codes, ids = _offered(question, wordings)
    nones = {NONE, *(normal(worded.none or NONE) for worded in (question, *wordings))} - set(codes)

    def read(text: str) -> tuple[int, ...] | Message:
        absent_code = _absent_code(question, normal(text)) if normal(text) not in codes else None
        if absent_code is not None:
            return absent_code if isinstance(absent_code, Message) else (absent_code,) * len(ids)
        words = [text] if normal(text) in codes else [word for word in text.split(";") if word.strip()]
        return _ticks(question, words, codes, nones) if words else (BLANK,) * len(ids)  # a bare ";" says nothing

    return read


def _ticks(
    question: MultipleQuestion, words: Sequence[str], codes: Mapping[str, int], nones: Set[str]
) -> tuple[int, ...] | Message:
    ids = [option.id for option in question.options]
    chosen = [word.strip() for word in words if normal(word) not in nones]
    strange = [word for word in chosen if normal(word) not in codes]
    if strange:
        return _refusal(strange[0], [*ids, NONE] if question.none else ids)
    if chosen and len(chosen) < len(words):
        return Message(NONE_WITH, {"none": question.none or NONE})
    ticked = {codes[normal(word)] for word in chosen}
    ticks = tuple(int(code in ticked) for code in range(len(ids)))
    return refused_ticks(question, ticks) or ticks


def _text_reader(question: TextQuestion, _wordings: Sequence[Any]) -> Callable[[str], str | Message]:
    def read(text: str) -> str | Message:
        too_long = len(text) > question.max_length
        return Message(TOO_LONG, {"length": len(text), "limit": question.max_length}) if too_long else text

    return read


READERS: dict[type, Callable[[Any, Sequence[Any]], Callable[[str], Any]]] = {
    SingleQuestion: _scale_reader,
    GridQuestion: _scale_reader,
    NumberQuestion: _number_reader,
    MultipleQuestion: _multiple_reader,
    TextQuestion: _text_reader,
}


def read_tick(question: MultipleQuestion, text: str) -> int | Message:
    """One ``question.option`` cell: 1 or 0, or the code of n/a and don't know."""
    word = normal(text)
    if word in TICKS:
        return TICKS[word]
    return _absent_code(question, word) or Message(NOT_A_TICK, {"value": shortened(text)})
