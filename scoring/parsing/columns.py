"""Cells by column: each distinct one once, and which of them stands in each row."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, repeat


@dataclass(frozen=True)
class Texts:
    """The distinct texts of a column, and which of them stands in each row."""

    words: list[str]
    places: array[int]

    def fill_up(self, rows: int) -> None:
        """Add blank cells until it has so many rows."""
        if len(self.places) < rows:
            self.words.append("")
            self.places.extend(repeat(len(self.words) - 1, rows - len(self.places)))


class Column(dict[object, int]):
    """The distinct cells of a column, each with its number, and which of them stands in each row."""

    def __init__(self) -> None:
        super().__init__()
        self.places = array("i")

    def __missing__(self, cell: object) -> int:
        number = self[cell] = len(self)
        return number

    def texts(self) -> Texts:
        """3 and "3", two cells, are the same text twice."""
        return Texts([cell if type(cell) is str else text_of(cell) for cell in self], self.places)


BLOCK = 500
"""Rows taken at a time: as many cells as stay near the processor until their column has been looked up."""


def columns_of(rows: Iterator[Sequence[object]]) -> list[Texts]:
    """The rows by column."""
    columns: list[Column] = []
    while block := list(islice(rows, BLOCK)):
        columns = columns or [Column() for _ in block[0]]
        for column, cells in zip(columns, zip(*block, strict=True), strict=True):
            column.places.extend(map(column.__getitem__, cells))
    return [column.texts() for column in columns]


def text_of(cell: object) -> str:
    """A cell as a person would type it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)
