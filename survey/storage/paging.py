"""Lists that are shown a page at a time."""

from __future__ import annotations


def pages_of(total: int, size: int) -> int:
    """How many pages so many lines take; an empty list has one."""
    return max(1, -(-total // size))


def within(page: int, total: int, size: int) -> int:
    """The page that is asked for; of those before the first or past the end, the nearest that there is."""
    return min(max(page, 1), pages_of(total, size))


class Paged:
    """A page of ``size`` lines out of ``total``; ``first`` and ``last``: the lines on it, counted from 1."""

    page: int
    total: int
    size: int

    @property
    def pages(self) -> int:
        return pages_of(self.total, self.size)

    @property
    def first(self) -> int:
        return min((self.page - 1) * self.size + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.page * self.size, self.total)
