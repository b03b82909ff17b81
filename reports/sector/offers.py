"""What each action would bring the firms of a release together, and ask of them: from published figures only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.sector.comparing import TOLD_FROM
from reports.sector.expected import answered_by, gain_of, weights_as_answered
from reports.sector.figures import fraction
from reports.sector.told import Told, firms_in
from scoring.actions import Action, Quantity
from scoring.instrument import PEOPLE_BY_SIZE, SIZES
from scoring.release.disclosure import nearest_five
from scoring.release.marks import ACTION
from scoring.release.model import NOT_STATED, OTHER, Answered, Cell
from scoring.roadmap.choices import DAY_RATE
from scoring.roadmap.fitting import SIZE_IF_UNKNOWN

SLACK = 5
"""Firms by which a rounded number of a group may be off together with that of all."""

MONTHS = 12
"""The first year: what is paid once, and twelve months of what is paid monthly."""


@dataclass(frozen=True)
class Offer:
    """One action for all firms that it would help.

    ``mark``: how many firms it is meant for, and the share that it would help; ``firms``: so many, to the nearest 5.
    ``own_days``, ``outside_days``, ``money``: of these firms together, at the middle of each range; money in EUR in the
    first year. ``points``: of the overall score, on average of all firms, None where that is no weighted mean.
    ``by_size``: whether days and money follow the sizes of these firms; else all count as small.
    """

    action: Action
    mark: Answered
    firms: int
    own_days: float
    outside_days: float
    money: float
    points: float | None
    per_thousand: float | None
    by_size: bool


def offers(told: Told) -> tuple[Offer, ...]:
    """Every action of enterprises and individuals whose mark is published, those that bring most points first, else
    those that help most firms; equals by id. None below ``TOLD_FROM`` firms, whose shares are too coarse."""
    if told.everyone is None or (told.release.n or 0) < TOLD_FROM:
        return ()
    book = _Book(told, told.everyone, {})
    found = [book.offer(action, mark) for action in told.instrument.actions if (mark := book.mark(action))]
    return tuple(
        sorted(
            (offer for offer in found if offer.firms),
            key=lambda one: (-round(one.points or 0.0, 6), -one.firms, one.action.id),
        )
    )


@dataclass(frozen=True)
class _Book:
    """What every offer is reckoned from. ``kept``: weights of questions, by the identity of a cell."""

    told: Told
    cell: Cell
    kept: dict[int, Mapping[str, float]]

    @cached_property
    def firms(self) -> int:
        """Firms with an overall score, else all."""
        return self.told.overall.n if self.told.overall else self.told.release.n or 0

    @cached_property
    def sizes(self) -> Sequence[tuple[str, Cell]]:
        """The published sizes: whom to take for the costs of each, and its cell."""
        return [(self._taken_as(group.id[0]), group.cell) for group in self.told.groups("size") if group.cell]

    def _taken_as(self, group: str) -> str:
        """A size merged of several counts as the smallest of them; one not stated as small, as in a firm's own plan."""
        if group in SIZES:
            return group
        named = self.told.release.grouping.get("size", {})
        merged = [size for size in SIZES if size not in named]
        return merged[0] if group == OTHER and merged and group != NOT_STATED else SIZE_IF_UNKNOWN

    def mark(self, action: Action) -> Answered | None:
        return self.cell.marks.get(f"{ACTION}{action.id}")

    def offer(self, action: Action, mark: Answered) -> Offer:
        firms = helped(mark)
        by_size = self._by_size(action)
        each = {name: self._each(getattr(action, name), by_size) for name in ("own_days", "outside_days")}
        once, monthly = (self._each(quantity, by_size) for quantity in (action.cost_once, action.cost_monthly))
        money = once + MONTHS * monthly
        points = self._points(action)
        return Offer(
            action,
            mark,
            firms,
            own_days=firms * each["own_days"],
            outside_days=firms * each["outside_days"],
            money=firms * money,
            points=points,
            per_thousand=self._per_thousand(points, firms, money + DAY_RATE * each["own_days"]),
            by_size=bool(by_size),
        )

    def _by_size(self, action: Action) -> Mapping[str, int]:
        """Firms that the action would help, of each published size; nothing where none is published."""
        found: dict[str, int] = {}
        for size, cell in self.sizes:
            mark = cell.marks.get(f"{ACTION}{action.id}")
            if mark is not None and helped(mark):
                found[size] = found.get(size, 0) + helped(mark)
        return found

    def _each(self, quantity: Quantity, by_size: Mapping[str, int]) -> float:
        """What one firm takes on average, at the middle of the range, by the sizes of those that it would help."""
        counts = by_size or {SIZE_IF_UNKNOWN: 1}
        total = sum(count * sum(quantity.for_firm(size, PEOPLE_BY_SIZE[size])) / 2 for size, count in counts.items())
        return total / sum(counts.values())

    def _points(self, action: Action) -> float | None:
        """What the mean overall score gains if every firm does it that it is meant for, and nobody anything else.

        What is meant for some sizes is reckoned from these sizes where all of them are published: they stand
        elsewhere than the others.
        """
        if not self.told.instrument.is_weighted_mean:
            return None
        name = f"{ACTION}{action.id}"
        fitting = [cell for size, cell in self.sizes if size in action.sizes and name in cell.marks]
        if set(action.sizes) == set(SIZES) or not self._are_all(fitting, action):
            return self._gain(action, self.cell)
        return sum((firms_in(cell) or 0) * self._gain(action, cell) for cell in fitting) / self.firms

    def _are_all(self, fitting: Sequence[Cell], action: Action) -> bool:
        """Whether these sizes together hold the firms that an action is meant for, but for rounding."""
        mark = self.mark(action)
        there = sum(cell.marks[f"{ACTION}{action.id}"].n for cell in fitting)
        near = mark is not None and abs(there - mark.n) <= SLACK * len(fitting)
        return bool(fitting and self.firms and near and all((firms_in(cell) or 0) >= TOLD_FROM for cell in fitting))

    def _gain(self, action: Action, cell: Cell) -> float:
        """By how much the mean of the firms of one cell would rise."""
        instrument, weights = self.told.instrument, self._weights(cell)
        lifted = {name: instrument.questions[name] for name in action.lifts if name in weights}
        gain = sum(weights[name] * gain_of(question, action.lifts[name], cell) for name, question in lifted.items())
        answered = max((answered_by(question, cell.marks) for question in lifted.values()), default=0)
        mark = cell.marks.get(f"{ACTION}{action.id}")
        meant_for = min(mark.n / answered, 1.0) if answered and mark else 0.0
        return 100 * gain * meant_for

    def _weights(self, cell: Cell) -> Mapping[str, float]:
        if id(cell) not in self.kept:
            self.kept[id(cell)] = weights_as_answered(self.told.instrument, cell)
        return self.kept[id(cell)]

    def _per_thousand(self, points: float | None, firms: int, cost: float) -> float | None:
        """Points that one firm gains for EUR 1,000, own days counted too."""
        if points is None or not firms or not cost:
            return None
        return points * self.firms / firms / (cost / 1000)


def helped(mark: Answered) -> int:
    """How many firms a published share of a published number is, to the nearest 5."""
    return nearest_five(round(mark.n * fraction(mark.share)))
