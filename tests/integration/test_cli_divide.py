"""``waymark divide``: how far apart the firms of a sheet are, by hand and of real firms; by groups, and weighted."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from survey.cli import main

IT_FLEXIBILITY = Path(__file__).parents[1] / "instruments" / "it_flexibility.yaml"
QUESTIONS = [f"{part}{number}" for part in ("itcomp", "itconn", "mod", "itpsf") for number in range(1, 5)]


def divide(rows: list[dict[str, Any]], *options: object) -> Result:
    sheet = pd.DataFrame(rows).to_csv(index=False)
    arguments = ["divide", "-", "-i", IT_FLEXIBILITY, *options]
    return CliRunner().invoke(main, [str(one) for one in arguments], input=sheet)


def firm(name: str, way: int | None, **profile: str) -> dict[str, Any]:
    """One answer to everything, from 1 (no points) to 5 (100)."""
    return {"firm": name, "stage": "T0"} | profile | dict.fromkeys(QUESTIONS, way)


def told(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture(scope="module")
def apart() -> list[dict[str, Any]]:
    """Two sectors of three firms: one at 0, one at 50."""
    return [firm(f"{sector}{at}", way, sector=sector) for sector, way in (("C", 1), ("F", 3)) for at in range(3)]


def test_figures_worked_out_by_hand(apart: list[dict[str, Any]]) -> None:
    """All the inequality of 0, 0, 0 and 50, 50, 50 lies between the groups: T = ln 2, with 0 ln 0 = 0; Gini ½."""
    found = told(divide(apart, "--by", "sector"))["measures"]["overall"]
    assert (found["n"], found["missing"], found["gap"], found["gini"]) == (6, 0, 50, 0.5)
    assert found["theil"]["total"] == found["theil"]["between"] == round(math.log(2), 6)
    assert found["theil"]["between_share"] == 1
    assert [group["group"] for group in found["theil"]["groups"]] == ["C", "F"]
    assert (found["mld"], found["zeros"]) == (None, 3)
    assert any("no logarithm" in limit for limit in found["limits"])


def test_it_says_so_in_words(apart: list[dict[str, Any]]) -> None:
    said = divide(apart, "--by", "sector").stderr
    assert "6 firms have an overall score." in said
    assert "have 0.0 points or fewer, a tenth 50.0 or more: 50.0 points apart" in said
    assert "Between the groups by sector lies 100 % of Theil’s T." in said
    assert "self-reported" in said


def test_counted_items_are_items_and_have_a_natural_zero() -> None:
    sheet = "firm,website,shop,cloud,tools.mail,tools.files\nMill,present,present,present,present,present\n"
    sheet += "Sun,absent,absent,absent,absent,absent\n"
    counting = IT_FLEXIBILITY.with_name("counting.yaml")
    result = CliRunner().invoke(main, ["divide", "-", "-i", str(counting)], input=sheet)
    assert told(result)["measures"]["overall"]["zeros"] == 1
    assert "have 0.4 items or fewer, a tenth 3.6 or more: 3.2 items apart" in result.stderr
    assert "no natural zero" not in result.output


def test_each_firm_counts_once_at_its_latest_stage_and_missing_is_not_zero(apart: list[dict[str, Any]]) -> None:
    later = [firm("C0", 5) | {"stage": "T1"}, firm("blank", None)]
    found = told(divide([*apart, *later]))
    assert found["firms"] == 7
    assert (found["measures"]["overall"]["n"], found["measures"]["overall"]["missing"]) == (6, 1)
    assert found["measures"]["overall"]["zeros"] == 2


def test_a_field_that_nobody_stated_splits_nothing(apart: list[dict[str, Any]]) -> None:
    result = divide(apart, "--by", "region")
    assert "No firm’s region is known" in result.stderr
    parts = told(result)["measures"]["overall"]["theil"]
    assert (parts["groups"], parts["between"], parts["between_share"]) == ([], None, None)


def test_means_are_weighted_to_a_population_only_where_enough_firms_carry_them(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("size,C,F\nmicro,300,100\n", encoding="utf-8")
    rows = [
        firm(f"{sector}{at}", way, sector=sector, size="micro")
        for sector, way in (("C", 1), ("F", 5))
        for at in range(20)
    ]
    mean = told(divide(rows, "--population", people))["measures"]["overall"]["mean"]
    assert (mean["plain"], mean["weighted"], mean["why"]) == (50, 25, None)
    mean = told(divide([*rows[:4], *rows[-4:]], "--population", people))["measures"]["overall"]["mean"]
    assert (mean["weighted"], "10 effective firms" in mean["why"]) == (None, True)


def test_a_measure_that_no_weighted_firm_has_keeps_its_other_figures(tmp_path: Path) -> None:
    """Only the firm without a sector answered all; the placed ones left out the four statements on modularity."""
    people = tmp_path / "people.csv"
    people.write_text("size,C\nmicro,300\n", encoding="utf-8")
    blank = dict.fromkeys(("mod1", "mod2", "mod3", "mod4"), None)
    rows = [firm(f"C{at}", 3, sector="C", size="micro") | blank for at in range(12)]
    result = divide([*rows, firm("away", 5)], "--population", people)
    found = told(result)
    assert (found["measures"]["mod"]["n"], found["measures"]["mod"]["p90"]) == (1, 100)
    assert found["measures"]["mod"]["mean"] == {
        "n": 0, "plain": None, "weighted": None, "effective": 0.0, "largest": None,
        "why": "No firm has both a value and a weight.",
    }  # fmt: skip
    assert (found["measures"]["overall"]["mean"]["n"], found["measures"]["overall"]["mean"]["weighted"]) == (12, 50)


def test_how_means_were_weighted_is_told_and_what_that_does_not_show(tmp_path: Path) -> None:
    """A firm whose size is not known; one that stands for 3,000 of 3,030, cut to 5 times the mean; an empty cell."""
    people = tmp_path / "people.csv"
    people.write_text("size,C\nmicro,30\nsmall,2900\nmedium,100\n", encoding="utf-8")
    rows = [firm(f"C{at}", 3, sector="C", size="micro") for at in range(30)]
    rows += [firm("one", 5, sector="C", size="small"), firm("away", 5, sector="C")]
    result = divide(rows, "--population", people)
    found = told(result)["weighting"]
    assert (found["n"], found["unplaced"], found["trimmed"]) == (31, 1, 1)
    assert "5 times the mean" in found["method"]
    assert found["merges"] == ["No firm of “medium”, “C” answered; its population is counted with “small”, “C”."]
    assert ["those who answered may differ" in limit for limit in found["limits"]] == [True]
    assert "One firm has no weight: its place in the population table is not known." in result.stderr
    assert "One weight was cut to 5 times the mean" in result.stderr
    assert told(divide(rows))["weighting"] is None


def test_a_population_that_lacks_a_cell_is_refused_by_its_place(apart: list[dict[str, Any]], tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("size,C,F\nmicro,300,\n", encoding="utf-8")
    rows = [row | {"size": "micro"} for row in apart]
    result = divide(rows, "--population", people)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "micro / F: The population table lacks this cell." in result.stderr


def test_no_scores_at_all_are_a_clear_end() -> None:
    result = divide([firm("blank", None)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.strip()


def test_the_hundred_real_firms(reference_data: Path) -> None:
    sheet = reference_data / "firms" / "it_flexibility.csv"
    result = CliRunner().invoke(main, ["divide", str(sheet), "-i", str(IT_FLEXIBILITY)])
    found = told(result)
    assert found["measures"]["overall"]["n"] == 100
    assert list(found["measures"]) == ["overall", "itcomp", "itconn", "mod", "itpsf"]
    assert found["measures"]["overall"]["frontier"] == found["measures"]["overall"]["p90"]
