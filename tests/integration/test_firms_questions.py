"""Pages of questions: what is asked, what is taken, what is refused, and what happens when two devices answer."""

from __future__ import annotations

import pytest
from flask import Flask

from survey.storage import assessments
from tests.integration.pages import Page, Visitor, words


@pytest.fixture
def app(every_type: Flask) -> Flask:
    return every_type


def begin(visitor: Visitor, people: str = "micro") -> Page:
    """A firm's first page of questions."""
    return visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": people})


def firm_of(page: Page) -> str:
    return page.address.split("/")[2]


def page_of(visitor: Visitor, first: Page, name: str) -> Page:
    return visitor.get(f"/a/{firm_of(first)}/questions/{name}")


def stored(app: Flask, page: Page) -> dict[str, object]:
    with app.app_context():
        return {name: one.value for name, one in assessments.answers(firm_of(page)).items() if one.value is not None}


def test_one_page_for_each_part_then_closing_then_overview(visitor: Visitor) -> None:
    page = begin(visitor)
    seen = []
    while "/review" not in page.address:
        seen.append((page.heading, page.title))
        page = visitor.send(page)
    assert [heading for heading, _ in seen] == ["Choosing", "Typing", "Hiring", "Last questions, without points"]
    assert [title.split(" – ")[1] for _, title in seen] == [f"page {n} of 4" for n in range(1, 5)]
    assert page.heading == "Check your answers"


def test_nothing_has_to_be_answered(app: Flask, visitor: Visitor) -> None:
    page = begin(visitor)
    visitor.send(page)
    assert stored(app, page) == {}


def test_answers_of_every_type_are_kept_and_shown_again(app: Flask, visitor: Visitor) -> None:
    first = begin(visitor)
    second = visitor.send(first, {"q_till": "anyone", "q_doors": ["back", "front"]})
    third = visitor.send(second, {"q_lists-stock": "good", "q_lists-prices": "dk", "q_hours": "37,5"})
    last = visitor.send(third)
    visitor.send(last, {"q_wish": "Fewer <b>forms</b>\r\nplease"})
    assert stored(app, first) == {
        "till": "anyone",
        "doors": ["front", "back"],
        "lists": {"stock": "good", "prices": "dk"},
        "hours": 37.5,
        "wish": "Fewer <b>forms</b>\nplease",
    }
    _, again = page_of(visitor, first, "typing").form()
    assert (again["q_lists-stock"], again["q_lists-prices"], again["q_hours"]) == ("good", "dk", "37.5")
    assert "Fewer &lt;b&gt;forms" in page_of(visitor, first, "last-questions").html


@pytest.mark.parametrize(
    ("page_name", "changes", "kept"),
    [
        ("choosing", {"q_till": "na"}, {"till": "na"}),
        ("choosing", {"q_till": "dk"}, {"till": "dk"}),
        ("choosing", {"q_doors": ["none"]}, {"doors": []}),
        ("choosing", {"q_doors": ["dk"]}, {"doors": "dk"}),
        ("choosing", {"q_doors": ["front", "front"]}, {"doors": ["front"]}),
        ("choosing", {"q_doors": ["all_of_them"]}, {"doors": ["all_of_them"]}),
        ("typing", {"q_hours-or": ["dk"]}, {"hours": "dk"}),
        ("typing", {"q_hours": " 40 "}, {"hours": 40.0}),
    ],
)
def test_what_is_said_is_what_is_kept(app: Flask, visitor: Visitor, page_name: str, changes: dict, kept: dict) -> None:
    first = begin(visitor)
    visitor.send(page_of(visitor, first, page_name), changes)
    assert stored(app, first) == kept


def test_an_answer_can_be_taken_back_without_javascript(app: Flask, visitor: Visitor) -> None:
    first = begin(visitor)
    visitor.send(first, {"q_till": "anyone", "q_doors": ["front"]})
    visitor.send(page_of(visitor, first, "choosing"), {"q_till": "", "q_doors": []})
    assert stored(app, first) == {}
    assert visitor.send(page_of(visitor, first, "choosing"), {"q_till": "owner"}).status == 200


BAD = [
    ("choosing", {"q_till": "burglar"}, "not one of the answers offered", "#q_till-anyone"),
    ("choosing", {"q_till": ["anyone", "owner"]}, "Choose one answer only", "#q_till-anyone"),
    ("choosing", {"q_till": "an\0yone"}, "not one of the answers offered", "#q_till-anyone"),
    ("choosing", {"q_doors": ["front", "window"]}, "not one of the answers offered", "#q_doors-front"),
    ("choosing", {"q_doors": ["front", "none"]}, "“None of these” does not go with other", "#q_doors-front"),
    ("choosing", {"q_doors": ["back", "all_of_them"]}, "“All of them, by a timer” does not go", "#q_doors-front"),
    ("choosing", {"q_alarm": "somebody"}, "What this page asks has changed", ""),
    ("choosing", {"q_training": "written"}, "What this page asks has changed", ""),
    ("choosing", {"q_invented": "x"}, "What this page asks has changed", ""),
    ("typing", {"q_lists-stock": "middling"}, "not one of the answers offered", "#q_lists-stock-bad"),
    ("typing", {"q_lists-cellar": "good"}, "What this page asks has changed", ""),
    ("typing", {"q_hours": "sNaN"}, "Enter a number in digits", "#q_hours"),
    ("typing", {"q_hours": "NaN"}, "Enter a number in digits", "#q_hours"),
    ("typing", {"q_hours": "1e999"}, "Enter a number in digits", "#q_hours"),
    ("typing", {"q_hours": "9" * 10_000}, "Enter a number in digits", "#q_hours"),
    ("typing", {"q_hours": "-1"}, "from 0 to 168", "#q_hours"),
    ("typing", {"q_hours": "169"}, "from 0 to 168", "#q_hours"),
    ("typing", {"q_hours": "3.25"}, "at most 1 digits after", "#q_hours"),
    ("typing", {"q_hours": "3", "q_hours-or": ["dk"]}, "Give one answer only", "#q_hours"),
    ("typing", {"q_hours-or": ["never"]}, "not one of the answers offered", "#q_hours"),
    ("last-questions", {"q_wish": "x" * 45}, "shorten this by 5 characters", "#q_wish"),
    ("last-questions", {"q_wish": ["this", "that"]}, "Choose one answer only", "#q_wish"),
    ("last-questions", {"q_wish": "nul\0"}, "Characters that cannot be stored", "#q_wish"),
]


@pytest.mark.parametrize(("name", "changes", "message", "anchor"), BAD)
def test_bad_input_is_named_at_its_field_and_stores_nothing(
    app: Flask, name: str, changes: dict, message: str, anchor: str
) -> None:
    visitor = Visitor(app)
    first = begin(visitor)
    page = visitor.send(page_of(visitor, first, name), changes)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    [(found, where)] = page.faults().items()
    assert message in found
    assert where == anchor
    if anchor:
        assert page.text.count(message) == 2, "once in the summary, once at the field"
    assert stored(app, first) == {}


def test_what_else_was_typed_is_still_there(visitor: Visitor) -> None:
    typing = page_of(visitor, begin(visitor), "typing")
    page = visitor.send(typing, {"q_lists-stock": "good", "q_lists-prices": "na", "q_hours": "many"})
    _, values = page.form()
    assert (values["q_lists-stock"], values["q_lists-prices"], values["q_hours"]) == ("good", "na", "many")


@pytest.mark.parametrize("token", [None, "expired"])
def test_an_expired_form_comes_back_as_typed_and_can_be_sent(app: Flask, visitor: Visitor, token: str | None) -> None:
    first = begin(visitor)
    page = visitor.send(first, {"q_till": "owner", "csrf_token": token})
    assert page.status == 422
    assert "had been open for too long" in next(iter(page.faults()))
    assert stored(app, first) == {}
    visitor.send(page)
    assert stored(app, first) == {"till": "owner"}


def test_an_answer_opens_a_question_on_its_own_page(visitor: Visitor) -> None:
    first = begin(visitor)
    assert first.by_id("question-alarm") is None
    page = visitor.send(first, {"q_till": "owner"})
    assert page.heading == "Choosing"
    assert "opened 1 more question" in page.text
    assert page.by_id("question-alarm") is not None


def test_a_hidden_question_keeps_its_answer(app: Flask, visitor: Visitor) -> None:
    page = visitor.send(begin(visitor), {"q_till": "owner"})
    visitor.send(page, {"q_alarm": "somebody"})
    page = page_of(visitor, page, "choosing")
    visitor.send(page, {"q_till": "anyone"})
    assert stored(app, page)["alarm"] == "somebody"
    assert page_of(visitor, page, "choosing").by_id("question-alarm") is None


def test_questions_that_do_not_concern_a_firm_are_not_asked(visitor: Visitor) -> None:
    first = begin(visitor, people="solo")
    assert "page 1 of 3" in first.title
    assert page_of(visitor, first, "hiring").status == 404


@pytest.mark.parametrize("name", ["nowhere", "Choosing", "choosing/more", "%00"])
def test_an_address_off_the_path_is_the_one_page_of_nothing_here(visitor: Visitor, name: str) -> None:
    page = page_of(visitor, begin(visitor), name)
    assert (page.status, page.heading) == (404, "Nothing here")


def test_two_devices_both_versions_are_shown_and_the_next_save_decides(app: Flask, visitor: Visitor) -> None:
    first = begin(visitor)
    early = page_of(visitor, first, "choosing")
    visitor.send(page_of(visitor, first, "choosing"), {"q_till": "owner", "q_doors": ["back"]})
    page = visitor.send(early, {"q_till": "anyone", "q_doors": ["back"]})
    assert page.status == 409
    assert page.faults() == {
        "One answer was changed on another device in the meantime: see both, and save again.": "#question-till"
    }
    assert "There Only the owner Here Anyone" in page.text
    assert page.form()[1]["q_till"] == "anyone"
    assert stored(app, first)["till"] == "owner"
    visitor.send(page)
    assert stored(app, first)["till"] == "anyone"


def test_a_question_never_touched_here_is_no_conflict(app: Flask, visitor: Visitor) -> None:
    first = begin(visitor)
    early = page_of(visitor, first, "choosing")
    visitor.send(page_of(visitor, first, "choosing"), {"q_till": "anyone"})
    page = visitor.send(early, {"q_doors": ["front"]})
    assert page.status == 200
    assert stored(app, first) == {"till": "anyone", "doors": ["front"]}


def test_an_answer_cleared_elsewhere_can_be_settled(app: Flask, visitor: Visitor) -> None:
    first = begin(visitor)
    visitor.send(first, {"q_till": "anyone"})
    early = page_of(visitor, first, "choosing")
    visitor.send(page_of(visitor, first, "choosing"), {"q_till": ""})
    page = visitor.send(early, {"q_till": "na"})
    assert page.status == 409
    assert "There left open Here Not for us" in page.text
    visitor.send(page)
    assert stored(app, first) == {"till": "na"}


def test_saving_to_finish_later_leads_to_the_private_link(visitor: Visitor) -> None:
    page = visitor.send(begin(visitor), {"q_till": "anyone", "then": "stop"})
    assert page.heading == "Come back later, or on another device"


def test_a_change_from_the_overview_leads_back_to_it(visitor: Visitor) -> None:
    first = begin(visitor)
    overview = visitor.get(f"/a/{firm_of(first)}/review")
    address = next(href for href, text in overview.links().items() if text == "Answer: How many hours are you open?")
    assert address.endswith("typing?back=review#question-hours")
    page = visitor.send(visitor.get(address), {"q_hours": "40"})
    assert page.heading == "Check your answers"
    assert "40 hours" in page.text


def test_a_refused_page_leads_to_what_is_wrong(visitor: Visitor) -> None:
    """By keyboard and by ear: the summary has the focus, and the control says its unit and its fault."""
    page = visitor.send(page_of(visitor, begin(visitor), "typing"), {"q_hours": "many"})
    assert page.by_id("faults").get("autofocus") is not None
    field = page.by_id("q_hours")
    assert field.get("aria-invalid") == "true"
    described = [words(page.by_id(name)) for name in field.get("aria-describedby").split()]
    assert described == ["hours", "Enter a number in digits, for example 12."]
