"""The plan as a workbook: what stands in it is what the report says, as numbers and dates, and never a formula."""

from __future__ import annotations

import datetime
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.firm import ActionCard, FirmReport, MarkedAction, plan_sheet
from tests.unit.reports.conftest import MakeReport

HEAD, FIRST = 4, 5
"""Rows as a reader counts them."""


def opened(report: FirmReport, *, values: bool = False) -> Worksheet:
    book: Workbook = load_workbook(BytesIO(plan_sheet(report)), data_only=values)
    assert len(book.worksheets) == 1
    return book.worksheets[0]


def column(sheet: Worksheet, head: str) -> int:
    return next(cell.column for cell in sheet[HEAD] if cell.value == head)


def with_first(report: FirmReport, **changes: object) -> FirmReport:
    """The report with its first step changed."""
    first, *rest = report.phases
    cards: tuple[ActionCard, ...] = (replace(first.actions[0], **changes), *first.actions[1:])  # type: ignore[arg-type]
    return replace(report, phases=(replace(first, actions=cards), *rest))


def test_every_step_has_a_row_of_real_numbers_and_dates(report: FirmReport) -> None:
    sheet, words = opened(report), report.labels.files
    for row, card in enumerate(report.actions, FIRST):

        def cell(head: str, row: int = row) -> object:
            return sheet.cell(row, column(sheet, head)).value

        assert cell(report.labels.number) == card.number
        assert cell(report.labels.action) == card.title
        assert cell(words.task) == card.summary
        assert cell(report.labels.owner) == card.owner
        assert cell(words.start) == datetime.datetime.combine(card.start_date, datetime.time())
        assert cell(words.due) == datetime.datetime.combine(card.end_date, datetime.time())
        assert (cell(words.own_low), cell(words.own_high)) == card.demand.own_days
        assert (cell(words.outside_low), cell(words.outside_high)) == card.demand.outside_days
        assert (cell(words.once_low), cell(words.once_high)) == card.demand.cost_once
        assert (cell(words.monthly_low), cell(words.monthly_high)) == card.demand.cost_monthly
        assert cell(words.status) == words.open


def test_totals_are_formulas_with_the_right_value(report: FirmReport) -> None:
    formulas, values, row = opened(report), opened(report, values=True), FIRST + len(report.actions)
    place = column(formulas, report.labels.files.own_high)
    letter = formulas.cell(row, place).column_letter
    assert formulas.cell(row, place).value == f"=SUM({letter}{FIRST}:{letter}{row - 1})"
    assert values.cell(row, place).value == pytest.approx(sum(card.demand.own_days[1] for card in report.actions))
    assert values.cell(row, column(values, report.labels.action)).value == report.labels.files.total


def test_the_status_is_chosen_from_the_four_words(report: FirmReport) -> None:
    sheet, words = opened(report), report.labels.files
    (choice,) = sheet.data_validations.dataValidation
    assert choice.type == "list"
    assert choice.formula1 == f'"{words.open},{words.planned},{words.done},{words.refused}"'
    letter = sheet.cell(FIRST, column(sheet, words.status)).column_letter
    assert str(choice.sqref) == f"{letter}{FIRST}:{letter}{FIRST + len(report.actions) - 1}"


def test_what_is_planned_done_or_refused_is_shown_so(report: FirmReport) -> None:
    marked = with_first(report, status="planned", comment="Ask Mia first")
    marked = replace(
        marked,
        done=(MarkedAction("a", "Already there", "since May", "2 points"),),
        refused=(MarkedAction("b", "Not our way", "", ""),),
    )
    sheet, words = opened(marked), report.labels.files
    status, note, title = (column(sheet, head) for head in (words.status, words.note, report.labels.action))
    assert sheet.cell(FIRST, status).value == words.planned
    assert sheet.cell(FIRST, note).value == "Ask Mia first"
    last = FIRST + len(report.actions)
    assert [sheet.cell(last, place).value for place in (title, status, note)] == [
        "Already there", words.done, "since May",
    ]  # fmt: skip
    assert [sheet.cell(last + 1, place).value for place in (title, status)] == ["Not our way", words.refused]
    assert sheet.cell(last, column(sheet, words.own_low)).value is None, "no numbers for what is no step any more"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.org", '=HYPERLINK("x")', "1e5"])
def test_texts_stay_texts(report: FirmReport, text: str) -> None:
    changed = replace(with_first(report, comment=text, title=text), title=text)
    sheet = opened(changed)
    note, title = (column(sheet, head) for head in (report.labels.files.note, report.labels.action))
    for place in (note, title):
        cell = sheet.cell(FIRST, place)
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert sheet["A1"].data_type == "s"


@pytest.mark.parametrize("text", ["Nul\x00Ltd", "\ud800", "🧀 e\u0301 山田", "x" * 50_000, "{firm} %s {0}"])
def test_any_text_can_be_written(report: FirmReport, text: str) -> None:
    sheet = opened(replace(with_first(report, comment=text), title=text))
    written = sheet.cell(FIRST, column(sheet, report.labels.files.note)).value
    assert isinstance(written, str)
    assert len(written) <= 32_767
    assert "\x00" not in written


def test_without_a_plan_it_says_why(make_report: MakeReport) -> None:
    report = make_report({})
    assert report.no_actions in [cell.value for row in opened(report).iter_rows() for cell in row]


def test_it_is_laid_out_for_screen_and_paper(report: FirmReport) -> None:
    sheet = opened(report)
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0), (
        "as wide as a page, as long as it is"
    )
    assert report.title in str(sheet["A1"].value)
    assert report.date_shown in str(sheet["A2"].value)
    assert not sheet.sheet_view.rightToLeft


def test_a_language_from_right_to_left_turns_the_sheet(report: FirmReport) -> None:
    assert opened(replace(report, language="ar")).sheet_view.rightToLeft


def test_the_same_report_gives_the_same_bytes(report: FirmReport) -> None:
    assert plan_sheet(report) == plan_sheet(report)
