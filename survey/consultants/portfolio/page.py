"""The pages of the portfolio: all clients side by side, one list of whom to call, and the workbook."""

from __future__ import annotations

import io
from functools import partial

from flask import Response, abort, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from scoring.progress import LIMITS
from survey import visitor
from survey.consultants.portfolio import asked, book, calls, heat, summary
from survey.consultants.portfolio.asked import Wanted
from survey.consultants.portfolio.choosing import chosen, chosen_or_nothing
from survey.groups import sectors, sizes
from survey.languages import translations
from survey.naming import file_name
from survey.sending import XLSX
from survey.storage.paging import pages_of

CALLED = 50
"""Clients of a list on a page of its own."""


def portfolio(organisation: str) -> ResponseReturnValue:
    member = visitor.consultant(organisation)
    found = chosen(member.organisation_id, asked.wanted())
    if found is None:
        return render_template("consultants/portfolio_empty.html", member=member)
    wanted = found.wanted
    return render_template(
        "consultants/portfolio.html",
        member=member,
        chosen=found,
        wanted=wanted,
        instrument=found.instrument,
        heat=heat.heat(found.portfolio, wanted),
        heads=heat.heads(organisation, wanted, found.instrument),
        levels=summary.levels(found.portfolio),
        without_level=int((found.portfolio.level < 0).sum()),
        calls=calls.call_lists(found),
        actions=summary.needed(found.portfolio),
        progress=summary.progress(found.portfolio),
        limits=[limit.render(translations(get_locale())) for limit in LIMITS],
        elsewhere=int(found.held.elsewhere.sum()),
        tags={tag.name: tag.name for tag in found.tags},
        sectors=sectors(found.sectors),
        sizes=sizes(found.sizes),
        here=partial(asked.address, "consultants.portfolio", organisation, wanted),
        call_address=partial(_call_address, organisation, wanted),
        said=asked.said(wanted),
    )


def _call_address(organisation: str, wanted: Wanted, which: str) -> str:
    return asked.address("consultants.portfolio_call", organisation, wanted, place={"which": which}, page=1)


def portfolio_call(organisation: str, which: str) -> ResponseReturnValue:
    """One list of whom to call, to its end."""
    member = visitor.consultant(organisation)
    if which not in calls.LISTS:
        abort(404)
    found = chosen_or_nothing(member.organisation_id, asked.wanted())
    start = (found.wanted.page - 1) * CALLED
    shown = calls.call_list(found, which, start, start + CALLED)
    return render_template(
        "consultants/portfolio_call.html",
        member=member,
        wanted=found.wanted,
        shown=shown,
        pages=pages_of(shown.total, CALLED),
        here=partial(asked.address, "consultants.portfolio_call", organisation, found.wanted, place={"which": which}),
        back=asked.address("consultants.portfolio", organisation, found.wanted, "call", page=1),
    )


def portfolio_xlsx(organisation: str) -> Response:
    """The same clients as a workbook with charts."""
    member = visitor.consultant(organisation)
    found = chosen_or_nothing(member.organisation_id, asked.wanted())
    file = io.BytesIO()
    book.write(file, member.organisation_name, found)
    file.seek(0)
    name = file_name("xlsx", member.organisation_name, _("portfolio"), found.instrument.reference)
    return send_file(file, XLSX, as_attachment=True, download_name=name)
