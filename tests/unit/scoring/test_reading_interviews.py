"""Interviews: a workbook for each firm, filled in question by question, many read at once, given back with marks."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from scoring.answers import answers_of
from scoring.reading import ReadingError, Sheet, interpret, marked, marked_suffix, open_files, open_interviews, read
from scoring.reading.limits import Limits
from scoring.sheetwords import FAULTS, INTERVIEW
from scoring.template import interview, template
from tests.unit.scoring import hostile_cases

TICKS = {"tools.hammer": "A hammer", "tools.saw": "A saw"}


def lines_of(data):
    """The line of each id, by the first column."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return sheet, {row[0].value: row[0].row for row in sheet.iter_rows() if row[0].value}


def filled(instrument, **answers):
    """The template as a person would leave it, saved by another program."""
    book = openpyxl.load_workbook(io.BytesIO(template(instrument, layout="interview")))
    sheet = book.worksheets[0]
    lines = {row[0].value: row[0].row for row in sheet.iter_rows() if row[0].value}
    for name, value in answers.items():
        sheet.cell(lines[name.replace("__", ".")], 4, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(*files):
    return hostile_cases.packed(*files)


class TestTemplate:
    def test_the_firm_comes_first_then_each_question_with_a_line_for_each_answer(self, tiny):
        sheet, lines = lines_of(template(tiny("ticks"), layout="interview"))
        ids = list(lines)
        assert ids[:3] == [f"{INTERVIEW} ticks@1", "firm", "ref"]
        assert ids[13:18] == ["tools.hammer", "tools.saw", "tools.drill", "tools.plane", "tools.none"]
        assert "colours.none" not in ids
        row = [cell.value for cell in sheet[lines["tools.hammer"]]]
        assert row[:3] == ["tools.hammer", "What about tools?", "A hammer"]
        assert "x where it is so, empty where not" in row[4]

    def test_it_is_made_for_paper_and_eye(self, tiny):
        sheet, lines = lines_of(template(tiny("grids"), layout="interview"))
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.freeze_panes == "A4"
        answer, id = sheet.cell(lines["firm"], 4), sheet.cell(lines["firm"], 1)
        assert answer.fill.fill_type == "solid"
        assert id.font.sz < answer.font.sz
        assert not sheet.protection.sheet

    def test_choices_come_from_the_sheet_of_choices(self, tiny):
        book = openpyxl.load_workbook(io.BytesIO(template(tiny("grids"), layout="interview")))
        rules = book.worksheets[0].data_validations.dataValidation
        assert rules
        assert all(rule.formula1.startswith("'Choices'!") for rule in rules if rule.type == "list")

    def test_nothing_in_it_is_a_formula(self, tiny):
        data = interview(tiny("states"), filled={"firm": "=1+1", "ref": "007"}, marks={"firm": ["=2+2"]})
        for sheet in openpyxl.load_workbook(io.BytesIO(data)):
            assert not [cell for row in sheet for cell in row if cell.data_type == "f"]

    def test_csv_is_refused(self, tiny):
        with pytest.raises(Exception, match="A template for interviews"):
            template(tiny("states"), "csv", layout="interview")


class TestReading:
    def test_answers_of_all_types(self, tiny):
        data = filled(tiny("ticks"), firm="A", ref="007", tools__hammer="x", tools__saw="X", safety__none="✓",
                      lists__stock="dk", colours__red="yes")  # fmt: skip
        reading = read(io.BytesIO(data), tiny("ticks"))
        assert reading.problems == []
        assert reading.unknown_columns == []
        assert reading.table.profile["ref"].tolist() == ["007"]
        assert answers_of(reading.table, 0) == {
            "tools": ["hammer", "saw"], "safety": [], "lists": "dk", "colours": ["red"],
        }  # fmt: skip

    def test_none_of_these_beside_a_tick(self, tiny):
        sheet, _, _ = open_files(
            [("a.xlsx", filled(tiny("ticks"), firm="A", tools__saw="x", tools__none="x"))], tiny("ticks")
        )
        [problem] = interpret(sheet, tiny("ticks")).problems
        assert str(problem).startswith("a.xlsx, cell D")
        assert "“None of these” cannot go together" in str(problem)

    def test_labels_numbers_and_days(self, tiny):
        import datetime  # noqa: PLC0415 - as Excel hands a day over

        data = filled(tiny("grids"), firm="A", employees=12, date=datetime.date(2026, 3, 31), skills__mail="Some of it")
        table = read(io.BytesIO(data), tiny("grids")).table
        assert table.profile.iloc[0][["employees", "date"]].tolist() == [12, "2026-03-31"]
        assert answers_of(table, 0) == {"skills": {"mail": "some"}}

    def test_many_at_once_and_those_that_cannot_be_read_are_named(self, tiny):
        instrument = tiny("states")
        files = [(f"{name}.xlsx", filled(instrument, firm=name, plain="most")) for name in "ABC"]
        other = filled(tiny("ticks"), firm="X")
        empty = template(instrument, layout="interview")
        files += [("broken.xlsx", files[0][1][:-400]), ("other.xlsx", other), ("empty.xlsx", empty)]
        sheet, problems = open_interviews(files, instrument)
        assert sheet.sources == ("A.xlsx", "B.xlsx", "C.xlsx")
        assert {problem.place: str(problem.message)[:30] for problem in problems} == {
            "broken.xlsx": "The workbook is damaged. Open ", "other.xlsx": "This interview is for ticks@1,",
            "empty.xlsx": "No answer stands in this workb",
        }  # fmt: skip
        assert interpret(sheet, instrument).table.profile["firm"].tolist() == ["A", "B", "C"]

    def test_faults_name_the_file_and_the_cell(self, tiny):
        instrument = tiny("states")
        given = {"a": {"firm": "A", "plain": "wrong"}, "b": {"firm": "B"}, "c": {"firm": "b"}}
        files = [(f"{name}.xlsx", filled(instrument, **answers)) for name, answers in given.items()]
        _, lines = lines_of(files[0][1])
        sheet, _, _ = open_files(files, instrument)
        wrong, twice = interpret(sheet, instrument).problems
        assert (wrong.file, wrong.cell) == ("a.xlsx", f"D{lines['plain']}")
        assert str(twice).startswith(f"c.xlsx, cell D{lines['firm']}: “b” is already in b.xlsx at stage T0.")

    def test_lines_may_be_moved_and_a_line_twice_is_refused(self, tiny):
        instrument = tiny("states")
        book = openpyxl.load_workbook(io.BytesIO(filled(instrument, firm="A", plain="most")))
        book.worksheets[0].insert_rows(2)
        out = io.BytesIO()
        book.save(out)
        assert read(io.BytesIO(out.getvalue()), instrument).table.profile["firm"].tolist() == ["A"]
        book.worksheets[0].cell(60, 1, "plain")
        book.save(out := io.BytesIO())
        with pytest.raises(ReadingError, match="“plain” stands in lines"):
            read(io.BytesIO(out.getvalue()), instrument)

    def test_it_is_kept_between_two_requests(self, tiny):
        instrument = tiny("states")
        sheet, _, _ = open_files([("a.xlsx", filled(instrument, firm="A", plain="wrong"))], instrument)
        again = Sheet.from_bytes(sheet.to_bytes())
        assert [str(one) for one in interpret(again, instrument).problems] == [
            str(one) for one in interpret(sheet, instrument).problems
        ]


class TestFiles:
    def test_an_archive_of_interviews_by_harmless_names(self, tiny):
        instrument = tiny("states")
        one, two = (filled(instrument, firm=name) for name in "AB")
        data = packed(("../../etc/a\u202e.xlsx", one), ("clients\\a.xlsx", two), ("__MACOSX/._a.xlsx", b"x"))
        sheet, layout, problems = open_files([("all.zip", data)], instrument)
        assert (layout, problems, sheet.sources) == ("interview", [], ("a.xlsx", "a (2).xlsx"))

    def test_more_than_one_table_and_a_mixture_are_refused(self, tiny):
        instrument = tiny("states")
        table, one = b"firm,plain\nA,most\n", filled(instrument, firm="B")
        for files, text in (
            ([("a.csv", table), ("b.csv", table)], "more than one table"),
            ([("a.csv", table), ("b.xlsx", one)], "Upload the two apart"),
            ([("b.xlsx", one), ("a.csv", table)], "Upload the two apart"),
            ([], "no file"),
        ):
            sheet, _, problems = open_files(files, instrument)
            assert sheet is None
            assert text in str(problems[0].message)

    def test_files_are_bounded_in_number_and_size(self, tiny):
        data = packed(*((f"{at}.csv", b"firm\n") for at in range(6)))
        for limits, text in ((Limits(files=5), "more than 5 files"), (Limits(unpacked=10), "unpacks to more"),
                             (Limits(bytes=100), "more than 0 megabytes")):  # fmt: skip
            _, _, problems = open_files([("all.zip", data)], tiny("states"), limits)
            assert text in str(problems[0].message)

    def test_an_archive_that_was_cut_off_is_not_read_in_part(self, tiny):
        stored = io.BytesIO()
        with zipfile.ZipFile(stored, "w") as archive:
            for name in "AB":
                archive.writestr(f"{name}.xlsx", filled(tiny("states"), firm=name))
        sheet, _, [problem] = open_files([("all.zip", stored.getvalue()[:-60])], tiny("states"))
        assert sheet is None
        assert "damaged" in str(problem)


class TestMarkedInterviews:
    def test_they_come_back_with_marks_and_can_be_read_again_as_they_are(self, tiny):
        instrument = tiny("ticks")
        files = [
            (
                "a.xlsx",
                filled(instrument, firm="A", employees="ten", tools__saw="x", tools__none="x", safety__gloves=0),
            ),
            ("b.xlsx", filled(instrument, firm="B", tools__none="x")),
        ]
        sheet, _, _ = open_files(files, instrument)
        reading = interpret(sheet, instrument)
        data = marked(sheet, reading, instrument)
        assert marked_suffix(sheet, reading) == ".zip"
        again, layout, problems = open_files([("marked.zip", data)], instrument)
        assert (layout, problems, again.sources) == ("interview", [], ("a.xlsx", "b.xlsx"))
        told = [(one.column, one.value, str(one.message)) for one in reading.problems]
        found = interpret(again, instrument)
        assert [(one.column, one.value, str(one.message)) for one in found.problems] == told
        assert answers_of(found.table, 0) == answers_of(reading.table, 0) == {"tools": []}

    def test_a_mark_is_a_colour_a_comment_and_words(self, tiny):
        instrument = tiny("states")
        sheet, _, _ = open_files([("a.xlsx", filled(instrument, firm="A", plain="wrong"))], instrument)
        reading = interpret(sheet, instrument)
        assert marked_suffix(sheet, reading) == ".xlsx"
        page, lines = lines_of(marked(sheet, reading, instrument, only_faulty=True))
        cell, words = page.cell(lines["plain"], 4), page.cell(lines["plain"], 6)
        assert cell.fill.fgColor.rgb != page.cell(lines["only"], 4).fill.fgColor.rgb
        assert cell.comment.text == words.value
        assert "“wrong” is not an answer" in words.value


class TestMarkedTables:
    LINES = "firm,ref,employees,plain,Note\nA,007,12,wrong,=1+1\n\nB,8,x,,-2\nC,,\nD,9,,most,NA\n"

    def sheet(self, tiny, text=LINES):
        instrument = tiny("states")
        sheet, _, _ = open_files([("a.csv", text.encode())], instrument)
        return sheet, interpret(sheet, instrument), instrument

    def test_all_rows_in_their_places_with_their_faults_in_words(self, tiny):
        sheet, reading, instrument = self.sheet(tiny)
        page = openpyxl.load_workbook(io.BytesIO(marked(sheet, reading, instrument))).worksheets[0]
        rows = [list(row) for row in page.iter_rows(values_only=True)]
        assert rows[0] == ["firm", "ref", "employees", "plain", "Note", FAULTS]
        assert rows[1][:5] == ["A", "007", 12, "wrong", "=1+1"]
        assert rows[1][5].startswith("plain: “wrong” is not an answer")
        assert rows[2] == [None] * 6
        assert rows[4][:5] == [None] * 5
        assert rows[4][5].splitlines()[1] == "C |  | "
        assert rows[5] == ["D", 9, None, "most", "NA", None]
        assert page["D2"].fill.fill_type == "solid"
        assert "“wrong”" in page["D2"].comment.text
        assert page["A2"].fill.fill_type is None
        assert page["E2"].data_type == "s"

    def test_only_the_faulty_rows(self, tiny):
        sheet, reading, instrument = self.sheet(tiny)
        page = openpyxl.load_workbook(io.BytesIO(marked(sheet, reading, instrument, only_faulty=True))).worksheets[0]
        assert [row[0] for row in page.iter_rows(values_only=True)] == ["firm", "A", "B", None]

    def test_it_is_read_again_as_it_is_and_marked_again(self, tiny):
        sheet, reading, instrument = self.sheet(tiny)
        again, _, problems = open_files([("b.xlsx", marked(sheet, reading, instrument))], instrument)
        assert problems == []
        found = interpret(again, instrument)
        assert found.unknown_columns == ["Note"]
        assert [problem.row for problem in found.problems] == [2, 4, 5]
        twice, _, _ = open_files([("c.xlsx", marked(again, found, instrument))], instrument)
        assert twice.header == again.header

    def test_the_wording_stays_above(self, tiny):
        text = "Name of the firm,What about plain?\nfirm,plain\nA,wrong\n"
        sheet, reading, instrument = self.sheet(tiny, text)
        page = openpyxl.load_workbook(io.BytesIO(marked(sheet, reading, instrument))).worksheets[0]
        rows = [list(row) for row in page.iter_rows(values_only=True)]
        assert rows[0] == ["Name of the firm", "What about plain?", "To correct (this column is not read)"]
        assert rows[1] == ["firm", "plain", FAULTS]
        assert rows[2][:2] == ["A", "wrong"]
