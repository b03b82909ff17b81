"""``waymark crosswalk`` and the instruments of others, as scripts call them."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from scoring.instrument import ChoiceQuestion, GridQuestion, cells_of
from scoring.loading import load
from survey.cli import main
from tests.copied import pages_of, words_of


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Answers of two firms to sme-readiness: one that the index is defined for, one that it is not."""
    path = tmp_path / "clients.csv"
    path.write_text(
        "firm,employees,ai,online,together,dropped,flow.order,note\n"
        "Plant,60,agreed,facts,buying,address,paper,x\n"
        "Bakery,4,unused,none,none,,paper,y\n",
        encoding="utf-8",
    )
    return path


def test_items_are_yes_no_or_empty_and_the_count_a_range(sheet: Path, tmp_path: Path) -> None:
    target = tmp_path / "index.csv"
    result = run("crosswalk", sheet, "-i", "sme-readiness", "--to", "eurostat-dii@3", "-o", target)
    assert result.exit_code == 0, result.output
    table = pd.read_csv(target).set_index("firm")
    plant = table.loc["Plant"]
    assert (plant["low"], plant["high"], plant["measured"]) == (2, 10, 4)
    assert (plant["ai"], plant["website"], plant["online_sales"]) == ("yes", "yes", "no")
    assert pd.isna(plant["erp"])
    assert pd.isna(table.loc["Bakery", "low"])
    for said in ("4 of 12 measured", "2 firms", "no official result", "One firm has no count"):
        assert said in result.stderr


def test_it_streams_and_says_its_words_beside(sheet: Path) -> None:
    result = run("crosswalk", sheet, "-i", "sme-readiness", "--to", "eu-dma?q7=exclusive")
    assert result.exit_code == 0
    assert list(pd.read_csv(io.StringIO(result.stdout))["firm"]) == ["Plant", "Bakery"]
    assert "No part has a score" in result.stderr


@pytest.mark.parametrize(("target", "status"), [("nowhere", 2), ("eu-dma?q9=x", 2), ("sme-readiness", 1)])
def test_where_it_cannot_go(sheet: Path, target: str, status: int) -> None:
    assert run("crosswalk", sheet, "-i", "sme-readiness", "--to", target).exit_code == status


def test_a_report_of_somebody_elses_questionnaire_says_so_and_has_no_roadmap(tmp_path: Path) -> None:
    sheet, target = tmp_path / "index.csv", tmp_path / "report.pdf"
    sheet.write_text("firm,employees,ai,website\nPlant,60,yes,no\nTiny,3,,\n", encoding="utf-8")
    scored = run("score", sheet, "-i", "eurostat-dii@3", "-o", tmp_path / "scores.csv")
    assert "2 firms have no overall score." in scored.stderr
    assert run("report", sheet, "-i", "eurostat-dii@3", "--firm", "Plant", "-o", target).exit_code == 0
    words = words_of(target.read_bytes())
    assert "(unofficial)" in words
    assert "1 to 11" in words
    assert "holds no actions" in words
    assert run("report", sheet, "-i", "eurostat-dii@3", "--firm", "Tiny", "-o", target).exit_code == 0
    assert "ten people or more" in pages_of(target.read_bytes())[1]


@pytest.mark.parametrize("reference", ["eu-dma", "eurostat-dii@3", "eurostat-dii@4"])
def test_a_template_can_be_made_and_every_label_in_it_is_understood(reference: str, tmp_path: Path) -> None:
    template, sheet, scores = (tmp_path / name for name in ("template.xlsx", "sheet.csv", "scores.csv"))
    assert run("instrument", "template", reference, "-o", template).exit_code == 0
    most = max(len(question.options) for question in load(reference).questions.values())  # type: ignore[union-attr]
    firms = [{"firm": f"Firm {place}", "employees": 20} | _labels(reference, place) for place in range(most)]
    pd.DataFrame(firms).to_csv(sheet, index=False)
    result = run("score", sheet, "-i", reference, "-o", scores)
    assert result.exit_code == 0, result.stderr
    assert (pd.read_csv(scores)["answered"] == 1).all()


def _labels(reference: str, place: int) -> dict[str, str]:
    """An answer to every question by the label of its option at this place, or of its last one."""
    row = {}
    for question in load(reference).questions.values():
        assert isinstance(question, ChoiceQuestion)
        label = question.options[min(place, len(question.options) - 1)].label
        row |= dict.fromkeys(cells_of(question) if isinstance(question, GridQuestion) else [question.id], label)
    return row
