"""What a firm, or its adviser, decides about its roadmap, and what is assumed where it decides nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from scoring.messages import N_, Message, Problem, WaymarkError

Mark = Literal["done", "planned", "not_for_us"]

DAYS_PER_MONTH = {"micro": 1.5, "small": 3.0, "medium": 10.0, "large": 25.0}
"""Own staff days a month that a firm of each size class can usually spare: the authors' judgement."""

BUDGETS = {"micro": 4_000.0, "small": 15_000.0, "medium": 120_000.0, "large": 400_000.0}
"""EUR over 24 months that a firm of each size class can usually spend on this: the authors' judgement."""

DAY_RATE = 350.0
"""EUR that a firm's own working day counts for when time is weighed against money: the authors' judgement."""

OPENINGS = {
    "solo": (3, 3, 4, 4),
    "micro": (4, 3, 4, 4),
    "small": (4, 4, 5, 5),
    "medium": (5, 4, 5, 4),
    "large": (5, 4, 5, 4),
}
"""How many actions may begin in each phase, so that a plan stays humanly doable: the authors' judgement."""


@dataclass(frozen=True)
class RoadmapChoices:
    """What a firm (or its adviser) decides about its plan; stored beside the answers, never a part of the score.

    ``days_per_month``: own staff days; ``budget``: EUR over the 24 months, one-off and running, at mid-range; None
    takes the default for the size class, less what the firm's answers take off it. ``day_rate``: EUR per own staff day,
    to weigh time against money; None takes ``DAY_RATE``. ``marks``: by action id. "done" shows what is expected next
    time, "planned" comes early whatever it brings, "not_for_us" is left out with everything that needs it. ``order``:
    action ids that come first, in this order, after their prerequisites. ``priority``: id of a dimension whose points
    count double when choosing, in place of what the firm's answers would emphasise. Ids that the instrument does not
    know are passed over, since actions come and go with its revisions.

    Raises ``WaymarkError`` with every number that is negative or not finite and every unknown mark.
    """

    days_per_month: float | None = None
    budget: float | None = None
    day_rate: float | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    priority: str | None = None
    revision: int = 0

    def __post_init__(self) -> None:
        problems = [
            Problem(name, Message(N_("Give a number that is 0 or more.")))
            for name in ("days_per_month", "budget", "day_rate")
            if (value := getattr(self, name)) is not None and not (math.isfinite(value) and value >= 0)
        ]
        problems += [
            Problem(f"marks.{action}", Message(N_("Choose one of: {marks}."), {"marks": ", ".join(get_args(Mark))}))
            for action, mark in self.marks.items()
            if mark not in get_args(Mark)
        ]
        if problems:
            raise WaymarkError(problems)
