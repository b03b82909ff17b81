"""What a sector report says: ``build`` makes it from a release; page, PDF, DOCX, workbook and CSV only read it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from gettext import NullTranslations

from babel import Locale

from reports.firm.wording import Words
from reports.sector import opening
from reports.sector.annex import annex
from reports.sector.challenges import challenges
from reports.sector.change import change
from reports.sector.dimensions import dimensions
from reports.sector.divide import divide
from reports.sector.groups import compared
from reports.sector.heat import counts, heat
from reports.sector.labels import labels
from reports.sector.levels import levels
from reports.sector.method import method
from reports.sector.offers import Offer, offers
from reports.sector.official import official
from reports.sector.own import own
from reports.sector.programme import programme
from reports.sector.quality import quality
from reports.sector.questions import questions
from reports.sector.segments import segments
from reports.sector.told import Told
from reports.sector.values import Called, Cell, Column, Exhibit, Row, Section, SectorReport
from reports.sector.weighted import weighted
from scoring.instrument import Instrument
from scoring.release.model import Release

__all__ = ["Called", "Cell", "Column", "Exhibit", "Row", "Section", "SectorReport", "build"]


def build(  # noqa: PLR0913 - everything a report depends on, by name
    release: Release,
    instrument: Instrument,
    *,
    called: Called = Called(),  # noqa: B008 - frozen
    before: Release | None = None,
    draft: bool = False,
    locale: Locale,
    translations: NullTranslations,
    date: datetime.date,
) -> SectorReport:
    """The report of a release: of what it publishes, of what the one ``before`` published, and of nothing else.

    ``instrument``: in the language of the report. ``translations`` covers the catalogues of ``scoring`` and
    ``reports``. ``date``: of the report. Sections that are for an annex stand last. Raises ``ValueError`` for a release
    of another instrument, or a release before that is of other scoring content or another campaign.
    """
    _check(release, instrument, before)
    told = Told(release, instrument, called, before, draft, Words(locale, translations))
    nothing, found = opening.nothing(told), offers(told)
    return SectorReport(
        title=opening.title(told),
        campaign=release.campaign,
        host=called.host,
        number=release.number,
        date=release.date,
        date_shown=told.words.date(release.date),
        language=told.words.language,
        branding=called.branding,
        instrument=instrument.reference,
        draft=draft,
        n_shown=opening.n_shown(told),
        facts=opening.facts(told),
        headline=opening.headline(told),
        summary=opening.summary(told, found),
        strip=opening.strip(told),
        sections=() if nothing else tuple(_in_order(_sections(told, found))),
        method=method(told, date),
        quality=quality(told) if not nothing else (),
        cite=opening.cite(told),
        nothing=nothing,
        labels=labels(translations),
    )


def _check(release: Release, instrument: Instrument, before: Release | None) -> None:
    if release.hash != instrument.content_hash:
        raise ValueError(f"the release is not of {instrument.reference}")
    if before is not None and (before.hash, before.campaign) != (release.hash, release.campaign):
        raise ValueError("the release before is of another questionnaire or campaign")


def _sections(told: Told, found: Sequence[Offer]) -> Iterator[Section | None]:
    """In the order of reading; None for what there is nothing to tell of."""
    yield divide(told)
    yield questions(told)
    yield dimensions(told)
    yield levels(told)
    yield from compared(told)
    yield heat(told)
    yield segments(told)
    yield challenges(told)
    yield change(told)
    yield from programme(told, found)
    yield official(told)
    yield own(told)
    yield weighted(told)
    yield counts(told)
    yield annex(told)


def _in_order(sections: Iterator[Section | None]) -> list[Section]:
    return sorted((section for section in sections if section), key=lambda section: section.annex)
