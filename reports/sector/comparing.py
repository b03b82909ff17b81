"""When one group may be called higher than another: never by rounding, and never within sampling error."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import permutations
from typing import TypeVar

from reports.sector.figures import fraction
from scoring.release.cells import Z
from scoring.release.disclosure import DETAIL_FROM
from scoring.release.model import Figure, Summary

Thing = TypeVar("Thing")
Value = TypeVar("Value")

ROUNDING = 0.025
"""By so much a share in steps of 5 % may be off on either side, besides what rounding of its two numbers does."""


TOLD_FROM = DETAIL_FROM
"""Firms from which a share is told in a sentence, and reckoned with: of 12 firms, 8 are published as all of them."""


def is_higher(one: Summary, other: Summary) -> bool:
    """Whether a mean is clearly above another: both have intervals, these do not overlap, and more than a point of
    rounding lies between the means."""
    if one.interval is None or other.interval is None or one.mean.value - other.mean.value <= 1:
        return False
    low, high = one.interval[0], other.interval[1]
    return low.value > high.value and high.beyond != "high" and low.beyond != "low"


def is_more_often(one: tuple[Figure, int], other: tuple[Figure, int]) -> bool:
    """Whether a share of n firms is clearly above another: by more than rounding and 1.96 standard errors of the
    difference can do."""
    (p, n), (q, m) = ((fraction(figure), count) for figure, count in (one, other))
    if not n or not m:
        return False
    error = Z * math.sqrt(p * (1 - p) / n + q * (1 - q) / m)
    return p - q - may_be_off(p, n) - may_be_off(q, m) > error


def may_be_off(share: float, n: int) -> float:
    """By how much a published share of n firms may be off at most: count and n are rounded to fives, each by up to 2
    firms, and then the share to 5 %."""
    return ROUNDING + 2 * (1 + share) / n


def furthest_apart(
    known: Sequence[tuple[Thing, Summary]],
) -> tuple[tuple[Thing, Summary], tuple[Thing, Summary]] | None:
    """The two, the higher first, whose means are furthest apart among those that clearly differ."""
    return _furthest(known, is_higher, lambda one, other: one.mean.value - other.mean.value)


def most_often_apart(
    known: Sequence[tuple[Thing, tuple[Figure, int]]],
) -> tuple[tuple[Thing, tuple[Figure, int]], tuple[Thing, tuple[Figure, int]]] | None:
    """The same for shares, each with its n."""
    return _furthest(known, is_more_often, lambda one, other: fraction(one[0]) - fraction(other[0]))


def _furthest(
    known: Sequence[tuple[Thing, Value]], higher: Callable[[Value, Value], bool], apart: Callable[[Value, Value], float]
) -> tuple[tuple[Thing, Value], tuple[Thing, Value]] | None:
    pairs = [pair for pair in permutations(known, 2) if higher(pair[0][1], pair[1][1])]
    return max(pairs, key=lambda pair: apart(pair[0][1], pair[1][1]), default=None)
