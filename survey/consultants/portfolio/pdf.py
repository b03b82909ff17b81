"""The portfolio on paper, for colleagues, or without names for a chamber or a bank."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import cast

import numpy as np
from flask import Response, request, send_file
from flask_babel import get_locale
from flask_babel import gettext as _

from reports import portfolio
from reports.firm import Fact
from reports.portfolio import Covered, PortfolioReport, Waiting
from reports.portfolio.values import State
from reports.theme import PAPERS
from survey import visitor
from survey.consultants.portfolio import asked
from survey.consultants.portfolio.choosing import Chosen, chosen_or_nothing
from survey.groups import sectors, sizes
from survey.languages import translations
from survey.naming import file_name
from survey.storage import houses
from survey.storage.portfolios import Held

PDF = "application/pdf"


def portfolio_pdf(organisation: str) -> Response:
    """The same clients as on the page; ``names=no``: for others to see; ``paper``: A4 unless told otherwise."""
    member = visitor.consultant(organisation)
    found = chosen_or_nothing(member.organisation_id, asked.wanted())
    names = request.args.get("names") != "no"
    report = _report(member.organisation_id, found, names=names)
    pdf = portfolio.render(report, paper=request.args.get("paper", "A4") if _known_paper() else "A4")
    what = _("portfolio") if names else _("portfolio without names")
    name = file_name("pdf", member.organisation_name, what, found.instrument.reference)
    return send_file(io.BytesIO(pdf), PDF, as_attachment=True, download_name=name)


def _known_paper() -> bool:
    return request.args.get("paper") in PAPERS


def _report(organisation_id: int, found: Chosen, *, names: bool) -> PortfolioReport:
    held = _needing(found.held, found.wanted.action)
    return portfolio.build(
        held.portfolio,
        covered=Covered(len(held), tuple(_filters(found)), tuple(_waiting(found, held))),
        branding=houses.house(organisation_id).branding,
        locale=get_locale(),
        translations=translations(get_locale()),
        date=datetime.now(UTC).date(),
        names=names,
    )


def _needing(held: Held, action: str) -> Held:
    """Of the clients those that need the action, where one is asked for."""
    if not action:
        return held
    mask = np.zeros(len(held), dtype=bool)
    mask[held.place[held.portfolio.needing(action)]] = True
    return held.of(mask)


def _filters(found: Chosen) -> Iterator[Fact]:
    """What was chosen, in words."""
    wanted = found.wanted
    if wanted.tag:
        yield Fact(_("Tag"), wanted.tag)
    if wanted.sector:
        yield Fact(_("Sector"), sectors([wanted.sector]).get(wanted.sector, wanted.sector))
    if wanted.size:
        yield Fact(_("Size"), sizes([wanted.size])[wanted.size])
    if wanted.action:
        yield Fact(_("Needs"), found.instrument.actions_by_id[wanted.action].title)


def _waiting(found: Chosen, held: Held) -> Iterator[Waiting]:
    rows = {client: row for row, client in enumerate(held.ids.tolist())}
    with_result = set(held.place.tolist())
    names = held.clients["firm"].tolist()
    for one in found.waiting:
        if (row := rows.get(one.id)) is not None:
            yield Waiting(names[row], cast(State, one.state), one.since.date(), has_result=row in with_result)
