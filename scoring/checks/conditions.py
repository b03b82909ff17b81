"""Checks of conditions: that they ask about something that exists and is already answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scoring.checks.draft import Draft, Found, choice_ids, entries, mapping, row_ids, words
from scoring.instrument import SIZES
from scoring.messages import N_, Message
from scoring.trades import is_sector
from scoring.yamlfile import Location

PROFILE_VALUES: dict[str, Callable[[str], bool]] = {
    "size": lambda value: value in SIZES,
    "staff": lambda value: value in ("yes", "no"),
    "sector": is_sector,
    "country": lambda value: len(value) == 2 and value.isalpha() and value.isupper(),
}


def condition_problems(draft: Draft, condition: Any, at: Location, earlier: set[str]) -> Iterator[Found]:
    """Faults of a condition; ``earlier`` are the questions that it may ask about."""
    if not isinstance(condition, dict):
        return
    profile = mapping(condition, "profile")
    for name, accepts in PROFILE_VALUES.items():
        for place, value in words(profile, name, (*at, "profile")):
            if not accepts(value):
                yield place, Message(N_("“{value}” is not a value of “{field}”."), {"value": value, "field": name})
    answers = mapping(condition, "answers")
    for name in answers:
        if isinstance(name, str):
            yield from _answer_problems(draft, answers, name, (*at, "answers"), earlier)
    for part in ("all", "any", "none"):
        for place, inner in entries(condition, part, at):
            yield from condition_problems(draft, inner, place, earlier)


def _answer_problems(
    draft: Draft, answers: dict[str, Any], name: str, at: Location, earlier: set[str]
) -> Iterator[Found]:
    wanted, _, row = name.partition(".")
    question = draft.questions_by_id.get(wanted)
    if question is None:
        yield (*at, name), Message(N_("There is no question “{id}”."), {"id": wanted})
    elif wanted not in earlier:
        yield (
            (*at, name),
            Message(N_("A condition can only ask about an earlier question; “{id}” comes later."), {"id": wanted}),
        )
    elif question.get("type") == "text":
        yield (*at, name), Message(N_("A condition cannot ask about a text answer."))
    elif (question.get("type") == "grid") != bool(row) or (row and row not in row_ids(question)):
        yield (*at, name), Message(N_("A grid is asked about by row: question.row, with a row that it has."))
    else:
        known = choice_ids(question) | ({"none"} if question.get("type") == "multiple" else set())
        for place, value in words(answers, name, at):
            if value not in known:
                yield (
                    place,
                    Message(N_("The question “{question}” has no option “{id}”."), {"question": wanted, "id": value}),
                )
