"""Reading in two steps: a sheet is opened, a person says what its columns and words are, and it is read so."""

from __future__ import annotations

import io

import numpy as np
import pytest

from scoring.answers import answers_of
from scoring.reading import ReadingError, Sheet, free_columns, grouped, interpret, open_sheet, read, unclear
from scoring.reading.limits import Limits
from scoring.sheetwords import FAULTS, normal
from tests.unit.scoring import hostile_cases


@pytest.fixture
def opened(tiny):
    """A sheet given as lines, with the instrument that it is for."""

    def from_lines(name, *lines):
        instrument = tiny(name)
        return open_sheet(io.BytesIO("\n".join(lines).encode()), instrument), instrument

    return from_lines


class TestHeader:
    def test_wording_above_the_names_is_passed_over_and_counted(self, opened):
        sheet, instrument = opened("states", "Country,Region,What about plain?", "", "firm,region,plain", "A,X,wrong")
        assert (sheet.header, sheet.head, sheet.rows.tolist()) == (("firm", "region", "plain"), 3, [4])
        assert sheet.above == (("Country", "Region", "What about plain?"),)
        assert interpret(sheet, instrument).problems[0].row == 4

    def test_the_first_row_is_the_header_where_no_name_is_known(self, opened):
        sheet, _ = opened("states", "Company,Backup", "A,Daily")
        assert (sheet.header, sheet.above) == (("Company", "Backup"), ())

    def test_answers_that_read_like_names_are_no_header(self, opened):
        sheet, _ = opened("states", "firm,plain,region", "Size,most,Country", "Firm,some,x")
        assert sheet.header == ("firm", "plain", "region")

    def test_it_is_looked_for_among_the_first_few_rows_only(self, opened):
        sheet, _ = opened("states", *["a title,x"] * 10, "firm,plain", "A,most")
        assert sheet.header == ("a title", "x")

    def test_rows_above_may_be_of_any_length(self, opened):
        sheet, instrument = opened("states", "Our clients", "firm,plain,only", "A,most,some")
        assert not interpret(sheet, instrument).problems

    def test_the_column_of_faults_is_passed_over(self, opened):
        sheet, instrument = opened("states", f"firm,plain,{FAULTS.upper()}", "A,most,“x” is no answer.")
        reading = interpret(sheet, instrument)
        assert (reading.problems, reading.unknown_columns, list(reading.table.extra)) == ([], [], [])

    def test_columns_beyond_the_limit_are_refused(self, tiny):
        with pytest.raises(ReadingError, match="has 3 columns, more than the 2"):
            open_sheet(io.BytesIO(b"firm,plain,only\nA,,"), tiny("states"), limits=Limits(columns=2))


class TestNames:
    def test_a_column_is_read_as_what_it_is_said_to_be_and_keeps_its_name(self, opened):
        sheet, instrument = opened("states", "Betrieb,Wie oft?", "A,most", "B,wrong")
        reading = interpret(sheet, instrument, names={"betrieb": "firm", "wie oft?": "plain"})
        assert answers_of(reading.table, 0) == {"plain": "most"}
        assert [(problem.row, problem.column) for problem in reading.problems] == [(3, "Wie oft?")]
        assert list(reading.rejected.columns) == ["Betrieb", "Wie oft?", "reasons"]

    def test_a_column_that_is_left_out_is_not_carried_along(self, opened):
        sheet, instrument = opened("states", "firm,Note,plain,Other", "A,x,most,y")
        reading = interpret(sheet, instrument, names={"note": ""})
        assert reading.unknown_columns == ["Other"]
        assert list(reading.table.extra) == ["Other"]

    def test_a_known_column_can_be_left_out_too(self, opened):
        sheet, instrument = opened("states", "firm,plain,only", "A,wrong,most")
        assert answers_of(interpret(sheet, instrument, names={"plain": ""}).table, 0) == {"only": "most"}

    def test_two_columns_cannot_be_the_same(self, opened):
        sheet, instrument = opened("states", "firm,plain,Backup", "A,most,some")
        with pytest.raises(ReadingError, match="The columns plain, Backup are all read as “plain”"):
            interpret(sheet, instrument, names={"backup": "plain"}, place="a.csv")


class TestWords:
    def test_a_word_is_read_as_what_it_is_said_to_be(self, opened):
        sheet, instrument = opened("states", "firm,plain,only", "A, Fast  Alles,x", "B,nie,nie", "C,-,most")
        words = {"plain": {"fast alles": "most", "nie": "none_yet", "-": ""}, "only": {"x": "some"}}
        reading = interpret(sheet, instrument, words=words)
        assert [answers_of(reading.table, row) for row in (0, 1)] == [
            {"plain": "most", "only": "some"},
            {"only": "most"},
        ]
        assert [(problem.column, problem.value) for problem in reading.problems] == [("only", "nie")]

    def test_words_of_the_profile(self, opened):
        sheet, instrument = opened("states", "firm,Größe,counted", "A,klein,ja", "B,KLEIN,nein")
        words = {"size": {"klein": "small"}, "counted": {"ja": "yes", "nein": "no"}}
        reading = interpret(sheet, instrument, names={normal("Größe"): "size"}, words=words)
        assert reading.table.profile["size"].tolist() == ["small", "small"]
        assert reading.table.profile["counted"].tolist() == [True, False]

    def test_faults_show_what_stands_in_the_cell(self, opened):
        sheet, instrument = opened("states", "firm,plain", "A,ja")
        [problem] = interpret(sheet, instrument, words={"plain": {"ja": "yes indeed"}}).problems
        assert problem.value == "ja"


class TestWhatIsSaid:
    def test_whether_the_sheet_names_stage_and_date(self, opened):
        sheet, instrument = opened("states", "firm,stage,date", "A,T1,", "B,,2026-01-01", "C,later,", "D, ,")
        reading = interpret(sheet, instrument)
        assert reading.staged.tolist() == [True, False, False]
        assert reading.dated.tolist() == [False, True, False]

    def test_a_sheet_without_the_columns_names_neither(self, opened):
        sheet, instrument = opened("states", "firm,plain", "A,most")
        assert (interpret(sheet, instrument).staged.tolist(), interpret(sheet, instrument).dated.tolist()) == (
            [False],
            [False],
        )


class TestStored:
    def test_a_sheet_comes_back_as_it_was_put_away(self, opened):
        sheet, instrument = opened("states", "Titel", "firm,plain,Note", "A,most,=1", "B,some", "", "NA,null,00123")
        again = Sheet.from_bytes(sheet.to_bytes())
        assert again.cells.equals(sheet.cells)
        assert np.array_equal(again.rows, sheet.rows)
        kept = ("header", "head", "above", "misfits", "format", "sources", "layout")
        assert [getattr(again, name) for name in kept] == [getattr(sheet, name) for name in kept]
        told = [str(problem) for problem in interpret(sheet, instrument).problems]
        assert [str(problem) for problem in interpret(again, instrument).problems] == told

    def test_read_is_the_two_steps(self, tiny):
        data = hostile_cases.filled(["firm", "plain"], ["A", "most"], ["B", "wrong"])
        instrument = tiny("states")
        whole = read(io.BytesIO(data), instrument)
        parts = interpret(open_sheet(io.BytesIO(data), instrument), instrument)
        assert [str(problem) for problem in whole.problems] == [str(problem) for problem in parts.problems]
        assert str(whole.problems[0]).startswith("row 3, column plain (B3): ")


class TestUnclear:
    def test_columns_are_guessed_by_wording_synonym_and_likeness(self, opened):
        sheet, instrument = opened(
            "states", "Firmenname,Kunden-Nr.,What about heavy,employes,PLZ,Notes", "A,1,most,5,1,x"
        )
        found = {one.name: one.guess for one in unclear(sheet, instrument)}
        assert found == {
            "Firmenname": "firm", "Kunden-Nr.": "ref", "What about heavy": "heavy", "employes": "employees",
            "PLZ": None, "Notes": None,
        }  # fmt: skip

    def test_where_it_stands_and_what_is_in_it(self, opened):
        sheet, instrument = opened("states", "firm,Note", *(f"{row},{row % 5 or ''}" for row in range(10)))
        [one] = unclear(sheet, instrument)
        assert (one.position, one.letter, one.samples) == (1, "B", ("1", "2", "3"))

    def test_no_two_columns_are_guessed_the_same_and_none_that_is_taken(self, opened):
        sheet, instrument = opened("states", "firm,Name,E-Mail,Mail", "A,B,c@d,e@f")
        assert [one.guess for one in unclear(sheet, instrument)] == [None, "email", None]

    def test_what_was_said_is_no_longer_unclear(self, opened):
        sheet, instrument = opened("states", "Betrieb,Note,Frage", "A,x,most")
        assert [one.name for one in unclear(sheet, instrument, names={"note": "", "frage": "plain"})] == ["Betrieb"]

    def test_a_part_that_a_question_does_not_have(self, opened):
        sheet, instrument = opened("grids", "firm,skills.fax,skills.mail", "A,x,most")
        assert [one.name for one in unclear(sheet, instrument)] == ["skills.fax"]

    def test_labels_of_options_stand_for_their_columns(self, opened):
        sheet, instrument = opened("ticks", "firm,A hammer,What about tools? A saw", "A,1,0")
        assert [one.guess for one in unclear(sheet, instrument)] == ["tools.hammer", "tools.saw"]

    def test_columns_that_are_still_free(self, opened):
        sheet, instrument = opened("ticks", "firm,tools.saw,Ort", "A,1,x")
        free = [choice.id for choice in free_columns(sheet, instrument, {"ort": "region"})]
        assert {"firm", "region", "tools", "tools.saw"}.isdisjoint(free)
        assert free[0] == "ref"
        assert free[free.index("tools.hammer") : free.index("safety") + 2] == [
            "tools.hammer", "tools.drill", "tools.plane", "safety", "safety.gloves",
        ]  # fmt: skip


class TestGrouped:
    def groups(self, opened, name, *lines, **said):
        sheet, instrument = opened(name, *lines)
        return grouped(interpret(sheet, instrument, **said).problems, instrument, names=said.get("names", {}))

    def test_the_same_value_in_a_column_is_one_fault_however_many_rows_have_it(self, opened):
        lines = [f"{row},{'mots' if row % 2 else 'wrong'},{'x' if row == 7 else 'some'}" for row in range(20)]
        groups = self.groups(opened, "states", "firm,plain,only", *lines)
        assert [(one.column, one.value, one.rows, one.places) for one in groups] == [
            ("plain", "wrong", 10, (2, 4, 6, 8, 10)),
            ("plain", "mots", 10, (3, 5, 7, 9, 11)),
            ("only", "x", 1, (9,)),
        ]

    def test_a_choice_is_offered_and_what_is_likely_is_guessed(self, opened):
        [one] = self.groups(opened, "states", "firm,heavy", "A,Most of ti")
        assert [id for id, _ in one.offered] == ["none_yet", "some", "most", "nearly", "all_of_it", "n/a", "dk"]
        assert (one.offered[2][1], one.guess) == ("Most of it", "most")

    @pytest.mark.parametrize(
        ("word", "guess"), [("ja", "1"), ("Oui", "1"), ("NEIN", "0"), ("weiß nicht", "dk"), ("vielleicht", None)]
    )
    def test_yes_and_no_in_other_languages(self, opened, word, guess):
        header = "firm,tools.hammer,tools.saw,tools.drill,tools.plane"
        [one] = self.groups(opened, "ticks", header, f"A,{word},1,0,0")
        assert ([id for id, _ in one.offered], one.guess) == (["1", "0", "n/a", "dk"], guess)

    def test_fields_of_the_profile(self, opened):
        size, count, counted = self.groups(opened, "states", "firm,Größe,counted,employees", "A,Smal,ja,ten",
                                           names={normal("Größe"): "size"})  # fmt: skip
        assert (size.column, size.written, size.guess) == ("size", "Größe", "small")
        assert (counted.guess, count.offered) == ("yes", ())

    def test_long_values_are_whole(self, opened):
        [one] = self.groups(opened, "states", "firm,plain", f"A,{'x' * 100}")
        assert one.value == "x" * 100

    def test_what_is_of_a_row_is_told_once(self, opened):
        twice, length = self.groups(opened, "states", "firm,plain", *["A,most"] * 5, "B", "C,most,x")
        assert (twice.rows, length.rows) == (4, 2)
        assert "several rows at the same stage" in str(twice.message)
        assert "more or fewer cells" in str(length.message)

    def test_what_is_told_is_bounded_and_the_counts_are_true(self, opened):
        groups = self.groups(opened, "states", "firm,plain,only", *(f"{row},a{row},b{row}" for row in range(400)))
        assert len(groups) == 102
        assert sum(one.rows for one in groups) == 800
        assert {str(one.message) for one in groups[100:]} == {"Other values that are no answer here."}

    def test_the_same_fault_in_many_rows_need_not_be_listed_for_each(self, opened):
        lines = [f"{row},{'wrong' if row % 2 else 'most'},{row % 3 or 'x'},later" for row in range(60)]
        sheet, instrument = opened("states", "firm,plain,only,stage", *lines)
        whole, short = interpret(sheet, instrument), interpret(sheet, instrument, listed=5)
        assert len(whole.problems) == 150
        assert len(short.problems) == 25
        assert short.rows.tolist() == whole.rows.tolist() == []
        assert grouped(short.problems, instrument) == grouped(whole.problems, instrument)
        each = [str(one) for problem in short.problems for one in problem.each()]
        assert sorted(each) == sorted(map(str, whole.problems))
        assert short.rejected["reasons"].str.len().tolist() == whole.rejected["reasons"].str.len().tolist()
