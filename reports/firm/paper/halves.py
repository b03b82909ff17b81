"""Chapters in as much detail as a number of pages holds, so that the pages of a report can be shared out."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from reports.document import Chapter, page_count
from reports.firm.paper.detail import PlanDetail, ScoreDetail
from reports.flow import Item, least
from reports.theme import Grid

Detail = TypeVar("Detail", ScoreDetail, PlanDetail)


@dataclass(frozen=True)
class Told:
    """Chapters, and how much is lost by telling no more."""

    chapters: tuple[Chapter, ...]
    loss: float


def shared_out(first: Half[ScoreDetail], second: Half[PlanDetail], pages: int) -> tuple[tuple[Chapter, ...], bool]:
    """Both halves on so many pages in all, so that as little as can be is lost; where no share fits, run on.

    Beside them, whether they keep within the pages.
    """
    best: tuple[Chapter, ...] = ()
    loss = math.inf
    for own in _shares(first, second, pages):
        told = first.within(own, below=loss)
        other = told and second.within(pages - own, below=loss - told.loss)
        if told and other:
            best, loss = (*told.chapters, *other.chapters), told.loss + other.loss
    return (best, True) if best else _run_on(first, second, pages)


def _run_on(first: Half[ScoreDetail], second: Half[PlanDetail], pages: int) -> tuple[tuple[Chapter, ...], bool]:
    """The second half right below the first one: half a page is then not left empty. In the least detail where nothing
    fits."""

    def told(place: int) -> tuple[Chapter, ...]:
        head, *tail = second.told(place)
        return (*first.told(place), replace(head, new_page=False), *tail)

    place = bisect_left(
        range(max(first.ways, second.ways) - 1), True, key=lambda place: page_count(told(place), first.grid) <= pages
    )
    return told(place), page_count(told(place), first.grid) <= pages


def _shares(first: Half[ScoreDetail], second: Half[PlanDetail], pages: int) -> list[int]:
    """How many pages the first half may have; what is most like the share of all that it has to tell comes first."""
    area, other = first.area, second.area
    own = pages * area / (area + other)
    return sorted(range(1, pages), key=lambda share: abs(share - own))


class Half(Generic[Detail]):
    """Chapters that begin on a new page and flow on from there. Of the one called ``varies`` the items are made by
    ``tell``, in one of several ``details``."""

    def __init__(
        self,
        chapters: tuple[Chapter, ...],
        varies: str,
        tell: Callable[[Detail], tuple[Item, ...]],
        details: Sequence[Detail],
        grid: Grid,
    ) -> None:
        self._chapters = chapters
        self._varies = varies
        self._tell: Callable[[Detail], tuple[Item, ...]] = tell
        self._details: Sequence[Detail] = details
        self.grid = grid
        self._told: dict[Detail, tuple[Chapter, ...]] = {}
        self._pages: dict[Detail, int] = {}

    @property
    def area(self) -> float:
        """Height of all in full detail."""
        return self._area(self._details[0])

    @property
    def ways(self) -> int:
        """In how many details it can be told."""
        return len(self._details)

    def told(self, place: int) -> tuple[Chapter, ...]:
        """In one of its details: 0 is the most, and from the last on all are the least."""
        return self._in(self._details[min(place, self.ways - 1)])

    def within(self, pages: int, *, below: float = math.inf) -> Told | None:
        """In most detail on so many pages; None where that loses ``below`` or more."""
        details = [detail for detail in self._details if detail.loss < below]
        place = bisect_left(details, True, key=lambda detail: self._area(detail) <= pages * self.grid.body)
        while place < len(details) and self._count(details[place]) > pages:
            place += 1
        return Told(self._in(details[place]), details[place].loss) if place < len(details) else None

    def _area(self, detail: Detail) -> float:
        """Height of all without a gap between chapters or a page left early: it cannot be less, and less detail never
        takes more."""
        return sum(least(item.block) for chapter in self._in(detail) for item in chapter.items)

    def _in(self, detail: Detail) -> tuple[Chapter, ...]:
        if detail not in self._told:
            self._told[detail] = tuple(self._flowing(detail))
        return self._told[detail]

    def _flowing(self, detail: Detail) -> list[Chapter]:
        """One after the other, without those that have nothing to tell."""
        made = [replace(c, items=self._tell(detail)) if c.key == self._varies else c for c in self._chapters]
        told = [chapter for chapter in made if chapter.items]
        return [replace(chapter, new_page=place == 0) for place, chapter in enumerate(told)]

    def _count(self, detail: Detail) -> int:
        if detail not in self._pages:
            self._pages[detail] = page_count(self._in(detail), self.grid)
        return self._pages[detail]
