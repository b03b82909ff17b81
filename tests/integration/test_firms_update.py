"""Updating an assessment that was handed in: the results stay until the update is handed in, or it is dropped."""

from __future__ import annotations

import pytest
from flask import Flask

from survey.storage import assessments
from survey.storage.assessments import Assessment
from tests.integration.handed_in import found, reader_of
from tests.integration.pages import Page, Visitor, words


@pytest.fixture
def results(visitor: Visitor, firm: Assessment) -> Page:
    return visitor.get(f"/a/{firm.public_id}/results")


def score(page: Page) -> str:
    return words(page.root.find(".//*[@class='score__value']"))


def test_an_update_opens_the_answers_and_keeps_the_results(visitor: Visitor, firm: Assessment, results: Page) -> None:
    page = visitor.send(results, action="/update")
    assert page.address.endswith("/review")
    assert "results that stay as they are until you submit" in page.text
    again = visitor.get(results.address)
    assert score(again) == score(results)
    assert "An update is open" in again.text
    assert f"/a/{firm.public_id}" in again.links()
    assert visitor.client.get(results.address + ".pdf").status_code == 200


def test_handing_the_update_in_makes_new_results(app: Flask, visitor: Visitor, firm: Assessment, results: Page) -> None:
    home = f"/a/{firm.public_id}"
    visitor.send(results, action="/update")
    with app.app_context():
        assessments.save(firm.public_id, {"backup": None, "devices": None}, {"backup": 1, "devices": 1})
    after = visitor.send(visitor.get(f"{home}/review"), action="/review")
    assert after.address == f"{home}/results"
    assert "2 questions are left open" in after.text
    assert "An update is open" not in after.text
    assert found(app, visitor, firm.public_id).revision == 2


def test_an_overview_left_open_from_before_the_update_hands_nothing_in(
    app: Flask, visitor: Visitor, firm: Assessment, results: Page
) -> None:
    visitor.send(results, action="/update")
    overview = visitor.get(f"/a/{firm.public_id}/review")
    visitor.send(visitor.get(results.address), action="/update/end")
    for turn in range(2):  # handed in once more, and opened again
        if turn:
            visitor.send(visitor.get(f"/a/{firm.public_id}/review"), action="/review")
        visitor.send(visitor.get(results.address), action="/update")
    page = visitor.send(overview, {"counted": "yes"}, action="/review")
    assert page.status == 422
    assert any("has changed since you opened it" in message for message in page.faults())
    assert found(app, visitor, firm.public_id).status == "open"
    assert visitor.send(page, action="/review").address.endswith("/results")


def test_keeping_it_as_it_was_drops_the_update(app: Flask, visitor: Visitor, firm: Assessment, results: Page) -> None:
    visitor.send(results, action="/update")
    with app.app_context():
        assessments.save(firm.public_id, {"backup": None}, {"backup": 1})
    page = visitor.send(visitor.get(results.address), action="/update/end")
    assert "everything is as you handed it in" in page.text
    assert score(page) == score(results)
    with app.app_context():
        assert assessments.answers(firm.public_id)["backup"].value == "automatic"
    assert found(app, visitor, firm.public_id).status == "submitted"


def test_pressing_twice_opens_one_update_and_drops_one(
    app: Flask, visitor: Visitor, firm: Assessment, results: Page
) -> None:
    visitor.send(results, action="/update")
    visitor.send(results, action="/update")
    assert found(app, visitor, firm.public_id).revision == 2
    open_page = visitor.get(results.address)
    visitor.send(open_page, action="/update/end")
    assert visitor.send(open_page, action="/update/end").status == 200
    assert found(app, visitor, firm.public_id).revision == 1


def test_the_plan_can_be_marked_while_an_update_is_open(visitor: Visitor, results: Page) -> None:
    visitor.send(results, action="/update")
    page = visitor.get(results.address)
    card = next(one.get("id") for one in page.root.iter("article") if one.get("class") == "action")
    marked = visitor.send(page, {"mark": "done"}, action=f"/plan/{card.removeprefix('step-')}")
    assert "Marked as done" in marked.text


def test_consent_is_shown_with_its_day_and_can_be_withdrawn_and_given(
    app: Flask, visitor: Visitor, firm: Assessment, results: Page
) -> None:
    assert "your firm is not counted" in results.text
    address, values = results.form("/consent")
    for press, counted in (("yes", True), ("yes", True), ("no", False), ("", False), ("maybe", False)):
        visitor.client.post(address, data=values.to_dict() | {"counted": press})
        assert found(app, visitor, firm.public_id).counted is counted
    visitor.client.post(address, data=values.to_dict() | {"counted": "yes"})
    page = visitor.get(results.address)
    assert "You agreed on" in page.text
    assert "enters no later computation" in page.text
    assert "may stand until" in page.text


def test_what_is_not_handed_in_has_nothing_to_update(app: Flask, visitor: Visitor) -> None:
    begun = visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "micro"})
    home = begun.address.split("/questions/")[0]
    token = begun.form()[1]["csrf_token"]
    for part in ("update", "update/end", "again", "consent", "plan", "plan/backup"):
        response = visitor.client.post(f"{home}/{part}", data={"csrf_token": token})
        assert response.status_code == 404, part
    assert found(app, visitor, home.split("/")[2]).status == "open"


@pytest.mark.parametrize("part", ["update", "update/end", "again", "consent", "plan", "plan/figures_lesson"])
def test_strangers_and_readers_change_nothing(app: Flask, visitor: Visitor, firm: Assessment, part: str) -> None:
    before = found(app, visitor, firm.public_id)
    for other in (Visitor(app), reader_of(app, firm.public_id)):
        token = other.get("/start").form()[1]["csrf_token"]
        data = {"csrf_token": token, "mark": "done", "comment": "", "counted": "yes", "budget": "1"}
        assert other.client.post(f"/a/{firm.public_id}/{part}", data=data).status_code == 404
    assert found(app, visitor, firm.public_id) == before


@pytest.mark.parametrize("part", ["update", "update/end", "again", "consent", "plan", "plan/figures_lesson"])
def test_looking_changes_nothing(app: Flask, visitor: Visitor, firm: Assessment, part: str) -> None:
    before = found(app, visitor, firm.public_id)
    assert visitor.client.get(f"/a/{firm.public_id}/{part}").status_code == 405
    assert visitor.client.post(f"/a/{firm.public_id}/{part}").status_code in (400, 422)
    assert found(app, visitor, firm.public_id) == before
