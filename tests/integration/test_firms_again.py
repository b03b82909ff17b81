"""Assessing again: the next stage, what moved since the one before, and the way between the two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from survey import instruments
from survey.storage import assessments
from survey.storage.assessments import Assessment
from survey.storage.database import writing
from survey.storage.models import SubmissionRow
from tests.integration.handed_in import found, reader_of, sample_answers
from tests.integration.pages import Page, Visitor, words


@pytest.fixture
def results(visitor: Visitor, firm: Assessment) -> Page:
    return visitor.get(f"/a/{firm.public_id}/results")


def again(app: Flask, visitor: Visitor, firm: Assessment, **changed: object) -> Page:
    """The results of the next stage, answered as before but for these."""
    visitor.send(visitor.get(f"/a/{firm.public_id}/results"), action="/again")
    following = found(app, visitor, firm.public_id).following
    assert following is not None
    with app.app_context():
        assessments.save(following, sample_answers() | changed, {})
        assessments.submit(following, counted=False)
    return visitor.get(f"/a/{following}/results")


def test_the_next_stage_begins_at_its_first_page(app: Flask, visitor: Visitor, firm: Assessment, results: Page) -> None:
    page = visitor.send(results, action="/again")
    assert "Each page shows your last answers" in page.text
    assert "/questions/" in page.address
    following = found(app, visitor, firm.public_id).following
    assert following is not None
    assert following in page.address
    assert found(app, visitor, following).stage == "T1"


def test_pressing_twice_begins_one(app: Flask, visitor: Visitor, firm: Assessment, results: Page) -> None:
    first = visitor.send(results, action="/again")
    assert visitor.send(results, action="/again").address == first.address
    assert "You have begun the next assessment" in visitor.get(results.address).text


def test_an_open_update_comes_first(app: Flask, visitor: Visitor, firm: Assessment, results: Page) -> None:
    visitor.send(results, action="/update")
    page = visitor.send(results, action="/again")
    assert "First hand in the update" in page.text
    assert found(app, visitor, firm.public_id).following is None


def test_it_is_suggested_only_after_three_months(app: Flask, visitor: Visitor, firm: Assessment, results: Page) -> None:
    assert "It says most after three months" in results.text
    handed_in_at = sa.update(SubmissionRow).values(submitted_at=datetime.now(UTC) - timedelta(days=91))
    with app.app_context(), writing() as session:
        session.execute(handed_in_at)
    page = visitor.get(results.address)
    assert "Time to look again?" in page.text
    assert "It says most after three months" not in page.text


def test_results_tell_what_moved_question_by_question(app: Flask, visitor: Visitor, firm: Assessment) -> None:
    page = again(app, visitor, firm, money=_best(app, "money"))
    assert "Since last time" in page.text
    assert "Second assessment" in page.text
    changes = page.root.find(".//*[@class='table changes']")
    overall = [words(cell) for cell in changes.find("tfoot").iter() if cell.tag in ("th", "td")]
    assert float(overall[2]) > float(overall[1])
    parts = page.root.find(".//*[@class='tally']")
    assert "How do you plan the money" in words(parts)


def test_what_is_open_now_is_told_beside_the_change_and_not_folded_away(
    app: Flask, visitor: Visitor, firm: Assessment
) -> None:
    page = again(app, visitor, firm, **dict.fromkeys(("access", "staff_say", "energy", "circle")))
    section = page.root.find(".//section[@aria-labelledby='progress']")
    assert any("only one of the two assessments" in words(one) for one in section.findall("p"))


def test_what_was_marked_as_done_is_told_beside_the_change(app: Flask, visitor: Visitor, firm: Assessment) -> None:
    results = visitor.get(f"/a/{firm.public_id}/results")
    card = next(one for one in results.root.iter("article") if one.get("class") == "action")
    title = words(card.find(".//h4"))
    visitor.send(results, {"mark": "done"}, action=f"/plan/{card.get('id', '').removeprefix('step-')}")
    page = again(app, visitor, firm)
    assert "You had marked as done" in page.text
    assert title in page.text.split("You had marked as done")[1][:300]


def test_each_stage_leads_to_the_other(app: Flask, visitor: Visitor, firm: Assessment) -> None:
    page = again(app, visitor, firm)
    before = f"/a/{firm.public_id}/results"
    assert before in page.links()
    earlier = visitor.get(before)
    assert page.address.removesuffix("/results") in earlier.links()
    assert "Since last time" not in earlier.text


def test_a_reader_of_one_stage_reads_that_one_only(app: Flask, visitor: Visitor, firm: Assessment) -> None:
    page = again(app, visitor, firm)
    reader = reader_of(app, page.address.split("/")[2])
    seen = reader.get(page.address)
    assert "Since last time" in seen.text
    assert not [address for address in seen.links() if firm.public_id in address]
    assert reader.get(f"/a/{firm.public_id}/results").status == 404


def _best(app: Flask, question: str) -> str:
    with app.app_context():
        return instruments.current().questions[question].options[-1].id
