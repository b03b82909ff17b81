"""The cheapest way to the next level by any action that fits the firm, proven by an integer program.

The program knows the score as a weighted sum of steps (``rising``). What it chooses is scored by the instrument's own
rules; where that does not reach the level after all (a rule that no weighted sum tells, or a cut missed by a rounding),
a row is added that excludes it with everything that fails for the same lack, and it is solved again. Since no action
ever lowers a score, that excludes no way, and what comes out is exact under every rule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.instrument import GridQuestion
from scoring.roadmap.actions import Bools, Floats
from scoring.roadmap.calendar import Span
from scoring.roadmap.choosing import Case
from scoring.roadmap.gains import Standing
from scoring.roadmap.program import SECONDS, Limits, Program, UnfinishedError
from scoring.roadmap.rising import gains_of, rises
from scoring.roadmap.way import Trip, Way
from scoring.scores.levels import cuts

ROUNDS = 300
"""How often a row may be added before the program is given up."""

SLACK = 1e-6
"""Points by which the program is kinder than the cut: the solver's own tolerance; the scorer decides."""

AT_ONCE = 16
"""Actions whose ids are compared in one program: as powers of 2 that stay far from the solver's tolerance."""

Requirement = tuple[Mapping[int, float], float]
"""Weights of what questions gain (0 to 1), and how much these must add up to."""


def cheapest(case: Case, base: Floats, level: int, *, time_limit: float = SECONDS) -> Way | None:
    """The cheapest way from ``level`` to the next; None without a level, or from the highest.

    ``base``: cell points once everything marked as done is in place. Least is cost plus own days at the day rate, to
    the cent, mid-range, with the monthly part over all 24 months; then own days, then how many actions, then the ids
    in their order. Prerequisites come along. Where the solver reaches a limit, the way is one that is looked for,
    ``found`` "greedy"; where all actions together do not reach the level, it is all of them, ``reached`` False.
    """
    if not 0 <= level < len(cuts(case.standing.actions.instrument)):
        return None
    candidates = candidates_of(case, base)
    trip = Trip(case, base, {action: Span(0, 1) for action in candidates}, level)
    if not trip.is_there(trip.plan):
        return trip.way(trip.plan, reached=False, found="cheapest")
    if trip.is_there(()):
        return trip.way((), reached=True, found="cheapest")
    try:
        return trip.way(_Search(trip, candidates, Limits.of(time_limit)).solution(), reached=True, found="cheapest")
    except UnfinishedError:
        return trip.way(trip.shortest(), reached=True, found="greedy")


def candidates_of(case: Case, base: Floats, more: Collection[int] = ()) -> tuple[int, ...]:
    """Actions that can lift an answer of the firm, and ``more``, with those they build on, in the order of ids."""
    lifts: Bools = np.asarray((case.standing.targets > base).any(axis=1))
    lifts[list(more)] = True
    lifts[list(case.barred)] = False
    found = case.bundles[lifts].any(axis=0)
    return tuple(int(action) for action in np.flatnonzero(found))


@dataclass(frozen=True)
class _Search:
    """The program of one trip; variable i is the candidate at place i."""

    trip: Trip
    candidates: tuple[int, ...]
    limits: Limits

    def solution(self) -> tuple[int, ...]:
        """The cheapest candidates: first by effort, and where others ask the same, by days, number and ids."""
        program = self._program()
        best = self._least(program, self.efforts)
        others = program.copy()
        others.at_most(self.efforts, self._total(self.efforts, best) + 0.005)
        again = others.copy()
        again.at_least({place: -1.0 if best[place] else 1.0 for place in self.places}, 1.0 - best.sum())
        if self._found(again, self.days) is not None:
            best = self._first_of_equals(others)
        return tuple(action for place, action in enumerate(self.candidates) if best[place])

    def _first_of_equals(self, program: Program) -> Bools:
        days, ones = self.days, dict.fromkeys(self.places, 1.0)
        for objective, slack in ((days, 5e-5), (ones, 0.5)):
            best = self._least(program, objective)
            program.at_most(objective, self._total(objective, best) + slack)
        for start in range(0, len(self.candidates), AT_ONCE):
            some = self.places[start : start + AT_ONCE]
            best = self._least(program, {place: -(2.0 ** (some[-1] - place)) for place in some})
            for place in some:
                (program.at_least if best[place] else program.at_most)({place: 1.0}, float(best[place]))
        return best

    @property
    def places(self) -> range:
        return range(len(self.candidates))

    @cached_property
    def efforts(self) -> dict[int, float]:
        """EUR of each candidate, to the cent."""
        return self._by_place(np.round(self.trip.case.days * self.trip.case.day_rate + self.trip.costs, 2))

    @cached_property
    def days(self) -> dict[int, float]:
        return self._by_place(np.round(self.trip.case.days, 4))

    def _by_place(self, values: Floats) -> dict[int, float]:
        return dict(enumerate(values[list(self.candidates)].tolist()))

    def _total(self, amounts: Mapping[int, float], chosen: Bools) -> float:
        return sum(amount for place, amount in amounts.items() if chosen[place])

    def _program(self) -> Program:
        case, standing, base = self.trip.case, self.trip.case.standing, self.trip.base
        program = Program()
        taken = [{program.variable(): 1.0} for _ in self.candidates]
        place_of = {action: place for place, action in enumerate(self.candidates)}
        for place, action in enumerate(self.candidates):
            for need in case.open_needs[action]:
                program.at_least({place_of[need]: 1.0, place: -1.0}, 0.0)
        gains = gains_of(program, rises(standing, base, self.candidates), taken, standing.mean.earned(base))
        for weights, needed in requirements(standing, base, cuts(standing.actions.instrument)[self.trip.level]):
            program.at_least(worth_of(gains, weights), needed - SLACK)
        return program

    def _least(self, program: Program, objective: Mapping[int, float]) -> Bools:
        found = self._found(program, objective)
        if found is None:  # what the scorer accepts, the solver's tolerance does not: leave it to the search
            raise UnfinishedError
        return found

    def _found(self, program: Program, objective: Mapping[int, float]) -> Bools | None:
        """The least choice that the scorer accepts; None where there is none."""
        for _ in range(ROUNDS):
            found = program.least(objective, self.limits)
            if found is None:
                return None
            chosen = found[: len(self.candidates)]
            if self._is_there(chosen):
                return chosen
            program.at_least(dict.fromkeys(np.flatnonzero(~self._lacking(chosen)).tolist(), 1.0), 1.0)
        raise UnfinishedError

    def _is_there(self, chosen: Bools) -> bool:
        return self.trip.is_there([action for place, action in enumerate(self.candidates) if chosen[place]])

    def _lacking(self, chosen: Bools) -> Bools:
        """The choice with as many others as do not lead there either: whatever does takes one that is not in it."""
        found = chosen.copy()
        for place in np.flatnonzero(~chosen):
            found[place] = True
            found[place] = not self._is_there(found)
        return found


def worth_of(gains: Mapping[int, Mapping[int, float]], weights: Mapping[int, float]) -> dict[int, float]:
    """What questions gain (question → variables with their weights), weighted and added up."""
    total: dict[int, float] = {}
    for question, weight in weights.items():
        for variable, amount in gains.get(question, {}).items():
            total[variable] = total.get(variable, 0.0) + weight * amount
    return total


def requirements(standing: Standing, base: Floats, cut: float) -> list[Requirement]:
    """What questions must gain for a score at the cut, by the rule of the overall score.

    Necessary under every rule and enough under weighted means and sums; none where a rule is not told by weights.
    """
    instrument = standing.actions.instrument
    rule = "weighted mean" if instrument.is_weighted_mean else instrument.overall
    return REQUIREMENTS[rule](standing, base, cut) if rule in REQUIREMENTS else []


def weights_of(standing: Standing) -> Mapping[int, float] | None:
    """Points of the overall score that each question is worth in full; None where the rule is not told by weights."""
    if standing.actions.instrument.is_weighted_mean:
        return _nonzero(100.0 * standing.mean.shares)
    if standing.actions.instrument.overall != "sum":
        return None
    scales = [  # a grid's points are those of each answered row
        question.weight * question.max_points * (rows if isinstance(question, GridQuestion) else 1.0)
        for question, rows in zip(standing.actions.questions, _rows(standing), strict=True)
    ]
    return _nonzero(np.array(scales))


def _of_weights(standing: Standing, base: Floats, cut: float) -> list[Requirement]:
    return [(weights_of(standing) or {}, cut - float(standing.worth(base)))]


def _rows(standing: Standing) -> Floats:
    """Answered rows of each question, 0 where none counts."""
    points = standing.mean.unit * standing.actions.max_points
    most = np.maximum.reduceat(points, standing.actions.starts)
    rows: Floats = np.divide(1.0, most, out=np.zeros(len(most)), where=most > 0)
    return rows


def _of_count(standing: Standing, base: Floats, cut: float) -> list[Requirement]:
    """A question counts once it is full; what it gains, of what it lacks, is at least as much."""
    earned = np.clip(standing.mean.earned(base), 0.0, 1.0)
    lacks = {question: 1.0 - float(score) for question, score in enumerate(earned) if score < 1.0 - 1e-9}
    return [({question: 1.0 / lack for question, lack in lacks.items()}, cut - float(standing.worth(base)))]


def _of_minimum(standing: Standing, base: Floats, cut: float) -> list[Requirement]:
    """Each dimension that has a score must reach the cut."""
    found: list[Requirement] = []
    earned, place = np.clip(standing.mean.earned(base), 0.0, 1.0), 0
    for dimension in standing.actions.instrument.dimensions:
        count = sum(question.scored for question in dimension.questions)
        shares = np.zeros(len(earned))
        shares[place : place + count] = standing.mean.shares[place : place + count]
        place += count
        if shares.any() and dimension.rule in PARTS:
            found += [
                (_nonzero(100.0 * part), cut - float(100.0 * part @ earned)) for part in PARTS[dimension.rule](shares)
            ]
    return found


PARTS: Mapping[str, Callable[[Floats], Iterable[Floats]]] = {
    "mean": lambda shares: [shares / shares.sum()],
    "minimum": lambda shares: np.eye(len(shares))[shares > 0],
}
"""By the rule of a dimension, the weighted means of its questions that must each reach the cut."""

REQUIREMENTS: Mapping[str, Callable[[Standing, Floats, float], list[Requirement]]] = {
    "weighted mean": _of_weights,
    "sum": _of_weights,
    "count": _of_count,
    "minimum": _of_minimum,
}


def _nonzero(weights: Floats) -> dict[int, float]:
    return {int(place): float(weights[place]) for place in np.flatnonzero(weights)}
