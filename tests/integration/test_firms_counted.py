"""Whether a firm is counted: its own yes after the answers, what makes it count once, and what it waits for."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.storage import access, assessments
from survey.storage.campaigns import finding
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, CampaignRow, OrganisationRow
from tests.integration.campaigns import LISTS, QUESTIONS, campaign, invited, row_of
from tests.integration.members import organisation
from tests.integration.pages import Page, Visitor

CODE = "/i/KXQ4-M7TA-9WDB-RHC3"
FIRM = {"trade": "Bakery", "people": "micro", "firm": "Anna's"}
KNOWN = {"register": "FN 123 a", "email": "Anna@Bakery.example"}


@pytest.fixture
def app(corner_shop: Flask) -> Flask:
    return corner_shop


def review(visitor: Visitor, address: str) -> Page:
    """The review of a firm that began here and answered nothing."""
    page = visitor.get(address)
    if address == CODE:
        page = visitor.send(page)
    return visitor.get(f"{visitor.send(page, FIRM).address.split('/questions/')[0]}/review")


def test_it_is_asked_after_the_answers_for_whose_figures_and_unticked(app: Flask) -> None:
    page = review(Visitor(app), f"/c/{campaign(app)}/start")
    assert "counted" not in page.form()[1]
    assert "in the figures of “Spring survey” by Chamber of <i>Trade</i>, without its name" in page.text
    assert "groups of at least ten firms" in page.text
    assert "Your answers count once Chamber of <i>Trade</i> has found your firm in its list of names." in page.text


def test_a_firm_without_a_code_waits_and_whoever_found_it_lets_it_count(app: Flask) -> None:
    visitor = Visitor(app)
    results = visitor.send(review(visitor, f"/c/{campaign(app)}/start"), {"counted": "yes", **KNOWN})
    row = row_of(app, results.address)
    assert (row.counted, row.verified) == (True, "")
    assert row.taking_part == {"register": "FN 123 a", "email": "Anna@bakery.example"}
    assert "Not counted yet." in results.text
    _verify(app, results.address, "list")
    assert "It enters the next figures of “Spring survey”" in visitor.get(results.address).text


def test_a_code_counts_at_once(app: Flask) -> None:
    visitor = Visitor(app)
    invited(app, campaign(app))
    page = review(visitor, CODE)
    assert "list of names" not in page.text
    row = row_of(app, visitor.send(page, {"counted": "yes"}).address)
    assert (row.counted, row.verified, row.verified_at is not None) == (True, "code", True)


def test_without_a_yes_nothing_is_kept_and_nothing_is_complained_about(app: Flask) -> None:
    visitor = Visitor(app)
    invited(app, campaign(app))
    row = row_of(app, visitor.send(review(visitor, CODE), {"register": "x" * 999, "email": "no address"}).address)
    assert (row.counted, row.verified, row.taking_part) == (False, "", {})


def test_what_cannot_be_an_address_is_said_before_anything_is_handed_in(app: Flask) -> None:
    visitor = Visitor(app)
    page = review(visitor, f"/c/{campaign(app)}/start")
    faulty = visitor.send(page, {"counted": "yes", "register": "x" * 61, "email": "a@b, c@d"})
    assert (faulty.status, list(faulty.faults().values())) == (422, ["#register", "#email"])
    assert row_of(app, page.address).status == "open"


def test_withdrawing_takes_the_identity_and_the_tick_of_the_body_back(app: Flask) -> None:
    visitor = Visitor(app)
    results = visitor.send(review(visitor, f"/c/{campaign(app)}/start"), {"counted": "yes", **KNOWN})
    _verify(app, results.address, "list")
    page = visitor.send(results, {"counted": "no"}, action="/consent")
    row = row_of(app, results.address)
    assert (row.counted, row.verified, row.taking_part) == (False, "", {})
    assert "your firm is not counted" in page.text
    faulty = visitor.send(page, {"counted": "yes", "email": "nobody"}, action="/consent")
    assert (faulty.status, list(faulty.faults().values())) == (422, ["#email"])
    assert "Nobody can look for your firm without" in visitor.send(page, {"counted": "yes"}, action="/consent").text
    visitor.send(page, {"counted": "yes", "email": "a@b.example"}, action="/consent")
    assert row_of(app, results.address).taking_part == {"email": "a@b.example"}


def test_who_says_another_number_has_to_be_found_again(app: Flask) -> None:
    visitor = Visitor(app)
    results = visitor.send(review(visitor, f"/c/{campaign(app)}/start"), {"counted": "yes", **KNOWN})
    _verify(app, results.address, "list")
    place = results.address.removesuffix("/results")
    visitor.send(results, action="/update")
    page = visitor.get(f"{place}/review")
    values = _asked(page)
    assert values["register"] == "FN 123 a"
    same = visitor.client.post(f"{place}/review", data={**values, "counted": "yes"})
    assert (same.status_code, row_of(app, place).verified) == (302, "list")
    visitor.send(visitor.get(results.address), action="/update")
    values = _asked(visitor.get(f"{place}/review"))
    visitor.client.post(f"{place}/review", data={**values, "counted": "yes", "register": "FN 999"})
    assert row_of(app, place).verified == ""


def test_the_next_stage_belongs_to_the_campaign_and_has_no_code(app: Flask) -> None:
    visitor = Visitor(app)
    invited(app, campaign(app, lists=LISTS, questions=QUESTIONS))
    page = visitor.send(visitor.send(visitor.get(CODE)), {"own_sector": "care", "people": "micro"})
    place = page.address.split("/questions/")[0]
    visitor.send(visitor.get(f"{place}/own-questions"), {"q1": "yes"})
    visitor.send(visitor.get(f"{place}/review"), {"counted": "yes"})
    later = row_of(app, visitor.send(visitor.get(f"{place}/results"), action="/again").address)
    before = row_of(app, place)
    assert later.campaign_id == before.campaign_id is not None
    assert (later.invitation_id, later.verified, later.counted, later.own_answers) == (None, "code", None, {})
    assert later.taking_part == {"sector": "care"}


def test_firms_that_nobody_invited_are_told_who_looks_after_them(app: Flask) -> None:
    visitor = Visitor(app)
    page = review(visitor, "/start")
    assert "Nobody looks after it yet" in page.text
    keeper = organisation(app, "Ministry", "body")
    with app.test_request_context():
        finding.standing("corner-shop@1")
        with writing() as session:
            mine = sa.select(OrganisationRow.id).filter_by(public_id=keeper).scalar_subquery()
            session.execute(sa.update(CampaignRow).values(organisation_id=mine))
    page = visitor.get(page.address)
    assert "the survey of all firms on this site, looked after by Ministry" in page.text
    assert "Your answers count once Ministry has found your firm" in page.text
    row = row_of(app, visitor.send(page, {"counted": "yes"}).address)
    assert (row.campaign_id, row.counted, row.verified) == (None, True, "")


def test_whoever_answers_a_campaign_to_look_around_in_is_never_counted(app: Flask) -> None:
    visitor, public_id = Visitor(app), campaign(app)
    with app.app_context(), writing() as session:
        session.execute(sa.update(OrganisationRow).values(invented=True))
    row = row_of(app, visitor.send(review(visitor, f"/c/{public_id}/start"), {"counted": "yes", **KNOWN}).address)
    assert (row.invented, row.counted, row.taking_part) == (True, False, {})


def test_deleting_takes_everything_said_for_the_campaign_and_frees_the_code(app: Flask) -> None:
    visitor = Visitor(app)
    invited(app, campaign(app, questions=QUESTIONS))
    results = visitor.send(review(visitor, CODE), {"counted": "yes", **KNOWN})
    visitor.send(visitor.get(results.address.replace("/results", "/delete")))
    with app.app_context(), writing() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(AssessmentRow)) == 0
    assert Visitor(app).get(CODE).heading == "Spring survey"


def test_only_the_firm_is_handed_what_tells_it_from_others(app: Flask) -> None:
    visitor, bank = Visitor(app), access.new_browser()
    results = visitor.send(review(visitor, f"/c/{campaign(app)}/start"), {"counted": "yes", **KNOWN})
    public_id, secret = results.address.split("/")[2], visitor.client.get_cookie("waymark_browser").value
    with app.app_context():
        access.exchange(access.make_link(public_id, "reader", "Bank"), bank)
        mine, theirs = assessments.find(public_id, secret), assessments.find(public_id, bank, ["reader"])
    assert (set(mine.taking_part), theirs.taking_part) == ({"register", "email"}, {})


def _verify(app: Flask, address: str, how: str) -> None:
    with app.app_context(), writing() as session:
        of = AssessmentRow.public_id == address.split("/")[2]
        session.execute(sa.update(AssessmentRow).where(of).values(verified=how))


def _asked(page: Page) -> dict[str, str]:
    """What the form of consent holds, its tick aside: on an update it is not the page's first."""
    form = next(form for form in page.root.iter("form") if "consent" in form.get("class", ""))
    return {one.get("name", ""): one.get("value", "") for one in form.iter("input") if one.get("type") != "checkbox"}
