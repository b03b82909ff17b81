"""Questionnaires of others on the web: marked as unofficial, no plan promised, and nothing asked where none applies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from survey import create_app
from tests.integration.databases import close, settings_for
from tests.integration.handed_in import handed_in
from tests.integration.pages import Visitor

FIRM = {"trade": "Bakery", "people": "small", "firm": "Sun"}
Asking = Callable[[str], tuple[Flask, Visitor]]


@pytest.fixture
def asking(sqlite_url: str, tmp_path: Path) -> Iterator[Asking]:
    """A site that asks this instrument, and a visitor to it."""
    made: list[Flask] = []

    def site(reference: str) -> tuple[Flask, Visitor]:
        app = create_app(settings_for(tmp_path, sqlite_url, instrument=reference))
        app.testing = True
        made.append(app)
        return app, Visitor(app)

    yield site
    for app in made:
        close(app)


@pytest.mark.parametrize("reference", ["eu-dma", "eu-dma@1?q1=areas&q7=exclusive", "eurostat-dii@3", "eurostat-dii@4"])
def test_the_first_pages_say_unofficial_and_promise_no_plan(asking: Asking, reference: str) -> None:
    _, visitor = asking(reference)
    for address in ("/", "/method"):
        page = visitor.get(address)
        assert "Unofficial" in page.text
        assert "oadmap" not in page.text


def test_every_page_of_questions_opens_and_the_review_speaks_of_results(asking: Asking) -> None:
    _, visitor = asking("eu-dma")
    page = visitor.send(visitor.get("/start"), FIRM)
    headings = []
    while not page.address.endswith("/review"):
        headings.append(page.heading)
        page = visitor.send(page, action=page.address.partition("?")[0])
    assert headings == [
        "Digital business strategy", "Digital readiness", "Human-centric digitalisation", "Data management",
        "Automation and artificial intelligence", "Green digitalisation",
    ]  # fmt: skip
    assert "Get my results" in page.text
    assert "oadmap" not in page.text


def test_results_are_marked_and_offer_no_files_of_a_plan(asking: Asking) -> None:
    app, visitor = asking("eurostat-dii@3")
    firm = handed_in(app, visitor, {"ai": "yes", "website": "no"})
    page = visitor.get(f"/a/{firm.public_id}/results")
    assert "Unofficial" in page.text
    assert "1 to 11" in page.text
    assert "holds no actions" in page.text
    assert not any(address.endswith((".xlsx", ".ics")) for address in page.links())


def test_a_firm_that_is_asked_nothing_is_told_why(asking: Asking) -> None:
    _, visitor = asking("eurostat-dii@4")
    page = visitor.send(visitor.get("/start"), FIRM | {"people": "micro"})
    assert page.address.endswith("/review")
    assert "No question of this questionnaire is meant for a firm like yours" in page.text
    assert "ten people or more" in page.text
    assert "Everything is answered" not in page.text
    assert "May your firm be counted?" not in page.text, "there is nothing to hand in"


def test_our_own_questionnaire_carries_no_such_mark(asking: Asking) -> None:
    _, visitor = asking("sme-readiness")
    page = visitor.get("/")
    assert "Unofficial" not in page.text
    assert "roadmap" in page.text
