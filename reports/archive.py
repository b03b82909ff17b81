"""Many reports in one ZIP: streamed, written whole or not at all, with readable names and an index to mail from."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from reports.firm.values import FirmReport
from scoring.writing import guarded, replacing

COLUMNS = ("ref", "email", "firm", "file", "level", "action_1", "action_2", "action_3", "fault", "warning")
"""Head of ``index.csv``: a contract for mail merges, so it is the same in every language."""

FIRST_ACTIONS = 3
"""How many actions of a plan the index names."""

LONGEST_NAME = 120
"""Bytes of UTF-8 in a file name, well below every file system's limit with the folder it is unpacked into."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows takes for devices."""

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""One moment for every file, the earliest a ZIP knows, so that the same reports give the same archive."""


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
    """The same into an open binary file, for example standard output."""
    taken: set[str] = set()
    index = io.StringIO()
    sheet = csv.writer(index)
    sheet.writerow(COLUMNS)
    written = 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:  # stored: the pages are compressed already
        for one in entries:
            name = "" if one.pdf is None else file_name(one.firm, taken)
            if one.pdf is not None:
                archive.writestr(_info(name), one.pdf)
                written += 1
            sheet.writerow([guarded(cell) for cell in _cells(one, name)])
        archive.writestr(_info("index.csv"), index.getvalue().encode("utf-8-sig"))
    return written


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
    while unicodedata.normalize("NFKC", name).casefold() in taken:
        number += 1
        name = f"{stem} ({number}).pdf"
    taken.add(unicodedata.normalize("NFKC", name).casefold())
    return name


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
