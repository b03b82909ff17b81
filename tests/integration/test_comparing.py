"""Results beside a release: on the page, in the files and on the command line; and which releases are refused."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pdfplumber
import pytest
from click.testing import CliRunner, Result
from flask import Flask

from scoring.instrument import Instrument
from scoring.jsonfile import checksum_of
from scoring.loading import load
from scoring.release.files import save
from scoring.segments import save as save_segments
from scoring.segments import to_json
from survey import create_app
from survey.cli import main
from survey.config import ConfigurationError
from tests import pseudo
from tests.integration.databases import close, settings_for
from tests.integration.handed_in import handed_in, reader_of
from tests.integration.pages import Page, Visitor
from tests.integration.test_every_string import FIRM, check, check_pdf
from tests.unit.reports.segment_cases import slices, two_groups
from tests.unit.scoring.release_cases import all_firms, release, summary, table

AMONG = "Compared with about 40 responding firms, self-reported: Manufacturing, energy and water · 10 to 49 people · "

MakeRelease = Callable[..., Path]
Serving = Callable[..., Flask]


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return load("sme-readiness")


@pytest.fixture
def released(instrument: Instrument, tmp_path: Path) -> MakeRelease:
    """``released(name, of=..., campaign=...)``: a file with two tables, one of them with every part."""

    def make(
        name: str = "release.json", of: Instrument = instrument, campaign: str = "Spring", segments: bool = False
    ) -> Path:
        own = table(["sector", "size"], {("B-E", "small"): summary(40)})
        parts = {part.id: summary(40) for part in of.dimensions}
        cells = (replace(own.cells[0], scores={**own.cells[0].scores, **parts}),)
        made = release(all_firms(summary(100)), replace(own, cells=cells), campaign=campaign)
        held = to_json(two_groups(of, 20, 55)) if segments else None
        save(replace(made, instrument=of.reference, hash=of.content_hash, segments=held), tmp_path / name)
        return tmp_path / name

    return make


@contextmanager
def serving(data_dir: Path, url: str, **settings: object) -> Iterator[Flask]:
    app = create_app(settings_for(data_dir, url, **settings))
    app.testing = True
    yield app
    close(app)


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, released: MakeRelease) -> Iterator[Flask]:
    with serving(tmp_path, sqlite_url, release=released()) as app:
        yield app


def pdf_of(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)


SEGMENT = "responding firms fall into 2 distinct groups."


def paragraph(page: Page, words: str) -> str:
    """The first paragraph with these words."""
    told = (" ".join("".join(line.itertext()).split()) for line in page.root.iter("p"))
    return next(text for text in told if words in text)


def sentence_of(page: Page) -> str:
    """The paragraph that tells the place."""
    return paragraph(page, "Compared with")


# On the page -----------------------------------------------------------------------------------------------------


def test_page_pdf_and_reader_are_told_the_same_place(app: Flask) -> None:
    visitor = Visitor(app)
    public_id = handed_in(app, visitor).public_id
    page = visitor.get(f"/a/{public_id}/results")
    told = sentence_of(page)
    assert AMONG in told
    assert told.startswith("Your score is ")
    for address in ("results.pdf", "summary.pdf"):
        assert told in pdf_of(visitor.client.get(f"/a/{public_id}/{address}").data), address
    assert sentence_of(reader_of(app, public_id).get(f"/a/{public_id}/results")) == told


def test_the_parts_show_the_firms_compared_in_words(app: Flask) -> None:
    visitor = Visitor(app)
    page = visitor.get(f"/a/{handed_in(app, visitor).public_id}/results")
    chart_table = page.root.find(".//table")
    heads = [" ".join(cell.itertext()).strip() for cell in chart_table.findall(".//th[@scope='col']")]
    assert heads[-1] == "Others"
    rows = [[" ".join(cell.itertext()).strip() for cell in row] for row in chart_table.findall(".//tbody/tr")]
    assert [row[-1] for row in rows] == ["25 to 75"] * 8
    assert "The line under a bar spans the middle half of the firms compared" in page.text


def test_another_firm_is_compared_with_all(app: Flask) -> None:
    visitor = Visitor(app)
    page = visitor.get(f"/a/{handed_in(app, visitor, trade='F').public_id}/results")
    assert "Compared with about 100 responding firms, self-reported: All firms · “Spring”" in sentence_of(page)
    assert "The line under a bar" not in page.text, "that release shows parts of another group only"


def test_the_sample_is_compared_with_nothing(app: Flask) -> None:
    assert "Compared with" not in Visitor(app).get("/sample").text


def test_answers_to_another_instrument_are_compared_with_nothing(
    sqlite_url: str, tmp_path: Path, released: MakeRelease
) -> None:
    with serving(tmp_path, sqlite_url, release=released()) as app:
        visitor = Visitor(app)
        public_id = handed_in(app, visitor).public_id
        read = app.config["WAYMARK_RELEASE_READ"]
        app.config["WAYMARK_RELEASE_READ"] = replace(read, release=replace(read.release, hash="0" * 64))
        assert "Fewer than 11 firms like yours so far" in visitor.get(f"/a/{public_id}/results").text


def test_no_english_word_is_left_beside_others(sqlite_url: str, tmp_path: Path, released: MakeRelease) -> None:
    settings = {
        "languages": [pseudo.LOCALE],
        "translation_dirs": [pseudo.write_catalogues(tmp_path / "catalogues")],
        "instrument_dir": pseudo.write_instrument(tmp_path / "instruments"),
    }
    with serving(tmp_path, sqlite_url, release=released(campaign=FIRM), **settings) as app:
        visitor = Visitor(app)
        place = f"/a/{handed_in(app, visitor, firm=FIRM).public_id}"
        assert FIRM in check(visitor.get(f"{place}/results")).text
        for name in ("results.pdf", "summary.pdf"):
            check_pdf(visitor, f"{place}/{name}")


def test_the_firm_is_told_its_segment_where_the_release_has_some(
    sqlite_url: str, tmp_path: Path, released: MakeRelease
) -> None:
    with serving(tmp_path, sqlite_url, release=released(segments=True)) as app:
        visitor = Visitor(app)
        public_id = handed_in(app, visitor).public_id
        told = paragraph(visitor.get(f"/a/{public_id}/results"), SEGMENT)
        assert "Yours: “Group " in told
        assert told in pdf_of(visitor.client.get(f"/a/{public_id}/results.pdf").data)


def test_no_english_word_is_left_about_segments(sqlite_url: str, tmp_path: Path, released: MakeRelease) -> None:
    settings = {
        "languages": [pseudo.LOCALE],
        "translation_dirs": [pseudo.write_catalogues(tmp_path / "catalogues")],
        "instrument_dir": pseudo.write_instrument(tmp_path / "instruments"),
    }
    with serving(tmp_path, sqlite_url, release=released(campaign=FIRM, segments=True), **settings) as app:
        visitor = Visitor(app)
        place = f"/a/{handed_in(app, visitor, firm=FIRM).public_id}"
        assert FIRM in check(visitor.get(f"{place}/results")).text
        check_pdf(visitor, f"{place}/results.pdf")


# Refused at start --------------------------------------------------------------------------------------------------


def test_without_a_release_nothing_is_read(tmp_path: Path, sqlite_url: str) -> None:
    with serving(tmp_path, sqlite_url) as app:
        assert app.config["WAYMARK_RELEASE_READ"] is None


def test_a_release_that_cannot_be_used_ends_the_start_with_its_reason(
    tmp_path: Path, released: MakeRelease, instrument: Instrument
) -> None:
    other = released("other.json", of=load(Path(__file__).parents[1] / "instruments" / "it_flexibility.yaml"))
    changed = released("changed.json")
    changed.write_text(changed.read_text().replace("Spring", "Autumn"))
    (tmp_path / "broken.json").write_text("{")
    strange = json.loads(released(segments=True).read_text()) | {"segments": {"format": 1, "kind": "heaps"}}
    strange["checksum"] = checksum_of({name: value for name, value in strange.items() if name != "checksum"})
    (tmp_path / "strange.json").write_text(json.dumps(strange))
    for path, said in (
        (tmp_path / "strange.json", "instrument: "),
        (other, "other.json, "),
        (changed, "its checksum does not agree"),
        (tmp_path / "broken.json", "This is not a release"),
        (tmp_path / "missing.json", "The file cannot be read"),
    ):
        with pytest.raises(ConfigurationError, match=said) as raised:
            create_app(settings_for(tmp_path, release=path))
        assert str(raised.value).startswith("WAYMARK_RELEASE: ")


def test_serve_says_so_in_a_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WAYMARK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WAYMARK_RELEASE", str(tmp_path / "missing.json"))
    result = run("serve", "--bind", "127.0.0.1:1")
    assert (result.exit_code, result.stderr.startswith("WAYMARK_RELEASE: missing.json")) == (2, True), result.output


# On the command line -----------------------------------------------------------------------------------------------


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
    assert AMONG in pdf_of((tmp_path / "one.pdf").read_bytes())
    done = run("batch", *common, "-o", tmp_path / "all.zip", "--workers", "1")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        read = [pdf_of(archive.read(name)) for name in sorted(archive.namelist()) if name.endswith(".pdf")]
    assert AMONG in read[0]
    assert "Without an overall score you have no place among them. Compared with about 100 " in read[1]


def test_report_and_batch_tell_the_segment_of_a_file_or_else_of_the_release(
    clients: Path, tmp_path: Path, released: MakeRelease, instrument: Instrument
) -> None:
    save_segments(slices(instrument, 20.0, 50.0), tmp_path / "segments.json")
    common = (clients, "-i", "sme-readiness", "--release", released(segments=True))
    one, own = tmp_path / "one.pdf", ("--segments", tmp_path / "segments.json")
    assert run("report", *common, "--firm", "Joinery", "-o", one).exit_code == 0
    assert SEGMENT in pdf_of(one.read_bytes())
    assert run("report", *common, *own, "--firm", "Joinery", "-o", one).exit_code == 0
    assert "The answers of 90 responding firms show no distinct groups" in pdf_of(one.read_bytes())
    done = run("batch", *common, "-o", tmp_path / "all.zip", "--workers", "1")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        read = [pdf_of(archive.read(name)) for name in sorted(archive.namelist()) if name.endswith(".pdf")]
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
    assert "All firms · “Spring”" in pdf_of((tmp_path / "one.pdf").read_bytes())


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
