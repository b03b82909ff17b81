"""Blocks to be set and split in tests, and what is written in them."""

from __future__ import annotations

from reports.blocks import Block, Heading, Lines, Linked, Row, RunIn, Tagged
from reports.flow import Columns, Stack, _Filled
from reports.theme import BODY

LINE = BODY.leading


def paragraph(count: int, start: int = 0) -> Lines:
    """A text of so many lines, the first of them numbered ``start``."""
    return Lines(tuple(f"line {number}" for number in range(start, start + count)), BODY, 200)


def words(block: Block) -> list[str]:
    """The lines written in a block, in the order in which they are drawn."""
    if isinstance(block, Lines):
        return list(block.lines)
    if isinstance(block, RunIn):
        return [block.label, *block.lines]
    return [word for part in _parts(block) for word in words(part)]


def _parts(block: Block) -> list[Block]:
    if isinstance(block, Tagged | Linked):
        return [block.inner]
    if isinstance(block, Heading):
        return [block.words]
    if isinstance(block, Row):
        return [cell for _, cell in block.cells]
    if isinstance(block, Columns):
        return [block.flow]
    if isinstance(block, _Filled):
        return list(block.halves)
    assert isinstance(block, Stack)
    return [item.block for item in block.items]
