"""Reports of releases and their files, made once in each language and kept for whoever asks next."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from flask import abort, current_app, url_for
from flask_babel import force_locale, get_locale

from reports import sector
from reports.firm.values import Branding
from reports.sector import Called, SectorReport, files
from reports.sector.pictures import picture
from scoring import jsonfile
from scoring.instrument import Instrument
from scoring.loading import UnknownInstrumentError
from scoring.release import codebook
from scoring.release.model import Release, ReleaseError
from scoring.release.tables import figures
from scoring.writing import write_table
from survey import instruments
from survey.campaigns import campaign_name
from survey.languages import translations
from survey.published.drawing import Shown, shown
from survey.published.finding import Found
from survey.published.package import data_package
from survey.sending import CSV, DOCX, JSON, PDF, XLSX
from survey.storage import houses, releases
from survey.storage.campaigns import finding as campaigns
from survey.storage.campaigns.values import Campaign, KeptRelease
from survey.storage.recent import recent

MOST = 96
"""Reports and files that a process keeps; the largest have some hundred kB."""

Value = TypeVar("Value")


@dataclass(frozen=True)
class Made:
    """A release that may be seen, with its figures, in a language; ``called``: what its report says besides."""

    found: Found
    release: Release
    instrument: Instrument
    language: str
    called: Called

    @property
    def report(self) -> SectorReport:
        return _kept(self, "report", lambda: _report(self))


def made(found: Found, language: str) -> Made:
    """The release with its figures. There is nothing where its questionnaire was taken away since."""
    head = releases.head(found.campaign.id, found.kept.number) or abort(404)
    try:
        with force_locale(language):
            instrument, name = instruments.by_reference(head.instrument), campaign_name("")
    except UnknownInstrumentError:
        abort(404)
    release = _figures(found.campaign, found.kept, instrument) or abort(404)
    if not found.campaign.name:
        release = replace(release, campaign=name)
    return Made(found, release, instrument, language, _called(found))


def _figures(campaign: Campaign, kept: KeptRelease, instrument: Instrument) -> Release | None:
    """Of a release by this questionnaire: one by another cannot be told in its words."""
    try:
        return releases.release(campaign.id, kept.number, instrument)
    except ReleaseError:
        return None


def exhibits(one: Made) -> Mapping[str, Shown]:
    """What the dashboard shows of each exhibit, by its id."""
    return _kept(one, "exhibits", lambda: {exhibit.id: shown(exhibit) for exhibit in one.report.exhibits})


def file(one: Made, name: str) -> bytes:
    """The bytes of one of ``FILES``."""
    _mimetype, write = FILES[name]
    return _kept(one, name, lambda: write(one))


def chart(one: Made, exhibit: str) -> bytes:
    """The picture of an exhibit, made each time, since it is soon made; there is nothing where it has none."""
    found = next((each for each in one.report.exhibits if each.id == exhibit), None) or abort(404)
    return picture(one.report, found) or abort(404)


def address(found: Found) -> str:
    """Of the release, as others can use it."""
    campaign, number = found.campaign.public_id, found.kept.number
    site = current_app.config["WAYMARK"].public_url
    here = url_for("published.release", campaign=campaign, number=number, _external=site is None)
    return f"{site or ''}{here}"


def _kept(one: Made, what: str, make: Callable[[], Value]) -> Value:
    """What was made of this release before, else made now; known by all that it depends on, so never stale."""
    kept, before = one.found.kept, one.found.before
    of = (
        one.found.campaign.id,
        one.release.campaign,
        kept.number,
        kept.created_at,
        kept.status,
        before and before.number,
    )
    return recent("published", (*of, one.language, one.called, what), make, most=MOST)


def _called(found: Found) -> Called:
    campaign = found.campaign
    return Called(
        host=campaign.organisation_name,
        contact=campaign.contact,
        address=address(found),
        period=(campaign.opens_on, campaign.closes_on),
        licence=campaign.licence,
        country=campaign.country,
        branding=_branding(campaign),
    )


def _branding(campaign: Campaign) -> Branding:
    """The look of the body, with the campaign's own logo where it has one."""
    house = houses.house(campaign.organisation_id) if campaign.organisation_id else None
    branding = house.branding if house else Branding()
    logo = campaigns.logo(campaign.public_id) if campaign.has_logo else None
    return replace(branding, logo=logo) if logo else branding


def _report(one: Made) -> SectorReport:
    with force_locale(one.language):
        return sector.build(
            one.release,
            one.instrument,
            called=one.called,
            before=_before(one),
            draft=one.found.is_draft,
            locale=get_locale(),
            translations=translations(get_locale()),
            date=one.found.kept.day,
        )


def _before(one: Made) -> Release | None:
    """The release to compare with, by the name that the campaign has now: it may have had another one then."""
    before = one.found.before
    release = _figures(one.found.campaign, before, one.instrument) if before else None
    return replace(release, campaign=one.release.campaign) if release else None


def _csv(one: Made) -> bytes:
    file = io.BytesIO()
    write_table(figures(one.release), file)
    return file.getvalue()


def _codebook(one: Made) -> list[codebook.Entry]:
    return codebook.codebook_of(one.release, one.instrument, translations(one.language))


def _codebook_json(one: Made) -> bytes:
    return jsonfile.written(codebook.document(_codebook(one), one.release))


def _codebook_csv(one: Made) -> bytes:
    file = io.BytesIO()
    write_table(codebook.frame(_codebook(one)), file)
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
    "figures.json": (JSON, lambda one: releases.as_file(one.found.campaign.id, one.found.kept.number) or abort(404)),
    "figures.csv": (CSV, _csv),
    "codebook.json": (JSON, _codebook_json),
    "codebook.csv": (CSV, _codebook_csv),
    "tables.csv": (CSV, lambda one: files.tables(one.report)),
    "tables.xlsx": (XLSX, _workbook),
    "report.pdf": (PDF, _pdf),
    "report.docx": (DOCX, _docx),
    "datapackage.json": (JSON, lambda one: data_package(one.report, one.found.campaign.licence)),
}
"""Name → media type, and what writes it."""
