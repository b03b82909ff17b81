"""What storage returns about an assessment: plain values, and the states in which it refuses a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from scoring.answers import Answer, AnswerTable
from scoring.roadmap import RoadmapChoices
from scoring.scores import Scores

Role = Literal["owner", "reader", "colleague"]
"""Who may do what, and the kinds of private links: everything; see results; answer some pages. The widest first."""


@dataclass(frozen=True)
class Assessment:
    """One stage of one firm. ``profile``: firm, trade, people, country, region (see ``survey.profiles``).

    ``revision`` counts submissions, with the one that is being made; ``has_results``: one exists, and while an update
    is open it still is the result. ``previous`` and ``following``: public ids of the stages before and after.
    ``role``: what the asking browser is here.
    """

    public_id: str
    instrument: str
    content_hash: str
    profile: dict[str, Any]
    stage: str
    status: Literal["open", "submitted"]
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    counted: bool | None
    counted_at: datetime | None
    choices: RoadmapChoices
    series: str
    revision: int
    previous: str | None
    following: str | None
    role: Role = "owner"

    @property
    def has_results(self) -> bool:
        return self.submitted_at is not None


@dataclass(frozen=True)
class StoredAnswer:
    """An answer and how often it was written; None: it was cleared. ``by``: the colleague who gave it, if one did."""

    value: Answer | None
    revision: int
    by: str = ""


@dataclass(frozen=True)
class Conflict:
    """Someone else changed this question since the page was drawn; nothing was written for it."""

    question: str
    stored: StoredAnswer
    posted: Answer | None


@dataclass(frozen=True)
class Submission:
    """What was handed in, as it was scored then."""

    revision: int
    profile: dict[str, Any]
    answers: dict[str, Answer]
    table: AnswerTable
    scores: Scores
    submitted_at: datetime
    scorer_version: int


class AlreadySubmitted(Exception):  # noqa: N818 - a state, not a fault
    """Answers, notes and profile are frozen once handed in; an update opens them again."""


class NotSubmitted(Exception):  # noqa: N818 - a state, not a fault
    """This needs a result, and nothing has been handed in yet."""
