"""What a release made now would show, from counts alone, and groups merged before they are fixed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.release.disclosure import Rules
from scoring.release.grouping import Grouping, fixed_by, parts_of
from scoring.release.model import OTHER
from scoring.release.proposing import Preview, preview
from survey import instruments, visitor
from survey.bodies.releases import wording
from survey.storage import releases
from survey.storage.campaigns.rounding import firms_needed
from survey.storage.campaigns.values import Campaign
from survey.storage.releases import merging
from survey.storage.releases.firms import places_of, titles_of


def preview_release(organisation: str, campaign: str) -> ResponseReturnValue:
    """Which groups would be shown, which not and why, and what would help."""
    member, found = visitor.campaign(organisation, campaign)
    fixed = _fixed(found)
    return render_template(
        "bodies/releases/preview.html",
        member=member,
        campaign=found,
        preview=_preview(found, fixed),
        needed=firms_needed(found.least),
        merged={field: groups for field, groups in found.grouping.items() if groups and not fixed.get(field)},
        titles=titles_of(found),
        wording=wording,
    )


def merge_groups(organisation: str, campaign: str) -> ResponseReturnValue:
    """Put two groups of a field together, or take all that were put together apart again."""
    _member, found = visitor.campaign(organisation, campaign, "adviser")
    field = request.form.get("field", "")
    if _fixed(found).get(field):
        flash(_("A release was made meanwhile: its groups stay as they are."))
    elif request.form.get("do") == "undo":
        merging.undo(found.id, field)
        flash(_("The groups stand by themselves again."))
    elif parts := _parts(found, field, request.form.getlist("group")):
        merging.merge(found.id, field, parts)
        flash(_("The groups are put together."))
    else:
        flash(_("These groups are not there any more: nothing was changed."))
    return redirect(url_for("bodies.preview_release", organisation=organisation, campaign=campaign))


def _parts(campaign: Campaign, field: str, groups: Sequence[str]) -> list[str]:
    """What the groups are made of that are to be put together; nothing where these are not two that there are."""
    table = next((one for one in _preview(campaign, {}).tables if one.fields == (field,)), None)
    known = {one.group[0] for one in table.groups} if table else set()
    if len(set(groups)) != 2 or not set(groups) <= known - {OTHER}:
        return []
    return [part for group in groups for part in parts_of(group)]


def _fixed(campaign: Campaign) -> Grouping:
    instrument = instruments.by_reference(campaign.instrument)
    made = [releases.release(campaign.id, one.number, instrument) for one in reversed(releases.kept(campaign.id))]
    return fixed_by([one for one in made if one is not None])


def _preview(campaign: Campaign, fixed: Grouping) -> Preview:
    places = places_of(campaign, instruments.by_reference(campaign.instrument))
    return preview(
        places.fields,
        viewers=places.viewers,
        own_link=True,
        merges=campaign.grouping,
        fixed=fixed,
        own=titles_of(campaign),
        rules=Rules(campaign.least),
    )
