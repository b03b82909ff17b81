"""Two clients that are one firm: the other one found, what will be left seen, then both made one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from survey import visitor
from survey.consultants.clients import asked
from survey.firms.answering.forms import profile_words
from survey.storage import client_list, client_merging, clients
from survey.storage.client_list import Wanted
from survey.storage.client_merging import Author
from survey.storage.clients import Client, ClientChangedError, Particulars
from survey.storage.values import Member


@dataclass(frozen=True)
class Part:
    """One thing that is said about a client: by the kept one, by the other, and in the end."""

    title: str
    kept: str
    other: str
    left: str


def merge_search(organisation: str, client: str) -> ResponseReturnValue:
    """Which client is the same firm: chosen from those that are found."""
    member, known = visitor.client(organisation, client, "adviser")
    text = asked.wanted().text
    found = client_list.listing(member.organisation_id, Wanted(text=text)) if text else None
    lines = [line for line in found.lines if line.public_id != client] if found else []
    return render_template(
        "consultants/merge_search.html",
        member=member,
        client=known,
        text=text,
        lines=lines,
        more=found is not None and found.pages > 1,
    )


def merge(organisation: str, client: str, other: str) -> ResponseReturnValue:
    """What will be left of both; a POST merges them."""
    member, kept = visitor.client(organisation, client, "adviser")
    goes = clients.find(member.organisation_id, other)
    if goes is None or goes.id == kept.id:
        abort(404)
    if request.method != "POST":
        return _draw(member, kept, goes)
    seen = request.form.get("seen", ""), request.form.get("other_seen", "")
    try:
        client_merging.merge(kept, goes, seen, Author(member.user_id, member.name or member.email, _note(goes)))
    except ClientChangedError:
        flash(_("One of the two was changed in the meantime. Here are both as they are now: look again."))
        return _draw(member, kept, goes), 409
    flash(_("Both are one client now. What the other one had is here."))
    return redirect(url_for("consultants.client", organisation=organisation, client=client))


def _draw(member: Member, kept: Client, goes: Client) -> str:
    return render_template(
        "consultants/merge.html",
        member=member,
        client=kept,
        other=goes,
        parts=_parts(kept, goes, client_merging.merged(kept, goes)),
        counts=(client_merging.counted(kept.id), client_merging.counted(goes.id)),
    )


def _parts(kept: Client, goes: Client, left: Particulars) -> list[Part]:
    told = [
        (_("Name"), kept.name, goes.name, left.name),
        (_("Number"), kept.ref, goes.ref, left.ref),
        (_("E-mail"), kept.email, goes.email, left.email),
        (_("About the firm"), *(_about(one) for one in (kept.profile, goes.profile, left.profile))),
        (_("Tags"), *(", ".join(one) for one in (kept.tags, goes.tags, left.tags))),
    ]
    return [Part(*one) for one in told]


def _about(profile: dict[str, str] | None) -> str:
    return ", ".join(profile_words({**(profile or {}), "firm": ""}))


def _note(goes: Client) -> str:
    """What the other one was called: nobody finds it by its name or number any more."""
    date = format_date(datetime.now(UTC), "long")
    lines = [
        _("Merged on %(date)s with another client.", date=date),
        _("Its name: %(name)s", name=goes.name),
        _("Its number: %(ref)s", ref=goes.ref) if goes.ref else "",
        _("Its e-mail address: %(email)s", email=goes.email) if goes.email else "",
        _("About it: %(about)s", about=_about(goes.profile)) if _about(goes.profile) else "",
    ]
    return "\n".join(line for line in lines if line)
