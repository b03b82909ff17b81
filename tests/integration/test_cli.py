"""The command line: what other people's scripts rely on."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from survey.cli import main
from tests.copied import pages_of

INSTRUMENTS = Path(__file__).parents[1] / "instruments"
IT_FLEXIBILITY = INSTRUMENTS / "it_flexibility.yaml"

TICKS = INSTRUMENTS / "ticks.yaml"

MEANS = {"itcomp": 62.750, "itconn": 71.750, "mod": 57.3125, "itpsf": 66.1875, "overall": 64.500}
"""Published means of the 100 firms (Benitez et al. 2018), to three decimals."""


def run(*arguments: object, data: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=data)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Answers of three firms to the built-in instrument, one of them with two wrong cells."""
    path = tmp_path / "clients.csv"
    path.write_text(
        "firm,size,backup,devices,largest_share,note\n"
        "Bakery Sun,micro,automatic,all of them,20,=1+1\n"
        "Haulage Ltd,tiny,sometimes,listed,35,\n"
        "Consultancy,micro,dk,,65,\n",
        encoding="utf-8",
    )
    return path


def test_score_reproduces_the_published_means_of_100_real_firms(reference_data: Path, tmp_path: Path) -> None:
    target = tmp_path / "scores.csv"
    result = run("score", reference_data / "firms" / "it_flexibility.csv", "-i", IT_FLEXIBILITY, "-o", target)
    assert result.exit_code == 0, result.output
    scores = pd.read_csv(target)
    assert len(scores) == 100
    for column, mean in MEANS.items():
        assert scores[column].mean() == pytest.approx(mean, abs=5e-4), column


def test_batch_makes_a_readable_pdf_for_each_of_100_real_firms(reference_data: Path, tmp_path: Path) -> None:
    """Started as a person starts it, with a pool of two processes."""
    target = tmp_path / "roadmaps.zip"
    waymark = Path(sys.executable).with_name("waymark")
    answers = reference_data / "firms" / "it_flexibility.csv"
    command = [waymark, "batch", answers, "-i", IT_FLEXIBILITY, "-o", target, "--workers", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "100 roadmaps" in done.stderr
    with zipfile.ZipFile(target) as archive:
        names = [name for name in archive.namelist() if name.endswith(".pdf")]
        head, *rows = openpyxl.load_workbook(io.BytesIO(archive.read("index.xlsx"))).active.values  # type: ignore[union-attr]
        index = [dict(zip(map(str, head), map(str, row), strict=True)) for row in rows]
        assert len(names) == len(set(names)) == len(index) == 100
        for place in (0, 57, 99):
            assert index[place]["level"] in pages_of(archive.read(index[place]["file"]))[1]
    assert list(tmp_path.iterdir()) == [target], "nothing else is left behind"


def test_every_fault_of_a_sheet_is_listed_and_nothing_written(sheet: Path, tmp_path: Path) -> None:
    target = tmp_path / "scores.csv"
    result = run("score", sheet, "-i", "sme-readiness", "-o", target)
    assert result.exit_code == 1
    assert "row 3, column size: “tiny”" in result.stderr
    assert "row 3, column backup: “sometimes”" in result.stderr
    assert "One row has faults, so nothing was written." in result.stderr
    assert not target.exists()


def test_bad_rows_can_be_skipped_and_go_to_a_file(sheet: Path, tmp_path: Path) -> None:
    target, rejects = tmp_path / "scores.xlsx", tmp_path / "rejects.csv"
    result = run("score", sheet, "-i", "sme-readiness", "-o", target, "--skip-bad-rows", "--rejects", rejects)
    assert result.exit_code == 0, result.output
    rows = list(openpyxl.load_workbook(target).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[0] for row in rows] == ["firm", "Bakery Sun", "Consultancy"]
    (rejected,) = csv.DictReader(io.StringIO(rejects.read_text(encoding="utf-8")))
    assert rejected["firm"] == "Haulage Ltd"
    assert "tiny" in rejected["reasons"]


@pytest.mark.parametrize("option", ["-o", "--rejects"])
def test_nothing_takes_the_place_of_the_answers(sheet: Path, option: str) -> None:
    before = sheet.read_bytes()
    result = run("score", sheet, "-i", "sme-readiness", "--skip-bad-rows", option, sheet.parent / "." / sheet.name)
    assert (result.exit_code, "holds the answers" in result.stderr) == (2, True), result.output
    assert sheet.read_bytes() == before


def test_unknown_columns_are_listed_and_carried_through_harmless(sheet: Path) -> None:
    result = run("score", sheet, "-i", "sme-readiness", "--skip-bad-rows", "--rejects", sheet.parent / "rejects.csv")
    assert "does not know: note" in result.stderr
    first = next(csv.DictReader(io.StringIO(result.stdout)))
    assert first["note"] == "'=1+1"
    assert first["overall"] == "", "three answers of forty are no score, and not zero"


def test_standard_input_and_output() -> None:
    """Half the tools, all the safety, no lists, both colours: (2/4 + 4/4 + 0 + 2/2) / 4 = 62.5."""
    sheet = b"firm,tools,safety,lists,colours\nA,hammer;saw,gloves;goggles,none,red;blue\n"
    result = run("score", "-", "-i", TICKS, data=sheet)
    assert result.exit_code == 0, result.stderr
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["firm"], row["first"], row["overall"], row["level"]) == ("A", "62.5", "62.5", "high")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["score", "nowhere.csv", "-i", "sme-readiness"], "does not exist"),
        (["score"], "Missing argument"),
        (["nonsense"], "No such command"),
        (["serve", "--bind", "8000"], "HOST:PORT"),
        (["score", "-", "-i", "sme-redyness"], "sme-readiness@1"),
        (["score", "-", "-i", "sme-readiness?q1=areas"], "is not a switch"),
        (["score", "-", "-i", "sme-readiness", "-o", "scores.doc"], "must end in .csv or .xlsx or .parquet"),
        (["score", "-", "-i", "sme-readiness", "--rejects", "rejects.doc"], "must end in"),
        (["batch", "-", "-i", "sme-readiness", "-o", "nowhere/roadmaps.zip"], "no folder “nowhere”"),
    ],
)
def test_wrong_usage_is_2(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr


def test_report_makes_the_roadmap_of_one_firm(sheet: Path, tmp_path: Path) -> None:
    target = tmp_path / "roadmap.pdf"
    sheet.write_text(sheet.read_text().replace("tiny,sometimes", "small,automatic"), encoding="utf-8")
    result = run("report", sheet, "-i", "sme-readiness", "--firm", "haulage ltd", "-o", target)
    assert result.exit_code == 0, result.output
    assert "Haulage Ltd" in pages_of(target.read_bytes())[0]
    missing = run("report", sheet, "-i", "sme-readiness", "--firm", "Nobody", "-o", tmp_path / "none.pdf")
    assert missing.exit_code == 1
    assert "Bakery Sun" in missing.stderr, "the message names firms that are there"
    assert not (tmp_path / "none.pdf").exists()


def test_a_report_is_a_document_to_edit_where_its_name_says_so(sheet: Path, tmp_path: Path) -> None:
    target = tmp_path / "roadmap.DOCX"
    sheet.write_text(sheet.read_text().replace("tiny,sometimes", "small,automatic"), encoding="utf-8")
    result = run("report", sheet, "-i", "sme-readiness", "--firm", "haulage ltd", "-o", target, "--paper", "Letter")
    assert result.exit_code == 0, result.output
    document = docx.Document(str(target))
    assert "Haulage Ltd" in [paragraph.text for paragraph in document.paragraphs]
    assert document.sections[0].page_width == docx.shared.Inches(8.5)


def test_the_latest_stage_is_reported_unless_another_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "stages.csv"
    path.write_text("firm,stage,backup\nSun,T10,automatic\nSun,T2,automatic\nSun,,automatic\n", encoding="utf-8")
    third = "Third assessment"
    for stage, shown in ([], "T10"), (["--stage", "T2"], third), (["--stage", "t02"], third):
        target = tmp_path / "one.pdf"
        assert run("report", path, "-i", "sme-readiness", "--firm", "Sun", "-o", target, *stage).exit_code == 0
        assert shown in pages_of(target.read_bytes())[0]
    wrong = run("report", path, "-i", "sme-readiness", "--firm", "Sun", "-o", target, "--stage", "third")
    assert wrong.exit_code == 2
    assert "“third” is not a stage." in wrong.stderr


def test_the_list_names_each_instrument_once() -> None:
    lines = run("instrument", "list").stdout.splitlines()
    assert [line.split("\t")[:2] for line in lines] == [
        ["eu-dma@1", "11"], ["eurostat-dii@3", "12"], ["eurostat-dii@4", "12"], ["sme-readiness@1", "43"],
    ]  # fmt: skip


def test_a_faulty_instrument_is_1_with_every_fault() -> None:
    result = run("instrument", "check", INSTRUMENTS / "ten_faults.yaml")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 10)
    assert run("instrument", "check", IT_FLEXIBILITY).exit_code == 0


def test_a_template_is_written_that_the_reader_understands(tmp_path: Path) -> None:
    for name in ("clients.xlsx", "clients.csv"):
        target = tmp_path / name
        assert run("instrument", "template", "sme-readiness", "-o", target).exit_code == 0
        scored = run("score", target, "-i", "sme-readiness")
        assert scored.exit_code == 0, scored.stderr
        assert len(scored.stdout.splitlines()) == 1, "a header and no firm"


def test_a_template_for_an_interview_is_read_as_one_firm(tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415 - a person's spreadsheet program

    target = tmp_path / "interview.xlsx"
    assert run("instrument", "template", "sme-readiness", "-o", target, "--layout", "interview").exit_code == 0
    book = openpyxl.load_workbook(target)
    line = next(row[0].row for row in book.worksheets[0].iter_rows() if row[0].value == "firm")
    book.worksheets[0].cell(line, 4, "Mill Lane Bakery")
    book.save(target)
    scored = run("score", target, "-i", "sme-readiness")
    assert (scored.exit_code, scored.stdout.splitlines()[1].split(",")[0]) == (0, "Mill Lane Bakery"), scored.stderr
    refused = run("instrument", "template", "sme-readiness", "-o", tmp_path / "a.csv", "--layout", "interview")
    assert (refused.exit_code, "is an .xlsx file" in refused.stderr) == (1, True), refused.stderr


def test_a_template_takes_the_place_of_no_sheet(sheet: Path) -> None:
    before = sheet.read_bytes()
    result = run("instrument", "template", "sme-readiness", "-o", sheet)
    assert (result.exit_code, "is there already" in result.stderr) == (2, True), result.stderr
    assert sheet.read_bytes() == before


def test_a_report_from_a_template_not_yet_filled_in_says_so(tmp_path: Path) -> None:
    target = tmp_path / "clients.csv"
    run("instrument", "template", "sme-readiness", "-o", target)
    result = run("report", target, "-i", "sme-readiness", "--firm", "Sun", "-o", tmp_path / "roadmap.pdf")
    assert (result.exit_code, "holds no firms" in result.stderr) == (1, True), result.stderr


def test_labels_are_read_in_the_language_named_and_in_the_instruments_own(tmp_path: Path) -> None:
    folder = tmp_path / "own" / "ticks" / "v1"
    (folder / "lang").mkdir(parents=True)
    (folder / "questions.yaml").write_text(TICKS.read_text(encoding="utf-8"), encoding="utf-8")
    options = "{hammer: {label: Klopfer}}, none: Nichts davon"
    overlay = f"dimensions: {{first: {{questions: {{tools: {{options: {options}}}}}}}}}"
    (folder / "lang" / "de.yaml").write_text(overlay, encoding="utf-8")
    rows = b"firm,tools\nA,Klopfer;saw\nB,A hammer;saw\nC,Nichts davon\n"
    read = run("score", "-", "-i", folder, "--language", "de", data=rows)
    assert read.exit_code == 0, read.stderr
    assert run("score", "-", "-i", folder, data=rows).exit_code == 1
    template = tmp_path / "template.csv"
    assert run("instrument", "template", folder, "-o", template, "--language", "de").exit_code == 0


def test_an_instrument_that_is_not_there_is_told_before_the_survey_is_served(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WAYMARK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WAYMARK_INSTRUMENT", "nonsense")
    result = run("serve", "--bind", "127.0.0.1:1")
    assert (result.exit_code, "no instrument of this name" in result.stderr) == (2, True), result.output


def test_a_database_that_does_not_answer_is_a_line_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_DATABASE_URL", "postgresql://someone:hidden-word@127.0.0.1:1/waymark")
    monkeypatch.setenv("WAYMARK_SECRET_KEY", "k" * 40)
    result = run("db", "upgrade")
    assert (result.exit_code, "The database does not answer" in result.stderr) == (1, True), result.output
    assert "hidden-word" not in result.output
