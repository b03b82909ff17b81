"""Assessments: a firm's answers while it fills them in, what it submitted, and their deletion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from scoring.answers import Answer, AnswerTable
from scoring.instrument import Instrument
from scoring.roadmap import RoadmapChoices
from scoring.scores import Scores


@dataclass(frozen=True)
class Assessment:
    """One firm's assessment. ``profile``: firm, trade, people, country, region (see ``survey.profiles``)."""

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
    choices: RoadmapChoices


@dataclass(frozen=True)
class StoredAnswer:
    """An answer and how often it was written. ``value`` is None only in a Conflict: it was cleared elsewhere."""

    value: Answer | None
    revision: int


@dataclass(frozen=True)
class Conflict:
    """Someone else changed this question since the page was drawn; nothing was written for it."""

    question: str
    stored: StoredAnswer
    posted: Answer | None


@dataclass(frozen=True)
class Submission:
    """What was handed in, as it was scored then."""

    answers: dict[str, Answer]
    table: AnswerTable
    scores: Scores
    submitted_at: datetime
    scorer_version: int


class AlreadySubmitted(Exception):
    """Answers and profile are frozen once handed in."""


def start(instrument: Instrument, profile: Mapping[str, Any], browser: str) -> Assessment:
    """A new assessment that this browser may see and change."""
    raise NotImplementedError


def find(public_id: str, browser: str) -> Assessment | None:
    """The assessment, if this browser has the right to it; None for unknown, deleted and foreign ones alike."""
    raise NotImplementedError


def of_browser(browser: str) -> list[Assessment]:
    """The assessments this browser has a right to, the latest touched first."""
    raise NotImplementedError


def change_profile(public_id: str, profile: Mapping[str, Any]) -> None:
    raise NotImplementedError


def answers(public_id: str) -> dict[str, StoredAnswer]:
    """Every answer given so far, by question id."""
    raise NotImplementedError


def save(public_id: str, posted: Mapping[str, Answer | None], seen: Mapping[str, int]) -> list[Conflict]:
    """Write the answers of one page; None clears one. ``seen``: the revision the page was drawn with, 0 for none."""
    raise NotImplementedError


def submit(public_id: str, counted: bool) -> Assessment:
    """Freeze and score the answers; submitting again changes nothing."""
    raise NotImplementedError


def submission(public_id: str) -> Submission | None:
    raise NotImplementedError


def delete(public_id: str) -> None:
    """Remove everything about the firm: answers, scores, links and rights."""
    raise NotImplementedError
