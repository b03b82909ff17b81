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
    "typed",
    [
        "=?utf-8?q?victim=40b.example=2C?=@example.org",
        "=?utf-8?q?=0D=0ABcc=3A_x=40b.example?=@example.org",
        "a=?b@example.org",
    ],
)
def test_no_mailbox_can_be_decoded_into_another_one(typed: str) -> None:
    """In a header an encoded word is read as what it stands for."""
    assert mailbox(typed) is None


@pytest.mark.parametrize(
    "domain", ["stra\u00dfe.example", "STRA\u1e9eE.example", "βόλος.example", "a\u200cb.example", "a\u200db.example"]
)
def test_a_domain_that_means_another_one_by_now_is_refused(domain: str) -> None:
    """The older standard spells them as a domain that may be somebody else's."""
    assert mailbox(f"ann@{domain}") is None


def test_a_text_of_any_length_is_looked_at_quickly() -> None:
    assert mailbox("ann@" + "ä." * 400_000 + "example") is None


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


@pytest.mark.parametrize("url", ["smtp://me:p%C3%A4ss@host", "smtp://mäx:secret@host", "smtp://me:se%0D%0Acret@host"])
def test_user_and_password_are_ones_that_can_be_sent(url: str) -> None:
    """Found at the start: while sending, the error would show the sign and its place."""
    with pytest.raises(ValueError, match="only plain") as raised:
        server_of(url)
    assert "ss" not in str(raised.value).replace("password", "")


def test_a_server_does_not_show_its_password() -> None:
    assert "hidden" not in repr(server_of("smtp://me:hidden@host"))
