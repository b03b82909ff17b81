"""What fonts cannot show, on the command line and at the start of the survey."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pymupdf_fonts
import pytest
from click.testing import CliRunner, Result

from reports import fonts
from survey import create_app
from survey.cli import main
from survey.config import ConfigurationError
from tests.integration.databases import settings_for


@pytest.fixture(autouse=True)
def _no_folder_afterwards() -> Iterator[None]:
    yield
    fonts.use_folder(None)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "clients.csv"
    path.write_text("firm,backup\nBakery Sun,automatic\nCompass \U0001f9ea,automatic\n", encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a sound font and a broken one, in the settings."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    (folder / "sound.ttf").write_bytes(pymupdf_fonts.myfont("notos"))
    (folder / "broken.ttf").write_bytes(b"not a font")
    monkeypatch.setenv("WAYMARK_FONT_DIR", str(folder))
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_report_that_lacks_characters_is_made_and_says_so(sheet: Path, tmp_path: Path) -> None:
    target = tmp_path / "roadmap.pdf"
    result = run("report", sheet, "-i", "sme-readiness", "--firm", "Compass \U0001f9ea", "-o", target)
    assert result.exit_code == 0, result.output
    assert "Compass \U0001f9ea: In no font, so shown as \ufffd: U+1F9EA." in result.stderr
    assert "WAYMARK_FONT_DIR" in result.stderr
    assert target.exists()
    quiet = run("report", sheet, "-i", "sme-readiness", "--firm", "Bakery Sun", "-o", target)
    assert "U+" not in quiet.stderr


def test_a_batch_names_each_such_firm_and_has_a_column_for_it(sheet: Path, tmp_path: Path) -> None:
    target = tmp_path / "roadmaps.zip"
    result = run("batch", sheet, "-i", "sme-readiness", "-o", target, "--workers", "1")
    assert result.exit_code == 0, result.output
    told = [line for line in result.stderr.splitlines() if "U+1F9EA" in line]
    assert [line.partition(":")[0] for line in told] == ["Compass \U0001f9ea"]
    with zipfile.ZipFile(target) as archive:
        index = pd.read_excel(io.BytesIO(archive.read("index.xlsx")), engine="calamine", dtype="str").fillna("")
    sun, compass = index.to_dict("records")
    assert (sun["warning"], sun["fault"], compass["fault"]) == ("", "", "")
    assert "U+1F9EA" in compass["warning"]


@pytest.mark.parametrize("command", [("report", "--firm", "Bakery Sun"), ("batch",)], ids=["report", "batch"])
def test_a_wrong_font_ends_a_command_before_anything_is_made(
    sheet: Path, broken: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    target = tmp_path / ("roadmap.pdf" if command[0] == "report" else "roadmaps.zip")
    result = run(command[0], sheet, "-i", "sme-readiness", "-o", target, *command[1:])
    assert result.exit_code == 2
    assert f"WAYMARK_FONT_DIR: {broken / 'broken.ttf'}: This is no font, or a broken one" in result.stderr
    assert "sound.ttf" not in result.stderr
    assert not target.exists()


def test_other_commands_do_not_look_at_fonts(sheet: Path, broken: Path) -> None:
    assert run("score", sheet, "-i", "sme-readiness").exit_code == 0


def test_a_wrong_font_keeps_the_survey_from_starting(broken: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"WAYMARK_FONT_DIR: .*broken\.ttf: .*take the file away"):
        create_app(settings_for(tmp_path))
    served = run("serve")
    assert served.exit_code == 2
    assert "broken.ttf" in served.stderr


def test_a_survey_uses_the_folder_and_the_next_one_its_own(broken: Path, tmp_path: Path) -> None:
    (broken / "broken.ttf").unlink()
    create_app(settings_for(tmp_path))
    assert [face.name for face in fonts._all(False)][2:3] == ["Folder1-0"]
