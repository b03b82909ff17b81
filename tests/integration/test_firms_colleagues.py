"""Several people: what a colleague sees and answers, who answered what, and two answers to one question."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from flask import Flask

from survey.storage import assessments
from tests.integration.pages import Page, Visitor, words

HOSTILE = [
    "<script>alert(1)</script>",
    "Ben 🙂 Ünal",
    "{{ 7*7 }} %(name)s",
    "=HYPERLINK(1)",
    "محمد",
    "'; DROP TABLE answers; --",
]


@pytest.fixture
def app(every_type: Flask) -> Flask:
    return every_type


@pytest.fixture
def owner(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture
def home(owner: Visitor) -> str:
    page = owner.send(owner.get("/start"), {"trade": "Bakery", "people": "solo", "firm": "Ann's"})
    return page.address.rsplit("/questions/", 1)[0]


def invite(owner: Visitor, home: str, name: str = "Ben", pages: Sequence[str] = ("choosing",)) -> Page:
    return owner.send(owner.get(f"{home}/colleagues"), {"name": name, "pages": pages}, action="/colleagues")


def link_on(page: Page) -> str:
    field = page.by_id("address")
    assert field is not None
    return field.get("value", "").removeprefix("http://localhost")


def arrive(app: Flask, link: str) -> Visitor:
    """Another device that has opened the link and pressed Continue."""
    visitor = Visitor(app)
    visitor.send(visitor.get(link))
    return visitor


@pytest.fixture
def ben(app: Flask, owner: Visitor, home: str) -> Visitor:
    return arrive(app, link_on(invite(owner, home)))


def stored(app: Flask, home: str) -> dict[str, tuple[object, str]]:
    with app.app_context():
        found = assessments.answers(home.removeprefix("/a/"))
    return {question: (answer.value, answer.by) for question, answer in found.items()}


def submit(owner: Visitor, home: str) -> None:
    assert owner.send(owner.get(f"{home}/review"), action="/review").status == 200


def test_a_colleague_answers_the_pages_that_were_sent(app: Flask, owner: Visitor, home: str, ben: Visitor) -> None:
    start = ben.get(home)
    assert start.address == f"{home}/part"
    assert start.heading == "Some questions for you"
    assert "Ben, a colleague is finding out how ready Ann's is" in start.text
    assert "Whoever sent you here sees your answers with your name" in start.text
    page = ben.get(f"{home}/part/choosing")
    assert "Typing" not in page.text
    thanks = ben.send(page, {"q_till": "anyone", "q_doors": ["front"]})
    assert thanks.heading == "Thank you"
    assert "2 of 2 questions" in thanks.text
    assert stored(app, home) == {"till": ("anyone", "Ben"), "doors": (["front"], "Ben")}
    assert "2 of 2 answered" in owner.get(f"{home}/colleagues").text


def test_answers_open_further_questions_on_the_page(home: str, ben: Visitor) -> None:
    page = ben.send(ben.get(f"{home}/part/choosing"), {"q_till": "owner"})
    assert "opened 1 more question" in page.text
    assert "Who is called by the alarm?" in page.text


def test_a_colleague_sees_nothing_that_others_answered(app: Flask, owner: Visitor, home: str, ben: Visitor) -> None:
    owner.send(owner.get(f"{home}/questions/choosing"), {"q_till": "anyone", "q_doors": ["back"]})
    page = ben.get(f"{home}/part/choosing")
    checked = [one for one in page.root.iter("input") if one.get("checked") is not None and one.get("value")]
    assert checked == []
    eve = arrive(app, link_on(invite(owner, home, "Eve")))
    eve.send(eve.get(f"{home}/part/choosing"), {"q_doors": ["front"]})
    assert "Eve" not in ben.get(f"{home}/part").html


@pytest.mark.parametrize(
    "part",
    [
        "questions/choosing",
        "review",
        "profile",
        "link",
        "colleagues",
        "delete",
        "results",
        "results.pdf",
        "answers.json",
        "answers.csv",
        "part/typing",
        "part/unknown",
        "part/last-questions",
    ],
)
def test_a_colleague_gets_to_nothing_else(home: str, ben: Visitor, part: str) -> None:
    assert ben.get(f"{home}/{part}").status == 404


@pytest.mark.parametrize(
    "part", ["part/typing", "colleagues", "colleagues/till", "link", "link/1/end", "delete", "review"]
)
def test_a_colleague_can_post_nothing_else(app: Flask, home: str, ben: Visitor, part: str) -> None:
    _, values = ben.get(f"{home}/part/choosing").form("/choosing")
    data = values.to_dict() | {"q_hours": "3", "name": "X", "pages": "typing", "link_id": "1", "take": "yes"}
    assert ben.client.post(f"{home}/{part}", data=data).status_code == 404
    assert stored(app, home) == {}


def test_readers_owners_and_strangers_have_no_part(app: Flask, owner: Visitor, home: str) -> None:
    assert [visitor.get(f"{home}/part").status for visitor in (owner, Visitor(app))] == [404, 404]


def test_a_question_that_was_not_sent_is_not_taken(app: Flask, home: str, ben: Visitor) -> None:
    page = ben.send(ben.get(f"{home}/part/choosing"), {"q_hours": "3", "q_till": "anyone"})
    assert page.status == 422
    assert stored(app, home) == {}


def test_a_question_that_is_not_asked_now_is_not_taken(app: Flask, home: str, ben: Visitor) -> None:
    """It may have been asked when the page was drawn: the owner's answers open and close it."""
    page = ben.send(ben.get(f"{home}/part/choosing"), {"q_alarm": "somebody", "q_till": "owner"})
    assert page.status == 422
    assert any("has changed since you opened it" in fault for fault in page.faults())
    assert stored(app, home) == {}


def test_what_is_wrong_is_said_and_what_was_typed_stays(home: str, ben: Visitor) -> None:
    page = ben.send(ben.get(f"{home}/part/choosing"), {"q_till": "nobody", "q_doors": ["front"], "csrf_token": "old"})
    assert page.status == 422
    assert len(page.faults()) == 2
    front = page.by_id("q_doors-front")
    assert front is not None
    assert front.get("checked") is not None


def test_pressing_save_twice_changes_nothing(app: Flask, home: str, ben: Visitor) -> None:
    page = ben.get(f"{home}/part/choosing")
    for _ in range(2):
        assert ben.send(page, {"q_till": "anyone"}).heading == "Thank you"
    assert stored(app, home)["till"] == ("anyone", "Ben")


def test_two_devices_of_one_colleague_are_shown_both_versions(app: Flask, owner: Visitor, home: str) -> None:
    link = link_on(invite(owner, home))
    phone, desk = arrive(app, link), arrive(app, link)
    pages = [device.get(f"{home}/part/choosing") for device in (phone, desk)]
    phone.send(pages[0], {"q_till": "anyone"})
    conflict = desk.send(pages[1], {"q_till": "owner"})
    assert conflict.status == 409
    assert "You answered this on another device" in conflict.text
    desk.send(conflict)
    assert stored(app, home)["till"] == ("owner", "Ben")


def two_answers(owner: Visitor, ben: Visitor, home: str) -> Page:
    owner.send(owner.get(f"{home}/questions/choosing"), {"q_till": "anyone"})
    ben.send(ben.get(f"{home}/part/choosing"), {"q_till": "owner"})
    return owner.get(f"{home}/colleagues")


@pytest.mark.parametrize("take", ["yes", "no"])
def test_the_owner_decides_between_two_answers(app: Flask, owner: Visitor, home: str, ben: Visitor, take: str) -> None:
    page = two_answers(owner, ben, home)
    assert "Two answers, you decide" in page.text
    assert "Yours, counts so far Anyone" in page.text
    assert "By Ben Only the owner" in page.text
    decided = owner.send(page, {"take": take}, action="/colleagues/till")
    assert decided.address == f"{home}/colleagues"
    assert "Two answers" not in decided.text
    assert stored(app, home)["till"] == {"yes": ("owner", "Ben"), "no": ("anyone", "")}[take]


def test_a_colleagues_answer_is_offered_where_the_firms_was_cleared(owner: Visitor, home: str, ben: Visitor) -> None:
    two_answers(owner, ben, home)
    owner.send(owner.get(f"{home}/questions/choosing"), {"q_till": ""})
    page = owner.get(f"{home}/colleagues")
    assert "Yours, counts so far left open" in page.text
    assert "Yours, counts so far left open" in owner.get(f"{home}/review").text
    assert "Two answers" not in owner.send(page, {"take": "yes"}, action="/colleagues/till").text
    assert "Only the owner" in owner.get(f"{home}/review").text


def test_a_decision_on_the_overview_leads_back_there(owner: Visitor, home: str, ben: Visitor) -> None:
    two_answers(owner, ben, home)
    page = owner.get(f"{home}/review")
    assert "Two answers, you decide" in page.text
    assert owner.send(page, {"take": "yes"}, action="/colleagues/till").address == f"{home}/review"


def test_a_decision_about_an_answer_that_changed_meanwhile_is_asked_again(
    app: Flask, owner: Visitor, home: str, ben: Visitor
) -> None:
    ben.send(ben.get(f"{home}/part/choosing"), {"q_doors": ["front"]})
    owner.send(owner.get(f"{home}/questions/choosing"), {"q_doors": ["back"]})
    page = owner.get(f"{home}/colleagues")
    ben.send(ben.get(f"{home}/part/choosing"), {"q_doors": ["all_of_them"]})
    again = owner.send(page, {"take": "yes"}, action="/colleagues/doors")
    assert again.status == 409
    assert "was changed in the meantime" in again.text
    assert "All of them, by a timer" in again.text
    assert stored(app, home)["doors"] == (["back"], "")
    owner.send(again, {"take": "yes"}, action="/colleagues/doors")
    assert stored(app, home)["doors"] == (["all_of_them"], "Ben")


@pytest.mark.parametrize(
    "changes",
    [
        {"link_id": "999"},
        {"link_id": "-1"},
        {"link_id": "9" * 40},
        {"take": "perhaps"},
        {"take": None},
        {"link_id": None},
    ],
)
def test_a_decision_about_nothing_is_refused(
    app: Flask, owner: Visitor, home: str, ben: Visitor, changes: dict[str, str | None]
) -> None:
    page = two_answers(owner, ben, home)
    assert owner.send(page, {"take": "yes"} | changes, action="/colleagues/till").status == 404
    assert stored(app, home)["till"] == ("anyone", "")


def test_a_decision_about_an_unknown_question_is_refused(owner: Visitor, home: str, ben: Visitor) -> None:
    _, values = two_answers(owner, ben, home).form("/colleagues/till")
    for question in ("unknown", "hours", "x" * 300):
        data = values.to_dict() | {"take": "yes"}
        assert owner.client.post(f"{home}/colleagues/{question}", data=data).status_code == 404


def test_ending_a_link_keeps_the_answers_with_the_name(app: Flask, owner: Visitor, home: str, ben: Visitor) -> None:
    ben.send(ben.get(f"{home}/part/choosing"), {"q_till": "anyone"})
    page = owner.send(owner.get(f"{home}/colleagues"), action="/end")
    assert page.address == f"{home}/colleagues"
    assert ben.get(f"{home}/part").status == 404
    assert stored(app, home)["till"] == ("anyone", "Ben")


def test_after_handing_in_a_colleague_is_told_so(app: Flask, owner: Visitor, home: str, ben: Visitor) -> None:
    page = ben.get(f"{home}/part/choosing")
    submit(owner, home)
    assert ben.send(page, {"q_till": "owner"}).heading == "Already handed in"
    assert ben.get(f"{home}/part").heading == "Already handed in"
    assert stored(app, home) == {}
    assert "Your answers are in" in owner.get(f"{home}/colleagues").text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_text(app: Flask, owner: Visitor, home: str, name: str) -> None:
    page = invite(owner, home, name)
    assert name in page.text
    ben = arrive(app, link_on(page))
    assert f"{name}, a colleague" in ben.get(f"{home}/part").text
    two_answers(owner, ben, home)
    assert f"By {name}" in owner.get(f"{home}/colleagues").text


@pytest.mark.parametrize(
    ("name", "pages", "message"),
    [
        ("", ["choosing"], "Say for whom the link is"),
        (" \t ", ["choosing"], "Say for whom the link is"),
        ("x" * 10_000, ["choosing"], "Please shorten this by 9920 characters."),
        ("B\x00en", ["choosing"], "Characters that cannot be stored"),
        ("Ben", [], "Choose which parts to send"),
        ("Ben", ["unknown"], "Choose which parts to send"),
        ("Ben", ["choosing", "last-questions"], "Choose which parts to send"),
        ("Ben", ["hiring"], "Choose which parts to send"),
    ],
)
def test_an_invitation_without_name_or_parts_is_not_sent(
    owner: Visitor, home: str, name: str, pages: list[str], message: str
) -> None:
    page = invite(owner, home, name, pages)
    assert page.status == 422
    assert any(fault.startswith(message) for fault in page.faults())
    assert "Who is asked" not in page.text
    field = page.by_id("colleague-name")
    assert field is not None
    assert field.get("value") == name.replace("\x00", "")


def test_a_link_is_shown_once_and_a_reload_makes_no_other(owner: Visitor, home: str) -> None:
    link_on(invite(owner, home))
    again = owner.get(f"{home}/colleagues")
    assert again.by_id("address") is None
    assert [words(button) for button in again.root.iter("button")].count("Make the link") == 1
    assert len(re.findall("not used yet", again.text)) == 1


def test_a_button_pressed_twice_leaves_one_link_that_works(app: Flask, owner: Visitor, home: str) -> None:
    page = owner.get(f"{home}/colleagues")
    values = page.form("/colleagues")[1].to_dict() | {"name": "Ben", "pages": "choosing"}
    for _ in range(2):
        owner.client.post(f"{home}/colleagues", data=values)
    shown = owner.get(f"{home}/colleagues")
    assert len(re.findall("not used yet", shown.text)) == 1
    assert arrive(app, link_on(shown)).get(f"{home}/part").status == 200


def test_an_owner_may_try_the_link_of_a_colleague(owner: Visitor, home: str) -> None:
    link = link_on(invite(owner, home))
    assert owner.send(owner.get(link)).heading == "Some questions for you"
    assert owner.get(f"{home}/questions/choosing").status == 200
