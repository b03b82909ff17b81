"""What a firm said for a campaign alone, on its assessment: kept, handed in with the answers, and forgotten.

``verified`` says how it is known that the firm is one: it counts only then (see ``AssessmentRow``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from survey.storage.campaigns.values import LISTS, TakingPart
from survey.storage.finding import IDENTITY
from survey.storage.models import AssessmentRow, now


def said_of(taking_part: TakingPart) -> dict[str, Any]:
    """As it is stored: only what was said."""
    return {name: value for name, value in asdict(taking_part).items() if value}


def identify(row: AssessmentRow, identity: tuple[str, str], *, invited: bool) -> None:
    """What makes a firm count once that agreed to be counted: its number in a register, and its address.

    ``invited``: by a code, which says that the firm is one. Who was looked for in the list of names and says something
    else by now is looked for again.
    """
    told = {name: value for name, value in zip(IDENTITY, identity, strict=True) if value}
    known = {name: value for name, value in row.taking_part.items() if name in IDENTITY}
    if invited and not row.verified:
        row.verified, row.verified_at = "code", now()
    elif row.verified != "code" and told != known:
        row.verified, row.verified_at = "", None
    row.taking_part = _choices(row.taking_part) | told


def forget_identity(row: AssessmentRow) -> None:
    """Without a yes, nobody is shown who the firm is, and nobody has found it in a list."""
    if _choices(row.taking_part) != row.taking_part:
        row.taking_part = _choices(row.taking_part)
    if row.verified == "list":
        row.verified, row.verified_at = "", None


def handed_in(row: AssessmentRow) -> dict[str, Any]:
    """What is kept of it with the answers, for an update that is dropped to leave it as it was."""
    said = {"taking_part": _choices(row.taking_part), "own_answers": row.own_answers}
    return {name: value for name, value in said.items() if value}


def as_handed_in(row: AssessmentRow, own: Mapping[str, Any]) -> None:
    """Back to what was handed in."""
    identity = {name: value for name, value in row.taking_part.items() if name in IDENTITY}
    row.taking_part = own.get("taking_part", {}) | identity
    row.own_answers = own.get("own_answers", {})


def _choices(taking_part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in taking_part.items() if name in LISTS}
