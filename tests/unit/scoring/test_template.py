"""The answer sheet: it explains itself, and filled in from its own choices it is read without a fault."""

from __future__ import annotations

import csv
import io
from gettext import NullTranslations
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.dimensions import ColumnDimension

from scoring.answers import answers_of
from scoring.instrument import Instrument
from scoring.messages import WaymarkError
from scoring.reading import read
from scoring.template import template, write_template

LONG = "Every order, delivery and invoice, for every customer, " * 6

QUESTIONS = [
    {
        "id": "backup", "type": "single", "text": "How are files saved?", "help": "Ask whoever set it up.", "na": True,
        "options": [
            {"id": "never", "label": "Never, or hardly ever", "points": 0},
            {"id": "daily", "label": LONG.strip(), "points": 1},
            {"id": "other", "label": "None", "points": 0.5},
        ],
    },
    {
        "id": "online", "type": "multiple", "text": "What can customers do online?",
        "options": [
            {"id": "find", "label": "Find us", "points": 1},
            {"id": "order", "label": "=Order", "points": 1},
            {"id": "nothing", "label": "Nothing at all", "points": 0, "exclusive": True},
        ],
    },
    {
        "id": "jobs", "type": "grid", "text": "Who manages alone?", "dk": "no",
        "options": [{"id": "nobody", "label": "Nobody", "points": 0}, {"id": "all", "label": "Everyone", "points": 1}],
        "rows": [{"id": "mail", "label": "Mail"}, {"id": "files", "label": "Files", "help": "On any device."}],
    },
    {
        "id": "hours", "type": "number", "text": "Hours of training?", "unit": "hours", "minimum": 0, "maximum": 400,
        "bands": [
            {"id": "few", "label": "Under 5", "points": 0, "upper": 5},
            {"id": "many", "label": "5 or more", "points": 1, "lower": 5},
        ],
    },
    {"id": "remarks", "type": "text", "text": "Anything else?", "max_length": 80},
]  # fmt: skip


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    """One question of each type; a label with a comma, one over 255 characters, one that is a word of the format."""
    return Instrument.model_validate(
        {
            "format": 1, "id": "tiny", "version": 1, "language": "en", "title": "Tiny", "description": "Tiny.",
            "source": "Made up.", "baseline": "high",
            "levels": [
                {"id": "low", "title": "Low", "meaning": "Low."},
                {"id": "high", "title": "High", "meaning": "High.", "bound": 50},
            ],
            "dimensions": [
                {"id": "all", "title": "All", "short": "All", "description": "All.", "questions": QUESTIONS},
            ],
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def book(instrument: Instrument) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template(instrument)))


ANSWER_COLUMNS = [
    "backup", "online.find", "online.order", "online.nothing", "jobs.mail", "jobs.files", "hours", "remarks",
]  # fmt: skip


def test_the_first_sheet_has_only_the_header_and_the_wording_above(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[2]]
    assert header[:5] == ["firm", "ref", "email", "sector", "employees"]
    assert header[12:] == ANSWER_COLUMNS
    assert sheet.max_row == 2
    assert sheet.freeze_panes == "B3"
    assert min(column.width for column in sheet.column_dimensions.values()) >= 10


def test_the_wording_stands_above_and_help_in_a_note(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    wording = {below.value: above.value for above, below in zip(sheet[1], sheet[2], strict=True)}
    assert wording["backup"] == "How are files saved?"
    assert wording["online.order"] == "What can customers do online?\n=Order"
    assert wording["jobs.files"] == "Who manages alone?\nFiles"
    assert wording["firm"] == "Name of the firm"
    assert all(cell.alignment.wrap_text for cell in sheet[1])
    notes = {cell.value: cell.comment.text.splitlines() for cell in sheet[2]}
    assert notes["backup"][:2] == ["Ask whoever set it up.", "never = Never, or hardly ever"]
    assert notes["jobs.files"][0] == "On any device."
    assert notes["hours"][0] == "A number from 0 to 400"


def choices(book: openpyxl.Workbook) -> dict[str, list[object]]:
    """What the drop-down of each column of the first sheet offers."""
    sheet = book.worksheets[0]
    found: dict[str, list[object]] = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            title, _, area = rule.formula1.rpartition("!")
            cells = book[title.strip("'")][area.replace("$", "")]
            for place in rule.sqref.ranges:
                found[str(sheet.cell(2, place.min_col).value)] = [cell[0].value for cell in cells]
    return found


def test_drop_downs_offer_labels_and_the_words_for_no_answer(book: openpyxl.Workbook) -> None:
    found = choices(book)
    assert found["backup"] == ["Never, or hardly ever", LONG.strip(), "other", "n/a", "dk"]
    assert found["jobs.mail"] == found["jobs.files"] == ["Nobody", "Everyone"]
    assert found["online.find"] == [1, 0]
    assert found["size"] == ["micro", "small", "medium", "large"]
    assert "hours" not in found


def test_no_rule_holds_its_choices_itself(book: openpyxl.Workbook) -> None:
    """Excel ends a list in a rule at 255 characters and takes each comma for the end of an entry."""
    rules = book.worksheets[0].data_validations.dataValidation
    assert all(rule.formula1.startswith("'") for rule in rules if rule.type == "list")
    (number,) = [rule for rule in rules if rule.type == "decimal"]
    assert (float(number.formula1), float(number.formula2), number.errorStyle) == (0, 400, "warning")


def test_the_questions_are_explained(book: openpyxl.Workbook) -> None:
    rows = {row[0]: row for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)}
    assert list(rows)[12:] == ANSWER_COLUMNS
    assert rows["backup"][4].splitlines()[0] == "never = Never, or hardly ever"
    assert rows["backup"][4].splitlines()[-2:] == ["n/a = not applicable", "dk = don’t know"]
    assert rows["hours"][4].splitlines() == ["A number from 0 to 400", "hours", "dk = don’t know"]
    assert rows["remarks"][4] == "Text of at most 80 characters"


def test_texts_stay_texts(book: openpyxl.Workbook) -> None:
    formulas = [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert formulas == []
    sheet = book.worksheets[0]
    formats = {place: column.number_format for column in sheet.column_dimensions.values() for place in _span(column)}
    kept = {cell.value for cell in sheet[2] if formats[cell.column] == "@"}
    assert {"ref", "sector", "backup"} <= kept
    assert {"employees", "date", "online.find", "hours"}.isdisjoint(kept)
    assert [cell.value for cell in sheet[2] if formats[cell.column] == "yyyy-mm-dd"] == ["date"]


def _span(column: ColumnDimension) -> range:
    return range(column.min, column.max + 1)


def filled(data: bytes, rows: list[dict[str, object]]) -> io.BytesIO:
    """The template with these rows in its first sheet, as a person would leave it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[2]]
    for row, values in enumerate(rows, start=3):
        for name, value in values.items():
            sheet.cell(row, header.index(name) + 1, value)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_every_choice_of_a_drop_down_is_read(instrument: Instrument, book: openpyxl.Workbook) -> None:
    single = [{"firm": f"Firm {place}", "backup": value} for place, value in enumerate(choices(book)["backup"])]
    reading = read(filled(template(instrument), [{"firm": "Whole", **FILLED}, *single]), instrument, format="xlsx")
    assert reading.problems == []
    assert reading.unknown_columns == []
    assert answers_of(reading.table, 0) == {
        "backup": "daily", "online": ["find"], "jobs": {"mail": "all", "files": "nobody"}, "hours": "many",
        "remarks": "<b>naïve</b> & 1; 2",
    }  # fmt: skip
    assert [answers_of(reading.table, row)["backup"] for row in range(1, 6)] == ["never", "daily", "other", "na", "dk"]
    assert reading.table.profile["ref"].iloc[0] == "007"


FILLED: dict[str, object] = {
    "ref": "007", "sector": "01", "employees": 12, "country": "IE", "stage": "T0", "source": "interview",
    "counted": "no", "backup": LONG.strip(), "online.find": 1, "online.order": 0, "online.nothing": 0,
    "jobs.mail": "Everyone", "jobs.files": "nobody", "hours": 7.5, "remarks": "<b>naïve</b> & 1; 2",
}  # fmt: skip


@pytest.mark.parametrize("name", ["tiny", "sme-readiness"])
def test_the_example_is_read_without_a_fault(name: str, instrument: Instrument) -> None:
    from scoring.loading import load  # noqa: PLC0415 - only for the built-in one

    chosen = instrument if name == "tiny" else load(name)
    example = openpyxl.load_workbook(io.BytesIO(template(chosen))).worksheets[2]
    text = io.StringIO()
    csv.writer(text).writerows(["" if cell is None else cell for cell in row] for row in example.values)
    reading = read(io.BytesIO(text.getvalue().encode()), chosen, format="csv")
    assert (reading.problems, reading.unknown_columns, len(reading.table)) == ([], [], 1)


def test_an_untouched_template_holds_no_firm(instrument: Instrument) -> None:
    for form in ("xlsx", "csv"):
        reading = read(io.BytesIO(template(instrument, form)), instrument, format=form)
        assert (len(reading.table), reading.problems) == (0, [])


class Marked(NullTranslations):
    """A language in which every text is in brackets, with what a sheet's name must not hold."""

    def gettext(self, message: str) -> str:
        return f"[{message}/]"


def test_all_words_of_its_own_are_translated(instrument: Instrument) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(instrument, translations=Marked())))
    assert [sheet.title for sheet in book] == ["Answers", "Questions", "Example", "Choices"]
    assert all(cell.value.startswith("[") for cell in book.worksheets[1][1])
    assert book.worksheets[0]["A1"].value == "[Name of the firm/]"
    assert choices(book)["backup"][0] == "Never, or hardly ever"


class Long(NullTranslations):
    def gettext(self, message: str) -> str:
        return "'A language's long word for everything" + message


def test_names_of_sheets_are_cut_and_kept_apart(instrument: Instrument) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(instrument, translations=Long())))
    titles = [sheet.title for sheet in book]
    assert len(set(titles)) == 4
    assert max(map(len, titles)) <= 31


def test_a_file_is_written_by_its_ending(instrument: Instrument, tmp_path: Path) -> None:
    write_template(instrument, tmp_path / "clients.xlsx")
    write_template(instrument, tmp_path / "clients.CSV")
    assert openpyxl.load_workbook(tmp_path / "clients.xlsx").worksheets[0]["A2"].value == "firm"
    assert (tmp_path / "clients.CSV").read_text().split(",")[-1] == "remarks\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clients.CSV", "clients.xlsx"]


@pytest.mark.parametrize("path", ["clients.ods", "clients", "missing/clients.xlsx"])
def test_what_cannot_be_written_is_said(instrument: Instrument, tmp_path: Path, path: str) -> None:
    with pytest.raises(WaymarkError, match="clients"):
        write_template(instrument, tmp_path / path)
    assert list(tmp_path.iterdir()) == []
