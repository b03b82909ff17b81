"""The program of a plan by quarters: which candidates are done by the end of each, for the most points, and soonest.

The variables are "done by the end of this quarter", which rise from quarter to quarter, and not "done in this one": the
same plans are possible, but the solver, which branches on variables, then decides between sooner and later instead of
this quarter or any other, and is ten times as fast.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scoring.roadmap.actions import Bools, Floats
from scoring.roadmap.overall import is_told, points_of
from scoring.roadmap.program import Limits, Program, UnfinishedError
from scoring.roadmap.rising import gains_of, rises
from scoring.roadmap.season import Season

SLACK = 1e-5
"""Points below the most at which a plan counts as no worse: ten times what the solver takes for nothing."""


def most_points(season: Season, limits: Limits) -> Bools:
    """Which candidates bring most points, in all the time there is; when each is done is another question.

    As many planned ones as find room come first; of equal choices the one with fewest own days, then fewest actions.
    Raises ``UnfinishedError`` where a limit passes, or a rule is not told by the program: the scorer decides.
    """
    if not is_told(season.case.standing):
        raise UnfinishedError
    schedule = _schedule(season, 1)
    _keep_planned(season, schedule, limits)
    most = _keep(schedule.program, schedule.points[-1], limits)
    chosen = _briefest(season, schedule, limits)[:, -1]
    if _gained(season, chosen) < most - 10 * SLACK:
        raise UnfinishedError
    return chosen


def _gained(season: Season, chosen: Bools) -> float:
    worth = season.case.standing.worth
    return float(worth(season.values(np.flatnonzero(chosen))) - worth(season.base))  # type: ignore[arg-type]


def soonest(season: Season, chosen: Bools, limits: Limits) -> Mapping[int, int]:
    """The quarter in which each candidate is done, of the plans with as many points as those ``chosen`` bring the one
    with the highest sum of scores over the quarters. Raises ``UnfinishedError`` where a limit passes."""
    schedule = _schedule(season, season.quarters)
    _keep_planned(season, schedule, limits)
    schedule.program.at_least(schedule.points[-1], _gained(season, chosen) - SLACK)
    _keep(schedule.program, _added(schedule.points), limits)
    done = _briefest(season, schedule, limits)
    return {place: int(row.argmax()) for place, row in enumerate(done) if row.any()}


@dataclass(frozen=True)
class _Schedule:
    """A program over ``done[place][stretch]``, which is 1 where the candidate is done by the end of that stretch of
    time, and the points that are gained by then, as weights of variables."""

    program: Program
    done: list[list[int]]
    points: list[Mapping[int, float]]

    def at_end(self, amounts: Iterable[float]) -> dict[int, float]:
        """The sum of an amount over the candidates that are done at the end."""
        return {row[-1]: amount for row, amount in zip(self.done, amounts, strict=True)}


def _schedule(season: Season, stretches: int) -> _Schedule:
    """The program of a season whose time is divided into so many stretches: its quarters, or 1 for all of it."""
    program, length = Program(), season.quarters // stretches
    ends = [length * (stretch + 1) for stretch in range(stretches)]
    done = [[program.variable(upper=float(first < end)) for end in ends] for first in season.first]
    for sooner, later in (pair for row in done for pair in pairwise(row)):
        program.at_most({sooner: 1.0, later: -1.0}, 0.0)
    schedule = _Schedule(program, done, [])
    program.at_most(schedule.at_end(season.costs), season.case.budget + 1e-6)
    for stretch, end in enumerate(ends):
        by_then = [row[stretch] for row in done]
        due = dict(zip(by_then, season.days.tolist(), strict=True))
        program.at_most(due, season.capacity * end + 1e-6)
        for place, needs in enumerate(season.needs):
            for need in needs:
                program.at_most({by_then[place]: 1.0, by_then[need]: -1.0}, 0.0)
        schedule.points.append(_points(season, program, by_then))
    return schedule


def _points(season: Season, program: Program, by_then: Iterable[int]) -> Mapping[int, float]:
    standing = season.case.standing
    found = rises(standing, season.base, season.candidates)
    gains = gains_of(program, found, [{variable: 1.0} for variable in by_then], standing.mean.earned(season.base))
    return points_of(program, standing, season.base, gains)


def _added(points: Iterable[Mapping[int, float]]) -> Mapping[int, float]:
    total: dict[int, float] = defaultdict(float)
    for each in points:
        for variable, amount in each.items():
            total[variable] += amount
    return total


def _keep_planned(season: Season, schedule: _Schedule, limits: Limits) -> None:
    if season.wanted:
        _keep(schedule.program, {schedule.done[place][-1]: 1.0 for place in season.wanted}, limits)


def _keep(program: Program, amounts: Mapping[int, float], limits: Limits) -> float:
    """From now on these amounts are as great as they can be, and how great that is."""
    found = _least(program, _negative(amounts), limits)
    most = float(sum(amount * found[variable] for variable, amount in amounts.items()))
    program.at_least(amounts, most - SLACK)
    return most


def _briefest(season: Season, schedule: _Schedule, limits: Limits) -> Bools:
    """What is done by the end of each stretch, with fewest own days, then actions: bool (candidates, stretches)."""
    _keep(schedule.program, _negative(schedule.at_end(season.days)), limits)
    found = _least(schedule.program, schedule.at_end([1.0] * len(schedule.done)), limits)
    return np.asarray(found[schedule.done] > 0.5)


def _negative(amounts: Mapping[int, float]) -> dict[int, float]:
    return {variable: -amount for variable, amount in amounts.items()}


def _least(program: Program, objective: Mapping[int, float], limits: Limits) -> Floats:
    found = program.minimum(objective, limits)
    if found is None:  # doing nothing, or what was found before, meets all rows: so this is a matter of tolerance
        raise UnfinishedError
    whole = np.array(program.whole)
    found[whole] = np.round(found[whole])
    return found
