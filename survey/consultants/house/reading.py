"""A workbook of actions read again: what it says instead of what is kept, or every fault at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from pydantic import ValidationError as ShapeError
from wtforms import ValidationError

from scoring.actions import QUANTITIES, Quantity
from scoring.adaptation import (
    LONGEST_STEP,
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    MOST_OWN,
    Adaptation,
    Demands,
    OwnAction,
    problems,
)
from scoring.instrument import Instrument
from scoring.messages import N_
from survey.consultants.house.actions import free_id
from survey.consultants.house.forms import MOST_STEPS, MOST_WEEKS, YEARS
from survey.consultants.house.sheet import ACTION, OWN, PART_OF, YES, span_columns
from survey.consultants.house.spans import Span, checked_span, for_all
from survey.forms.cells import FORMULA, CellFault, Row, Table, number_in, tables_of
from survey.forms.text import check_text
from survey.languages import in_words
from survey.storage.adapting import Entry, with_entry

TEXTS = {
    "title": LONGEST_TITLE,
    "summary": LONGEST_SUMMARY,
    "steps": MOST_STEPS * (LONGEST_STEP + 1),
    "owner": LONGEST_TITLE,
    "measure": LONGEST_STEP,
}

COLUMNS = {
    ACTION: ("size", *span_columns(), "hide"),
    OWN: ("size", *span_columns(), "like", *TEXTS, "weeks", "price_year"),
}
NOT_OURS = N_("This is no workbook of actions: no sheet has a column “action”. Download one here and fill that in.")

NO = ("", "no", "0", "false", "-")
YESES = (YES, "x", "1", "true", "y")


def read_workbook(data: bytes, instrument: Instrument, kept: Adaptation) -> tuple[Adaptation, list[CellFault]]:
    """What the workbook says; not to be used where there are faults. Raises ``ReadingError`` for what is no such one.

    An action of the instrument that it does not name stays as it is kept, and so do all own ones where the workbook
    has no sheet of them.
    """
    tables = tables_of(data, COLUMNS, NOT_OURS)
    found, faults = kept, list[CellFault]()
    for first, read in ((ACTION, _actions), (OWN, _own)):
        if first in tables:
            found = read(tables[first], instrument, found)
            faults += tables[first].faults
    if not faults:
        before = {str(problem) for problem in problems(instrument, kept)}
        told = (problem for problem in problems(instrument, found) if str(problem) not in before)
        faults = [CellFault("", "", in_words(problem.message)) for problem in told]
    return found, faults


def _actions(table: Table, instrument: Instrument, kept: Adaptation) -> Adaptation:
    """What is said of the instrument's actions, put in the place of what is kept."""
    spans: dict[str, _Spans] = {}
    hidden: dict[str, bool] = {}
    for row in table.rows:
        action = row.of(ACTION)
        if action not in instrument.actions_by_id:
            table.refuse(row, ACTION, _("There is no action “%(id)s”.", id=action[:40]))
            continue
        own = spans.setdefault(action, _Spans(table))
        if own.read(row) == "":
            hidden[action] = _is_hidden(table, row)
        elif row.of("hide"):
            table.refuse(row, "hide", _("Write this in the row without a size."))
    for action, own in spans.items():
        entry = Entry(hidden.get(action, action in kept.hidden), own.demands())
        kept = with_entry(kept, action, entry)
    return kept


def _is_hidden(table: Table, row: Row) -> bool:
    said = row.of("hide").casefold()
    if said not in (*NO, *YESES):
        table.refuse(row, "hide", _("Write %(yes)s, or leave the cell empty.", yes=YES))
    return said in YESES


class _Spans:
    """The ranges of one action, gathered from its rows."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.found: dict[str, dict[str, Span]] = {quantity: {} for quantity in QUANTITIES}
        self.rows: dict[str, Row] = {}

    def read(self, row: Row) -> str | None:
        """Take in a row; for which size it is, None where that cannot be told."""
        size = row.of("size").casefold()
        if size not in PART_OF:
            sizes = ", ".join(one for one in PART_OF if one)
            self.table.refuse(row, "size", _("Leave the cell empty, or write one of %(sizes)s.", sizes=sizes))
            return None
        if size in self.rows:
            self.table.refuse(row, "size", _("There is another row of this action for the same size."))
        self.rows[size] = row
        for quantity in QUANTITIES:
            if (span := self._span(row, quantity)) is not None:
                self.found[quantity][size] = span
        return size

    def demands(self) -> Demands:
        """What the rows say together."""
        return Demands(**{quantity: self._quantity(quantity) for quantity in QUANTITIES})

    def _quantity(self, quantity: str) -> Quantity | None:
        spans = dict(self.found[quantity])
        whole = spans.pop("", None)
        if whole is not None and spans:
            text = _("Give either one range for all firms or ranges by size, and empty the other.")
            self.table.refuse(self.rows[""], f"{quantity}_low", text)
        if whole is not None:
            return for_all(whole)
        return Quantity(**{PART_OF[size]: span for size, span in spans.items()}) if spans else None

    def _span(self, row: Row, quantity: str) -> Span | None:
        ends = [f"{quantity}_low", f"{quantity}_high"]
        if not any(map(row.of, ends)):
            return None
        numbers = [number_in(self.table, row, name) for name in ends]
        if None in numbers:
            return None
        try:
            return checked_span(float(numbers[0] or 0), float(numbers[1] or 0), quantity)
        except ValidationError as error:
            self.table.refuse(row, ends[0], str(error))
            return None


def _own(table: Table, instrument: Instrument, kept: Adaptation) -> Adaptation:
    """The organisation's own actions as the sheet has them, all of them."""
    found: list[OwnAction] = []
    for rows in _by_action(table):
        own = _OwnRows(table, rows, instrument, kept, frozenset(one.id for one in found)).action()
        if own is not None:
            found.append(own)
        if len(found) > MOST_OWN:
            table.refuse(rows[0], OWN, _("There are more than %(most)s actions of your own.", most=MOST_OWN))
            break
    if table.faults:
        return kept
    return Adaptation(hidden=kept.hidden, changed=kept.changed, own=found)


def _by_action(table: Table) -> Iterator[list[Row]]:
    """The rows of each action: the first without a size, then those for single sizes."""
    gathered: list[Row] = []
    for row in table.rows:
        goes_on = gathered and row.of("size") and not row.of("title") and row.of(OWN) in ("", gathered[0].of(OWN))
        if gathered and not goes_on:
            yield gathered
            gathered = []
        gathered.append(row)
    if gathered:
        yield gathered


@dataclass(frozen=True)
class _OwnRows:
    """One own action as its rows say it. ``taken``: ids of those above it."""

    table: Table
    rows: Sequence[Row]
    instrument: Instrument
    kept: Adaptation
    taken: frozenset[str]

    def action(self) -> OwnAction | None:
        before, row = len(self.table.faults), self.rows[0]
        spans = _Spans(self.table)
        for one in self.rows:
            spans.read(one)
        demands, like = spans.demands(), row.of("like")
        if like not in self.instrument.actions_by_id:
            self.table.refuse(row, "like", _("There is no action “%(id)s”.", id=like[:40]))
        texts = {name: self._text(name, most) for name, most in TEXTS.items()}
        steps = [line.strip() for line in texts.pop("steps").splitlines() if line.strip()]
        if len(steps) > MOST_STEPS or any(len(step) > LONGEST_STEP for step in steps):
            text = _("Write at most %(most)s steps of at most %(long)s characters.", most=MOST_STEPS, long=LONGEST_STEP)
            self.table.refuse(row, "steps", text)
        weeks, year = self._between("weeks", 0.1, MOST_WEEKS), self._between("price_year", *YEARS)
        action = self._id()
        if len(self.table.faults) > before:
            return None
        given: dict[str, Any] = {name: " ".join(text.split()) for name, text in texts.items()}
        given |= {"id": action, "like": like, "steps": steps, "weeks": weeks, "price_year": int(year)}
        try:
            return OwnAction(demands=demands, **given)
        except ShapeError:
            self.table.refuse(row, OWN, _("Something in this row cannot be used. Compare it with the instructions."))
            return None

    def _id(self) -> str:
        row, said = self.rows[0], self.rows[0].of(OWN)
        if not said:
            return free_id(self.kept, self.instrument, self.taken)
        if said not in {one.id for one in self.kept.own}:
            text = _("There is no action “%(id)s” of yours. Leave the cell empty for a new one.", id=said[:40])
            self.table.refuse(row, OWN, text)
        elif said in self.taken:
            self.table.refuse(row, OWN, _("This action has another row already."))
        return said

    def _text(self, column: str, most: int) -> str:
        row, text = self.rows[0], self.rows[0].of(column)
        if not text:
            self.table.refuse(row, column, _("Something is missing here."))
        elif text == FORMULA:
            self.table.refuse(row, column, _("This is a formula that has no value. Write the words themselves."))
        try:
            check_text(text.replace("\r\n", "\n"), most)
        except ValidationError as error:
            self.table.refuse(row, column, str(error))
        return text

    def _between(self, column: str, low: float, high: float) -> float:
        number = number_in(self.table, self.rows[0], column)
        if number is None:
            return 0
        if not low <= number <= high or (column == "price_year" and number != int(number)):
            text = _("Enter a number from %(low)s to %(high)s.", low=low, high=high)
            self.table.refuse(self.rows[0], column, text)
        return number
