"""The first administrator, founding organisations, and what the operator does at the terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask

from survey.accounts.first import first_link
from survey.cli import main
from survey.instruments import by_reference
from survey.storage import access, assessments, clients, organisations
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, ClientRow, OrganisationRow
from tests.integration.databases import SECRET
from tests.integration.members import organisation
from tests.integration.pages import Page, Visitor
from tests.integration.people import (
    OTHER,
    PASSWORD,
    account_of,
    person,
    shown_link,
    sign_in,
    with_second_step,
)

ANN, BEN = "ann@example.org", "ben@example.org"


def begun(app: Flask, link: str, email: str = ANN) -> tuple[Visitor, Page]:
    visitor = Visitor(app)
    page = visitor.get(link)
    assert page.heading == "Welcome to your Waymark"
    return visitor, visitor.send(page, {"name": "Ann", "email": email, "password": OTHER}, action=link)


def test_the_first_administrator_begins_by_a_link(app: Flask) -> None:
    visitor, page = begun(app, str(first_link(app)))
    assert page.heading == "Your account"
    assert visitor.get("/account/organisations").status == 200
    assert sign_in(app, ANN, OTHER)[1].status == 200


def test_each_start_makes_another_link_until_one_was_used(app: Flask) -> None:
    first, second = str(first_link(app)), str(first_link(app))
    assert (Visitor(app).get(first).status, Visitor(app).get(second).status) == (404, 200)
    begun(app, second)
    assert first_link(app) is None
    assert "Start it again" in Visitor(app).get(second).text


def test_where_somebody_has_an_account_there_is_no_first_one(app: Flask) -> None:
    link = str(first_link(app))
    person(app, ANN, administrator=True)
    assert first_link(app) is None
    assert Visitor(app).get(link).status == 404


def test_the_first_administrator_needs_an_address_of_their_own(app: Flask) -> None:
    link = str(first_link(app))
    person(app, BEN)
    _, page = begun(app, link, BEN)
    assert page.faults() == {"This address has an account already. Sign in with it, or take another one.": "#email"}
    _, page = begun(app, link, "")
    assert list(page.faults().values()) == ["#email"]


def test_nobody_signs_in_as_what_stands_for_the_first_administrator(app: Flask) -> None:
    first_link(app)
    for password in ("", OTHER):
        assert sign_in(app, "first-administrator", password)[1].status == 422


@pytest.fixture
def administrator(app: Flask) -> Visitor:
    person(app, ANN, administrator=True)
    return sign_in(app, ANN)[0]


@pytest.mark.parametrize("kind", ["consultancy", "body"])
def test_an_administrator_founds_an_organisation_and_invites_its_owner(
    app: Flask, administrator: Visitor, kind: str
) -> None:
    given = {"name": "Harbour", "kind": kind, "email": BEN}
    page = administrator.send(administrator.get("/account/organisations"), given, action="/organisations")
    link = shown_link(page)
    ben = Visitor(app)
    page = ben.send(ben.get(link), {"name": "Ben", "password": OTHER}, action=link)
    members = ben.get(f"/o/{page.address.split('/')[2]}/members")
    assert "Invite somebody" in members.text
    assert "1 member" in administrator.get("/account/organisations").text


def test_the_first_owner_is_invited_again_as_long_as_nobody_has_joined(app: Flask, administrator: Visitor) -> None:
    harbour = organisation(app)
    page = administrator.get("/account/organisations")
    address = f"/account/organisations/{harbour}/owner"
    page = administrator.get(next(link for link in page.links() if link == address))
    assert administrator.send(page, {"email": "ben"}, action="/owner").faults().popitem()[1] == "#email"
    first = shown_link(administrator.send(page, {"email": BEN}, action="/owner"))
    second = shown_link(administrator.send(page, {"email": BEN}, action="/owner"))
    assert (Visitor(app).get(first).status, Visitor(app).get(second).status) == (404, 200)
    person(app, BEN, of=harbour)
    assert administrator.get(address).status == 404
    given = {"csrf_token": page.form("/owner")[1]["csrf_token"], "email": ANN}
    assert administrator.client.post(address, data=given).status_code == 404, (
        "nobody invites themselves past its owners"
    )


def test_an_administrator_sees_no_organisation_from_within(app: Flask, administrator: Visitor) -> None:
    harbour = organisation(app)
    assert "Harbour Advisers" in administrator.get("/account/organisations").text
    assert administrator.get(f"/o/{harbour}/members").status == 404


def test_nobody_else_founds_organisations(app: Flask) -> None:
    person(app, BEN, of=organisation(app))
    ben, page = sign_in(app, BEN)
    token = page.form("/sign-out")[1]["csrf_token"]
    given = {"csrf_token": token, "name": "Eve’s", "kind": "body", "email": BEN}
    assert ben.client.post("/account/organisations", data=given).status_code == 404
    assert ben.get("/account/organisations").status == 404
    assert Visitor(app).get("/account/organisations").heading == "Sign in"


def test_faults_are_told_at_the_fields(administrator: Visitor) -> None:
    given = {"name": "", "kind": "bank", "email": "x"}
    page = administrator.send(administrator.get("/account/organisations"), given, action="/organisations")
    assert (page.status, list(page.faults().values())) == (422, ["#name", "#kind", "#email"])


def run(data_dir: Path, *command: str, **settings: str) -> Result:
    env = {"WAYMARK_DATA_DIR": str(data_dir), "WAYMARK_SECRET_KEY": SECRET, **settings}
    return CliRunner().invoke(main, ["user", *command], env=env)


def test_the_operator_makes_a_link_for_somebody(app: Flask, tmp_path: Path) -> None:
    person(app, ANN)
    done = run(tmp_path, "link", "Ann@example.org")
    assert done.exit_code == 0
    assert done.output.startswith("http://127.0.0.1:8000/account/set/")
    link, visitor = urlsplit(done.output.strip()).path, Visitor(app)
    assert visitor.send(visitor.get(link), {"password": OTHER}, action=link).heading == "Your account"
    assert run(tmp_path, "link", ANN, WAYMARK_PUBLIC_URL="https://s.example.org").output.startswith(
        "https://s.example.org/"
    )


def test_an_address_without_an_account_is_told(tmp_path: Path, app: Flask) -> None:
    done = run(tmp_path, "link", BEN)
    assert (done.exit_code, "No account has this address" in done.output) == (1, True)
    assert run(tmp_path, "link", "ben").exit_code == 2


def test_the_operator_makes_an_administrator(app: Flask, tmp_path: Path) -> None:
    link = urlsplit(run(tmp_path, "link", BEN, "--administrator").output.strip()).path
    visitor = Visitor(app)
    visitor.send(visitor.get(link), {"password": OTHER}, action=link)
    assert visitor.get("/account/organisations").status == 200


def test_the_operator_helps_who_has_lost_the_phone(app: Flask, tmp_path: Path) -> None:
    person(app, ANN)
    with_second_step(app, ANN)
    assert run(tmp_path, "link", ANN, "--without-second-step").exit_code == 0
    assert sign_in(app, ANN)[1].heading == "Your account"


@pytest.fixture
def harbour(stored: Flask) -> int:
    return _number(organisation(stored))


def _number(public_id: str) -> int:
    with reading() as session:
        return session.scalars(sa.select(OrganisationRow.id).filter_by(public_id=public_id)).one()


def of_client(organisation_id: int, browser: str = "") -> str:
    """An assessment of a new client of this organisation; the firm's own where it has a browser."""
    maker = browser or access.new_browser()
    public_id = assessments.start(by_reference("corner-shop"), {"firm": "A"}, maker).public_id
    with writing() as session:
        client = ClientRow(public_id=public_id, organisation_id=organisation_id, name="A", sort_name="a")
        session.add(client)
        session.flush()
        theirs = sa.update(AssessmentRow).where(AssessmentRow.public_id == public_id)
        session.execute(theirs.values(client_id=client.id))
    if not browser:
        access.forget(public_id, maker)
    return public_id


def test_a_deleted_organisation_takes_its_clients_along_but_not_what_firms_hold(stored: Flask, harbour: int) -> None:
    browser, other = access.new_browser(), _number(organisation(stored, "Quay"))
    kept, gone, elsewhere = of_client(harbour, browser), of_client(harbour), of_client(other)
    organisations.remove(harbour)
    with reading() as session:
        left = dict(session.execute(sa.select(AssessmentRow.public_id, AssessmentRow.client_id)).all())
        assert set(left) == {kept, elsewhere}
        assert left[kept] is None
        assert session.scalars(sa.select(ClientRow.public_id)).all() == [elsewhere]
    assert assessments.find(kept, browser) is not None
    assert clients.find(harbour, gone) is None
    assert [one.id for one in organisations.every()] == [other]


def test_an_organisation_is_deleted_by_typing_its_name(app: Flask) -> None:
    harbour = organisation(app)
    person(app, ANN, of=harbour)
    owner, _ = sign_in(app, ANN)
    page = owner.send(owner.get(f"/o/{harbour}/delete"), {"name": "harbour"}, action="/delete")
    assert page.faults() == {"Type the name just as it stands above.": "#name"}
    page = owner.send(page, {"name": "  Harbour Advisers "}, action="/delete")
    assert (page.address, "Harbour Advisers is deleted" in page.text) == ("/account", True)
    assert owner.get(f"/o/{harbour}/members").status == 404
    with app.app_context():
        assert account_of(ANN).password, "the account stays"
    assert sign_in(app, ANN, PASSWORD)[1].status == 200


def test_measuring_at_the_terminal_loads_nothing_of_accounts() -> None:
    told = "import sys; from survey.cli import main; print({'flask_security', 'argon2', 'passlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
