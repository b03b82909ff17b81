"""The results page: what matters first, everything reachable, and the same without forms for whom the firm lets in."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from reports import charts, drawing
from reports.firm import FirmReport
from survey import instruments
from survey.extensions import db
from survey.firms.results import report
from survey.storage import access, assessments, notes, plans
from survey.storage.assessments import Assessment
from tests.copied import words_of
from tests.integration.handed_in import JOINERY, handed_in, reader_of
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
    rest = [
        "The parts of your score", "Your roadmap", "What it means for people", "Why this score", "Still to find out",
        "How this score is made",
    ]  # fmt: skip
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


def told(app: Flask, firm: Assessment) -> FirmReport:
    with app.test_request_context():
        return report.report_of(firm, assessments.submission(firm.public_id))


def test_the_plan_is_drawn_in_time_wide_and_narrow_with_a_table_beneath(
    app: Flask, firm: Assessment, results: Page
) -> None:
    timeline = results.root.find(".//*[@class='timeline']")
    pictures = list(timeline.iter("{http://www.w3.org/2000/svg}svg"))
    assert len(pictures) == 2
    assert len({picture.get("aria-labelledby") for picture in pictures}) == 2
    rows = [[words(cell) for cell in row] for row in timeline.iter("tr")]
    assert rows[0] == ["No.", "Step", "When", "Who", "First comes"]
    steps = told(app, firm).actions
    assert rows[1:] == [[str(one.number), one.title, one.when, one.owner, one.needs_shown] for one in steps]
    assert [words(head) for head in timeline.iterfind(".//tbody//th")] == [one.title for one in steps]
    text = results.text
    assert text.index("Cost a month when all runs") < text.index("A line leads from a step") < text.index("The first 3")


@pytest.mark.parametrize("role", [*charts.LABELS, *drawing.FILLS, *drawing.STROKES])
def test_every_role_of_a_chart_has_a_colour_on_the_page(app: Flask, role: str) -> None:
    """Of charts of firms in the one sheet, of those of releases beside it in the other."""
    style = "\n".join((Path(app.static_folder or "") / f"{name}.css").read_text() for name in ("results", "published"))
    property_ = "stroke" if role in drawing.STROKES else "fill"
    assert re.search(rf"^[^{{@]*\.chart-{role}\b[^{{]*{{ {property_}: var", style, re.MULTILINE)


def test_people_are_told_what_they_learn(app: Flask, firm: Assessment, results: Page) -> None:
    people = told(app, firm).people
    assert people is not None
    assert people.learns
    section = words(results.root.find(".//section[@aria-labelledby='people']"))
    assert section.startswith(f"What it means for people {people.lead}")
    assert all(f"{fact.label}{fact.value}" in section for fact in people.learns)
    assert "#people" in results.links()


def test_where_nobody_learns_anything_the_page_says_why(app: Flask, visitor: Visitor, firm: Assessment) -> None:
    with app.app_context():
        for action in instruments.current().actions:
            if action.level == "individual":
                plans.mark(firm.public_id, action.id, "not_for_us", "", was=(None, ""))
    page = visitor.get(f"/a/{firm.public_id}/results")
    section = words(page.root.find(".//section[@aria-labelledby='people']"))
    assert section == "What it means for people No step of this plan asks people to learn something new."


def test_each_part_says_which_steps_lift_it_and_each_answer_leads_to_them(
    app: Flask, firm: Assessment, results: Page
) -> None:
    dimensions, titles = told(app, firm).dimensions, [one.title for one in told(app, firm).actions]
    parts = list(results.root.iterfind(".//details[@class='why']"))
    assert any(asked.steps for line in dimensions for asked in line.questions)
    for part, line in zip(parts, dimensions, strict=True):
        assert line.lift in words(part)
        for row, asked in zip(part.iterfind(".//tbody/tr"), line.questions, strict=True):
            links = list(row.iter("a"))
            assert [words(one) for one in links] == [f"{number}: {titles[number - 1]}" for number in asked.steps]
            cards = [results.by_id(one.get("href", "").split("#")[1]) for one in links]
            assert all(titles[number - 1] in words(card) for number, card in zip(asked.steps, cards, strict=True))
            assert ("step" in words(row.find("td[2]"))) == bool(asked.steps)


def test_nothing_answered_has_neither_a_timeline_nor_people(app: Flask, visitor: Visitor) -> None:
    page = visitor.get(f"/a/{handed_in(app, visitor, {}).public_id}/results")
    assert page.root.find(".//*[@class='timeline']") is None
    assert "What it means for people" not in page.text
    assert "#people" not in page.links()


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
        return words_of(content)
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
    # Itself, what was handed in, the standing campaign: what it publishes and who looks after it, and its help.
    assert len([one for one in asked if one.startswith("SELECT")]) <= 5
