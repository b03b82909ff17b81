"""What changed since the assessment before: each part and each answer with what it moved, so that it adds up."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.progress import Progress


@dataclass(frozen=True)
class Previous:
    """The assessment before this one: ``done`` are ids of the actions that were marked as done after it."""

    progress: Progress
    date: datetime.date
    stage: str
    done: tuple[str, ...] = ()
