"""The best plan by quarters: which actions, done in which quarter, for the most points within time and money.

A coarser calendar than that of ``planner``. An action is done in one quarter; its own days lie in that quarter and
those before it, so that no more days are due by the end of any quarter than there were; it is not done before its weeks
have passed, nor before what it builds on, which may be done in the same quarter. It costs its one-off and 24 months of
its monthly cost whenever it is done: else a plan for most points would put off whatever runs on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from scoring.messages import N_, Message
from scoring.roadmap.actions import Bools, Floats
from scoring.roadmap.calendar import MONTHS, WEEKS_PER_MONTH
from scoring.roadmap.cheapest import candidates_of, weights_of, worth_of
from scoring.roadmap.choosing import Case
from scoring.roadmap.program import Limits, Program, UnfinishedError
from scoring.roadmap.rising import gains_of, rises

QUARTER = 3
"""Months."""

Proven = Literal["all", "points", "nothing"]

NOTES: dict[Proven, str] = {
    "all": N_("No plan within this time and money brings more points, or brings as many sooner: proven."),
    "points": N_("No plan within this time and money brings more points: proven. Another might bring them sooner."),
    "nothing": N_("The plan was found step by step and is not proven: another might bring more points."),
}
"""What is known of a plan by quarters."""

SLACK = 1e-5
"""Points below the most at which a plan counts as no worse: ten times what the solver takes for nothing."""


@dataclass(frozen=True)
class Task:
    """An action in a plan by quarters, counted from 0: ``start`` is the first in which its own days find room, as late
    as its weeks allow, and ``done`` the last. ``own_days``, ``cost``: mid-range; EUR, monthly costs over 24 months."""

    action: str
    start: int
    done: int
    own_days: float
    cost: float
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class BestPlan:
    """The plan by quarters that brings most points.

    ``tasks``: in order of ``done``, then of ids. ``scores``: the overall score at the end of each quarter (of the
    dimensions that have a score, where there is no overall one), 4 decimals. ``days``: own days worked in each.
    ``days_per_quarter``, ``budget``: what they may be at most. ``unplaced``: planned actions that found no room.
    """

    tasks: tuple[Task, ...]
    scores: tuple[float, ...]
    days: tuple[float, ...]
    own_days: float
    cost: float
    days_per_quarter: float
    budget: float
    proven: Proven
    unplaced: tuple[str, ...] = ()

    @property
    def note(self) -> Message:
        """What is known of it, in words."""
        return Message(NOTES[self.proven])


@dataclass(frozen=True)
class Season:
    """What a plan by quarters is made from: the candidates, by place, and the time and money there is."""

    case: Case
    base: Floats
    planned: frozenset[int]
    quarters: int

    @cached_property
    def candidates(self) -> tuple[int, ...]:
        """Actions that can lift an answer, and planned ones, with what they build on."""
        return candidates_of(self.case, self.base, self.planned)

    @cached_property
    def days(self) -> Floats:
        return np.round(self.case.days[list(self.candidates)], 4)

    @cached_property
    def costs(self) -> Floats:
        chosen = list(self.candidates)
        return np.round(self.case.once[chosen] + MONTHS * self.case.monthly[chosen], 2)

    @cached_property
    def capacity(self) -> float:
        """Own days of a quarter."""
        return self.case.days_per_month * QUARTER

    @cached_property
    def first(self) -> list[int]:
        """The first quarter in which each candidate can be done, by its weeks."""
        weeks = [self.case.standing.actions.actions[action].weeks for action in self.candidates]
        return [max(math.ceil(each / WEEKS_PER_MONTH / QUARTER - 1e-9), 1) - 1 for each in weeks]

    @cached_property
    def needs(self) -> list[tuple[int, ...]]:
        """Places of what each candidate builds on."""
        place_of = {action: place for place, action in enumerate(self.candidates)}
        return [tuple(place_of[need] for need in self.case.open_needs[action]) for action in self.candidates]

    @cached_property
    def wanted(self) -> list[int]:
        """Places of planned candidates."""
        return [place for place, action in enumerate(self.candidates) if action in self.planned]

    def values(self, places: Sequence[int]) -> Floats:
        """Cell points once these are done."""
        chosen = [self.candidates[place] for place in places]
        found: Floats = np.maximum(self.base, self.case.standing.targets[chosen].max(axis=0, initial=-np.inf))
        return found


def best(season: Season, limits: Limits, fallback: Callable[[], Mapping[int, int]]) -> BestPlan:
    """The best plan of a season.

    As many planned actions as find room; then most points at the end; of plans with as many, the one with the highest
    sum of scores over the quarters; then fewest own days, then fewest actions. ``fallback``: place → quarter in which
    it is done, for where points cannot be told by weights (``minimum``, ``count``) or the solver reaches a limit.
    """
    if not season.candidates:
        return _told(season, {}, "all")
    try:
        chosen = _chosen(season, limits)
    except UnfinishedError:
        return _told(season, fallback(), "nothing")
    try:
        return _told(season, _soonest(season, chosen, limits), "all")
    except UnfinishedError:
        return _told(season, _packed(season, chosen), "points")


@dataclass(frozen=True)
class _Model:
    """A program over ``done[place][quarter]``, and the points at the end of each quarter as weights of variables."""

    program: Program
    done: list[list[int]]
    points: list[Mapping[int, float]]

    def over_all(self, amounts: Iterable[float]) -> dict[int, float]:
        """The sum of an amount over the actions that are done."""
        return {variable: amount for row, amount in zip(self.done, amounts, strict=True) for variable in row}


def _model(season: Season, quarters: int) -> _Model:
    """The program of a season whose time is divided into so many stretches: its quarters, or 1 for all of it."""
    program, length = Program(), season.quarters // quarters
    done = [[program.variable(upper=float(_can(season, place, quarters, quarter))) for quarter in range(quarters)]
            for place in range(len(season.candidates))]  # fmt: skip
    model = _Model(program, done, [])
    for row in done:
        program.at_most(dict.fromkeys(row, 1.0), 1.0)
    program.at_most(model.over_all(season.costs), season.case.budget + 1e-6)
    for quarter in range(quarters):
        due = {variable: days for row, days in zip(done, season.days, strict=True) for variable in row[: quarter + 1]}
        program.at_most(due, season.capacity * length * (quarter + 1) + 1e-6)
        for place, needs in enumerate(season.needs):
            for need in needs:
                before = dict.fromkeys(done[place][: quarter + 1], 1.0)
                program.at_most(before | dict.fromkeys(done[need][: quarter + 1], -1.0), 0.0)
        model.points.append(_points(season, model, quarter))
    return model


def _can(season: Season, place: int, quarters: int, quarter: int) -> bool:
    last = (quarter + 1) * (season.quarters // quarters) - 1
    return last >= season.first[place]


def _points(season: Season, model: _Model, quarter: int) -> Mapping[int, float]:
    standing = season.case.standing
    taken = [dict.fromkeys(row[: quarter + 1], 1.0) for row in model.done]
    found = rises(standing, season.base, season.candidates)
    gains = gains_of(model.program, found, taken, standing.mean.earned(season.base))
    return worth_of(gains, weights_of(standing) or {})


def _chosen(season: Season, limits: Limits) -> Bools:
    """Which candidates bring most points, in all the time there is; when each is done is another question."""
    if weights_of(season.case.standing) is None:
        raise UnfinishedError
    model = _model(season, 1)
    _keep_planned(season, model, limits)
    _keep(model.program, model.points[0], limits)
    _keep(model.program, _negative(model.over_all(season.days)), limits)
    found = _least(model.program, model.over_all([1.0] * len(model.done)), limits)
    return found[[row[0] for row in model.done]] > 0.5


def _keep_planned(season: Season, model: _Model, limits: Limits) -> None:
    if season.wanted:
        _keep(model.program, {variable: 1.0 for place in season.wanted for variable in model.done[place]}, limits)


def _keep(program: Program, amounts: Mapping[int, float], limits: Limits) -> None:
    """From now on these amounts are as great as they can be."""
    found = _least(program, _negative(amounts), limits)
    program.at_least(amounts, float(sum(amount * found[variable] for variable, amount in amounts.items())) - SLACK)


def _negative(amounts: Mapping[int, float]) -> dict[int, float]:
    return {variable: -amount for variable, amount in amounts.items()}


def _least(program: Program, objective: Mapping[int, float], limits: Limits) -> Floats:
    found = program.minimum(objective, limits)
    if found is None:  # doing nothing, or what was found before, meets all rows: so this is a matter of tolerance
        raise UnfinishedError
    whole = np.array(program.whole)
    found[whole] = np.round(found[whole])
    return found


def _soonest(season: Season, chosen: Bools, limits: Limits) -> Mapping[int, int]:
    """The quarter in which each action is done, of the plans with as many points the one that brings them soonest."""
    model = _model(season, season.quarters)
    _keep_planned(season, model, limits)
    worth = season.case.standing.worth
    most = float(worth(season.values(np.flatnonzero(chosen))) - worth(season.base))  # type: ignore[arg-type]
    model.program.at_least(model.points[-1], most - SLACK)
    over_time: dict[int, float] = {}
    for points in model.points:
        for variable, amount in points.items():
            over_time[variable] = over_time.get(variable, 0.0) + amount
    _keep(model.program, over_time, limits)
    _keep(model.program, _negative(model.over_all(season.days)), limits)
    found = _least(model.program, model.over_all([1.0] * len(model.done)), limits)
    return {
        place: quarter for place, row in enumerate(model.done) for quarter, one in enumerate(row) if found[one] > 0.5
    }


def _packed(season: Season, chosen: Bools) -> Mapping[int, int]:
    """The quarter in which each chosen action is done, one after another: each time the one that brings most, with
    what it builds on, for its days."""
    done: dict[int, int] = {}
    used = 0.0
    while len(done) < chosen.sum():
        bundle = _next(season, [int(place) for place in np.flatnonzero(chosen) if place not in done], list(done))
        for place in bundle:
            used += float(season.days[place])
            by_days = math.ceil(used / season.capacity - 1e-9) - 1 if used > 0 else 0
            by_needs = max((done[need] for need in season.needs[place]), default=0)
            done[place] = max(by_days, by_needs, season.first[place], 0)
    return done


def _next(season: Season, left: Sequence[int], done: Sequence[int]) -> list[int]:
    worth = season.case.standing.worth
    bundles = [_bundle(season, place, done) for place in left]
    values = worth(np.vstack([season.values(done), *(season.values([*done, *bundle]) for bundle in bundles)]))
    ratios = [
        (round(float(gained - values[0]) / (season.days[bundle].sum() + 0.5), 9), -bundle[-1], bundle)
        for gained, bundle in zip(values[1:], bundles, strict=True)
    ]
    return max(ratios)[2]


def _bundle(season: Season, place: int, done: Sequence[int]) -> list[int]:
    """The action with what it builds on, that first, as far as it is not done."""
    before = [one for need in season.needs[place] if need not in done for one in _bundle(season, need, done)]
    return [*dict.fromkeys(before), place]


def _told(season: Season, done: Mapping[int, int], proven: Proven) -> BestPlan:
    names = season.case.standing.actions.actions
    ordered = sorted(done, key=lambda place: (done[place], place))
    starts, days = _worked(season, ordered, done)
    rows = [season.values([place for place in ordered if done[place] <= quarter]) for quarter in range(season.quarters)]
    return BestPlan(
        tasks=tuple(
            Task(
                action=names[season.candidates[place]].id,
                start=starts[place],
                done=done[place],
                own_days=float(season.days[place]),
                cost=float(season.costs[place]),
                needs=tuple(names[season.candidates[need]].id for need in season.needs[place]),
            )
            for place in ordered
        ),
        scores=tuple(round(float(score), 4) + 0.0 for score in season.case.standing.worth(np.vstack(rows))),
        days=tuple(round(float(worked), 4) for worked in days),
        own_days=round(float(season.days[ordered].sum()), 4),
        cost=round(float(season.costs[ordered].sum()), 2),
        days_per_quarter=season.capacity,
        budget=season.case.budget,
        proven=proven,
        unplaced=tuple(names[season.candidates[place]].id for place in season.wanted if place not in done),
    )


def _worked(season: Season, ordered: Sequence[int], done: Mapping[int, int]) -> tuple[dict[int, int], list[float]]:
    """The quarter in which work on each begins, and the days worked in each: what is due first is worked on first."""
    room, starts = [season.capacity] * season.quarters, {}
    for place in ordered:
        left, begun = float(season.days[place]), done[place] - season.first[place]
        for quarter in range(done[place] + 1):
            worked = min(left, room[quarter])
            if worked > 1e-9:
                begun, left = min(begun, quarter), left - worked
                room[quarter] -= worked
        starts[place] = max(begun, 0)
    return starts, [season.capacity - each for each in room]
