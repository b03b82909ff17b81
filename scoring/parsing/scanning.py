"""What a workbook is before it is parsed: refused where it would exhaust memory, its parts known, its gaps told."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

HEAD = 65_536
"""Bytes at the beginning of a part that tell how it is written."""

LARGE_PART = 10_000_000
"""Bytes from which a part of a workbook must not unpack to more than so many times its size."""


class Fault(Exception):  # noqa: N818 - a word of the field; nothing went wrong in this program
    """Why a workbook is not read; its first argument is a key of ``workbook.FAULTS``, the others are its parameters."""


class Bounds:
    """The limits that ``limits.Limits`` names, as they came."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.rows, self.columns, self.cells = given["rows"], given["columns"], given["cells"]
        self.unpacked, self.ratio, self.memory = given["unpacked"], given["ratio"], given["memory"]
        self.seconds = math.ceil(given["seconds"])


Broken = dict[tuple[int, int], str]
"""The row and column, counted from 0, of each cell that holds no value, with what it shows instead."""


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


def scan(archive: zipfile.ZipFile, parts: dict[str, str], bounds: Bounds) -> dict[str, tuple[bool, Broken]]:
    """``scan_sheet`` of each sheet by its title."""
    return {title: scan_sheet(unpacked(archive, part, bounds), bounds) for title, part in parts.items()}


def _refuse_bombs(entries: Sequence[zipfile.ZipInfo], bounds: Bounds) -> None:
    if sum(entry.file_size for entry in entries) > bounds.unpacked:
        raise Fault("too_large")
    for entry in entries:
        if entry.file_size >= LARGE_PART and entry.file_size > bounds.ratio * entry.compress_size:
            raise Fault("bomb")


def unpacked(archive: zipfile.ZipFile, name: str, bounds: Bounds) -> bytes:
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
    relations = ElementTree.fromstring(unpacked(archive, "xl/_rels/workbook.xml.rels", bounds))  # noqa: S314 - scanned
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found = {}
    for element in ElementTree.fromstring(unpacked(archive, "xl/workbook.xml", bounds)).iter():  # noqa: S314 - scanned
        if element.tag.rpartition("}")[2] == "sheet":
            key = next((value for name, value in element.attrib.items() if name.endswith("}id")), None)
            target = targets.get(key, "")
            found[element.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


_FAR = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]{1,2}[0-9]{7})')
_REFERENCE = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c ([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)


def scan_sheet(data: bytes, bounds: Bounds) -> tuple[bool, Broken]:
    """Whether a sheet holds truth values, and its cells that hold no value; refused if it would exhaust memory.

    Those are errors (#N/A) and formulas never calculated, which the parser takes for blank.
    """
    _refuse_far_cells(data, bounds)
    truth, marks = (b't="b"', (b't="e"', b"<f")) if is_plain(data) else (b"", (b"",))
    return truth in data, dict(_broken(data)) if any(mark in data for mark in marks) else {}


def is_plain(data: bytes) -> bool:
    """Whether a sheet is written as nearly everybody writes it: no prefixes, and double quotation marks."""
    return b"='" not in data[:HEAD] and not re.search(rb"<\w+:worksheet", data[:HEAD])


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
