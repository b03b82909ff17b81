"""Links by mail: ordered on a page, made and sent by the worker, through a real mail server on this machine."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from survey import create_app
from survey.jobs.worker import work_once
from survey.storage import access
from survey.storage.app import storage_app
from survey.storage.database import reading, writing
from survey.storage.jobs import ATTEMPTS
from survey.storage.models import JobRow, LinkRow, now
from tests import pseudo
from tests.integration.databases import close, settings_for
from tests.integration.mailbox import HANG_UP, Mailbox, free_port, mail_server, server_certificate
from tests.integration.pages import Page, Visitor
from tests.integration.test_every_string import left_over

ANN = "ann@example.org"
SITE = "https://survey.example.org"


@dataclass
class Office:
    """The web application, and the worker beside it as a process of its own would be."""

    web: Flask
    worker: Flask

    def work(self) -> None:
        """Run whatever is due, and make what waits for another attempt due at once."""
        while work_once(self.worker):
            pass
        with self.worker.app_context(), writing() as session:
            session.execute(sa.update(JobRow).values(run_after=now()))

    def mail_jobs(self) -> list[JobRow]:
        with self.worker.app_context(), reading() as session:
            return list(session.scalars(sa.select(JobRow).where(JobRow.kind == "mail").order_by(JobRow.id)))

    def links(self, home: str) -> list[access.Link]:
        with self.worker.app_context():
            return access.links(home.removeprefix("/a/"))


@pytest.fixture
def open_office(sqlite_url: str, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    opened: list[Flask] = []

    def office(server: str, **more: object) -> Office:
        given = {"instrument": "every-type", "public_url": SITE, "mail_from": "Waymark <survey@example.org>"}
        url = server if "://" in server else f"smtp://{server}?tls=no"
        settings = settings_for(tmp_path, sqlite_url, **(given | {"smtp_url": url} | more))
        web, worker = create_app(settings), storage_app(settings)
        web.testing = True
        opened.extend((web, worker))
        return Office(web, worker)

    yield office
    for app in opened:
        close(app)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def office(open_office: Callable[..., Office], mailbox: Mailbox) -> Iterator[Office]:
    with mail_server(mailbox) as server:
        yield open_office(server)


def begun(app: Flask) -> tuple[Visitor, str]:
    owner = Visitor(app)
    page = owner.send(owner.get("/start"), {"trade": "Bakery", "people": "solo", "firm": "Buy <b>now</b>"})
    return owner, page.address.rsplit("/questions/", 1)[0]


def ask(owner: Visitor, home: str, address: str = ANN) -> Page:
    return owner.send(owner.get(f"{home}/link"), {"address": address}, action="/link/mail")


def link_in(letter: object) -> str:
    found = re.search(rf"{SITE}(/r/\S+)", letter.get_content())  # type: ignore[attr-defined]
    assert found
    return found[1]


def test_a_link_is_sent_by_the_worker_and_opens(office: Office, mailbox: Mailbox) -> None:
    owner, home = begun(office.web)
    page = ask(owner, home)
    assert f"We are sending it to {ANN}" in page.text
    assert office.links(home) == [], "the link is made only when it is sent"
    office.work()
    [letter] = mailbox.taken
    assert (letter["To"], letter["From"]) == (ANN, "Waymark <survey@example.org>")
    assert letter["Subject"] == "Your private link to Waymark"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    phone = Visitor(office.web)
    assert phone.send(phone.get(link_in(letter))).heading == "Choosing"
    assert [link.name for link in office.links(home)] == ["sent by e-mail"]


def test_nothing_of_what_a_visitor_typed_is_in_the_letter(office: Office, mailbox: Mailbox) -> None:
    owner, home = begun(office.web)
    ask(owner, home)
    asked = {"name": "Buy <b>now</b>", "pages": ["choosing"], "address": "ben@example.org"}
    page = owner.send(owner.get(f"{home}/colleagues"), asked, action="/colleagues")
    assert "We are sending it to ben@example.org" in page.text
    assert page.by_id("made") is None
    office.work()
    assert len(mailbox.taken) == 2
    assert not [letter for letter in mailbox.taken if "Buy" in letter.as_string()]


def test_no_table_holds_the_token_and_none_the_address_once_it_is_sent(office: Office, mailbox: Mailbox) -> None:
    owner, home = begun(office.web)
    ask(owner, home)
    [job] = office.mail_jobs()
    assert set(job.payload) == {"assessment", "address", "language", "kind", "name", "pages", "by"}
    office.work()
    token = link_in(mailbox.taken[0]).removeprefix("/r/")
    with office.worker.app_context(), reading() as session:
        for table in JobRow.metadata.sorted_tables:
            held = str(session.execute(sa.select(table)).all())
            assert token not in held, table.name
            assert ANN not in held, table.name
    assert [(job.status, job.payload) for job in office.mail_jobs()] == [("done", {})]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "ann@",
        "ann@localhost",
        "ann@example.org, ben@example.org",
        "ann@example.org ben@example.org",
        "ann@example.org\r\nBcc: ben@example.org",
        "Ann <ann@example.org>",
        '"ann ben"@example.org',
        "ann@[127.0.0.1]",
        "ann@127.0.0.1",
        "änn@example.org",
        "ann\x00@example.org",
        "a" * 10_000 + "@example.org",
        "ann@" + "a." * 200 + "org",
        "🙂@example.org",
    ],
)
def test_what_is_not_one_plain_mailbox_is_refused_at_the_field(office: Office, address: str) -> None:
    owner, home = begun(office.web)
    page = ask(owner, home, address)
    assert (page.status, page.faults()) == (
        422,
        {"Type one e-mail address, such as ann@example.org.": "#owner-address"},
    )
    assert office.mail_jobs() == []


def test_a_domain_in_another_alphabet_is_written_as_mail_servers_know_it(office: Office, mailbox: Mailbox) -> None:
    owner, home = begun(office.web)
    assert "We are sending it to ann@xn--bckerei-5wa.example" in ask(owner, home, " ann@Bäckerei.example ").text
    office.work()
    assert mailbox.taken[0]["To"] == "ann@xn--bckerei-5wa.example"


def test_an_expired_page_keeps_the_address_that_was_typed(office: Office) -> None:
    owner, home = begun(office.web)
    page = owner.send(owner.get(f"{home}/link"), {"address": ANN, "csrf_token": "old"}, action="/link/mail")
    assert page.status == 422
    assert "had been open for too long" in page.text
    field = page.by_id("owner-address")
    assert field is not None
    assert field.get("value") == ANN
    assert "We are sending it" in owner.send(page, action="/link/mail").text


@pytest.mark.parametrize(("counted", "most"), [("visitor", 3), ("assessment", 3), ("mailbox", 5)])
def test_only_so_many_letters_are_sent_in_an_hour(open_office: Callable[..., Office], counted: str, most: int) -> None:
    """Each of the three is counted by itself: one stays the same here, the others change from letter to letter."""
    office = open_office("127.0.0.1:1", rate_limit_mail="3 per hour")
    statuses = []
    shared = begun(office.web)
    for number in range(most + 1):
        owner, home = shared if counted == "assessment" else begun(office.web)
        owner.client.environ_base["REMOTE_ADDR"] = "10.0.0.1" if counted == "visitor" else f"10.0.1.{number}"
        statuses.append(ask(owner, home, ANN if counted == "mailbox" else f"ann{number}@example.org").status)
    assert statuses == [200] * most + [429]


def test_a_button_pressed_twice_sends_one_letter(office: Office, mailbox: Mailbox) -> None:
    owner, home = begun(office.web)
    page = owner.get(f"{home}/link")
    for _ in range(2):
        assert "We are sending it" in owner.send(page, {"address": ANN}, action="/link/mail").text
    office.work()
    assert len(mailbox.taken) == 1


def test_mistyped_addresses_are_not_counted(office: Office) -> None:
    owner, home = begun(office.web)
    assert [ask(owner, home, "ann").status for _ in range(7)] == [422] * 7
    assert ask(owner, home).status == 200


def test_without_a_mail_server_nothing_offers_to_send(every_type: Flask) -> None:
    owner, home = begun(every_type)
    page = owner.get(f"{home}/link")
    assert "let us send" not in page.text
    assert owner.client.post(f"{home}/link/mail", data=page.form()[1] | {"address": ANN}).status_code == 404


def test_a_stranger_can_have_nothing_sent(office: Office) -> None:
    _, home = begun(office.web)
    stranger = Visitor(office.web)
    _, values = stranger.get("/start").form()
    data = {"csrf_token": values["csrf_token"], "address": ANN}
    assert stranger.client.post(f"{home}/link/mail", data=data).status_code == 404
    assert office.mail_jobs() == []


def test_a_recipient_refused_for_good_is_not_tried_again(
    open_office: Callable[..., Office], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="survey")
    mailbox = Mailbox(refused=ANN)
    with mail_server(mailbox) as server:
        office = open_office(server)
        owner, home = begun(office.web)
        ask(owner, home)
        office.work()
    [job] = office.mail_jobs()
    assert (job.status, job.attempt, job.payload) == ("failed", 1, {})
    assert job.error == "HopelessError: the mail server refused the recipient (550)"
    assert office.links(home) == [], "a link that nobody got is ended"
    assert ANN not in caplog.text


def test_a_server_that_is_busy_is_tried_again_with_another_link(open_office: Callable[..., Office]) -> None:
    mailbox = Mailbox("451 later")
    with mail_server(mailbox) as server:
        office = open_office(server)
        owner, home = begun(office.web)
        ask(owner, home)
        office.work()
        assert [(job.status, job.error) for job in office.mail_jobs()] == [
            ("waiting", "MailError: the mail server refused the mail (451)")
        ]
        office.work()
    assert len(mailbox.taken) == 1
    assert len(office.links(home)) == 1
    with office.worker.app_context(), reading() as session:
        assert session.scalar(sa.select(sa.func.count()).where(LinkRow.revoked_at.is_not(None))) == 1
    assert Visitor(office.web).get(link_in(mailbox.taken[0])).status == 200


def test_a_letter_that_arrived_although_the_server_hung_up(open_office: Callable[..., Office]) -> None:
    """The first link works until the second letter takes its place, and if it was used, there is no second letter."""
    mailbox = Mailbox(HANG_UP, HANG_UP)
    with mail_server(mailbox) as server:
        office = open_office(server)
        owner, home = begun(office.web)
        ask(owner, home)
        office.work()
        [job] = office.mail_jobs()
        assert job.status == "waiting"
        assert "cannot be reached or hung up" in (job.error or "")
        office.work()
        first, second = map(link_in, mailbox.taken)
        phone = Visitor(office.web)
        assert phone.get(first).status == 404
        assert phone.send(phone.get(second)).heading == "Choosing"
        office.work()
        assert [(job.status, len(mailbox.taken)) for job in office.mail_jobs()] == [("done", 2)]
    assert phone.get(f"{home}/questions/choosing").status == 200


def test_a_server_that_stays_away_is_given_up_in_the_end(open_office: Callable[..., Office]) -> None:
    office = open_office(f"127.0.0.1:{free_port()}")
    owner, home = begun(office.web)
    ask(owner, home)
    for _ in range(ATTEMPTS):
        office.work()
    [job] = office.mail_jobs()
    assert (job.status, job.attempt, job.payload) == ("failed", ATTEMPTS, {})
    assert office.links(home) == []


def test_nothing_is_sent_for_what_was_deleted_meanwhile(office: Office, mailbox: Mailbox) -> None:
    owner, home = begun(office.web)
    ask(owner, home)
    owner.send(owner.get(f"{home}/delete"), action="/delete")
    office.work()
    assert mailbox.taken == []
    assert office.mail_jobs() == [], "and nobody keeps the address"


def test_a_server_without_tls_gets_neither_letter_nor_password(
    open_office: Callable[..., Office], mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="survey")
    with mail_server(mailbox) as server:
        office = open_office(f"smtp://me:hidden@{server}")
        owner, home = begun(office.web)
        ask(owner, home)
        office.work()
    assert mailbox.taken == []
    [job] = office.mail_jobs()
    assert job.error == "MailError: the mail server does not offer what is asked of it: TLS, or signing in"
    assert "hidden" not in caplog.text


@contextmanager
def with_starttls(mailbox: Mailbox, folder: Path) -> Iterator[tuple[str, Path]]:
    context, trusted = server_certificate(folder)
    with mail_server(mailbox, tls_context=context, require_starttls=True) as server:
        yield server, trusted


def test_letters_travel_encrypted_to_a_server_that_is_trusted(
    open_office: Callable[..., Office], mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with with_starttls(mailbox, tmp_path) as (server, trusted):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        office = open_office(f"smtp://{server}")
        owner, home = begun(office.web)
        ask(owner, home)
        office.work()
    assert mailbox.encrypted == [True]


def test_a_server_that_nobody_vouches_for_gets_nothing(
    open_office: Callable[..., Office], mailbox: Mailbox, tmp_path: Path
) -> None:
    with with_starttls(mailbox, tmp_path) as (server, _):
        office = open_office(f"smtp://{server}")
        owner, home = begun(office.web)
        ask(owner, home)
        office.work()
    assert mailbox.taken == []
    assert [job.error for job in office.mail_jobs()] == [
        "MailError: the mail server cannot be reached or hung up (SSLCertVerificationError)"
    ]


def test_letters_are_written_in_the_language_of_the_page(
    open_office: Callable[..., Office], mailbox: Mailbox, pseudo_spoken: dict[str, Any]
) -> None:
    catalogues = pseudo_spoken["translation_dirs"][0]
    with mail_server(mailbox) as server:
        office = open_office(server, languages=["en_GB", pseudo.LOCALE], translation_dirs=[catalogues])
        owner, home = begun(office.web)
        owner.get(f"/?lang={pseudo.LOCALE}")
        ask(owner, home)
        office.work()
    [letter] = mailbox.taken
    assert letter["Content-Language"] == pseudo.LOCALE
    text = letter.get_content().replace(f"{SITE}{link_in(letter)}", "")
    assert left_over(f"{letter['Subject']} {text}") == []


def test_links_begin_with_the_public_address_whatever_was_asked_for(office: Office) -> None:
    owner, home = begun(office.web)
    field = owner.send(owner.get(f"{home}/link"), action="/link").by_id("address")
    assert field is not None
    assert field.get("value", "").startswith(f"{SITE}/r/")
