"""Mail addresses: one plain mailbox, which can go into a header without changing anything else there."""

from __future__ import annotations

import re
from email.utils import formataddr, parseaddr

LONGEST = 254
"""RFC 5321, 4.5.3.1.3, without the angle brackets."""

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ENCODED_WORD = "=?"
"""How RFC 2047 begins what headers are read as something else; a name with it could turn into a second recipient."""

_MAPPED_AWAY = frozenset("ßẞς\u200c\u200d")
"""Characters that IDNA 2008 keeps and Python's codec, of 2003, writes as others: mail would go to another domain."""

_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def mailbox(text: str) -> str | None:
    """The address as it is written in a header, its domain in ASCII; None if this is not one plain mailbox.

    Quoted names, comments and addresses by number are legal and refused: nobody has them, and they are how headers and
    second recipients get in.
    """
    name, at, domain = text.strip().rpartition("@")
    if len(domain) > LONGEST or _MAPPED_AWAY & set(domain):
        return None
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = domain.split(".")
    well_formed = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    if not (at and well_formed and len(name) <= 64 and _LOCAL.fullmatch(name) and _ENCODED_WORD not in name):
        return None
    return f"{name}@{domain}" if len(name) + len(domain) < LONGEST else None


def sender_of(text: str) -> tuple[str, str]:
    """(name, address) of ``survey@example.org`` or ``Waymark <survey@example.org>``. Raises ``ValueError``."""
    name, given = parseaddr(text)
    address = mailbox(given)
    written = {given, f"<{given}>", f"{name} <{given}>", f'"{name}" <{given}>'}
    if address is None or text.strip() not in written or not name.isprintable():
        raise ValueError("not a mail address; it looks like survey@example.org or Waymark <survey@example.org>")
    return name, address


def as_header(sender: str) -> str:
    """The sender as a header says it."""
    return formataddr(sender_of(sender))
