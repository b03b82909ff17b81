"""``waymark plan``, as scripts call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey.cli import main


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "clients.csv"
    path.write_text("firm,employees,ai,online,together,dropped\nPlant,60,agreed,facts,buying,address\n", "utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["plan", *map(str, arguments)])


def test_way_and_plan_are_json_and_the_words_stand_beside(sheet: Path) -> None:
    result = run(sheet, "-i", "sme-readiness", "--firm", "plant", "--days", 2, "--budget", 900, "--time-limit", 0)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["format"], told["firm"], told["way"]) == (1, "plant", None)
    assert (told["plan"]["days_per_quarter"], told["plan"]["budget"], told["plan"]["proven"]) == (6, 900, "nothing")
    assert len(told["plan"]["scores"]) == 8
    assert "not proven" in result.stderr


def test_it_goes_to_a_file(sheet: Path, tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    result = run(sheet, "-i", "eu-dma", "--firm", "Plant", "-o", target)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert json.loads(target.read_text("utf-8"))["plan"]["tasks"] == []


def test_an_unknown_firm_is_an_error_in_the_data(sheet: Path) -> None:
    assert run(sheet, "-i", "sme-readiness", "--firm", "Nobody").exit_code == 1
    assert run(sheet, "-i", "sme-readiness", "--firm", "Plant", "--days", -1).exit_code == 2
