"""Inviting more firms: by hand, by a sheet, or so many without names."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scoring.reading import ReadingError
from survey.bodies.inviting import sheet
from survey.bodies.inviting.forms import GuestForm, ManyForm
from survey.bodies.inviting.invitations import inviting_campaign
from survey.forms.cells import CellFault
from survey.forms.faults import Fault
from survey.forms.uploads import accept, posted_file
from survey.languages import in_words
from survey.naming import file_name
from survey.sending import CSV, XLSX, attachment
from survey.storage.campaigns import inviting
from survey.storage.campaigns.inviting import Guest, TooManyError
from survey.storage.campaigns.values import Campaign
from survey.storage.values import Member

MOST_SHOWN = 200
"""Faults of one sheet that a page lists."""

TEMPLATES = {"xlsx": XLSX, "csv": CSV}


def add_firms(organisation: str, campaign: str) -> ResponseReturnValue:
    """One firm, or so many without names; a form with faults is drawn as it was typed."""
    member, found = inviting_campaign(organisation, campaign, "adviser")
    if request.method != "POST":
        return _draw(member, found)
    if "many" in request.form:
        many = ManyForm()
        if not many.validate():
            return _draw(member, found, many=many), 422
        return _add(member, found, [Guest()] * many.number)
    guest = GuestForm(found)
    if not guest.validate():
        return _draw(member, found, guest), 422
    return _add(member, found, [guest.guest()])


def upload_firms(organisation: str, campaign: str) -> ResponseReturnValue:
    """All firms of a sheet, or everything that is wrong with it and none of them."""
    member, found = inviting_campaign(organisation, campaign, "adviser")
    accept(sheet.LIMITS.bytes)
    fault, data = posted_file("sheet")
    if fault is not None:
        return _draw(member, found, told=[fault]), 422
    try:
        read = sheet.read(data, found, inviting.invited_as(found.id))
    except ReadingError as error:
        text = " ".join(in_words(problem.message) for problem in error.problems)
        return _draw(member, found, told=[Fault("sheet", text)]), 422
    if read.faults:
        told = Fault("cells", _("Nobody was added: mend these cells, and upload the sheet again."))
        return _draw(member, found, told=[told], cells=read.faults), 422
    return _add(member, found, read.guests)


def firms_template(organisation: str, campaign: str, form: str) -> Response:
    """An empty sheet."""
    _member, found = inviting_campaign(organisation, campaign)
    kind = TEMPLATES.get(form) or abort(404)
    return attachment(sheet.template(found, form), kind, file_name(form, found.name, _("firms")))


def _add(member: Member, campaign: Campaign, guests: Sequence[Guest]) -> ResponseReturnValue:
    try:
        n = inviting.add(campaign.id, guests)
    except TooManyError:
        text = _("A campaign invites at most %(most)s firms. Let the others come by the open link.", most=inviting.MOST)
        return _draw(member, campaign, told=[Fault("", text)]), 422
    flash(
        ngettext(
            "%(num)s firm is on the list. Now make its code.",
            "%(num)s firms are on the list. Now make their codes.",
            n,
        )
    )
    return redirect(url_for("bodies.invited", organisation=member.organisation, campaign=campaign.public_id))


def _draw(  # noqa: PLR0913 - what the page may have to say
    member: Member,
    campaign: Campaign,
    guest: GuestForm | None = None,
    many: ManyForm | None = None,
    *,
    told: Sequence[Fault] = (),
    cells: Sequence[CellFault] = (),
) -> str:
    faults = [*told, *(fault for form in (guest, many) if form for fault in form.faults())]
    return render_template(
        "bodies/add_firms.html",
        member=member,
        campaign=campaign,
        guest=guest or GuestForm(campaign, formdata=None),
        many=many or ManyForm(formdata=None),
        faults=faults,
        cells=cells[:MOST_SHOWN],
        more=len(cells) - MOST_SHOWN,
        most=inviting.MOST_AT_A_TIME,
    )
