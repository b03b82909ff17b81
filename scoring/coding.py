"""Codes of answers: what a person may answer to each type of question, as small numbers and back."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scoring.instrument import (
    BLANK,
    DONT_KNOW,
    NOT_APPLICABLE,
    GridQuestion,
    MultipleQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
    cells_of,
)
from scoring.messages import N_, Message

Answer = str | float | Sequence[str] | Mapping[str, str]
"""One answer by option ids. single: ``"id"``; multiple: ``["id", …]``, ``[]`` for none of these; grid: ``{row: id}``;
number: a float; any of them ``"na"``, ``"dk"``; within a grid also per row. Text: a str. A blank one is left out."""

Fault = tuple[str, Message]
"""The cell an answer was meant for, and what is wrong with it."""

NOT_OFFERED = N_("“{value}” is not an answer to this question. Choose from: {offered}.")
NO_NA = N_("“Not applicable” is not offered for this question. Leave it empty if there is no answer.")
NO_DK = N_("“Don’t know” is not offered for this question. Leave it empty if there is no answer.")
NO_NONE = N_("“None of these” is not offered for this question. Leave it empty if there is no answer.")
ALONE = N_("“{option}” cannot go together with another answer.")
NO_ROW = N_("This question has no row “{value}”. Its rows are: {offered}.")
NOT_A_NUMBER = N_("“{value}” is not a number. Write digits only, for example 12 or 2.5.")
OUT_OF_RANGE = N_("{value} is outside what can be answered here: {minimum} to {maximum}.")
TOO_LONG = N_("This text has {length} characters. Shorten it to {limit}.")
WRONG_SHAPE = N_("This answer has the wrong form for its question.")


def encode(question: Question, answer: Answer | None) -> tuple[list[int], list[Fault]]:
    """The codes of one answer, one for each cell of the question, and what was wrong with it.

    Where something was wrong the codes are blank.
    """
    blank = [BLANK] * len(cells_of(question))
    if answer is None:
        return blank, []
    if isinstance(answer, str) and answer in ("na", "dk") and not isinstance(question, TextQuestion):
        code, message = absent(question, answer)
        return ([code] * len(blank), []) if message is None else (blank, [(question.id, message)])
    codes, faults = ENCODERS[type(question)](question, answer)
    return (blank, faults) if faults else (codes, [])


def absent(question: Question, word: str) -> tuple[int, Message | None]:
    """The code for ``na`` or ``dk``, or why this question does not take it."""
    if word == "na":
        return NOT_APPLICABLE, None if question.na else Message(NO_NA)
    return DONT_KNOW, None if question.dk != "no" else Message(NO_DK)


def _encode_single(question: SingleQuestion, answer: Any) -> tuple[list[int], list[Fault]]:
    ids = [option.id for option in question.options]
    if not isinstance(answer, str) or answer not in ids:
        return [], [(question.id, not_offered(answer, ids))]
    return [ids.index(answer)], []


def not_offered(value: Any, offered: Sequence[str]) -> Message:
    """That an answer is none of those offered, and which they are."""
    return Message(NOT_OFFERED, {"value": shortened(value), "offered": ", ".join(offered)})


def shortened(value: Any) -> str:
    """A value as a message may repeat it: at most 60 characters."""
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _encode_multiple(question: MultipleQuestion, answer: Any) -> tuple[list[int], list[Fault]]:
    if isinstance(answer, str | float | int) or not isinstance(answer, Sequence):
        return [], [(question.id, Message(WRONG_SHAPE))]
    ids = [option.id for option in question.options]
    strange = [(question.id, not_offered(value, ids)) for value in answer if value not in ids]
    if strange:
        return [], strange
    codes = [int(option_id in answer) for option_id in ids]
    message = refused_ticks(question, codes)
    return codes, [] if message is None else [(question.id, message)]


def refused_ticks(question: MultipleQuestion, ticks: Sequence[int]) -> Message | None:
    """Why these ticks (1 or 0 for each option) cannot be given together, if they cannot."""
    if not any(ticks):
        return Message(NO_NONE) if question.none is None else None
    for option, tick in zip(question.options, ticks, strict=True):
        if tick and option.exclusive and sum(ticks) > 1:
            return Message(ALONE, {"option": option.label})
    return None


def _encode_grid(question: GridQuestion, answer: Any) -> tuple[list[int], list[Fault]]:
    if not isinstance(answer, Mapping):
        return [], [(question.id, Message(WRONG_SHAPE))]
    rows = [row.id for row in question.rows]
    unknown = [row for row in answer if row not in rows]
    faults = [(question.id, Message(NO_ROW, {"value": shortened(row), "offered": ", ".join(rows)})) for row in unknown]
    codes = []
    for row in rows:
        code, message = _encode_row(question, answer.get(row))
        codes.append(code)
        faults += [] if message is None else [(f"{question.id}.{row}", message)]
    return codes, faults


def _encode_row(question: GridQuestion, answer: Any) -> tuple[int, Message | None]:
    if answer is None:
        return BLANK, None
    if answer in ("na", "dk"):
        return absent(question, answer)
    ids = [option.id for option in question.options]
    return (ids.index(answer), None) if answer in ids else (BLANK, not_offered(answer, ids))


def _encode_number(question: NumberQuestion, answer: Any) -> tuple[list[int], list[Fault]]:
    ids = [band.id for band in question.bands]
    if isinstance(answer, str) and answer in ids:
        return [ids.index(answer)], []
    if isinstance(answer, bool | str) or not isinstance(answer, int | float):
        return [], [(question.id, Message(NOT_A_NUMBER, {"value": shortened(answer)}))]
    code, message = band_code(question, float(answer))
    return [code], [] if message is None else [(question.id, message)]


def band_code(question: NumberQuestion, value: float) -> tuple[int, Message | None]:
    """Position of the band of a number, or why it has none."""
    within = math.isfinite(value) and question.minimum <= value <= question.maximum
    band = question.band_of(value) if within else None
    if band is not None:
        return band, None
    limits = {"minimum": f"{question.minimum:g}", "maximum": f"{question.maximum:g}"}
    return BLANK, Message(OUT_OF_RANGE, {"value": f"{value:g}", **limits})


def _encode_text(question: TextQuestion, answer: Any) -> tuple[list[int], list[Fault]]:
    if not isinstance(answer, str):
        return [], [(question.id, Message(WRONG_SHAPE))]
    if len(answer) > question.max_length:
        return [], [(question.id, Message(TOO_LONG, {"length": len(answer), "limit": question.max_length}))]
    return [], []


ENCODERS: dict[type, Callable[[Any, Any], tuple[list[int], list[Fault]]]] = {
    SingleQuestion: _encode_single,
    MultipleQuestion: _encode_multiple,
    GridQuestion: _encode_grid,
    NumberQuestion: _encode_number,
    TextQuestion: _encode_text,
}


def decode(question: Question, codes: Sequence[int]) -> Answer | None:
    """The answer that these codes stand for; None where the question is blank."""
    return DECODERS[type(question)](question, codes)


_WORDS = {BLANK: None, NOT_APPLICABLE: "na", DONT_KNOW: "dk"}


def _decode_single(question: SingleQuestion, codes: Sequence[int]) -> Answer | None:
    return question.options[codes[0]].id if codes[0] >= 0 else _WORDS[codes[0]]


def _decode_multiple(question: MultipleQuestion, codes: Sequence[int]) -> Answer | None:
    if codes[0] < 0:
        return _WORDS[codes[0]]
    return [option.id for option, code in zip(question.options, codes, strict=True) if code]


def _decode_grid(question: GridQuestion, codes: Sequence[int]) -> Answer | None:
    scale = [option.id for option in question.options]
    words = [scale[code] if code >= 0 else _WORDS[code] for code in codes]
    return {row.id: word for row, word in zip(question.rows, words, strict=True) if word is not None} or None


def _decode_number(question: NumberQuestion, codes: Sequence[int]) -> Answer | None:
    return question.bands[codes[0]].id if codes[0] >= 0 else _WORDS[codes[0]]


DECODERS: dict[type, Callable[[Any, Sequence[int]], Answer | None]] = {
    SingleQuestion: _decode_single,
    MultipleQuestion: _decode_multiple,
    GridQuestion: _decode_grid,
    NumberQuestion: _decode_number,
    TextQuestion: lambda _question, _codes: None,
}
