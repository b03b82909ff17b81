"""Saving one question as soon as it is answered: what the script of a page posts, and what it is told."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from survey.extensions import db
from survey.storage import assessments, notes
from tests.integration.pages import Changes, Page, Visitor, words


@pytest.fixture
def app(every_type: Flask) -> Flask:
    return every_type


@pytest.fixture
def first(visitor: Visitor) -> Page:
    """A firm's first page of questions."""
    return visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "micro"})


def firm_of(page: Page) -> str:
    return page.address.split("/")[2]


def page_of(visitor: Visitor, first: Page, name: str) -> Page:
    return visitor.get(f"/a/{firm_of(first)}/questions/{name}")


def post(visitor: Visitor, page: Page, question: str, changes: Changes, *, part: str = "answer") -> TestResponse:
    """What the script posts when one part of a question was changed on this page."""
    _, values = page.form()
    prefixes = {"answer": (f"q_{question}", f"r_{question}"), "note": (f"n_{question}", f"rn_{question}")}[part]
    sent = MultiDict((name, one) for name, one in values.items(multi=True) if name.startswith(prefixes))
    sent["csrf_token"] = values["csrf_token"]
    for name, value in changes.items():
        sent.setlist(name, [value] if isinstance(value, str) else list(value or ()))
    return visitor.client.post(f"/a/{firm_of(page)}/answers/{question}", data=sent)


def stored(app: Flask, page: Page) -> dict[str, object]:
    with app.app_context():
        return {name: one.value for name, one in assessments.answers(firm_of(page)).items() if one.value is not None}


Case = tuple[str, str, Changes, object]

KEPT: list[Case] = [
    ("choosing", "till", {"q_till": "anyone"}, "anyone"),
    ("choosing", "till", {"q_till": "dk"}, "dk"),
    ("choosing", "doors", {"q_doors": ["back", "front"]}, ["front", "back"]),
    ("choosing", "doors", {"q_doors": ["none"]}, []),
    ("typing", "lists", {"q_lists-stock": "good"}, {"stock": "good"}),
    ("typing", "hours", {"q_hours": "37,5"}, 37.5),
    ("typing", "hours", {"q_hours-or": ["dk"]}, "dk"),
    ("last-questions", "wish", {"q_wish": "Fewer forms 🙂"}, "Fewer forms 🙂"),
]


@pytest.mark.parametrize("case", KEPT)
def test_one_answer_is_saved_and_nothing_else(app: Flask, visitor: Visitor, first: Page, case: Case) -> None:
    page_name, question, changes, kept = case
    reply = post(visitor, page_of(visitor, first, page_name), question, changes)
    assert reply.status_code == 200
    assert reply.json["revisions"] == {f"r_{question}": 1}
    assert stored(app, first) == {question: kept}


def test_the_page_goes_on_with_the_revision_it_is_told(app: Flask, visitor: Visitor, first: Page) -> None:
    """What the script saved is no other device's answer: neither the next save nor the button conflicts with it."""
    told = post(visitor, first, "till", {"q_till": "anyone"}).json["revisions"]
    again = post(visitor, first, "till", {"q_till": "na", "r_till": str(told["r_till"])})
    assert (again.status_code, again.json["revisions"]) == (200, {"r_till": 2})
    page = visitor.send(first, {"q_till": "dk", "r_till": "2", "q_doors": ["back"]})
    assert page.heading == "Typing"
    assert stored(app, first) == {"till": "dk", "doors": ["back"]}


def test_without_the_script_the_button_saves_what_the_script_saved_before(
    app: Flask, visitor: Visitor, first: Page
) -> None:
    post(visitor, first, "till", {"q_till": "anyone"})
    assert visitor.send(first, {"q_till": "anyone"}).heading == "Typing"
    assert stored(app, first) == {"till": "anyone"}


def test_an_answer_is_cleared(app: Flask, visitor: Visitor, first: Page) -> None:
    post(visitor, first, "till", {"q_till": "anyone"})
    reply = post(visitor, page_of(visitor, first, "choosing"), "till", {"q_till": ""})
    assert reply.json["revisions"] == {"r_till": 2}
    assert stored(app, first) == {}


REFUSED = [
    ("choosing", "till", {"q_till": "burglar"}, "q_till-anyone", "not one of the answers offered"),
    ("choosing", "doors", {"q_doors": ["front", "none"]}, "q_doors-front", "does not go with other"),
    ("typing", "lists", {"q_lists-stock": "middling"}, "q_lists-stock-bad", "not one of the answers offered"),
    ("typing", "hours", {"q_hours": "many"}, "q_hours", "Enter a number in digits"),
    ("typing", "hours", {"q_hours": "1e9"}, "q_hours", "Enter a number in digits"),
    ("last-questions", "wish", {"q_wish": "x" * 45}, "q_wish", "shorten this by 5 characters"),
]


@pytest.mark.parametrize("case", REFUSED)
def test_a_fault_is_worded_as_on_the_page_and_stores_nothing(
    app: Flask, visitor: Visitor, first: Page, case: tuple[str, str, Changes, str, str]
) -> None:
    name, question, changes, anchor, message = case
    page = page_of(visitor, first, name)
    reply = post(visitor, page, question, changes)
    assert reply.status_code == 422
    [fault] = reply.json["faults"]
    assert fault["at"] == anchor
    assert message in fault["message"]
    assert fault["message"] in visitor.send(page, changes).faults()
    assert page.by_id(anchor) is not None, "the script finds the control"
    assert stored(app, first) == {}


@pytest.mark.parametrize("token", ["", "expired"])
def test_an_expired_page_is_given_a_token_and_sends_again(
    app: Flask, visitor: Visitor, first: Page, token: str
) -> None:
    reply = post(visitor, first, "till", {"q_till": "owner", "csrf_token": token})
    assert reply.status_code == 422
    assert "had been open for too long" in reply.json["faults"][0]["message"]
    assert stored(app, first) == {}
    again = post(visitor, first, "till", {"q_till": "owner", "csrf_token": reply.json["token"]})
    assert again.status_code == 200
    assert stored(app, first) == {"till": "owner"}


def test_a_browser_that_lost_its_session_cookie_but_not_its_right_goes_on(
    app: Flask, visitor: Visitor, first: Page
) -> None:
    visitor.client.delete_cookie("waymark_session")
    reply = post(visitor, first, "till", {"q_till": "owner"})
    assert post(visitor, first, "till", {"q_till": "owner", "csrf_token": reply.json["token"]}).status_code == 200


def test_no_token_is_given_to_a_browser_without_the_right(app: Flask, visitor: Visitor, first: Page) -> None:
    stranger = Visitor(app)
    token = stranger.get("/start").form()[1]["csrf_token"]
    for sent in (token, "expired"):
        reply = post(stranger, first, "till", {"q_till": "owner", "csrf_token": sent})
        assert reply.status_code == 404
        assert reply.mimetype == "text/html"
    assert stored(app, first) == {}


def test_two_devices_both_versions_are_told_and_the_next_save_decides(
    app: Flask, visitor: Visitor, first: Page
) -> None:
    post(visitor, first, "till", {"q_till": "owner"})
    reply = post(visitor, first, "till", {"q_till": "anyone"})
    assert reply.status_code == 409
    assert reply.json["revisions"] == {"r_till": 1}
    [conflict] = reply.json["conflicts"]
    assert conflict["at"] == "q_till"
    on_the_page = visitor.send(first, {"q_till": "anyone"}).by_id("q_till-conflict")
    assert "There Only the owner Here Anyone" in words(on_the_page)
    for text in ("Only the owner", "Anyone", "saving again decides"):
        assert text in conflict["html"]
    assert stored(app, first) == {"till": "owner"}
    assert post(visitor, first, "till", {"q_till": "anyone", "r_till": "1"}).status_code == 200
    assert stored(app, first) == {"till": "anyone"}


def test_what_another_device_wrote_in_between_has_not_been_seen(
    app: Flask, visitor: Visitor, first: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = assessments.save

    def save_and_be_overtaken(public_id: str, posted: dict, seen: dict, **how: str) -> list:
        conflicts = save(public_id, posted, seen, **how)
        save(public_id, {"till": "na"}, {"till": 1})
        return conflicts

    monkeypatch.setattr(assessments, "save", save_and_be_overtaken)
    told = post(visitor, first, "till", {"q_till": "owner"}).json["revisions"]
    monkeypatch.undo()
    assert post(visitor, first, "till", {"q_till": "owner", "r_till": str(told["r_till"])}).status_code == 409
    assert stored(app, first) == {"till": "na"}


def test_an_answer_opens_and_closes_questions(visitor: Visitor, first: Page) -> None:
    reply = post(visitor, first, "till", {"q_till": "owner"}).json
    [opened] = reply["opened"]
    assert (opened["page"], opened["after"]) == ("choosing", "till")
    assert 'id="question-alarm"' in opened["html"]
    assert "Who is called by the alarm?" in opened["html"]
    assert reply["closed"] == []
    reply = post(visitor, page_of(visitor, first, "choosing"), "till", {"q_till": "anyone"}).json
    assert (reply["opened"], reply["closed"]) == ([], ["alarm"])


def test_a_question_that_is_no_longer_asked_is_refused_in_words(app: Flask, visitor: Visitor, first: Page) -> None:
    early = visitor.send(first, {"q_till": "owner"})
    post(visitor, early, "till", {"q_till": "anyone"})
    reply = post(visitor, early, "alarm", {"q_alarm": "somebody"})
    assert reply.status_code == 422
    assert "What this page asks has changed" in reply.json["faults"][0]["message"]
    assert "alarm" not in stored(app, first)


@pytest.mark.parametrize("question", ["invented", "Till", "till.x", "%00", "é", "x" * 5000])
def test_a_question_that_never_was_is_the_one_page_of_nothing_here(
    visitor: Visitor, first: Page, question: str
) -> None:
    assert post(visitor, first, question, {"q_till": "owner"}).status_code == 404


def test_progress_and_minutes_come_with_every_save(visitor: Visitor, first: Page) -> None:
    reply = post(visitor, first, "till", {"q_till": "anyone"}).json
    assert reply["stops"]["choosing"] == {"state": "begun", "shown": "1 of 2"}
    assert reply["stops"]["typing"]["state"] == "ahead"
    reply = post(visitor, first, "doors", {"q_doors": ["none"]}).json
    assert reply["stops"]["choosing"] == {"state": "done", "shown": "done"}
    assert reply["time_left"] == "", "this instrument does not say how long it takes"


def test_a_grid_is_done_when_every_row_is(visitor: Visitor, first: Page) -> None:
    typing = page_of(visitor, first, "typing")
    reply = post(visitor, typing, "lists", {"q_lists-stock": "good"}).json
    assert reply["stops"]["typing"]["shown"] == "0 of 2"
    assert reply["stops"]["typing"]["state"] == "begun"


def test_after_handing_in_nothing_more_is_saved(app: Flask, visitor: Visitor, first: Page) -> None:
    visitor.send(visitor.get(f"/a/{firm_of(first)}/review"))
    reply = post(visitor, first, "till", {"q_till": "owner"})
    assert reply.status_code == 409
    assert reply.mimetype == "text/html"
    assert stored(app, first) == {}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_posting_saves(visitor: Visitor, first: Page, method: str) -> None:
    assert visitor.client.open(f"/a/{firm_of(first)}/answers/till", method=method).status_code == 405


@pytest.mark.parametrize("body", ["[1]", "{", '{"q_till": "owner"}'])
def test_json_is_no_form(app: Flask, visitor: Visitor, first: Page, body: str) -> None:
    address = f"/a/{firm_of(first)}/answers/till"
    assert visitor.client.post(address, data=body, content_type="application/json").status_code == 422
    assert stored(app, first) == {}


def test_a_note_by_itself_leaves_the_answer_alone(app: Flask, visitor: Visitor, first: Page) -> None:
    reply = post(visitor, first, "till", {"n_till": "Keys are in the drawer"}, part="note")
    assert reply.json["revisions"] == {"rn_till": 1}
    assert stored(app, first) == {}
    with app.app_context():
        assert notes.notes(firm_of(first))["till"].text == "Keys are in the drawer"


def test_two_firms_in_one_browser_keep_apart(app: Flask, visitor: Visitor, first: Page) -> None:
    other = visitor.send(visitor.get("/start"), {"trade": "Hairdresser", "people": "micro"})
    post(visitor, first, "till", {"q_till": "owner"})
    post(visitor, other, "till", {"q_till": "na"})
    assert stored(app, first) == {"till": "owner"}
    assert stored(app, other) == {"till": "na"}


def test_saving_often_stays_within_the_limits(visitor: Visitor, first: Page) -> None:
    """A person who answers everything at once, with pages in between, makes far fewer requests than this."""
    revision = 0
    for turn in range(120):
        choice = ("owner", "anyone")[turn % 2]
        reply = post(visitor, first, "till", {"q_till": choice, "r_till": str(revision)})
        assert reply.status_code == 200
        revision = reply.json["revisions"]["r_till"]


def test_a_page_of_questions_takes_few_queries(app: Flask, visitor: Visitor, first: Page) -> None:
    asked: list[str] = []
    with app.app_context():
        engine = db.engine

        @sa.event.listens_for(engine, "before_cursor_execute")
        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.startswith("SELECT") and "rate_counters" not in statement:
                asked.append(statement)

        page_of(visitor, first, "choosing")
        sa.event.remove(engine, "before_cursor_execute", note)
    assert 1 <= len(asked) <= 4, asked
