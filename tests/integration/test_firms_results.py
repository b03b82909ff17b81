"""The results page: what matters first, everything reachable, and the same without forms for whom the firm lets in."""

from __future__ import annotations

import io
import zipfile

import pdfplumber
import pytest
import sqlalchemy as sa
from flask import Flask

from survey import instruments
from survey.extensions import db
from survey.firms.results import report
from survey.storage import access, assessments, notes, plans
from survey.storage.assessments import Assessment
from tests.integration.handed_in import JOINERY, reader_of
from tests.integration.pages import Page, Visitor, words


@pytest.fixture
def results(visitor: Visitor, firm: Assessment) -> Page:
    return visitor.get(f"/a/{firm.public_id}/results")


def headings(page: Page) -> list[str]:
    return [words(one) for one in page.root.iter("h2")]


def forms(page: Page) -> list[str]:
    return [form.get("action", "") for form in page.root.iter("form")]


def test_the_first_things_come_first(results: Page) -> None:
    first = ["What works already", "The gaps that matter most", "What to do first", "On this page"]
    assert headings(results)[:4] == first
    rest = ["The parts of your score", "Your roadmap", "Why this score", "Still to find out", "How this score is made"]
    places = [next(n for n, found in enumerate(headings(results)) if found.startswith(title)) for title in rest]
    assert places == sorted(places)
    text = results.text
    assert text.index("of 100 points") < text.index("The cheapest way to") < text.index("What works already")
    assert "Your level is stable" in text or "close to the border" in text


def test_first_steps_are_three_and_lead_to_their_cards(visitor: Visitor, results: Page) -> None:
    links = list(results.root.find(".//*[@class='first-steps']").iter("a"))
    assert len(links) == 3
    for link in links:
        address, anchor = link.get("href", "").split("#")
        card = visitor.get(address).by_id(anchor)
        assert card is not None
        assert words(link) in words(card)


def test_peers_are_not_guessed_and_the_official_figure_names_its_source(results: Page) -> None:
    text = results.text
    assert "Fewer than 11 firms like yours so far" in text
    assert text.index("Fewer than 11 firms") < text.index("Eurostat, isoc_e_dii") < text.index("This plan is made for")


def test_the_plan_says_what_it_is_made_for_and_why(results: Page) -> None:
    head = words(results.root.find(".//*[@class='made-for']"))
    assert head.startswith("This plan is made for 1.5 days of your own time a month and EUR 15,000")
    assert "You have little time" in head


def test_every_file_and_way_out_is_offered(visitor: Visitor, firm: Assessment, results: Page) -> None:
    home = f"/a/{firm.public_id}"
    for part in (
        "results.pdf",
        "results.docx",
        "summary.pdf",
        "plan.xlsx",
        "plan.ics",
        "answers.json",
        "answers.csv",
    ):
        assert f"{home}/{part}" in results.links()
        assert visitor.client.get(f"{home}/{part}").status_code == 200
    assert {f"{home}/link", f"{home}/delete", f"{home}/ask"} <= results.links().keys()
    assert f"{home}/forget" in forms(results)


def test_a_name_with_markup_is_a_name(results: Page) -> None:
    assert results.heading == JOINERY["firm"]
    assert results.root.find(".//h1//b") is None


def test_a_reader_sees_the_same_without_forms(app: Flask, visitor: Visitor, firm: Assessment, results: Page) -> None:
    card = next(one.get("id", "") for one in results.root.iter("article") if one.get("class") == "action")
    action = card.removeprefix("step-")
    visitor.send(results, {"comment": "Only for us: ask Anna"}, action=f"/plan/{action}")
    reader = reader_of(app, firm.public_id)
    page = reader.get(results.address)
    assert not forms(page)
    assert not list(page.root.iter("textarea"))
    assert "read-only link" in page.text
    for title in ("What works already", "The gaps that matter most", "Your roadmap", "Why this score"):
        assert title in headings(page)
    owned = ("/link", "/delete", "/ask", "/update", "answers.json", "answers.csv", "/forget")
    assert not [address for address in page.links() if address.endswith(owned)]
    assert "ask Anna" in visitor.get(results.address).text
    assert "ask Anna" not in page.text


def text_of(name: str, content: bytes) -> str:
    """Every word of a file."""
    if name.endswith(".pdf"):
        with pdfplumber.open(io.BytesIO(content)) as document:
            return " ".join(page.extract_text() for page in document.pages)
    if name.endswith((".xlsx", ".docx")):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return " ".join(parts.read(part).decode() for part in parts.namelist() if not part.endswith(".png"))
    return content.decode()


@pytest.mark.parametrize(("part", "has_notes"), [
    ("results.pdf", True), ("results.docx", True), ("summary.pdf", False), ("plan.xlsx", True), ("plan.ics", False),
])  # fmt: skip
def test_a_reader_takes_the_report_along_without_the_notes(
    app: Flask, visitor: Visitor, firm: Assessment, part: str, has_notes: bool
) -> None:
    with app.app_context():
        step = report.roadmap_of(firm, assessments.submission(firm.public_id)).steps[0].action
        plans.mark(firm.public_id, step, "planned", "askAnna", was=(None, ""))
        notes.save_notes(assessments.reopen(firm.public_id).public_id, {"backup": "askAnna"}, {})
    address = f"/a/{firm.public_id}/{part}"
    read = reader_of(app, firm.public_id).client.get(address)
    assert read.status_code == 200
    assert "askAnna" not in text_of(part, read.data)
    assert ("askAnna" in text_of(part, visitor.client.get(address).data)) == has_notes


@pytest.mark.parametrize(
    "part",
    ["", "/review", "/questions/strategy", "/profile", "/link", "/delete", "/ask", "/answers.json", "/answers.csv"],
)
def test_a_reader_sees_nothing_else(app: Flask, firm: Assessment, part: str) -> None:
    reader = reader_of(app, firm.public_id)
    response = reader.client.get(f"/a/{firm.public_id}{part}")
    if part == "" and response.status_code == 302:  # going on leads a reader to what may be read
        assert response.location.endswith("/results")
    else:
        assert response.status_code == 404


def test_a_reader_before_there_are_results_is_told_so(app: Flask, visitor: Visitor) -> None:
    begun = visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "micro"})
    public_id = begun.address.split("/")[2]
    page = reader_of(app, public_id).get(f"/a/{public_id}/results")
    assert (page.status, page.heading) == (200, "No results yet")
    assert public_id not in page.html


def test_an_ended_link_ends_the_reading(app: Flask, firm: Assessment) -> None:
    reader = reader_of(app, firm.public_id)
    with app.app_context():
        for link in access.links(firm.public_id):
            access.revoke(firm.public_id, link.id)
    assert reader.get(f"/a/{firm.public_id}/results").status == 404


def test_two_firms_in_one_browser_keep_apart(app: Flask, visitor: Visitor, firm: Assessment) -> None:
    secret = visitor.client.get_cookie("waymark_browser").value
    with app.app_context():
        other = assessments.start(instruments.current(), JOINERY, secret)
        assessments.submit(other.public_id, counted=True)
    page = visitor.get(f"/a/{other.public_id}/results")
    assert "not scored" in page.text
    assert firm.public_id not in page.html
    assert "not scored" not in words(visitor.get(f"/a/{firm.public_id}/results").root.find(".//*[@class='score']"))


def test_the_page_plans_once_and_asks_little_of_the_database(
    app: Flask, visitor: Visitor, firm: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, planned, asked = f"/a/{firm.public_id}/results", [], []
    visitor.get(address)
    plan = report.plan
    monkeypatch.setattr(report, "plan", lambda *args, **more: planned.append(1) or plan(*args, **more))
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    visitor.get(address)
    assert len(planned) == 1
    assert len([one for one in asked if one.startswith("SELECT")]) <= 3
