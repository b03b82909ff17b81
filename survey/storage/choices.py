"""A firm's choices about its roadmap as JSON and back; what cannot be read never stands in the way of the results."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_args

from scoring.messages import WaymarkError
from scoring.roadmap import Mark, RoadmapChoices

logger = logging.getLogger(__name__)


def to_json(choices: RoadmapChoices) -> dict[str, Any]:
    """Everything that differs from the default; the revision is a column of its own."""
    defaults = RoadmapChoices()
    return {name: value for name in _READERS if (value := getattr(choices, name)) != getattr(defaults, name)}


def from_json(stored: Mapping[str, Any], revision: int) -> RoadmapChoices:
    """The choices; unknown names are passed over, and a value that cannot be has its default."""
    choices: dict[str, Any] = {"revision": revision}
    for name in _READERS.keys() & stored.keys():
        try:
            choices[name] = _READERS[name](stored[name])
            RoadmapChoices(**choices)
        except (TypeError, OverflowError, WaymarkError):
            # The value stays out of the log: it may be what a firm wrote about itself.
            logger.warning("stored choices about a roadmap: %s cannot be read, its default is used", name)
            choices.pop(name, None)
    return RoadmapChoices(**choices)


def carried(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What holds for the next stage too: all but the marks "done", whose answers now say what came of them."""
    choices = from_json(stored, 0)
    gone = done(stored)
    marks = {action: mark for action, mark in choices.marks.items() if action not in gone}
    comments = {action: text for action, text in choices.comments.items() if action not in gone}
    return to_json(replace(choices, marks=marks, comments=comments))


def done(stored: Mapping[str, Any]) -> set[str]:
    """The actions that the firm marked as done."""
    return {action for action, mark in from_json(stored, 0).marks.items() if mark == "done"}


def _number(stored: Any) -> float:
    if isinstance(stored, bool) or not isinstance(stored, int | float):
        raise TypeError
    return float(stored)


def _text(stored: Any) -> str:
    if not isinstance(stored, str):
        raise TypeError
    return stored


def _texts(stored: Any) -> tuple[str, ...]:
    if not isinstance(stored, list):
        raise TypeError
    return tuple(_text(one) for one in stored)


def _marks(stored: Any) -> dict[str, Any]:
    """The marks that are still known: one that is not must not take the others with it."""
    return {action: mark for action, mark in _by_action(stored).items() if mark in get_args(Mark)}


def _by_action(stored: Any) -> dict[str, str]:
    if not isinstance(stored, dict):
        raise TypeError
    return {action: said for action, said in stored.items() if isinstance(said, str)}


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "days_per_month": _number,
    "budget": _number,
    "day_rate": _number,
    "marks": _marks,
    "order": _texts,
    "comments": _by_action,
    "priority": _text,
}
