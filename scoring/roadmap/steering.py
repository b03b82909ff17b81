"""Which answers steer the plan of one firm, and what they, or the firm's own choices, make count."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from math import prod

import numpy as np

from scoring.answers import AnswerTable
from scoring.conditions import MATCHES, Conditions, View, profile_fields
from scoring.instrument import LEAST_MEANS, Steer
from scoring.roadmap.choices import BUDGETS, DAYS_PER_MONTH, RoadmapChoices
from scoring.scores.rules import compiled


@dataclass(frozen=True)
class Emphasis:
    """What is made much of: points of ``dimensions``, and whatever ``actions`` bring (ids).

    Where it counts double, no point counts more than that, by however many ways it is named.
    """

    dimensions: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Steering:
    """What a plan is made for. ``in_force``: steers of which everything holds; ``overruled``: those of which the firm's
    own choices replace a part, or all. ``early``: what comes before most of the plan. ``days_per_month``: own days;
    ``budget``: EUR over the months of the plan."""

    in_force: tuple[Steer, ...]
    overruled: tuple[Steer, ...]
    emphasis: Emphasis
    early: Emphasis
    days_per_month: float
    budget: float


def steering_of(table: AnswerTable, row: int, size: str, choices: RoadmapChoices) -> Steering:
    """What the firm's answers and choices make of the plan; choices win over answers.

    A priority that the instrument knows replaces what answers emphasise, and comes early; own days or budget replace
    the default for the size and what answers take off it. Of a default at least ``LEAST_MEANS`` stays, however many
    steers take from it, since the same want of means may be told by several answers. A steer that only speaks for
    actions has nothing more to say once each of them is done or refused.
    """
    given = [steer for steer in steers(table, row) if not _is_spent(steer, choices)]
    priority = {dimension.id for dimension in table.instrument.dimensions} & {choices.priority}
    overruled = [steer for steer in given if _is_overruled(steer, choices, bool(priority))]
    return Steering(
        in_force=tuple(steer for steer in given if steer not in overruled),
        overruled=tuple(overruled),
        emphasis=Emphasis(frozenset(priority)) if priority else _emphasis(given),
        early=Emphasis(frozenset(priority)) if priority else _emphasis(steer for steer in given if steer.early),
        days_per_month=_means(choices.days_per_month, DAYS_PER_MONTH[size], (steer.days for steer in given)),
        budget=_means(choices.budget, BUDGETS[size], (steer.budget for steer in given)),
    )


def steers(table: AnswerTable, row: int) -> tuple[Steer, ...]:
    """The steers whose answer the firm gave, in the order of the instrument; a hidden question gives none."""
    conditions, cells = compiled(table.instrument).conditions, table.codes[row : row + 1].T
    given = [steer for steer in table.instrument.steering if _is_chosen(steer, conditions, cells)]
    hidden = _hidden(table, row, conditions, {steer.question for steer in given})
    return tuple(steer for steer in given if steer.question not in hidden)


def _is_chosen(steer: Steer, conditions: Conditions, cells: np.ndarray) -> bool:
    reference = conditions.references[steer.question]
    return bool(MATCHES[reference.kind](cells, reference, [steer.option]))


def _hidden(table: AnswerTable, row: int, conditions: Conditions, questions: Set[str]) -> set[str]:
    """Those of the questions that are not asked. Most have no condition, and the profile is slow to read."""
    conditional = questions & conditions.show_if.keys()
    if not conditional:
        return set()
    profile = profile_fields(table.profile.iloc[row : row + 1], conditions.fields)
    view = View(conditions, table.codes[row : row + 1].T, profile)
    return {question for question in conditional if not view.shown(question)}


def _is_spent(steer: Steer, choices: RoadmapChoices) -> bool:
    only_actions = bool(steer.actions) and not steer.dimensions and steer.days == steer.budget == 1
    return only_actions and all(choices.marks.get(action) in ("done", "not_for_us") for action in steer.actions)


def _is_overruled(steer: Steer, choices: RoadmapChoices, has_priority: bool) -> bool:
    return (
        (has_priority and bool(steer.dimensions or steer.actions))
        or (choices.days_per_month is not None and steer.days < 1)
        or (choices.budget is not None and steer.budget < 1)
    )


def _emphasis(given: Iterable[Steer]) -> Emphasis:
    named = list(given)
    return Emphasis(
        frozenset(name for steer in named for name in steer.dimensions),
        frozenset(name for steer in named for name in steer.actions),
    )


def _means(chosen: float | None, usual: float, factors: Iterable[float]) -> float:
    return round(usual * max(LEAST_MEANS, prod(factors)), 2) if chosen is None else chosen
