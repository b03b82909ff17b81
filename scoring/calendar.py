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

PHASE_OF_SLOT = np.repeat(np.arange(len(PHASES)), [(end - start) * SLOTS_PER_MONTH for start, end in PHASES])


@dataclass(frozen=True)
class Span:
    """Slots ``start`` ≤ t < ``end`` that an action takes."""

    start: int
    end: int

    @property
    def months(self) -> tuple[float, float]:
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
        return cls(days_per_month / SLOTS_PER_MONTH, openings, np.zeros(SLOTS))

    def room(self, days: float, weeks: float, earliest: int = 0) -> Span | None:
        """The first span from slot ``earliest`` on in which the action fits, its own days spread evenly.

        It takes at least ``weeks``, and longer where its days need more than the whole capacity of that time.
        """
        length = self._length(days, weeks)
        if length is None or earliest > SLOTS - length:
            return None
        full = np.zeros(SLOTS + 1, dtype=np.intp)
        np.cumsum(self.booked + (days / length - 1e-9) > self.capacity, out=full[1:])
        begins = np.array(self.openings)[PHASE_OF_SLOT[earliest : SLOTS - length + 1]] > 0
        fitting = begins & (full[earliest + length :] == full[earliest : SLOTS - length + 1])
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
