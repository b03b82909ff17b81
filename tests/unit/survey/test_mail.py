"""Mailboxes that go into headers as they are, and addresses of mail servers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.mail.address import as_header, mailbox, sender_of
from survey.mail.server import Server, server_of


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ann@example.org", "ann@example.org"),
        ("  Ann.Lee+waymark@Mail.Example.ORG ", "Ann.Lee+waymark@mail.example.org"),
        ("ann@bäckerei.example", "ann@xn--bckerei-5wa.example"),
        ("o'neill@example.org", "o'neill@example.org"),
        ("x" * 64 + "@example.org", "x" * 64 + "@example.org"),
    ],
)
def test_a_mailbox_is_written_as_mail_servers_know_it(typed: str, written: str) -> None:
    assert mailbox(typed) == written


@given(st.text(max_size=80) | st.from_regex(r"[ -~]{0,20}@[ -~]{0,20}", fullmatch=True))
def test_whatever_is_typed_is_one_mailbox_or_none(text: str) -> None:
    found = mailbox(text)
    assert found is None or (found.isascii() and found.count("@") == 1 and not set(found) & set(' ,;:<>()[]"\r\n\t\\'))


@pytest.mark.parametrize(
    ("sender", "header"),
    [
        ("survey@example.org", "survey@example.org"),
        ("Waymark <survey@example.org>", "Waymark <survey@example.org>"),
        ('"Chamber, North" <survey@example.org>', '"Chamber, North" <survey@example.org>'),
        ("Kammer für Süd <survey@example.org>", "=?utf-8?q?Kammer_f=C3=BCr_S=C3=BCd?= <survey@example.org>"),
    ],
)
def test_a_sender_may_have_a_name(sender: str, header: str) -> None:
    assert as_header(sender) == header


@pytest.mark.parametrize("sender", ["", "Waymark", "a@b.example, c@d.example", "Way\r\nBcc: a@b.example <a@b.example>"])
def test_what_is_no_sender_is_refused(sender: str) -> None:
    with pytest.raises(ValueError, match="not a mail address"):
        sender_of(sender)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://host", Server("host", 587, "starttls")),
        ("smtps://host", Server("host", 465, "tls")),
        ("smtp://host:25?tls=no", Server("host", 25, "none")),
        ("smtp://me%40example.org:p%3Aw%2F@host", Server("host", 587, "starttls", "me@example.org", "p:w/")),
        ("smtp://[::1]:2525", Server("::1", 2525, "starttls")),
    ],
)
def test_a_mail_server_is_one_address(url: str, server: Server) -> None:
    assert server_of(url) == server


def test_a_server_does_not_show_its_password() -> None:
    assert "hidden" not in repr(server_of("smtp://me:hidden@host"))
