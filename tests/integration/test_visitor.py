"""A member of an organisation meets its clients' assessments by one mechanism, as far as the role goes."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from survey.instruments import by_reference
from survey.storage import assessments
from survey.storage.database import writing
from survey.storage.finding import ROLES
from survey.storage.models import AssessmentRow, ClientRow
from tests.integration.members import member, organisation


@pytest.fixture
def harbour(stored: Flask) -> str:
    return organisation(stored)


@pytest.fixture
def theirs(stored: Flask, harbour: str, browser: str) -> str:
    """An assessment that a firm began, and that is one of Harbour's client."""
    public_id = assessments.start(by_reference("corner-shop"), {"firm": "A"}, browser).public_id
    organisation_id = member(stored, harbour).organisation_id
    with writing() as session:
        client = ClientRow(public_id="client", organisation_id=organisation_id, name="A", sort_name="a")
        session.add(client)
        session.flush()
        session.execute(sa.update(AssessmentRow).values(client_id=client.id))
    return public_id


@pytest.mark.parametrize(("role", "seen_as"), [("owner", "adviser"), ("adviser", "adviser"), ("viewer", "viewer")])
def test_a_member_sees_a_clients_assessment_by_role(
    stored: Flask, harbour: str, theirs: str, role: str, seen_as: str
) -> None:
    person = member(stored, harbour, role)  # type: ignore[arg-type]
    found = assessments.find(theirs, "", ROLES, user=person.user_id)
    assert found is not None
    assert (found.role, found.client, found.organisation_name) == (seen_as, "client", "Harbour Advisers")


def test_no_member_is_the_firm(stored: Flask, harbour: str, theirs: str) -> None:
    assert assessments.find(theirs, "", user=member(stored, harbour).user_id) is None


def test_a_member_of_another_organisation_sees_nothing(stored: Flask, theirs: str) -> None:
    other = member(stored, organisation(stored, "Other"))
    assert assessments.find(theirs, "", ROLES, user=other.user_id) is None


def test_the_firm_at_an_advisers_browser_stays_the_firm(stored: Flask, harbour: str, theirs: str, browser: str) -> None:
    found = assessments.find(theirs, browser, ROLES, user=member(stored, harbour).user_id)
    assert found is not None
    assert found.role == "owner"


def test_an_assessment_of_no_client_is_no_members(stored: Flask, harbour: str, browser: str) -> None:
    alone = assessments.start(by_reference("corner-shop"), {"firm": "B"}, browser).public_id
    assert assessments.find(alone, "", ROLES, user=member(stored, harbour).user_id) is None
