"""``waymark segment``: the file, the table of firms, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from scoring.answers import table_of
from scoring.loading import load
from scoring.segments import load as load_segments
from survey.cli import main
from survey.cli.answers import latest_rows

IT_FLEXIBILITY = Path(__file__).parents[1] / "instruments" / "it_flexibility.yaml"
QUESTIONS = [f"{part}{number}" for part in ("itcomp", "itconn", "mod", "itpsf") for number in range(1, 5)]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def firms(path: Path, rows: list[tuple[str, str, int]]) -> Path:
    """A sheet of firms, each with its stage and one answer to everything."""
    table = pd.DataFrame([{"firm": name, "stage": stage} | dict.fromkeys(QUESTIONS, way) for name, stage, way in rows])
    table.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """Thirty firms that answered 1 or 2 throughout and thirty that answered 4 or 5; one of these was weak before."""
    folder = tmp_path_factory.mktemp("segments")
    rows = [(f"Firm {number}", "T1", (1, 2, 4, 5)[number % 4]) for number in range(60)]
    sheet = firms(folder / "clients.csv", [("firm 3 ", "T0", 1), *rows])
    placed = folder / "placed.csv"
    return folder, run("segment", sheet, "-i", IT_FLEXIBILITY, "-o", folder / "segments.json", "--firms", placed)


def test_segments_are_written_that_can_be_read_again(made) -> None:
    folder, result = made
    assert result.exit_code == 0, result.stderr
    found = load_segments(folder / "segments.json", load(str(IT_FLEXIBILITY)))
    assert (found.n, found.n_fitted, sum(one.n for one in found.segments)) == (60, 60, 60)


def test_a_firm_counts_once_and_every_assessment_is_placed(made) -> None:
    folder, result = made
    assert "One earlier assessment takes no part." in result.stderr
    placed = pd.read_csv(folder / "placed.csv")
    assert list(placed.columns) == ["firm", "ref", "stage", "segment", "border", "runner_up", "why"]
    assert (len(placed), placed["segment"].notna().all()) == (61, True)
    assert placed.loc[placed["stage"] == "T0", "segment"].tolist() == ["s1"]


def test_a_firm_is_the_same_whatever_the_case_of_its_number_and_the_form_of_its_letters() -> None:
    """As in a release: the number decides where there is one, else the name; é may be one character or two."""
    profiles = [
        {"firm": "Bakery Sun", "ref": "C-1", "stage": "T0"}, {"firm": "Sun Ltd", "ref": "c-1", "stage": "T1"},
        {"firm": "Caf\u00e9", "stage": "T2"}, {"firm": "cafe\u0301 ", "stage": "T1"}, {"firm": "C-1"},
    ]  # fmt: skip
    table = table_of(load(str(IT_FLEXIBILITY)), [{}] * len(profiles), profiles)
    assert latest_rows(table).tolist() == [1, 2, 4]


def test_the_verdict_is_told_with_each_segment(made) -> None:
    folder, result = made
    held = json.loads((folder / "segments.json").read_text(encoding="utf-8"))
    told = {"groups": "These are distinct groups", "continuum": "Readiness runs on without groups"}
    assert told[held["kind"]] in result.stderr
    for part in held["segments"]:
        assert f"{part['id']}: " in result.stderr
        assert f"{part['n']} firms." in result.stderr


def test_json_goes_to_standard_output_and_words_do_not(tmp_path: Path) -> None:
    """Too few firms: the typical ones serve where there are any."""
    sheet = tmp_path / "few.csv"
    sheet.write_text("firm,backup\nBakery Sun,automatic\n", encoding="utf-8")
    result = run("segment", sheet, "-i", "sme-readiness")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["kind"] == "profiles"
    assert "not groups found in answers" in result.stderr
    assert "One firm has too few scores for a place." in result.stderr


def test_firms_that_cannot_be_divided_are_1_and_nothing_is_written(tmp_path: Path) -> None:
    sheet, output = firms(tmp_path / "few.csv", [("A", "T0", 3), ("B", "T0", 4)]), tmp_path / "segments.json"
    result = run("segment", sheet, "-i", IT_FLEXIBILITY, "-o", output)
    assert (result.exit_code, output.exists()) == (1, False)
    assert "50 firms with all scores are needed, not 2" in result.stderr


@pytest.mark.parametrize("seed", [2**32, -1])
def test_a_seed_that_the_library_cannot_take_is_wrong_usage(tmp_path: Path, seed: int) -> None:
    sheet = firms(tmp_path / "few.csv", [("A", "T0", 3)])
    result = run("segment", sheet, "-i", IT_FLEXIBILITY, "--seed", seed)
    assert (result.exit_code, "--seed" in result.stderr) == (2, True)


def test_the_answers_are_never_replaced(tmp_path: Path) -> None:
    sheet = firms(tmp_path / "few.csv", [("A", "T0", 3)])
    result = run("segment", sheet, "-i", IT_FLEXIBILITY, "--firms", sheet)
    assert (result.exit_code, "would be replaced" in result.stderr) == (2, True)
    assert run("segment", sheet, "-i", IT_FLEXIBILITY, "-o", tmp_path / "segments.csv").exit_code == 2
