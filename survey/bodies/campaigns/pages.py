"""A body's campaigns, and the first page of one: where it stands, its address, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import instruments, qr, visitor
from survey.accounts.shown import public_address
from survey.bodies.campaigns.forms import BeginForm, today
from survey.bodies.campaigns.wording import dates_of, state_of
from survey.campaigns import campaign_name
from survey.storage.campaigns import changing, finding, removing
from survey.storage.campaigns.values import Campaign
from survey.storage.values import Member


@dataclass(frozen=True)
class Line:
    """A campaign in the list."""

    campaign: Campaign
    name: str
    state: str
    dates: str
    is_open: bool


@dataclass(frozen=True)
class Step:
    """Something to do for a campaign, and the address where it is done."""

    done: bool
    label: str
    why: str
    address: str


def campaigns(organisation: str) -> ResponseReturnValue:
    member = visitor.body(organisation)
    lines = [_line(campaign) for campaign in finding.campaigns(member.organisation_id)]
    return render_template("bodies/campaigns.html", member=member, lines=lines)


def new_campaign(organisation: str) -> ResponseReturnValue:
    """Begin a campaign: a name, a questionnaire and a first day are enough."""
    member, form = visitor.body(organisation, "adviser"), BeginForm()
    if request.method != "POST":
        return render_template("bodies/new.html", member=member, form=form, faults=[])
    if not form.validate():
        return render_template("bodies/new.html", member=member, form=form, faults=form.faults()), 422
    begun = changing.begin(member.organisation_id, form.name.data or "", form.instrument.data or "", form.opens_on.day)
    return redirect(url_for("bodies.campaign", organisation=organisation, campaign=begun))


def campaign(organisation: str, campaign: str) -> ResponseReturnValue:
    member, found = visitor.campaign(organisation, campaign)
    address = public_address(f"/c/{found.public_id}")
    has_address = not found.standing and found.open_link
    return render_template(
        "bodies/campaign.html",
        member=member,
        campaign=found,
        line=_line(found),
        instrument=instruments.by_reference(found.instrument),
        address=address if has_address else "",
        qr=qr.drawn(address) if has_address else "",
        steps=_steps(member, found),
    )


def _line(campaign: Campaign) -> Line:
    day = today()
    return Line(
        campaign, campaign_name(campaign.name), state_of(campaign, day), dates_of(campaign), campaign.is_open(day)
    )


def _steps(member: Member, campaign: Campaign) -> list[Step]:
    """What to do next, in order; what has no page yet is left out."""
    held = removing.held(campaign.id)
    own = any((campaign.lists.sector, campaign.lists.region, campaign.lists.group, campaign.questions))
    known = bool(campaign.welcome and campaign.contact)
    calls = [
        ("settings", known, _("Say what it is for"), _("A welcome in your words, and whom to ask.")),
        ("lists", own, _("Ask in your own terms"), _("Your sectors, regions and groups, and up to five questions.")),
        (
            "firms",
            bool(held.invitations),
            _("Invite firms"),
            _("By codes, or by handing out the address."),
        ),
        ("releases", bool(held.releases), _("Make a release"), _("Once enough firms have answered.")),
    ]
    kept = calls if not campaign.standing else calls[3:]
    return [
        Step(done, label, why, _address(member, campaign, name))
        for name, done, label, why in kept
        if f"bodies.{name}" in current_app.view_functions
    ]


def _address(member: Member, campaign: Campaign, name: str) -> str:
    return url_for(f"bodies.{name}", organisation=member.organisation, campaign=campaign.public_id)
