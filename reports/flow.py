"""Blocks below each other and in columns: what stays together, and where they are cut when a page ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from reports.blocks import Block
from reports.pen import Pen


@dataclass(frozen=True, slots=True)
class Item:
    """A block in a stack: the gap above it (none at the top of a page), and what must stay together.

    ``keep``: on the page of the next item. ``whole``: not split, unless it is taller than a page.
    """

    block: Block
    gap: float = 0.0
    keep: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Stack:
    """Blocks below each other; ``header`` is repeated where the stack continues on another page."""

    items: tuple[Item, ...]
    header: Item | None = None
    height: float = field(init=False)

    def __post_init__(self) -> None:
        """Measured once: the height is asked for again at every level of nesting."""
        height = sum([item.gap + item.block.height for item in self.items])
        object.__setattr__(self, "height", height - self.items[0].gap if self.items else 0.0)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for place, item in enumerate(self.items):
            top -= item.gap if place else 0.0
            item.block.draw(pen, x, top)
            top -= item.block.height

    def split(self, room: float, *, force: bool = False) -> tuple[Block, Block] | None:
        """What fits, and the rest: empty where only columns, cut within their entries, made it fit."""
        used = 0.0
        for place, item in enumerate(self.items):
            gap = item.gap if place else 0.0
            if used + gap + least(item.block) > room + 1e-6 or used + gap + item.block.height > room + 1e-6:
                return self._split_at(place, room - used - gap, force)
            used += gap + item.block.height
        return None

    def _split_at(self, place: int, room: float, force: bool) -> tuple[Block, Block] | None:
        item, head, tail = self.items[place], list(self.items[:place]), list(self.items[place + 1 :])
        parts = item.block.split(room, force=force) if room > 0 and (force or not item.whole) else None
        if parts:
            head.append(Item(parts[0], item.gap, item.keep, item.whole))
            if parts[1].height:
                tail.insert(0, Item(parts[1], item.gap, item.keep))
        else:
            tail.insert(0, item)
            while head and head[-1].keep:
                tail.insert(0, head.pop())
        if not head or (self.header and head == [self.header]):
            return None
        repeated = (self.header,) if self.header and tail else ()
        return Stack(tuple(head), self.header), Stack((*repeated, *tail), self.header)


def stack(*items: Item | Block, gap: float = 0.0) -> Stack:
    """Items below each other; plain blocks get the gap above them."""
    return Stack(tuple([item if isinstance(item, Item) else Item(item, gap) for item in items]))


LINE = 10.0
"""About the height of a line, in points: columns that differ by less look equally long."""


@dataclass(frozen=True)
class Columns:
    """Blocks that run down one column and then the next; where they end, both columns are equally long.

    ``width``: of one column, ``gutter``: between them, in points.
    """

    flow: Stack
    width: float
    gutter: float

    @cached_property
    def height(self) -> float:
        return max(half.height for half in self._halves)

    @cached_property
    def _halves(self) -> tuple[Stack, ...]:
        """Both columns at the least height at which all fits into two; the first is never the shorter by much."""
        for room in self._rooms():
            parts = self.flow.split(room)
            if parts is None:
                return (self.flow,)
            first, second = parts
            if second.height <= room + 1e-6:
                return _stack(first), _stack(second)
        return (self.flow,)

    def _rooms(self) -> Iterator[float]:
        """Heights at which the first column may end, from half of all on, a line at a time."""
        room, full = self.flow.height / 2, self.flow.height
        while room < full:
            yield room
            room += LINE

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for place, half in enumerate(self._halves):
            half.draw(pen, x + place * (self.width + self.gutter), top)

    def split(self, room: float, *, force: bool = False) -> tuple[Block, Block] | None:
        first = self.flow.split(room, force=force)
        if first is None:
            return None
        second = _within(first[1], room, force=force)
        filled = _Filled((_stack(first[0]), _stack(second[0])), self.width, self.gutter)
        return filled, Columns(_stack(second[1]), self.width, self.gutter)


def _within(rest: Block, room: float, *, force: bool) -> tuple[Block, Block]:
    """What of it stands in the second column, and what is left."""
    if rest.height <= room + 1e-6:
        return rest, Stack(())
    return rest.split(room, force=force) or (Stack(()), rest)


@dataclass(frozen=True)
class _Filled:
    """Columns that are full."""

    halves: tuple[Stack, ...]
    width: float
    gutter: float

    @property
    def height(self) -> float:
        return max(half.height for half in self.halves)

    def draw(self, pen: Pen, x: float, top: float) -> None:
        for place, half in enumerate(self.halves):
            half.draw(pen, x + place * (self.width + self.gutter), top)

    def split(self, room: float, *, force: bool = False) -> tuple[Block, Block] | None:  # noqa: ARG002 - see Block
        return None


def least(block: Block) -> float:
    """The height that a block has at least, without looking where columns end."""
    return block.flow.height / 2 if isinstance(block, Columns) else block.height


def _stack(block: Block) -> Stack:
    assert isinstance(block, Stack)  # noqa: S101 - a stack splits into stacks; for the type checker
    return block
