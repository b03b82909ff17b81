"""The plan as a workbook of one sheet: a row for each step, real dates and numbers, a status to choose."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

from reports.firm.file_labels import FileLabels
from reports.firm.values import ActionCard, FirmReport, MarkedAction
from reports.text import clean, one_line
from scoring.writing import CHARACTERS_OF_A_CELL

HEAD = 3
"""The row of the column heads; above it stand title, date and a word on the estimates."""
A4 = 9
READERS_DATE = 14
"""The one number format for dates that follows the reader's own system."""

LINE = 14.0
"""Height of a line of text in points."""
CHARACTERS = 1.0
"""Characters that fill a line, for each one that a column is wide: digits set the width, letters are narrower."""

HEADED = {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#e3eceb", "bottom": 1}
CELL = {"valign": "top", "bottom": 4, "bottom_color": "#c5cfce"}
FORMATS: Mapping[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "quiet": {"font_color": "#566366"},
    "head": HEADED,
    "head_of_numbers": HEADED | {"align": "right"},
    "text": CELL | {"text_wrap": True},
    "status": CELL | {"align": "left", "indent": 1},
    "strong": CELL | {"text_wrap": True, "bold": True},
    "number": CELL | {"num_format": "0", "align": "left"},
    "date": CELL | {"num_format": READERS_DATE, "align": "left"},
    "days": CELL | {"num_format": "#,##0.0"},
    "money": CELL | {"num_format": "#,##0"},
    "total": {"bold": True, "top": 1},
    "total_days": {"bold": True, "top": 1, "num_format": "#,##0.0"},
    "total_money": {"bold": True, "top": 1, "num_format": "#,##0"},
    "settled": {"font_color": "#566366", "font_strikeout": True},
}

Value = str | float | datetime.date | None


@dataclass(frozen=True)
class Line:
    """One row: a step of the plan, or an action that the firm marked as done or as not for it."""

    step: ActionCard | None
    title: str
    status: str
    note: str

    def of_step(self, value: Callable[[ActionCard], Value]) -> Value:
        return None if self.step is None else value(self.step)


@dataclass(frozen=True)
class Column:
    """A column of the sheet: ``cell`` is the format of its values, ``total`` that of their sum, "" where none is."""

    head: str
    width: float
    cell: str
    value: Callable[[Line], Value]
    total: str = ""


def plan_sheet(report: FirmReport) -> bytes:
    """The plan as XLSX; the same report gives the same bytes.

    Days and EUR are the low and high ends of the estimates, unrounded, so that they can be summed. What the firm
    marked as done or not for it follows the steps, without dates and numbers. Texts are never read as formulas.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        book.set_properties(
            {"title": _title(report), "created": datetime.datetime.combine(report.date, datetime.time())}
        )
        formats = {name: book.add_format(properties) for name, properties in FORMATS.items()}
        _fill(book.add_worksheet(_tab(report.labels.files.sheet)), report, formats)
    return out.getvalue()


def _fill(sheet: Worksheet, report: FirmReport, formats: Mapping[str, Format]) -> None:
    words, lines, columns = report.labels.files, tuple(_lines(report)), _columns(report)
    sheet.write_string(0, 0, _title(report), formats["title"])
    sheet.write_string(1, 0, words.dated.format(date=report.date_shown), formats["quiet"])
    sheet.write_string(2, 0, words.estimates, formats["quiet"])
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(HEAD, place, column.head, formats["head_of_numbers" if column.total else "head"])
        for row, line in enumerate(lines, HEAD + 1):
            _write(sheet, (row, place), column.value(line), formats[column.cell])
    sheet.set_row(HEAD, 3 * LINE)
    for row, line in enumerate(lines, HEAD + 1):
        sheet.set_row(row, _height(columns, line))
    if report.actions:
        _write_totals(sheet, columns, lines, formats, words)
    else:
        sheet.write_string(HEAD + 1 + len(lines), 1, report.no_actions)
    if lines:
        _offer_status(sheet, columns, len(lines), formats, words)
    _lay_out(sheet, report, columns, len(lines))


def _height(columns: tuple[Column, ...], line: Line) -> float:
    """Room for the tallest text of a row: not every program finds it by itself."""
    texts = ((column.value(line), column.width * CHARACTERS) for column in columns)
    return LINE * max(_lines_of(value, width) for value, width in texts if isinstance(value, str))


def _lines_of(text: str, width: float) -> int:
    """At most what a row can be tall."""
    return min(27, sum(max(1, math.ceil(len(part) / width)) for part in text.split("\n")))


def _title(report: FirmReport) -> str:
    return _cell_text(report.labels.files.plan.format(firm=one_line(report.title)))


def _tab(name: str) -> str:
    """Excel takes up to 31 characters, and none of ``[]:*?/\\``."""
    return "".join(sign for sign in name if sign not in "[]:*?/\\")[:31]


def _lines(report: FirmReport) -> Iterator[Line]:
    words = report.labels.files
    for card in report.actions:
        yield Line(card, card.title, words.planned if card.status == "planned" else words.open, card.comment)
    settled = ((words.planned, report.unplaced), (words.done, report.done), (words.refused, report.refused))
    for status, marked in settled:
        yield from (_marked(action, status) for action in marked)


def _marked(action: MarkedAction, status: str) -> Line:
    return Line(None, action.title, status, action.comment)


def _columns(report: FirmReport) -> tuple[Column, ...]:
    words, labels = report.labels.files, report.labels
    return (
        Column(labels.number, 5, "number", lambda line: line.of_step(lambda card: card.number)),
        Column(labels.action, 28, "strong", lambda line: line.title),
        Column(words.task, 46, "text", lambda line: line.of_step(lambda card: card.summary)),
        Column(labels.owner, 18, "text", lambda line: line.of_step(lambda card: card.owner)),
        Column(words.start, 11, "date", lambda line: line.of_step(lambda card: card.start_date)),
        Column(words.due, 11, "date", lambda line: line.of_step(lambda card: card.end_date)),
        *_demands(words),
        Column(words.status, 13, "status", lambda line: line.status),
        Column(words.note, 24, "text", lambda line: line.note),
        *_offered(report),
        *_advised(report),
    )


def _offered(report: FirmReport) -> Iterator[Column]:
    """Help that is available for a step; no column without any."""
    if any(card.offers for card in report.actions):
        yield Column(report.labels.offers, 28, "text", lambda line: line.of_step(_offers_of))


def _offers_of(card: ActionCard) -> str:
    return "\n".join(offer.shown for offer in card.offers)


def _advised(report: FirmReport) -> Iterator[Column]:
    """What whoever hands the report out made of a step, and says about it, under its name; no column without."""
    if any(card.origin or card.advice for card in report.actions):
        sender = one_line(report.branding.sender)
        yield Column(sender, 28, "text", lambda line: line.of_step(_by_sender))


def _by_sender(card: ActionCard) -> str:
    return "\n".join(filter(None, (card.origin, card.advice.value if card.advice else "")))


def _demands(words: FileLabels) -> Iterator[Column]:
    """Two columns, low and high, for each thing that a step takes."""
    shown = (
        ("own_days", "days", (words.own_low, words.own_high)),
        ("outside_days", "days", (words.outside_low, words.outside_high)),
        ("cost_once", "money", (words.once_low, words.once_high)),
        ("cost_monthly", "money", (words.monthly_low, words.monthly_high)),
    )
    for name, kind, heads in shown:
        for end, head in enumerate(heads):
            yield Column(head, 9.5, kind, _demand(name, end), f"total_{kind}")


def _demand(name: str, end: int) -> Callable[[Line], Value]:
    return lambda line: line.of_step(lambda card: float(getattr(card.demand, name)[end]))


def _write(sheet: Worksheet, place: tuple[int, int], value: Value, style: Format) -> None:
    if isinstance(value, str):
        sheet.write_string(*place, _cell_text(value), style)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(*place, value, style)
    elif value is None:
        sheet.write_blank(*place, None, style)
    else:
        sheet.write_number(*place, value, style)


def _cell_text(text: str) -> str:
    """What a cell can hold: no control characters, and visibly cut where it is longer than a cell."""
    text = clean(text)
    return text if len(text) <= CHARACTERS_OF_A_CELL else text[: CHARACTERS_OF_A_CELL - 1] + "…"


def _write_totals(
    sheet: Worksheet,
    columns: tuple[Column, ...],
    lines: tuple[Line, ...],
    formats: Mapping[str, Format],
    words: FileLabels,
) -> None:
    """Sums as formulas, which follow what is changed, with their values for programs that do not calculate."""
    first, row = HEAD + 1, HEAD + 1 + len(lines)
    for place, column in enumerate(columns):
        if not column.total:
            sheet.write_string(row, place, words.total if place == 1 else "", formats["total"])
            continue
        total = sum(value for line in lines if isinstance(value := column.value(line), float))
        formula = f"=SUM({xl_range(first, place, row - 1, place)})"
        sheet.write_formula(row, place, formula, formats[column.total], round(total, 4))


def _offer_status(
    sheet: Worksheet, columns: tuple[Column, ...], rows: int, formats: Mapping[str, Format], words: FileLabels
) -> None:
    """The list to choose from, and what is settled shown so."""
    place = next(place for place, column in enumerate(columns) if column.head == words.status)
    first, last = HEAD + 1, HEAD + rows
    choices = [words.open, words.planned, words.done, words.refused]
    sheet.data_validation(
        first, place, last, place, {"validate": "list", "source": choices, "error_message": words.choose_status}
    )
    for settled in (words.done, words.refused):
        criteria = f'=${xl_col_to_name(place)}{first + 1}="{settled.replace(chr(34), chr(34) * 2)}"'
        sheet.conditional_format(
            first, 1, last, 1, {"type": "formula", "criteria": criteria, "format": formats["settled"]}
        )


def _lay_out(sheet: Worksheet, report: FirmReport, columns: tuple[Column, ...], rows: int) -> None:
    """On screen heads and titles stay in view; on paper all columns fit the width, heads on every page."""
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.print_area(0, 0, HEAD + 1 + rows, len(columns) - 1)
    sheet.set_footer("&L&F&R&P / &N")
    if Locale.parse(report.language, sep="-").text_direction == "rtl":
        sheet.right_to_left()
