"""Reports of releases and their files, made once in each language and kept for whoever asks next."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import abort, current_app, url_for
from flask_babel import force_locale, get_locale

from reports import sector
from reports.firm.values import Branding
from reports.sector import Called, SectorReport, files
from reports.sector.pictures import picture
from scoring.instrument import Instrument
from scoring.release.files import written
from scoring.release.model import Release
from scoring.release.tables import figures
from scoring.writing import write_table
from survey import instruments
from survey.languages import translations
from survey.published.finding import Found
from survey.published.package import data_package
from survey.sending import CSV, DOCX, JSON, PDF, XLSX
from survey.storage import houses, releases

MOST = 96
"""Reports and files that a process keeps; the largest have some hundred kB."""

NAME = "waymark_published"

Value = TypeVar("Value")


@dataclass(frozen=True)
class Made:
    """A release that may be seen, with its figures, in a language."""

    found: Found
    release: Release
    instrument: Instrument
    language: str

    @property
    def report(self) -> SectorReport:
        return _kept(self, "report", lambda: _report(self))


def made(found: Found, language: str) -> Made:
    """The release with its figures. There is nothing where its questionnaire was taken away since."""
    with force_locale(language):
        instrument = instruments.by_reference(found.campaign.instrument)
    release = releases.release(found.campaign.id, found.kept.number, instrument) or abort(404)
    return Made(found, release, instrument, language)


def file(one: Made, name: str) -> bytes:
    """The bytes of one of ``FILES``."""
    _mimetype, write = FILES[name]
    return _kept(one, name, lambda: write(one))


def chart(one: Made, exhibit: str) -> bytes:
    """The picture of an exhibit; there is nothing where it has none."""
    found = next((each for each in one.report.exhibits if each.id == exhibit), None) or abort(404)
    return _kept(one, f"charts/{exhibit}", lambda: picture(one.report, found)) or abort(404)


def address(found: Found) -> str:
    """Of the release, as others can use it."""
    campaign, number = found.campaign.public_id, found.kept.number
    site = current_app.config["WAYMARK"].public_url
    here = url_for("published.release", campaign=campaign, number=number, _external=site is None)
    return f"{site or ''}{here}"


def _kept(one: Made, what: str, make: Callable[[], Value]) -> Value:
    """What was made of this release before, else made now; known by all that it depends on, so never stale."""
    known: OrderedDict[Any, Any] = current_app.extensions.setdefault(NAME, OrderedDict())
    found, before = one.found, one.found.before
    of = found.campaign.id, found.kept.number, found.kept.created_at, found.kept.status, found.campaign.revision
    key = *of, before and before.number, one.language, address(found), what
    value = known.pop(key, None)
    if value is None:
        value = make()
    known[key] = value
    while len(known) > MOST:
        known.popitem(last=False)
    made: Value = value
    return made


def _report(one: Made) -> SectorReport:
    campaign, before = one.found.campaign, one.found.before
    house = houses.house(campaign.organisation_id) if campaign.organisation_id else None
    called = Called(
        host=campaign.organisation_name,
        contact=campaign.contact,
        address=address(one.found),
        period=(campaign.opens_on, campaign.closes_on),
        licence=campaign.licence,
        branding=house.branding if house else Branding(),
    )
    with force_locale(one.language):
        return sector.build(
            one.release,
            one.instrument,
            called=called,
            before=releases.release(campaign.id, before.number, one.instrument) if before else None,
            draft=one.found.is_draft,
            locale=get_locale(),
            translations=translations(get_locale()),
            date=one.found.kept.day,
        )


def _csv(one: Made) -> bytes:
    file = io.BytesIO()
    write_table(figures(one.release), file)
    return file.getvalue()


def _workbook(one: Made) -> bytes:
    file = io.BytesIO()
    files.workbook(one.report, file)
    return file.getvalue()


def _pdf(one: Made) -> bytes:
    from reports.sector.paper import render  # noqa: PLC0415 - fonts and canvas take a second to import

    return render(one.report)


def _docx(one: Made) -> bytes:
    from reports.sector.editing import docx  # noqa: PLC0415 - as above

    return docx(one.report)


FILES: dict[str, tuple[str, Callable[[Made], bytes]]] = {
    "figures.json": (JSON, lambda one: written(one.release)),
    "figures.csv": (CSV, _csv),
    "tables.csv": (CSV, lambda one: files.tables(one.report)),
    "tables.xlsx": (XLSX, _workbook),
    "report.pdf": (PDF, _pdf),
    "report.docx": (DOCX, _docx),
    "datapackage.json": (JSON, lambda one: data_package(one.report, one.found.campaign.licence)),
}
"""Name → media type, and what writes it."""
