"""A sheet cut in two is the same as the sheet in one piece, or is not cut."""

from __future__ import annotations

import io
import json
from dataclasses import asdict

import pytest
import xlsxwriter

from scoring.parsing import halves, program
from scoring.parsing.scanning import Bounds, Fault, looked_through
from scoring.reading import Limits
from tests.unit.scoring.hostile_cases import cell, workbook

BOUNDS = Bounds(json.loads(json.dumps(asdict(Limits()))))


@pytest.fixture(autouse=True)
def every_sheet_is_large(monkeypatch):
    monkeypatch.setattr(halves, "LARGE_PART", 0)


def in_halves(data, bounds=BOUNDS):
    archive, parts = looked_through(data, bounds)
    return halves.in_halves(archive, parts, bounds)


def cells(stretches):
    """Row by row, without the blank ones at the end."""
    columns = [
        [column.words[place] for column in same for place in column.places]
        for same in zip(*stretches, strict=True)
    ]  # fmt: skip
    rows = list(zip(*columns, strict=True))
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def in_one_piece(data, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(program, "in_halves", lambda *_: None)
        return cells(program.parsed(data, BOUNDS))


def same_both_ways(data, monkeypatch):
    found = in_halves(data)
    assert found is not None
    assert len(found) == 2
    assert cells(found) == in_one_piece(data, monkeypatch)
    return cells(found)


def rows_of_workbook(rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return file.getvalue()


def test_every_kind_of_cell_comes_out_the_same(monkeypatch):
    rows = [["firm", "kind", "value"]] + [[f"Firm {at}", at % 7, at / 4] for at in range(40)]
    rows[9] = ["3", 3, 3.0]
    rows[30] = [True, 1, "1"]
    assert len(same_both_ways(rows_of_workbook(rows), monkeypatch)) == 41


def test_halves_of_different_width_and_with_blank_rows_between(monkeypatch):
    narrow = "".join(f'<row r="{at}">{cell(f"A{at}", f"Firm {at}")}</row>' for at in range(1, 12))
    wide = "".join(
        f'<row r="{at}">{cell(f"C{at}", "far")}{cell(f"F{at}", str(at))}</row>' for at in range(30, 42)
    )  # fmt: skip
    found = same_both_ways(workbook(narrow + wide), monkeypatch)
    assert (len(found), len(found[0])) == (41, 6)
    assert found[40] == ("", "", "far", "", "", "41")


def test_errors_and_formulas_never_calculated_keep_their_place(monkeypatch):
    def row(at):
        return f'<row r="{at}"><c r="A{at}" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B{at}"><f>C2</f></c></row>'

    found = same_both_ways(workbook("".join(map(row, range(1, 21)))), monkeypatch)
    assert found == [("#DIV/0!", "#FORMULA?")] * 20


def filled(numbers):
    return "".join(f'<row r="{at}">{cell(f"A{at}", f"Firm {at}")}</row>' for at in numbers)


@pytest.mark.parametrize(
    "rows",
    [
        filled([*range(1, 20), 3, 21]),
        filled([*range(1, 20), 5, *range(20, 30)]),
        filled(range(1, 20)).replace('<row r="17">', "<row>"),
        filled(range(1, 20)).replace('<row r="', '<row spans="1:1" r="'),
        filled(range(1, 10)) + "<!--" + filled(range(30, 60)) + "-->" + filled(range(10, 20)),
        filled(range(1, 20)).replace("Firm 3", '<![CDATA[<row r="9">]]>'),
        filled(range(1, 4000)) + "<!--" + filled(range(9000, 9010)) + "-->" + filled(range(4000, 4010)),
        filled(range(1, 4000)) + "<?word?>" + filled(range(4000, 4010)),
        filled([1]),
        "",
    ],
    ids=[
        "back",
        "back_within",
        "unnumbered",
        "spans_first",
        "comment",
        "cdata",
        "comment_far_down",
        "instruction_far_down",
        "one_row",
        "no_row",
    ],
)
def test_a_sheet_whose_halves_could_mean_something_else_stays_whole(rows):
    assert in_halves(workbook(rows)) is None


def test_signs_of_markup_within_texts_do_no_harm(monkeypatch):
    rows = filled(range(1, 4000)).replace("Firm 3000", "Yes! &lt;!-- why? &lt;?")
    assert same_both_ways(workbook(rows), monkeypatch)[2999] == ("Yes! <!-- why? <?",)


def test_a_sheet_that_is_hidden_or_not_the_first_is_not_taken_for_the_first(monkeypatch):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        first, large = book.add_worksheet("First"), book.add_worksheet("Large")
        first.write_row(0, 0, ["firm", "plain"])
        for at in range(500):
            large.write_row(at, 0, ["not", "this"])
    assert in_halves(file.getvalue()) is None
    assert cells(program.parsed(file.getvalue(), BOUNDS)) == [("firm", "plain")]


def test_limits_hold_for_both_halves_together():
    data = rows_of_workbook([["a", "b"]] * 100)
    few_cells = Bounds(json.loads(json.dumps(asdict(Limits(cells=150)))))
    with pytest.raises(Fault, match="too_large"):
        in_halves(data, few_cells)
    assert in_halves(data, Bounds(asdict(Limits(rows=99)))) is None  # refused as a whole
    with pytest.raises(Fault, match="columns"):
        in_halves(data, Bounds(asdict(Limits(columns=1))))


def test_what_the_other_process_refuses_is_refused():
    rows = filled(range(1, 20)) + f'<row r="900000">{cell("XFD900000", "x")}</row>'
    with pytest.raises(Fault, match="too_large"):
        in_halves(workbook(rows), Bounds(asdict(Limits(cells=1_000))))
