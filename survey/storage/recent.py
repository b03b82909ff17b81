"""What a process keeps of what is long to read or make: of each kind what was asked for last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import current_app

Value = TypeVar("Value")


def recent(
    kind: str, key: Hashable, make: Callable[[], Value], *, most: int, good: Callable[[Value], bool] | None = None
) -> Value:
    """What was made for this key before, where it is still ``good``; else made now. None is made, and not kept.

    ``kind``: a name that nobody else uses. ``most``: so many of it are kept, those that were asked for last.
    """
    known: OrderedDict[Hashable, Any] = current_app.extensions.setdefault(f"waymark {kind}", OrderedDict())
    found: Any = known.pop(key, None)
    if found is None or (good is not None and not good(found)):
        found = make()
    if found is not None:
        known[key] = found
    while len(known) > most:
        known.popitem(last=False)
    value: Value = found
    return value
