"""What is done with several clients of the list at once: tagged, put away, invited, reported on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import ValidationError

from survey import visitor
from survey.consultants.clients import asked
from survey.consultants.clients.forms import check_tags, tags_in
from survey.consultants.clients.inviting import MOST, invite_all
from survey.forms.text import printable
from survey.storage import client_list, clients
from survey.storage.client_inviting import NOT_BEGUN
from survey.storage.values import Member


def act(organisation: str) -> ResponseReturnValue:
    """Do with the clients that are ticked what the button says; its address is that of the list, to come back to."""
    member = visitor.consultant(organisation, "adviser")
    do = request.form.get("do", "")
    if do == "invite_all":
        return invite_all(member, _not_begun(member))
    chosen = list(dict.fromkeys(request.form.getlist("client")))[:MOST]
    if do not in _ACTS and do not in ("invite", "batch"):
        abort(404)
    if not chosen:
        flash(_("Tick the clients first."))
    elif do == "invite":
        return invite_all(member, chosen)
    elif do == "batch":
        return redirect(url_for("consultants.new_batch", organisation=organisation, client=chosen))
    else:
        flash(_ACTS[do](member, chosen))
    return redirect(asked.address("consultants.clients", organisation, asked.wanted()))


def _not_begun(member: Member) -> list[str]:
    """Clients of the list as it is filtered that can be invited, in its order."""
    wanted = asked.wanted()
    found: list[str] = []
    for state in NOT_BEGUN:
        if wanted.state in (None, state):
            one = replace(wanted, state=state)
            found += client_list.matching(member.organisation_id, one, MOST - len(found))
    return found


def _archive(member: Member, chosen: Collection[str]) -> str:
    count = clients.put_away(member.organisation_id, chosen, archived=True)
    return str(ngettext("%(num)s client is archived.", "%(num)s clients are archived.", count))


def _restore(member: Member, chosen: Collection[str]) -> str:
    count = clients.put_away(member.organisation_id, chosen, archived=False)
    return str(ngettext("%(num)s client is back on the list.", "%(num)s clients are back on the list.", count))


def _tag(member: Member, chosen: Collection[str]) -> str:
    tags = tags_in(printable(request.form.get("tags", "")))
    try:
        check_tags(tags)
    except ValidationError as fault:
        return str(fault)
    if not tags:
        return str(_("Type the tag that these clients should have."))
    count = clients.tag_all(member.organisation_id, chosen, tags)
    return str(ngettext("%(num)s client has the tag now.", "%(num)s clients have the tag now.", count))


_ACTS: Mapping[str, Callable[[Member, Collection[str]], str]] = {
    "archive": _archive,
    "restore": _restore,
    "tag": _tag,
}
