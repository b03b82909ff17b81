"""The directory of help: looked at, taken as a workbook, and put in place by one."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scoring.reading import ReadingError
from survey import instruments, visitor
from survey.bodies.help import sheet
from survey.forms.cells import LIMITS, CellFault
from survey.forms.faults import Fault
from survey.forms.uploads import accept, posted_file
from survey.groups import sizes
from survey.languages import in_words
from survey.naming import file_name
from survey.sending import XLSX, attachment
from survey.storage import help_offers
from survey.storage.values import Member

MOST_SHOWN = 200
"""Faults of one workbook that a page lists."""


def help_offers_page(organisation: str) -> ResponseReturnValue:
    return _draw(visitor.body(organisation))


def help_sheet(organisation: str) -> Response:
    """The workbook with everything as it is kept."""
    member = visitor.body(organisation)
    instrument = instruments.current()
    content = sheet.workbook(instrument, help_offers.offers(member.organisation_id, instrument.id))
    return attachment(content, XLSX, file_name("xlsx", member.organisation_name, _("help for firms")))


def help_upload(organisation: str) -> ResponseReturnValue:
    """Put the workbook in the place of the directory, or tell everything that is wrong with it and change nothing."""
    member = visitor.body(organisation, "adviser")
    accept(LIMITS.bytes)
    fault, data = posted_file("sheet")
    if fault is not None:
        return _draw(member, [fault]), 422
    instrument = instruments.current()
    try:
        found = sheet.read(data, instrument, help_offers.own_regions(member.organisation_id))
    except ReadingError as error:
        text = " ".join(in_words(problem.message) for problem in error.problems)
        return _draw(member, [Fault("sheet", text)]), 422
    if found.faults:
        told = Fault("cells", _("Nothing was changed: mend these cells, and upload the workbook again."))
        return _draw(member, [told], found.faults), 422
    help_offers.replace(member.organisation_id, instrument.id, found.offers)
    n = len(found.offers)
    flash(ngettext("The directory has %(num)s entry now.", "The directory has %(num)s entries now.", n))
    return redirect(url_for("bodies.help_offers", organisation=organisation))


def _draw(member: Member, faults: list[Fault] | None = None, cells: tuple[CellFault, ...] = ()) -> str:
    instrument = instruments.current()
    names = sheet.abouts(instrument)
    return render_template(
        "bodies/help.html",
        member=member,
        instrument=instrument,
        offers=[
            (offer, names.get(offer.about, offer.about))
            for offer in help_offers.offers(member.organisation_id, instrument.id)
        ],
        regions=help_offers.own_regions(member.organisation_id),
        sizes=sizes(),
        today=datetime.now(UTC).date(),
        faults=faults or [],
        cells=cells[:MOST_SHOWN],
        more=len(cells) - MOST_SHOWN,
    )
