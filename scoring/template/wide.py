"""The sheet with a row for each firm: wording above the names of the columns, drop-downs, an example, the choices."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from gettext import NullTranslations
from typing import Any

from scoring.instrument import Instrument
from scoring.messages import N_
from scoring.template.book import CHOICES, HEADER, SHADE, Book, Sheets, fill_choices, height, note, written
from scoring.template.columns import Column, columns_of

ROWS = 2000
"""Firms that the drop-downs reach down to."""

WORDING, IDS, FIRST = 0, 1, 2
"""Rows: the wording, the names of the columns, the first firm."""


def wide_csv(instrument: Instrument, _translations: NullTranslations) -> bytes:
    """The header alone."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow([column.id for column in columns_of(instrument)])
    return text.getvalue().encode()


def wide_workbook(instrument: Instrument, translations: NullTranslations) -> bytes:
    """The workbook; its first sheet is empty but for the header."""
    return written(columns_of(instrument), translations, SHEETS)


def _fill_answers(book: Book, sheet: Any) -> None:
    write_header(book, sheet, book.columns)
    for place, column in enumerate(book.columns):
        text = book.lines(column.help, *column.answers)
        if text:
            note(sheet, IDS, place, text)
        rule = book.rule(column)
        if rule:
            sheet.data_validation(FIRST, place, ROWS + 1, place, rule)


def write_header(book: Book, sheet: Any, columns: Sequence[Column]) -> None:
    """Wording and names in the first two rows, which stay in sight; the columns of one question in one shade."""
    names = [book.made(bold=True, bg_color=colour, bottom=1, valign="top") for colour in (HEADER, SHADE)]
    words = [book.made(text_wrap=True, bg_color=colour, valign="top") for colour in (HEADER, SHADE)]
    shade, question, texts = 0, "", []
    for place, column in enumerate(columns):
        if column.id.partition(".")[0] != question:
            shade, question = 1 - shade, column.id.partition(".")[0]
        texts.append((book.lines(column.wording, column.part), width_of(column)))
        sheet.write_string(WORDING, place, texts[-1][0], words[shade])
        sheet.write_string(IDS, place, column.id, names[shade])
        sheet.set_column(place, place, texts[-1][1], book.format_of(column))
    sheet.set_row(WORDING, min(height(*texts), 180))
    sheet.freeze_panes(FIRST, 1)


def width_of(column: Column) -> float:
    longest = max((len(str(value)) for value in (*column.offered, column.id)), default=0)
    return min(max(longest + 2, 16), 32)


def _fill_questions(book: Book, sheet: Any) -> None:
    heads = (N_("Column"), N_("Question"), N_("Part of the question"), N_("Help"), N_("What to write"))
    for place, (head, width) in enumerate(zip(heads, (24, 50, 36, 50, 50), strict=True)):
        sheet.write_string(0, place, book.told(head), book.header[0])
        sheet.set_column(place, place, width)
    for row, column in enumerate(book.columns, start=1):
        cells = (column.id, column.wording, column.part, column.help, book.lines(*column.answers))
        for place, words in enumerate(cells):
            sheet.write_string(row, place, str(book.words(words)), book.wrapped)
    sheet.freeze_panes(1, 1)


def _fill_example(book: Book, sheet: Any) -> None:
    write_header(book, sheet, book.columns)
    for place, column in enumerate(book.columns):
        example = book.words(column.example)
        if isinstance(example, str):
            sheet.write_string(FIRST, place, example)
        else:
            sheet.write_number(FIRST, place, example)


SHEETS: Sheets = (
    (N_("Answers"), _fill_answers),
    (N_("Questions"), _fill_questions),
    (N_("Example"), _fill_example),
    (CHOICES, fill_choices),
)
"""The first sheet is the one that is read."""
