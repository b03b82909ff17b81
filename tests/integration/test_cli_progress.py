"""``waymark progress``: a row for each stage after the first, whose points add up; what is said, what is missing."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pandas as pd
from click.testing import CliRunner, Result

from survey.cli import main

IT_FLEXIBILITY = Path(__file__).parents[1] / "instruments" / "it_flexibility.yaml"
QUESTIONS = [f"{part}{number}" for part in ("itcomp", "itconn", "mod", "itpsf") for number in range(1, 5)]

Row = tuple[str, str, int | None]


def progress(*rows: Row, output: str = "-") -> Result:
    """Firms with their stage and one answer to everything, from 1 (no points) to 5 (100)."""
    table = pd.DataFrame([{"firm": name, "stage": stage} | dict.fromkeys(QUESTIONS, way) for name, stage, way in rows])
    sheet = table.to_csv(index=False)
    return CliRunner().invoke(main, ["progress", "-", "-i", str(IT_FLEXIBILITY), "-o", output], input=sheet)


def told(result: Result) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(told_text(result)))


def told_text(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def test_each_stage_is_compared_with_the_one_before() -> None:
    found = told(progress(("Mill", "T2", 5), ("Sun", "T0", 2), ("mill ", "T0", 1), ("Mill", "T1", 3)))
    assert found[["firm", "from", "to"]].to_numpy().tolist() == [["Mill", "T0", "T1"], ["Mill", "T1", "T2"]]
    assert found["overall.before"].tolist() == [0, 50]
    assert found["overall.after"].tolist() == [50, 100]
    assert found["mod.change"].tolist() == [50, 50]


def test_the_parts_and_the_rest_add_up_to_the_change() -> None:
    found = told(progress(("Mill", "T0", 1), ("Mill", "T1", 4), ("Sun", "T0", 5), ("Sun", "T1", 2)))
    parts = found.filter(like="part.")
    assert parts.shape == (2, 16)
    assert (parts.sum(axis=1) + found["rest"]).tolist() == found["overall.change"].tolist()


def test_what_is_written_adds_up_to_the_last_decimal() -> None:
    """Dimensions of which three of four questions are answered have scores in thirds, which rounding cannot keep."""
    rows = [
        {"firm": "Mill", "stage": stage} | dict.fromkeys(QUESTIONS, way) | dict.fromkeys(blank, None) | better
        for stage, way, blank, better in (
            ("T0", 2, ("itcomp1", "mod2"), {"itcomp2": 4}),
            ("T1", 3, ("itconn3",), {"mod1": 5, "mod2": 1}),
            ("T2", 2, ("itpsf4", "mod2"), {"mod3": 3}),
        )
    ]
    result = CliRunner().invoke(
        main, ["progress", "-", "-i", str(IT_FLEXIBILITY)], input=pd.DataFrame(rows).to_csv(index=False)
    )
    found = pd.read_csv(io.StringIO(told_text(result)), dtype=str).drop(columns=["firm", "ref", "from", "to"])
    exact = found.map(Decimal)
    for name in ("overall", "itcomp", "itconn", "mod", "itpsf"):
        assert (exact[f"{name}.after"] - exact[f"{name}.before"]).equals(exact[f"{name}.change"])
    assert (exact.filter(like="part.").sum(axis=1) + exact["rest"]).tolist() == exact["overall.change"].tolist()


def test_a_missing_score_leaves_no_change_and_is_never_zero() -> None:
    result = progress(("Mill", "T0", None), ("Mill", "T1", 4))
    found = told(result)
    assert found[["overall.before", "overall.change", "rest", "part.mod1"]].isna().all(axis=None)
    assert found["overall.after"].tolist() == [75]
    assert "No firm has an overall score at two stages" in result.stderr


def test_it_says_of_how_many_and_what_it_does_not_show() -> None:
    result = progress(
        ("Mill", "T0", 1), ("Mill", "T1", 3), ("Sun", "T0", 4), ("Sun", "T1", 3), ("Oak", "T0", 2), ("Fir", "T3", 1)
    )
    assert "4 first assessments." in result.stderr
    assert "2 changes of the overall score: mean +12.5, median +12.5 points." in result.stderr
    assert "Risen: 1 of 2; fallen: 1." in result.stderr
    assert "regression to the mean" in result.stderr
    assert "the later score less the earlier" in result.stderr
    assert "½(w₀ + w₁)(s₁ − s₀)" in result.stderr


def test_without_a_second_stage_there_is_a_header_and_no_row(tmp_path: Path) -> None:
    result = progress(("Mill", "T0", 1), output=str(tmp_path / "progress.xlsx"))
    assert result.exit_code == 0, result.output
    sheet = pd.read_excel(tmp_path / "progress.xlsx", engine="calamine")
    assert (len(sheet), "overall.change" in sheet.columns) == (0, True)
    assert "there is no change to tell" in result.stderr


def test_two_rows_of_one_number_at_one_stage_are_no_progress() -> None:
    """Firms are the same by their number: whatever its two rows are called, nothing changed from T0 to T0."""
    sheet = "firm,ref,stage,mod1\nMill,7,T0,1\nMill Ltd,7,T00,5\n"
    result = CliRunner().invoke(main, ["progress", "-", "-i", str(IT_FLEXIBILITY)], input=sheet)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "row 3, column ref: The number “7” is already in row 2 at stage T0." in result.stderr


def test_a_wrong_sheet_is_refused_with_its_place() -> None:
    result = progress(("Mill", "T0", 1), ("Mill", "T0", 2))
    assert result.exit_code == 1
    assert "Mill" in result.stderr
