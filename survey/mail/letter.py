"""The letter that carries a link: plain text in our own words, without anything that a visitor has typed.

Whoever is asked to put a text of theirs into somebody's mailbox has become a tool for spam. Of texts of others are
there: the name of the organisation that invites, without which nobody would answer, and what a body says of its
campaign; ``plain_name`` and ``plain_words`` leave of them what names and sentences are.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from flask import render_template
from flask_babel import get_locale
from flask_babel import gettext as _

from survey.mail.address import as_header, sender_of

LONGEST_NAME = 60
LONGEST_WORDS = 1_200

_NO_NAME = re.compile(r"[^\w\s&’'().,+-]|_|(?<=\S)[.](?=\w)")
"""What a name does without: signs of addresses and markup, and the full stop by which a word becomes a link."""


def letter(kind: str, link: str, *, sender: str, recipient: str, **said: str) -> EmailMessage:
    """The letter for this kind of link, in the language in force.

    ``recipient``: one plain ``mailbox``. ``said``: what else stands in it, such as ``by``, the ``plain_name`` of an
    organisation that invites a firm.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _subjects()[kind]
    message["From"] = as_header(sender)
    message["To"] = recipient
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender_of(sender)[1].rpartition("@")[2])
    # RFC 3834: no out-of-office answer to this one.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_template(f"mail/{kind}.txt", link=link, **said))
    message["Content-Language"] = str(get_locale()).replace("_", "-")
    return message


_NO_WORDS = re.compile(r"[^\w\s&’'“”„«»(),.;:!?%€+–—-]|_|(?<=\S)[.](?=\w)")
"""What sentences do without, likewise; a colon between letters goes with what would follow it in an address."""


def plain_name(name: str) -> str:
    """The name as a letter may say it: one short line of words, which no mail program takes for an address."""
    line = " ".join(_NO_NAME.sub(" ", name).split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def plain_words(text: str) -> str:
    """Sentences as a letter may say them: lines of words, which no mail program takes for an address."""
    lines = [" ".join(_NO_WORDS.sub(" ", line).split()) for line in text.splitlines()]
    words = "\n".join(lines).strip()
    return words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1].rstrip() + "…"


def _subjects() -> dict[str, str]:
    return {
        "owner": _("Your private link to Waymark"),
        "reader": _("Results of a firm, for you to read"),
        "colleague": _("Some questions about the firm, for you to answer"),
        "invitation": _("You are invited to work with others on Waymark"),
        "set": _("A new password for Waymark"),
        "confirm": _("Please confirm your address"),
        "address": _("Please confirm your new address"),
        "password_changed": _("Your password was changed"),
        "address_changed": _("Your account has another address now"),
        "firm_invitation": _("An invitation to see where your firm stands"),
        "campaign_invitation": _("An invitation to see where your firm stands"),
        "campaign_reminder": _("A reminder: see where your firm stands"),
    }
