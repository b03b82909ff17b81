"""The mail server: how it is reached, and whether what it answers is worth another attempt."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT = 20.0
"""Seconds to wait for any one answer of the server."""

PORTS = {"smtp": 587, "smtps": 465}


class MailError(Exception):
    """The mail was not taken. The message repeats neither the password, nor the recipient, nor the server's words."""


class MailRefusedError(MailError):
    """The server will never take this mail, however often it is tried."""


@dataclass(frozen=True)
class Server:
    """``security``: TLS begun by STARTTLS, from the first byte, or not at all."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str = ""
    password: str = field(default="", repr=False)


def server_of(url: str) -> Server:
    """The server at an address such as ``smtp://user:password@host:587``. Raises ``ValueError``."""
    fault = "not a mail server; it looks like smtp://user:password@host:587 or smtps://…, and ?tls=no may follow smtp"
    try:
        given = urlsplit(url)
        port = given.port or PORTS[given.scheme]
        asked = parse_qs(given.query, strict_parsing=True) if given.query else {}
    except (ValueError, KeyError):
        raise ValueError(fault) from None
    plain = asked == {"tls": ["no"]} and given.scheme == "smtp"
    if not given.hostname or given.path.strip("/") or given.fragment or (asked and not plain):
        raise ValueError(fault)
    security: Literal["starttls", "tls", "none"] = "tls" if given.scheme == "smtps" else "starttls"
    user, password = unquote(given.username or ""), unquote(given.password or "")
    if not (f"{user}{password}".isascii() and f"{user}{password}".isprintable()):
        # smtplib cannot send them, and its error shows the sign and where it stands.
        raise ValueError("user and password of a mail server may hold only plain ASCII characters")
    return Server(given.hostname, port, "none" if plain else security, user, password)


def send(server: Server, message: EmailMessage) -> None:
    """Hand the message over. Raises ``MailRefusedError`` for good, ``MailError`` for now."""
    try:
        connection = _connected(server)
        try:
            connection.send_message(message)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
    except smtplib.SMTPRecipientsRefused as error:
        [(code, _words)] = error.recipients.values()
        raise _refusal("the recipient", code) from None
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(f"the mail server does not accept user and password ({error.smtp_code})") from None
    except smtplib.SMTPNotSupportedError:
        raise MailError("the mail server does not offer what is asked of it: TLS, or signing in") from None
    except smtplib.SMTPResponseException as error:
        raise _refusal("the mail", error.smtp_code) from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailError(f"the mail server cannot be reached or hung up ({type(error).__name__})") from None


def _connected(server: Server) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=trusted)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.security == "starttls":
            connection.starttls(context=trusted)
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _refusal(what: str, code: int) -> MailError:
    """5xx answers are final, 4xx ones are not (RFC 5321, 4.2.1)."""
    kind = MailRefusedError if 500 <= code < 600 else MailError
    return kind(f"the mail server refused {what} ({code})")
