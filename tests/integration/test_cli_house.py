"""``--house``: reports with an organisation's letter and actions from a file, and every fault of it by its place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import Result

from reports.firm.verifying import record_in
from tests.integration.test_cli_verify import run

HOUSE = """
letter: |
  Dear {firm}, begin with “{first_action}”.
offer: One free hour a year.
day_rate: 420
hidden: [ai_hour]
changed:
  walk_job:
    cost_once: {micro: [10, 20]}
own:
  - {id: pool, like: spare_line, title: A line from our pool, summary: We lend you one., steps: [Call us.],
     owner: We, measure: It rings., weeks: 1, price_year: 2026}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    path = tmp_path / "house.yaml"
    path.write_text(HOUSE, "utf-8")
    return path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "clients.csv"
    path.write_text("firm,sector,size,backup,decisions\nBakery Sun,10,small,automatic,dated\n", "utf-8")
    return path


def made(sheet: Path, house: Path, *options: object, name: str = "Chamber") -> Result:
    target = sheet.parent / "roadmaps.zip"
    return run(
        "batch", sheet, "-i", "sme-readiness", "-o", target, "--house", house, "--organisation", name,
        "--workers", 1, *options,
    )  # fmt: skip


def test_a_batch_goes_out_in_its_own_way_and_verifies(sheet: Path, house: Path) -> None:
    assert made(sheet, house, "--for", "us").exit_code == 0
    with zipfile.ZipFile(sheet.parent / "roadmaps.zip") as archive:
        pdf = archive.read(next(name for name in archive.namelist() if name.endswith(".pdf")))
    record = record_in(pdf)
    assert record.house.offer == "One free hour a year."
    assert [own.id for own in record.house.adaptations["sme-readiness"].own] == ["pool"]
    (sheet.parent / "one.pdf").write_bytes(pdf)
    assert run("verify", sheet.parent / "one.pdf").exit_code == 0


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("{firm}", "{firm.__class__}", "house.yaml, letter: Line 1: {firm.__class__} stands for nothing"),
        ("[ai_hour]", "[nothing]", "house.yaml, hidden.nothing: There is no action"),
        ("[10, 20]", "[20, 10]", "house.yaml, changed.walk_job.cost_once.micro: A range goes"),
        ("day_rate: 420", "day_rate: -1", "house.yaml, line 5, day_rate"),
        ("weeks: 1", "weeks: long", "own.pool.weeks: This must be a number"),
        ("offer:", "offers:", "house.yaml, line 4, offers: This name is not known"),
        ("offer:", "offer: [", "not valid YAML"),
    ],
)
def test_every_fault_of_the_file_is_told_with_its_place(
    sheet: Path, house: Path, was: str, now: str, said: str
) -> None:
    house.write_text(HOUSE.replace(was, now, 1), "utf-8")
    result = made(sheet, house)
    assert result.exit_code == 1
    assert said in result.stderr
    assert not (sheet.parent / "roadmaps.zip").exists()


def test_words_of_an_organisation_need_its_name(sheet: Path, house: Path) -> None:
    result = made(sheet, house, name="")
    assert (result.exit_code, "--organisation" in result.stderr) == (1, True)
