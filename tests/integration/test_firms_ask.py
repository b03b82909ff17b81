"""The page that says whom to ask what one did not know."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from reports.firm import AskGroup, AskItem
from survey.firms.results.ask import LONGEST_BODY, letter
from tests.integration.handed_in import handed_in, reader_of, sample_answers
from tests.integration.pages import Visitor, words


def test_each_dont_know_is_a_question_to_someone(app: Flask, visitor: Visitor) -> None:
    home = f"/a/{handed_in(app, visitor).public_id}"
    assert f"{home}/ask" in visitor.get(f"{home}/results").links()
    page = visitor.get(f"{home}/ask")
    assert "no longer receive security updates" in page.text
    assert "comes through your largest customer" in page.text
    letters = [address for address in page.links() if address.startswith("mailto:?")]
    assert len(letters) == 2
    parts = parse_qs(urlsplit(letters[0]).query)
    assert parts["subject"] == ["Some questions about our computers, data and business"]
    copied = words(page.root.find(".//textarea"))
    assert " ".join(parts["body"][0].split()) == copied
    assert page.root.find(".//textarea").get("readonly") is not None


def test_without_a_dont_know_there_is_nothing_to_ask(app: Flask, visitor: Visitor) -> None:
    with app.app_context():
        known = {name: answer for name, answer in sample_answers().items() if answer != "dk"}
    firm = handed_in(app, visitor, known)
    page = visitor.get(f"/a/{firm.public_id}/ask")
    assert "there is nothing to ask" in page.text
    assert "Left open" in page.text, "what has no answer is told apart"
    assert not [address for address in page.links() if address.startswith("mailto:")]


def test_before_handing_in_it_leads_to_the_overview(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/start"), {"trade": "Bakery", "people": "micro"})
    assert visitor.get(page.address.split("/questions/")[0] + "/ask").address.endswith("/review")


def test_nobody_else_sees_it(app: Flask, visitor: Visitor) -> None:
    firm = handed_in(app, visitor)
    assert Visitor(app).get(f"/a/{firm.public_id}/ask").status == 404
    assert reader_of(app, firm.public_id).get(f"/a/{firm.public_id}/ask").status == 404


@pytest.mark.parametrize(
    "text", ["Tom & Jerry? 100 % = #1+1", "“Quotes”\nlines", "诚信 👍", "a&cc=x@example.org&bcc=y"]
)
def test_a_letter_is_carried_whole_and_as_nothing_but_its_text(app: Flask, text: str) -> None:
    with app.test_request_context():
        written = letter(AskGroup("accountant", "Ask", "Dear you,", (AskItem("q", text, text),)))
    parts = parse_qs(urlsplit(written.mailto).query)
    assert set(parts) == {"subject", "body"}
    assert parts["body"][0].replace("\r\n", "\n") == written.text == f"Dear you,\n\n{text}"


def test_a_letter_too_long_for_an_address_is_to_be_pasted(app: Flask) -> None:
    items = tuple(AskItem(f"q{number}", "How many? " * 20, "") for number in range(30))
    with app.test_request_context():
        written = letter(AskGroup("it_supplier", "Ask", "Dear you,", items))
    assert len(written.mailto) < LONGEST_BODY + 200
    assert "copy them from the page" in parse_qs(urlsplit(written.mailto).query)["body"][0]
    assert written.text.count("How many?") == 600
