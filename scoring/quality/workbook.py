"""The quality of answers and their codebook as a workbook to read: a sheet for each kind of finding."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Any, cast

import pandas as pd
from xlsxwriter import Workbook

from scoring.codebook import Cell, Codebook
from scoring.factor import NO_INTERVAL, ONE_FACTOR
from scoring.messages import ENGLISH, N_, Message
from scoring.quality.body import Quality
from scoring.reliability import ALWAYS, SAMPLING_ONLY, Missing, Reliability
from scoring.writing import CHARACTERS_OF_A_CELL, ROWS_OF_A_SHEET

WIDE, MIDDLE, NARROW = 60, 24, 12
"""Widths of columns in characters; text in a narrow one is not wrapped."""

LINE = 15.0
"""Height of a line in points."""

GENERAL = (*ALWAYS, Message(SAMPLING_ONLY), Message(ONE_FACTOR), Message(NO_INTERVAL))
"""What holds for every figure stands once, at the end of its sheet."""

ALL = N_("all questions")
CUT = N_("A sheet ends here. All rows are in the JSON file.")

Value = str | float | None | Message
Row = Sequence[Value]


@dataclass(frozen=True)
class Column:
    """A column by its head; ``form``: how numbers are shown."""

    head: str
    width: int = NARROW
    form: str = "0"


SHARE, FIGURE = "0.0 %", "0.000"


def workbook(quality: Quality, codebook: Codebook, translations: NullTranslations = ENGLISH) -> bytes:
    """The same findings as ``document`` as XLSX, words in the language of ``translations``; no text is a formula."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        for title, columns, rows in SHEETS:
            sheet = book.add_worksheet(_tab(translations.gettext(title)))
            _fill(book, sheet, columns, rows(quality, codebook), translations)
    return out.getvalue()


def _tab(title: str) -> str:
    """A name that Excel takes for a sheet."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip(" '")


def _fill(
    book: Any, sheet: Any, columns: Sequence[Column], rows: Iterator[Row], translations: NullTranslations
) -> None:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#e3eceb", "bottom": 1})
    for place, column in enumerate(columns):
        form = {"num_format": column.form, "valign": "top", "align": "left", "text_wrap": column.width > NARROW}
        width = max(column.width, len(column.head) + 1)
        sheet.set_column(place, place, width, book.add_format(form))
        sheet.write_string(0, place, translations.gettext(column.head) if column.head else "", head)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    widths = [column.width for column in columns]
    for at, row in enumerate(rows, start=1):
        if at == ROWS_OF_A_SHEET - 1:
            sheet.write_string(at, 0, translations.gettext(CUT))
            break
        cells = [value.render(translations) if isinstance(value, Message) else value for value in row]
        for place, value in enumerate(cells):
            _write(sheet, at, place, value)
        sheet.set_row(at, LINE * _lines(cells, widths))


def _lines(cells: Sequence[str | float | None], widths: Sequence[int]) -> int:
    """Lines that the longest text of a row takes in its column; most programs do not find that out by themselves."""
    return max(
        math.ceil(len(value) / width) if isinstance(value, str) and width > NARROW else 1
        for value, width in zip(cells, widths, strict=True)
    )


def _write(sheet: Any, row: int, place: int, value: str | float | None) -> None:
    """What is missing stays an empty cell."""
    if isinstance(value, str):
        sheet.write_string(row, place, value[:CHARACTERS_OF_A_CELL])
    elif not (value is None or pd.isna(value)):
        sheet.write_number(row, place, value)


def _summary(quality: Quality, codebook: Codebook) -> Iterator[Row]:
    instrument = codebook.instrument
    yield Message(N_("Questionnaire")), None, None, f"{instrument.title} ({instrument.reference})"
    yield Message(N_("Fingerprint")), None, None, instrument.content_hash
    yield Message(N_("Revision of the wording")), None, None, str(instrument.revision)
    yield Message(N_("Firms")), quality.firms, None, None
    yield Message(N_("Assessments")), quality.n, None, None
    yield Message(N_("Assessments to look at")), len(quality.to_look_at), None, None
    for limit in quality.limits:
        yield None, None, None, limit
    for check in quality.checks:
        yield check.id, check.found, check.n, check.rule
        for limit in check.limits:
            yield None, None, None, limit
    for fault in quality.faults:
        yield Message(N_("Not understood")), None, None, str(fault)


def _questions(quality: Quality, codebook: Codebook) -> Iterator[Row]:
    texts = {name: question.text for name, question in codebook.instrument.questions.items()}
    for one in quality.questions:
        counts = (one.answered, one.blank, one.dont_know, one.not_applicable)
        shares = [one.share(count) for count in counts]
        alike = Message(N_("all alike")) if one.constant else None
        yield (
            one.question, texts[one.question], one.dimension, one.asked, one.hidden, *shares,
            one.measured, one.mean, one.floor, one.ceiling, alike,
        )  # fmt: skip


def _reliability(quality: Quality, _codebook: Codebook) -> Iterator[Row]:
    for part in quality.dimensions:
        name: Value = part.dimension or Message(ALL)
        for missing, found in part.alpha.items():
            yield (name, METHODS[missing], *_alpha(found))
        omega = part.omega
        words = _special(((omega.reason,) if omega.reason else omega.limits) + part.limits)
        yield name, Message(N_("omega, listwise")), omega.value, None, None, None, omega.n, omega.n, words
    for part in quality.dimensions:
        if part.dimension is not None:
            yield from _items(part.dimension, part.alpha["pairwise"])
    for limit in GENERAL:
        yield *[None] * 8, limit


METHODS: dict[Missing, Message] = {
    "pairwise": Message(N_("alpha, pairwise")),
    "listwise": Message(N_("alpha, listwise")),
}


def _alpha(found: Reliability | Message) -> Row:
    if isinstance(found, Message):
        return None, None, None, None, None, None, found
    low, high = (found.interval.low, found.interval.high) if found.interval else (None, None)
    return found.raw, found.standardised, low, high, found.n, found.n_complete, _special(found.limits)


def _items(dimension: str, found: Reliability | Message) -> Iterator[Row]:
    if isinstance(found, Reliability):
        for item in found.items:
            words = Message(N_("item-total correlation: {question}"), {"question": item.question})
            yield dimension, words, item.correlation, None, None, None, item.n, None, None


def _special(limits: Sequence[Message]) -> Message | None:
    """What holds for this figure and not for every one, in one cell, each sentence put into words by itself."""
    messages = [limit for limit in limits if limit not in GENERAL]
    if not messages:
        return None
    names = [f"m{place}" for place in range(len(messages))]
    return Message(" ".join(f"{{{name}}}" for name in names), dict(zip(names, messages, strict=True)))


def _firms(quality: Quality, _codebook: Codebook) -> Iterator[Row]:
    names = [column.head for column in FIRMS]
    found = quality.to_look_at.reindex(columns=names)
    found["hints"] = found["hints"].map(", ".join)
    for row in found.itertuples(index=False, name=None):
        yield cast(Row, tuple(None if pd.isna(value) else value for value in row))


def _codes(_quality: Quality, codebook: Codebook) -> Iterator[Row]:
    for cell in codebook.cells:
        about = (cell.cell, cell.text, cell.part, cell.type, cell.dimension, cell.weight, ", ".join(cell.themes))
        for code in cell.codes:
            yield *about, code.code, code.id, code.label, code.points, code.n
        for code_of, word, n in _missing(cell):
            yield *about, code_of, None, Message(word), None, n


def _missing(cell: Cell) -> Iterator[tuple[int | None, str, int]]:
    yield -1, N_("no answer"), cell.blank
    yield -2, N_("not applicable"), cell.not_applicable
    yield -3, N_("don’t know"), cell.dont_know
    yield None, N_("not asked (hidden)"), cell.hidden


SUMMARY = (Column(N_("What"), MIDDLE + 8), Column(N_("Number")), Column(N_("of")), Column(N_("In words"), 2 * WIDE))
QUESTIONS = (
    Column(N_("Question"), MIDDLE),
    Column(N_("In words"), WIDE),
    Column(N_("Dimension")),
    Column(N_("asked")),
    Column(N_("hidden")),
    Column(N_("answered"), form=SHARE),
    Column(N_("no answer"), form=SHARE),
    Column(N_("don’t know"), form=SHARE),
    Column(N_("not applicable"), form=SHARE),
    Column(N_("with a score")),
    Column(N_("mean (0-1)"), form=FIGURE),
    Column(N_("at 0"), form=SHARE),
    Column(N_("at the most"), form=SHARE),
    Column(N_("constant")),
)
RELIABILITY = (
    Column(N_("Dimension"), MIDDLE),
    Column(N_("Figure"), MIDDLE + 16),
    Column(N_("Value"), form=FIGURE),
    Column(N_("standardised"), form=FIGURE),
    Column(N_("95 % from"), form=FIGURE),
    Column(N_("to"), form=FIGURE),
    Column(N_("firms")),
    Column(N_("with all answers")),
    Column(N_("What it does not show"), 2 * WIDE),
)
FIRMS = (
    Column("row"),
    Column("firm", MIDDLE),
    Column("stage"),
    Column("hints", WIDE),
    Column("grids"),
    Column("flat_grids"),
    Column("single_choice"),
    Column("longest_run"),
    Column("dont_know", form=SHARE),
    Column("seconds"),
    Column("seconds_per_item", form="0.0"),
    Column("speed_index", form="0.00"),
    Column("same_as"),
)
"""Heads are the names of ``Quality.to_look_at``: the same in every language, and in the JSON file."""
CODEBOOK = (
    Column(N_("Cell"), MIDDLE),
    Column(N_("Question"), WIDE),
    Column(N_("Row or option"), MIDDLE),
    Column(N_("Type")),
    Column(N_("Dimension")),
    Column(N_("Weight"), form="0.##"),
    Column(N_("Themes"), MIDDLE),
    Column(N_("Code")),
    Column(N_("Id"), MIDDLE),
    Column(N_("Label"), MIDDLE + 16),
    Column(N_("Points"), form="0.##"),
    Column(N_("firms")),
)

SHEETS: tuple[tuple[str, Sequence[Column], Callable[[Quality, Codebook], Iterator[Row]]], ...] = (
    (N_("Summary"), SUMMARY, _summary),
    (N_("Questions"), QUESTIONS, _questions),
    (N_("Reliability"), RELIABILITY, _reliability),
    (N_("Firms to look at"), FIRMS, _firms),
    (N_("Codebook"), CODEBOOK, _codes),
)
