"""What each column of a sheet is: a field of the profile, a question or a part of one, or something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scoring.instrument import GridQuestion, Instrument, MultipleQuestion, Question, cells_of
from scoring.messages import N_, Message, Problem
from scoring.profile import PROFILE
from scoring.reading.sheet import Known, column_letter
from scoring.sheetwords import FAULTS, NONE, normal

TWICE = N_("The column “{name}” is there more than once (columns {letters}). Keep one.")
ONE_MEANING = N_("The columns {columns} are all read as “{name}”. Keep one, and leave the others out.")
NO_FIRM = N_("There is no column “firm”. Name the column with the firms’ names so. The columns are: {names}.")
UNKNOWN_PART = N_("“{question}” has no part “{part}”. It has: {offered}.")
NEEDS_ROWS = N_("“{question}” has rows. Use one column for each: {offered}.")
BOTH_WAYS = N_("“{question}” is there as one column and as several ({columns}). Keep one or the other.")
PARTS_MISSING = N_("“{question}” lacks columns for some of its options: {missing}.")

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Columns:
    """Where everything stands, by position in the sheet.

    ``names``: what each is called, the written name unless it was mapped; ``profile``: field → position; ``whole``:
    question id → position of its one column; ``parts``: question id → cell name → position; ``unknown``: positions of
    all others, but for those that are left out.
    """

    names: Sequence[str]

    profile: dict[str, int]
    whole: dict[str, int]
    parts: dict[str, dict[str, int]]
    unknown: list[int]


def known_in(instrument: Instrument) -> Known:
    """Whether a name is that of a column that holds answers to this instrument, or of whose they are."""

    def known(name: str) -> bool:
        word = name.strip().casefold()
        question, dot, _ = word.partition(".")
        return (
            word in PROFILE
            or word == FAULTS
            or word in instrument.questions
            or (bool(dot) and question in instrument.questions)
        )

    return known


def columns_of(header: Sequence[str], instrument: Instrument, names: Mapping[str, str] = NOTHING) -> Columns:
    """Find each column's meaning by its name, in any case.

    ``names``: what a column with this name, as ``normal`` writes it, is to be read as; "" leaves it out.
    """
    called = [names.get(normal(written), written) for written in header]
    columns = Columns(called, {}, {}, {}, [])
    for position, one in enumerate(called):
        name = one.casefold()
        question = name.partition(".")[0]
        if name in PROFILE:
            columns.profile.setdefault(name, position)
        elif name in instrument.questions:
            columns.whole.setdefault(name, position)
        elif "." in name and question in instrument.questions:
            columns.parts.setdefault(question, {}).setdefault(name, position)
        elif name not in ("", FAULTS):
            columns.unknown.append(position)
    return columns


def header_problems(header: Sequence[str], columns: Columns, instrument: Instrument, place: str) -> list[Problem]:
    """Everything in the header that leaves open, or gets wrong, where an answer stands."""
    messages = [*_twice(columns.names, header), *_firm_missing(header, columns)]
    for name, position in columns.whole.items():
        question = instrument.questions[name]
        if isinstance(question, GridQuestion):
            messages.append(Message(NEEDS_ROWS, {"question": header[position], "offered": _names(cells_of(question))}))
        elif name in columns.parts:
            others = _names(header[other] for other in columns.parts[name].values())
            messages.append(Message(BOTH_WAYS, {"question": header[position], "columns": others}))
    for name, found in columns.parts.items():
        messages += _part_messages(instrument.questions[name], found)
    return [Problem(place, message) for message in messages]


def _names(names: Sequence[str] | Iterator[str]) -> str:
    return ", ".join(names)


def _twice(names: Sequence[str], header: Sequence[str]) -> Iterator[Message]:
    for name, times in Counter(name.casefold() for name in names).items():
        if times > 1 and name not in ("", FAULTS):
            same = [position for position, called in enumerate(names) if called.casefold() == name]
            written = [header[position] for position in same]
            if len({one.casefold() for one in written}) == len(written):  # mapped so by a person
                yield Message(ONE_MEANING, {"columns": _names(written), "name": names[same[0]]})
            else:
                yield Message(TWICE, {"name": written[0], "letters": _names(map(column_letter, same))})


def _firm_missing(header: Sequence[str], columns: Columns) -> Iterator[Message]:
    """Only a file in which every other column is understood may do without names: its firms are then numbered.

    Otherwise one of the columns that are not understood may hold the names under another heading.
    """
    asked = columns.whole or columns.parts
    if "firm" not in columns.profile and (columns.unknown or not asked):
        yield Message(NO_FIRM, {"names": _names(header[:30])})


def _part_messages(question: Question, found: Mapping[str, int]) -> Iterator[Message]:
    cells = cells_of(question)
    offered = _names(cell.partition(".")[2] for cell in cells)
    for name in found:
        if name not in cells and not (isinstance(question, MultipleQuestion) and name == none_of(question)):
            yield Message(UNKNOWN_PART, {"question": question.id, "part": name.partition(".")[2], "offered": offered})
    missing = [cell for cell in cells if cell not in found]
    if isinstance(question, MultipleQuestion) and missing:
        yield Message(PARTS_MISSING, {"question": question.id, "missing": _names(missing)})


def none_of(question: MultipleQuestion) -> str:
    """The column that is ticked where none of the options is: an interview asks so."""
    return f"{question.id}.{NONE}"
