"""Many reports in one ZIP: streamed, written whole or not at all, with readable names and an index to mail from."""

from __future__ import annotations

import datetime
import re
import shutil
import struct
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO

from reports.firm.values import FirmReport
from scoring.writing import cut, replacing

WIDTHS = {
    "ref": 12, "email": 28, "firm": 32, "file": 36, "level": 16, "action_1": 40, "action_2": 40, "action_3": 40,
    "fault": 60, "warning": 60,
}  # fmt: skip
"""Width of each column of the index, in characters."""

COLUMNS = tuple(WIDTHS)
"""Head of the index: a contract for mail merges, so it is the same in every language."""

INDEX, SHEET = "index.xlsx", "index"
"""A workbook, since every Excel and Word opens one by a double click, whatever its country separates lists by."""

FIRST_ACTIONS = 3
"""How many actions of a plan the index names."""

LONGEST_NAME = 120
"""Bytes of UTF-8 in a file name, well below every file system's limit with the folder it is unpacked into."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]) *(\..*)?", re.IGNORECASE)
"""Names that Windows takes for devices."""

_MOMENT = (1980, 1, 1, 0, 0, 0)
_CREATED = datetime.datetime(*_MOMENT)
"""One moment for every file, the earliest a ZIP knows, so that the same reports give the same archive."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold; a workbook with it opens nowhere."""


_HEADER = 30


@dataclass(frozen=True)
class Entry:
    """One firm's place in the archive: its PDF, or the fault for which it has none."""

    firm: str
    pdf: bytes | None
    ref: str = ""
    email: str = ""
    level: str = ""
    actions: tuple[str, ...] = ()
    fault: str = ""
    warning: str = ""
    """What its PDF could not show."""


def entry(report: FirmReport, pdf: bytes, *, ref: str = "", email: str = "", warning: str = "") -> Entry:
    """The entry of a report that was made."""
    actions = tuple(action.title for action in report.actions[:FIRST_ACTIONS])
    return Entry(report.firm, pdf, ref, email, report.level, actions, warning=warning)


def write(path: Path, entries: Iterable[Entry]) -> int:
    """Write the archive to ``path`` while the entries come in, and return how many PDFs it holds.

    Nothing appears at ``path`` before everything is written and on disk; where ``entries`` raises, nothing ever does.
    """
    with replacing(path) as file:
        return write_to(file, entries)


def write_to(file: IO[bytes], entries: Iterable[Entry]) -> int:
    """The same into an open binary file, for example standard output, which need not be able to go back.

    Of the entries only the one in hand is in memory, and of the archive the names of its files.
    """
    taken: set[str] = set()
    written = 0
    # Stored: the pages are compressed already.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive, tempfile.TemporaryFile() as index:
        with _index(index) as add_row:
            for one in entries:
                name = "" if one.pdf is None else file_name(one.firm, taken)
                if one.pdf is not None:
                    archive.writestr(_info(name), one.pdf)
                    written += 1
                add_row(_cells(one, name))
        index.seek(0)
        with archive.open(_info(INDEX), "w") as part:
            shutil.copyfileobj(index, part)
    return written


def places(path: Path) -> list[tuple[int, int]]:
    """Where the PDFs of an archive lie in its file, in the order of their entries: first byte and number of bytes."""
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        return [(_start(file, info), info.file_size) for info in archive.infolist() if info.filename != INDEX]


def _start(file: IO[bytes], info: zipfile.ZipInfo) -> int:
    """After a header of 30 bytes, whose last two numbers say how long a name and what else follow it."""
    file.seek(info.header_offset + _HEADER - 4)
    name, more = struct.unpack("<HH", file.read(4))
    return info.header_offset + _HEADER + int(name) + int(more)


@contextmanager
def _index(file: IO[bytes]) -> Iterator[Callable[[Sequence[str]], None]]:
    """The index sheet in the making: a function that adds a row to it, which then waits on disk and not in memory."""
    import xlsxwriter  # noqa: PLC0415 - slow to import, and only archives need it

    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for at, (name, width) in enumerate(WIDTHS.items()):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, name, bold)
        rows = count(1)

        def add_row(cells: Sequence[str]) -> None:
            row = next(rows)
            for at, cell in enumerate(cells):
                sheet.write_string(row, at, cut(_UNWRITABLE.sub("\ufffd", cell)))

        yield add_row
        sheet.autofilter(0, 0, max(next(rows) - 1, 1), len(COLUMNS) - 1)


def _cells(one: Entry, name: str) -> tuple[str, ...]:
    actions = (*one.actions, *[""] * FIRST_ACTIONS)[:FIRST_ACTIONS]
    return (one.ref, one.email, one.firm, name, one.level, *actions, one.fault, one.warning)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _MOMENT)
    info.external_attr = 0o644 << 16
    return info


def file_name(firm: str, taken: set[str]) -> str:
    """A file name for any firm's report, readable in its own script, safe on every system; added to ``taken``.

    Names that differ only in case are numbered apart, since not every file system tells them apart.
    """
    stem = _stem(firm)
    name, number = f"{stem}.pdf", 1
    while _folded(name) in taken:
        number += 1
        name = f"{stem} ({number}).pdf"
    taken.add(_folded(name))
    return name


def _folded(name: str) -> str:
    """What file systems may take for the same name; folding can leave letters that are to be composed again."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _stem(firm: str) -> str:
    kept = "".join(c if _is_plain(c) else " " for c in unicodedata.normalize("NFC", firm))
    stem = _cut(" ".join(kept.split()).strip(" .-"))
    if not stem:
        return "report"
    return f"_{stem}" if _RESERVED.fullmatch(stem) else stem


def _is_plain(character: str) -> bool:
    """Letters, digits and combining marks of any script, and a few signs that no system objects to."""
    return character in " -_.,&+()'’" or unicodedata.category(character)[0] in "LMN"


def _cut(stem: str) -> str:
    return stem.encode()[:LONGEST_NAME].decode(errors="ignore").rstrip(" .-")
