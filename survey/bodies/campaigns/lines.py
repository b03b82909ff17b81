"""Lists that are typed one entry on a line, read into entries that keep their ids, or every fault with its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from wtforms import ValidationError

from scoring.release.model import NOT_STATED, OTHER
from scoring.trades import SECTIONS
from survey import places
from survey.forms.text import check_text
from survey.storage.campaigns.values import MOST_ENTRIES, Entry, ListName

LONGEST_NAME = 100
ARROW = "->"
"""Between a name that an entry had and the one that it has from now on."""

_LONGEST_ID = 40
_TAKEN = frozenset({OTHER, NOT_STATED, "all", "none", "na", "true", "false"})
"""What means something else in tables and in spreadsheets."""


@dataclass
class Lines:
    """What was read so far: entries by the line on which they stand, and faults."""

    kind: ListName
    before: dict[str, Entry]
    entries: dict[int, Entry] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def refuse(self, line: int, message: str) -> None:
        self.faults.append(_("Line %(line)s: %(what)s", line=line, what=message))


@dataclass(frozen=True)
class _Line:
    """A line as it was typed: ``was``: the name that the entry had, where another one is given to it."""

    number: int
    name: str
    means: str
    was: str


def read_entries(text: str, kind: ListName, before: Sequence[Entry]) -> tuple[tuple[Entry, ...], list[str]]:
    """The entries that stand in the text, in its order, and what is wrong with it.

    ``before``: the entries that there were: one that keeps its name keeps its id, and so does one that is renamed by
    ``old name -> new name``.
    """
    read = Lines(kind, {_folded(entry.name): entry for entry in before})
    typed = list(_lines(text, kind))
    for line in typed:
        _read(read, line, typed)
    if len(typed) > MOST_ENTRIES:
        read.faults.append(_("There are %(n)s entries; at most %(most)s fit.", n=len(typed), most=MOST_ENTRIES))
    return tuple(read.entries.values()), read.faults


def shown_entries(entries: Sequence[Entry]) -> str:
    """Entries as they are typed."""
    return "\n".join(f"{entry.name} = {entry.means}" if entry.means else entry.name for entry in entries)


def id_of(name: str, kind: str, taken: Sequence[str]) -> str:
    """A name as an id: small letters, digits and _, so that a spreadsheet takes it neither for a number nor a date."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "_", plain)[:_LONGEST_ID].strip("_")
    if not short or not short[0].isalpha() or short in _TAKEN:
        short = f"{kind}_{short}".strip("_")
    numbered = (short if n == 1 else f"{short}_{n}" for n in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)


def _lines(text: str, kind: ListName) -> Iterator[_Line]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        # A member group stands for nothing but itself.
        name, _equals, means = line.rpartition("=") if kind != "group" and "=" in line else (line, "", "")
        was, _arrow, now = name.rpartition(ARROW)
        yield _Line(number, _one_line(now), means.strip().upper(), _one_line(was))


def _read(read: Lines, line: _Line, typed: Sequence[_Line]) -> None:
    before = len(read.faults)
    known = read.before.get(_folded(line.was or line.name))
    for message in (_name_fault(line, typed), _was_fault(line, known, typed), _means_fault(line, read.kind)):
        if message:
            read.refuse(line.number, message)
    if len(read.faults) == before:
        taken = [entry.id for entry in (*read.before.values(), *read.entries.values())]
        found = known.id if known else id_of(line.name, read.kind, taken)
        read.entries[line.number] = Entry(found, line.name, line.means)


def _name_fault(line: _Line, typed: Sequence[_Line]) -> str:
    if not line.name:
        return str(_("There is no name. Write one before the code."))
    try:
        check_text(line.name, LONGEST_NAME)
    except ValidationError as error:
        return str(error)
    first = next(one.number for one in typed if _folded(one.name) == _folded(line.name))
    if first != line.number:
        return str(_("“%(name)s” stands on line %(first)s already. Remove one of them.", name=line.name, first=first))
    return ""


def _was_fault(line: _Line, known: Entry | None, typed: Sequence[_Line]) -> str:
    if line.was and known is None:
        return str(_("There was no “%(name)s”. Write the name that it had, or the new one alone.", name=line.was))
    if line.was and any(_folded(one.was or one.name) == _folded(line.was) for one in typed if one is not line):
        return str(_("“%(name)s” cannot both stay and be given another name.", name=line.was))
    return ""


def _means_fault(line: _Line, kind: ListName) -> str:
    if kind == "sector" and not line.means:
        return str(
            _(
                "“%(name)s” needs the letter of a NACE section, by which the questions adapt. "
                "Write, for example: %(line)s",
                name=line.name,
                line=f"{line.name} = C",
            )
        )
    if kind == "sector" and line.means not in SECTIONS:
        return str(_("“%(code)s” is no NACE section. Write one of the letters A to U.", code=line.means[:40]))
    if kind == "region" and line.means and line.means not in dict(places.regions(line.means.partition("-")[0])):
        return str(_("“%(code)s” is no code of a region in ISO 3166-2, such as AT-3.", code=line.means[:40]))
    return ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _folded(name: str) -> str:
    return _one_line(name).casefold()
