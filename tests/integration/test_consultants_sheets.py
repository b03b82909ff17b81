"""A hundred real firms come in by a sheet, in both layouts, with the scores that were published of them."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from survey import create_app
from tests.integration.databases import close, settings_for
from tests.integration.sheets import Office, Stage, as_csv, as_xlsx, interviews, office, real_rows, tally

INSTRUMENT = Path(__file__).resolve().parent.parent / "instruments" / "it_flexibility.yaml"
MEANS = {"itcomp": 62.750, "itconn": 71.750, "mod": 57.312, "itpsf": 66.188}
OVERALL = 64.500


@pytest.fixture
def flexible(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application asking sixteen statements about IT flexibility."""
    folder = tmp_path / "instruments" / "it-flexibility" / "v1"
    folder.mkdir(parents=True)
    shutil.copy(INSTRUMENT, folder / "questions.yaml")
    more = {
        "instrument": "it-flexibility",
        "instrument_dir": tmp_path / "instruments",
        "rate_limit": "100000 per minute",
    }
    app = create_app(settings_for(tmp_path, sqlite_url, **more))
    app.testing = True
    yield app
    close(app)


@pytest.fixture
def harbour(flexible: Flask) -> Office:
    return office(flexible)


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def has_the_known_means(stored: dict[str, Stage]) -> bool:
    found = {name: round(mean([one.dimensions[name] for one in stored.values()]), 3) for name in MEANS}
    overall = round(mean([one.overall for one in stored.values()]), 3)
    return (
        len(stored) == 100
        and found == pytest.approx(MEANS, abs=0.0006)
        and overall == pytest.approx(OVERALL, abs=0.0006)
    )


@pytest.mark.parametrize(("name", "form"), [("a.csv", as_csv), ("a.xlsx", as_xlsx)])
def test_a_wide_table_of_real_firms(harbour: Office, reference_data: Path, name: str, form: object) -> None:
    page = harbour.upload((name, form(real_rows(reference_data))))  # type: ignore[operator]
    assert page.heading == "Look before you import"
    assert tally(page) == {"Rows": 100, "New clients": 100}
    page = harbour.imported(page)
    assert page.heading == "Imported"
    assert "100 new clients" in page.text
    stored = harbour.stored()
    assert has_the_known_means(stored)
    assert {(one.revision, one.source, one.counted) for one in stored.values()} == {(1, "import", None)}


def test_a_hundred_interviews(harbour: Office, reference_data: Path) -> None:
    books = list(interviews(harbour.app, real_rows(reference_data)))
    page = harbour.upload(*books)
    assert page.heading == "Reading your sheet"
    assert "You may close this page" in page.text
    assert page.by_id("progress") is not None
    page = harbour.worked(page)
    assert tally(page) == {"Rows": 100, "New clients": 100}
    harbour.imported(page)
    assert has_the_known_means(harbour.stored())


def test_interviews_in_an_archive(harbour: Office, reference_data: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, book in interviews(harbour.app, real_rows(reference_data, 3)):
            archive.writestr(f"folder/{name}", book)
    page = harbour.worked(harbour.upload(("interviews.zip", packed.getvalue())))
    assert tally(page) == {"Rows": 3, "New clients": 3}
    harbour.imported(page)
    assert [one.client for one in harbour.stored().values()] == ["Firm 001", "Firm 002", "Firm 003"]


@pytest.mark.parametrize("mode", ["correction", "stage"])
def test_the_same_file_twice_changes_nothing(harbour: Office, reference_data: Path, mode: str) -> None:
    data = as_csv(real_rows(reference_data))
    harbour.imported(harbour.upload(("a.csv", data)))
    before = harbour.stored()
    page = harbour.visitor.send(harbour.upload(("a.csv", data)), {"mode": mode}, action="/mode")
    assert tally(page) == {"Rows": 100, "As it was": 100}
    assert "There is nothing to import" in page.text
    assert harbour.stored() == before
    assert not harbour.stored(1)


def test_a_tick_records_the_same_answers_as_a_new_stage(harbour: Office, reference_data: Path) -> None:
    data = as_csv(real_rows(reference_data, 5))
    harbour.imported(harbour.upload(("a.csv", data)))
    page = harbour.visitor.send(harbour.upload(("a.csv", data)), {"mode": "stage", "record": "yes"}, action="/mode")
    assert tally(page) == {"Rows": 5, "New stages": 5}
    harbour.imported(page)
    assert len(harbour.stored(1)) == 5


def test_a_correction_writes_a_new_revision(harbour: Office, reference_data: Path) -> None:
    rows = real_rows(reference_data, 3)
    harbour.imported(harbour.upload(("a.csv", as_csv(rows))))
    rows[2][2] = "1" if rows[2][2] != "1" else "2"
    page = harbour.upload(("b.csv", as_csv(rows)))
    assert tally(page) == {"Rows": 3, "Corrected": 1, "As it was": 2}
    harbour.imported(page)
    assert [one.revision for one in harbour.stored().values()] == [1, 2, 1]
    assert harbour.stored()["00002"].answers["itcomp1"] == float(rows[2][2])


def test_good_rows_first_then_the_corrected_sheet_back(harbour: Office, reference_data: Path) -> None:
    import openpyxl  # noqa: PLC0415

    rows = real_rows(reference_data)
    rows[7][5], rows[9][2] = "seven", "9"
    page = harbour.upload(("a.xlsx", as_xlsx(rows)))
    assert "2 rows have faults" in page.text
    page = harbour.imported(page)
    assert "2 rows did not go in" in page.text
    assert len(harbour.stored()) == 98
    link = next(one for one in page.links() if "rows=faulty" in one)
    book = openpyxl.load_workbook(io.BytesIO(harbour.visitor.client.get(link).data))
    sheet = book.worksheets[0]
    assert [sheet.cell(row, 1).value for row in (2, 3)] == ["Firm 007", "Firm 009"]
    sheet["F2"], sheet["C3"] = 3, 4
    mended = io.BytesIO()
    book.save(mended)
    page = harbour.upload(("mended.xlsx", mended.getvalue()))
    assert tally(page) == {"Rows": 2, "New clients": 2}
    assert harbour.imported(page).heading == "Imported"
    assert len(harbour.stored()) == 100


def test_a_german_sheet(harbour: Office, reference_data: Path) -> None:
    rows = real_rows(reference_data)
    german = [rows[0], *([*row[:2], *(f"{value},0" for value in row[2:])] for row in rows[1:])]
    harbour.imported(harbour.upload(("a.csv", as_csv(german, ";", "cp1252"))))
    assert has_the_known_means(harbour.stored())


def test_without_names_and_numbers_firms_are_asked_about_the_second_time(harbour: Office, reference_data: Path) -> None:
    data = (reference_data / "firms" / "it_flexibility.csv").read_bytes()
    harbour.imported(harbour.upload(("a.csv", data)))
    assert has_the_known_means(harbour.stored())
    page = harbour.upload(("a.csv", data))
    assert "Are these 100 clients that you have?" in page.text
    page = harbour.visitor.send(page, {"everyone": "same"}, action="/clients")
    assert tally(page) == {"Rows": 100, "As it was": 100}
