"""What a firm decides about its plan: marks and notes on steps, the time and money it sets."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from survey.storage.assessments import Assessment
from tests.integration.handed_in import found
from tests.integration.pages import Page, Visitor, words


@pytest.fixture
def results(visitor: Visitor, firm: Assessment) -> Page:
    return visitor.get(f"/a/{firm.public_id}/results")


def cards(page: Page) -> list[Element]:
    return [one for one in page.root.iter("article") if one.get("class") == "action"]


def steps(page: Page) -> list[str]:
    """Ids of the steps in the order of the plan."""
    return [one.get("id", "").removeprefix("step-") for one in cards(page)]


def flash(page: Page) -> str:
    return words(page.root.find(".//*[@class='notice']"))


def score(page: Page) -> str:
    return words(page.root.find(".//*[@class='score__value']"))


def test_a_step_marked_as_done_leaves_the_plan_and_changes_no_score(
    app: Flask, visitor: Visitor, firm: Assessment, results: Page
) -> None:
    first = steps(results)[0]
    page = visitor.send(results, {"mark": "done", "comment": "In May."}, action=f"/plan/{first}")
    assert first not in steps(page)
    assert flash(page).startswith("Marked as done. It left the plan.")
    assert "In May." in words(page.by_id(f"marked-{first}"))
    assert score(page) == score(results)
    assert "What you mark as done changes no score" in page.text
    choices = found(app, visitor, firm.public_id).choices
    assert (choices.marks, choices.comments) == ({first: "done"}, {first: "In May."})


def test_what_was_saved_is_told_where_one_lands(visitor: Visitor, results: Page) -> None:
    first, second = steps(results)[:2]
    noted = visitor.send(results, {"comment": "x"}, action=f"/plan/{first}")
    assert "Saved." in words(noted.by_id(f"step-{first}"))
    done = visitor.send(noted, {"mark": "done"}, action=f"/plan/{second}")
    assert "Marked as done." in words(done.by_id(f"marked-{second}"))
    means = visitor.send(done, {"budget": "5000"}, action="/plan")
    assert "made anew" in words(means.root.find(".//*[@class='made-for']"))
    assert not [one for one in visitor.get(means.address).root.iter("p") if one.get("class") == "said"]


def test_it_says_how_many_steps_moved(visitor: Visitor, results: Page) -> None:
    before = steps(results)
    page = visitor.send(results, {"mark": "not_for_us"}, action=f"/plan/{before[0]}")
    came = len(set(steps(page)) - set(before))
    said = flash(page)
    assert said.startswith("Marked as not for you. It left the plan.")
    assert (f"{came} step" in said) == bool(came)


def test_what_is_planned_and_has_no_place_is_listed_with_why_and_can_be_undone(visitor: Visitor, results: Page) -> None:
    last = steps(results)[-1]
    visitor.send(results, {"mark": "planned"}, action=f"/plan/{last}")
    full = visitor.send(visitor.get(results.address), {"days_per_month": "0"}, action="/plan")
    assert "There is no room for it" in words(full.by_id(f"marked-{last}"))
    page = visitor.send(full, action=f"/plan/{last}")
    assert flash(page) == "No longer marked."
    assert page.by_id(f"marked-{last}") is None


@pytest.mark.parametrize("mark", ["done", "not_for_us"])
def test_undo_puts_the_step_back_with_its_note(visitor: Visitor, results: Page, mark: str) -> None:
    first = steps(results)[0]
    marked = visitor.send(results, {"mark": mark, "comment": "Ask Anna"}, action=f"/plan/{first}")
    page = visitor.send(marked, action=f"/plan/{first}")
    assert steps(page) == steps(results)
    assert flash(page).startswith("No longer marked. It is now step 1 of the plan.")
    assert page.by_id(f"marked-{first}") is None
    assert "Ask Anna" in words(page.by_id(f"step-{first}"))


def test_a_planned_step_is_shown_as_planned_and_found_again(visitor: Visitor, results: Page) -> None:
    last = steps(results)[-1]
    address, values = results.form(f"/plan/{last}")
    response = visitor.client.post(address, data=values.to_dict() | {"mark": "planned"})
    assert response.location.endswith(f"?step={last}#step-{last}")
    page = visitor.get(response.location)
    assert "Planned" in words(page.by_id(f"step-{last}"))
    assert page.form(f"/plan/{last}")[1]["mark"] == "planned"
    phase = next(one for one in page.root.iter("details") if f"step-{last}" in {e.get("id") for e in one.iter()})
    assert phase.get("open") is not None, "the step would be folded away"


def test_a_note_alone_is_saved_as_typed(app: Flask, visitor: Visitor, firm: Assessment, results: Page) -> None:
    first = steps(results)[0]
    note = "Fair & <square> 👍\r\n=HYPERLINK(1)"
    page = visitor.send(results, {"comment": note}, action=f"/plan/{first}")
    assert flash(page) == "Saved."
    kept = note.replace("\r\n", "\n")
    assert found(app, visitor, firm.public_id).choices.comments == {first: kept}
    assert page.form(f"/plan/{first}")[1]["comment"].strip() == kept
    assert page.form(f"/plan/{first}")[1]["was_comment"] == kept


def test_pressing_save_twice_saves_once(app: Flask, visitor: Visitor, firm: Assessment, results: Page) -> None:
    first = steps(results)[0]
    change = {"mark": "done", "comment": "x"}
    visitor.send(results, change, action=f"/plan/{first}")
    page = visitor.send(results, change, action=f"/plan/{first}")
    assert page.status == 200
    assert flash(page) == "Saved."
    assert found(app, visitor, firm.public_id).choices.marks == {first: "done"}


def test_two_tabs_that_disagree_are_shown_both_versions(
    app: Flask, visitor: Visitor, firm: Assessment, results: Page
) -> None:
    first = steps(results)[0]
    visitor.send(results, {"mark": "done", "comment": "from the office"}, action=f"/plan/{first}")
    page = visitor.send(results, {"mark": "not_for_us", "comment": "from the phone"}, action=f"/plan/{first}")
    assert page.status == 409
    assert page.faults()
    assert "Done" in words(page.by_id("both"))
    assert "from the office" in words(page.by_id("both"))
    typed = page.form(f"/plan/{first}")[1]
    assert (typed["mark"], typed["comment"].strip()) == ("not_for_us", "from the phone")
    assert found(app, visitor, firm.public_id).choices.comments == {first: "from the office"}

    visitor.send(page, action=f"/plan/{first}")
    choices = found(app, visitor, firm.public_id).choices
    assert (choices.marks, choices.comments) == ({first: "not_for_us"}, {first: "from the phone"})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"comment": "x" * 20_000}, "Please shorten this by 19000 characters."),
        ({"comment": "a\x00b"}, "Characters that cannot be stored are left out now"),
        ({"comment": ["one", "two"]}, "Choose one answer only."),
        ({"mark": "abolished"}, "Choose one of these."),
        ({"mark": None}, "Choose one of these."),
        ({"mark": ["done", "planned"]}, "Choose one answer only."),
        ({"csrf_token": "old"}, "This page had been open for too long"),
    ],
)
def test_a_mark_that_cannot_be_kept_is_drawn_again_with_everything_typed(
    app: Flask, visitor: Visitor, results: Page, changes: dict[str, str], message: str
) -> None:
    first = steps(results)[0]
    page = visitor.send(results, {"comment": "typed"} | changes, action=f"/plan/{first}")
    assert page.status == 422
    assert any(message in said for said in page.faults())
    typed = {"comment": "typed"} | changes
    first_typed = typed["comment"] if isinstance(typed["comment"], str) else typed["comment"][0]
    assert page.form(f"/plan/{first}")[1]["comment"].strip() == first_typed.replace("\x00", "")
    assert not found(app, visitor, results.address.split("/")[2]).choices.marks


def test_an_expired_page_is_saved_by_pressing_again(visitor: Visitor, results: Page) -> None:
    first = steps(results)[0]
    page = visitor.send(results, {"mark": "done", "csrf_token": "old"}, action=f"/plan/{first}")
    assert flash(visitor.send(page, action=f"/plan/{first}")).startswith("Marked as done.")


@pytest.mark.parametrize("was", [{"was_mark": "🤷", "was_comment": "x"}, {"was_mark": None, "was_comment": None}])
def test_what_a_page_of_ours_never_says_it_was_drawn_with_overwrites_nothing(
    app: Flask, visitor: Visitor, firm: Assessment, results: Page, was: dict[str, str | None]
) -> None:
    first = steps(results)[0]
    visitor.send(results, {"mark": "done", "comment": "kept"}, action=f"/plan/{first}")
    assert visitor.send(results, was | {"mark": "planned"}, action=f"/plan/{first}").status == 409
    assert found(app, visitor, firm.public_id).choices.comments == {first: "kept"}


@pytest.mark.parametrize("action", ["no_such_action", "..", "<b>", "x" * 5_000])
def test_a_step_that_there_is_not_leads_nowhere(visitor: Visitor, results: Page, action: str) -> None:
    address, values = results.form(f"/plan/{steps(results)[0]}")
    home = address.rsplit("/", 1)[0]
    assert visitor.client.post(f"{home}/{action}", data=values).status_code in (404, 308)


def test_setting_the_means_plans_anew(app: Flask, visitor: Visitor, firm: Assessment, results: Page) -> None:
    page = visitor.send(results, {"days_per_month": "0,5", "budget": "1.000", "priority": "security"}, action="/plan")
    assert flash(page).startswith("Saved, and the plan is made anew.")
    assert len(steps(page)) < len(steps(results))
    choices = found(app, visitor, firm.public_id).choices
    assert (choices.days_per_month, choices.budget, choices.priority) == (0.5, 1000.0, "security")
    drawn = page.form("/plan")[1]
    assert (drawn["days_per_month"], drawn["budget"], drawn["priority"]) == ("0.5", "1000", "security")
    assert "EUR 1,000" in page.text

    usual = visitor.send(page, {"days_per_month": " ", "budget": "", "priority": ""}, action="/plan")
    assert steps(usual) == steps(results)


@pytest.mark.parametrize("typed", ["500 EUR", "EUR 500", "500 €", "€500", "500 euros"])
def test_money_may_be_typed_with_its_currency(app: Flask, visitor: Visitor, results: Page, typed: str) -> None:
    assert visitor.send(results, {"budget": typed}, action="/plan").form("/plan")[1]["budget"] == "500"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"days_per_month": "2 EUR"}, "Enter a number in digits"),
        ({"days_per_month": "-1"}, "Enter a number from 0 to 1,000."),
        ({"days_per_month": "1001"}, "Enter a number from 0 to 1,000."),
        ({"days_per_month": "0.25"}, "at most 1 digit"),
        ({"days_per_month": "abc"}, "Enter a number in digits"),
        ({"days_per_month": "9" * 20_000}, "Enter a number in digits"),
        ({"days_per_month": "NaN"}, "Enter a number in digits"),
        ({"budget": "1e9"}, "Enter a number in digits"),
        ({"budget": "9000000000"}, "Enter a number from 0 to"),
        ({"budget": "-0.5"}, "Enter a whole number"),
        ({"budget": "12.50"}, "Enter a whole number"),
        ({"budget": "1\x002"}, "Enter a number in digits"),
        ({"budget": ["1", "2"]}, "Choose one answer only."),
        ({"priority": "world_peace"}, "Choose one of these."),
        ({"csrf_token": "old"}, "This page had been open for too long"),
    ],
)
def test_means_that_make_no_sense_are_refused_in_words(
    app: Flask, visitor: Visitor, results: Page, changes: dict[str, str], message: str
) -> None:
    page = visitor.send(results, {"budget": "777"} | changes, action="/plan")
    assert page.status == 422
    assert any(message in said for said in page.faults()), page.faults()
    drawn = page.form("/plan")[1]
    for name in ("days_per_month", "budget"):
        given = ({"budget": "777"} | changes).get(name, "")
        assert drawn[name] == (given if isinstance(given, str) else given[0]).replace("\x00", "")
    assert found(app, visitor, results.address.split("/")[2]).choices.budget is None


def test_two_tabs_that_set_different_means_are_shown_both(
    app: Flask, visitor: Visitor, firm: Assessment, results: Page
) -> None:
    visitor.send(results, {"budget": "5000"}, action="/plan")
    page = visitor.send(results, {"budget": "8000"}, action="/plan")
    assert page.status == 409
    assert "5000" in words(page.by_id("both"))
    assert page.form("/plan")[1]["budget"] == "8000"
    assert found(app, visitor, firm.public_id).choices.budget == 5000
    visitor.send(page, action="/plan")
    assert found(app, visitor, firm.public_id).choices.budget == 8000


@pytest.mark.parametrize("was", ["inf", "nan", "x", "1e999", ""])
def test_a_forged_state_of_the_means_overwrites_nothing(
    app: Flask, visitor: Visitor, firm: Assessment, results: Page, was: str
) -> None:
    visitor.send(results, {"budget": "5000"}, action="/plan")
    assert visitor.send(results, {"budget": "1", "was_budget": was}, action="/plan").status == 409
    assert found(app, visitor, firm.public_id).choices.budget == 5000


def test_no_time_at_all_still_makes_a_page(visitor: Visitor, results: Page) -> None:
    page = visitor.send(results, {"days_per_month": "0", "budget": "0"}, action="/plan")
    assert page.status == 200
    assert len(steps(page)) < len(steps(results))
