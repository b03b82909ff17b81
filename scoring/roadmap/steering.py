"""Which answers steer the plan of one firm, and what they, or the firm's own choices, make count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from scoring.answers import AnswerTable
from scoring.conditions import View, profile_fields
from scoring.instrument import LEAST_MEANS, Condition, Instrument, Steer
from scoring.roadmap.choices import BUDGETS, DAYS_PER_MONTH, RoadmapChoices
from scoring.scores.rules import compiled


@dataclass(frozen=True)
class Emphasis:
    """What counts double when actions are chosen: points of ``dimensions``, and whatever ``actions`` bring (ids).

    No point counts more than double, by however many ways it is named.
    """

    dimensions: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Steering:
    """What a plan is made for. ``in_force``: steers of which everything holds; ``overruled``: those of which the firm's
    own choices replace a part, or all. ``days_per_month``: own days; ``budget``: EUR over the months of the plan."""

    in_force: tuple[Steer, ...]
    overruled: tuple[Steer, ...]
    emphasis: Emphasis
    days_per_month: float
    budget: float


def steering_of(table: AnswerTable, row: int, size: str, choices: RoadmapChoices) -> Steering:
    """What the firm's answers and choices make of the plan; choices win over answers.

    A priority that the instrument knows replaces what answers emphasise; own days or budget replace the default for
    the size and what answers take off it. Of a default at least ``LEAST_MEANS`` stays, however many steers take from
    it, since the same want of means may be told by several answers.
    """
    given = steers(table, row)
    priority = {dimension.id for dimension in table.instrument.dimensions} & {choices.priority}
    overruled = [steer for steer in given if _is_overruled(steer, choices, bool(priority))]
    return Steering(
        in_force=tuple(steer for steer in given if steer not in overruled),
        overruled=tuple(overruled),
        emphasis=Emphasis(frozenset(priority)) if priority else _emphasis(given),
        days_per_month=_means(choices.days_per_month, DAYS_PER_MONTH[size], (steer.days for steer in given)),
        budget=_means(choices.budget, BUDGETS[size], (steer.budget for steer in given)),
    )


def steers(table: AnswerTable, row: int) -> tuple[Steer, ...]:
    """The steers whose answer the firm gave, in the order of the instrument; a hidden question gives none."""
    instrument = table.instrument
    if not instrument.steering:
        return ()
    view = _view(instrument, table, row)
    return tuple(steer for steer in instrument.steering if _is_given(steer, view))


def _view(instrument: Instrument, table: AnswerTable, row: int) -> View:
    conditions, rows = compiled(instrument).conditions, slice(row, row + 1)
    return View(conditions, table.codes[rows].T, profile_fields(table.profile.iloc[rows], conditions.fields))


def _is_given(steer: Steer, view: View) -> bool:
    truth = view.holds(Condition(answers={steer.question: [steer.option]}), unknown=False)
    return truth if isinstance(truth, bool) else bool(truth[0])


def _is_overruled(steer: Steer, choices: RoadmapChoices, has_priority: bool) -> bool:
    return (
        (has_priority and bool(steer.dimensions or steer.actions))
        or (choices.days_per_month is not None and steer.days < 1)
        or (choices.budget is not None and steer.budget < 1)
    )


def _emphasis(given: Iterable[Steer]) -> Emphasis:
    named = [(frozenset(steer.dimensions), frozenset(steer.actions)) for steer in given]
    return Emphasis(
        frozenset().union(*(dimensions for dimensions, _ in named)),
        frozenset().union(*(actions for _, actions in named)),
    )


def _means(chosen: float | None, usual: float, factors: Iterable[float]) -> float:
    return usual * max(LEAST_MEANS, prod(factors)) if chosen is None else chosen
