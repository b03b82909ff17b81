"""What a rounded figure says of the number that it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.release.disclosure import share
from scoring.release.model import Figure


def window(figure: Figure, signed: bool = False) -> tuple[float, float]:
    """Between which numbers lies what was rounded to this figure; a change has no ends at 5 and 95."""
    if figure.beyond == "low":
        return 0.0, 5.0
    if figure.beyond == "high":
        return 95.0, 100.0
    low, high = figure.value - 0.5, figure.value + 0.5
    return (low, high) if signed else (max(low, 5.0), min(high, 95.0))


def counts_of(figure: Figure, n: int) -> tuple[int, int]:
    """The fewest and the most of n firms whose share is published as this figure; the whole range where none is."""
    fits = [count for count in _near(figure, n) if share(count, n) == figure]
    return (min(fits), max(fits)) if fits else (0, n)


def _near(figure: Figure, n: int) -> Iterator[int]:
    """The counts that may round to a share, and a few more: near its two ends, since all between do."""
    middle = {"low": 0.0, "high": 1.0, "": figure.value / 100}[figure.beyond]
    for end in (middle - 0.05, middle - 0.025, middle, middle + 0.025, middle + 0.05):
        reach = range(max(0, int(end * n) - 12), min(n, int(end * n) + 12) + 1)
        yield from reach
