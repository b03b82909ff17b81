"""Choosing actions for one firm and giving them a time: most points for the effort first, prerequisites before.

In two passes: which actions, when a plan has only so many places; then when, so that what brings most for a day's work
comes soonest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring.roadmap.actions import NOT_LIFTED, Bools, Demands, Floats
from scoring.roadmap.calendar import MONTHS, SLOTS_PER_MONTH, Calendar, Span
from scoring.roadmap.gains import Standing, Worth
from scoring.roadmap.steering import Emphasis

LEAST_GAIN = 0.05
"""Points of the overall score below which an action is not worth anybody's time by itself."""

EARLY = 2.0
"""How many times over an early action is worth its effort when the chosen ones are put in order. Early ones then come
before most others, and still what takes an hour and saves a firm comes in between: the authors' judgement."""

Refusal = str
"""Why an action has no place in the plan, as a key of ``roadmap.REASONS``."""


@dataclass(frozen=True)
class Case:
    """One firm's choice: what each action would bring and ask, and what stands in the way; arrays by action.

    ``open_needs``: prerequisites that are neither in place nor waived. ``barred``: actions that must not be in the
    plan. ``emphasis``: what counts double. ``early``: actions that come before most others. ``budget``: EUR over all
    months, at mid-range. ``places``: how many actions the plan can hold. ``charge``: EUR that each action counts for
    beyond its own effort. ``runs_throughout``: whether monthly costs are counted for all months, whenever an action
    begins.
    """

    standing: Standing
    demands: Demands
    days_per_month: float
    budget: float
    day_rate: float
    places: int
    open_needs: tuple[tuple[int, ...], ...]
    barred: frozenset[int]
    emphasis: Emphasis
    early: frozenset[int] = frozenset()
    charge: float = 0.0
    runs_throughout: bool = False

    def choosing(self) -> Case:
        """The case as it decides which actions to take.

        A plan has few places, so each action is charged an even share of all the time and money there is; otherwise
        trivial actions would win over important ones merely because they ask for nothing.
        """
        means = self.days_per_month * MONTHS * self.day_rate + self.budget
        return replace(self, charge=means / self.places, early=frozenset())

    def ordering(self, chosen: Collection[int]) -> Case:
        """The case as it decides the order of chosen actions: by points for the effort (Smith 1956: what is worth
        most for its duration goes first), half a day being the least that any action takes out of a week."""
        others = frozenset(range(len(self.open_needs))) - set(chosen)
        return replace(self, charge=self.day_rate / 2, barred=self.barred | others)

    @cached_property
    def urgency(self) -> Floats:
        """How many times over each action is worth its effort."""
        return np.array([EARLY if action in self.early else 1.0 for action in range(len(self.open_needs))])

    @cached_property
    def days(self) -> Floats:
        """Own days, mid-range."""
        return _middle(self.demands.own_days)

    @cached_property
    def once(self) -> Floats:
        return _middle(self.demands.cost_once)

    @cached_property
    def monthly(self) -> Floats:
        return _middle(self.demands.cost_monthly)

    @cached_property
    def efforts(self) -> Floats:
        """EUR: own days and a year's cost at mid-range; outside days are paid for in the cost, not counted twice."""
        return np.maximum(self.days * self.day_rate + self.once + 12 * self.monthly + self.charge, 1.0)

    def cost(self, action: int, span: Span) -> float:
        """EUR at mid-range from its start until the last month."""
        if self.runs_throughout:
            return float(self.throughout[action])
        return float(self.once[action] + self.monthly[action] * (MONTHS - span.start / SLOTS_PER_MONTH))

    @cached_property
    def throughout(self) -> Floats:
        """EUR at mid-range, to the cent, with the monthly part over all months."""
        return np.round(self.once + MONTHS * self.monthly, 2)

    @cached_property
    def bundles(self) -> Bools:
        """(actions, actions): each action with its open prerequisites and theirs."""
        found = np.eye(len(self.open_needs), dtype=bool)
        for action in self.standing.actions.in_order:
            for need in self.open_needs[action]:
                found[action] |= found[need]
        return found

    @cached_property
    def bundle_targets(self) -> Floats:
        """Like ``Standing.targets``, for each action with its open prerequisites."""
        return self._together(self.standing.targets)

    def _together(self, targets: Floats) -> Floats:
        """What each action and its open prerequisites lead to, from what each leads to by itself."""
        together = targets.copy()
        for action, needs in enumerate(self.open_needs):
            if needs:
                together[action] = targets[self.bundles[action]].max(axis=0)
        return together

    @cached_property
    def emphasised(self) -> tuple[Floats, Floats] | None:
        """Where points count double: 1 for each question of such a dimension, else 0; and like ``bundle_targets``,
        but of such actions only. None where nothing is emphasised."""
        table = self.standing.actions
        dimensions = [table.instrument.dimension_of[question.id].id for question in table.questions]
        doubled = np.array([float(name in self.emphasis.dimensions) for name in dimensions])
        named = np.array([action.id in self.emphasis.actions for action in table.actions], dtype=bool)
        if not doubled.any() and not named.any():
            return None
        return doubled, self._together(np.where(named[:, None], self.standing.targets, NOT_LIFTED))

    def gains(self, values: Floats, actions: NDArray[np.intp]) -> Floats:
        """What each action adds to cell points with the prerequisites that it lacks, emphasis included."""
        direction, mean = self.standing.direction, self.standing.mean
        if self.emphasised is None:
            return _gains(direction, values, self.bundle_targets[actions])
        doubled, named_targets = self.emphasised
        gains = _gains(lambda rows: direction(rows, doubled), values, self.bundle_targets[actions])
        gains += _gains(lambda rows: mean(rows, 1 - doubled), values, named_targets[actions])
        return gains

    def unplaced(self, draft: Draft) -> Floats:
        """1 for each action that is not in the draft, else 0."""
        found = np.ones(len(self.open_needs))
        found[list(draft.spans)] = 0.0
        return found


def _middle(ranges: Floats) -> Floats:
    middle: Floats = ranges.mean(axis=1)
    return middle


@dataclass(frozen=True)
class Draft:
    """A plan in the making. ``spans``: when each action takes place, in the order of choice; ``spent``: EUR;
    ``values``: cell points once all of it is done."""

    calendar: Calendar
    values: Floats
    spans: Mapping[int, Span] = field(default_factory=dict)
    spent: float = 0.0


def choose(
    case: Case, empty: Draft, ordered: Sequence[int], planned: Sequence[int]
) -> tuple[Draft, dict[int, Refusal]]:
    """The plan, and why each action that could have been in it is not.

    Where the chosen actions do not all find room again in their better order, they are ordered without regard to what
    should come early; failing that too, the order of choice stays.
    """
    chosen, refused = _arranged(case.choosing(), empty, ordered, planned)
    ordering = case.ordering(chosen.spans)
    for order in (ordering, replace(ordering, early=frozenset())) if case.early else (ordering,):
        sooner, _ = _arranged(order, empty, ordered, planned, least=-np.inf)
        if sooner.spans.keys() == chosen.spans.keys():
            return sooner, refused
    return chosen, refused


def _arranged(
    case: Case, empty: Draft, ordered: Sequence[int], planned: Sequence[int], least: float = LEAST_GAIN
) -> tuple[Draft, dict[int, Refusal]]:
    """Actions with their times, and why others have none.

    First the ``ordered`` actions, none beginning before the one ahead of it; then the ``planned`` ones; then whatever
    brings most points for its effort, given what is in the plan already. Ties go to fewer own days, then to the
    smaller id. An action that only prepares others comes right before the first of them.
    """
    draft, refused, earliest = empty, dict[int, Refusal](), 0
    for action in ordered:
        if action not in {*draft.spans, *case.barred} and _is_worthwhile(case, draft, action, planned):
            draft, refusal = _with_bundle(case, draft, action, earliest)
            refused |= refusal
            earliest = draft.spans[action].start if action in draft.spans else earliest
    left = [action for action in planned if action not in {*draft.spans, *refused, *case.barred}]
    for action in _ranked(case, draft, np.array(left, dtype=np.intp), least=-np.inf):
        draft, refusal = _with_bundle(case, draft, int(action), earliest)
        refused |= refusal
    return _filled(case, draft, refused, earliest, least)


def _is_worthwhile(case: Case, draft: Draft, action: int, planned: Sequence[int]) -> bool:
    return action in planned or len(_ranked(case, draft, np.array([action], dtype=np.intp))) > 0


def _filled(
    case: Case, draft: Draft, refused: dict[int, Refusal], earliest: int, least: float
) -> tuple[Draft, dict[int, Refusal]]:
    left = np.ones(len(case.open_needs), dtype=bool)
    left[[*case.barred, *refused, *draft.spans]] = False
    while len(ranked := _ranked(case, draft, np.flatnonzero(left), least)):
        for action in ranked:
            fuller, refusal = _with_bundle(case, draft, int(action), earliest)
            refused |= refusal
            left[[*refusal, *fuller.spans]] = False
            if fuller is not draft:
                draft = fuller
                break
    return draft, refused


def _ranked(case: Case, draft: Draft, actions: NDArray[np.intp], least: float = LEAST_GAIN) -> NDArray[np.intp]:
    """Those of the actions that still bring at least ``least`` by themselves, best for their effort first.

    What an action brings and asks includes the prerequisites that it pulls in.
    """
    gains = _gains(case.standing.direction, draft.values, case.standing.targets[actions])
    worthwhile = gains >= least - 1e-9
    actions, gains = actions[worthwhile], gains[worthwhile]
    if not len(actions):
        return actions
    bundles = case.bundles[actions] * case.unplaced(draft)
    anew = (bundles.sum(axis=1) > 1) | (case.emphasised is not None)
    if anew.any():
        gains[anew] = case.gains(draft.values, actions[anew])
    ratios = case.urgency[actions] * gains / (bundles @ case.efforts)
    ratios = np.round(ratios / max(ratios.max(), 1e-12), 9)
    ranked: NDArray[np.intp] = actions[np.lexsort((bundles @ case.days, -ratios))]
    return ranked


def _gains(worth: Worth, values: Floats, targets: Floats) -> Floats:
    found = worth(np.vstack([values, np.maximum(values, targets)]))
    gains: Floats = found[1:] - found[0]
    return gains


def _with_bundle(case: Case, draft: Draft, action: int, earliest: int) -> tuple[Draft, dict[int, Refusal]]:
    """The draft with an action and the prerequisites it lacks, or the same draft and why that is impossible."""
    fuller = draft
    for member in case.standing.actions.in_order:
        if case.bundles[action, member] and member not in fuller.spans:
            outcome = _with_action(case, fuller, member, earliest)
            if not isinstance(outcome, Draft):
                return draft, {action: outcome}
            fuller = outcome
    return fuller, {}


def _with_action(case: Case, draft: Draft, action: int, earliest: int) -> Draft | Refusal:
    after = max((draft.spans[need].end for need in case.open_needs[action]), default=0)
    if draft.spent + case.once[action] > case.budget + 1e-9:
        return "over_budget"
    days = float(case.days[action])
    span = draft.calendar.room(days, case.standing.actions.actions[action].weeks, max(earliest, after))
    if span is None:
        return "no_room"
    spent = draft.spent + case.cost(action, span)
    if spent > case.budget + 1e-9:
        return "over_budget"
    values = np.maximum(draft.values, case.standing.targets[action])
    return Draft(draft.calendar.with_action(days, span), values, {**draft.spans, action: span}, spent)
