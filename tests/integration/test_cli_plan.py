"""``waymark plan``, as scripts call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scoring.loading import load
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
    assert told["plan"]["scores"] is None  # four answers are too few for an overall score
    assert told["method"].startswith("Days and costs at the middle of each range")
    assert "at EUR 350 each" in told["method"]
    assert "nobody checked them" in told["limits"][0]
    assert "not proven" in result.stderr


def test_it_goes_to_a_file(sheet: Path, tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    result = run(sheet, "-i", "eu-dma", "--firm", "Plant", "-o", target)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert json.loads(target.read_text("utf-8"))["plan"]["tasks"] == []


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    """A firm that left some of Eurostat's items open, and one that is too small for them."""
    path = tmp_path / "counted.csv"
    path.write_text("firm,employees,website,cloud,erp\nOpen,20,yes,yes,no\nTiny,4,yes,yes,no\n", "utf-8")
    return path


@pytest.mark.parametrize("firm", ["Open", "Tiny"])
def test_a_firm_without_an_overall_score_is_told_none(counted: Path, firm: str) -> None:
    result = run(counted, "-i", "eurostat-dii@3", "--firm", firm)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["plan"]["scores"] is None
    assert "score of" not in result.stderr


def test_a_firm_that_answered_nothing_is_told_no_score(tmp_path: Path) -> None:
    path = tmp_path / "blank.csv"
    path.write_text("firm,employees,backup\nBlank,20,\n", "utf-8")
    result = run(path, "-i", "sme-readiness", "--firm", "Blank")
    assert result.exit_code == 0, result.output
    assert "score of" not in result.stderr
    assert "The firm has no overall score, so none is told" in result.stderr
    assert "Quarter 8:" in result.stderr


def test_without_actions_nothing_is_called_the_cheapest_or_proven(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    items = load("eurostat-dii@3").cells
    path.write_text(f"firm,employees,{','.join(items)}\nPlant,20{',no' * len(items)}\n", "utf-8")
    result = run(path, "-i", "eurostat-dii@3", "--firm", "Plant")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["way"]["reached"] is False
    assert {told["way"]["note"], told["plan"]["note"]} == {
        "This questionnaire holds no actions, so there is nothing to plan with."
    }
    assert result.stderr.strip() == told["way"]["note"]


@pytest.mark.parametrize("option", ["--time-limit", "--days", "--budget", "--day-rate"])
@pytest.mark.parametrize("value", ["nan", "inf", "-1"])
def test_what_is_no_amount_is_wrong_usage(sheet: Path, option: str, value: str) -> None:
    result = run(sheet, "-i", "sme-readiness", "--firm", "Plant", option, value)
    assert result.exit_code == 2
    assert option in result.stderr


def test_an_unknown_firm_is_an_error_in_the_data(sheet: Path) -> None:
    assert run(sheet, "-i", "sme-readiness", "--firm", "Nobody").exit_code == 1
    assert run(sheet, "-i", "sme-readiness", "--firm", "Plant", "--days", -1).exit_code == 2
