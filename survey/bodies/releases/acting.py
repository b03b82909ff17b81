"""What is done with releases: one is ordered, told something about, published, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey import visitor
from survey.bodies.releases.forms import NoteForm, ReasonForm
from survey.storage import releases
from survey.storage.campaigns.values import Campaign, KeptRelease
from survey.storage.releases import changing, ordering
from survey.storage.values import Member, MemberRole


@dataclass(frozen=True)
class Found:
    """A release of the campaign of a member's body."""

    member: Member
    campaign: Campaign
    kept: KeptRelease


def make_release(organisation: str, campaign: str) -> ResponseReturnValue:
    """Order one; where one is being made, that is the one."""
    _member, found = visitor.campaign(organisation, campaign, "adviser")
    if not ordering.order(found.id):
        flash(_("A release is being made already."))
    return redirect(url_for("bodies.releases", organisation=organisation, campaign=campaign))


def note_release(organisation: str, campaign: str, number: int) -> ResponseReturnValue:
    """What readers are told beside the figures; a POST keeps it."""
    found = find(organisation, campaign, number, "adviser")
    form = NoteForm()
    if not form.is_submitted():
        form.note.data = form.before.data = found.kept.note
        return _draw("note", found, form)
    if not form.validate():
        return _draw("note", found, form), 422
    if not changing.note(found.campaign.id, number, form.note.data, before=form.before.data or ""):
        form.before.data = found.kept.note
        return _draw("note", found, form, stored=found.kept.note), 409
    flash(_("Saved."))
    return _back(organisation, campaign, number)


def publish_release(organisation: str, campaign: str, number: int) -> ResponseReturnValue:
    """Say what publishing means; a POST publishes."""
    found = find(organisation, campaign, number, "owner")
    if request.method != "POST":
        return _draw("publish", found)
    if not changing.publish(found.campaign.id, number):
        flash(_("It is no draft any more: nothing was changed."))
    else:
        flash(_("Release %(number)s is published.", number=number))
    return _back(organisation, campaign, number)


def withdraw_release(organisation: str, campaign: str, number: int) -> ResponseReturnValue:
    """Ask why; a POST withdraws."""
    found = find(organisation, campaign, number, "owner")
    form = ReasonForm()
    if not form.is_submitted():
        return _draw("withdraw", found, form)
    if not form.validate():
        return _draw("withdraw", found, form), 422
    if changing.withdraw(found.campaign.id, number, form.reason.data):
        flash(_("Release %(number)s is withdrawn.", number=number))
    else:
        flash(_("It is not published: nothing was changed."))
    return _back(organisation, campaign, number)


def find(organisation: str, campaign: str, number: int, least: MemberRole = "viewer") -> Found:
    """The release of this number, if the member may do this with it."""
    member, found = visitor.campaign(organisation, campaign, least)
    return Found(member, found, releases.one(found.id, number) or abort(404))


def _draw(doing: str, found: Found, form: NoteForm | ReasonForm | None = None, *, stored: str | None = None) -> str:
    return render_template(
        f"bodies/releases/{doing}.html",
        **vars(found),
        form=form,
        faults=form.faults() if form and form.is_submitted() else [],
        stored=stored,
    )


def _back(organisation: str, campaign: str, number: int) -> ResponseReturnValue:
    return redirect(url_for("bodies.release", organisation=organisation, campaign=campaign, number=number))
