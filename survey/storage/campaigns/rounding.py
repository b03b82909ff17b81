"""Live figures of a campaign, which change with every firm: rounded so that they tell of no single one.

A figure is a multiple of 5 that the number has at least; 0 stands for "under 5", empty and small alike. Whoever reads
it knows no more than that the number is one of five, whatever other figures stand beside it, and whatever they know for
certain: whom they invited, and which names they ticked.
"""

from __future__ import annotations

from collections.abc import Sequence

from survey.storage.campaigns.values import LEAST_FIRMS

STEP = 5
LEAST_INVITED = 2 * STEP - 1
"""Below so many invited firms even one step would say too much of each."""


def down(n: int) -> int:
    """To the next multiple of 5 below."""
    return n - n % STEP


def among(n: int, known: int) -> int | None:
    """``down`` of a number of firms among those that are ``known`` by name, never so high that it says of all of them
    that they are counted; None where there are too few."""
    return min(down(n), down(known - STEP + 1)) if known >= LEAST_INVITED else None


def whole(n: int, parts: Sequence[int]) -> int:
    """``down`` of the whole of which these are the parts, the empty ones too, whose own figures are told as well: never
    so high that it would say of a part that it has more than its figure.

    Five parts of 9 each are told as 5, and their sum of 45 as 40: told as 45, it would say of each part that it has 9.
    """
    return min(down(n), down(sum(map(down, parts)) + (STEP - 1) * (len(parts) - 1)))


def firms_needed(least: int) -> int:
    """For a release whose groups have ``least`` unknown firms each; beyond what every campaign needs in fives. Until
    the first release a body can try one least number after another, and read from refusals how many firms there are."""
    return least + 1 if least == LEAST_FIRMS else (least // STEP + 1) * STEP


Bounds = tuple[int, int]
"""What a number is at least and at most, as whoever reads the figures knows it."""


def tells_too_much(parts: Sequence[int], begun: Sequence[Bounds], finished: Sequence[Bounds]) -> bool:
    """Whether figures of ``parts`` that make up who has begun and not finished would narrow down one another, or the
    figures of who has begun and who has finished, by each way."""
    ways = list(zip(begun, finished, strict=True))
    low = sum(max(0, some[0] - done[1]) for some, done in ways)
    high = sum(some[1] - done[0] for some, done in ways)
    told, widest = sum(parts), max(one[1] - one[0] for one in (*begun, *finished, (0, STEP - 1)))
    return told > high - widest or low > told + (STEP - 1) * (len(parts) - 1)


def bounds(figure: int, *, at_least: int = 0) -> Bounds:
    """``at_least``: what is known for certain."""
    return max(figure, at_least), figure + STEP - 1


def share(part: int | None, of: int) -> int | None:
    """Percent in steps of 5, from figures that are told themselves; None where they do not say."""
    if not part or not of:
        return None
    return min(int(100 * part / of / STEP + 0.5) * STEP, 100)
