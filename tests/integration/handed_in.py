"""A firm that has handed in its answers, without going through every page first."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from scoring.answers import Answer
from survey import instruments
from survey.storage import access, assessments
from survey.storage.assessments import Assessment
from tests.integration.pages import Visitor

JOINERY = {"firm": "Tischlerei <b>Span</b> & Töchter", "trade": "C", "people": "small", "country": "AT", "region": ""}


def sample_answers() -> dict[str, Answer]:
    """What the built-in instrument's invented firm answered: all of it, with two "don't know"."""
    sample = instruments.current().sample
    assert sample is not None
    return dict(sample.answers)


def handed_in(app: Flask, visitor: Visitor, answers: Mapping[str, Answer] | None = None, **profile: str) -> Assessment:
    """An assessment that this visitor's browser owns; by default answered as the sample firm did."""
    with app.app_context():
        browser = access.new_browser()
        begun = assessments.start(instruments.current(), JOINERY | profile, browser)
        given = sample_answers() if answers is None else answers
        assert not assessments.save(begun.public_id, given, {})
        visitor.client.set_cookie("waymark_browser", browser)
        return assessments.submit(begun.public_id, counted=False)


def found(app: Flask, visitor: Visitor, public_id: str) -> Assessment:
    """The assessment as it is stored now."""
    cookie = visitor.client.get_cookie("waymark_browser")
    with app.app_context():
        assessment = assessments.find(public_id, cookie.value if cookie else "")
    assert assessment is not None
    return assessment


def reader_of(app: Flask, public_id: str) -> Visitor:
    """Another browser, let in by a read-only link."""
    reader = Visitor(app)
    with app.app_context():
        browser = access.new_browser()
        assert access.exchange(access.make_link(public_id, "reader", "Bank"), browser)
    reader.client.set_cookie("waymark_browser", browser)
    return reader
