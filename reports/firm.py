"""What a firm's report says: ``build`` makes it from answers, scores and roadmap; page, PDF and files only read it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations

from babel import Locale

from scoring.answers import AnswerTable
from scoring.roadmap import Roadmap
from scoring.scores import Scores


@dataclass(frozen=True)
class Branding:
    """Under whose name a report goes out."""

    organisation: str = ""
    accent: str = ""
    contact: str = ""


@dataclass(frozen=True)
class DimensionLine:
    """One dimension. ``score`` None: not enough answered or not applicable; ``shown`` is what is displayed for it."""

    id: str
    title: str
    short: str
    description: str
    score: float | None
    shown: str
    level: str
    sentence: str
    questions: tuple[QuestionLine, ...]


@dataclass(frozen=True)
class QuestionLine:
    """One question: its text, the answer in words, and points on the overall scale, as numbers and as shown."""

    id: str
    text: str
    answer: str
    state: str
    points: float | None
    possible: float
    shown: str
    note: str


@dataclass(frozen=True)
class Finding:
    """Something that works, or a gap: ``title`` names it, ``text`` says it in a sentence."""

    dimension: str
    title: str
    text: str
    points: float


@dataclass(frozen=True)
class ActionCard:
    """One step of the roadmap, in words. ``number`` counts from 1 in the order of the plan."""

    id: str
    number: int
    title: str
    summary: str
    because: tuple[str, ...]
    steps: tuple[str, ...]
    owner: str
    measure: str
    when: str
    phase: int
    start: float
    end: float
    gain: float
    gain_shown: str
    own_days: str
    outside_days: str
    cost_once: str
    cost_monthly: str
    running_days: str
    running_cost: str
    needs: tuple[str, ...]
    """Titles of the actions that come first."""
    needs_numbers: tuple[int, ...]
    grant_note: str
    level: str
    mark: str
    comment: str


@dataclass(frozen=True)
class Phase:
    title: str
    start: int
    end: int
    actions: tuple[ActionCard, ...]


@dataclass(frozen=True)
class Fact:
    """A label and its value, for short lists."""

    label: str
    value: str


@dataclass(frozen=True)
class FirmReport:
    """Everything a firm is told, in its language, as plain values."""

    firm: str
    title: str
    date: datetime.date
    date_shown: str
    stage: str
    language: str
    direction: str
    branding: Branding
    instrument: str
    facts: tuple[Fact, ...]
    overall: float | None
    overall_shown: str
    level: str
    level_meaning: str
    to_next: str
    answered: str
    headline: str
    dimensions: tuple[DimensionLine, ...]
    works: tuple[Finding, ...]
    gaps: tuple[Finding, ...]
    contradictions: tuple[str, ...]
    find_out: tuple[str, ...]
    phases: tuple[Phase, ...]
    later: tuple[Fact, ...]
    totals: tuple[Fact, ...]
    expected: str
    method: tuple[str, ...]

    @property
    def actions(self) -> tuple[ActionCard, ...]:
        """Every step of the plan, in order."""
        return tuple(action for phase in self.phases for action in phase.actions)


def build(
    table: AnswerTable,
    scores: Scores,
    roadmap: Roadmap,
    *,
    row: int = 0,
    branding: Branding = Branding(),  # noqa: B008 - frozen
    locale: Locale,
    translations: NullTranslations,
    date: datetime.date,
) -> FirmReport:
    """The report of one firm. ``translations`` covers the catalogues of ``scoring`` and ``reports``."""
    raise NotImplementedError


def render(report: FirmReport, *, paper: str = "A4") -> bytes:
    """The report as PDF; the same report gives the same bytes."""
    raise NotImplementedError


