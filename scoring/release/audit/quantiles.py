"""What a rounded quantile says about the order of the scores that it was taken from."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np


def order_statistics(
    own: np.ndarray, percent: int, window: tuple[float, float]
) -> Iterator[tuple[float, float, float]]:
    """A point, and the least and the most scores that are at or below it, for a type 7 quantile that lies in a window.

    ``own``: float64 (n,), rising. The quantile is (1 − g)·a + g·b of two scores a ≤ b that follow each other (Hyndman
    and Fan 1996). Where both lie in the window, they are said to; else each is said to lie as far from its true place
    as the quantile may from its own. Either is true, and the quantile follows from it: so that more is said here than
    was published, and never less.
    """
    low, high = window
    below, part = divmod((len(own) - 1) * percent, 100)
    first, share = int(below), part / 100
    second = first + 1 if part else first
    a, b = float(own[first]), float(own[second])
    quantile = a + share * (b - a)
    inside = low <= a and b <= high
    for place, true in {first: a, second: b}.items():
        least = low if inside else true - max(quantile - low, 0.0)
        most = high if inside else true + max(high - quantile, 0.0)
        yield math.nextafter(least, -math.inf), -math.inf, place
        yield most, place + 1, math.inf
