"""The list of firms that a campaign invites, their codes, and withdrawing them."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from survey import visitor
from survey.bodies.inviting import asked, codes
from survey.bodies.sectors import offered_sectors
from survey.groups import sizes
from survey.storage.campaigns import inviting
from survey.storage.campaigns.values import Campaign
from survey.storage.values import HIGHEST_ID, Member, MemberRole

USUAL = {"q": "", "state": "all", "page": 1}


def invited(organisation: str, campaign: str) -> ResponseReturnValue:
    """The list as its address asks for it: ``q``, ``state``, ``page``."""
    member, found = inviting_campaign(organisation, campaign)
    return _draw(member, found)


def change_invited(organisation: str, campaign: str) -> ResponseReturnValue:
    """Make codes, or withdraw invitations: of those that are ticked, or of all that the list shows."""
    member, found = inviting_campaign(organisation, campaign, "adviser")
    do = request.form.get("do", "")
    if do == "first_codes":
        return _codes(member, found, inviting.make_codes(found.id))
    chosen = _chosen(found)
    if not chosen:
        flash(_("Tick the firms first."))
    elif do == "codes":
        return _codes(member, found, inviting.make_codes(found.id, chosen))
    elif do == "withdraw":
        n = inviting.withdraw(found.id, chosen)
        flash(ngettext("%(num)s invitation is withdrawn.", "%(num)s invitations are withdrawn.", n))
    return redirect(_address(member, found))


def inviting_campaign(organisation: str, campaign: str, least: MemberRole = "viewer") -> tuple[Member, Campaign]:
    """The campaign, if it is one that invites: the standing one is of firms that nobody invited."""
    member, found = visitor.campaign(organisation, campaign, least)
    return (member, found) if not found.standing else abort(404)


def _codes(member: Member, campaign: Campaign, made: list[inviting.Coded]) -> ResponseReturnValue:
    if not made:
        flash(_("There was nothing to make codes for."))
        return redirect(_address(member, campaign))
    form = request.form.get("form", "page")
    if form in codes.FORMS:
        return codes.attached(campaign, form, made)
    return codes.page(member, campaign, made)


def _chosen(campaign: Campaign) -> list[int]:
    if request.form.get("which") == "all":
        return inviting.all_ids(campaign.id, *_asked())
    given = request.form.getlist("firm")[: inviting.MOST_AT_A_TIME]
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) <= 10 and int(one) <= HIGHEST_ID]


def _asked() -> tuple[str, inviting.State]:
    return asked.words(), asked.state(inviting.STATES, "all")


def _address(member: Member, campaign: Campaign, endpoint: str = "bodies.invited", **changes: Any) -> str:
    text, state = _asked()
    return asked.address(endpoint, member, campaign, {"q": text, "state": state, **changes}, USUAL)


def _draw(member: Member, campaign: Campaign) -> str:
    text, state = _asked()
    words = {
        "all": _("invited"),
        "without": _("without a code"),
        "coded": _("with a code"),
        "sent": _("written to"),
        "withdrawn": _("withdrawn"),
    }
    shown = inviting.listing(campaign.id, text, state, asked.page())
    return render_template(
        "bodies/invited.html",
        member=member,
        campaign=campaign,
        shown=shown,
        text=text,
        state=state,
        states=[(words[one], shown.states[one], _address(member, campaign, state=one), one) for one in inviting.STATES],
        sectors=offered_sectors(campaign),
        sizes=sizes(),
        here=lambda **changes: _address(member, campaign, **changes),
        act=_address(member, campaign, "bodies.change_invited"),
        uncoded=inviting.listing(campaign.id).states["without"],
    )
