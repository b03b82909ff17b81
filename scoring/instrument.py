"""The instrument: a questionnaire with its scoring key, its levels and the actions it can recommend.

Frozen models of what an instrument file says. How files become an ``Instrument`` is in ``loading``; what a sound
one must satisfy beyond its shape is in ``checks``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, FiniteFloat, NonNegativeFloat, PositiveInt

from scoring.actions import Action, Lift, Quantity, Sectors
from scoring.fields import PEOPLE_BY_SIZE, SIZES, Id, Model, Text
from scoring.questions import (
    ADVISERS,
    BLANK,
    DONT_KNOW,
    NOT_APPLICABLE,
    Ask,
    Band,
    ChoiceQuestion,
    Condition,
    GridQuestion,
    MultipleQuestion,
    NumberQuestion,
    Option,
    Question,
    Row,
    SingleQuestion,
    TextQuestion,
    cells_of,
)

__all__ = [
    "ADVISERS",
    "BLANK",
    "DONT_KNOW",
    "LEAST_MEANS",
    "NOT_APPLICABLE",
    "PEOPLE_BY_SIZE",
    "SIZES",
    "Action",
    "Ask",
    "Band",
    "ChoiceQuestion",
    "Condition",
    "Contradiction",
    "Dimension",
    "GridQuestion",
    "Instrument",
    "Level",
    "Lift",
    "MultipleQuestion",
    "NumberQuestion",
    "Option",
    "Quantity",
    "Question",
    "ReferenceProfile",
    "Row",
    "Rule",
    "SampleFirm",
    "Sectors",
    "SingleQuestion",
    "Steer",
    "TextQuestion",
    "Theme",
    "cells_of",
    "scoring_content",
]

Rule = Literal["mean", "sum", "minimum", "count"]


class Dimension(Model):
    id: Id
    title: Text
    short: Text
    """A name of at most about 20 characters, for charts and tables."""
    description: Text
    weight: NonNegativeFloat = 1.0
    rule: Rule = "mean"
    questions: list[Question]


class Level(Model):
    """A stretch of the score. ``bound`` is where it begins (``cut: lower``) or ends (``cut: upper``)."""

    id: Id
    title: Text
    meaning: Text
    bound: FiniteFloat | None = None


class Theme(Model):
    """What questions and actions speak to beyond their dimension, for example a challenge or a remedy."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
    kind: Literal["challenge", "remedy"]
    title: Text
    description: str = ""
    programme: str = ""
    """What a programme (a chamber, a region, a ministry) can do about it: shown in sector reports."""


class Contradiction(Model):
    """Answers that do not go together; pointed out, never corrected."""

    id: Id
    when: Condition
    message: Text


class ReferenceProfile(Model):
    """A typical firm, as scores 0-100 per dimension: stands in until enough firms answered for segments."""

    id: Id
    title: Text
    description: Text
    scores: dict[str, Annotated[float, Field(ge=0, le=100)]]


LEAST_MEANS = 0.5
"""What stays at least of the days and the money assumed for a firm of its size, whatever its answers take off."""


class Steer(Model):
    """What an answer to a closing question does to the roadmap; it changes no score.

    Points of ``dimensions``, and whatever ``actions`` bring, count double when actions are chosen. Of the chosen ones,
    what an ``early`` steer names or raises comes before most others. ``days`` and ``budget`` multiply what a firm of
    that size can usually spare (several steers together leave at least ``LEAST_MEANS`` of it); a firm that sets its
    own is left at that. ``because`` tells the firm so. ``note`` stands on the cards of the actions ``note_on``, which
    need not count double: a wish for help says where help is welcome, not that the action brings more.
    """

    id: Id
    question: str
    option: str
    because: Text
    dimensions: list[str] = []
    actions: list[str] = []
    early: bool = False
    days: Annotated[float, Field(ge=LEAST_MEANS, le=1)] = 1.0
    budget: Annotated[float, Field(ge=LEAST_MEANS, le=1)] = 1.0
    note: str = ""
    note_on: list[str] = []


class SampleFirm(Model):
    """An invented firm whose report shows what one looks like.

    ``profile``: columns of a profile (``scoring.profile.PROFILE``); ``answers``: question → answer, by option ids.
    """

    firm: Text
    profile: dict[str, str | int | bool]
    answers: dict[str, str | float | list[str] | dict[str, str]]


class Instrument(Model):
    """A versioned questionnaire with its scoring key. Read one with ``loading.load``."""

    format: Literal[1]
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
    version: PositiveInt
    revision: PositiveInt = 1
    language: str
    title: Text
    description: Text
    source: Text
    unofficial: bool = False
    minutes: Annotated[list[PositiveInt], Field(min_length=2, max_length=2)] | None = None
    """How long answering takes, from and to; shown before it begins."""
    required_share: Annotated[float, Field(ge=0, le=1)] = 0.6
    overall: Rule = "mean"
    cut: Literal["lower", "upper"] = "lower"
    levels: Annotated[list[Level], Field(min_length=2)]
    baseline: str
    dimensions: Annotated[list[Dimension], Field(min_length=1)]
    closing: list[Question] = []
    """Unscored questions asked at the end, for example what the firm wants first."""
    themes: list[Theme] = []
    contradictions: list[Contradiction] = []
    reference_profiles: list[ReferenceProfile] = []
    actions: list[Action] = []
    steering: list[Steer] = []
    sample: SampleFirm | None = None
    switches: dict[str, str] = {}
    """The named variants in force: switch → value."""

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its id, in the order asked, the closing ones last."""
        asked = [question for dimension in self.dimensions for question in dimension.questions]
        return {question.id: question for question in (*asked, *self.closing)}

    @cached_property
    def dimension_of(self) -> dict[str, Dimension]:
        """The dimension of each question id; closing questions have none."""
        return {question.id: dimension for dimension in self.dimensions for question in dimension.questions}

    @cached_property
    def is_weighted_mean(self) -> bool:
        """Whether every score is a weighted mean, so that each question has a share of the overall score."""
        return self.overall == "mean" and all(dimension.rule == "mean" for dimension in self.dimensions)

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Names of the answer cells, in order: ``question``, ``question.option`` (multiple), ``question.row`` (grid).

        Text questions have none: they hold words, not codes.
        """
        return tuple(cell for question in self.questions.values() for cell in cells_of(question))

    @cached_property
    def actions_by_id(self) -> dict[str, Action]:
        return {action.id: action for action in self.actions}

    @cached_property
    def reference(self) -> str:
        """``id@version`` with any switches: what a file or an address calls this instrument."""
        switches = "&".join(f"{name}={value}" for name, value in sorted(self.switches.items()))
        return f"{self.id}@{self.version}" + (f"?{switches}" if switches else "")

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical scoring content; wording and actions do not change it."""
        text = json.dumps(scoring_content(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


_NOT_SCORING = frozenset({
    "text", "help", "example", "examples", "ask", "label", "title", "short", "description", "meaning", "unit", "themes",
    "max_length", "adverse",
})  # fmt: skip
"""Fields that can change without changing a score."""


def scoring_content(instrument: Instrument) -> dict[str, Any]:
    """What decides a score: ids, types, options, points, weights, conditions, rules and cuts."""
    kept = {"id", "version", "required_share", "overall", "cut", "levels", "baseline", "dimensions", "closing"}
    content: dict[str, Any] = _without_wording(instrument.model_dump(mode="json", include=kept))
    return content


def _without_wording(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {key: _without_wording(inner) for key, inner in value.items() if key not in _NOT_SCORING}
        if kept.get("type") == "multiple":
            kept["none"] = kept["none"] is not None
        return kept
    if isinstance(value, list):
        return [_without_wording(inner) for inner in value]
    return value
