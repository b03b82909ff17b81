"""The population that figures are weighted to: how many firms there are by sector and size, typed or in a file."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from survey import visitor
from survey.bodies.campaigns import grid
from survey.bodies.campaigns.conflicts import both
from survey.bodies.campaigns.forms import SeenForm
from survey.bodies.campaigns.grid import Grid, Numbers
from survey.bodies.campaigns.population_file import LARGEST_FILE, as_csv, read_file
from survey.bodies.sectors import own_sectors, sector_words, table_sectors
from survey.campaigns import campaign_name
from survey.forms.faults import Fault
from survey.forms.uploads import accept, posted_file
from survey.naming import file_name
from survey.sending import CSV, attachment
from survey.storage.campaigns import changing
from survey.storage.campaigns.parts import trace_of
from survey.storage.campaigns.values import Campaign
from survey.storage.values import Member


def population(organisation: str, campaign: str) -> ResponseReturnValue:
    """The table; a POST of an adviser keeps what is typed, or takes all of it away."""
    if request.method != "POST":
        return _draw(*visitor.campaign(organisation, campaign))
    member, found = visitor.campaign(organisation, campaign, "adviser")
    form = SeenForm()
    if request.form.get("do") == "remove":
        faults = form.page_faults() if not form.validate() else []
        return (_draw(member, found, faults=faults), 422) if faults else _keep(member, found, None)
    typed, numbers = grid.posted(_rows(found))
    _complete(typed, numbers)
    if not form.validate() or typed.errors:
        return _draw(member, found, typed, [*form.page_faults(), *typed.faults()]), 422
    return _keep(member, found, numbers or None, typed)


def population_sheet(organisation: str, campaign: str) -> Response:
    """The table as a file to fill in and hand in again."""
    _member, found = visitor.campaign(organisation, campaign)
    name = file_name("csv", campaign_name(found.name), _("population"))
    return attachment(as_csv(_rows(found), found.population or {}), CSV, name)


def population_upload(organisation: str, campaign: str) -> ResponseReturnValue:
    """Keep the table that a file holds, or say everything that is wrong with it."""
    member, found = visitor.campaign(organisation, campaign, "adviser")
    accept(LARGEST_FILE)
    try:
        fault, data = posted_file("table")
    except RequestEntityTooLarge:
        return _draw(member, found, uploaded=[_("The file has more than 1 MB. Hand in nothing but the table.")]), 413
    if fault is not None:
        at_field = bool(fault.anchor)
        return _draw(
            member, found, faults=[] if at_field else [fault], uploaded=[fault.message] if at_field else []
        ), 422
    numbers, faults = read_file(data, request.files["table"].filename or "", own_sectors(found))
    if faults:
        return _draw(member, found, uploaded=faults), 422
    return _keep(member, found, numbers)


def _keep(
    member: Member, campaign: Campaign, numbers: Numbers | None, typed: Grid | None = None
) -> ResponseReturnValue:
    stored = changing.set_population(campaign.id, numbers, seen=request.form.get("seen", ""))
    if stored is not None:
        return _draw(member, stored, typed or grid.shown(_rows(stored, numbers), numbers or {}), [both()],
                     is_conflict=True), 409  # fmt: skip
    flash(_("Saved. Every release that is made from now on has it.") if numbers else _("The population is removed."))
    return redirect(url_for("bodies.population", organisation=member.organisation, campaign=campaign.public_id))


def _rows(campaign: Campaign, numbers: Numbers | None = None) -> dict[str, str]:
    """The sectors that the table has: those of the campaign, or those of the population where it has others."""
    usual, kept = table_sectors(campaign), numbers or campaign.population or {}
    if set(kept) <= set(usual):
        return usual
    return {sector: usual.get(sector) or sector_words(sector) for sector in kept}


def _complete(typed: Grid, numbers: dict[str, dict[str, float]]) -> None:
    """Refuse cells that are lacking in a row and a column that otherwise have numbers."""
    used = {size for of_sector in numbers.values() for size in of_sector}
    for sector, given in numbers.items():
        for size in typed.columns:
            if size in used and size not in given:
                typed.refuse(sector, size, _("The cell is empty. Write 0 where there are no firms."))


def _draw(  # noqa: PLR0913 - what it draws, by name
    member: Member,
    campaign: Campaign,
    typed: Grid | None = None,
    faults: Sequence[Fault] = (),
    *,
    uploaded: Sequence[str] = (),
    is_conflict: bool = False,
) -> str:
    """``uploaded``: what is wrong with a file. ``is_conflict``: whether what is kept is shown beside what was typed."""
    kept = grid.shown(_rows(campaign), campaign.population or {})
    return render_template(
        "bodies/population.html",
        member=member,
        campaign=campaign,
        grid=typed or kept,
        name_of=grid.name_of,
        stored=kept if is_conflict else None,
        faults=[*faults, *(Fault("table", message) for message in uploaded)],
        uploaded=uploaded,
        seen=trace_of(campaign, "population"),
        misfits=not set(campaign.population or ()) <= set(own_sectors(campaign) or campaign.population or ()),
    )
