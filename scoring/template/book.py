"""What the workbooks for answers share: names of sheets, formats, drop-downs, and that text stays text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Any

from scoring.messages import N_, Message
from scoring.template.columns import Column, Words
from scoring.writing import cut

CHOICES = N_("Choices")

HEADER, SHADE, ANSWER, EDGE, FAULT, QUIET = "#E3EBF2", "#F3F6F9", "#FFFBEA", "#B9A968", "#FBD9D3", "#8A949E"
"""Colours: of headers and every other question's, of a cell to fill in, its edge, a fault, what is by the way."""

Sheets = Sequence[tuple[str, Callable[["Book", Any], None]]]
"""The name of each sheet, in English, and what fills it."""


@dataclass
class Book:
    """A workbook with what its sheets share."""

    book: Any
    columns: Sequence[Column]
    translations: NullTranslations
    titles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.header = [self.made(bold=True, bg_color=colour, bottom=1, valign="top") for colour in (HEADER, SHADE)]
        self.text = self.made(num_format="@")
        self.date = self.made(num_format="yyyy-mm-dd")
        self.wrapped = self.made(text_wrap=True, valign="top")

    def made(self, **properties: Any) -> Any:
        """A format."""
        return self.book.add_format(properties)

    def format_of(self, column: Column) -> Any:
        """A day typed in the order of one's own country becomes a date only in a cell for dates."""
        return self.date if column.id == "date" else self.text if column.is_text else None

    def words(self, words: Words | float) -> str | float:
        return words.render(self.translations) if isinstance(words, Message) else words

    def lines(self, *words: Words | float) -> str:
        return "\n".join(str(self.words(line)) for line in words if line != "")

    def told(self, text: str) -> str:
        """A text of our own in the language of the workbook."""
        return self.translations.gettext(text)

    @property
    def scales(self) -> list[tuple[str | int, ...]]:
        """The distinct sets of choices, in the order of their first use."""
        return list(dict.fromkeys(column.offered for column in self.columns if column.offered))

    def rule(self, column: Column) -> dict[str, Any] | None:
        """A drop-down, or limits of a number. It warns and does not forbid: ids, n/a and dk are read as well.

        Choices are always a range on the sheet of choices: a list in the rule itself ends at 255 characters and its
        entries at each comma.
        """
        title, text = self.told(N_("Please check"))[:32], self.lines(*column.answers)[:255]
        warning = {"error_type": "warning", "error_title": title, "error_message": text}
        if column.limits:
            least, most = column.limits
            return {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most, **warning}
        if not column.offered:
            return None
        from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - as in ``written``

        letter = xl_col_to_name(self.scales.index(column.offered))
        sheet = self.titles[CHOICES].replace("'", "''")
        return {"validate": "list", "source": f"='{sheet}'!${letter}$2:${letter}${len(column.offered) + 1}", **warning}


def written(columns: Sequence[Column], translations: NullTranslations, sheets: Sheets) -> bytes:
    """A workbook of these sheets, the first of which is the one that is read. Nothing in it is a formula or a link."""
    import xlsxwriter  # noqa: PLC0415 - slow to import, and whoever only reads sheets makes no workbook

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        book = Book(workbook, columns, translations, sheet_titles([title for title, _ in sheets], translations))
        for title, fill in sheets:
            fill(book, workbook.add_worksheet(book.titles[title]))
    return file.getvalue()


def sheet_titles(names: Sequence[str], translations: NullTranslations) -> dict[str, str]:
    """Names of the sheets as Excel takes them: at most 31 characters, no brackets or slashes, distinct."""
    titles: dict[str, str] = {}
    for title in names:
        words = re.sub(r"[\[\]:*?/\\]", " ", translations.gettext(title)).strip(" '")[:28]
        again = words.casefold() in (known.casefold() for known in titles.values())
        titles[title] = f"{words} {len(titles) + 1}" if again or not words else words
    return titles


def fill_choices(book: Book, sheet: Any) -> None:
    """The sheet of allowed values, which the drop-downs take theirs from."""
    for place, offered in enumerate(book.scales):
        first = next(column.id for column in book.columns if column.offered == offered)
        sheet.write_string(0, place, first, book.header[0])
        sheet.set_column(place, place, 32)
        for row, value in enumerate(offered, start=1):
            sheet.write(row, place, value)


def note(sheet: Any, row: int, place: int, text: str) -> None:
    """A comment on a cell, as large as its text needs."""
    sheet.write_comment(row, place, cut(text), {"x_scale": 2.2, "y_scale": min(1 + len(text) / 150, 8)})


def height(*texts: tuple[str, float]) -> float:
    """Points of height that texts need in columns of these widths, wrapped; Excel does not see to it where cells are
    merged or a file is only printed."""
    lines = (sum(-(-max(len(line), 1) // max(int(width), 1)) for line in text.split("\n")) for text, width in texts)
    return min(15.0 * max(lines, default=1) + 3, 400)


def number_of(text: str) -> float | None:
    """The number that a text is; None where a spreadsheet would show it otherwise: 00123, 2.50, 1e5 stay text."""
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", text):
        return None
    number = float(text)
    return number if f"{number:.15g}" == text else None
