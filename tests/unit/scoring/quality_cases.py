"""A questionnaire on which answers can go wrong in every way, and firms on it: for the tests of quality."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.quality import Quality, quality
from scoring.scores import score
from tests.unit.scoring.roadmap_cases import dimension, instrument

SCALE = [{"id": f"s{points}", "label": f"Some {points}", "points": points} for points in range(5)]
ROWS = [{"id": name, "label": name.title()} for name in ("mail", "files", "phone")]

SINGLES = [
    {"id": f"a{number}", "type": "single", "text": f"Statement {number}?", "options": SCALE, "na": True}
    for number in range(1, 9)
]
SINGLES[2] |= {"reversed": True}
SINGLES[7] |= {"show_if": {"answers": {"a1": ["s4"]}}}

OTHERS = [
    {"id": "grid", "type": "grid", "text": "How far?", "options": SCALE, "rows": ROWS, "na": True},
    {"id": "pair", "type": "grid", "text": "How far, both?", "options": SCALE, "rows": ROWS[:2]},
    {
        "id": "ticks", "type": "multiple", "text": "Which?", "dk": "zero",
        "options": [{"id": "one", "label": "One", "points": 1}, {"id": "two", "label": "Two", "points": 2}],
    },
]  # fmt: skip

CLOSING = [
    {
        "id": "wish", "type": "single", "text": "What next?", "scored": False,
        "options": [{"id": "more", "label": "More", "points": 0}, {"id": "less", "label": "Less", "points": 0}],
    },
    {"id": "remark", "type": "text", "text": "Anything else?"},
]  # fmt: skip

ODD = {"id": "odd", "when": {"answers": {"a1": ["s0"], "a2": ["s4"]}}, "message": "Both cannot be."}

USUAL: dict[str, Any] = {
    **{f"a{number}": f"s{number % 4}" for number in range(1, 8)},
    "grid": {"mail": "s1", "files": "s2", "phone": "s2"},
    "pair": {"mail": "s1", "files": "s1"},
    "ticks": ["one"],
}
"""Answers at which no check takes offence."""


def questionnaire() -> Instrument:
    dimensions = [dimension("first", SINGLES, weight=2), dimension("second", OTHERS)]
    return instrument([], dimensions=dimensions, closing=CLOSING, contradictions=[ODD])


def answered(*firms: Mapping[str, Any], seconds: list[Any] | None = None) -> AnswerTable:
    """A table of firms A, B …, and the seconds that each took."""
    names = [{"firm": f"Firm {place}"} for place in range(len(firms))]
    table = table_of(questionnaire(), firms, names)
    return table if seconds is None else timed(table, seconds)


def timed(table: AnswerTable, seconds: list[Any], column: str = "Seconds") -> AnswerTable:
    extra = table.extra.assign(**{column: pd.Series(seconds)})
    return AnswerTable(table.instrument, table.codes, table.profile, extra)


def quality_of(table: AnswerTable) -> Quality:
    return quality(table, score(table))


def hints(found: Quality) -> dict[str, tuple[str, ...]]:
    """What each firm is pointed out for."""
    return dict(zip(found.to_look_at["firm"], found.to_look_at["hints"], strict=True))
