"""A link from its making to its sending: shown once, to be copied, shared, photographed, or sent by our mail server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, flash, request, session, url_for
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from survey.extensions import limiter
from survey.firms.sharing.forms import LinkForm
from survey.mail.address import mailbox
from survey.qr import drawn
from survey.storage import access, outbox
from survey.storage.models import now
from survey.storage.outbox import Letter

PRESSED_TWICE = timedelta(seconds=10)
"""A link that was made this shortly before one just like it, and not used, comes from the same press of a button."""

MAILBOX_LIMIT = "5 per hour"
"""Whoever's mailbox it is has not asked for our letters; a firm with many colleagues has."""

MADE = "made_link"


@dataclass(frozen=True)
class Made:
    """A new link with the words that go along with it, and as a picture for a phone's camera."""

    kind: str
    name: str
    address: str
    subject: str
    body: str
    qr: Markup


def pass_on(public_id: str, form: LinkForm) -> None:
    """Make the link to be shown, or put it into the outbox, as the form asks. Aborts with 429 above the limits."""
    (_send if form.by_mail else _make)(public_id, form)


def just_made(public_id: str) -> Made | None:
    """The link that was made for this assessment a moment ago, this one time; None if there is none."""
    made = session.get(MADE)
    if not made or made["of"] != public_id:
        return None
    del session[MADE]
    address = _public_address(made["token"])
    subject, body = _words(made["kind"])
    return Made(made["kind"], made["name"], address, subject, body, drawn(address))


def _limit() -> str:
    limit: str = current_app.config["WAYMARK"].rate_limit_mail
    return limit


def _paper_of_this() -> str:
    return f"paper of {(request.view_args or {}).get('public_id')}"


@limiter.limit(_limit, key_func=_paper_of_this)
def link_on_paper(public_id: str) -> str:
    """The address of a new link for readers, to be printed; it is named and ended like any other.

    A button that is pressed twice makes two: the paper of the first may have been printed, and must not lead nowhere.
    """
    name = _("Paper of %(date)s", date=format_date(now(), "long"))
    return _public_address(access.make_link(public_id, "reader", name))


def forget_made() -> None:
    """Let go of a link that this browser made and never looked at."""
    session.pop(MADE, None)


def _make(public_id: str, form: LinkForm) -> None:
    """Make the link that the form asks for, to be shown by ``just_made`` on the next page and never again.

    Until then it waits in the visitor's own session cookie: a page that is reloaded makes no second link.
    """
    _end_the_first_of_two(public_id, form)
    token = access.make_link(public_id, form.kind, form.for_whom, form.chosen_pages)
    show_once(public_id, form.kind, form.for_whom, token)


def show_once(public_id: str, kind: str, name: str, token: str) -> None:
    """Let ``just_made`` have this new link, which is kept nowhere else."""
    session[MADE] = {"of": public_id, "kind": kind, "name": name, "token": token}


def _end_the_first_of_two(public_id: str, form: LinkForm) -> None:
    asked = (form.kind, form.for_whom, tuple(form.chosen_pages))
    for link in access.links(public_id):
        fresh = link.last_used_at is None and now() - link.created_at < PRESSED_TWICE
        if fresh and (link.kind, link.name, link.pages) == asked:
            access.revoke(public_id, link.id)


def _public_address(token: str) -> str:
    """The address under which others reach the link: as the settings say, or as this page was asked for."""
    site = current_app.config["WAYMARK"].public_url
    path = url_for("firms.resume", token=token)
    return f"{site}{path}" if site else url_for("firms.resume", token=token, _external=True)


def _words(kind: str) -> tuple[str, str]:
    """Subject and first lines of the message in which a person passes the link on."""
    return {
        "owner": (
            _("My private link to Waymark"),
            _("This link opens my assessment on any device. Whoever has it can read and change the answers."),
        ),
        "reader": (
            _("Our results on Waymark"),
            _("This link shows you our results and our plan. It needs no account and can change nothing."),
        ),
        "colleague": (
            _("Some questions about our firm"),
            _("Please answer the part that you know best. It needs no account; skip what you do not know."),
        ),
        "invitation": (
            _("Questions about your firm"),
            _("Please answer these questions about your firm. They need no account, and we see what you answer."),
        ),
    }[kind]


def _this_assessment() -> str:
    return f"mail of {(request.view_args or {}).get('public_id')}"


def _this_mailbox() -> str:
    return f"mail to {(mailbox(request.form.get('address', '')) or '').lower()}"


@limiter.limit(_limit)
@limiter.limit(_limit, key_func=_this_assessment)
@limiter.limit(MAILBOX_LIMIT, key_func=_this_mailbox)
def _send(public_id: str, form: LinkForm) -> None:
    recipient = mailbox(form.address.data) or ""
    name = form.for_whom or _("sent by e-mail")
    letter = Letter(public_id, recipient, str(get_locale()), form.kind, name, form.chosen_pages)
    outbox.order(letter, page=form.csrf_token.data)
    flash(
        _(
            "We are sending it to %(address)s. If nothing arrives within some minutes, look among unwanted mail, check "
            "the address, and try again.",
            address=recipient,
        )
    )
