"""``waymark verify``: what a script is told, and the options that say under whose name a report goes out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from scoring.loading import load
from survey.cli import main
from tests.copied import words_of
from tests.integration.releases import release_file

SWITCHED = Path(__file__).parents[1] / "instruments" / "switched.yaml"


def run(*arguments: object, data: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=data)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "clients.csv"
    path.write_text(
        "firm,sector,size,backup,decisions\nBakery Sun,10,small,automatic,dated\nHaulage,49,small,dk,\n", "utf-8"
    )
    return path


def report(sheet: Path, *options: object, instrument: object = "sme-readiness") -> Path:
    target = sheet.parent / "report.pdf"
    made = run("report", sheet, "-i", instrument, "--firm", "Bakery Sun", "-o", target, *options)
    assert made.exit_code == 0, made.output
    return target


def test_a_report_for_us_is_the_same_to_the_byte(sheet: Path) -> None:
    path = report(sheet)
    result = run("verify", path)
    assert (result.exit_code, "the same to the byte" in result.stderr, result.stdout) == (0, True, ""), result.stderr
    assert run("verify", "-", data=path.read_bytes()).exit_code == 0


def test_a_report_for_others_has_nothing_to_verify(sheet: Path) -> None:
    result = run("verify", report(sheet, "--for", "others"))
    assert (result.exit_code, "Nothing is attached" in result.stderr) == (1, True), result.stderr


def test_a_page_that_was_painted_over_is_named(sheet: Path) -> None:
    path = report(sheet)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[1].contents_add(b"0 0 99 99 re f")
        pdf.save(path)
    result = run("verify", path)
    assert (result.exit_code, result.stderr.strip()) == (
        1,
        "What these pages show differs from what the answers give: 2.",
    )


def test_a_release_is_asked_for_and_found(sheet: Path, tmp_path: Path) -> None:
    release = release_file(tmp_path / "release.json", load("sme-readiness"), segments=True)
    path = report(sheet, "--release", release)
    without = run("verify", path)
    assert (without.exit_code, "Name its file with --release" in without.stderr) == (1, True), without.stderr
    assert run("verify", path, "--release", release).exit_code == 0


def test_an_instrument_of_ones_own_is_named_with_its_switches(sheet: Path) -> None:
    path = report(sheet, instrument=f"{SWITCHED}?q1=areas")
    unknown = run("verify", path)
    assert (unknown.exit_code, "This instrument is not here" in unknown.stderr) == (1, True), unknown.stderr
    other = run("verify", path, "-i", SWITCHED.with_name("ticks.yaml"))
    assert other.exit_code in (1, 2), other.output
    assert run("verify", path, "-i", SWITCHED).exit_code == 0


def test_wrong_usage_is_2(sheet: Path) -> None:
    assert run("verify", sheet.parent / "nowhere.pdf").exit_code == 2
    assert run("verify", sheet, "-i", sheet.parent / "nowhere.yaml").exit_code == 2
    assert run("verify", sheet).exit_code == 1, "a file that is no PDF is not a mistake of the command line"


def test_a_report_goes_out_under_a_name_and_is_verified_under_it(sheet: Path) -> None:
    logo = sheet.parent / "logo.jpg"
    Image.new("RGB", (900, 200), (10, 90, 90)).save(logo)
    named = (
        "--organisation",
        "Chamber <b>X</b>",
        "--contact",
        "Ms Öz, 01 23",
        "--accent",
        "#0F5B5E",
        "--second",
        "#553311",
    )
    path = report(sheet, *named, "--logo", logo)
    assert run("verify", path).exit_code == 0
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo["/Author"]) == "Chamber <b>X</b>"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--accent", "teal"), "is no colour"),
        (("--second", "#ffee00"), "too light to be read on white paper"),
        (("--for", "everyone"), "is not one of"),
        (("--logo", "nowhere.png"), "does not exist"),
    ],
)
def test_a_name_that_cannot_be_printed_is_refused(sheet: Path, options: tuple[str, ...], said: str) -> None:
    target = sheet.parent / "none.pdf"
    result = run("report", sheet, "-i", "sme-readiness", "--firm", "Haulage", "-o", target, *options)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert not target.exists()


def test_a_logo_is_judged_by_its_content(sheet: Path) -> None:
    false = sheet.parent / "logo.png"
    false.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    result = run("report", sheet, "-i", "sme-readiness", "--firm", "Haulage", "-o", "-", "--logo", false)
    assert (result.exit_code, "no PNG and no JPEG" in result.stderr, result.stdout) == (1, True, ""), result.stderr


@pytest.mark.parametrize(("options", "code"), [((), 1), (("--for", "us"), 0)])
def test_a_batch_carries_no_answers_unless_asked_to(sheet: Path, options: tuple[str, ...], code: int) -> None:
    result = run("batch", sheet, "-i", "sme-readiness", "-o", "-", "--workers", 1, *options)
    assert result.exit_code == 0, result.stderr
    with zipfile.ZipFile(io.BytesIO(result.stdout_bytes)) as archive:
        pdfs = [archive.read(name) for name in archive.namelist() if name.endswith(".pdf")]
    assert [run("verify", "-", data=pdf).exit_code for pdf in pdfs] == [code, code]


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """A firm at two stages, between which others stand, and one of the same name under another client number."""
    path = tmp_path / "returned.csv"
    path.write_text(
        "firm,ref,stage,date,size,backup,decisions,money,standin,rules\n"
        "Bakery Sun,7,T0,2025-09-01,small,now_and_then,ideas,repairs,stuck,privacy\n"
        "Haulage,8,T0,,small,automatic,dated,yearly,supplier,privacy\n"
        "Bakery Sun,7,T1,2026-09-01,small,automatic,dated,yearly,supplier,privacy;demands\n",
        "utf-8",
    )
    return path


def test_a_report_tells_what_changed_since_the_stage_before_and_can_be_verified(returned: Path) -> None:
    path = report(returned)
    assert "Compared with 1 September 2025 (First assessment)" in words_of(path.read_bytes())
    assert run("verify", path).exit_code == 0
    first = words_of(report(returned, "--stage", "T0").read_bytes())
    assert "Since last time" not in first


def test_a_batch_tells_it_of_those_that_came_back(returned: Path) -> None:
    result = run("batch", returned, "-i", "sme-readiness", "-o", "-", "--workers", 1, "--for", "us")
    assert result.exit_code == 0, result.stderr
    with zipfile.ZipFile(io.BytesIO(result.stdout_bytes)) as archive:
        pdfs = [archive.read(name) for name in archive.namelist() if name.endswith(".pdf")]
    assert ["Since last time" in words_of(pdf) for pdf in pdfs] == [False, False, True]
    assert [run("verify", "-", data=pdf).exit_code for pdf in pdfs] == [0, 0, 0]


def test_a_stage_before_without_a_day_is_told_without_one(returned: Path) -> None:
    returned.write_text(returned.read_text("utf-8").replace("2025-09-01", ""), "utf-8")
    path = report(returned)
    assert "Compared with the assessment before (First assessment)" in words_of(path.read_bytes())
    assert run("verify", path).exit_code == 0


def test_what_is_wrong_with_a_file_is_told_with_its_name(sheet: Path) -> None:
    assert f"{sheet}: This is no PDF" in run("verify", sheet).stderr
    told = run("report", sheet, "-i", "sme-readiness", "--firm", "Haulage", "-o", "-", "--logo", sheet).stderr
    assert f"{sheet}: The logo is no PNG" in told


def test_verifying_uses_the_fonts_that_reports_are_made_with(
    sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = report(sheet)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "broken.ttf").write_bytes(b"no font")
    monkeypatch.setenv("WAYMARK_FONT_DIR", str(tmp_path / "fonts"))
    result = run("verify", path)
    assert (result.exit_code, "broken.ttf" in result.stderr) == (2, True), result.stderr
