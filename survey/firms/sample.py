"""The sample: what a report looks like, shown on an invented firm before anybody has answered anything."""

from __future__ import annotations

import datetime
import io
from functools import lru_cache
from pathlib import Path

from flask import Response, abort, current_app, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import get_babel, get_locale
from flask_babel import gettext as _

from reports.catalogues import catalogue
from reports.firm import FirmReport, build
from reports.firm.paper.short import EXPLAINED, LISTED, short_pages
from scoring.loading import load
from scoring.roadmap import plan
from scoring.sample import sample_table
from scoring.scores import score
from survey.firms import charts
from survey.sending import PDF


def sample() -> ResponseReturnValue:
    """The two pages of the sample firm, with as many steps as on paper; an instrument without one has no such page."""
    report = _current() or abort(404)
    wide, narrow = charts.drawn(report)
    return render_template(
        "firms/sample.html",
        report=report,
        chart=wide,
        narrow_chart=narrow,
        listed=report.actions[:LISTED],
        explained=report.actions[:EXPLAINED],
    )


def sample_pdf() -> Response:
    """The same on paper, marked as a sample on both pages."""
    report = _current() or abort(404)
    content = _on_paper(report, _("Sample: this firm and its answers are invented."))
    return send_file(io.BytesIO(content), PDF, download_name="Waymark-sample.pdf")


def _current() -> FirmReport | None:
    settings, folders = current_app.config["WAYMARK"], tuple(map(str, get_babel().translation_directories))
    # Of the first of the month: recent, and made only once a month.
    date = datetime.datetime.now(datetime.UTC).date().replace(day=1)
    return _report(settings.instrument, settings.instrument_dir, str(get_locale()), folders, date)


@lru_cache(maxsize=32)
def _report(
    reference: str, folder: Path | None, language: str, catalogues: tuple[str, ...], date: datetime.date
) -> FirmReport | None:
    """The sample firm's report in one language; None where the instrument has no sample firm."""
    table = sample_table(load(reference, folder=folder, language=language))
    if table is None:
        return None
    scores = score(table)
    words = catalogue(language, catalogues)
    return build(table, scores, plan(table, scores, exact=True), locale=get_locale(), translations=words, date=date)


@lru_cache(maxsize=32)
def _on_paper(report: FirmReport, mark: str) -> bytes:
    return short_pages(report, "A4", mark=mark)


ADDRESSES = (
    ("/sample", "sample", sample, ["GET"]),
    ("/sample.pdf", "sample_pdf", sample_pdf, ["GET"]),
)
