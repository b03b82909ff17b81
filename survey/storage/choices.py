"""A firm's choices about its roadmap as JSON and back; what cannot be read never stands in the way of the results."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping
from typing import Any

from scoring.messages import WaymarkError
from scoring.roadmap import RoadmapChoices

logger = logging.getLogger(__name__)


def to_json(choices: RoadmapChoices) -> dict[str, Any]:
    """Everything that differs from the default; the revision is a column of its own."""
    defaults = RoadmapChoices()
    return {name: value for name in _NAMES if (value := getattr(choices, name)) != getattr(defaults, name)}


def from_json(stored: Mapping[str, Any], revision: int) -> RoadmapChoices:
    """The choices; unknown names are passed over, and a value that cannot be has its default."""
    read = {name: value for name in _NAMES if name in stored and (value := _read(name, stored[name])) is not None}
    return RoadmapChoices(**read, revision=revision)


def _read(name: str, stored: Any) -> Any:
    """The stored value as ``RoadmapChoices`` takes it; None, noted in the log without the value, where it does not."""
    try:
        value = _READERS[name](stored)
        RoadmapChoices(**{name: value})
    except (TypeError, ValueError, AttributeError, WaymarkError):
        logger.warning("choices about a roadmap hold an unreadable %s; its default is used", name)
        return None
    return value


def _number(stored: Any) -> float | None:
    if isinstance(stored, bool | str):
        raise TypeError
    return None if stored is None else float(stored)


def _text(stored: Any) -> str | None:
    if not isinstance(stored, str | None):
        raise TypeError
    return stored


def _texts(stored: Any) -> tuple[str, ...]:
    return tuple(_text(one) or "" for one in _list(stored))


def _text_by_name(stored: Any) -> dict[str, str]:
    return {name: _text(value) or "" for name, value in stored.items()}


def _list(stored: Any) -> list[Any]:
    if not isinstance(stored, list | tuple):
        raise TypeError
    return list(stored)


_READERS = {
    "days_per_month": _number,
    "budget": _number,
    "day_rate": _number,
    "marks": _text_by_name,
    "order": _texts,
    "comments": _text_by_name,
    "priority": _text,
}
_NAMES = [field.name for field in dataclasses.fields(RoadmapChoices) if field.name in _READERS]
