"""Who the firm is: trades by everyday words, bands of people, country and region; without JavaScript."""

from __future__ import annotations

import pytest
from flask import Flask

from survey.storage import assessments
from tests.integration.pages import Page, Visitor


@pytest.fixture
def visitor(every_type: Flask) -> Visitor:
    return Visitor(every_type)


def profile_of(app: Flask, visitor: Visitor, page: Page) -> dict[str, str]:
    with app.app_context():
        secret = visitor.client.get_cookie("waymark_browser")
        return assessments.find(page.address.split("/")[2], secret.value).profile


def test_trade_and_people_are_enough(every_type: Flask, visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/start"), {"trade": "BAKERY ", "people": "micro"})
    assert page.heading == "Choosing"
    assert profile_of(every_type, visitor, page) == {
        "firm": "",
        "trade": "bakery",
        "people": "micro",
        "country": "",
        "region": "",
    }


def test_nothing_given_names_both_and_links_to_them(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/start"))
    assert page.status == 422
    assert list(page.faults().values()) == ["#trade", "#people-solo"]


def test_several_trades_are_offered_to_choose_from(every_type: Flask, visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/start"), {"trade": "repair", "people": "solo", "firm": "Ann's"})
    assert "Several trades fit" in next(iter(page.faults()))
    _, values = page.form()
    assert (values["trade"], values["people"], values["firm"]) == ("repair", "solo", "Ann's")
    offered = [one.get("value") for one in page.root.iter("input") if one.get("name") == "trade_choice"]
    page = visitor.send(page, {"trade_choice": offered[0]})
    assert profile_of(every_type, visitor, page)["trade"] == offered[0]


def test_one_trade_that_comes_close_is_not_called_several(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/start"), {"trade": "Bäckerei mit Café", "people": "micro"})
    assert "Is it the trade below?" in next(iter(page.faults()))


def test_an_unknown_trade_finds_its_sector(every_type: Flask, visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/start"), {"trade": "lighthouse keeping", "people": "solo"})
    assert "no trade by this name" in next(iter(page.faults()))
    page = visitor.send(page, {"trade_choice": "H"})
    assert profile_of(every_type, visitor, page)["trade"] == "H"
    again = visitor.get(f"/a/{page.address.split('/')[2]}/profile")
    assert again.form()[1]["trade_choice"] == "H"
    assert visitor.send(again).heading == "Check your answers"


def test_a_country_shows_its_regions_and_keeps_what_was_typed(every_type: Flask, visitor: Visitor) -> None:
    typed = {"trade": "Bakery", "people": "small", "country": "AT", "show": "regions"}
    page = visitor.send(visitor.get("/start"), typed)
    assert page.status == 200
    assert "Tirol" in page.text
    page = visitor.send(page, {"region": "AT-7"})
    profile = profile_of(every_type, visitor, page)
    assert (profile["country"], profile["region"]) == ("AT", "AT-7")


@pytest.mark.parametrize(
    ("changes", "anchor"),
    [
        ({"people": "dozens"}, "#people-solo"),
        ({"country": "XX"}, "#country"),
        ({"country": "DE", "region": "AT-7"}, "#region"),
        ({"firm": "x" * 121}, "#firm"),
        ({"firm": "nul\0"}, "#firm"),
        ({"trade": "b" * 5000}, "#trade"),
        ({"trade": "lighthouse", "trade_choice": "Z"}, "#trade_choice-A"),
    ],
)
def test_bad_input_is_named_at_its_field(visitor: Visitor, changes: dict[str, str], anchor: str) -> None:
    page = visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "solo"} | changes)
    assert page.status == 422
    assert anchor in page.faults().values()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "商店", "\u202eevil", "%(x)s {x}"])
def test_a_firm_name_is_only_ever_text(visitor: Visitor, name: str) -> None:
    page = visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "solo", "firm": name})
    review = visitor.get(f"/a/{page.address.split('/')[2]}/review")
    assert name in review.text
    assert name in visitor.get("/").text


def test_an_expired_form_keeps_what_was_typed(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "solo", "csrf_token": "old"})
    assert page.status == 422
    assert page.form()[1]["trade"] == "Bakery"
    assert visitor.send(page).heading == "Choosing"


def test_a_changed_profile_changes_what_is_asked_and_keeps_answers(every_type: Flask, visitor: Visitor) -> None:
    first = visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "micro"})
    home = first.address.rsplit("/questions/", 1)[0]
    visitor.send(visitor.get(f"{home}/questions/hiring"), {"q_training": "written"})
    page = visitor.send(visitor.get(f"{home}/profile"), {"people": "solo"})
    assert "Is there a plan for training?" not in page.text
    with every_type.app_context():
        assert "training" in assessments.answers(home.split("/")[2])
    page = visitor.send(visitor.get(f"{home}/profile"), {"people": "small"})
    assert "It is written down" in page.text


def test_enter_sends_the_form(visitor: Visitor) -> None:
    """Browsers press the first button of a form, wherever it stands."""
    form = visitor.get("/start").root.find(".//form[@class='profile']")
    assert next(form.iter("button")).get("name") is None


def test_words_that_no_trade_is_called_offer_the_trades_most_like_them(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/start"), {"trade": "Road haulage", "people": "small"})
    assert page.status == 422
    assert page.by_id("trade_choice-haulier") is not None
    assert page.form()[1]["trade"] == "Road haulage", "what was typed is still there"
    assert "/questions/" in visitor.send(page, {"trade_choice": "haulier"}).address
