"""What a firm decides about its roadmap: the mark and note on each action, its means, and what comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from scoring.roadmap import Mark, RoadmapChoices
from survey.storage import choices as stored_choices
from survey.storage.access import locked
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, now

Marked = tuple[Mark | None, str]
"""The mark on an action, None for none, and the firm's own note to it."""


@dataclass(frozen=True)
class Means:
    """Own staff days a month and EUR over the time of the roadmap, and the dimension that comes first.

    None: the firm decided nothing.
    """

    days_per_month: float | None
    budget: float | None
    priority: str | None


def mark(public_id: str, action: str, mark: Mark | None, comment: str, *, was: Marked) -> Marked | None:
    """Mark an action; ``was``: what the page was drawn with.

    Returns None once it is written. Where something else is stored by now than was drawn and than is posted, that
    is returned and nothing is written. Raises ``WaymarkError`` for an unknown mark, and ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row = locked(session, public_id)
        choices = stored_choices.from_json(row.choices, row.choices_revision)
        stored = choices.marks.get(action), choices.comments.get(action, "")
        if stored not in (was, (mark, comment)):
            return stored
        marks: dict[str, Mark] = _with(choices.marks, action, mark)
        comments: dict[str, str] = _with(choices.comments, action, comment)
        _write(row, replace(choices, marks=marks, comments=comments))
        return None


def set_means(public_id: str, values: Means, *, was: Means) -> Means | None:
    """Set what the firm can spend and what comes first, by the same rule as ``mark``.

    Raises ``WaymarkError`` for a number that is negative or not finite, and ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row = locked(session, public_id)
        choices = stored_choices.from_json(row.choices, row.choices_revision)
        stored = Means(choices.days_per_month, choices.budget, choices.priority)
        if stored not in (was, values):
            return stored
        _write(row, replace(choices, **asdict(values)))
        return None


def _with(said: Mapping[str, Any], action: str, now_said: str | None) -> dict[str, Any]:
    """What is said of each action, with this; empty says nothing."""
    others = {name: text for name, text in said.items() if name != action}
    return others | ({action: now_said} if now_said else {})


def _write(row: AssessmentRow, choices: RoadmapChoices) -> None:
    row.choices = stored_choices.to_json(choices)
    row.choices_revision += 1
    row.updated_at = now()
