"""Blocks to be set and split in tests, and what is written in them."""

from __future__ import annotations

from reports.blocks import Block, Heading, Linked, Lines, Row, RunIn, Tagged
from reports.flow import Columns, Stack, _Filled
from reports.theme import BODY

LINE = BODY.leading


def paragraph(count: int, start: int = 0) -> Lines:
    """A text of so many lines, the first of them numbered ``start``."""
    return Lines(tuple(f"line {number}" for number in range(start, start + count)), BODY, 200)


def words(block: Block) -> list[str]:
    """The lines written in a block, in the order in which they are drawn."""
    match block:
        case Lines():
            return list(block.lines)
        case RunIn():
            return [block.label, *block.lines]
        case Tagged() | Linked():
            return words(block.inner)
        case Heading():
            return words(block.words)
        case Row():
            return [word for _, cell in block.cells for word in words(cell)]
        case Stack():
            return [word for item in block.items for word in words(item.block)]
        case Columns():
            return words(block.flow)
        case _Filled():
            return [word for half in block.halves for word in words(half)]
        case _:
            raise TypeError(block)
