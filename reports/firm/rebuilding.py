"""A report made again from its record: scored, planned and built by the Waymark and the instrument that are here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from gettext import NullTranslations
from typing import Any

import pandas as pd
from babel import Locale

from reports.catalogues import catalogue
from reports.firm import build
from reports.firm.change import Previous
from reports.firm.house import advised, at_house
from reports.firm.record import KEPT, Before, Record, RecordError, compared_with, record_of
from reports.firm.values import FirmReport
from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem, WaymarkError
from scoring.profile import DTYPES
from scoring.progress import progress
from scoring.release.files import to_json
from scoring.release.model import Release
from scoring.roadmap import plan
from scoring.scores import score
from scoring.segments import Segments, published_in
from scoring.segments.files import to_json as segments_to_json

FREE = ("firm", "region")
"""What of a profile may be any text: no rule of sheets is put to it, for the report was made without one."""

OTHER_CONTENT = N_(
    "The instrument {reference} that is here scores by other rules than the one of the report: its content is {here},"
    " and {stated} is needed. Name its file with -i."
)
NO_RELEASE = N_("The release with this checksum is needed. Name its file with --release.")
NO_SEGMENTS = N_("The segments with this checksum are needed. Name their file with --segments.")
NO_TEXT = N_("A text is expected here.")


@dataclass(frozen=True)
class Rebuilt:
    """The report, and the record as it is made of it now."""

    report: FirmReport
    record: Record


def rebuilt(
    record: Record,
    instrument: Instrument,
    releases: Sequence[Release] = (),
    segments: Segments | None = None,
    translations: NullTranslations | None = None,
) -> Rebuilt:
    """The report that the record is of, scored anew from its answers.

    ``instrument``: in the language of the record. ``releases``, ``segments``: of that instrument; those that the firm
    was compared with are found among them by their checksums, segments in the first release too. ``translations``:
    catalogues of the language, by default the built-in ones. Raises ``RecordError`` with everything that is missing or
    that the instrument does not offer, each with its place in the record.
    """
    if instrument.content_hash != record.instrument.hash:
        raise _refused("instrument", OTHER_CONTENT, **_contents(record, instrument))
    found, placed = _compared(record, releases, segments, instrument)
    table = at_house(_table(instrument, record.answers, record.profile, ""), record.house)
    before = _table_before(instrument, record.previous)
    locale = Locale.parse(record.language)
    scores = score(table)
    choices = advised(record.choices, record.house, record.advice)
    roadmap = plan(table, scores, choices=choices, exact=record.exact)
    previous = _previous(record.previous, before, table)
    report = build(
        table,
        scores,
        roadmap,
        previous=previous,
        release=found,
        segments=placed,
        among=record.compared.among,
        house=record.house,
        advice=record.advice,
        address=record.address,
        locale=locale,
        translations=translations or catalogue(record.language),
        date=record.date,
    )
    again = record_of(
        table,
        scores,
        roadmap,
        exact=record.exact,
        previous=previous,
        before=before,
        compared=replace(compared_with(found, placed), among=record.compared.among),
        house=record.house,
        advice=record.advice,
        address=record.address,
        locale=locale,
        date=record.date,
        paper=record.paper,
    )
    return Rebuilt(report, again)


def _refused(place: str, text: str, **told: object) -> RecordError:
    return RecordError([Problem(place, Message(text, told))])


def _contents(record: Record, instrument: Instrument) -> dict[str, str]:
    return {
        "reference": instrument.reference,
        "here": instrument.content_hash[:12],
        "stated": record.instrument.hash[:12],
    }


def _compared(
    record: Record, releases: Sequence[Release], segments: Segments | None, instrument: Instrument
) -> tuple[list[Release], Segments | None]:
    """What the firm was compared with, each by its checksum; raises for all that is missing."""
    known = {to_json(release)["checksum"]: release for release in releases}
    missing = [one for one in record.compared.releases if one not in known]
    problems = [Problem(checksum[:64], Message(NO_RELEASE)) for checksum in missing]
    found = [known[one] for one in record.compared.releases if one in known]
    placed = next(_segments(record.compared.segments, found, segments, instrument), None)
    if record.compared.segments and placed is None and not problems:
        problems.append(Problem(record.compared.segments[:64], Message(NO_SEGMENTS)))
    if problems:
        raise RecordError(problems)
    return found, placed


def _segments(
    wanted: str | None, releases: Sequence[Release], given: Segments | None, instrument: Instrument
) -> Iterator[Segments]:
    published = published_in(releases[0], instrument) if releases else None
    return (one for one in (given, published) if one and segments_to_json(one)["checksum"] == wanted)


def _table(
    instrument: Instrument, answers: Mapping[str, Any], profile: Mapping[str, object], place: str
) -> AnswerTable:
    """The answers of one assessment as a table of one row; raises with every fault and its place in the record."""
    strange = [name for name in profile if name not in KEPT]
    strange += [name for name in FREE if not isinstance(profile.get(name, ""), str)]
    if strange:
        raise RecordError([Problem(f"{place}profile.{name}", Message(NO_TEXT)) for name in strange])
    checked = {name: value for name, value in profile.items() if name not in FREE}
    try:
        table = table_of(instrument, [answers], [checked])
    except WaymarkError as error:
        raise RecordError([Problem(f"{place}{one.place}", one.message) for one in error.problems]) from error
    texts = {name: pd.Series([profile[name]], dtype=DTYPES[name]) for name in FREE if name in profile}
    return replace(table, profile=table.profile.assign(**texts))


def _table_before(instrument: Instrument, before: Before | None) -> AnswerTable | None:
    return None if before is None else _table(instrument, before.answers, before.profile, "previous, ")


def _previous(before: Before | None, then: AnswerTable | None, now: AnswerTable) -> Previous | None:
    if before is None or then is None:
        return None
    return Previous(
        progress=progress(score(then), score(now)),
        date=before.date,
        stage=str(then.profile["stage"].iloc[0]),
        done=before.done,
        expected=before.expected,
    )
