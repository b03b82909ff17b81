"""What a plan by quarters is made from: which actions there are to choose from, and the time and money there is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.roadmap.actions import Floats
from scoring.roadmap.calendar import WEEKS_PER_MONTH
from scoring.roadmap.cheapest import candidates_of
from scoring.roadmap.choosing import Case

QUARTER = 3
"""Months."""


@dataclass(frozen=True)
class Season:
    """The situation of one firm over so many ``quarters``; candidates are known by their place among each other.

    ``base``: cell points to begin with. ``planned``: actions that the firm planned, by their position.
    """

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
        costs: Floats = self.case.throughout[list(self.candidates)]
        return costs

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
