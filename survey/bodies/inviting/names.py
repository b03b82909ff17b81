"""The list of names: a body says which firms are firms of its own, and sees nothing else of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from survey import visitor
from survey.bodies.inviting import asked
from survey.bodies.sectors import offered_sectors
from survey.groups import sizes
from survey.storage.campaigns import verifying
from survey.storage.campaigns.values import Campaign
from survey.storage.campaigns.verifying import DECISIONS, Decision
from survey.storage.values import Member

USUAL = {"q": "", "state": "open", "page": 1}


def names(organisation: str, campaign: str) -> ResponseReturnValue:
    """The list as its address asks for it: ``q``, ``state``, ``page``."""
    member, found = visitor.campaign(organisation, campaign)
    text, decision, page = _asked()
    shown = verifying.names(found, text, decision, page)
    words = {"open": _("to be looked at"), "ours": _("ours, counted"), "unknown": _("not known to us")}
    return render_template(
        "bodies/names.html",
        member=member,
        campaign=found,
        shown=shown,
        text=text,
        decision=decision,
        states=[(words[one], shown.counts[one], _address(member, found, state=one), one) for one in DECISIONS],
        sectors=offered_sectors(found),
        sizes=sizes(),
        here=lambda **changes: _address(member, found, **changes),
        act=_address(member, found, "bodies.tick_names"),
        most=verifying.MOST_AT_A_TIME,
    )


def tick_names(organisation: str, campaign: str) -> ResponseReturnValue:
    member, found = visitor.campaign(organisation, campaign, "adviser")
    decision = next((one for one in DECISIONS if one == request.form.get("do")), None)
    chosen = request.form.getlist("name")
    if decision is None or not chosen:
        flash(_("Tick the firms first."))
    else:
        flash(_said(decision, verifying.decide(found, chosen, decision)))
    return redirect(_address(member, found))


def _said(decision: Decision, n: int) -> str:
    said: Mapping[Decision, str] = {
        "ours": ngettext("%(num)s firm is counted from now on.", "%(num)s firms are counted from now on.", n),
        "unknown": ngettext("%(num)s firm is not counted.", "%(num)s firms are not counted.", n),
        "open": ngettext("%(num)s firm is to be looked at again.", "%(num)s firms are to be looked at again.", n),
    }
    return said[decision]


def _asked() -> tuple[str, Decision, int]:
    return asked.words(), asked.state(DECISIONS, "open"), asked.page()


def _address(member: Member, campaign: Campaign, endpoint: str = "bodies.names", **changes: Any) -> str:
    text, decision, page = _asked()
    kept = 1 if "state" in changes else page
    return asked.address(endpoint, member, campaign, {"q": text, "state": decision, "page": kept, **changes}, USUAL)
