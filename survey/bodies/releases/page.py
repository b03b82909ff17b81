"""The releases of a campaign side by side, and one of them as its body sees it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from scoring.messages import WaymarkError
from scoring.release.grouping import FIELDS
from scoring.release.model import OVERALL, Figure, Release
from survey import instruments, visitor
from survey.bodies.releases import wording
from survey.bodies.releases.acting import find
from survey.languages import in_words
from survey.storage import releases as stored
from survey.storage.campaigns.values import Campaign, KeptRelease
from survey.storage.releases import Told, ordering


@dataclass(frozen=True)
class Version:
    """A release beside the others, with the figures that are looked at first; none where it can no longer be read.

    ``shown``: the address of what everybody sees, or will see.
    """

    kept: KeptRelease
    n: int | None
    mean: str
    below: str
    withheld: int
    shown: str


def releases(organisation: str, campaign: str) -> ResponseReturnValue:
    """Where the next one stands, and all that were made. While one is being made the page looks again by itself."""
    member, found = visitor.campaign(organisation, campaign)
    making = ordering.making(found.id)
    return render_template(
        "bodies/releases/releases.html",
        member=member,
        campaign=found,
        making=making,
        faults_told=[in_words(fault) for fault in making.faults],
        looks=making.is_live and request.args.get("look") != "no",
        versions=[_version(found, one) for one in stored.kept(found.id)],
        status_words=wording.status_words,
        rhythm_words=wording.rhythm_words,
    )


def release(organisation: str, campaign: str, number: int) -> ResponseReturnValue:
    """One release: what it leaves out and why, what is told with it, and what may be done with it."""
    found = find(organisation, campaign, number)
    figures = _figures(found.campaign, number)
    told = stored.told(found.campaign.id, number) or Told()
    return render_template(
        "bodies/releases/release.html",
        **vars(found),
        version=_version(found.campaign, found.kept),
        status_words=wording.status_words,
        **_left_out(found.campaign, figures, told),
    )


def _figures(campaign: Campaign, number: int) -> Release | None:
    try:
        return stored.release(campaign.id, number, instruments.by_reference(campaign.instrument))
    except WaymarkError:  # of another questionnaire than the campaign asks by now, or of one that was taken away
        return None


def _version(campaign: Campaign, kept: KeptRelease) -> Version:
    release = _figures(campaign, kept.number)
    mean, below = _first_figures(release)
    return Version(
        kept,
        release.n if release else None,
        wording.figure_words(mean),
        wording.figure_words(below, share=True),
        sum(len(table.withheld) for table in release.tables) if release else 0,
        _shown(campaign, kept),
    )


def _first_figures(release: Release | None) -> tuple[Figure | None, Figure | None]:
    """The mean overall score, and the share below the baseline."""
    table = release.table() if release else None
    everyone = table.cell() if table else None
    overall = everyone.scores.get(OVERALL) if everyone else None
    return overall.mean if overall else None, everyone.below if everyone else None


def _shown(campaign: Campaign, kept: KeptRelease) -> str:
    if "published.release" not in current_app.view_functions:
        return ""
    return url_for("published.release", campaign=campaign.public_id, number=kept.number)


def _left_out(campaign: Campaign, release: Release | None, told: Told) -> dict[str, object]:
    """What a release does not say, in words."""
    if release is None:
        return {"withheld": {}, "without": [], "repeated": 0, "held_back": [], "earlier": [], "notes": []}
    instrument = instruments.by_reference(campaign.instrument)
    withheld: dict[str, list[str]] = defaultdict(list)
    for table in release.tables:
        for group in table.withheld:
            called = wording.groups_words(table.fields, group, release.titles)
            withheld[wording.table_words(table.fields)].append(called)
    return {
        "withheld": withheld,
        "without": [
            wording.field_words(field)
            for field in FIELDS
            if field in release.grouping and release.table(field) is None and (field,) not in told.whole_tables
        ],
        "whole": [wording.table_words(fields) for fields in told.whole_tables],
        "repeated": sum(cell.number < release.number for table in release.tables for cell in table.cells),
        "held_back": wording.reasons(told.held_back, instrument, release),
        "earlier": wording.reasons(told.earlier, instrument, release),
        "out_of_time": told.out_of_time,
        "notes": [in_words(note) for note in told.notes],
    }
