"""Letters about accounts: invitations, new passwords, addresses to confirm; their links are made when they are sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from survey import create_app
from survey.jobs.worker import work_once
from survey.storage import accounts, invitations
from survey.storage.app import storage_app
from survey.storage.database import reading, writing
from survey.storage.models import InvitationRow, JobRow, now
from survey.storage.purging import purge
from tests.integration.databases import close, settings_for
from tests.integration.mailbox import Mailbox, mail_server
from tests.integration.members import organisation
from tests.integration.pages import Page, Visitor
from tests.integration.people import OTHER, PASSWORD, account_of, person, sign_in, with_second_step

ANN, BEN = "ann@example.org", "ben@example.org"
SITE = "https://survey.example.org"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path, mailbox: Mailbox) -> Iterator[Flask]:
    with mail_server(mailbox) as server:
        given = {"smtp_url": f"smtp://{server}?tls=no", "public_url": SITE, "mail_from": "survey@example.org"}
        app = create_app(settings_for(tmp_path, sqlite_url, **given))
        app.testing = True
        yield app
        close(app)


@pytest.fixture
def harbour(app: Flask) -> str:
    return organisation(app)


@pytest.fixture
def owner(app: Flask, harbour: str) -> Visitor:
    person(app, ANN, of=harbour)
    return sign_in(app, ANN)[0]


def sent(app: Flask, mailbox: Mailbox) -> EmailMessage:
    """The letter that the worker sends now, and no other; by an application without pages, as in real life."""
    before = len(mailbox.taken)
    worker = storage_app(app.config["WAYMARK"])
    while work_once(worker):
        pass
    close(worker)
    [letter] = mailbox.taken[before:]
    return letter


def nothing_sent(app: Flask, mailbox: Mailbox) -> bool:
    before = len(mailbox.taken)
    while work_once(app):
        pass
    return len(mailbox.taken) == before


def link_in(letter: EmailMessage) -> str:
    found = re.search(rf"{SITE}(/\S+)", letter.get_content())
    assert found
    return found[1]


def ask(app: Flask, email: str) -> Page:
    visitor = Visitor(app)
    return visitor.send(visitor.get("/account/forgotten"), {"email": email}, action="/forgotten")


def invited(owner: Visitor, harbour: str, email: str = BEN) -> Page:
    return owner.send(owner.get(f"/o/{harbour}/members"), {"email": email, "role": "adviser"}, action="/members")


def test_an_invitation_goes_by_mail_and_confirms_the_address(
    app: Flask, owner: Visitor, harbour: str, mailbox: Mailbox
) -> None:
    page = invited(owner, harbour)
    assert (page.by_id("made"), "We are sending the invitation to ben@example.org" in page.text) == (None, True)
    letter = sent(app, mailbox)
    assert (letter["To"], letter["Subject"]) == (BEN, "You are invited to work with others on Waymark")
    assert "Harbour" not in letter.as_string(), "nothing that somebody typed is put into a stranger's mailbox"
    ben = Visitor(app)
    page = ben.send(ben.get(link_in(letter)), {"name": "Ben", "password": OTHER}, action=link_in(letter))
    assert page.address == f"/o/{harbour}/clients"
    with app.app_context():
        assert account_of(BEN).confirmed_at is not None


def test_the_token_is_in_the_letter_alone(app: Flask, owner: Visitor, harbour: str, mailbox: Mailbox) -> None:
    invited(owner, harbour)
    token = link_in(sent(app, mailbox)).rsplit("/", 1)[1]
    with app.app_context(), reading() as session:
        for table in JobRow.metadata.sorted_tables:
            assert token not in str(session.execute(sa.select(table)).all()), table.name
        jobs = session.scalars(sa.select(JobRow).where(JobRow.kind == "account mail")).all()
        assert [(job.status, job.payload) for job in jobs] == [("done", {})]


def test_sending_again_ends_the_link_of_the_letter_before(
    app: Flask, owner: Visitor, harbour: str, mailbox: Mailbox
) -> None:
    page = invited(owner, harbour)
    first = link_in(sent(app, mailbox))
    owner.send(page, action="/renew")
    second = link_in(sent(app, mailbox))
    assert (Visitor(app).get(first).status, Visitor(app).get(second).status) == (404, 200)


def test_a_withdrawn_invitation_is_not_sent(app: Flask, owner: Visitor, harbour: str, mailbox: Mailbox) -> None:
    owner.send(invited(owner, harbour), action="/withdraw")
    assert nothing_sent(app, mailbox)


def test_one_mailbox_gets_only_so_many_invitations(app: Flask, owner: Visitor, harbour: str) -> None:
    assert [invited(owner, harbour).status for _ in range(6)] == [200] * 5 + [429]


def test_a_link_that_was_shown_before_there_was_mail_has_the_address_confirmed_first(
    app: Flask, harbour: str, mailbox: Mailbox
) -> None:
    with app.app_context():
        number = account_member_of(harbour)
        made = invitations.invite(number, BEN, "adviser")
    assert made is not None
    link = f"/account/invitation/{made[1]}"
    ben = Visitor(app)
    page = ben.send(ben.get(link), {"name": "Ben", "password": OTHER}, action=link)
    assert page.heading == "One thing first: your address"
    first = link_in(sent(app, mailbox))
    assert sign_in(app, BEN, OTHER)[1].heading == "One thing first: your address"
    second = link_in(sent(app, mailbox))
    assert Visitor(app).get(second).heading == "Is this your address?"
    assert sign_in(app, BEN, OTHER)[1].heading == "One thing first: your address", "opening confirms nothing"
    sent(app, mailbox)
    page = ben.send(ben.get(first), action=first)
    assert "your address is confirmed" in page.text
    assert sign_in(app, BEN, OTHER)[1].address == f"/o/{harbour}/clients"


def account_member_of(harbour: str) -> int:
    with reading() as session:
        return int(
            session.execute(sa.text("SELECT id FROM organisations WHERE public_id = :it"), {"it": harbour}).scalar_one()
        )


def test_a_forgotten_password_is_chosen_anew_by_mail(app: Flask, mailbox: Mailbox) -> None:
    person(app, ANN)
    before, _ = sign_in(app, ANN)
    assert "If there is an account with ann@example.org" in ask(app, "Ann@example.org").text
    letter = sent(app, mailbox)
    assert (letter["To"], letter["Subject"]) == (ANN, "A new password for Waymark")
    visitor, link = Visitor(app), link_in(letter)
    for _ in range(2):
        page = visitor.get(link)
    assert before.get("/account").heading == "Your account", "opening changes nothing"
    assert visitor.send(page, {"password": "short"}, action=link).faults().popitem()[1] == "#password"
    assert visitor.send(page, {"password": OTHER}, action=link).heading == "Your account"
    assert before.get("/account").heading == "Sign in"
    assert sign_in(app, ANN, PASSWORD)[1].status == 422
    assert sent(app, mailbox)["Subject"] == "Your password was changed"
    assert Visitor(app).get(link).status == 404, "once"


def test_a_new_password_does_not_go_round_the_second_step(app: Flask, mailbox: Mailbox) -> None:
    person(app, ANN)
    codes = with_second_step(app, ANN)
    ask(app, ANN)
    link, visitor = link_in(sent(app, mailbox)), Visitor(app)
    page = visitor.send(visitor.get(link), {"password": OTHER}, action=link)
    assert page.heading == "The second step"
    assert visitor.send(page, {"code": codes[0]}, action="/code").heading == "Your account"


def test_whether_there_is_an_account_is_not_told(app: Flask, mailbox: Mailbox) -> None:
    person(app, ANN)
    known, unknown = ask(app, ANN), ask(app, BEN)
    assert known.text.replace(ANN, BEN) == unknown.text
    assert sent(app, mailbox)["To"] == ANN


def test_a_link_for_a_password_ends_after_a_day(app: Flask, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    person(app, ANN)
    ask(app, ANN)
    link = link_in(sent(app, mailbox))
    monkeypatch.setattr("cryptography.fernet.time.time", lambda: now().timestamp() + 24 * 3600 + 60)
    page = Visitor(app).get(link)
    assert (page.status, "Have another one sent" in page.text) == (404, True)


@pytest.mark.parametrize("end", ["x", "A" * 40, "%00", "é", ".." * 30, "gAAAAA"])
def test_what_was_never_a_link_opens_nothing(app: Flask, end: str) -> None:
    for path in ("set", "confirm", "address", "invitation"):
        page = Visitor(app).get(f"/account/{path}/{end}")
        assert (page.status, page.heading) == (404, "This link opens nothing any more")


def test_a_link_of_one_purpose_is_none_of_another(app: Flask, mailbox: Mailbox) -> None:
    person(app, ANN)
    ask(app, ANN)
    sealed = link_in(sent(app, mailbox)).rsplit("/", 1)[1]
    assert [Visitor(app).get(f"/account/{path}/{sealed}").status for path in ("confirm", "address")] == [404, 404]


def test_another_address_is_taken_once_its_mailbox_has_confirmed_it(app: Flask, mailbox: Mailbox) -> None:
    person(app, ANN)
    visitor, _ = sign_in(app, ANN)
    page = visitor.send(visitor.get("/account/address"), {"email": "Lee@example.org"}, action="/address")
    assert "We have written to lee@example.org" in page.text
    letter = sent(app, mailbox)
    assert letter["To"] == "lee@example.org"
    link, elsewhere = link_in(letter), Visitor(app)
    page = elsewhere.get(link)
    assert sign_in(app, ANN)[1].status == 200, "opening changes nothing"
    elsewhere.send(page, action=link)
    assert sent(app, mailbox)["To"] == ANN, "the one before is told"
    assert sign_in(app, ANN)[1].status == 422
    assert sign_in(app, "lee@example.org")[1].status == 200
    assert Visitor(app).get(link).status == 404


def test_an_address_of_somebody_else_is_not_taken_and_not_told(app: Flask, mailbox: Mailbox) -> None:
    person(app, ANN)
    person(app, BEN)
    visitor, _ = sign_in(app, ANN)
    page = visitor.send(visitor.get("/account/address"), {"email": BEN}, action="/address")
    assert "We have written to ben@example.org" in page.text
    assert nothing_sent(app, mailbox)


def test_an_address_taken_in_the_meantime_is_left_to_who_has_it(app: Flask, mailbox: Mailbox) -> None:
    person(app, ANN)
    visitor, _ = sign_in(app, ANN)
    visitor.send(visitor.get("/account/address"), {"email": BEN}, action="/address")
    link = link_in(sent(app, mailbox))
    page = visitor.get(link)
    person(app, BEN)
    assert visitor.send(page, action=link).status == 404
    with app.app_context():
        assert account_of(ANN).id != account_of(BEN).id


def test_owners_make_no_links_where_mail_does(app: Flask, owner: Visitor, harbour: str) -> None:
    person(app, BEN, of=harbour, role="adviser")
    page = owner.get(f"/o/{harbour}/members")
    assert "Link for a new password" not in page.text
    with app.app_context():
        number = account_of(BEN).id
    data = {"csrf_token": page.form("/role")[1]["csrf_token"]}
    assert owner.client.post(f"/o/{harbour}/members/{number}/password", data=data).status_code == 404


def test_an_expired_invitation_is_kept_for_a_while_and_then_forgotten(
    app: Flask, owner: Visitor, harbour: str, mailbox: Mailbox
) -> None:
    invited(owner, harbour)
    sent(app, mailbox)
    for days, kept in ((29, True), (31, False)):
        with app.app_context():
            with writing() as session:
                session.execute(sa.update(InvitationRow).values(expires_at=now() - timedelta(days=days)))
            purge(timedelta(days=180))
        assert ("not here yet" in owner.get(f"/o/{harbour}/members").text) is kept


def test_a_letter_to_an_account_that_is_gone_is_not_sent(app: Flask, mailbox: Mailbox) -> None:
    account = person(app, ANN)
    ask(app, ANN)
    with app.app_context():
        accounts.remove(account.id)
    assert nothing_sent(app, mailbox)
