"""The roadmap: which actions, in which order, when, and why, for one firm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from scoring.answers import AnswerTable
from scoring.messages import Message
from scoring.scores import Scores

PHASES = ((0, 3), (3, 6), (6, 12), (12, 24))
"""Months from the start at which each phase begins and ends."""

Mark = Literal["done", "planned", "not_for_us"]


@dataclass(frozen=True)
class RoadmapChoices:
    """What a firm (or its adviser) decides about its plan; stored beside the answers, never a part of the score.

    ``days_per_month``: own staff days; ``budget``: EUR over the 24 months, one-off and running, at mid-range; None
    takes the default for the size class. ``day_rate``: EUR per own staff day, to weigh time against money.
    """

    days_per_month: float | None = None
    budget: float | None = None
    day_rate: float = 350.0
    marks: Mapping[str, Mark] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    priority: str | None = None
    revision: int = 0


@dataclass(frozen=True)
class Because:
    """One reason for an action: the answer that it lifts. ``row`` for grids; ids, put into words by the report.

    ``current``: option or band id now chosen (single, number, grid row); None for a multiple, where ``target`` holds
    the option ids that the action adds. ``points``: what it brings on the overall scale by itself.
    """

    question: str
    row: str | None
    current: str | None
    target: tuple[str, ...]
    points: float


@dataclass(frozen=True)
class Step:
    """One action placed in time. Ranges are (low, high); days are working days, money EUR at ``price_year`` prices.

    ``gain``: points of the overall score that it still brings after the steps before it (rounded to 4 decimals).
    ``start``, ``end``: months from the start. ``running_days``, ``running_cost``: mid-range totals up to and with
    this step, cost with the monthly part until month 24.
    """

    action: str
    phase: int
    start: float
    end: float
    gain: float
    own_days: tuple[float, float]
    outside_days: tuple[float, float]
    cost_once: tuple[float, float]
    cost_monthly: tuple[float, float]
    because: tuple[Because, ...]
    needs: tuple[str, ...]
    running_days: float
    running_cost: float
    mark: Mark | None = None
    comment: str = ""


@dataclass(frozen=True)
class LeftOut:
    """An action that is not in the plan, and why (does not fit, nothing to gain, over the budget, marked)."""

    action: str
    reason: Message
    gain: float


@dataclass(frozen=True)
class Roadmap:
    """A plan over 24 months: ``steps`` in order of start; ``left_out``; ``find_out``: ids of questions answered
    "don't know" or left open, which no action lifts before someone has found out; ``expected``: overall score if
    every step is done (None where there is no overall score)."""

    steps: tuple[Step, ...]
    left_out: tuple[LeftOut, ...]
    find_out: tuple[str, ...]
    expected: float | None
    days_per_month: float
    budget: float
    day_rate: float


def plan(table: AnswerTable, scores: Scores, row: int = 0, choices: RoadmapChoices = RoadmapChoices()) -> Roadmap:  # noqa: B008 - frozen
    """The roadmap of one firm of the table."""
    raise NotImplementedError
