"""The plan of one firm: its steps in time with their reasons, and what is left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from scoring.answers import AnswerTable
from scoring.instrument import Steer
from scoring.messages import N_, Message
from scoring.roadmap.actions import Floats
from scoring.roadmap.because import Because, because
from scoring.roadmap.calendar import Calendar
from scoring.roadmap.cheapest import cheapest
from scoring.roadmap.choices import Mark, RoadmapChoices
from scoring.roadmap.choosing import LEAST_GAIN, Case, Draft, choose
from scoring.roadmap.fitting import Fit
from scoring.roadmap.gains import Standing
from scoring.roadmap.situation import situation_of
from scoring.roadmap.way import Way, shortest_way
from scoring.scores import Scores

REASONS = {
    "done": N_("You marked it as done."),
    "not_for_us": N_("You marked it as not for you."),
    "needs_refused": N_("It builds on “{action}”, which you marked as not for you."),
    "programme": N_("It is for an association or a public programme, not for a single firm."),
    "size": N_("It does not fit firms of your size."),
    "sector": N_("It does not fit your trade."),
    "staff": N_("It is for firms with employees."),
    "hidden": N_("Whoever advises you does not plan with it."),
    "in_place": N_("Your answers say that this is already in place."),
    "not_applicable": N_("It is about something that does not apply to your firm."),
    "find_out": N_("First find out where you stand: you left open, or did not know, what it builds on."),
    "little": N_("It would bring you hardly anything now."),
    "covered": N_("Other steps of this plan already bring most of what it would."),
    "over_budget": N_("It goes over the budget of this plan."),
    "no_room": N_("There is no room for it within 24 months beside the other steps."),
}
"""Why an action is not in the plan."""


@dataclass(frozen=True)
class Step:
    """One action placed in time. Ranges are (low, high); days are working days, money EUR at ``price_year`` prices.

    ``phase``: position in ``PHASES`` of the month in which it starts. ``start``, ``end``: months from the start of the
    plan. ``gain``: points of the overall score that it still brings after the steps before it (rounded to 4 decimals;
    0 for one that only prepares others). ``because``: empty where it lifts no answer that the firm gave. ``needs``:
    ids of the earlier steps of this plan that it builds on. ``running_days``, ``running_cost``: mid-range totals up to
    and with this step, cost with the monthly part from the step's start until month 24.
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
    """An action that is not in the plan, and why; ``kind`` is the reason's key in ``REASONS``.

    ``gain``: points of the overall score that it would bring alone, from the present answers (4 decimals).
    ``comment``: what the firm noted about it.
    """

    action: str
    reason: Message
    gain: float
    kind: str = "no_room"
    comment: str = ""


@dataclass(frozen=True)
class Roadmap:
    """A plan over 24 months. Every action of the instrument is either a step or left out.

    ``steps``: in order of start. ``left_out``: most points first. ``find_out``: ids of questions answered "don't know"
    or left open, wholly or in a row of a grid, which no action lifts before someone has found out. ``expected``:
    overall score if every step, and every action marked as done, is in place; not rounded, so that it is at the level
    that ``way`` reckons with (None where there is no overall score). ``days_per_month``, ``budget``, ``day_rate``: what
    the plan was made for, in own days, EUR over the 24 months and EUR per own day: the firm's choices, or the defaults
    for its size less what its answers take off them.
    ``steering``: what answers of the firm do to the plan, in the order of the instrument; ``overruled``: the same of
    answers of which the firm's own choice of days, budget or priority replaces a part, or all; their notes stand.
    ``way``: the way to the next level, as ``Way.found`` says; None without a level, or from the highest. ``choices``:
    what the firm decided itself.
    """

    steps: tuple[Step, ...]
    left_out: tuple[LeftOut, ...]
    find_out: tuple[str, ...]
    expected: float | None
    days_per_month: float
    budget: float
    day_rate: float
    steering: tuple[Steer, ...] = ()
    overruled: tuple[Steer, ...] = ()
    way: Way | None = None
    choices: RoadmapChoices = field(default_factory=RoadmapChoices)


def plan(
    table: AnswerTable,
    scores: Scores,
    row: int = 0,
    choices: RoadmapChoices = RoadmapChoices(),  # noqa: B008 - frozen
    *,
    exact: bool = False,
) -> Roadmap:
    """The roadmap of one firm of the table.

    Points still to be gained, from its present answers, against own days and cost at mid-range, within the days per
    month and the budget. What answers steer by ``instrument.steering`` counts double when actions are chosen and
    ordered, never in what is reported to be gained; the firm's own choices come before them (see ``steering_of``).
    A firm of unknown size is planned for as a small one; people are its employees where known.
    Answers that are blank, don't know, not applicable or hidden are never lifted. Without an overall score the gains
    weigh the dimensions that have one. The same answers and choices give the same plan, whatever the order of the
    actions in the instrument.

    ``exact``: the way to the next level is the cheapest by any action that fits the firm, proven by a solver, which
    takes as long again as all the rest of a report; else the shortest found among the steps of the plan.
    """
    found = situation_of(table, scores, row, choices)
    case, fit, where, steering = found.case, found.fit, found.case.standing, found.steering
    draft, refusals = drafted(case, found.openings, fit, choices)
    return Roadmap(
        steps=_steps(case, fit, draft, choices),
        left_out=_left_out(case, fit, draft, refusals, choices),
        find_out=where.find_out,
        expected=float(where.worth(draft.values)) if where.has_score else None,
        days_per_month=case.days_per_month,
        budget=case.budget,
        day_rate=case.day_rate,
        steering=steering.in_force,
        overruled=steering.overruled,
        way=cheapest(case, fit.base, found.level) if exact else shortest_way(case, fit.base, draft.spans, found.level),
        choices=choices,
    )


def drafted(
    case: Case, openings: tuple[int, ...], fit: Fit, choices: RoadmapChoices
) -> tuple[Draft, Mapping[int, str]]:
    """What the plan of a case holds and when, and why each action that could have been in it is not."""

    def allowed(names: Iterable[str]) -> list[int]:
        index = case.standing.actions.index
        return [index[name] for name in dict.fromkeys(names) if name in index and index[name] not in fit.barred]

    empty = Draft(Calendar.empty(case.days_per_month, openings), fit.base)
    planned = sorted(allowed(name for name, mark in choices.marks.items() if mark == "planned"))
    return choose(case, empty, allowed(choices.order), planned)


def _steps(case: Case, fit: Fit, draft: Draft, choices: RoadmapChoices) -> tuple[Step, ...]:
    table, demands = case.standing.actions, case.demands
    rank = {action: place for place, action in enumerate(draft.spans)}
    chosen = sorted(draft.spans, key=lambda action: (draft.spans[action].start, rank[action]))
    gains = _gains_in_turn(case.standing, fit.base, chosen)
    whys = because(case.standing, fit.base, chosen)
    days = np.cumsum(case.days[chosen])
    cost = np.cumsum([case.cost(action, draft.spans[action]) for action in chosen])
    return tuple(
        Step(
            action=(name := table.actions[action].id),
            phase=draft.spans[action].phase,
            start=draft.spans[action].months[0],
            end=draft.spans[action].months[1],
            gain=gains[place],
            own_days=_range(demands.own_days[action]),
            outside_days=_range(demands.outside_days[action]),
            cost_once=_range(demands.cost_once[action]),
            cost_monthly=_range(demands.cost_monthly[action]),
            because=whys[place],
            needs=tuple(table.actions[need].id for need in case.open_needs[action]),
            running_days=round(float(days[place]), 4),
            running_cost=round(float(cost[place]), 4),
            mark=choices.marks.get(name),
            comment=choices.comments.get(name, ""),
        )
        for place, action in enumerate(chosen)
    )


def _gains_in_turn(where: Standing, base: Floats, chosen: Sequence[int]) -> list[float]:
    """What each action adds to those before it; the differences of rounded scores, so that they add up."""
    values = np.maximum.accumulate(np.vstack([base, where.targets[list(chosen)]]), axis=0)
    return [round(float(gain), 4) + 0.0 for gain in np.diff(np.round(where.worth(values), 4))]


def _range(span: Floats) -> tuple[float, float]:
    return round(float(span[0]), 2), round(float(span[1]), 2)


def _left_out(
    case: Case, fit: Fit, draft: Draft, refusals: Mapping[int, str], choices: RoadmapChoices
) -> tuple[LeftOut, ...]:
    where = case.standing
    alone = where.worth(np.vstack([where.present, np.maximum(where.present, where.targets)]))
    gains = np.round(alone[1:] - alone[0], 4)
    others = [action for action in range(len(gains)) if action not in draft.spans]
    kinds = {action: _kind(action, fit, refusals, float(gains[action])) for action in others}
    return tuple(
        LeftOut(
            name := where.actions.actions[action].id,
            _reason(case, fit, action, kinds[action]),
            float(gains[action]),
            kinds[action],
            choices.comments.get(name, ""),
        )
        for action in sorted(others, key=lambda action: (-gains[action], action))
    )


def _kind(action: int, fit: Fit, refusals: Mapping[int, str], gain: float) -> str:
    found = fit.kinds.get(action) or refusals.get(action)
    return found or ("little" if gain < LEAST_GAIN else "covered")


def _reason(case: Case, fit: Fit, action: int, kind: str) -> Message:
    if kind != "needs_refused":
        return _FIXED[kind]
    return Message(REASONS[kind], {"action": case.standing.actions.actions[fit.refused[action]].title})


_FIXED = {kind: Message(text) for kind, text in REASONS.items()}
