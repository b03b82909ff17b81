"""A firm meets a body's campaign: its welcome, its own lists and questions, and codes that begin one assessment."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from flask import Flask

from survey.storage.models import now
from tests.integration.campaigns import LISTS, QUESTIONS, campaign, invited, row_of
from tests.integration.pages import Page, Visitor
from tests.integration.test_firms_way import answered

TODAY = now().date()
CODE = "/i/KXQ4-M7TA-9WDB-RHC3"


@pytest.fixture
def app(corner_shop: Flask) -> Flask:
    return corner_shop


def begun(visitor: Visitor, public_id: str, **given: str) -> Page:
    """The first page of questions of a firm that came by the open link."""
    said = {"own_sector": "metal", "people": "small", "own_region": "north", "own_group": "young", **given}
    return visitor.send(visitor.get(f"/c/{public_id}/start"), said)


def to_the_end(visitor: Visitor, page: Page) -> Page:
    """The page behind the last page of questions, every one answered."""
    while "/questions/" in page.address:
        page = visitor.send(page, answered(page, 0))
    return page


# Welcome ---------------------------------------------------------------------------------------------------------


def test_the_welcome_says_whose_it_is_and_what_is_shared(app: Flask) -> None:
    page = Visitor(app).get(f"/c/{campaign(app, welcome='Dear firms <script>', closes_on=TODAY)}")
    assert page.heading == "Spring survey"
    for told in ("A survey by Chamber of <i>Trade</i>", "Dear firms <script>", "never sees your answers or your score"):
        assert told in page.text
    assert "groups of at least ten firms" in page.text
    assert page.links()["/c/spring/start"] == "Start now"


def test_more_firms_than_ten_are_said_in_numbers(app: Flask) -> None:
    assert "groups of at least 15 firms" in Visitor(app).get(f"/c/{campaign(app, least=15)}").text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"opens_on": TODAY + timedelta(days=2)}, "It opens on"),
        ({"closes_on": TODAY - timedelta(days=1)}, "nobody can begin any more"),
        ({"open_link": False}, "Type the code from your invitation"),
    ],
)
def test_where_nobody_can_begin_the_page_says_why(app: Flask, given: dict[str, date], told: str) -> None:
    visitor, public_id = Visitor(app), campaign(app, **given)
    page = visitor.get(f"/c/{public_id}")
    assert told in page.text
    assert f"/c/{public_id}/start" not in page.links()
    assert visitor.get(f"/c/{public_id}/start").address == f"/c/{public_id}"


def test_unknown_campaigns_and_logos_are_nowhere(app: Flask) -> None:
    visitor, public_id = Visitor(app), campaign(app)
    for address in ("/c/autumn", "/c/autumn/start", f"/c/{public_id}/logo.png", "/c/%00", "/c/autumn/logo.png"):
        assert visitor.get(address).status == 404, address


# In the body's terms -----------------------------------------------------------------------------------------------


def test_the_bodys_lists_take_the_place_of_trade_and_region(app: Flask) -> None:
    visitor = Visitor(app)
    page = visitor.get(f"/c/{campaign(app, lists=LISTS)}/start")
    assert not {"trade", "country"} & set(page.form()[1])
    page = begun(visitor, "spring", firm="Anna's")
    row = row_of(app, page.address)
    assert row.profile == {"firm": "Anna's", "trade": "C", "people": "small", "country": "AT", "region": "AT-4"}
    assert row.taking_part == {"sector": "metal", "region": "north", "group": "young"}
    assert row.campaign_id is not None
    banner = page.links()["/c/spring#shared"]
    assert banner == "For Chamber of <i>Trade</i>: what is shared"


def test_what_is_in_no_list_is_refused(app: Flask) -> None:
    visitor = Visitor(app)
    campaign(app, lists=LISTS)
    for name in ("own_sector", "own_region", "own_group"):
        page = begun(visitor, "spring", **{name: "<b>"})
        assert (page.status, page.faults()) == (422, {"Choose one of these.": f"#{name}-1"})
    assert list(begun(visitor, "spring", own_sector="").faults()) == ["Choose what fits your firm best."]


def test_the_profile_changes_by_the_same_lists(app: Flask) -> None:
    visitor = Visitor(app)
    campaign(app, lists=LISTS)
    place = begun(visitor, "spring").address.split("/questions/")[0]
    page = visitor.get(f"{place}/profile")
    assert page.form()[1]["own_sector"] == "metal"
    assert "Care" in visitor.send(page, {"own_sector": "care", "own_region": "abroad"}).text
    row = row_of(app, place)
    assert (row.profile["trade"], row.profile["region"], row.profile["country"]) == ("Q", "", "")
    assert row.taking_part == {"sector": "care", "region": "abroad", "group": "young"}


# The body's own questions --------------------------------------------------------------------------------------------


def test_own_questions_stand_between_the_last_page_and_the_review(app: Flask) -> None:
    visitor = Visitor(app)
    campaign(app, lists=LISTS, questions=QUESTIONS)
    page = to_the_end(visitor, begun(visitor, "spring"))
    assert page.address.endswith("/own-questions")
    assert page.heading == "A few questions of Chamber of <i>Trade</i>"
    page = visitor.send(page, {"q1": "yes", "q2": ["loans", "talks"]})
    assert page.address.endswith("/review")
    assert "Yes, we do" in page.text
    place = page.address.removesuffix("/review")
    assert row_of(app, place).own_answers == {"q1": "yes", "q2": ["talks", "loans"]}
    kept = json.loads(visitor.client.get(f"{place}/answers.json").data)
    assert (kept["own_answers"]["q1"], kept["calling"]["body"]) == ("yes", "Chamber of <i>Trade</i>")
    page = visitor.send(visitor.get(f"{place}/own-questions"), {"q1": "", "q2": None})
    assert row_of(app, place).own_answers == {}


def test_options_that_there_are_not_and_changes_elsewhere_are_not_taken(app: Flask) -> None:
    visitor = Visitor(app)
    campaign(app, lists=LISTS, questions=QUESTIONS)
    place = begun(visitor, "spring").address.split("/questions/")[0]
    page = visitor.get(f"{place}/own-questions")
    refused = visitor.send(page, {"q1": ["yes", "no"], "q2": "<b>"})
    assert (refused.status, list(refused.faults().values())) == (422, ["#q1-1", "#q2-1"])
    visitor.send(page, {"q1": "yes"})
    late = visitor.send(page, {"q1": "no"})
    assert late.status == 409
    assert "Yes, we do" in late.text
    visitor.send(late)
    assert row_of(app, place).own_answers == {"q1": "no"}


def test_an_update_that_is_dropped_leaves_them_as_handed_in(app: Flask) -> None:
    visitor = Visitor(app)
    campaign(app, lists=LISTS, questions=QUESTIONS)
    page = visitor.send(to_the_end(visitor, begun(visitor, "spring")), {"q1": "yes"})
    results = visitor.send(page)
    place = results.address.removesuffix("/results")
    visitor.send(results, action="/update")
    visitor.send(visitor.get(f"{place}/own-questions"), {"q1": "no"})
    visitor.send(visitor.get(f"{place}/profile"), {"own_sector": "care"})
    visitor.send(visitor.get(f"{place}/review"), action="/update/end")
    row = row_of(app, place)
    assert (row.own_answers, row.taking_part["sector"], row.profile["trade"]) == ({"q1": "yes"}, "metal", "C")


def test_without_own_questions_there_is_no_such_page(app: Flask) -> None:
    visitor = Visitor(app)
    campaign(app, lists=LISTS)
    page = to_the_end(visitor, begun(visitor, "spring"))
    assert page.address.endswith("/review")
    assert visitor.get(page.address.replace("/review", "/own-questions")).address == page.address


# By a code -----------------------------------------------------------------------------------------------------------


def test_a_code_begins_one_assessment_with_what_the_body_knows(app: Flask) -> None:
    visitor, public_id = Visitor(app), campaign(app, lists=LISTS, open_link=False)
    invited(app, public_id, firm="Anna’s <b>forge</b>", sector="metal", size="small")
    page = visitor.send(visitor.get(f"/c/{public_id}"), {"code": " KXQ4-M7TA-9WDB-RHC3. "})
    assert page.address == CODE
    assert "This invitation is for Anna’s <b>forge</b>." in page.text
    form = visitor.send(page)
    assert {name: form.form()[1][name] for name in ("firm", "own_sector", "people")} == {
        "firm": "Anna’s <b>forge</b>",
        "own_sector": "metal",
        "people": "small",
    }
    first = visitor.send(form, {"own_sector": "care"})
    assert "/questions/" in first.address
    row = row_of(app, first.address)
    assert row.invitation_id is not None
    assert (row.profile["trade"], row.verified) == ("Q", "")


def test_a_code_that_was_begun_opens_nothing_but_for_its_own_browser(app: Flask) -> None:
    mine, other = Visitor(app), Visitor(app)
    invited(app, campaign(app), firm="Forge")
    forms = [one.send(one.get(CODE)) for one in (mine, other)]
    first = mine.send(forms[0], {"trade": "Bakery", "people": "micro"})
    late = other.send(forms[1], {"trade": "Bakery", "people": "micro"})
    assert (late.status, late.heading) == (409, "This code was used already")
    assert not [link for link in late.links() if link.startswith("/a/")]
    again = mine.get(CODE)
    assert again.heading == "Your assessment is begun"
    assert first.address.split("/questions/")[0] in again.links()


def test_pages_of_a_code_do_not_tell_a_body_which_firms_answer(app: Flask) -> None:
    firm, body = Visitor(app), Visitor(app)
    invited(app, campaign(app), firm="Forge")

    def seen() -> list[str]:
        page = body.get(CODE)
        return [page.text, body.send(page).text]

    before = seen()
    firm.send(firm.send(firm.get(CODE)), {"trade": "Bakery", "people": "micro"})
    assert seen() == before


def test_pressing_twice_begins_one(app: Flask) -> None:
    visitor = Visitor(app)
    invited(app, campaign(app))
    form = visitor.send(visitor.get(CODE))
    first, second = (visitor.send(form, {"trade": "Bakery", "people": "micro"}) for _ in range(2))
    assert [link for link in second.links() if link.startswith(first.address.split("/questions/")[0])]


@pytest.mark.parametrize(
    "code", ["unknown", "KXQ4-M7TA-9WDB-RHC4", "%00", "%ff%fe", "a" * 3000, "..%2f..", "<b>", "' OR 1=1"]
)
def test_codes_that_there_are_not_open_nothing(app: Flask, code: str) -> None:
    visitor = Visitor(app)
    invited(app, campaign(app))
    page = visitor.get(f"/i/{code}")
    assert page.status == 404
    assert page.heading in ("This code opens nothing", "Nothing here")


def test_what_is_typed_as_a_code_is_never_an_address(app: Flask) -> None:
    visitor = Visitor(app)
    page = visitor.get(f"/c/{campaign(app)}")
    for typed in ("", "///", "é", "x" * 61):
        assert visitor.send(page, {"code": typed}).status == 422, typed
    assert visitor.send(page, {"code": "https://evil.example/?a"}).status == 404


def test_withdrawn_codes_and_closed_campaigns_begin_nothing(app: Flask) -> None:
    visitor = Visitor(app)
    invited(app, campaign(app), withdrawn_at=now())
    assert visitor.get(CODE).status == 404
    invited(app, campaign(app, "winter", closes_on=TODAY - timedelta(days=1)), "WXNT-ERAA-WXNT-ERAA")
    page = visitor.get("/i/WXNT-ERAA-WXNT-ERAA")
    assert "nobody can begin any more" in page.text
    assert not [form for form in page.root.iter("form") if form.get("method") == "post"]
    token = visitor.get("/start").form()[1]["csrf_token"]
    posted = visitor.client.post(
        "/i/WXNT-ERAA-WXNT-ERAA", data={"csrf_token": token, "page": "", "trade": "Bakery", "people": "micro"}
    )
    assert posted.status_code == 200
    assert b"nobody can begin any more" in posted.data
