"""Reading answers from CSV and Parquet: what each cell may hold, and every fault at its row and column."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.answers import answers_of
from scoring.reading import ReadingError, read
from scoring.reading.words import reader
from scoring.release.firms import everybody
from scoring.writing import write_table


@pytest.fixture
def reading(tiny):
    """Read a sheet given as lines, with a test instrument."""

    def from_lines(name, *lines, encoding="utf-8"):
        return read(io.BytesIO("\n".join(lines).encode(encoding)), tiny(name))

    return from_lines


@pytest.fixture
def answer(reading):
    """The answers in one row of a sheet with these columns, and what was wrong with it."""

    def of_cells(name, **cells):
        sheet = pd.DataFrame([{"firm": "A", **{key.replace("__", "."): value for key, value in cells.items()}}])
        result = reading(name, *sheet.to_csv(index=False).splitlines())
        return answers_of(result.table, 0) if len(result.table) else [str(problem) for problem in result.problems]

    return of_cells


def refusal(reading, *lines):
    with pytest.raises(ReadingError) as raised:
        reading(*lines)
    return [str(problem.message) for problem in raised.value.problems]


class TestCells:
    @pytest.mark.parametrize("text", ["most", "MOST", " Most of it ", "most  of it"])
    def test_an_option_by_its_id_or_label_in_any_case(self, answer, text):
        assert answer("states", plain=text) == {"plain": "most"}

    @pytest.mark.parametrize("text", ["n/a", "N/A", "na", "NA", "Not applicable"])
    def test_not_applicable(self, answer, text):
        assert answer("states", heavy=text) == {"heavy": "na"}

    @pytest.mark.parametrize("text", ["dk", "DK", "don't know", "Don’t know", "?"])
    def test_dont_know(self, answer, text):
        assert answer("states", plain=text) == {"plain": "dk"}

    @pytest.mark.parametrize("text", ["", "  "])
    def test_blank(self, answer, text):
        assert answer("states", plain=text, only="most") == {"only": "most"}

    @pytest.mark.parametrize("text", ["null", "nan", "None", "-", "0", "2"])
    def test_nothing_else_is_taken_for_an_answer(self, answer, text):
        [problem] = answer("states", plain=text)
        assert problem.startswith(f"row 2, column plain: “{text}” is not an answer")
        assert "none_yet, some, most, nearly, all_of_it" in problem

    def test_not_applicable_where_it_is_not_offered(self, answer):
        assert answer("states", plain="n/a") == [
            "row 2, column plain: “Not applicable” is not offered for this question. "
            "Leave it empty if there is no answer."
        ]

    @pytest.mark.parametrize(
        ("text", "chosen"),
        [
            ("saw;drill", ["saw", "drill"]),
            (" A saw ; a DRILL;", ["saw", "drill"]),
            ("saw;saw", ["saw"]),
            ("none", []),
            ("None of these", []),
            ("na", "na"),
            ("?", "dk"),
        ],
    )
    def test_several_options_in_one_cell(self, answer, text, chosen):
        assert answer("ticks", tools=text) == {"tools": chosen}

    @pytest.mark.parametrize("text", [";", " ; ;"])
    def test_separators_alone_are_missing_and_not_none(self, answer, text):
        assert answer("ticks", tools=text) == {}

    def test_none_beside_an_option_and_an_option_that_stands_alone(self, answer):
        assert "cannot go together" in answer("ticks", tools="none;saw")[0]
        assert "“All by memory” cannot go together" in answer("ticks", lists="by_memory;stock")[0]

    @pytest.mark.parametrize(
        ("text", "band"), [("1", "hardly"), ("2,5", "a_day"), ("2.5", "a_day"), ("8.0", "more"), ("A_day", "a_day")]
    )
    def test_numbers_with_a_decimal_point_or_comma(self, answer, text, band):
        assert answer("bands", hours=text) == {"hours": band}

    @pytest.mark.parametrize(
        ("text", "band"),
        [("0.3333333333333333", "hardly"), ("2.1000000000000001", "a_day"), ("0.125", "hardly"), ("0,125", "hardly")],
    )
    def test_numbers_with_all_the_decimals_that_programs_write(self, answer, text, band):
        assert answer("bands", hours=text) == {"hours": band}

    def test_a_cell_shown_as_percent_is_not_taken_for_less_than_one(self, tiny):
        instrument = tiny("bands")
        whole = instrument.questions["hours"].model_copy(update={"decimals": 0})
        assert "write 25" in str(reader(whole)("0.25"))
        assert [reader(whole)(text) for text in ("0", "0.0", "1")] == [0, 0, 0]

    def test_a_space_parts_thousands_and_nothing_else(self, answer):
        assert "1000 is outside" in answer("bands", hours="1\u202f000")[0]
        assert "is not a number" in answer("bands", hours="1 2")[0]

    @pytest.mark.parametrize("text", ["1e2", "401", "-1", "nan", "1e999", "sNaN", "٣", "1/2", "9" * 10_000])
    def test_what_is_no_number_in_range(self, answer, text):
        [problem] = answer("bands", hours=text)
        assert problem.startswith("row 2, column hours: ")

    @pytest.mark.parametrize("text", ["1,000", "1.000"])
    def test_a_number_that_could_be_one_or_a_thousand_is_not_guessed(self, answer, text):
        assert "could be 1 or 1000" in answer("bands", hours=text)[0]

    def test_a_date_that_excel_made_is_named_so(self, answer):
        assert "is a date, not an answer" in answer("states", plain="2026-03-01")[0]


class TestColumnsOfOptions:
    def test_ticks_beside_blanks(self, answer):
        found = answer("ticks", tools__hammer="1", tools__saw="", tools__drill="0", tools__plane="x")
        assert found == {"tools": ["hammer", "plane"]}

    def test_all_zero_is_none_and_all_blank_is_missing(self, answer):
        nothing = dict.fromkeys(("tools__hammer", "tools__saw", "tools__drill", "tools__plane"), "0")
        assert answer("ticks", **nothing) == {"tools": []}
        assert answer("ticks", **dict.fromkeys(nothing, "")) == {}
        assert answer("ticks", **{**dict.fromkeys(nothing, ""), "tools__saw": "0"}) == {"tools": []}

    def test_not_applicable_is_the_answer_as_a_whole(self, answer):
        parts = ("tools__hammer", "tools__saw", "tools__drill", "tools__plane")
        assert answer("ticks", **dict.fromkeys(parts, "na")) == {"tools": "na"}
        assert answer("ticks", **{**dict.fromkeys(parts, ""), "tools__saw": "dk"}) == {"tools": "dk"}
        assert "side by side" in answer("ticks", **{**dict.fromkeys(parts, "1"), "tools__saw": "na"})[0]
        assert "side by side" in answer("ticks", **{**dict.fromkeys(parts, "dk"), "tools__saw": "na"})[0]

    def test_what_cannot_go_together(self, answer):
        assert "“All by memory”" in answer("ticks", lists__stock="1", lists__customers="", lists__by_memory="1")[0]
        assert "is not offered" in answer("ticks", colours__red="0", colours__blue="0")[0]

    def test_what_is_no_tick(self, answer):
        [problem] = answer("ticks", colours__red="2", colours__blue="1")
        assert problem.startswith("row 2, column colours.red: “2” is not a tick")

    def test_all_options_need_a_column(self, reading):
        assert refusal(reading, "ticks", "firm,tools.saw,tools.drill", "A,1,0") == [
            "“tools” lacks columns for some of its options: tools.hammer, tools.plane."
        ]

    def test_rows_of_a_grid(self, answer):
        assert answer("grids", skills__mail="Some of it", skills__web="n/a", skills__phone="?") == {
            "skills": {"mail": "some", "web": "na", "phone": "dk"}
        }


class TestHeader:
    def test_names_are_found_in_any_case_and_order(self, reading):
        result = reading("states", "PLAIN,Employees,Firm", "most,12,A")
        assert result.table.profile["firm"].tolist() == ["A"]
        assert result.table.profile["size"].tolist() == ["small"]
        assert answers_of(result.table, 0) == {"plain": "most"}

    def test_unknown_columns_are_listed_and_carried_along_unchanged(self, reading):
        result = reading("states", "firm,Note,plain,zip", "A, =1+1 ,most,007")
        assert result.unknown_columns == ["Note", "zip"]
        assert result.table.extra.to_dict("list") == {"Note": [" =1+1 "], "zip": ["007"]}

    def test_a_missing_firm_column_is_told_with_the_columns_there_are(self, reading):
        [message] = refusal(reading, "states", "Company,plain", "A,most")
        assert "no column “firm”" in message
        assert "Company, plain" in message

    def test_firms_are_numbered_where_nothing_else_is_unknown(self, reading):
        result = reading("states", "plain,only", "most,some", "some,most")
        assert result.table.profile["firm"].tolist() == ["1", "2"]

    def test_columns_that_are_there_twice(self, reading):
        messages = refusal(reading, "states", "firm,plain,Firm,plain", "A,most,B,some")
        assert [message.partition(" is there")[0] for message in messages] == [
            "The column “firm”",
            "The column “plain”",
        ]
        assert "columns B, D" in messages[1]

    def test_every_fault_of_the_header_is_told(self, reading):
        messages = refusal(reading, "grids", "name,skills,skills.fax,doors.front,doors.front", "A,,,,")
        assert len(messages) == 4
        assert "Use one column for each: skills.mail" in " ".join(messages)
        assert "“skills” has no part “fax”. It has: mail, files, figures, web, phone." in messages

    def test_one_column_or_several_but_not_both(self, reading):
        header = "firm,colours,colours.red,colours.blue"
        assert "Keep one or the other" in refusal(reading, "ticks", header, "A,red,1,0")[0]

    def test_a_column_without_a_name(self, reading):
        assert reading("states", "firm,plain,,", "A,most,,").unknown_columns == []
        assert "Column C has no name" in refusal(reading, "states", "firm,plain,", "A,most,x")[0]
        assert "Column B has no name" in refusal(reading, "states", "firm,,plain", "A,,most")[0]


class TestRows:
    def test_bad_rows_are_left_out_with_all_their_faults(self, reading):
        result = reading(
            "states", "firm,size,plain,heavy", "A,micro,most,some", "B,tiny,wrong,worse", "C,small,some,most"
        )
        assert result.table.profile["firm"].tolist() == ["A", "C"]
        assert [(problem.row, problem.column, problem.value) for problem in result.problems] == [
            (3, "size", "tiny"), (3, "plain", "wrong"), (3, "heavy", "worse"),
        ]  # fmt: skip
        [rejected] = result.rejected.to_dict("records")
        assert (rejected["firm"], rejected["plain"]) == ("B", "wrong")
        assert rejected["reasons"].count("row 3") == 3

    def test_rows_too_long_or_too_short_shift_nothing(self, reading):
        result = reading("states", "firm,plain,only", "A,most,some", "B,most", "C,most,some,x", "D,some,most,")
        assert result.table.profile["firm"].tolist() == ["A", "D"]
        assert [problem.row for problem in result.problems] == [3, 4]
        assert "has 2 cells, the header 3" in str(result.problems[0])
        assert result.rejected["firm"].tolist() == ["B", "C"]

    def test_blank_rows_are_passed_over_and_counted(self, reading):
        result = reading("states", "", "firm,plain", "", "A,most", " , ", "B,wrong")
        assert result.table.profile["firm"].tolist() == ["A"]
        assert result.problems[0].row == 6

    def test_a_text_over_several_lines_is_one_row(self, reading):
        result = reading("states", "firm,plain", '"A', 'and sons",most', "B,wrong")
        assert result.table.profile["firm"].tolist() == ["A\nand sons"]
        assert result.problems[0].row == 3

    @pytest.mark.parametrize("written", ["2026-03-01", "2026-03-01 00:00:00", "2026-03-01T00:00"])
    def test_a_day_with_the_midnight_that_programs_add(self, reading, written):
        result = reading("states", "firm,date,plain", f"A,{written},most")
        assert result.table.profile["date"].tolist() == ["2026-03-01"]

    def test_the_same_firm_twice_at_one_stage(self, reading):
        result = reading("states", "firm,stage,plain", "A,T0,most", "A,T1,most", "A,,some", "B,,most")
        [problem] = result.problems
        assert (problem.row, problem.column) == (4, "firm")
        assert "already in row 2 at stage T0" in str(problem)

    def test_a_firm_is_the_same_in_any_case(self, reading):
        [problem] = reading("states", "firm,plain", "Café Nord,most", "CAFÉ  NORD,some").problems
        assert "already in row 2" in str(problem)

    def test_the_same_number_of_ones_own_twice_at_one_stage(self, reading):
        """Firms are the same by it, so two names under one number would be two answers of one firm."""
        result = reading("states", "firm,Ref,stage,plain", "A,k1,T0,most", "B,K1,t00,some", "B,k1,T1,some", "C,,,most")
        [problem] = result.problems
        assert (problem.row, problem.column, problem.value) == (3, "Ref", "K1")
        assert "already in row 2 at stage T0" in str(problem)

    def test_the_same_name_and_number_twice_is_one_fault(self, reading):
        [problem] = reading("states", "firm,ref,plain", "A,1,most", "A,1,some").problems
        assert problem.column == "firm"

    def test_stages_written_in_two_ways_are_one(self, reading):
        [problem] = reading("states", "firm,stage,plain", "A,T0,most", "A,T00,some").problems
        assert "already in row 2 at stage T0" in str(problem)

    def test_a_stage_that_is_none_makes_no_firm_twice(self, reading):
        [problem] = reading("states", "firm,stage,plain", "A,T0,most", "A,later,some").problems
        assert problem.column == "stage"

    def test_a_row_without_a_firm(self, reading):
        [problem] = reading("states", "firm,plain", ",most").problems
        assert (problem.row, problem.column) == (2, "firm")

    def test_words_for_missing_are_names_like_any_other(self, reading):
        result = reading("states", "firm,region", "NA,null", "null,NA", "nan,")
        assert result.table.profile["firm"].tolist() == ["NA", "null", "nan"]
        assert result.table.profile["region"].tolist()[:2] == ["null", "NA"]

    def test_a_header_alone_is_no_firm(self, reading):
        result = reading("states", "firm,plain")
        assert len(result.table) == len(result.rejected) == 0


class TestFiles:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_separators_and_encodings(self, reading, separator, encoding):
        lines = ["firm,region,plain", "Bäcker Müßig,Łódź" if encoding != "cp1252" else "Bäcker Müßig,Köln"]
        lines[1] += ",most"
        result = reading("states", *(line.replace(",", separator) for line in lines), encoding=encoding)
        assert result.table.profile["firm"].tolist() == ["Bäcker Müßig"]
        assert answers_of(result.table, 0) == {"plain": "most"}

    def test_a_line_that_names_the_separator(self, reading):
        result = reading("states", "sep=;", "firm;Note, long", "A;x,y", "B")
        assert result.table.extra["Note, long"].tolist() == ["x,y"]
        assert result.problems[0].row == 3  # Excel shows no row for that line

    @pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b" \n"])
    def test_an_empty_file(self, tiny, data):
        with pytest.raises(ReadingError, match="empty"):
            read(io.BytesIO(data), tiny("states"))

    @pytest.mark.parametrize("data", [b"firm,plain\nA\0,most\n", bytes(range(256))])
    def test_what_is_no_text(self, tiny, data):
        with pytest.raises(ReadingError, match="neither a workbook nor text"):
            read(io.BytesIO(data), tiny("states"))

    @pytest.mark.parametrize("line", ['"A,most', 'A,"most" of it'])
    def test_quotation_marks_that_leave_the_cells_open(self, reading, line):
        assert "quotation marks do not match" in refusal(reading, "states", "firm,plain", line)[0]

    def test_a_file_that_is_not_there(self, tiny, tmp_path):
        with pytest.raises(ReadingError, match="no such file"):
            read(tmp_path / "nothing.csv", tiny("states"))
        with pytest.raises(ReadingError, match="cannot be read"):
            read(tmp_path, tiny("states"))

    def test_parquet_with_columns_of_any_type(self, tiny, tmp_path):
        frame = pd.DataFrame(
            {
                "firm": ["A", "B"], "employees": pd.array([3, None], dtype="Int64"), "hours": [7.5, 8.0],
                "counted": [True, False], "date": pd.to_datetime(["2026-03-31", None]), "ref": ["007", None],
            }
        )  # fmt: skip
        write_table(frame, tmp_path / "answers.parquet")
        result = read(tmp_path / "answers.parquet", tiny("bands"))
        assert not result.problems
        assert [answers_of(result.table, row) for row in (0, 1)] == [{"hours": "a_day"}, {"hours": "more"}]
        first = result.table.profile.iloc[0]
        assert (first["employees"], first["counted"], first["date"], first["ref"]) == (3, True, "2026-03-31", "007")

    def test_damaged_parquet(self, tiny):
        with pytest.raises(ReadingError, match="Parquet"):
            read(io.BytesIO(b"PAR1 but not really"), tiny("states"))


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_no_cell_makes_reading_fall_over(tiny, rows):
    sheet = pd.DataFrame([("firm", "plain"), *rows]).to_csv(index=False, header=False)
    try:
        result = read(io.BytesIO(sheet.encode()), tiny("states"))
    except ReadingError:
        return
    named = [firm for firm, plain in rows if firm.strip() or plain.strip()]
    assert len(result.table) + len(result.rejected) == len(named)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["A", "a", "Ä ", "B", "17"]),
            st.sampled_from(["", " ", "17", "k", "K"]),
            st.sampled_from(["", "T0", "t00", "T1", "T01", "later"]),
        ),
        max_size=8,
    )
)
def test_what_is_read_has_each_firm_once_at_each_stage(tiny, rows):
    """So nothing that counts firms at their latest stage can leave a row out unsaid."""
    sheet = pd.DataFrame(rows, columns=["firm", "ref", "stage"]).to_csv(index=False)
    table = read(io.BytesIO(sheet.encode()), tiny("states")).table
    assert everybody(table).repeated == 0
    assert everybody(table).notes == ()
