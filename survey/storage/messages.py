"""Messages of the lower floors as JSON: kept as ids with parameters, so that each reader has them in their language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.messages import Message


def to_json(message: Message) -> dict[str, Any]:
    """A message as JSON keeps it; a parameter that is neither text nor number is kept as its text."""
    return {
        "id": message.id,
        "params": {name: _plain(value) for name, value in message.params.items()},
        "other": message.other,
    }


def from_json(stored: Mapping[str, Any]) -> Message:
    """The message that ``to_json`` was given."""
    params = {name: from_json(value) if isinstance(value, dict) else value for name, value in stored["params"].items()}
    return Message(stored["id"], params, stored["other"])


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return to_json(value)
    return value if isinstance(value, str | int | float) else str(value)
