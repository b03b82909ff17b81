"""Results beside a release: on the page and in its files; and which releases end the start of the site."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from scoring.instrument import Instrument
from scoring.jsonfile import checksum_of
from scoring.loading import load
from survey import create_app
from survey.cli import main
from survey.config import ConfigurationError
from tests.copied import words_of
from tests.integration.databases import close, settings_for
from tests.integration.handed_in import handed_in, reader_of
from tests.integration.pages import Page, Visitor
from tests.integration.releases import AMONG, SEGMENT, release_file
from tests.integration.test_every_string import FIRM, check, check_pdf

MakeRelease = Callable[..., Path]
Serving = Callable[..., Flask]


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return load("sme-readiness")


@pytest.fixture
def released(instrument: Instrument, tmp_path: Path) -> MakeRelease:
    """``released(name, of=..., campaign=...)``: a file with two tables, one of them with every part."""

    def make(name: str = "release.json", of: Instrument = instrument, **given: Any) -> Path:
        return release_file(tmp_path / name, of, **given)

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
        assert told in words_of(visitor.client.get(f"/a/{public_id}/{address}").data), address
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


def test_no_english_word_is_left_beside_others(
    sqlite_url: str, tmp_path: Path, released: MakeRelease, pseudo_spoken: dict[str, Any]
) -> None:
    with serving(tmp_path, sqlite_url, release=released(campaign=FIRM), **pseudo_spoken) as app:
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
        assert told in words_of(visitor.client.get(f"/a/{public_id}/results.pdf").data)


def test_no_english_word_is_left_about_segments(
    sqlite_url: str, tmp_path: Path, released: MakeRelease, pseudo_spoken: dict[str, Any]
) -> None:
    with serving(tmp_path, sqlite_url, release=released(campaign=FIRM, segments=True), **pseudo_spoken) as app:
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
    result = CliRunner().invoke(main, ["serve", "--bind", "127.0.0.1:1"])
    assert (result.exit_code, result.stderr.startswith("WAYMARK_RELEASE: missing.json")) == (2, True), result.output
