"""The best plan by quarters: which actions, done in which quarter, for the most points within time and money.

A coarser calendar than that of ``planner``. An action is done in one quarter; its own days lie in that quarter and
those before it, so that no more days are due by the end of any quarter than there were; it is not done before its weeks
have passed, nor before what it builds on, which may be done in the same quarter. It costs its one-off and 24 months of
its monthly cost whenever it is done: else a plan for most points would put off whatever runs on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.messages import N_, Message
from scoring.roadmap.actions import Bools
from scoring.roadmap.program import Limits, UnfinishedError
from scoring.roadmap.schedule import most_points, soonest
from scoring.roadmap.season import Season

Proven = Literal["all", "points", "nothing"]

NOTES: dict[Proven, str] = {
    "all": N_("No plan within this time and money brings more points, or brings as many sooner: proven."),
    "points": N_("No plan within this time and money brings more points: proven. Another might bring them sooner."),
    "nothing": N_("The plan was found step by step and is not proven: another might bring more points."),
}
"""What is known of a plan by quarters."""


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

    ``tasks``: in order of ``done``, then of ids. ``scores``: the overall score at the end of each quarter, 4 decimals;
    None where the firm has none: it is then planned for by what it answered. ``days``: own days worked in each.
    ``days_per_quarter``, ``budget``: what they may be at most. ``unplaced``: planned actions that found no room.
    """

    tasks: tuple[Task, ...]
    scores: tuple[float, ...] | None
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


def best(season: Season, limits: Limits, fallback: Callable[[], Mapping[int, int]]) -> BestPlan:
    """The best plan of a season.

    As many planned actions as find room; then most points at the end; of plans with as many, the one with the highest
    sum of scores over the quarters; then fewest own days, then fewest actions. ``fallback``: place → quarter in which
    it is done, within days and budget, for where a program does not know the rules or the solver reaches a limit.
    """
    if not season.candidates:
        return _told(season, {}, "all")
    try:
        chosen = most_points(season, limits)
    except UnfinishedError:
        return _told(season, fallback(), "nothing")
    try:
        return _told(season, soonest(season, chosen, limits), "all")
    except UnfinishedError:
        return _told(season, _packed(season, chosen), "points")


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
        scores=_scores(season, done) if season.case.standing.has_score else None,
        days=tuple(round(float(worked), 4) for worked in days),
        own_days=round(float(season.days[ordered].sum()), 4),
        cost=round(float(season.costs[ordered].sum()), 2),
        days_per_quarter=season.capacity,
        budget=season.case.budget,
        proven=proven,
        unplaced=tuple(names[season.candidates[place]].id for place in season.wanted if place not in done),
    )


def _scores(season: Season, done: Mapping[int, int]) -> tuple[float, ...]:
    by_end = [[place for place, end in done.items() if end <= quarter] for quarter in range(season.quarters)]
    found = season.case.standing.worth(np.vstack([season.values(places) for places in by_end]))
    return tuple(round(float(score), 4) + 0.0 for score in found)


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
