"""``waymark sector``: what it writes of a sheet and of a release, what it tells, and what it refuses."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result

from scoring.loading import load
from scoring.release.files import history, read
from scoring.release.grouping import FIELDS
from survey.cli import main
from survey.cli.sector import FIELDS as SHOWN
from tests.copied import words_of
from tests.integration.test_cli_release import GRIDS, HEADER, IT_FLEXIBILITY, Sheet, firms

DAY = ("--date", "2026-03-31")
CAMPAIGN = ("--campaign", "Spring", *DAY)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def sheet(rows: Sheet, name: str = "firms.csv") -> str:
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return name


def run(*arguments: object, given: str = "") -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], input=given)


def report(answers: str, *options: object, output: str = "sector.pdf", instrument: Path = GRIDS) -> Result:
    return run("sector", answers, "-i", instrument, "-o", output, *options)


def made_release(rows: Sheet, *options: object, name: str = "release.json") -> str:
    done = run("release", sheet(rows), "-i", GRIDS, "-o", name, *CAMPAIGN, *options)
    assert done.exit_code == 0, done.output
    return name


def printed(name: str = "sector.pdf") -> str:
    return words_of(Path(name).read_bytes())


class TestWhatIsWritten:
    def test_a_sheet_becomes_a_report_a_document_and_tables(self):
        done = report(sheet(firms(45)), *CAMPAIGN, "--docx", "--tables", "tables.csv", "--organisation", "Chamber")
        assert done.exit_code == 0, done.output
        assert "45 firms are counted." in done.stderr
        for name in ("sector.pdf", "sector.docx", "tables.csv"):
            assert f"{name}: release 1 of “Spring”." in done.stderr
        assert "Chamber" in printed()
        assert "Draft" not in printed()
        paragraphs = [one.text for one in docx.Document("sector.docx").paragraphs]
        assert "Chamber" in paragraphs
        with Path("tables.csv").open(encoding="utf-8") as file:
            (shown,) = {row["shown"] for row in csv.DictReader(file) if (row["row"], row["column"]) == ("all", "n")}
        assert shown in printed()

    def test_tables_as_a_workbook_have_a_sheet_for_each_exhibit(self):
        assert report(made_release(firms(45)), "--tables", "tables.xlsx").exit_code == 0
        assert len(openpyxl.load_workbook("tables.xlsx").sheetnames) > 3

    def test_a_release_made_before_gives_the_same_report_and_computes_nothing(self, monkeypatch):
        assert report(sheet(firms(45)), *CAMPAIGN).exit_code == 0
        first = Path("sector.pdf").read_bytes()
        made = made_release(firms(45))
        monkeypatch.setattr("scoring.release.build.build", None)
        done = report(made)
        assert done.exit_code == 0, done.output
        assert Path("sector.pdf").read_bytes() == first

    def test_standard_output_is_the_pdf_and_nothing_else(self):
        done = report(made_release(firms(12)), output="-")
        assert done.stdout_bytes.startswith(b"%PDF-")
        assert "Spring" in words_of(done.stdout_bytes)

    def test_the_name_of_the_sheet_names_the_release(self):
        assert report(sheet(firms(12), "Autumn.csv"), *DAY).exit_code == 0
        assert "Autumn" in printed()

    def test_a_draft_says_so(self):
        assert report(made_release(firms(12)), "--draft").exit_code == 0
        assert "Draft: not released yet" in printed()

    def test_only_the_fields_that_are_asked_for_are_shown(self):
        """All of them are published; half of the firms are micro and of trade F."""
        rows = [[*row[:2], "F" if at % 2 else "G", *row[3:]] for at, row in enumerate(firms(60))]
        made = made_release(rows)
        assert [table.name for table in read(made, load(str(GRIDS))).tables] == ["all", "size", "sector"]
        pages = []
        for options in ((), ("--by", "size"), ("--by", "sector", "--by", "size")):
            assert report(made, *options).exit_code == 0
            pages.append(printed())
        assert ["Construction" in text for text in pages] == [True, False, True]
        assert all("10 to 49" in text for text in pages)
        assert run("sector", made, "-i", GRIDS, "-o", "a.pdf", "--by", "mood").exit_code == 2

    def test_tables_can_be_asked_for_by_every_field_of_a_release(self):
        assert set(SHOWN) == set(FIELDS)

    def test_the_real_firms_are_reported_on(self, reference_data: Path):
        """The published mean of the overall score is 64.500 (Benitez et al. 2018)."""
        with (reference_data / "firms" / "it_flexibility.csv").open(encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        text = io.StringIO()
        csv.writer(text).writerows([[*header, "counted"], *([*row, "yes"] for row in rows)])
        done = run("sector", "-", "-i", IT_FLEXIBILITY, "-o", "real.pdf", *DAY, "--docx", given=text.getvalue())
        assert done.exit_code == 0, done.output
        assert "65 mean overall score" in printed("real.pdf").lower()
        assert "IT flexibility" in printed("real.pdf"), "of a sheet without a name it is called by its instrument"


class TestHistory:
    def test_it_is_kept_as_waymark_release_keeps_it(self):
        answers = sheet(firms(45))
        for _ in range(2):
            assert report(answers, *CAMPAIGN, "--history", "kept").exit_code == 0
        assert [one.release.number for one in history("kept", load(str(GRIDS)))] == [1, 2]
        assert "Release 2" in printed()

    def test_a_release_before_must_be_of_the_same_campaign(self):
        before = made_release(firms(45), name="before.json")
        assert report(sheet(firms(50)), *CAMPAIGN, "--before", before).exit_code == 0
        done = report("firms.csv", "--campaign", "Autumn", *DAY, "--before", before)
        assert (done.exit_code, "--before is a release of “Spring”" in done.stderr) == (2, True)


class TestWhatIsRefused:
    def test_where_no_firm_is_counted_it_says_what_to_do(self):
        rows = [[*row[:4], "", *row[5:]] for row in firms(30)]
        done = report(sheet(rows), *CAMPAIGN)
        assert (done.exit_code, Path("sector.pdf").exists()) == (1, False)
        assert "no firm is marked as counted" in done.stderr
        assert "Write yes into a column “counted”" in done.stderr

    def test_too_few_firms_make_no_report(self):
        done = report(sheet(firms(10)), *CAMPAIGN, "--history", "kept")
        assert (done.exit_code, Path("sector.pdf").exists(), Path("kept").exists()) == (1, False, False)

    def test_of_a_release_nothing_can_be_made_otherwise(self):
        done = report(made_release(firms(12)), "--campaign", "Autumn", "--least", 11)
        assert done.exit_code == 2
        assert "leave --campaign, --least" in done.stderr

    def test_a_release_of_another_instrument_is_refused(self):
        done = report(made_release(firms(12)), instrument=IT_FLEXIBILITY)
        assert (done.exit_code, "release.json" in done.stderr, Path("sector.pdf").exists()) == (1, True, False)

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--docx",), "stands beside a file"),
            (("--tables", "tables.pdf"), "must end in .xlsx or .csv"),
            (("--tables", "firms.csv"), "holds the answers and would be replaced"),
            (("--campaign", " "), "must not be empty"),
            (("--accent", "#ffee88"), "too light to be read"),
            (("--language", "nowhere"), "must be a language code"),
        ],
    )
    def test_wrong_usage_is_told_before_any_work(self, options: tuple[str, ...], said: str):
        done = report(sheet(firms(12)), *options, output="-")
        assert (done.exit_code, said in done.stderr, done.stdout_bytes) == (2, True, b"")

    def test_an_unfinished_sheet_is_told_row_by_row(self):
        rows = [[*row[:5], "nonsense", *row[6:]] if at == 3 else row for at, row in enumerate(firms(12))]
        done = report(sheet(rows), *CAMPAIGN)
        assert (done.exit_code, "row 5" in done.stderr, Path("sector.pdf").exists()) == (1, True, False)

    def test_a_report_that_cannot_be_written_leaves_the_old_one(self, monkeypatch):
        Path("sector.pdf").write_bytes(b"old")
        made = made_release(firms(12))
        monkeypatch.setattr("reports.sector.paper.render", lambda *_: 1 / 0)
        assert isinstance(report(made).exception, ZeroDivisionError)
        assert Path("sector.pdf").read_bytes() == b"old"
