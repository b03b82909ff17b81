"""A program: reads a workbook from standard input, writes its first visible sheet as CSV, in bounded memory and time.

It runs by itself (``python -I workbook_program.py``) and imports nothing of Waymark.
"""

from __future__ import annotations

import csv
import datetime
import gc
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree

MEMORY = 4 * 1024**3
UNPACKED = 1024**3
CELLS = 60_000_000
"""Limits: bytes of address space, bytes after unpacking, cells of the rectangle that a sheet spans."""


class Fault(Exception):  # noqa: N818 - a word of the field; nothing went wrong in this program
    """Why a workbook is not read; its text is a key of ``workbook.FAULTS``."""


def main() -> int:
    """Exit code 0 with CSV on standard output, or 1 with a fault as JSON on standard error."""
    gc.disable()  # millions of cells, none of them in a circle, and the program ends soon
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        rows = sheet(sys.stdin.buffer.read())
        out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="replace", newline="", write_through=False)
        csv.writer(out).writerows(rows)
        out.flush()
    except Fault as fault:
        return _say(str(fault))
    except MemoryError:
        return _say("too_large")
    except Exception:
        return _say("damaged")
    return 0


def _say(fault: str) -> int:
    sys.stderr.write("\n" + json.dumps({"fault": fault}) + "\n")
    return 1


def sheet(data: bytes) -> Iterator[list[str]]:
    """The rows of the first visible sheet, from A1 on, as text."""
    import python_calamine  # noqa: PLC0415 - after the limits are set

    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Fault("encrypted")
    broken = scan(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise Fault("encrypted") from error
    visible = python_calamine.SheetVisibleEnum.Visible
    worksheet = python_calamine.SheetTypeEnum.WorkSheet
    names = [one.name for one in book.sheets_metadata if one.visible == visible and one.typ == worksheet]
    if not names:
        raise Fault("empty")
    return _rows(book.get_sheet_by_name(names[0]).to_python(skip_empty_area=False), broken.get(names[0], {}))


def _rows(rows: Iterable[Sequence[object]], broken: dict[tuple[int, int], str]) -> Iterator[list[str]]:
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), word in broken.items():
        by_row.setdefault(row, {})[column] = word
    for place, cells in enumerate(rows):
        texts = [cell if type(cell) is str else text_of(cell) for cell in cells]
        for column, word in by_row.get(place, {}).items():
            texts += [""] * (column + 1 - len(texts))
            texts[column] = texts[column] or word
        yield texts


def text_of(cell: object) -> str:
    """A cell as a person would type it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, datetime.date | datetime.time) else str(cell)


def scan(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Refuse what would exhaust memory or expands itself; tell the cells of each sheet that hold no value.

    Those are errors (#N/A) and formulas never calculated, which the parser takes for blank.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise Fault("not_a_workbook") from error
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        raise Fault("not_a_workbook")
    if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
        raise Fault("too_large")
    for name in names:
        if name.endswith((".xml", ".rels")):
            _refuse_entities(archive, name)
    return {title: _scan_sheet(_unpacked(archive, part)) for title, part in _parts(archive).items() if part in names}


def _unpacked(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(UNPACKED + 1)
    if len(data) > UNPACKED:
        raise Fault("too_large")
    return data


def _refuse_entities(archive: zipfile.ZipFile, name: str) -> None:
    """A document type declaration stands before the first element, so the beginning is enough."""
    with archive.open(name) as part:
        head = part.read(65536)
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in head or "<!ENTITY".encode(encoding) in head:
            raise Fault("entities")


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The file of each sheet by its title."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in ElementTree.fromstring(_unpacked(archive, "xl/_rels/workbook.xml.rels"))  # noqa: S314 - scanned
    }
    found = {}
    for element in ElementTree.fromstring(_unpacked(archive, "xl/workbook.xml")).iter():  # noqa: S314 - scanned
        if element.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), None)
            target = targets.get(key, "")
            found[element.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


_REFERENCE = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c ([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)


def _scan_sheet(data: bytes) -> dict[tuple[int, int], str]:
    columns, rows = {b"A"}, {b"1"}
    for column, row in _REFERENCE.findall(data):
        columns.add(column)
        rows.add(row)
    if max(map(_number, columns)) * max(map(int, rows)) > CELLS:
        raise Fault("too_large")
    if b't="e"' not in data and b"t='e'" not in data and b"<f" not in data and b":f>" not in data:
        return {}
    return dict(_broken(data))


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
