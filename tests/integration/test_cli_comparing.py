"""Results beside a release and in segments on the command line; and which files are refused before any work."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scoring.instrument import Instrument
from scoring.loading import load
from scoring.release.files import save
from scoring.segments import save as save_segments
from survey.cli import main
from tests.copied import words_of
from tests.integration.releases import AMONG, SEGMENT, release_file
from tests.unit.reports.segment_cases import slices, two_groups
from tests.unit.scoring.release_cases import release

MakeRelease = Callable[..., Path]


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return load("sme-readiness")


@pytest.fixture
def released(instrument: Instrument, tmp_path: Path) -> MakeRelease:
    """``released(name, of=..., segments=...)``: see ``release_file``."""

    def make(name: str = "release.json", of: Instrument = instrument, **given: Any) -> Path:
        return release_file(tmp_path / name, of, **given)

    return make


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def clients(instrument: Instrument, tmp_path: Path) -> Path:
    """One firm of a sector and size that have a table of their own, and one of which nothing is known."""
    sample = instrument.sample
    assert sample is not None
    given = {name: answer for name, answer in sample.answers.items() if isinstance(answer, str)}
    path = tmp_path / "clients.csv"
    rows = [["firm", "sector", "size", *given], ["Joinery", "C", "small", *given.values()], ["Nobody", "", ""]]
    path.write_text("\n".join(",".join(row) for row in rows) + "," * len(given) + "\n", encoding="utf-8")
    return path


def test_report_and_batch_tell_the_place(clients: Path, tmp_path: Path, released: MakeRelease) -> None:
    common = (clients, "-i", "sme-readiness", "--release", released())
    done = run("report", *common, "--firm", "Joinery", "-o", tmp_path / "one.pdf")
    assert done.exit_code == 0, done.output
    assert AMONG in words_of((tmp_path / "one.pdf").read_bytes())
    done = run("batch", *common, "-o", tmp_path / "all.zip", "--workers", "1")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        read = [words_of(archive.read(name)) for name in sorted(archive.namelist()) if name.endswith(".pdf")]
    assert AMONG in read[0]
    assert "Without an overall score you have no place among them. Compared with about 100 " in read[1]


def test_report_and_batch_tell_the_segment_of_a_file_or_else_of_the_release(
    clients: Path, tmp_path: Path, released: MakeRelease, instrument: Instrument
) -> None:
    save_segments(slices(instrument, 20.0, 50.0), tmp_path / "segments.json")
    common = (clients, "-i", "sme-readiness", "--release", released(segments=True))
    one, own = tmp_path / "one.pdf", ("--segments", tmp_path / "segments.json")
    assert run("report", *common, "--firm", "Joinery", "-o", one).exit_code == 0
    assert SEGMENT in words_of(one.read_bytes())
    assert run("report", *common, *own, "--firm", "Joinery", "-o", one).exit_code == 0
    assert "The answers of 90 responding firms show no distinct groups" in words_of(one.read_bytes())
    done = run("batch", *common, "-o", tmp_path / "all.zip", "--workers", "1")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        read = [words_of(archive.read(name)) for name in sorted(archive.namelist()) if name.endswith(".pdf")]
    assert [SEGMENT in text for text in read] == [True, True]
    assert "Too few of your parts have a score to place your firm" in read[1]


def test_segments_that_cannot_be_used_are_refused_with_their_reason(
    clients: Path, tmp_path: Path, instrument: Instrument, released: MakeRelease
) -> None:
    save_segments(replace(two_groups(instrument, 30, 40), hash="0" * 64), tmp_path / "old.json")
    (tmp_path / "broken.json").write_text("{")
    released("release.json")
    for name, said in (
        ("old.json", "was scored by other rules"),
        ("broken.json", "the file is not JSON"),
        ("release.json", "This is a release, not a file of segments."),
    ):
        done = run(
            "report", clients, "-i", "sme-readiness", "--segments", tmp_path / name, "--firm", "Joinery", "-o", "r.pdf"
        )
        assert (done.exit_code, said in done.stderr, name in done.stderr) == (1, True, True), done.output


def test_segments_in_the_place_of_a_release_are_called_so(
    clients: Path, tmp_path: Path, instrument: Instrument
) -> None:
    save_segments(two_groups(instrument, 30, 40), tmp_path / "segments.json")
    given = ("--release", tmp_path / "segments.json", "--firm", "Joinery", "-o", "r.pdf")
    done = run("report", clients, "-i", "sme-readiness", *given)
    assert (done.exit_code, "This is a file of segments, not a release." in done.stderr) == (1, True), done.output


def test_further_releases_serve_where_the_first_has_no_group(
    clients: Path, tmp_path: Path, released: MakeRelease, instrument: Instrument
) -> None:
    save(
        replace(release(campaign="Small", n=None), instrument=instrument.reference, hash=instrument.content_hash),
        tmp_path / "small.json",
    )
    given = ("--release", tmp_path / "small.json", "--release", released())
    done = run("report", clients, "-i", "sme-readiness", *given, "--firm", "Joinery", "-o", tmp_path / "one.pdf")
    assert done.exit_code == 0, done.output
    assert "All firms · “Spring”" in words_of((tmp_path / "one.pdf").read_bytes())


@pytest.mark.parametrize("command", [("report", "--firm", "Joinery", "-o", "r.pdf"), ("batch", "-o", "r.zip")])
def test_what_is_no_release_of_the_instrument_is_refused_before_the_answers_are_read(
    command: tuple[str, ...], tmp_path: Path, released: MakeRelease, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "faulty.csv").write_text("firm,size\nA,tiny\n")
    changed = json.loads(released().read_text()) | {"n": 5000}
    (tmp_path / "changed.json").write_text(json.dumps(changed))
    other = released("other.json", of=load(Path(__file__).parents[1] / "instruments" / "it_flexibility.yaml"))
    for path in (tmp_path / "changed.json", other):
        done = run(command[0], "faulty.csv", "-i", "sme-readiness", "--release", path, *command[1:])
        assert (done.exit_code, done.stderr.startswith(path.name)) == (1, True), done.output
        assert "tiny" not in done.stderr
    assert run(command[0], "faulty.csv", "-i", "sme-readiness", "--release", "no.json", *command[1:]).exit_code == 2
