"""What may be published of a group of firms, and how it is rounded: each rule of disclosure as a small function."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.release.model import Figure

LOWEST = 5
"""Unknown firms below which no setting can go."""

DETAIL_FROM = 40
"""Firms from which the interval of a mean, inequality and the levels are published."""

COEFFICIENTS_FROM = 100
"""Firms that answered all questions of a dimension, from which its alpha and omega are published."""

LEVEL_HOLDS = 5
"""Firms that every published stretch of levels holds."""

BEHIND_QUANTILE = 10
"""Firms that lie on the shorter side of a published quantile."""

QUANTILES = (10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90)
"""The quantiles that can be published, in percent: median, quartiles, and the deciles all at once."""

PLACES = 9
"""Decimals to which a number is rounded before it is: what differs beyond them is what sums of floats leave behind."""


@dataclass(frozen=True)
class Rules:
    """What a body can set. ``least``: unknown firms that a published cell needs, 10 unless set, never below 5.

    Raises ``ValueError`` below that.
    """

    least: int = 10

    def __post_init__(self) -> None:
        if self.least < LOWEST:
            raise ValueError(f"a cell needs at least {LOWEST} unknown firms, not {self.least}")


def nearest_five(count: int) -> int:
    """A number of firms as it is published."""
    return 5 * ((int(count) + 2) // 5)


def points(value: float) -> Figure:
    """A score in whole points, half up; above 95 and below 5 only that it is."""
    exact = round(float(value), PLACES)
    if exact > 95:
        return Figure(95, "high")
    return Figure(5, "low") if exact < 5 else Figure(math.floor(exact + 0.5))


def signed_points(value: float) -> Figure:
    """A change in whole points, half up."""
    return Figure(math.floor(round(float(value), PLACES) + 0.5))


def share(count: int, n: int) -> Figure:
    """The rounded count in per cent of the rounded n, in steps of 5, half up; below 5 and above 95 only that it is.

    It is above 95 too where those without the mark are below 5: else 48 of 48 alone could be published as 50 of 50,
    which says of everybody that the mark is set.
    """
    part, whole = nearest_five(count), nearest_five(n)
    if 100 * part < 5 * whole:
        return Figure(5, "low")
    if 100 * part > 95 * whole or 100 * nearest_five(n - count) < 5 * whole:
        return Figure(95, "high")
    return Figure(5 * ((40 * part + whole) // (2 * whole)))


def hundredths(value: float) -> float:
    """A coefficient with 2 decimals, half up."""
    return math.floor(100 * round(float(value), PLACES) + 0.5) / 100


def quantiles_for(n: int) -> tuple[int, ...]:
    """The quantiles, in percent, that n firms allow: median from 20, quartiles from 40, all deciles from 100."""
    if n >= 10 * BEHIND_QUANTILE:
        return QUANTILES
    return tuple(q for q in (25, 50, 75) if n * min(q, 100 - q) >= 100 * BEHIND_QUANTILE)


def merged_levels(firms: Sequence[int]) -> tuple[range, ...]:
    """Stretches of adjacent levels that each hold five firms, from the firms of each level; none if one is left.

    The stretch with the fewest firms joins the smaller of its neighbours, the lower of equals, until all hold enough.
    """
    stretches = [range(level, level + 1) for level in range(len(firms))]
    held = [int(count) for count in firms]
    while len(held) > 1 and min(held) < LEVEL_HOLDS:
        small = held.index(min(held))
        beside = [place for place in (small - 1, small + 1) if 0 <= place < len(held)]
        into = min(beside, key=lambda place: held[place])
        low, high = sorted((small, into))
        stretches[low : high + 1] = [range(stretches[low].start, stretches[high].stop)]
        held[low : high + 1] = [held[low] + held[high]]
    return tuple(stretches) if len(held) > 1 else ()
