"""A program: reads workbooks from standard input and answers each with its first visible sheet, in bounded memory.

It runs by itself (``python -I workbook_program.py LIMITS``, the limits as JSON) and imports nothing of Waymark. A
workbook comes as its length (eight bytes, big-endian) and its bytes. The answer is a line of JSON, with a fault or the
number of rows and columns, and for each column from A on a line with its distinct texts as JSON and then, for each row,
which of them it is, as 32 bits in the order of this machine.
"""

from __future__ import annotations

import datetime
import gc
import io
import json
import marshal
import os
import re
import resource
import sys
import zipfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NoReturn
from xml.etree import ElementTree

HEAD = 65_536
"""Bytes at the beginning of a part that tell how it is written."""

ABOVE = 20
"""Rows for the header and what may stand above it."""

LARGE_PART = 10_000_000
"""Bytes from which a part of a workbook must not unpack to more than so many times its size."""


class Fault(Exception):  # noqa: N818 - a word of the field; nothing went wrong in this program
    """Why a workbook is not read; its first argument is a key of ``workbook.FAULTS``, the others are its parameters."""


class Bounds:
    """The limits that ``limits.Limits`` names, as they came."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.rows, self.columns, self.cells = given["rows"], given["columns"], given["cells"]
        self.unpacked, self.ratio, self.memory = given["unpacked"], given["ratio"], given["memory"]
        self.characters = given["characters"]


def main() -> int:
    """Answer workbooks until there are no more."""
    gc.disable()  # millions of cells, none of them in a circle, and the program ends soon
    bounds = Bounds(json.loads(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory, bounds.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # where it ends at that, it leaves nothing behind
    while size := int.from_bytes(sys.stdin.buffer.read(8)):
        _answer(sys.stdin.buffer.read(size), bounds)
        sys.stdout.buffer.flush()
    return 0


def _answer(data: bytes, bounds: Bounds) -> None:
    try:
        columns = columns_of(sheet(data, bounds))
        if not columns:
            raise Fault("empty")
        words = [column.words() for column in columns]
    except Fault as fault:
        return _say({"fault": fault.args[0], "params": dict(fault.args[1:])})
    except MemoryError:
        return _say({"fault": "too_large", "params": {}})
    except Exception:
        return _say({"fault": "damaged", "params": {}})
    _say({"rows": len(columns[0].places), "columns": len(columns)})
    for column, texts in zip(columns, words, strict=True):
        _say(texts)
        sys.stdout.buffer.write(column.places)
    return None


def _say(what: object) -> None:
    sys.stdout.buffer.write(json.dumps(what).encode() + b"\n")


class Column(dict[object, int]):
    """The distinct cells of a column, each with its number, and which of them stands in each row."""

    def __init__(self) -> None:
        super().__init__()
        self.places = array("i")

    def __missing__(self, cell: object) -> int:
        number = self[cell] = len(self)
        return number

    def words(self) -> list[str]:
        """The distinct cells as text."""
        return [cell if type(cell) is str else text_of(cell) for cell in self]


BLOCK = 500
"""Rows taken at a time: as many cells as stay near the processor until their column has been looked up."""


def columns_of(rows: Iterator[Sequence[object]]) -> list[Column]:
    """The rows by column."""
    columns: list[Column] = []
    while block := list(islice(rows, BLOCK)):
        columns = columns or [Column() for _ in block[0]]
        for column, cells in zip(columns, zip(*block, strict=True), strict=True):
            column.places.extend(map(column.__getitem__, cells))
    return columns


def sheet(data: bytes, bounds: Bounds) -> Iterator[Sequence[object]]:
    """The rows of the first visible sheet, from A1 on, each as long as the others."""
    import python_calamine  # noqa: PLC0415 - after the limits are set

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Fault("encrypted")
    archive, parts = looked_through(data, bounds)
    broken_in = _beside(archive, parts, bounds)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible, kind = python_calamine.SheetVisibleEnum.Visible, python_calamine.SheetTypeEnum.WorkSheet
        names = [one.name for one in book.sheets_metadata if one.visible == visible and one.typ == kind]
        found = book.get_sheet_by_name(names[0]) if names else None
    except python_calamine.PasswordError as error:
        raise Fault("encrypted") from error
    finally:
        broken = broken_in()  # what was seen in the bytes tells more than where the parser gave up
    if found is None:
        raise Fault("empty")
    _refuse_large(found, bounds)
    has_truth, without_value = broken.get(names[0], (True, {}))
    rows = _rows(found, without_value)
    return map(_as_texts, rows) if has_truth else rows


def _as_texts(cells: Sequence[object]) -> Sequence[object]:
    """Python takes true for 1, so both are put into words before they are taken for one."""
    return [cell if type(cell) is str else text_of(cell) for cell in cells]


Broken = dict[str, tuple[bool, dict[tuple[int, int], str]]]
"""By sheet, whether it holds truth values; and the row and column, counted from 0, of each cell that holds no value,
with what it shows instead."""


def _beside(archive: zipfile.ZipFile, parts: dict[str, str], bounds: Bounds) -> Callable[[], Broken]:
    """Scan the sheets, large ones in a process of their own meanwhile, and give what hands over the result."""
    if sum(archive.getinfo(part).file_size for part in parts.values()) < LARGE_PART:
        broken = scan(archive, parts, bounds)
        return lambda: broken
    reading, writing = os.pipe()
    if not (child := os.fork()):
        os.close(reading)
        _scan_and_end(archive, parts, bounds, writing)
    os.close(writing)
    return lambda: _scanned(child, reading)


def _scan_and_end(archive: zipfile.ZipFile, parts: dict[str, str], bounds: Bounds, out: int) -> NoReturn:
    try:
        result: Any = scan(archive, parts, bounds)
    except Fault as fault:
        result = fault.args
    except BaseException:
        os._exit(1)
    with os.fdopen(out, "wb") as pipe:
        marshal.dump(result, pipe)
    os._exit(0)


def _scanned(child: int, out: int) -> Broken:
    with os.fdopen(out, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if status:
        raise Fault("damaged")
    result = marshal.loads(said)  # noqa: S302 - from ourselves
    if isinstance(result, tuple):
        raise Fault(*result)
    found: Broken = result
    return found


def _refuse_large(found: Any, bounds: Bounds) -> None:
    height, width = (place + 1 for place in found.end or (0, 0))
    if width > bounds.columns:
        raise Fault("columns", ("found", width), ("limit", bounds.columns))
    if height > bounds.rows + ABOVE and found.height > bounds.rows:
        raise Fault("rows", ("limit", bounds.rows))
    if height * width > bounds.cells:
        raise Fault("too_large")


def _rows(found: Any, broken: dict[tuple[int, int], str]) -> Iterator[Sequence[object]]:
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), word in broken.items():
        by_row.setdefault(row, {})[column] = word
    if found.start is None:
        yield from _nothing_but(by_row)
        return
    width = max([found.end[1], *(column for _, column in broken)]) + 1
    left = found.start[1]
    for place, given in enumerate(found.iter_rows()):  # from row 1 on, but from the first column that holds anything
        cells = [""] * left + given if left else given
        cells.extend([""] * (width - len(cells)))
        for column, word in by_row.pop(place, {}).items():
            cells[column] = word if cells[column] == "" else cells[column]
        yield cells


def _nothing_but(by_row: dict[int, dict[int, str]]) -> Iterator[Sequence[object]]:
    """A sheet in which no cell has a value, and some are broken."""
    for row in range(max(by_row, default=-1) + 1):
        cells = by_row.get(row, {})
        yield [cells.get(column, "") for column in range(max(map(max, filter(None, by_row.values()))) + 1)]


def text_of(cell: object) -> str:
    """A cell as a person would type it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)


def looked_through(data: bytes, bounds: Bounds) -> tuple[zipfile.ZipFile, dict[str, str]]:
    """The archive that a workbook is, and the part of each sheet by its title.

    Refuses what is none, what unpacks beyond measure, and what expands itself.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise Fault("damaged") from error
    names = set(archive.namelist())
    if min((entry.header_offset for entry in archive.infolist()), default=0) > 0:
        raise Fault("damaged")  # cut off within, or something stands before it
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        raise Fault("open_document" if "META-INF/manifest.xml" in names else "not_a_workbook")
    _refuse_bombs(archive.infolist(), bounds)
    for name in names:
        if name.endswith((".xml", ".rels")):
            _refuse_entities(archive, name)
    return archive, {title: part for title, part in _parts(archive, bounds).items() if part in names}


def scan(archive: zipfile.ZipFile, parts: dict[str, str], bounds: Bounds) -> Broken:
    """Refuse what would exhaust memory; tell the cells of each sheet that hold no value.

    Those are errors (#N/A) and formulas never calculated, which the parser takes for blank.
    """
    return {title: _scan_sheet(_unpacked(archive, part, bounds), bounds) for title, part in parts.items()}


def _refuse_bombs(entries: Sequence[zipfile.ZipInfo], bounds: Bounds) -> None:
    if sum(entry.file_size for entry in entries) > bounds.unpacked:
        raise Fault("too_large")
    for entry in entries:
        if entry.file_size >= LARGE_PART and entry.file_size > bounds.ratio * entry.compress_size:
            raise Fault("bomb")


def _unpacked(archive: zipfile.ZipFile, name: str, bounds: Bounds) -> bytes:
    with archive.open(name) as part:
        data = part.read(bounds.unpacked + 1)
    if len(data) > bounds.unpacked:
        raise Fault("too_large")
    return data


def _refuse_entities(archive: zipfile.ZipFile, name: str) -> None:
    """A document type declaration stands before the first element, so the beginning is enough."""
    with archive.open(name) as part:
        head = part.read(HEAD)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in head or "<!ENTITY".encode(encoding) in head:
            raise Fault("entities")


def _parts(archive: zipfile.ZipFile, bounds: Bounds) -> dict[str, str]:
    """The file of each sheet by its title."""
    relations = ElementTree.fromstring(_unpacked(archive, "xl/_rels/workbook.xml.rels", bounds))  # noqa: S314 - scanned
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found = {}
    for element in ElementTree.fromstring(_unpacked(archive, "xl/workbook.xml", bounds)).iter():  # noqa: S314 - scanned
        if element.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), None)
            target = targets.get(key, "")
            found[element.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


_FAR = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]{1,2}[0-9]{7})')
_REFERENCE = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c ([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)


def _scan_sheet(data: bytes, bounds: Bounds) -> tuple[bool, dict[tuple[int, int], str]]:
    _refuse_far_cells(data, bounds)
    plain = b"='" not in data[:HEAD] and not re.search(rb"<\w+:worksheet", data[:HEAD])  # as nearly everybody writes it
    truth, marks = (b't="b"', (b't="e"', b"<f")) if plain else (b"", (b"",))
    return truth in data, dict(_broken(data)) if any(mark in data for mark in marks) else {}


def _refuse_far_cells(data: bytes, bounds: Bounds) -> None:
    """Nearer cells than these ask for no more memory than the limit can bear or refuse at once."""
    if not _FAR.search(data):
        return
    columns, rows = {b"A"}, {b"1"}
    for column, row in _REFERENCE.findall(data):
        columns.add(column)
        rows.add(row)
    if max(map(_number, columns)) * max(map(int, rows)) > bounds.cells:
        raise Fault("too_large")


def _broken(data: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for attributes, content in _CELL.findall(data):
        place = re.search(rb'\br="([A-Z]{1,3})([0-9]{1,7})"', attributes)
        value = re.search(rb"<(?:\w+:)?v[^>]*>([^<]+)<", content)
        is_error = re.search(rb"\bt=[\"']e[\"']", attributes)
        has_formula = re.search(rb"<(?:\w+:)?f[ />]", content)
        if place and (is_error or (has_formula and not value)):
            word = value[1].decode("utf-8", "replace") if value else "#FORMULA?"
            yield (int(place[2]) - 1, _number(place[1]) - 1), word


def _number(column: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number


if __name__ == "__main__":
    sys.exit(main())
