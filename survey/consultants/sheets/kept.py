"""Messages as they are kept with an import, so that whoever looks reads them in their own language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scoring.messages import Message, Problem
from survey import languages

MARK = "message"
"""The key by which a kept message is told from other values."""


def kept(value: Any) -> Any:
    """A message, with those within it, as JSON; other values as they are."""
    if not isinstance(value, Message):
        return value if isinstance(value, int | float | str) else str(value)
    params = {name: kept(one) for name, one in value.params.items()}
    return {MARK: value.id, "params": params, "other": value.other}


def revived(value: Any) -> Any:
    """What ``kept`` was given."""
    if not (isinstance(value, Mapping) and MARK in value):
        return value
    return Message(value[MARK], {name: revived(one) for name, one in value["params"].items()}, value["other"])


def in_words(value: Any) -> str:
    """A kept message in the visitor's language."""
    found = revived(value)
    return languages.in_words(found) if isinstance(found, Message) else str(found)


def kept_problems(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [{"place": problem.place, "text": kept(problem.message)} for problem in problems]
