"""Invitations: the client's firm answers itself, by a link that is shown once, or by a letter through a mail server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from survey import create_app
from survey.jobs.worker import work_once
from survey.mail.letter import LONGEST_NAME, plain_name
from survey.storage import access, assessments, client_assessments, client_inviting
from survey.storage.app import storage_app
from survey.storage.clients import Client
from survey.storage.database import reading
from survey.storage.models import AssessmentRow, JobRow, LinkRow
from tests.integration.consultancy import Consultancy, consultancy
from tests.integration.databases import close, settings_for
from tests.integration.mailbox import Mailbox, mail_server
from tests.integration.pages import Page, Visitor

SITE = "https://survey.example.org"
NAME = "Harbour Advisers"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path, mailbox: Mailbox) -> Iterator[object]:
    with mail_server(mailbox) as server:
        given = {"smtp_url": f"smtp://{server}?tls=no", "public_url": SITE, "mail_from": "Waymark <us@example.org>"}
        yield settings_for(tmp_path, sqlite_url, **given)


@pytest.fixture
def mailing(settings: object) -> Iterator[Flask]:
    """The application with a mail server."""
    app = create_app(settings)  # type: ignore[arg-type]
    app.testing = True
    yield app
    close(app)


@pytest.fixture
def worker(settings: object) -> Iterator[Flask]:
    app = storage_app(settings)  # type: ignore[arg-type]
    yield app
    close(app)


@pytest.fixture
def harbour(mailing: Flask) -> Consultancy:
    return consultancy(mailing, NAME)


def work(worker: Flask) -> None:
    while work_once(worker):
        pass


def page_of(harbour: Consultancy, client: Client) -> Page:
    return harbour.get(f"/clients/{client.public_id}")


def shown_link(page: Page) -> str:
    address = page.by_id("address")
    assert address is not None
    return re.sub(r"^https?://[^/]+", "", address.get("value", ""))


def link_in(letter: object) -> str:
    found = re.search(rf"{SITE}(/r/\S+)", letter.get_content())  # type: ignore[attr-defined]
    assert found
    return found[1]


def make_link(harbour: Consultancy, client: Client) -> Page:
    return harbour.adviser.send(page_of(harbour, client), {"how": "link"}, action="/invite")


def tick(harbour: Consultancy, *clients: Client, **more: str) -> Page:
    ticked = {"client": [client.public_id for client in clients]}
    return harbour.adviser.send(harbour.get(), ticked | {"do": "invite"} | more, action="/act")


# A link to pass on


def test_a_link_is_shown_once_with_its_picture_and_lets_the_firm_in(app: Flask) -> None:
    harbour = consultancy(app)
    client = harbour.add("A")
    page = make_link(harbour, client)
    link = shown_link(page)
    assert "<svg" in page.html
    assert link not in page_of(harbour, client).html
    assert "invited, not begun" in page_of(harbour, client).text
    firm = Visitor(app)
    assert firm.send(firm.get(link)).status == 200
    assert "last opened on" in page_of(harbour, client).text
    assert "/invite/mail" not in page.html, "there is no mail server"
    assert "Send an invitation to" not in page.text


def test_only_the_hash_of_a_link_is_kept(app: Flask) -> None:
    harbour = consultancy(app)
    token = shown_link(make_link(harbour, harbour.add("A"))).removeprefix("/r/")
    with app.app_context(), reading() as session:
        for table in LinkRow.metadata.sorted_tables:
            assert token not in str(session.execute(sa.select(table)).all()), table.name


def test_a_member_ends_an_invitation_and_no_link_of_the_firm(app: Flask) -> None:
    harbour = consultancy(app)
    client, other = harbour.add("A"), harbour.add("B")
    link = shown_link(make_link(harbour, client))
    with app.app_context():
        [begun] = client_assessments.of_client(client.id)
        own = access.make_link(begun.public_id)
        [invitation] = client_inviting.invitations(client.id)
        links = {one.id for one in access.links(begun.public_id)}
    page = page_of(harbour, client)
    token = page.form("/invite")[1]["csrf_token"]

    def end(whose: Client, link_id: int) -> int:
        address = harbour.address(f"/clients/{whose.public_id}/invite/{link_id}/end")
        return harbour.adviser.client.post(address, data={"csrf_token": token}).status_code

    assert end(other, invitation.link_id) == 404
    assert [end(client, one) for one in links - {invitation.link_id}] == [404]
    assert end(client, invitation.link_id) == 302
    assert Visitor(app).get(link).status == 404
    assert Visitor(app).get(f"/r/{own}").status == 200


def test_after_a_result_an_invitation_begins_the_next_stage(app: Flask) -> None:
    harbour = consultancy(app)
    client = harbour.add("A")
    harbour.finish(client)
    make_link(harbour, client)
    with app.app_context():
        stages = client_assessments.of_client(client.id)
    assert [(one.stage, one.state) for one in stages] == [("T1", "invited"), ("T0", "finished")]


def test_an_archived_client_is_not_invited(app: Flask) -> None:
    harbour = consultancy(app)
    client = harbour.add("A")
    page = page_of(harbour, client)
    harbour.adviser.send(page, {"archived": "yes"}, action="/archive")
    assert "Bring it back first" in harbour.adviser.send(page, {"how": "link"}, action="/invite").text
    with app.app_context():
        assert client_assessments.of_client(client.id) == []


def test_without_a_mail_server_nothing_is_mailed(app: Flask) -> None:
    harbour = consultancy(app)
    client = harbour.add("A", email="ann@example.org")
    assert harbour.adviser.send(page_of(harbour, client), {"how": "mail"}, action="/invite").status == 404
    assert tick(harbour, client).status == 404
    assert "Invite by e-mail" not in harbour.get().text


# By mail


def test_a_letter_invites_in_our_words_and_names_the_organisation(
    harbour: Consultancy, worker: Flask, mailbox: Mailbox
) -> None:
    client = harbour.add("Ann <b>now</b>", email="ann@example.org")
    page = harbour.adviser.send(page_of(harbour, client), {"how": "mail"}, action="/invite")
    assert "We are sending the invitation to ann@example.org" in page.text
    assert "on its way" in page.text
    work(worker)
    [letter] = mailbox.taken
    assert (letter["To"], letter["Subject"]) == ("ann@example.org", "An invitation to see where your firm stands")
    assert NAME in letter.get_content()
    assert "<b>" not in letter.as_string()
    firm = Visitor(harbour.app)
    assert firm.send(firm.get(link_in(letter))).status == 200
    page = page_of(harbour, client)
    assert ("on its way" in page.text, "last opened on" in page.text) == (False, True)


def test_a_letter_that_is_sent_again_brings_another_link(harbour: Consultancy, worker: Flask, mailbox: Mailbox) -> None:
    client = harbour.add("A", email="ann@example.org")
    for address in ("ann@example.org", "office@example.org"):
        harbour.adviser.send(page_of(harbour, client), {"how": "mail", "address": address}, action="/invite")
    work(worker)
    assert len({link_in(letter) for letter in mailbox.taken}) == 2
    with harbour.app.app_context():
        assert len(client_inviting.invitations(client.id)) == 2


def test_an_address_that_is_none_is_told(harbour: Consultancy) -> None:
    client = harbour.add("A")
    page = harbour.adviser.send(page_of(harbour, client), {"how": "mail", "address": "ann"}, action="/invite")
    assert (page.status, list(page.faults().values())) == (422, ["#owner-address"])


def test_to_one_mailbox_go_five_letters_in_an_hour(harbour: Consultancy) -> None:
    client = harbour.add("A", email="ann@example.org")
    answers = [
        harbour.adviser.send(page_of(harbour, client), {"how": "mail"}, action="/invite").status for _ in range(6)
    ]
    assert answers == [200] * 5 + [429]
    assert "got several letters" in tick(harbour, client).text


def test_many_are_invited_at_once_and_who_is_not_is_named(
    harbour: Consultancy, worker: Flask, mailbox: Mailbox
) -> None:
    ann, ben = harbour.add("Ann", email="ann@example.org"), harbour.add("Ben", email="ben@example.org")
    mute, done = harbour.add("Mute"), harbour.add("Done", email="done@example.org")
    harbour.finish(done)
    page = tick(harbour, ann, ben, mute, done)
    assert page.text.startswith("Clients Invitations 2 letters are on their way.")
    assert harbour.address(f"/clients/{mute.public_id}/edit") in page.links()
    assert "begun or finished already Done" in page.text
    work(worker)
    assert sorted(letter["To"] for letter in mailbox.taken) == ["ann@example.org", "ben@example.org"]


def test_all_that_have_not_begun_are_invited_within_the_filter(harbour: Consultancy) -> None:
    for number in range(30):
        harbour.add(f"Firm {number:02}", email=f"f{number}@example.org", tags=["red"] if number % 2 else [])
    page = harbour.get("/clients?tag=red")
    assert "Invite all 15 clients on this list who have not begun" in page.text
    page = harbour.adviser.send(page, {"do": "invite_all"}, action="/act?tag=red")
    assert "15 letters are on their way." in page.text
    assert "15 invited, not begun" in harbour.get().links().values()


def test_the_same_page_sent_twice_sends_one_letter(harbour: Consultancy, worker: Flask, mailbox: Mailbox) -> None:
    client = harbour.add("A", email="ann@example.org")
    address, given = harbour.get().form("/act")
    for _ in range(2):
        harbour.adviser.client.post(address, data=given.to_dict() | {"client": client.public_id, "do": "invite"})
    work(worker)
    assert len(mailbox.taken) == 1


def test_at_most_so_many_are_invited_in_one_go(harbour: Consultancy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.consultants.clients.many.MOST", 3)
    for number in range(5):
        harbour.add(f"Firm {number}", email=f"f{number}@example.org")
    page = harbour.adviser.send(harbour.get(), {"do": "invite_all"}, action="/act")
    assert "3 letters are on their way." in page.text


def test_a_foreign_client_is_not_invited(mailing: Flask, harbour: Consultancy) -> None:
    harbour.add("A")
    foreign = consultancy(mailing, "Other").add("B", email="b@example.org")
    assert "No letter was sent." in tick(harbour, foreign).text
    with mailing.app_context(), reading() as session:
        assert session.scalars(sa.select(JobRow)).all() == []
        assert session.scalars(sa.select(AssessmentRow)).all() == []


def test_a_letter_of_a_client_that_is_deleted_is_not_sent(
    harbour: Consultancy, worker: Flask, mailbox: Mailbox
) -> None:
    client = harbour.add("A", email="ann@example.org")
    tick(harbour, client)
    harbour.visitors["owner"].send(harbour.get(f"/clients/{client.public_id}/delete", "owner"), {"sure": "yes"})
    work(worker)
    assert mailbox.taken == []


def test_the_firm_reads_by_whom_it_was_invited(harbour: Consultancy) -> None:
    client = harbour.add("A")
    firm = Visitor(harbour.app)
    firm.send(firm.get(shown_link(make_link(harbour, client))))
    with harbour.app.app_context():
        [stage] = client_assessments.of_client(client.id)
        cookie = firm.client.get_cookie("waymark_browser")
        assert cookie is not None
        found = assessments.find(stage.public_id, cookie.value)
    assert found is not None
    assert (found.role, found.organisation_name) == ("owner", NAME)
    assert f"invitation by {NAME}" in firm.get(f"/a/{stage.public_id}/link").text


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        (NAME, NAME),
        ("Müller & Söhne (Wien), St. Pölten", "Müller & Söhne (Wien), St. Pölten"),
        ("Win at https://evil.example/x?y=1 now", "Win at https evil example x y 1 now"),
        ("mail ann@example.org", "mail ann example org"),
        ("<b>Bank</b>\r\nBcc: x", "b Bank b Bcc x"),
        ("a\u202eb\u200bc", "a b c"),
        ("***", ""),
        ("w" * 200, "w" * (LONGEST_NAME - 1) + "…"),
    ],
)
def test_of_a_name_only_words_are_left(name: str, plain: str) -> None:
    assert plain_name(name) == plain
