"""A large sheet cut in two, so that two processors parse it: the rows down to its middle, and those from there on.

Only a sheet is cut that is written as nearly everybody writes it, each row with its number and in their order; of any
other a half might mean something else than it does in the whole.
"""

from __future__ import annotations

import io
import re
from array import array
from dataclasses import dataclass
from itertools import islice
from operator import lt
from zipfile import ZipFile

from scoring.parsing.columns import Texts, columns_of
from scoring.parsing.forked import beside
from scoring.parsing.rows import opened, rows_of
from scoring.parsing.scanning import HEAD, LARGE_PART, Bounds, Fault, is_plain, scan_sheet, unpacked

ROW = re.compile(rb'<row r="([0-9]{1,7})"')
NUMBERS = re.compile(rb'<row(?: r="([0-9]{1,7})")?')
ANY_ROW = b"<row"
END = b"</sheetData></worksheet>"


@dataclass(frozen=True)
class Half:
    """A sheet with only the rows from ``first`` up to before ``stop``, counted from 0."""

    title: str
    part: str
    xml: bytes
    first: int
    stop: int


def in_halves(archive: ZipFile, parts: dict[str, str], bounds: Bounds) -> list[list[Texts]] | None:
    """The columns of the upper and of the lower half, as many of each; None where the sheet must stay whole."""
    title = max(parts, key=lambda one: archive.getinfo(parts[one]).file_size, default=None)
    if title is None or archive.getinfo(parts[title]).file_size < LARGE_PART:
        return None
    cut = _cut(title, parts[title], unpacked(archive, parts[title], bounds), bounds)
    if not cut:
        return None
    lower = beside(lambda: _plain_values(_parsed(archive, cut[1], bounds)), bounds)
    begin = cut.pop().first  # this half is the other process's now, and need not be held by both
    try:
        upper = _parsed(archive, cut[0], bounds)
    finally:
        below = lower()  # waited for in any case: it is a process
    if upper is None or below is None:
        return None
    return _evened(upper, [Texts(words, array("i", places)) for words, places in below], begin, bounds)


def _cut(title: str, part: str, xml: bytes, bounds: Bounds) -> list[Half]:
    """The halves of a sheet as it stands in its part; none where it must stay whole."""
    begin, last = xml.find(ANY_ROW), ROW.match(xml, max(xml.rfind(ANY_ROW), 0))
    middle = ROW.search(xml, len(xml) // 2)
    if not (is_plain(xml) and xml[:begin].endswith(b"<sheetData>") and middle and last):
        return []
    row, stop = int(middle[1]) - 1, int(last[1])
    if not 0 < row < stop <= bounds.rows:  # what has too many rows is refused sooner as a whole
        return []
    whole = memoryview(xml)  # each half is copied once
    upper = Half(title, part, b"".join([whole[: middle.start()], END]), 0, row)
    return [upper, Half(title, part, b"".join([whole[:begin], whole[middle.start() :]]), row, stop)]


def _parsed(archive: ZipFile, half: Half, bounds: Bounds) -> list[Texts] | None:
    if not _is_in_order(half):
        return None
    has_truth, broken = scan_sheet(half.xml, bounds)
    book, title = opened(_workbook(archive, half))
    if title != half.title:
        return None  # the largest sheet is not the one to be read
    sheet = book.get_sheet_by_name(title)
    if sheet.start and not half.first <= sheet.start[0] <= sheet.end[0] < half.stop:
        return None
    rows = rows_of(sheet, has_truth, broken, bounds)
    return columns_of(islice(rows, half.first, None))  # the rows above are there, and empty


def _is_in_order(half: Half) -> bool:
    """Whether each row has its number, in this order; within a comment or the like it would not be one."""
    numbers = NUMBERS.findall(half.xml)
    if b"" in numbers or _has(half.xml, b"<!") or _has(half.xml, b"<?"):
        return False
    rows = [int(number) - 1 for number in numbers]
    return half.first <= rows[0] and rows[-1] < half.stop and all(map(lt, rows, rows[1:]))


def _has(xml: bytes, mark: bytes) -> bool:
    """Whether these two signs are in it, but for its beginning. One sign is found far sooner than two: where the second
    is nowhere, that is all."""
    at = xml.find(mark[1:], HEAD)
    return xml.find(mark, 1, HEAD) >= 0 or (at >= 0 and xml.find(mark, max(at - 1, 1)) >= 0)


def _workbook(archive: ZipFile, half: Half) -> io.BytesIO:
    """The workbook with this half in place of the sheet, and no other sheet."""
    file = io.BytesIO()
    with ZipFile(file, "w") as book:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")) and not name.startswith("xl/worksheets/"):
                book.writestr(name, archive.read(name))
        book.writestr(half.part, half.xml)
    file.seek(0)
    return file


def _plain_values(columns: list[Texts] | None) -> list[tuple[list[str], bytes]] | None:
    return None if columns is None else [(column.words, column.places.tobytes()) for column in columns]


def _evened(upper: list[Texts], lower: list[Texts], rows: int, bounds: Bounds) -> list[list[Texts]]:
    """Both filled up with blank cells: to the same number of columns, the upper to where the lower begins."""
    width = max(len(upper), len(lower))
    below = max((len(column.places) for column in lower), default=0)
    if width * (rows + below) > bounds.cells:
        raise Fault("too_large")
    for columns, height in ((upper, rows), (lower, below)):
        columns += [Texts([], array("i")) for _ in range(width - len(columns))]
        for column in columns:
            column.fill_up(height)
    return [upper, lower]
