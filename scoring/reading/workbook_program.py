"""A program: reads workbooks from standard input and answers each with its first visible sheet, in bounded memory.

It runs by itself (``python -I workbook_program.py LIMITS``, the limits as JSON) and imports nothing of Waymark. A
workbook comes as its length (eight bytes, big-endian) and its bytes; the answer goes the same way: an Arrow stream of
text columns from A1 on, or a fault as JSON.
"""

from __future__ import annotations

import datetime
import gc
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

BLOCK = 10_000
"""Rows that are held as Python values at a time."""

ABOVE = 20
"""Rows for the header and what may stand above it."""

LARGE_PART = 10_000_000
"""Bytes from which a part of a workbook must not unpack to more than so many times its size."""


class Fault(Exception):  # noqa: N818 - a word of the field; nothing went wrong in this program
    """Why a workbook is not read; its first argument is a key of ``workbook.FAULTS``, the others its values."""


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
    while size := int.from_bytes(sys.stdin.buffer.read(8)):
        answer = _answered(sys.stdin.buffer.read(size), bounds)
        sys.stdout.buffer.write(len(answer).to_bytes(8))
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()
        del answer
    return 0


def _answered(data: bytes, bounds: Bounds) -> memoryview | bytes:
    try:
        return arrow(sheet(data, bounds))
    except Fault as fault:
        return _fault(*fault.args)
    except MemoryError:
        return _fault("too_large")
    except Exception:
        return _fault("damaged")


def _fault(name: str, params: dict[str, object] | None = None) -> bytes:
    return json.dumps({"fault": name, "params": params or {}}).encode()


def sheet(data: bytes, bounds: Bounds) -> Iterator[Sequence[object]]:
    """The rows of the first visible sheet, from A1 on, each as long as the others."""
    import python_calamine  # noqa: PLC0415 - after the limits are set

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Fault("encrypted")
    broken = scan(data, bounds)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise Fault("encrypted") from error
    visible = python_calamine.SheetVisibleEnum.Visible
    worksheet = python_calamine.SheetTypeEnum.WorkSheet
    names = [one.name for one in book.sheets_metadata if one.visible == visible and one.typ == worksheet]
    if not names:
        raise Fault("empty")
    found = book.get_sheet_by_name(names[0])
    _refuse_large(found, bounds)
    return _rows(found, broken.get(names[0], {}))


def _refuse_large(found: Any, bounds: Bounds) -> None:
    height, width = (place + 1 for place in found.end or (0, 0))
    if width > bounds.columns:
        raise Fault("columns", {"found": width, "limit": bounds.columns})
    if height > bounds.rows + ABOVE and found.height > bounds.rows:
        raise Fault("rows", {"limit": bounds.rows})
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
    for place, cells in enumerate(found.to_python(skip_empty_area=False)):
        cells.extend([""] * (width - len(cells)))
        for column, word in by_row.pop(place, {}).items():
            cells[column] = word if cells[column] == "" else cells[column]
        yield cells


def _nothing_but(by_row: dict[int, dict[int, str]]) -> Iterator[Sequence[object]]:
    """A sheet in which no cell has a value, and some are broken."""
    for row in range(max(by_row, default=-1) + 1):
        cells = by_row.get(row, {})
        yield [cells.get(column, "") for column in range(max(map(max, filter(None, by_row.values()))) + 1)]


def arrow(rows: Iterable[Sequence[object]]) -> memoryview | bytes:
    """The rows as an Arrow stream of text columns named by their position."""
    import pyarrow as pa  # noqa: PLC0415 - after the limits are set

    sink = pa.BufferOutputStream()
    writer = None
    words = _Words()
    for block in _blocks(rows):
        columns = [pa.array(_texts(cells, words), pa.large_string()) for cells in zip(*block, strict=True)]
        batch = pa.record_batch(columns, names=[str(place) for place in range(len(columns))])
        writer = writer or pa.ipc.new_stream(sink, batch.schema)
        writer.write_batch(batch)
    if writer is None:
        raise Fault("empty")
    writer.close()
    return memoryview(sink.getvalue())


def _blocks(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    block: list[Sequence[object]] = []
    for cells in rows:
        block.append(cells)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


class _Words(dict[float, str]):
    """Numbers as text, each distinct one put so once."""

    def __missing__(self, number: float) -> str:
        if len(self) > 100_000:
            self.clear()
        word = self[number] = text_of(number)
        return word


def _texts(cells: Sequence[object], words: _Words) -> Sequence[str]:
    kinds = set(map(type, cells))
    if kinds == {str}:
        return cells  # type: ignore[return-value]
    if kinds == {float}:
        return list(map(words.__getitem__, cells))  # type: ignore[arg-type]
    return [cell if type(cell) is str else text_of(cell) for cell in cells]


def text_of(cell: object) -> str:
    """A cell as a person would type it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)


def scan(data: bytes, bounds: Bounds) -> dict[str, dict[tuple[int, int], str]]:
    """Refuse what would exhaust memory or expands itself; tell the cells of each sheet that hold no value.

    Those are errors (#N/A) and formulas never calculated, which the parser takes for blank.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise Fault("not_a_workbook") from error
    names = set(archive.namelist())
    if min((entry.header_offset for entry in archive.infolist()), default=0) > 0:
        raise Fault("damaged")  # cut off within, or something stands before it
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        raise Fault("open_document" if "META-INF/manifest.xml" in names else "not_a_workbook")
    _refuse_bombs(archive.infolist(), bounds)
    for name in names:
        if name.endswith((".xml", ".rels")):
            _refuse_entities(archive, name)
    parts = {title: part for title, part in _parts(archive, bounds).items() if part in names}
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
        head = part.read(65536)
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


def _scan_sheet(data: bytes, bounds: Bounds) -> dict[tuple[int, int], str]:
    _refuse_far_cells(data, bounds)
    marks = (b't="e"', b"t='e'", b"<f", b":f>", b":f ")
    return dict(_broken(data)) if any(mark in data for mark in marks) else {}


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
