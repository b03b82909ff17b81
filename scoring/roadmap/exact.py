"""The cheapest way to the next level, and the best plan by quarters: exact, by integer programs."""

from __future__ import annotations

import math
from dataclasses import replace

from scoring.answers import AnswerTable
from scoring.roadmap.cheapest import cheapest
from scoring.roadmap.choices import RoadmapChoices
from scoring.roadmap.planner import drafted
from scoring.roadmap.program import SECONDS, Limits
from scoring.roadmap.quarters import BestPlan, Task, best
from scoring.roadmap.season import QUARTER, Season
from scoring.roadmap.situation import situation_of
from scoring.roadmap.way import Way
from scoring.scores import Scores

__all__ = ["BestPlan", "Task", "best_plan", "cheapest_way"]

QUARTERS = 8
"""The 24 months of a plan."""

BRANCHES = 2_000
"""``NODES`` of a program of quarters, which is larger: each takes some ten times as long."""


def cheapest_way(
    table: AnswerTable,
    scores: Scores,
    row: int = 0,
    choices: RoadmapChoices = RoadmapChoices(),  # noqa: B008 - frozen
    *,
    time_limit: float = SECONDS,
) -> Way | None:
    """The cheapest way of one firm from its present level to the next; None without a level, or from the highest.

    All actions that fit the firm are looked at, whatever its budget and time, except those marked as not for it; what
    is marked as done is in place to begin with. It minimises cost plus own days at ``choices.day_rate``, EUR to the
    cent, mid-range, with monthly costs over the 24 months of a plan; ties go to fewer own days, then to fewer actions,
    then to the ids in their order. Several actions on one question give the greatest of what they lead to (single
    answers, each row of a grid) or the union (multiple); prerequisites come along. Blank, don't know and not applicable
    are never lifted: ``Way.find_out`` names the questions. Levels are compared as ``level_of`` does, by the
    instrument's own rules, whichever they are.

    ``time_limit``: seconds for the solver. Where it passes, or ``program.NODES`` branches, the way is one that is
    looked for, and says so (``Way.found``, ``Way.note``). Raises ``ValueError`` for a negative time limit.
    """
    found = situation_of(table, scores, row, choices)
    return cheapest(found.case, found.fit.base, found.level, time_limit=time_limit)


def best_plan(  # noqa: PLR0913 - what plan takes, and how long it looks ahead and for
    table: AnswerTable,
    scores: Scores,
    row: int = 0,
    choices: RoadmapChoices = RoadmapChoices(),  # noqa: B008 - frozen
    *,
    quarters: int = QUARTERS,
    time_limit: float = SECONDS,
) -> BestPlan:
    """The plan of one firm by quarters that brings most points of the overall score within its days and budget.

    The days per month and the budget are those of ``plan``; the calendar is that of ``quarters``. Points only: nothing
    counts double, and the firm's own order is not kept. What it planned comes first as far as it finds room, whatever
    it brings. Of plans with as many points it is the one that brings them soonest (the highest sum of scores over the
    quarters), then the one with fewest own days, then with fewest actions.

    ``time_limit``: seconds for the solver. Where it passes, or ``BRANCHES`` of one program, or where the overall score
    is made from sums or counts of dimensions, the plan is that of ``plan`` by quarters, with monthly costs over all 24
    months as here, or its points are proven but not its order: ``BestPlan.proven``, ``BestPlan.note``. Raises
    ``ValueError`` for a negative time limit, or less than 1 quarter.
    """
    if quarters < 1:
        raise ValueError(f"{quarters} quarters: give 1 or more")
    found = situation_of(table, scores, row, choices)
    index = found.case.standing.actions.index
    planned = {index[name] for name, mark in choices.marks.items() if mark == "planned" and name in index}
    season = Season(found.case, found.fit.base, frozenset(planned - found.fit.barred), quarters)

    def by_search() -> dict[int, int]:
        places = {action: place for place, action in enumerate(season.candidates)}
        case = replace(found.case, runs_throughout=True)  # else it would go over the budget by what starts late
        spans = drafted(case, found.openings, found.fit, choices)[0].spans
        ends = {action: math.ceil(span.months[1] / QUARTER - 1e-9) - 1 for action, span in spans.items()}
        return {places[action]: end for action, end in ends.items() if end < quarters}

    return best(season, Limits.of(time_limit, BRANCHES), by_search)
