"""The way to the next level: which actions are enough, what they ask, and the shortest by the plan in hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scoring.messages import N_, Message
from scoring.roadmap.actions import NOT_LIFTED, Floats
from scoring.roadmap.calendar import Span
from scoring.roadmap.choosing import Case
from scoring.scores import level_of
from scoring.scores.levels import cuts

Found = Literal["plan", "cheapest", "greedy"]
"""How a way was found: the shortest that was looked for among the steps of the plan in hand; the cheapest of all that
the actions that fit the firm allow, proven; or, where the proof took too long, one looked for among these actions."""

NOTES: dict[Found, str] = {
    "plan": N_("The shortest way that was found among the steps of the plan; it is not proven to be the cheapest."),
    "cheapest": N_("The cheapest way by all actions that fit the firm, proven by an integer program."),
    "greedy": N_(
        "The solver reached its limit: a short way that was found step by step, not proven to be the cheapest."
    ),
}


NO_WAY = N_("No way leads there by the actions that fit the firm: all of them together are not enough.")
NO_WAY_IN_PLAN = N_("All steps of the plan together do not lead there; actions outside it were not looked at.")


@dataclass(frozen=True)
class Way:
    """Actions that take the firm from its present level to the next.

    ``level``: position of that next level in ``instrument.levels``. ``steps``: action ids, in the order of the plan
    or, where they are not chosen from one, of ids; each with the actions it builds on; none where what is marked as
    done is enough by itself. ``own_days``: working days; ``cost``: EUR, one-off and monthly until the last month, from
    the start of each step in the plan, else from month 0; both mid-range, of these steps together. ``reached``: False
    where even all of the plan (or all that fits the firm) does not lead there; then it is all of it that is shown.
    ``found``: how. ``score``: overall score that it leads to, where it is not chosen from the plan and the firm has
    one. ``find_out``: questions left open or not known that actions would lift if they were answered: no way counts on
    them.
    """

    level: int
    steps: tuple[str, ...]
    own_days: float
    cost: float
    reached: bool
    found: Found = "plan"
    score: float | None = None
    find_out: tuple[str, ...] = ()

    @property
    def note(self) -> Message:
        """How it was found, or that there is none, in words."""
        if not self.reached:
            return Message(NO_WAY_IN_PLAN if self.found == "plan" else NO_WAY)
        return Message(NOTES[self.found])


def shortest_way(case: Case, base: Floats, spans: Mapping[int, Span], level: int) -> Way | None:
    """The way from ``level`` to the next by the steps of a plan; None without a level, or from the highest.

    ``base``: cell points once everything marked as done is in place; ``spans``: when each step takes place. Of two
    ways the one that asks less is taken, counting cost plus own days at the day rate: the steps in the order of the
    plan until the level is reached, and the steps picked by what they bring towards it for that effort. From both is
    dropped, dearest first, whatever they do without. No step of the result can be spared, but another choice of steps,
    or actions outside the plan, might ask still less: it is the shortest that is looked for, not proven.
    """
    if not 0 <= level < len(cuts(case.standing.actions.instrument)):
        return None
    trip = Trip(case, base, spans, level)
    if not trip.is_there(trip.plan):
        return trip.way(trip.plan, reached=False)
    return trip.way(trip.shortest(), reached=True)


@dataclass(frozen=True)
class Trip:
    """Choosing among steps with their times, which are the positions of their actions; of a plan, or of all that fit.

    ``base``: cell points to begin with. ``level``: position of the level to leave behind.
    """

    case: Case
    base: Floats
    spans: Mapping[int, Span]
    level: int

    @cached_property
    def plan(self) -> tuple[int, ...]:
        """All steps, in order of start."""
        rank = {action: place for place, action in enumerate(self.spans)}
        return tuple(sorted(self.spans, key=lambda action: (self.spans[action].start, rank[action])))

    @cached_property
    def costs(self) -> Floats:
        """EUR of every action, 0 of those that are not in the plan."""
        found = np.zeros(len(self.case.open_needs))
        found[list(self.plan)] = [self.case.cost(action, self.spans[action]) for action in self.plan]
        return found

    @cached_property
    def efforts(self) -> Floats:
        return np.maximum(self.case.days * self.case.day_rate + self.costs, 1.0)

    def effort(self, steps: Iterable[int]) -> float:
        return float(self.efforts[list(steps)].sum())

    def values(self, steps: Sequence[int]) -> Floats:
        """Cell points once these steps are taken."""
        found: Floats = self.case.standing.targets[list(steps)].max(axis=0, initial=-np.inf)
        return np.maximum(self.base, found)

    def are_there(self, values: Floats) -> NDArray[np.bool_]:
        """Which rows of cell points have left the present level behind, by the rule of levels."""
        instrument = self.case.standing.actions.instrument
        there: NDArray[np.bool_] = level_of(instrument, self.case.standing.worth(values)) > self.level
        return there

    def is_there(self, steps: Sequence[int]) -> bool:
        return bool(self.are_there(self.values(steps)[None, :])[0])

    def shortest(self) -> tuple[int, ...]:
        """The shortest of the two that are looked for, where all steps together lead there."""
        ways = [self.spared(self.prefix()), self.spared(self.picked())]
        return min(ways, key=lambda steps: (round(self.effort(steps), 4), len(steps)))

    def prefix(self) -> tuple[int, ...]:
        """The steps of the plan until they lead there."""
        return next(self.plan[:count] for count in range(len(self.plan) + 1) if self.is_there(self.plan[:count]))

    def picked(self) -> tuple[int, ...]:
        """Steps with what they build on, each time those that bring most of what is still missing for their effort."""
        taken: set[int] = set()
        while not self.is_there(sorted(taken)):
            left = np.array(sorted(set(self.plan) - taken), dtype=np.intp)
            bundles = self.case.bundles[left].copy()
            bundles[:, sorted(taken)] = False
            ratios = self._progress(sorted(taken), left) / (bundles @ self.efforts)
            best = np.lexsort((bundles @ self.case.days, -np.round(ratios / max(ratios.max(), 1e-12), 9)))[0]
            taken |= {int(action) for action in np.flatnonzero(bundles[best])}
        return tuple(action for action in self.plan if action in taken)

    def _progress(self, taken: Sequence[int], left: NDArray[np.intp]) -> Floats:
        """What each action, with what it needs, adds of what is missing: more than that is worth nothing here."""
        standing, values = self.case.standing, self.values(taken)
        rows = np.vstack([values, np.maximum(values, self.case.bundle_targets[left])])
        towards = standing.direction(rows)
        missing = cuts(standing.actions.instrument)[self.level] - float(standing.worth(values))
        progress: Floats = np.minimum(towards[1:] - towards[0], max(missing, 1e-6))
        return progress

    def spared(self, steps: tuple[int, ...]) -> tuple[int, ...]:
        """The steps without those that can be spared, dearest first."""
        while True:
            loose = [action for action in steps if not self._is_needed(action, steps)]
            without = [tuple(step for step in steps if step != action) for action in loose]
            if not without:
                return steps
            there = self.are_there(np.vstack([self.values(rest) for rest in without]))
            spare = [(-self.efforts[action], place) for place, action in enumerate(loose) if there[place]]
            if not spare:
                return steps
            steps = without[min(spare)[1]]

    def _is_needed(self, action: int, steps: Sequence[int]) -> bool:
        return any(self.case.bundles[step, action] for step in steps if step != action)

    def way(self, steps: Sequence[int], *, reached: bool, found: Found = "plan") -> Way:
        names = self.case.standing.actions.actions
        way = Way(
            level=self.level + 1,
            steps=tuple(names[action].id for action in steps),
            own_days=round(float(self.case.days[list(steps)].sum()), 4),
            cost=round(float(self.costs[list(steps)].sum()), 4),
            reached=reached,
        )
        if found == "plan":
            return way
        standing = self.case.standing
        score = round(float(standing.worth(self.values(steps))), 4) if standing.has_score else None
        return replace(way, found=found, score=score, find_out=self._find_out())

    def _find_out(self) -> tuple[str, ...]:
        """Questions that are open or not known, and that an action which fits the firm would lift."""
        table, standing = self.case.standing.actions, self.case.standing
        fitting = [action for action in range(len(table)) if action not in self.case.barred]
        lifted = (table.targets[fitting] > NOT_LIFTED).any(axis=0) & standing.unknown
        return tuple(table.questions[question].id for question in np.unique(table.question_of[lifted]))
