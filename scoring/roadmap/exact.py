"""The cheapest way to the next level, and the best plan by quarters: exact, by integer programs."""

from __future__ import annotations

from scoring.answers import AnswerTable
from scoring.roadmap.cheapest import cheapest
from scoring.roadmap.choices import RoadmapChoices
from scoring.roadmap.program import SECONDS
from scoring.roadmap.situation import situation_of
from scoring.roadmap.way import Way
from scoring.scores import Scores

__all__ = ["cheapest_way"]


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
