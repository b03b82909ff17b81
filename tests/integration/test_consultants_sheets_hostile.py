"""Whatever is uploaded, the page says what became of it, and nothing is imported by accident."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from survey import create_app
from survey.storage.database import reading
from survey.storage.models import ClientRow
from tests.integration.databases import close, settings_for
from tests.integration.sheets import Office, as_csv, as_xlsx, office

HEADER = ["firm", "ref", "orders", "rework"]
BAKERY = ["Mill Lane Bakery", "7", "always", "1"]

ANSWERED = ("This could not be read", "What are these columns?", "Look before you import")

BAD: dict[str, bytes] = {
    "nothing.csv": b"",
    "blank.csv": b"\n\n\n",
    "picture.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(2000),
    "half.xlsx": as_xlsx([HEADER, BAKERY])[:1500],
    "noise.csv": bytes(range(256)) * 40,
    "one-field.csv": b'firm,orders\n"' + b"a" * 250_000 + b'",always\n',
    "wide.csv": (",".join(f"c{n}" for n in range(20_000)) + "\n").encode(),
    "web.csv": b"<!doctype html><html><body><table><tr><td>firm</table>",
    "open-quote.csv": b'firm,orders\n"A,always\nB,never\n',
    "header-only.csv": b"firm,orders\n",
    "utf-16-no-mark.csv": "firm,orders\nA,always\n".encode("utf-16-le"),
}


@pytest.fixture
def harbour(corner_shop: Flask) -> Office:
    return office(corner_shop)


def clients(app: Flask) -> int:
    with app.app_context(), reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(ClientRow)) or 0


def test_every_hostile_file_ends_on_a_page_and_in_no_client(harbour: Office, reference_data: Path) -> None:
    files = sorted(file for file in (reference_data / "hostile").rglob("*") if file.is_file())
    assert len(files) > 30
    for file in files:
        page = harbour.worked(harbour.upload((file.name, file.read_bytes())))
        assert page.heading in ANSWERED, file.name
    assert clients(harbour.app) == 0


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_sheet_is_refused_with_words(harbour: Office, name: str) -> None:
    page = harbour.worked(harbour.upload((name, BAD[name])))
    assert page.heading in ANSWERED
    assert "Upload again" in page.html or page.root.find(".//form") is not None
    assert clients(harbour.app) == 0


def test_an_empty_template_says_that_it_is_empty(harbour: Office) -> None:
    for form in ("csv", "xlsx"):
        empty = harbour.visitor.client.get(f"{harbour.sheets}/template/wide.{form}").data
        assert "no row of answers" in harbour.upload((f"a.{form}", empty)).text


def test_formula_like_and_marked_up_names_stay_text(harbour: Office) -> None:
    names = ["=1+1", "<script>alert(1)</script>", "+49 30", "@SUM(A1)", "NA", "null", "x\u202e", "🦊" * 50]
    rows = [[name, f"{at:05}", "always", "1"] for at, name in enumerate(names)]
    page = harbour.imported(harbour.upload(("a.csv", as_csv([HEADER, *rows]))))
    assert page.heading == "Imported"
    assert [one.client for one in harbour.stored().values()] == names
    assert next(iter(harbour.stored())) == "00000"


def test_names_of_files_are_shown_as_text(harbour: Office) -> None:
    page = harbour.upload(("../<b>a</b>.csv", b"\0\1"))
    assert "<b>a</b>.csv" in page.text


def test_what_no_page_shows_is_left_out_of_the_names_of_files(harbour: Office) -> None:
    page = harbour.upload(("a\0b\x1b.csv", as_csv([HEADER, BAKERY])))
    assert "ab.csv" in page.text


def test_no_file_and_too_large_a_file_are_said_at_once(sqlite_url: str, tmp_path: Path) -> None:
    more = {"instrument": "corner-shop", "max_upload_bytes": 100_000, "max_request_bytes": 20_000}
    app = create_app(settings_for(tmp_path, sqlite_url, **more))
    app.testing = True
    where = office(app)
    page = where.upload()
    assert (page.status, page.faults()) == (422, {"Choose a file first.": "#files"})
    for size in (150_000, 400_000):
        page = where.upload(("large.csv", b"a" * size))
        assert page.status == 413
        assert list(page.faults().values()) == ["#files"]
    # What is large enough for other pages is not, and the other way round.
    assert where.upload(("a.csv", as_csv([HEADER, *[BAKERY] * 2000]))).status == 200
    assert where.visitor.client.post("/start", data={"firm": "a" * 30_000}).status_code == 413
    close(app)


def test_an_upload_without_its_token_is_not_kept(harbour: Office) -> None:
    data = {"files": (io.BytesIO(b"firm,orders\nA,always"), "a.csv")}
    response = harbour.visitor.client.post(harbour.sheets, data=data)
    assert response.status_code == 422
    assert "a.csv" not in harbour.visitor.get(harbour.sheets).text


def test_many_files_of_which_some_cannot_be_read(harbour: Office) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", as_csv([HEADER, BAKERY]))
        archive.writestr("b.csv", as_csv([HEADER, BAKERY]))
    page = harbour.worked(harbour.upload(("two.zip", packed.getvalue())))
    assert page.heading == "This could not be read"
    assert "more than one table" in page.text
