"""Firms get back their place: beside the latest release of their own campaign, and then beside others."""

from __future__ import annotations

import pytest
from flask import Flask

from reports.firm.record import FILE, read
from reports.firm.verifying import verify
from reports.opening import attached, opened
from survey import comparing, instruments
from survey.storage.campaigns import finding
from tests.copied import words_of
from tests.integration.campaigns import LISTS, OWN_GROUPS, campaign, publish, put_into, released
from tests.integration.handed_in import handed_in
from tests.integration.pages import Visitor
from tests.integration.test_comparing import sentence_of


@pytest.fixture
def firm(app: Flask, visitor: Visitor) -> str:
    """The public id of a firm that handed in for a campaign with lists of its own, among its makers."""
    public_id = handed_in(app, visitor).public_id
    campaign(app, lists=LISTS)
    put_into(app, public_id, {"sector": "metal"})
    return public_id


def test_page_and_pdf_compare_by_the_bodys_own_list_and_in_its_words(app: Flask, visitor: Visitor, firm: str) -> None:
    with app.test_request_context():
        made = released("Spring survey", mean=50, **OWN_GROUPS)
        publish("spring", made)
        instrument = instruments.current()
    told = sentence_of(visitor.get(f"/a/{firm}/results"))
    assert "Our makers <b>&</b> smiths · 10 to 49 people · “Spring survey”" in told
    pdf = visitor.client.get(f"/a/{firm}/results.pdf").data
    assert told in words_of(pdf)
    with opened(pdf) as file:
        compared = read(attached(file, FILE)).compared
    assert (len(compared.releases), compared.among) == (1, {"sector": "metal"})
    assert verify(pdf, instrument, releases=[made]).to_the_byte


def test_who_chose_from_no_list_of_the_body_is_compared_with_all(app: Flask, visitor: Visitor, firm: str) -> None:
    put_into(app, firm, {})
    with app.test_request_context():
        publish("spring", released("Spring survey", mean=50, **OWN_GROUPS))
    assert "All firms · “Spring survey”" in sentence_of(visitor.get(f"/a/{firm}/results"))


def test_drafts_and_withdrawn_ones_are_told_to_nobody(app: Flask, visitor: Visitor, firm: str) -> None:
    with app.test_request_context():
        publish("spring", released("First", mean=50))
        publish("spring", released("Second", mean=50), 2, "withdrawn")
        publish("spring", released("Third", mean=50), 3, "draft")
    assert "“First”" in sentence_of(visitor.get(f"/a/{firm}/results"))


def test_further_releases_come_after_the_campaigns_own(app: Flask, visitor: Visitor, firm: str) -> None:
    with app.test_request_context():
        standing = finding.standing(instruments.current().reference)
        publish(standing.public_id, released("All firms here", mean=40, **OWN_GROUPS))
        assert "“All firms here”" in sentence_of(visitor.get(f"/a/{firm}/results")), (
            "what was chosen means nothing there"
        )
        publish("spring", released("Spring survey", mean=50, **OWN_GROUPS))
    assert "“Spring survey”" in sentence_of(visitor.get(f"/a/{firm}/results"))
    other = handed_in(app, visitor).public_id
    assert "“All firms here”" in sentence_of(visitor.get(f"/a/{other}/results"))


def test_a_release_is_summed_up_once(app: Flask, visitor: Visitor, firm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.test_request_context():
        publish("spring", released("Spring survey", mean=50, **OWN_GROUPS))
    summed: list[int] = []
    reading = comparing._read
    monkeypatch.setattr(comparing, "_read", lambda *given: summed.append(1) or reading(*given))
    for _ in range(2):
        visitor.get(f"/a/{firm}/results")
    assert len(summed) == 1
