"""The faults of a sheet put together: the same value in the same column is one fault, however many rows hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.instrument import Instrument
from scoring.messages import N_, Message
from scoring.reading.answers import REF_TWICE, TWICE
from scoring.reading.header import NOTHING
from scoring.reading.offers import guess, offers
from scoring.reading.problems import RowProblem, faulty_rows
from scoring.reading.sheet import ROW_LENGTH
from scoring.sheetwords import normal

PLACES = 5
"""Rows that a group names."""

OF_A_ROW: Mapping[str, str] = {
    TWICE: N_("Firms stand in several rows at the same stage. Remove what is double, or tell them apart by stage."),
    REF_TWICE: N_("Numbers stand in several rows at the same stage. Remove what is double, or give each firm its own."),
    ROW_LENGTH: N_("These rows have more or fewer cells than the header. Check for separators and quotation marks."),
}
"""What is not about a value but about a row: one fault, whatever the values; how it is told of several rows."""

OTHERS = N_("Other values that are no answer here.")


@dataclass(frozen=True)
class FaultGroup:
    """Faults that are one and the same.

    ``column``: what it is read as, "" for a whole row; ``written``: its name in the sheet; ``value``: as in the cell;
    ``rows``: how many rows have it; ``places``: the first of them, as numbers or names of files; ``offered``: what the
    value could be read as; ``guess``: the id of the likeliest of these, None where nothing is likely.
    """

    column: str
    written: str
    value: str
    message: Message
    rows: int
    places: tuple[int | str, ...]
    offered: tuple[tuple[str, str | Message], ...] = ()
    guess: str | None = None


def grouped(
    problems: Sequence[RowProblem],
    instrument: Instrument,
    *,
    wordings: Sequence[Instrument] = (),
    names: Mapping[str, str] = NOTHING,
    most: int = 100,
) -> list[FaultGroup]:
    """The faults of a reading by column, value and message, the most frequent first.

    ``names``: as in ``interpret``. At most ``most`` groups by value; what is beyond is put together by column without
    its values, so that the counts stay true.
    """
    together = _together(problems)
    ordered = sorted(together.values(), key=_rows, reverse=True)
    groups = [_group(found, instrument, wordings, names) for found in ordered[:most]]
    rest: dict[tuple[str, str], list[RowProblem]] = {}
    for found in ordered[most:]:
        rest.setdefault((found[0].column, found[0].message.id), []).extend(found)
    return groups + [_rest(found, names) for found in sorted(rest.values(), key=_rows, reverse=True)[:most]]


def _together(problems: Sequence[RowProblem]) -> dict[Any, list[RowProblem]]:
    """By what they say, but for rows and firms that a message names besides the value."""
    together: dict[Any, list[RowProblem]] = {}
    for problem in problems:
        value = "" if problem.message.id in OF_A_ROW else problem.text
        together.setdefault((problem.column, value, problem.message.id), []).append(problem)
    return together


def _group(
    found: Sequence[RowProblem], instrument: Instrument, wordings: Sequence[Instrument], names: Mapping[str, str]
) -> FaultGroup:
    first = found[0]
    column, rows = _column(first, names), len(faulty_rows(found))
    if first.message.id in OF_A_ROW:
        message = first.message if rows == 1 else Message(OF_A_ROW[first.message.id])
        return FaultGroup(column, first.column, first.text if rows == 1 else "", message, rows, _places(found))
    offered = offers(column, instrument, wordings) if first.text else ()
    listed = tuple((offer.id, offer.label) for offer in offered)
    likely = guess(first.text, offered)
    return FaultGroup(column, first.column, first.text, first.message, rows, _places(found), listed, likely)


def _column(problem: RowProblem, names: Mapping[str, str]) -> str:
    return names.get(normal(problem.column), problem.column).casefold()


def _rest(found: Sequence[RowProblem], names: Mapping[str, str]) -> FaultGroup:
    first = found[0]
    column = _column(first, names)
    return FaultGroup(column, first.column, "", Message(OTHERS), len(faulty_rows(found)), _places(found))


def _places(found: Sequence[RowProblem]) -> tuple[int | str, ...]:
    return tuple(one.file or one.row for one in found[:PLACES])


def _rows(found: Sequence[RowProblem]) -> int:
    return len(found) + sum(len(one.others) for one in found)
