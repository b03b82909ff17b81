"""Views beside the pages of questions: the long page for advisers, first results, coming back, the next stage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from survey import create_app
from survey.storage import access, assessments, colleagues
from tests.integration.databases import close, settings_for
from tests.integration.pages import Page, Visitor, words
from tests.integration.test_firms_way import answered


@pytest.fixture
def app(every_type: Flask) -> Flask:
    return every_type


@pytest.fixture
def first(visitor: Visitor) -> Page:
    return visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "micro"})


def home(page: Page) -> str:
    return page.address.split("/questions/")[0].removesuffix("/review").removesuffix("/results")


def firm_of(page: Page) -> str:
    return page.address.split("/")[2]


def stored(app: Flask, page: Page) -> dict[str, object]:
    with app.app_context():
        return {name: one.value for name, one in assessments.answers(firm_of(page)).items()}


def handed_in(visitor: Visitor, first: Page) -> Page:
    visitor.send(first, {"q_till": "anyone", "q_doors": ["front"]})
    visitor.send(visitor.get(f"{home(first)}/questions/typing"), {"q_hours": "40"})
    return visitor.send(visitor.get(f"{home(first)}/review"))


# All questions on one page ------------------------------------------------------------------------------------------


def test_all_questions_in_their_order_with_notes_open(visitor: Visitor, first: Page) -> None:
    page = visitor.get(f"{home(first)}/interview")
    parts = [words(one) for one in page.root.iter("h2") if (one.get("id") or "").startswith("part-")]
    assert parts == ["Choosing", "Typing", "Hiring", "Last questions, without points"]
    numbers = [words(one) for one in page.root.iter("span") if one.get("class") == "question__number"]
    assert numbers == [str(n + 1) for n in range(6)]
    assert all(one.get("open") is not None for one in page.root.iter("details") if one.get("class") == "note")


def test_each_button_saves_the_whole_page_and_goes_on_with_the_next_part(
    app: Flask, visitor: Visitor, first: Page
) -> None:
    page = visitor.get(f"{home(first)}/interview")
    address, values = page.form("/interview")
    for name, value in {"q_till": "anyone", "q_hours": "40", "n_hours": "Summer: 45", "then": "choosing"}.items():
        values[name] = value
    response = visitor.client.post(address, data=values)
    assert response.location == f"{home(first)}/interview#part-typing"
    assert stored(app, first) == {"till": "anyone", "hours": 40.0}


def test_after_the_last_part_comes_the_overview(visitor: Visitor, first: Page) -> None:
    page = visitor.send(visitor.get(f"{home(first)}/interview"), {"then": "last-questions"}, action="/interview")
    assert page.heading == "Check your answers"


def test_an_answer_opens_a_question_on_the_long_page(visitor: Visitor, first: Page) -> None:
    page = visitor.get(f"{home(first)}/interview")
    assert page.by_id("question-alarm") is None
    page = visitor.send(page, {"q_till": "owner"}, action="/interview")
    assert "opened 1 more question" in page.text
    assert page.by_id("question-alarm") is not None


@pytest.mark.parametrize("then", ["nowhere", "\0", "x" * 5000])
def test_an_unknown_part_just_saves(app: Flask, visitor: Visitor, first: Page, then: str) -> None:
    page = visitor.send(visitor.get(f"{home(first)}/interview"), {"q_till": "na", "then": then}, action="/interview")
    assert page.address == f"{home(first)}/interview"
    assert stored(app, first) == {"till": "na"}


def test_faults_and_conflicts_keep_everything_on_the_long_page(app: Flask, visitor: Visitor, first: Page) -> None:
    early = visitor.get(f"{home(first)}/interview")
    page = visitor.send(early, {"q_hours": "many", "q_till": "owner"}, action="/interview")
    assert (page.status, list(page.faults().values())) == (422, ["#q_hours"])
    assert page.form("/interview")[1]["q_till"] == "owner"
    visitor.send(first, {"q_till": "anyone"})
    page = visitor.send(early, {"q_till": "na"}, action="/interview")
    assert (page.status, list(page.faults().values())) == (409, ["#question-till"])
    assert stored(app, first) == {"till": "anyone"}


def test_the_long_page_is_linked_for_advisers(visitor: Visitor, first: Page) -> None:
    for part in ("review", "profile"):
        assert f"{home(first)}/interview" in visitor.get(f"{home(first)}/{part}").links()


# Coming back --------------------------------------------------------------------------------------------------------


def test_the_overview_lists_first_what_to_come_back_to(visitor: Visitor, first: Page) -> None:
    visitor.send(first, {"q_till": "anyone"})
    visitor.send(visitor.get(f"{home(first)}/questions/typing"), {"q_lists-stock": "good"})
    page = visitor.get(f"{home(first)}/review")
    assert "5 questions to come back to" in page.text
    listed = page.root.find(".//section[@class='still-open']")
    assert [words(one) for one in listed.iter("a")] == [
        "Which doors are locked at night?",
        "How good are your lists?",
        "How many hours are you open?",
        "Is there a plan for training?",
        "What do you wish for?",
    ]
    assert "Partly open" in page.text, "one row of the grid is still open"
    assert page.text.index("to come back to") < page.text.index("Who may open the till?")


def test_the_way_shows_each_part_and_marks_the_current_one(visitor: Visitor, first: Page) -> None:
    page = visitor.send(first, {"q_till": "anyone", "q_doors": ["none"]})
    ways = [one for one in page.root.iter("ol") if one.get("class") == "stops"]
    for way in ways:
        assert [words(one) for one in way] == [
            "Choosing done", "Typing not begun", "Hiring not begun", "Last questions not begun"
        ]  # fmt: skip
        assert [one.get("aria-current") for one in way.iter("a")] == [None, "step", None, None]


# Examples and minutes, of the built-in instrument -------------------------------------------------------------------


@pytest.fixture
def built_in(sqlite_url: str, tmp_path: Path) -> Iterator[Visitor]:
    app = create_app(settings_for(tmp_path, sqlite_url))
    app.testing = True
    yield Visitor(app)
    close(app)


def test_examples_are_of_the_own_trade_and_minutes_run_down(built_in: Visitor) -> None:
    def begun(trade: str) -> Page:
        return built_in.send(built_in.get("/start"), {"trade": trade, "people": "small"})

    def examples(page: Page) -> list[str]:
        return [words(one) for one in page.root.iter("details") if one.get("class") == "question__example"]

    bakery, practice = begun("Bakery"), begun("Dentist")
    assert len(examples(bakery)) == len(examples(practice))
    assert examples(bakery) != examples(practice)
    assert "about 14 minutes left" in bakery.text
    assert "about 12 minutes left" in built_in.send(bakery, answered(bakery, 1)).text


# First results ------------------------------------------------------------------------------------------------------


def test_first_results_are_offered_from_the_third_page_on(visitor: Visitor, first: Page) -> None:
    for name, offered in (("choosing", False), ("typing", False), ("hiring", True), ("last-questions", True)):
        links = visitor.get(f"{home(first)}/questions/{name}").links()
        assert (f"{home(first)}/so-far" in links) is offered, name


def test_first_results_are_preliminary_and_name_no_level_before_enough_is_answered(
    visitor: Visitor, first: Page
) -> None:
    for answers in ({}, {"q_till": "anyone", "q_doors": ["none"]}):
        visitor.send(visitor.get(first.address), answers)
        page = visitor.get(f"{home(first)}/so-far")
        assert "This is preliminary" in page.text
        assert "A score and a level are named once enough is answered" in page.text
        assert page.root.find(".//p[@class='score__level']") is None
    table = {words(row[0]): words(row[1]) for row in page.root.iter("tr")}
    assert table["Choosing"] == "0", "what was answered counts, also where it is zero"
    assert not any(letter.isdigit() for letter in table["Typing"]), "what is open is never zero"


def test_first_results_after_handing_in_are_the_results(visitor: Visitor, first: Page) -> None:
    handed_in(visitor, first)
    assert visitor.get(f"{home(first)}/so-far").address == f"{home(first)}/results"
    assert visitor.get(f"{home(first)}/interview").address == f"{home(first)}/results"


@pytest.mark.parametrize("part", ["interview", "so-far", "review", "questions/choosing"])
def test_another_browser_finds_nothing(app: Flask, visitor: Visitor, first: Page, part: str) -> None:
    assert Visitor(app).get(f"{home(first)}/{part}").status == 404


# Updating, and the next stage ---------------------------------------------------------------------------------------


def test_an_update_is_the_same_pages_and_says_so(app: Flask, visitor: Visitor, first: Page) -> None:
    handed_in(visitor, first)
    with app.app_context():
        assessments.reopen(firm_of(first))
    page = visitor.get(f"{home(first)}/questions/choosing")
    assert page.form()[1]["q_till"] == "anyone"
    assert "Last time" not in page.text
    visitor.send(page, {"q_till": "na"})
    review = visitor.get(f"{home(first)}/review")
    assert "You are updating results that stay as they are" in review.text
    assert "Keep it as it was" in review.text
    assert any(words(one) == "Submit the update" for one in review.root.iter("button"))
    address, values = review.form("/review")
    for _ in range(2):  # pressed twice
        assert visitor.client.post(address, data=values).location.endswith("/results")
    with app.app_context():
        assert assessments.submission(firm_of(first)).revision == 2
        assert assessments.submission(firm_of(first)).answers["till"] == "na"


def test_consent_is_asked_anew_with_every_update_and_stage(app: Flask, visitor: Visitor, first: Page) -> None:
    review = visitor.get(f"{home(first)}/review")
    assert "does not carry over" not in review.text
    visitor.send(review, {"counted": "yes"})
    with app.app_context():
        assessments.reopen(firm_of(first))
    review = visitor.get(f"{home(first)}/review")
    assert "counted" not in review.form("/review")[1]
    assert "What you decided before does not carry over" in review.text
    visitor.send(review, {"counted": "yes"}, action="/review")
    review = visitor.get(f"{next_stage(app, visitor, first)}/review")
    assert "counted" not in review.form("/review")[1]
    assert "What you decided before does not carry over" in review.text


def next_stage(app: Flask, visitor: Visitor, first: Page) -> str:
    with app.app_context():
        secret = visitor.client.get_cookie("waymark_browser").value
        return f"/a/{assessments.next_stage(firm_of(first), secret).public_id}"


def test_last_times_answers_are_drawn_and_count_only_once_saved(app: Flask, visitor: Visitor, first: Page) -> None:
    handed_in(visitor, first)
    second = next_stage(app, visitor, first)
    page = visitor.get(f"{second}/questions/choosing")
    assert page.form()[1]["q_till"] == "anyone"
    assert "Last time: Anyone. Not confirmed yet." in page.text
    assert "These are your answers from last time" in page.text
    assert stored(app, page) == {}
    review = visitor.get(f"{second}/review")
    assert "You have answered 0 of" in review.text
    assert "answers from last time are not confirmed, so they do not count" in review.text
    visitor.send(page)
    assert stored(app, page) == {"till": "anyone", "doors": ["front"]}
    again = visitor.get(f"{second}/questions/choosing")
    assert "These are your answers from last time" not in again.text
    assert "Last time: Anyone" in again.text


def test_what_is_cleared_on_a_confirmed_page_stays_cleared(app: Flask, visitor: Visitor, first: Page) -> None:
    handed_in(visitor, first)
    second = next_stage(app, visitor, first)
    page = visitor.get(f"{second}/questions/choosing")
    visitor.send(page, {"q_till": ""})
    assert stored(app, page) == {"till": None, "doors": ["front"]}
    assert visitor.get(f"{second}/questions/choosing").form()[1]["q_till"] == ""


def test_one_saved_answer_confirms_no_other(app: Flask, visitor: Visitor, first: Page) -> None:
    handed_in(visitor, first)
    page = visitor.get(f"{next_stage(app, visitor, first)}/questions/choosing")
    token = page.form()[1]["csrf_token"]
    sent = {"csrf_token": token, "q_till": "na", "r_till": "0"}
    assert visitor.client.post(f"/a/{firm_of(page)}/answers/till", data=sent).status_code == 200
    sent = {"csrf_token": token, "n_doors": "Ask Bea", "rn_doors": "0"}
    assert visitor.client.post(f"/a/{firm_of(page)}/answers/doors", data=sent).status_code == 200
    assert stored(app, page) == {"till": "na"}


def test_what_is_not_confirmed_is_not_handed_in(app: Flask, visitor: Visitor, first: Page) -> None:
    handed_in(visitor, first)
    second = next_stage(app, visitor, first)
    visitor.send(visitor.get(f"{second}/questions/choosing"))
    visitor.send(visitor.get(f"{second}/review"), action="/review")
    with app.app_context():
        assert assessments.submission(second.split("/")[2]).answers == {"till": "anyone", "doors": ["front"]}


# Colleagues ---------------------------------------------------------------------------------------------------------


def colleague(app: Flask, first: Page, name: str) -> int:
    with app.app_context():
        browser = access.new_browser()
        access.exchange(access.make_link(firm_of(first), "colleague", name, ("choosing",)), browser)
        return colleagues.invited(firm_of(first), browser).link_id


def test_an_answer_says_which_colleague_gave_it(app: Flask, visitor: Visitor, first: Page) -> None:
    link = colleague(app, first, "Bea <b>")
    with app.app_context():
        colleagues.save_part(firm_of(first), link, {"till": "owner"}, {})
    assert "Answered by Bea <b>" in visitor.get(first.address).text
    assert "Answered by Bea <b>" in visitor.get(f"{home(first)}/review").text


def test_the_overview_says_how_many_answers_are_not_known(visitor: Visitor, first: Page) -> None:
    home_of = home(first)
    assert "“don’t know”" not in visitor.get(f"{home_of}/review").text
    visitor.send(first, {"q_till": "dk"})
    assert "You answered one with “don’t know”." in visitor.get(f"{home_of}/review").text


def test_two_answers_stand_side_by_side_and_the_owner_decides(app: Flask, visitor: Visitor, first: Page) -> None:
    visitor.send(first, {"q_till": "anyone"})
    link = colleague(app, first, "Bea")
    with app.app_context():
        colleagues.save_part(firm_of(first), link, {"till": "owner"}, {})
    review = visitor.get(f"{home(first)}/review")
    assert "Yours, counts so far Anyone" in review.text
    assert "By Bea Only the owner" in review.text
    visitor.send(review, {"take": "yes"}, action="/colleagues/till")
    assert stored(app, first)["till"] == "owner"
    assert "Two answers" not in visitor.get(f"{home(first)}/review").text
