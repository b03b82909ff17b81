"""A report as clients will get it: that of the invented firm, under this house."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from flask import Response, abort, request, send_file
from flask_babel import get_locale

from reports import firm
from reports.firm.house import Advice, advised, at_house
from scoring.roadmap import RoadmapChoices, plan
from scoring.sample import sample_table
from scoring.scores import score
from survey import instruments, visitor
from survey.languages import translations
from survey.sending import PDF
from survey.storage import houses


def house_preview(organisation: str) -> Response:
    """The sample firm's report on two pages or, with ``?extent=full``, whole."""
    member = visitor.consultant(organisation)
    kept = houses.house(member.organisation_id)
    table = sample_table(instruments.current())
    if table is None:
        abort(404)
    scores, locale = score(table), get_locale()
    table = at_house(table, kept)
    report = firm.build(
        table,
        scores,
        plan(table, scores, choices=advised(RoadmapChoices(), kept)),
        house=kept,
        advice=Advice(adviser=member.name),
        locale=locale,
        translations=translations(locale),
        date=datetime.now(UTC).date(),
    )
    content = firm.render(report, extent="full" if request.args.get("extent") == "full" else "short")
    return send_file(io.BytesIO(content), PDF, download_name="preview.pdf")
