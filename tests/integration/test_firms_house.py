"""A client's results under its organisation's name: the page and every file show the same, marked as whose it is."""

from __future__ import annotations

import io
from dataclasses import dataclass

import docx
import pytest
from flask import Flask

from reports.firm.verifying import record_in, verify
from survey import instruments
from survey.storage import houses
from tests.integration.consultancy import Consultancy
from tests.integration.dressed import ADAPTATION, ADVICE, LOOK, advise, dressed
from tests.integration.handed_in import reader_of
from tests.integration.pages import Page, Visitor, words
from tests.integration.test_firms_results import text_of


@dataclass(frozen=True)
class Client:
    house: Consultancy
    public_id: str

    @property
    def adviser(self) -> Visitor:
        return self.house.adviser

    def results(self) -> Page:
        return self.adviser.get(f"/a/{self.public_id}/results")

    def file(self, what: str) -> bytes:
        return self.adviser.client.get(f"/a/{self.public_id}/{what}").data


@pytest.fixture
def client(app: Flask) -> Client:
    house = dressed(app)
    public_id = house.finish(house.add("Bakery Sun"))
    with app.app_context():
        advise(public_id)
    return Client(house, public_id)


MARKS = (
    "An offer of Harbour Advisers", "Your adviser (Harbour Advisers)", "We have <two> left.", "One free <hour>.",
    "Harbour Advisers plans without 1 action", "Your adviser put these first: A line <from> our pool.",
)  # fmt: skip


def test_the_page_says_whose_words_are_whose(client: Client) -> None:
    text = client.results().text
    assert [mark for mark in MARKS if mark not in text] == []
    assert "Dear Bakery Sun, begin with A line <from> our pool." in text


def test_paper_and_the_document_to_edit_say_the_same(client: Client) -> None:
    pdf = squeezed(text_of("x.pdf", client.file("results.pdf")))
    word = docx.Document(io.BytesIO(client.file("results.docx")))
    written = squeezed("".join(paragraph.text for paragraph in word.paragraphs))
    assert [mark for mark in MARKS if squeezed(mark) not in pdf] == []
    assert [mark for mark in MARKS if squeezed(mark) not in written] == []


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_report_verifies_to_the_byte(app: Flask, client: Client) -> None:
    pdf = client.file("results.pdf")
    with app.app_context():
        assert verify(pdf, instruments.current()).to_the_byte
    assert (record_in(pdf).house.letter, record_in(pdf).advice) == (LOOK.letter, ADVICE)


def test_the_letter_is_for_the_firm_and_not_for_whom_it_passes_the_report_on_to(app: Flask, client: Client) -> None:
    page = reader_of(app, client.public_id).get(f"/a/{client.public_id}/results").text
    assert "Dear Bakery Sun" not in page
    assert "An offer of Harbour Advisers" in page
    assert "Dear Bakery Sun" not in text_of("x.pdf", client.file("results.pdf?for=others"))


def test_an_own_action_can_be_marked_and_noted(client: Client) -> None:
    saved = client.adviser.send(client.results(), {"mark": "done", "comment": "In May."}, action="/plan/pool")
    assert "Marked as done." in saved.text
    assert "In May." in words(saved.by_id("marked-pool"))


def test_a_mark_outlives_that_its_action_was_hidden(app: Flask, client: Client) -> None:
    first = client.results()
    cards = [one.get("id", "") for one in first.root.iter("article") if one.get("class") == "action"]
    action = next(card for card in cards if card != "step-pool").removeprefix("step-")
    client.adviser.send(first, {"mark": "planned", "comment": "Soon."}, action=f"/plan/{action}")
    hide(app, client.house, action)
    page = client.results()
    assert page.by_id(f"step-{action}") is None
    assert "Soon." in words(page.by_id(f"marked-{action}"))
    undone = client.adviser.send(page, {"mark": "proposed", "comment": ""}, action=f"/plan/{action}")
    assert undone.by_id(f"marked-{action}") is None


def hide(app: Flask, house: Consultancy, action: str) -> None:
    with app.app_context():
        hidden = ADAPTATION.model_copy(update={"hidden": [*ADAPTATION.hidden, action]})
        assert houses.set_adaptation(house.id, "sme-readiness", hidden, seen=houses.trace(ADAPTATION))
