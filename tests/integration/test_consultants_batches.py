"""A batch on its page: how far it is, its files as they are made, and what is done with it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.consultants.batches import wording
from survey.storage import batches
from survey.storage.database import writing
from survey.storage.models import BatchRow, JobItemRow, now
from survey.storage.values import MemberRole
from tests.integration.batches import PDF, claim, make, order, pack
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.pages import Page, words
from tests.integration.programs import program

HOSTILE = 'Öl & <b>Söhne</b> "7"/..\\{{ 7*7 }} %(name)s 李雷'


@pytest.fixture
def harbour(app: Flask) -> Consultancy:
    return consultancy(app)


def finished(harbour: Consultancy, *names: str) -> list[str]:
    clients = [harbour.add(name) for name in names]
    for client in clients:
        harbour.finish(client)
    return [client.public_id for client in clients]


def counts(page: Page) -> set[str]:
    """What the links say by which some of the reports are shown."""
    return {words(link) for link in page.root.findall(".//ul[@id='batch-counts']/li/a")}


def test_what_was_ordered_is_made_and_taken(harbour: Consultancy) -> None:
    """The whole way, with the worker in this process."""
    finished(harbour, "Bakery Sun", "Café <Öl>")
    page = harbour.adviser.send(harbour.get("/batches/new"), {"version": "us", "paper": "Letter"})
    pack(harbour)
    page = harbour.adviser.get(page.address)
    assert "2 roadmaps are ready." in page.text
    links = {said: to for to, said in page.links().items()}
    report = harbour.adviser.client.get(links["PDF: Café <Öl>"])
    assert report.data == "%PDF Café <Öl>".encode()
    with harbour.adviser.client.get(next(to for said, to in links.items() if "ZIP" in said)) as whole:
        names = zipfile.ZipFile(io.BytesIO(whole.data)).namelist()
    assert names == ["Bakery Sun.pdf", "Café Öl.pdf", "index.xlsx"]


def test_files_are_there_as_soon_as_they_are_made(harbour: Consultancy) -> None:
    here = f"/batches/{order(harbour, *finished(harbour, HOSTILE, 'B', 'C'), name=HOSTILE)}"
    page = harbour.get(here)
    assert page.heading == HOSTILE
    assert "3 roadmaps wait for their turn. It begins as soon as the worker is free." in page.text
    make(harbour, here.rsplit("/", 1)[1], 1)
    roles: tuple[MemberRole, ...] = ("adviser", "viewer")
    for role in roles:
        page = harbour.get(here, role)
        assert "1 of 3 roadmaps made." in page.text
        assert counts(page) == {"all 3", "1 ready", "2 to be made"}
        [file] = [to for to, said in page.links().items() if said.startswith("PDF")]
        response = harbour.visitors[role].client.get(file)
        assert (response.data, response.mimetype) == (PDF + b"0", "application/pdf")
        assert response.headers["Cache-Control"] == "no-store"
        assert all(sign not in response.headers["Content-Disposition"] for sign in ("/", "\\", "<", "{"))
    gone = harbour.get(f"{here}/1.pdf")
    assert "This file is not there" in gone.text
    assert "C" not in [said for to, said in harbour.get(f"{here}?show=done").links().items() if "/clients/" in to]


def test_the_page_looks_again_by_itself_until_it_is_told_not_to(harbour: Consultancy) -> None:
    batch = order(harbour, *finished(harbour, "A"))
    page = harbour.get(f"/batches/{batch}")
    assert ('http-equiv="refresh"' in page.html, "batches.js" in page.html) == (True, True)
    stop = next(to for to, said in page.links().items() if said == "Stop that")
    page = harbour.adviser.get(stop)
    assert ('http-equiv="refresh"' in page.html, "batches.js" in page.html) == (False, False)
    assert "This page stays as it is. Look now Look every few seconds" in page.text
    make(harbour, batch, 1)
    pack(harbour)
    page = harbour.get(f"/batches/{batch}")
    assert ('http-equiv="refresh"' in page.html, "batches.js" in page.html) == (False, False)


def test_what_was_set_aside_says_why_and_is_tried_again(harbour: Consultancy) -> None:
    batch = order(harbour, *finished(harbour, "A", "B"))
    make(harbour, batch, 2, faulty=[1], error="<i>no</i> paper")
    pack(harbour)
    page = harbour.get(f"/batches/{batch}")
    assert "1 roadmap is ready. 1 was set aside." in page.text
    why = harbour.adviser.get(next(to for to in page.links() if to.endswith("show=failed")))
    assert "B set aside <i>no</i> paper" in why.text
    assert "ready, 1 set aside" in harbour.get("/batches").text
    again = harbour.adviser.send(page, action="/retry")
    assert "What was set aside is tried once more." in again.text
    assert counts(again) == {"all 2", "1 ready", "1 to be made"}
    # Only what is tried again ends: what was made before stays.
    sure = harbour.get(f"/batches/{batch}/cancel")
    assert "All that is made stays" in sure.text
    harbour.adviser.send(sure)
    assert counts(harbour.get(f"/batches/{batch}")) == {"all 2", "1 set aside", "1 ready"}


def test_a_batch_is_halted_let_go_on_and_cancelled(harbour: Consultancy) -> None:
    batch = order(harbour, *finished(harbour, "A", "B"))
    make(harbour, batch, 1)
    running = harbour.get(f"/batches/{batch}")
    paused = harbour.adviser.send(running, action="/pause")
    assert "Paused: nothing more is made until somebody lets it go on." in paused.text
    twice = harbour.adviser.send(running, action="/pause")
    assert "The batch has gone on since you opened the page" in twice.text
    harbour.adviser.send(paused, action="/resume")
    claim(harbour, 1)
    sure = harbour.get(f"/batches/{batch}/cancel")
    assert "1 of 2 roadmaps made." in sure.text
    page = harbour.adviser.send(sure)
    assert "Cancelled. What had been made is removed." in page.text
    assert counts(page) == {"all 2", "1 removed", "1 not made"}
    assert "A removed" in page.text
    assert "This file is not there" in harbour.get(f"/batches/{batch}/0.pdf").text
    assert "This file is not there" in harbour.get(f"/batches/{batch}/all.zip").text


def test_the_zip_is_taken_by_all_members_in_parts_if_need_be_and_removed(harbour: Consultancy) -> None:
    batch = order(harbour, *finished(harbour, "A"), name=HOSTILE)
    make(harbour, batch, 1)
    pack(harbour)
    page = harbour.get(f"/batches/{batch}", "viewer")
    assert re.search(r"Download all as ZIP \(\d kB\)", page.text)
    assert not [form for form in page.root.iter("form") if "/batches/" in form.get("action", "")]
    viewer = harbour.visitors["viewer"].client
    with harbour.app.app_context():
        path = batches.archive_file(harbour.id, batch)
        assert path is not None
        content = path.read_bytes()
    with viewer.get(harbour.address(f"/batches/{batch}/all.zip")) as whole:
        assert (whole.data, whole.mimetype) == (content, "application/zip")
        assert whole.headers["Cache-Control"] == "no-store"
        assert "filename*=UTF-8''Harbour-Advisers-%C3%96l-b-S" in whole.headers["Content-Disposition"]
    with viewer.get(harbour.address(f"/batches/{batch}/all.zip"), headers={"Range": "bytes=100-"}) as part:
        assert (part.status_code, part.data) == (206, content[100:])
    gone = harbour.adviser.send(harbour.get(f"/batches/{batch}/remove"))
    assert "The batch is removed." in gone.text
    assert not path.exists()
    assert harbour.get(f"/batches/{batch}").status == 404


def test_what_is_for_us_no_viewer_takes(harbour: Consultancy) -> None:
    batch = order(harbour, *finished(harbour, "A"), for_us=True)
    make(harbour, batch, 1)
    pack(harbour)
    page, files = harbour.get(f"/batches/{batch}", "viewer"), ("0.pdf", "all.zip")
    assert "for us, with the answers attached" in page.text
    assert not [to for to in page.links() if to.endswith(files)]
    takes = program(harbour.app, harbour.members["viewer"])
    assert {harbour.get(f"/batches/{batch}/{file}", "viewer").status for file in files} == {404}
    assert {takes.ask("GET", f"/batches/{batch}/{file}").status_code for file in ("reports/0", "archive")} == {404}
    assert harbour.adviser.client.get(harbour.address(f"/batches/{batch}/0.pdf")).status_code == 200


def test_a_zip_that_is_removed_at_this_very_moment_is_not_there(
    harbour: Consultancy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = order(harbour, *finished(harbour, "A"))
    monkeypatch.setattr(batches, "archive_file", lambda *_which: tmp_path / "gone.zip")
    assert "This file is not there" in harbour.get(f"/batches/{batch}/all.zip").text
    asks = program(harbour.app, harbour.members["adviser"])
    assert asks.ask("GET", f"/batches/{batch}/archive").status_code == 404


def test_after_its_time_the_files_are_gone_and_the_page_says_so(harbour: Consultancy) -> None:
    batch = order(harbour, *finished(harbour, "A"))
    make(harbour, batch, 1)
    pack(harbour)
    with harbour.app.app_context(), writing() as session:
        session.execute(sa.update(BatchRow).values(expires_at=now() - timedelta(seconds=1)))
    page = harbour.get(f"/batches/{batch}")
    assert "Their files were kept for a while and are removed." in page.text
    assert "Download" not in page.text
    assert "This file is not there" in harbour.get(f"/batches/{batch}/all.zip").text


def test_a_long_batch_has_pages(harbour: Consultancy) -> None:
    batch = order(harbour, *finished(harbour, "A"))
    with harbour.app.app_context(), writing() as session:
        first = session.scalars(sa.select(JobItemRow)).one()
        session.add_all(
            JobItemRow(job_id=first.job_id, position=at, payload=first.payload | {"name": f"Firm {at}"})
            for at in range(1, 120)
        )
    page = harbour.get(f"/batches/{batch}?page=2&show=open&look=no")
    assert "Page 2 of 3" in page.text
    assert "Firm 50" in page.text
    following = next(to for to, said in page.links().items() if said == "Next page")
    assert {"page=3", "show=open", "look=no"} == set(following.partition("?")[2].split("&"))
    for query in ("page=0", "page=99", "page=x", "page=" + "9" * 40, "page=٣", "show=x", "look=x"):
        assert harbour.get(f"/batches/{batch}?{query}").status == 200


def test_an_empty_list_says_what_it_is_for(harbour: Consultancy) -> None:
    assert "Order the first batch" in harbour.get("/batches").text
    assert "As soon as an adviser of your organisation orders some" in harbour.get("/batches", "viewer").text


def test_how_long_it_takes_and_how_large_it_is_is_said_in_words(app: Flask) -> None:
    with app.test_request_context():
        sizes = {400: "1 kB", 123_456: "123 kB", 12_345_678: "12.3 MB", 3_210_000_000: "3.2 GB"}
        assert {size: wording.size_words(size) for size in sizes} == sizes
        left = {None: "How long it takes is known in a moment.", 59.9: "Less than a minute left."}
        left |= {60.0: "About 1 minute left.", 61.0: "About 2 minutes left.", 7100.0: "About 2 hours left."}
        assert {seconds: wording.time_words(seconds) for seconds in left} == left
