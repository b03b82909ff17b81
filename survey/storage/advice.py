"""What a client's adviser says about its roadmap: comments on actions, and which of them come first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from reports.firm.house import Advice
from survey.storage.access import locked
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, now

NOTHING = Advice()


def advise(public_id: str, advice: Advice, *, seen: int) -> tuple[Advice, int] | None:
    """Keep the advice; ``seen``: the revision that the page was drawn from.

    Returns None once it is written. Where a colleague has written something else meanwhile, that is returned with its
    revision, and nothing is written. Raises ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row = locked(session, public_id)
        stored = from_json(row.advice)
        if row.advice_revision != seen and stored != advice:
            return stored, row.advice_revision
        if stored != advice:
            write(row, advice)
        return None


def write(row: AssessmentRow, advice: Advice) -> None:
    """Replace the advice on a row that is held."""
    row.advice = to_json(advice)
    row.advice_revision += 1
    row.updated_at = now()


def to_json(advice: Advice) -> dict[str, Any]:
    """Everything that says something."""
    said = {"comments": dict(advice.comments), "order": list(advice.order), "adviser": advice.adviser}
    return {name: value for name, value in said.items() if value}


def from_json(stored: Mapping[str, Any]) -> Advice:
    """The advice; what cannot be read never stands in the way of the results."""
    comments, order, adviser = (stored.get(name) for name in ("comments", "order", "adviser"))
    said = comments.items() if isinstance(comments, dict) else ()
    return Advice(
        {action: text for action, text in said if isinstance(text, str)},
        tuple(action for action in order if isinstance(action, str)) if isinstance(order, list) else (),
        adviser if isinstance(adviser, str) else "",
    )


def carried(stored: Mapping[str, Any], done: Collection[str]) -> dict[str, Any]:
    """What holds for the next stage too: all but what is said of actions that are done."""
    advice = from_json(stored)
    comments = {action: text for action, text in advice.comments.items() if action not in done}
    order = tuple(action for action in advice.order if action not in done)
    return to_json(replace(advice, comments=comments, order=order))
