"""An empty sheet for the answers of many firms: the columns that ``reading`` reads, wording and choices at hand."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from scoring.instrument import Instrument
from scoring.messages import ENGLISH, N_, Message, Problem, WaymarkError
from scoring.template_columns import Column, Words, columns_of
from scoring.writing import replacing

ROWS = 2000
"""Firms that the drop-downs reach down to."""


def write_template(instrument: Instrument, path: Path, translations: NullTranslations = ENGLISH) -> None:
    """Write the template as .xlsx or .csv, by the ending of ``path``; a file of that name is replaced as a whole.

    Raises ``WaymarkError`` for any other ending, and where the file cannot be written.
    """
    data = template(instrument, path.suffix.lower().removeprefix("."), translations, place=str(path))
    with replacing(path) as file:
        file.write(data)


def template(
    instrument: Instrument, form: str = "xlsx", translations: NullTranslations = ENGLISH, place: str = "-"
) -> bytes:
    """The template as a file. ``xlsx``: answers, the questions in words, an example, the choices; ``csv``: the header.

    Raises ``WaymarkError`` for any other form.
    """
    if form not in FORMS:
        raise WaymarkError([Problem(place, Message(N_("A template is an .xlsx or a .csv file.")))])
    return FORMS[form](columns_of(instrument), translations)


def _csv(columns: Sequence[Column], _translations: NullTranslations) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow([column.id for column in columns])
    return text.getvalue().encode()


def _xlsx(columns: Sequence[Column], translations: NullTranslations) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        template_book = _Book(book, columns, translations)
        for title, fill in SHEETS:
            fill(template_book, template_book.add_sheet(title))
    return file.getvalue()


FORMS: dict[str, Callable[[Sequence[Column], NullTranslations], bytes]] = {"xlsx": _xlsx, "csv": _csv}


@dataclass
class _Book:
    """The workbook with what its sheets share."""

    book: Any
    columns: Sequence[Column]
    translations: NullTranslations
    titles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.header = [
            self.book.add_format({"bold": True, "bg_color": colour, "bottom": 1, "valign": "top"})
            for colour in ("#E3EBF2", "#F3F6F9")
        ]
        self.text = self.book.add_format({"num_format": "@"})
        self.date = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.titles = self._sheet_titles()

    def _sheet_titles(self) -> dict[str, str]:
        """Names of the sheets as Excel takes them: at most 31 characters, no brackets or slashes, distinct."""
        titles: dict[str, str] = {}
        for title, _ in SHEETS:
            words = re.sub(r"[\[\]:*?/\\]", " ", self.translations.gettext(title)).strip(" '")[:28]
            again = words.casefold() in (known.casefold() for known in titles.values())
            titles[title] = f"{words} {len(titles) + 1}" if again or not words else words
        return titles

    def add_sheet(self, title: str) -> Any:
        return self.book.add_worksheet(self.titles[title])

    def format_of(self, column: Column) -> Any:
        """A day typed in the order of one's own country becomes a date only in a cell for dates."""
        return self.date if column.id == "date" else self.text if column.is_text else None

    def words(self, words: Words | float) -> str | float:
        return words.render(self.translations) if isinstance(words, Message) else words

    def lines(self, *words: Words | float) -> str:
        return "\n".join(str(self.words(line)) for line in words if line != "")

    @property
    def scales(self) -> list[tuple[str | int, ...]]:
        """The distinct sets of choices, in the order of their first use."""
        return list(dict.fromkeys(column.offered for column in self.columns if column.offered))


def _fill_answers(book: _Book, sheet: Any) -> None:
    _write_header(book, sheet)
    for place, column in enumerate(book.columns):
        sheet.set_column(place, place, _width(column), book.format_of(column))
        note = book.lines(column.wording, column.part, column.help)
        sheet.write_comment(0, place, note, {"x_scale": 2.2, "y_scale": 1 + len(note) / 150})
        rule = _rule(book, column)
        if rule:
            sheet.data_validation(1, place, ROWS, place, rule)


def _write_header(book: _Book, sheet: Any) -> None:
    """Column ids in the first row, which stays in sight; the columns of one question in one shade."""
    shade, question = 0, ""
    for place, column in enumerate(book.columns):
        if column.id.partition(".")[0] != question:
            shade, question = 1 - shade, column.id.partition(".")[0]
        sheet.write_string(0, place, column.id, book.header[shade])
    sheet.freeze_panes(1, 1)


def _width(column: Column) -> float:
    longest = max((len(str(value)) for value in (*column.offered, column.id)), default=0)
    return min(max(longest + 2, 10), 32)


def _rule(book: _Book, column: Column) -> dict[str, Any] | None:
    """A drop-down, or limits of a number. It warns and does not forbid: ids, n/a and dk are read as well.

    Choices are always a range on the sheet of choices: a list in the rule itself ends at 255 characters and its
    entries at each comma.
    """
    title, text = book.translations.gettext(N_("Please check"))[:32], book.lines(*column.answers)[:255]
    warning = {"error_type": "warning", "error_title": title, "error_message": text}
    if column.limits:
        least, most = column.limits
        return {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most, **warning}
    if not column.offered:
        return None
    letter = xl_col_to_name(book.scales.index(column.offered))
    sheet = book.titles[CHOICES].replace("'", "''")
    return {"validate": "list", "source": f"='{sheet}'!${letter}$2:${letter}${len(column.offered) + 1}", **warning}


def _fill_questions(book: _Book, sheet: Any) -> None:
    heads = (N_("Column"), N_("Question"), N_("Part of the question"), N_("Help"), N_("What to write"))
    for place, (head, width) in enumerate(zip(heads, (24, 50, 36, 50, 50), strict=True)):
        sheet.write_string(0, place, book.translations.gettext(head), book.header[0])
        sheet.set_column(place, place, width)
    for row, column in enumerate(book.columns, start=1):
        cells = (column.id, column.wording, column.part, column.help, book.lines(*column.answers))
        for place, words in enumerate(cells):
            sheet.write_string(row, place, str(book.words(words)), book.wrapped)
    sheet.freeze_panes(1, 1)


def _fill_example(book: _Book, sheet: Any) -> None:
    _write_header(book, sheet)
    for place, column in enumerate(book.columns):
        sheet.set_column(place, place, _width(column))
        example = book.words(column.example)
        if isinstance(example, str):
            sheet.write_string(1, place, example)
        else:
            sheet.write_number(1, place, example)


def _fill_choices(book: _Book, sheet: Any) -> None:
    for place, offered in enumerate(book.scales):
        first = next(column.id for column in book.columns if column.offered == offered)
        sheet.write_string(0, place, first, book.header[0])
        sheet.set_column(place, place, 32)
        for row, value in enumerate(offered, start=1):
            sheet.write(row, place, value)


CHOICES = N_("Choices")

SHEETS: tuple[tuple[str, Callable[[_Book, Any], None]], ...] = (
    (N_("Answers"), _fill_answers),
    (N_("Questions"), _fill_questions),
    (N_("Example"), _fill_example),
    (CHOICES, _fill_choices),
)
"""The first sheet is the one that is read."""
