"""An adviser fills in on behalf of a client; the firm sees who sees it, and can end that."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from survey import instruments
from survey.storage import access, assessments
from survey.storage.assessments import Assessment
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, ClientRow, OrganisationRow
from tests.integration.handed_in import JOINERY, sample_answers
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Visitor


@dataclass(frozen=True)
class Shared:
    """An assessment that a firm began, as a client of Harbour Advisers, and two of their people."""

    app: Flask
    public_id: str
    firm: Visitor
    adviser: Visitor
    viewer: Visitor

    @property
    def place(self) -> str:
        return f"/a/{self.public_id}"

    def stored(self) -> Assessment:
        with self.app.app_context():
            found = assessments.find(self.public_id, self.firm.client.get_cookie("waymark_browser").value)
        assert found is not None
        return found

    def answer(self) -> None:
        with self.app.app_context():
            assessments.save(self.public_id, sample_answers(), {})


@pytest.fixture
def shared(app: Flask) -> Shared:
    harbour = organisation(app)
    secret = access.new_browser()
    firm = Visitor(app)
    firm.client.set_cookie("waymark_browser", secret)
    with app.app_context():
        public_id = assessments.start(instruments.current(), JOINERY, secret).public_id
        with writing() as session:
            owner = session.scalars(sa.select(OrganisationRow.id)).one()
            client = ClientRow(public_id="joinery", organisation_id=owner, name="Joinery", sort_name="joinery")
            session.add(client)
            session.flush()
            session.execute(sa.update(AssessmentRow).values(client_id=client.id))
    people = [signed_in(app, member(app, harbour, role).user_id) for role in ("adviser", "viewer")]
    return Shared(app, public_id, firm, *people)


def test_an_adviser_goes_on_in_the_interview_layout_and_hands_in(shared: Shared) -> None:
    page = shared.adviser.get(shared.place)
    assert page.address == f"{shared.place}/interview"
    shared.answer()
    review = shared.adviser.get(f"{shared.place}/review")
    assert "May your firm be counted?" not in review.text
    results = shared.adviser.send(review)
    assert results.address == f"{shared.place}/results"
    assert "Client of Harbour Advisers" in results.html
    assert shared.stored().source == "interview"


def test_an_adviser_never_says_that_the_firm_may_be_counted(shared: Shared) -> None:
    shared.answer()
    shared.adviser.send(shared.adviser.get(f"{shared.place}/review"), {"counted": "yes"})
    assert shared.stored().counted is None


def test_what_an_adviser_hands_in_anew_is_not_counted_until_the_firm_agrees_again(shared: Shared) -> None:
    shared.answer()
    shared.firm.send(shared.firm.get(f"{shared.place}/review"), {"counted": "yes"})
    assert shared.stored().counted
    shared.adviser.send(shared.adviser.get(f"{shared.place}/results"), action="/update")
    shared.adviser.send(shared.adviser.get(f"{shared.place}/review"), action="/review")
    assert shared.stored().counted is None


def test_an_adviser_has_no_page_on_which_the_firm_decides(shared: Shared) -> None:
    shared.answer()
    shared.firm.send(shared.firm.get(f"{shared.place}/review"))
    results = shared.adviser.get(f"{shared.place}/results")
    for page in ("/consent", "/link", "/delete", "/forget"):
        assert f"{shared.place}{page}" not in results.html
        assert shared.adviser.get(f"{shared.place}{page}").status in (404, 405)


def test_a_viewer_sees_results_and_changes_nothing(shared: Shared) -> None:
    assert shared.viewer.get(f"{shared.place}/results").heading == "No results yet"
    shared.answer()
    shared.firm.send(shared.firm.get(f"{shared.place}/review"))
    results = shared.viewer.get(f"{shared.place}/results")
    assert "read-only link" not in results.text
    assert [form for form in results.root.iter("form") if shared.place in (form.get("action") or "")] == []
    assert shared.viewer.get(f"{shared.place}/interview").status == 404


def test_the_next_stage_that_an_adviser_begins_is_the_clients_too(shared: Shared) -> None:
    shared.answer()
    shared.firm.send(shared.firm.get(f"{shared.place}/review"))
    begun = shared.adviser.send(shared.adviser.get(f"{shared.place}/results"), action="/again")
    assert begun.address.endswith("/interview")
    assert shared.firm.get(begun.address).status == 200
    assert shared.viewer.get(begun.address.replace("interview", "results")).status == 200


def test_the_firm_sees_who_sees_it_and_ends_that(shared: Shared) -> None:
    page = shared.firm.get(f"{shared.place}/link")
    assert "Harbour Advisers sees your answers" in page.text
    after = shared.firm.send(page, action="/share/end")
    assert "Harbour Advisers no longer sees what you answered." in after.text
    assert shared.adviser.get(f"{shared.place}/interview").status == 404
    assert shared.firm.get(f"{shared.place}/interview").status == 200


def test_what_advisers_entered_stays_with_them_when_the_firm_ends_sharing(shared: Shared) -> None:
    shared.answer()
    shared.adviser.send(shared.adviser.get(f"{shared.place}/review"))
    shared.firm.send(shared.firm.get(f"{shared.place}/link"), action="/share/end")
    assert shared.adviser.get(f"{shared.place}/results").status == 200


def test_who_opens_an_invitation_reads_first_who_will_see_the_answers(shared: Shared) -> None:
    with shared.app.app_context():
        token = access.make_link(shared.public_id)
    page = Visitor(shared.app).get(f"/r/{token}")
    assert page.heading == "Your assessment"
    assert "Harbour Advisers prepared this assessment" in page.text
    assert "Harbour Advisers sees your answers, notes, results and plan" in page.text


def test_a_stage_that_the_firm_handed_in_stays_its_own_where_an_adviser_corrects_it(shared: Shared) -> None:
    shared.answer()
    shared.firm.send(shared.firm.get(f"{shared.place}/review"))
    shared.adviser.send(shared.adviser.get(f"{shared.place}/results"), action="/update")
    shared.adviser.send(shared.adviser.get(f"{shared.place}/review"), action="/review")
    assert shared.stored().source == "self"
    shared.firm.send(shared.firm.get(f"{shared.place}/link"), action="/share/end")
    assert shared.adviser.get(f"{shared.place}/results").status == 404


@pytest.mark.parametrize("who", ["adviser", "viewer"])
def test_nobody_of_the_organisation_becomes_the_firm_by_its_link(shared: Shared, who: str) -> None:
    with shared.app.app_context():
        token = access.make_link(shared.public_id)
    insider: Visitor = getattr(shared, who)
    page = insider.get(f"/r/{token}")
    assert "This link is for the firm itself." in page.text
    sent = insider.client.post(f"/r/{token}", data={"csrf_token": insider.get("/start").form()[1]["csrf_token"]})
    assert "This link is for the firm itself." in sent.text
    assert insider.get(f"{shared.place}/link").status == 404
    assert Visitor(shared.app).get(f"/r/{token}").heading == "Your assessment"
