"""``waymark release``: what is published of a sheet, what is told, what is refused, and the history it keeps."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner, Result

import scoring.release.passing
from scoring.loading import load
from scoring.release.audit import Finding
from scoring.release.files import history, read
from scoring.segments import examining, published_in
from survey.cli import main

INSTRUMENTS = Path(__file__).parents[1] / "instruments"
GRIDS = INSTRUMENTS / "grids.yaml"
IT_FLEXIBILITY = INSTRUMENTS / "it_flexibility.yaml"

SKILLS = ("none_yet", "some", "most", "nearly", "all_of_it")
DOORS = ("open", "closed", "locked")
CELLS = [*(f"skills.{row}" for row in ("mail", "files", "figures", "web", "phone")),
         *(f"doors.{row}" for row in ("front", "back", "yard"))]  # fmt: skip
HEADER = ["firm", "size", "sector", "stage", "counted", *CELLS]

Sheet = Sequence[Sequence[str]]


def firm(at: int, *, size: str = "micro", sector: str = "F", stage: str = "T0", counted: str = "yes") -> list[str]:
    """A firm whose answers follow from its number."""
    answers = [SKILLS[(at * 7 + row * row) % 5] for row in range(5)] + [DOORS[(at * 5 + row) % 3] for row in range(3)]
    return [f"Firm {at}", size, sector, stage, counted, *answers]


def firms(n: int) -> list[list[str]]:
    """Two thirds of them micro."""
    return [firm(at, size="small" if at % 3 == 0 else "micro") for at in range(n)]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def release(rows: Sheet, *options: object, output: str = "release.json", instrument: Path = GRIDS) -> Result:
    """Run the command on a sheet with these rows."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    arguments = [
        "release",
        "-",
        "-i",
        instrument,
        "-o",
        output,
        "--campaign",
        "Spring",
        "--date",
        "2026-03-31",
        *options,
    ]
    return CliRunner().invoke(main, [str(one) for one in arguments], input=text.getvalue())


class TestWhatIsPublished:
    def test_eleven_firms_are_published_and_ten_are_not(self):
        done = release(firms(11))
        assert done.exit_code == 0, done.output
        made = read("release.json", load(str(GRIDS)))
        assert (made.campaign, made.number, made.date.isoformat(), made.n) == ("Spring", 1, "2026-03-31", 10)
        assert [table.name for table in made.tables] == ["all"]
        assert "11 firms are counted." in done.stderr
        assert "Asked of every firm, whatever its profile or answers: 100 % of what is scored." in done.stderr
        assert "all: groups published: 1." in done.stderr
        Path("release.json").unlink()
        done = release(firms(10))
        assert (done.exit_code, Path("release.json").exists()) == (1, False)
        assert "Nothing can be published: no figure has more than 10 counted firms behind it." in done.stderr

    def test_who_is_left_out_is_told_and_why(self):
        rows = [
            *firms(12),
            firm(12, counted="no"),
            firm(13, counted=""),
            firm(0, stage="T1", size="small"),
            firm(0, stage="T1"),
        ]
        done = release(rows, "--skip-bad-rows")
        assert "row 17, column firm" in done.stderr, "the same firm twice at one stage is a fault of the sheet"
        assert "12 firms are counted." in done.stderr
        assert "2 firms are left out: they are not marked as counted" in done.stderr

    def test_groups_that_are_withheld_are_told(self):
        rows = [firm(at, size="micro" if at < 20 else "small" if at < 40 else "medium") for at in range(46)]
        done = release(rows, "--history", "kept")
        assert "size: groups published" in done.stderr
        assert "No table by sector, country, region, source: it takes two groups that are large enough." in done.stderr

    def test_the_three_files_say_the_same(self):
        for output in ("release.json", "release.csv", "release.xlsx"):
            assert release(firms(45), output=output).exit_code == 0
        rows = list(csv.DictReader(io.StringIO(Path("release.csv").read_text(encoding="utf-8"))))
        workbook = openpyxl.load_workbook("release.xlsx").active
        assert workbook is not None
        lines = [["" if cell is None else str(cell) for cell in row] for row in workbook.iter_rows(values_only=True)]
        numbered = [[value.removesuffix(".0") for value in row.values()] for row in rows]
        assert lines == [list(rows[0]), *numbered]
        data = json.loads(Path("release.json").read_text(encoding="utf-8"))
        mean = data["tables"][0]["cells"][0]["scores"]["overall"]["mean"]
        (told,) = [row for row in rows if (row["table"], row["measure"], row["figure"]) == ("all", "overall", "mean")]
        assert float(told["value"]) == mean

    def test_standard_output_is_json_and_nothing_else(self):
        done = release(firms(12), output="-")
        assert json.loads(done.stdout)["n"] == 10

    def test_a_least_of_five_publishes_six_firms_and_warns_that_ten_are_promised(self):
        done = release(firms(6), "--least", 5)
        assert (done.exit_code, "promises firms that figures are of at least 10" in done.stderr) == (0, True)
        assert "promises" not in release(firms(12), "--least", 11).stderr
        assert release(firms(6), "--least", 4).exit_code == 2

    def test_segments_of_the_counted_firms_are_published_on_request(self, monkeypatch):
        """Two groups of forty; what they are tested with is held elsewhere, with as many samples as the rule says."""
        for name, few in {"MOST": 3, "CHOOSING": 2, "TESTING": 30, "RESAMPLES": 5}.items():
            monkeypatch.setattr(examining, name, few)
        questions = [f"{part}{number}" for part in ("itcomp", "itconn", "mod", "itpsf") for number in range(1, 5)]
        chance, text = np.random.default_rng(1), io.StringIO()
        ways = chance.integers(1, 4, (80, 16)) + 2 * (np.arange(80) % 2)[:, None]
        rows = [[f"Firm {at}", "yes", *map(str, way)] for at, way in enumerate(ways)]
        csv.writer(text).writerows([["firm", "counted", *questions], *rows])
        common = ["release", "-", "-i", str(IT_FLEXIBILITY), "--campaign", "Spring", "-o", "release.json"]
        done = CliRunner().invoke(main, [*common, "--segments"], input=text.getvalue())
        assert done.exit_code == 0, done.output
        assert "Segments: 2 distinct groups." in done.stderr
        found = published_in(read("release.json", load(str(IT_FLEXIBILITY))), load(str(IT_FLEXIBILITY)))
        assert found is not None
        assert [part.fitted for part in found.segments] == [40, 40]
        assert CliRunner().invoke(main, common, input=text.getvalue()).exit_code == 0
        assert read("release.json", load(str(IT_FLEXIBILITY))).segments is None

    def test_100_real_firms_without_a_profile_make_the_table_of_all(self, reference_data: Path):
        """The published mean of the overall score is 64.500 (Benitez et al. 2018)."""
        with (reference_data / "firms" / "it_flexibility.csv").open(encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        text = io.StringIO()
        csv.writer(text).writerows([[*header, "counted"], *([*row, "yes"] for row in rows)])
        arguments = ["release", "-", "-i", str(IT_FLEXIBILITY), "-o", "real.json", "--campaign", "IT"]
        done = CliRunner().invoke(main, arguments, input=text.getvalue())
        assert done.exit_code == 0, done.output
        made = read("real.json", load(str(IT_FLEXIBILITY)))
        assert ([table.name for table in made.tables], made.n) == (["all"], 100)
        means = {measure: summary.mean.value for measure, summary in made.tables[0].cells[0].scores.items()}
        published = {"overall": 64.500, "itcomp": 62.750, "itconn": 71.750, "mod": 57.3125, "itpsf": 66.1875}
        assert {name: abs(means[name] - mean) <= 0.5 for name, mean in published.items()} == dict.fromkeys(
            published, True
        )


class TestHistory:
    def test_one_firm_more_repeats_the_cells_and_five_more_compute_them_again(self):
        made = []
        for number, n in enumerate((40, 41, 46), start=1):
            done = release(firms(n), "--history", "kept", output=f"{number}.json")
            assert done.exit_code == 0, done.output
            made.append(read(f"{number}.json", load(str(GRIDS))))
        assert [one.number for one in made] == [1, 2, 3]
        assert [one.tables[0].cells[0].number for one in made] == [1, 1, 3]
        assert made[1].tables == made[0].tables
        kept = history("kept", load(str(GRIDS)))
        assert [(one.release, len(one.snapshot)) for one in kept] == list(zip(made, (40, 41, 46), strict=True))

    def test_repeated_cells_and_where_the_history_is_are_told(self):
        release(firms(40), "--history", "kept")
        done = release(firms(41), "--history", "kept")
        assert "repeated from" in done.stderr
        assert "0002: kept with scores of single firms" in done.stderr

    def test_without_a_history_a_warning_is_given(self):
        assert "Without --history this release stays the only one" in release(firms(12)).stderr

    def test_a_folder_that_others_can_read_is_told(self):
        Path("kept").mkdir(mode=0o755)
        done = release(firms(12), "--history", "kept")
        assert (done.exit_code, "kept can be read by others" in done.stderr) == (0, True)

    def test_nothing_published_is_nothing_kept(self):
        release(firms(10), "--history", "kept")
        assert not Path("kept").exists()

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (["--date", "2026-03-30"], "date: The date is before that of the last release, 2026-03-31"),
            (["--campaign", "Autumn"], "campaign: The release before is of another campaign, Spring"),
        ],
    )
    def test_what_does_not_follow_on_is_refused(self, options: list[str], said: str):
        release(firms(12), "--history", "kept")
        done = release(firms(12), "--history", "kept", *options, output="second.json")
        assert (done.exit_code, said in done.stderr, Path("second.json").exists()) == (1, True, False), done.stderr

    def test_a_history_of_another_instrument_is_refused_before_the_answers_are_read(self):
        release(firms(12), "--history", "kept")
        done = release([["nonsense"]], "--history", "kept", instrument=IT_FLEXIBILITY)
        assert (done.exit_code, "This release is of grids@1, not of it-flexibility@1" in done.stderr) == (1, True), (
            done.stderr
        )


class TestAudit:
    """The audit itself has its own tests; here it finds what it is told to."""

    @staticmethod
    def _found(monkeypatch: pytest.MonkeyPatch, *rounds: Sequence[Finding]) -> None:
        results = iter(rounds)
        monkeypatch.setattr(
            scoring.release.passing,
            "audit",
            lambda *_, **__: SimpleNamespace(findings=tuple(next(results)), out_of_time=3),
        )

    def test_what_does_not_pass_is_held_back_and_told_and_the_rest_is_audited_again(self, monkeypatch):
        second = Finding((), "second", "outsider", "determined", 1)
        self._found(monkeypatch, [second], [Finding((), "doors.front.open", "outsider", "narrow", 3)], [])
        done = release(firms(12), "--history", "kept")
        assert done.exit_code == 0, done.output
        assert "Held back. all firms, second: an outsider could work out the exact score of a firm" in done.stderr
        (cell,) = read("release.json").tables[0].cells
        assert "overall" in cell.scores
        assert "second" not in cell.scores
        assert "doors.front.open" not in cell.marks
        assert history("kept", load(str(GRIDS)))[0].release == read("release.json"), "what is kept is what is published"

    def test_what_earlier_releases_gave_away_is_told_and_nothing_is_added_to_it(self, monkeypatch):
        found = Finding(("size",), "second", "outsider", "determined", 1)
        self._found(monkeypatch, [found], [found])
        done = release(firms(12))
        assert done.exit_code == 0, done.output
        assert "Held back. all firms, second" in done.stderr, "of no table by size, so in every table"
        assert "Published earlier, nothing is added to it. size, second" in done.stderr
        assert "second" not in read("release.json").tables[0].cells[0].scores


POPULATION = "size;F\nmicro;900\nsmall;100\n"


class TestPopulation:
    def test_a_population_gives_weighted_means_and_its_method_is_told(self):
        Path("population.csv").write_text(POPULATION, encoding="utf-8")
        done = release(firms(60), "--population", "population.csv")
        assert done.exit_code == 0, done.output
        assert "Raked to the two margins of a population table" in done.stderr
        assert read("release.json").tables[0].cells[0].scores["overall"].weighted is not None

    @pytest.mark.parametrize(
        ("population", "said"),
        [
            ("size;F\nmicro;900\n", "small / F: The population table lacks this cell"),
            ("size;F\nmicro;900\nsmall;\n", "small / F: The population table lacks this cell"),
            ("size;F\nmicro;900\nsmall;0\n", "small / F: The population table has no firm here, but one answered"),
            ("size;F\nmicro;900\nsmall;few\n", "small / F: The population of a cell must be a number"),
            ("size;A\nmicro;900\nsmall;100\n", "micro / F: The population table lacks this cell"),
            ("size;F\nmicro;900;7\n", "population.csv:2: This row has 3 cells"),
            ("", "population.csv: The file is empty"),
        ],
    )
    def test_a_population_that_does_not_fit_is_refused(self, population: str, said: str):
        Path("population.csv").write_text(population, encoding="utf-8")
        done = release(firms(12), "--population", "population.csv")
        assert (done.exit_code, said in done.stderr, Path("release.json").exists()) == (1, True, False), done.stderr


class TestBadInput:
    @pytest.mark.parametrize(
        "rows",
        [[], [firm(0)], [firm(at, counted="no") for at in range(20)], [[*firm(at)[:5], *[""] * 8] for at in range(20)]],
        ids=["no firms", "one firm", "nobody is counted", "no scores"],
    )
    def test_where_nothing_can_be_published_nothing_is_written(self, rows: Sheet):
        done = release(rows, "--history", "kept")
        assert (done.exit_code, "Nothing can be published" in done.stderr) == (1, True), done.output
        assert not Path("release.json").exists()

    def test_all_firms_alike_are_published(self):
        assert release([[f"Firm {at}", *firm(0)[1:]] for at in range(40)]).exit_code == 0

    def test_faults_of_the_sheet_end_the_command(self):
        done = release([*firms(12), [*firm(12)[:-1], "ajar"]])
        assert (done.exit_code, "row 14, column doors.yard" in done.stderr) == (1, True)

    @pytest.mark.parametrize(
        "options",
        [["--date", "31.3.2026"], ["--population", "nowhere.csv"], ["-o", "a.pdf"], ["--campaign", " "]],
    )
    def test_wrong_usage_is_2(self, options: list[str]):
        assert release(firms(12), *options).exit_code == 2

    def test_a_release_takes_the_place_of_nothing_that_it_is_made_from(self):
        Path("population.csv").write_text(POPULATION, encoding="utf-8")
        done = release(firms(12), "--population", "population.csv", output="population.csv")
        assert (done.exit_code, Path("population.csv").read_text(encoding="utf-8")) == (2, POPULATION)
