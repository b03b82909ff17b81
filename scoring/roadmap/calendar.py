"""Twenty-four months of a firm's own working time, and where an action still finds room in them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

PHASES = ((0, 3), (3, 6), (6, 12), (12, 24))
"""Months from the start at which each phase begins and ends."""

MONTHS = PHASES[-1][1]
SLOTS_PER_MONTH = 4
"""Time is counted in quarters of a month, about a week: finer would pretend to know more than anybody does."""

SLOTS = MONTHS * SLOTS_PER_MONTH
WEEKS_PER_MONTH = 52 / 12

STRETCH = 3
"""How many times as long as it needs an action may take at most, because other work goes on beside it."""

PHASE_OF_SLOT = np.repeat(np.arange(len(PHASES)), [(end - start) * SLOTS_PER_MONTH for start, end in PHASES])


@dataclass(frozen=True)
class Span:
    """Slots ``start`` ≤ t < ``end`` that an action takes."""

    start: int
    end: int

    @property
    def months(self) -> tuple[float, float]:
        """Beginning and end in months from the start of the plan."""
        return self.start / SLOTS_PER_MONTH, self.end / SLOTS_PER_MONTH

    @property
    def phase(self) -> int:
        """The phase in which it begins."""
        return int(PHASE_OF_SLOT[self.start])


@dataclass(frozen=True)
class Calendar:
    """Own working time, planned and free.

    ``capacity``: own days per slot. ``openings``: how many more actions may begin in each phase. ``booked``: float64
    (SLOTS,), own days planned in each slot, nowhere more than ``capacity``.
    """

    capacity: float
    openings: tuple[int, ...]
    booked: NDArray[np.float64]

    @classmethod
    def empty(cls, days_per_month: float, openings: tuple[int, ...]) -> Calendar:
        """A calendar with nothing planned in it."""
        return cls(days_per_month / SLOTS_PER_MONTH, openings, np.zeros(SLOTS))

    def room(self, days: float, weeks: float, earliest: int = 0) -> Span | None:
        """The span from slot ``earliest`` on in which the action is done soonest, its own days spread evenly.

        It takes at least ``weeks``, longer where its days need more than the whole capacity of that time, and up to
        ``STRETCH`` times as long where it can then go on beside others instead of waiting for them.
        """
        shortest = self._length(days, weeks)
        if shortest is None or earliest >= SLOTS or not any(self.openings[PHASE_OF_SLOT[earliest] :]):
            return None
        at_best = self._first(days, shortest, earliest)
        if at_best and at_best.start == earliest:
            return at_best
        spans = [at_best, *(self._first(days, shortest * times, earliest) for times in range(2, STRETCH + 1))]
        return min((span for span in spans if span), key=lambda span: (span.end, span.start), default=None)

    def _first(self, days: float, length: int, earliest: int) -> Span | None:
        last = SLOTS - length
        if earliest > last:
            return None
        full = np.zeros(SLOTS + 1, dtype=np.intp)
        (self.booked > self.capacity - days / length + 1e-9).cumsum(out=full[1:])
        begins = np.array(self.openings)[PHASE_OF_SLOT[earliest : last + 1]] > 0
        fitting = begins & (full[earliest + length :] == full[earliest : last + 1])
        start = earliest + int(fitting.argmax())
        return Span(start, start + length) if fitting[start - earliest] else None

    def _length(self, days: float, weeks: float) -> int | None:
        if days > self.capacity * SLOTS:
            return None
        by_weeks = math.ceil(weeks / WEEKS_PER_MONTH * SLOTS_PER_MONTH - 1e-9)
        by_days = math.ceil(days / self.capacity - 1e-9) if days > 0 else 0
        length = max(by_weeks, by_days, 1)
        return length if length <= SLOTS else None

    def with_action(self, days: float, span: Span) -> Calendar:
        """The calendar with these days planned evenly over the span."""
        booked = self.booked.copy()
        booked[span.start : span.end] += days / (span.end - span.start)
        openings = tuple(count - (phase == span.phase) for phase, count in enumerate(self.openings))
        return replace(self, booked=booked, openings=openings)
