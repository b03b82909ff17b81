"""Notes beside questions: kept with the page, refused where they are too long, settled where two devices wrote."""

from __future__ import annotations

import pytest
from flask import Flask

from survey.storage import notes
from tests.integration.pages import Page, Visitor, words


@pytest.fixture
def app(every_type: Flask) -> Flask:
    return every_type


@pytest.fixture
def first(visitor: Visitor) -> Page:
    return visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "micro", "firm": "Ann 👩‍🍳 & Söhne"})


def kept(app: Flask, page: Page) -> dict[str, str]:
    with app.app_context():
        return {name: note.text for name, note in notes.notes(page.address.split("/")[2]).items()}


def home(page: Page) -> str:
    return page.address.split("/questions/")[0]


TEXTS = [
    "See the folder",
    "two\r\nlines",
    "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{COOKING} emoji",
    "<script>alert(1)</script>",
    "=1+1",
    "{{ 7 * 7 }} %(x)s",
    "\u202eevil",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_note_is_kept_with_the_page_and_shown_on_it_and_in_the_overview(
    app: Flask, visitor: Visitor, first: Page, text: str
) -> None:
    visitor.send(first, {"n_till": text})
    plain = text.replace("\r\n", "\n")
    assert kept(app, first) == {"till": plain}
    again = visitor.get(first.address)
    assert again.form()[1]["n_till"].strip() == plain
    assert " ".join(plain.split()) in visitor.get(f"{home(first)}/review").text


def test_notes_alone_are_no_answers(visitor: Visitor, first: Page) -> None:
    visitor.send(first, {"n_till": "Ask Bea"})
    assert "You have answered 0 of" in visitor.get(f"{home(first)}/review").text


def test_a_note_says_who_sees_it(first: Page) -> None:
    assert "Only you and your adviser see this" in first.text


def test_a_note_of_20000_signs_is_refused_at_its_field_with_everything_kept(
    app: Flask, visitor: Visitor, first: Page
) -> None:
    long = "x" * 20_000
    page = visitor.send(first, {"n_till": long, "q_till": "owner", "q_doors": ["back"], "n_doors": "the rear one"})
    assert page.status == 422
    assert page.faults() == {"Please shorten this by 18000 characters.": "#n_till"}
    [question] = page.by_id("question-till").findall("legend/h2")
    assert words(question).removeprefix("1 ") in words(page.by_id("faults")), "far from the field it says which one"
    _, values = page.form()
    assert values["n_till"].strip() == long
    assert (values["q_till"], values["q_doors"], values["n_doors"].strip()) == ("owner", "back", "the rear one")
    assert page.by_id("n_till").get("aria-invalid") == "true"
    assert kept(app, first) == {}
    assert visitor.send(page, {"n_till": long[:2000]}).status == 200
    assert kept(app, first) == {"till": long[:2000], "doors": "the rear one"}


def test_a_note_is_emptied(app: Flask, visitor: Visitor, first: Page) -> None:
    visitor.send(first, {"n_till": "Ask Bea"})
    visitor.send(visitor.get(first.address), {"n_till": ""})
    assert kept(app, first) == {}
    visitor.send(visitor.get(first.address), {"n_till": "Ask Cem"})
    assert kept(app, first) == {"till": "Ask Cem"}


def test_a_page_that_posts_no_notes_leaves_them_alone(app: Flask, visitor: Visitor, first: Page) -> None:
    visitor.send(first, {"n_till": "Ask Bea"})
    visitor.send(visitor.get(first.address), {"n_till": None, "n_doors": None, "q_till": "owner"})
    assert kept(app, first) == {"till": "Ask Bea"}


def test_two_devices_both_notes_are_shown_and_the_next_save_decides(app: Flask, visitor: Visitor, first: Page) -> None:
    visitor.send(first, {"n_till": "There"})
    page = visitor.send(first, {"n_till": "Here", "q_doors": ["back"]})
    assert page.status == 409
    assert list(page.faults().values()) == ["#n_till"]
    assert "There" in page.text
    assert page.form()[1]["n_till"].strip() == "Here"
    assert kept(app, first) == {"till": "There"}
    assert visitor.send(page).heading == "Typing"
    assert kept(app, first) == {"till": "Here"}


@pytest.mark.parametrize("name", ["n_alarm", "n_invented", "n_training"])
def test_a_note_to_a_question_that_is_not_on_the_page_is_refused(
    app: Flask, visitor: Visitor, first: Page, name: str
) -> None:
    page = visitor.send(first, {name: "x"})
    assert page.status == 422
    assert "What this page asks has changed" in next(iter(page.faults()))
    assert kept(app, first) == {}


def test_notes_are_no_part_of_what_is_handed_in_and_stay_with_an_update(
    app: Flask, visitor: Visitor, first: Page
) -> None:
    visitor.send(first, {"n_till": "Ask Bea", "q_till": "owner"})
    visitor.send(visitor.get(f"{home(first)}/review"))
    assert kept(app, first) == {"till": "Ask Bea"}
    assert "Ask Bea" not in visitor.get(f"{home(first)}/results").text
