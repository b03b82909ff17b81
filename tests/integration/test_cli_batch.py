"""``waymark batch --resume``: nothing is made twice, and what comes out is what would have come out at once."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from click.testing import Result

import reports.batch
from reports.archive import Entry
from tests.integration.test_cli import run

FIRMS = 28


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answers of more firms than are handed out at once, and what Ctrl-C left when 25 roadmaps were made of them."""
    folder = tmp_path_factory.mktemp("interrupted")
    rows = [f"Firm {n},micro,dk,{n + 1}" for n in range(FIRMS)]
    (folder / "clients.csv").write_text("\n".join(["firm,size,backup,largest_share", *rows]), encoding="utf-8")
    rendered = reports.batch.rendered

    def once(firms: list[reports.batch.Firm], **more: object) -> list[Entry]:
        if len(firms) < 25:
            raise KeyboardInterrupt
        return rendered(firms, **more)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reports.batch, "rendered", once)
        result = batch(folder / "clients.csv", folder / "roadmaps.zip")
    assert result.exit_code == 1
    assert "go on" in result.stderr
    assert not (folder / "roadmaps.zip").exists()
    return folder


@pytest.fixture
def sheet(folder: Path, tmp_path: Path) -> Path:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return tmp_path / "clients.csv"


@pytest.fixture
def interrupted(sheet: Path) -> Path:
    return sheet.with_name("roadmaps.zip")


def batch(sheet: Path, target: Path, *more: object) -> Result:
    return run("batch", sheet, "-i", "sme-readiness", "-o", target, "--workers", 1, *more)


def test_the_name_of_an_archive_may_have_any_signs(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("firm,size,backup\nBakery,micro,dk\n", encoding="utf-8")
    for _time in range(2):
        assert batch(tmp_path / "one.csv", tmp_path / "why not%20#1?.zip").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.csv", "why not%20#1?.zip"]


def test_an_interrupted_batch_goes_on_with_what_is_there(
    interrupted: Path, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    rendered = reports.batch.rendered
    monkeypatch.setattr(reports.batch, "rendered", lambda firms, **more: made.extend(firms) or rendered(firms, **more))
    result = batch(sheet, interrupted, "--resume")
    assert (result.exit_code, len(made)) == (0, FIRMS - 25), result.output
    assert f"{FIRMS} roadmaps" in result.stderr
    assert sorted(path.name for path in sheet.parent.iterdir()) == ["clients.csv", "roadmaps.zip"]
    assert batch(sheet, sheet.with_name("at once.zip")).exit_code == 0
    assert interrupted.read_bytes() == sheet.with_name("at once.zip").read_bytes()


def test_what_is_left_of_a_batch_is_not_thrown_away_unasked(interrupted: Path, sheet: Path) -> None:
    result = batch(sheet, interrupted)
    assert result.exit_code == 2
    assert "--resume" in result.stderr


@pytest.mark.parametrize(
    ("change", "named"), [("answers", "ANSWERS"), ("language", "options"), ("organisation", "options")]
)
def test_a_batch_does_not_go_on_as_another(interrupted: Path, sheet: Path, change: str, named: str) -> None:
    options = {"language": ("--language", "en"), "organisation": ("--organisation", "Harbour Advisers")}
    if change == "answers":
        sheet.write_text(
            sheet.read_text(encoding="utf-8").replace("Firm 3,micro,dk", "Firm 3,micro,"), encoding="utf-8"
        )
    result = batch(sheet, interrupted, "--resume", *options.get(change, ()))
    assert result.exit_code == 2
    assert named in result.stderr


def test_two_do_not_work_on_the_same_archive(interrupted: Path, sheet: Path) -> None:
    lock = os.open(interrupted.with_name("roadmaps.zip.part") / "lock", os.O_WRONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    result = batch(sheet, interrupted, "--resume")
    os.close(lock)
    assert result.exit_code == 2
    assert "Another waymark" in result.stderr


def test_standard_output_cannot_be_gone_on_with(sheet: Path) -> None:
    assert batch(sheet, Path("-"), "--resume").exit_code == 2
