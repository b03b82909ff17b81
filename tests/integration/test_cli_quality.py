"""``waymark quality``: published figures from a sheet, rows named as the sheet numbers them, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from survey.cli import main

IT_FLEXIBILITY = Path(__file__).parents[1] / "instruments" / "it_flexibility.yaml"

SHEET = """\
firm,size,backup,emergency,seconds
Sun,micro,restored,no_idea,900

Moon,micro,restored,no_idea,90
Star,micro,automatic,,soon
"""
"""Row 3 is blank: rows are counted all the same."""


def run(*arguments: object, data: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=data)


def test_the_published_figures_of_100_real_firms(reference_data: Path) -> None:
    result = run("quality", reference_data / "firms" / "it_flexibility.csv", "-i", IT_FLEXIBILITY)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    alphas = [(one["alpha"]["listwise"]["raw"], one["omega"]["value"]) for one in found["dimensions"]]
    assert [alpha for alpha, _ in alphas] == pytest.approx([0.7721, 0.6967, 0.7323, 0.7346, 0.8792], abs=5.1e-5)
    assert [omega for _, omega in alphas][:4] == pytest.approx([0.7794, 0.7126, 0.7424, 0.7348], abs=5.1e-5)
    assert "itcomp: alpha 0.77 (pairwise, n = 100), omega 0.78 (listwise, n = 100)" in result.stderr
    assert "same_answers: 2 of 100." in result.stderr
    assert [(one["row"], one["same_as"]) for one in found["to_look_at"]] == [(65, 69), (69, 65)]


def test_rows_are_named_as_the_sheet_numbers_them_and_bad_seconds_end_with_1() -> None:
    """The findings are written all the same: a cell of the column counts as not known."""
    result = run("quality", "-", "-i", "sme-readiness", data=SHEET)
    assert result.exit_code == 1, result.output
    found = json.loads(result.stdout)
    hint = "contradiction.restore_without_plan"
    assert [(one["row"], one["firm"]) for one in found["to_look_at"] if hint in one["hints"]] == [
        (2, "Sun"), (4, "Moon"),
    ]  # fmt: skip
    assert [(one["row"], one["same_as"]) for one in found["to_look_at"]] == [(2, 4), (4, 2)]
    assert [(fault["row"], fault["value"]) for fault in found["faults"]] == [(5, "soon")]
    assert "row 5, column seconds: “soon” is not a number of seconds" in result.stderr
    assert "2 rows are worth a second look." in result.stderr


def test_a_workbook_and_nothing_on_standard_output(tmp_path: Path) -> None:
    target = tmp_path / "quality.xlsx"
    result = run("quality", "-", "-i", "sme-readiness", "-o", target, data=SHEET.replace("soon", ""))
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    assert openpyxl.load_workbook(target).sheetnames[0] == "Summary"


def test_a_sheet_without_firms_has_reasons_and_no_figures() -> None:
    result = run("quality", "-", "-i", "sme-readiness", data="firm,backup\n")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["n"] == 0
    assert "There are no firms here" in result.stderr


def test_an_answer_with_a_fault_writes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "quality.json"
    result = run("quality", "-", "-i", "sme-readiness", "-o", target, data=SHEET.replace("automatic", "sometimes"))
    assert result.exit_code == 1
    assert "row 5, column backup" in result.stderr
    assert not target.exists()


def test_another_ending_is_wrong_usage() -> None:
    assert run("quality", "-", "-i", "sme-readiness", "-o", "quality.csv").exit_code == 2
