"""How many firms of each sector and size a body hopes for."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import visitor
from survey.bodies.campaigns import grid
from survey.bodies.campaigns.conflicts import both
from survey.bodies.campaigns.forms import SeenForm
from survey.bodies.campaigns.grid import Grid, Numbers
from survey.bodies.sectors import table_sectors
from survey.forms.faults import Fault
from survey.storage.campaigns import changing
from survey.storage.campaigns.parts import trace_of
from survey.storage.campaigns.values import Campaign, Quota
from survey.storage.values import Member


def quotas(organisation: str, campaign: str) -> ResponseReturnValue:
    """The table; a POST of an adviser changes it."""
    if request.method != "POST":
        return _draw(*visitor.campaign(organisation, campaign))
    member, found = visitor.campaign(organisation, campaign, "adviser")
    form = SeenForm()
    typed, numbers = grid.posted(table_sectors(found))
    if not form.validate() or typed.errors:
        return _draw(member, found, typed, [*form.page_faults(), *typed.faults()]), 422
    given = [
        Quota(sector, size, int(firms))
        for sector, of_sector in numbers.items()
        for size, firms in of_sector.items()
        if firms
    ]
    stored = changing.set_quotas(found.id, given, seen=form.seen.data or "")
    if stored is not None:
        return _draw(member, stored, typed, [both()], is_conflict=True), 409
    flash(_("Saved."))
    return redirect(url_for("bodies.quotas", organisation=organisation, campaign=campaign))


def _draw(
    member: Member,
    campaign: Campaign,
    typed: Grid | None = None,
    faults: list[Fault] | None = None,
    *,
    is_conflict: bool = False,
) -> str:
    """``is_conflict``: whether what is kept is shown beside what was typed."""
    kept = grid.shown(table_sectors(campaign), _numbers(campaign))
    return render_template(
        "bodies/quotas.html",
        member=member,
        campaign=campaign,
        grid=typed or kept,
        name_of=grid.name_of,
        stored=kept if is_conflict else None,
        faults=faults or [],
        seen=trace_of(campaign, "quotas"),
    )


def _numbers(campaign: Campaign) -> Numbers:
    """Those of sectors and sizes that the table has."""
    numbers: dict[str, dict[str, float]] = {}
    for quota in campaign.quotas:
        numbers.setdefault(quota.sector, {})[quota.size] = quota.firms
    return numbers
