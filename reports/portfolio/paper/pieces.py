"""Pieces that several chapters of a portfolio are built of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from reports.blocks import Block, Row
from reports.flow import Item
from reports.theme import GUTTER, Grid


def two_by_two(blocks: Sequence[Block], grid: Grid) -> Iterator[Item]:
    """Blocks of half the width side by side, pair by pair."""
    for left, right in zip_longest(blocks[::2], blocks[1::2]):
        beside = ((grid.half + GUTTER, right),) if right else ()
        yield Item(Row(((0.0, left), *beside)), gap=14, whole=True)
