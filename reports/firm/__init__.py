"""What a firm's report says: ``build`` makes it from answers, scores and roadmap; page, PDF and files only read it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from gettext import NullTranslations
from types import MappingProxyType
from typing import Literal

from babel import Locale

from reports.firm import (
    advising,
    answers,
    asking,
    findings,
    helping,
    marked,
    peers,
    place,
    plan,
    purpose,
    segment,
    standing,
)
from reports.firm import people as those_in_it
from reports.firm.answered import answered, scale_note
from reports.firm.change import Previous, progress_part
from reports.firm.house import Advice, House
from reports.firm.labels import labels
from reports.firm.letter import letter_of
from reports.firm.method import method
from reports.firm.moments import after
from reports.firm.values import (
    SOON,
    ActionCard,
    AskGroup,
    AskItem,
    Branding,
    ChangeLine,
    Demand,
    DimensionLine,
    Fact,
    Finding,
    FirmReport,
    LevelLine,
    MarkedAction,
    PeersSpan,
    People,
    Phase,
    ProgressPart,
    QuestionLine,
)
from reports.firm.verdicts import Verdict, verdicts
from reports.firm.verdicts import verdict as verdict_of
from reports.firm.wording import Words
from scoring.answers import AnswerTable
from scoring.release.model import Release
from scoring.roadmap import Roadmap
from scoring.scores import Scores
from scoring.segments.model import Segments

__all__ = [
    "ActionCard",
    "Advice",
    "AskGroup",
    "AskItem",
    "Branding",
    "ChangeLine",
    "Demand",
    "DimensionLine",
    "Fact",
    "Finding",
    "FirmReport",
    "House",
    "LevelLine",
    "MarkedAction",
    "PeersSpan",
    "People",
    "Phase",
    "Previous",
    "ProgressPart",
    "QuestionLine",
    "Verdict",
    "build",
    "editable",
    "plan_calendar",
    "plan_sheet",
    "render",
    "verdicts",
]


def build(  # noqa: PLR0913 - everything a report depends on, by name
    table: AnswerTable,
    scores: Scores,
    roadmap: Roadmap,
    *,
    row: int = 0,
    previous: Previous | None = None,
    release: Release | Sequence[Release] | None = None,
    segments: Segments | None = None,
    among: Mapping[str, str] = MappingProxyType({}),
    house: House = House(),  # noqa: B008 - frozen
    advice: Advice = Advice(),  # noqa: B008 - frozen
    address: str = "",
    locale: Locale,
    translations: NullTranslations,
    date: datetime.date,
    verdict: Verdict | None = None,
) -> FirmReport:
    """The report of one firm, row ``row`` of ``table`` and ``scores`` (scored with detail).

    ``translations`` covers the catalogues of ``scoring`` and ``reports``. What was not answered, does not apply or has
    no score is said in words, never shown as 0. ``release``: that of the firm's campaign, or several of which it is the
    first; the firm is compared with what they publish and nothing else. ``segments``: what the firm is placed in,
    instead of beside typical firms. ``among``: what the firm is in the first release, where that goes by lists of a
    body's own: field → value, in place of its profile's. ``house``, ``advice``: who hands it out, and what an adviser
    says; the table is one ``at_house``, and the roadmap made of that by choices that are ``advised``. ``address``:
    where a reader of the paper finds the same. ``verdict``: its own among the ``verdicts`` of the whole table with the
    same segments, which spares time where there are many firms. Raises ``KeyError`` for a roadmap of another
    instrument, ``ValueError`` for a release of one, ``SegmentsError`` for segments of one.
    """
    words = Words(locale, translations)
    firm = answered(table, scores, row, words)
    found = verdict or verdict_of(table, scores, segments, row)
    profile = table.profile.iloc[row]
    name = standing.firm_name(profile)
    result = standing.standing(firm, name)
    cards = helping.with_offers(firm, plan.action_cards(firm, roadmap, date), house)
    cards = advising.with_marks(firm, cards, house, advice)
    gaps = findings.gaps(firm, roadmap, cards)
    works = findings.works(firm, gaps)
    others = peers.beside(firm, {**profile, **among}, _releases(release))
    compared = (*others.limits, *segment.limits(firm, segments))
    beside = advising.beside(firm, roadmap, advice)
    report = FirmReport(
        firm=name,
        title=name or translations.gettext("Your firm"),
        date=date,
        date_shown=words.date(date),
        stage=standing.stage(words, profile),
        language=words.language,
        branding=house.branding,
        instrument=table.instrument.reference,
        facts=standing.facts(words, profile, table.instrument, date),
        overall=result.overall,
        overall_shown=result.shown,
        overall_of=result.of,
        level=result.level,
        level_meaning=result.meaning,
        to_next=result.to_next,
        answered=result.answered,
        headline=result.headline,
        levels=result.levels,
        dimensions=peers.with_spans(answers.dimension_lines(firm, roadmap), others),
        scale_note=scale_note(firm),
        works=works,
        gaps=gaps,
        no_works="" if works else standing.no_works(firm),
        no_gaps="" if gaps else standing.no_gaps(firm),
        contradictions=standing.contradictions(firm.instrument, found.contradictory),
        phases=plan.phases(words, cards),
        no_actions="" if cards else standing.no_actions(firm, roadmap),
        later=plan.later(firm, roadmap),
        totals=plan.totals(words, roadmap),
        expected=standing.expected(firm, roadmap, result.shown),
        method=method(firm, table, roadmap, result.levels, date, comparing=compared),
        labels=labels(translations),
        stability=place.stability(words, found.stability),
        segment=segment.segment(firm, segments, found.place),
        peers="" if standing.asks_nothing(firm) else others.sentence,
        peers_awaited="" if standing.asks_nothing(firm) else others.awaited,
        peers_note=others.note,
        official=place.official(firm, profile),
        way=purpose.way(firm, roadmap, cards),
        way_actions=purpose.way_actions(firm, roadmap, cards),
        made_for=purpose.made_for(firm, roadmap),
        steering=purpose.steering(firm, roadmap, advising.order(firm, roadmap, advice)),
        done=marked.done(firm, roadmap),
        refused=marked.refused(firm, roadmap),
        unplaced=marked.unplaced(firm, roadmap),
        ask=asking.ask(firm),
        left_open=asking.left_open(firm),
        progress=progress_part(firm, previous),
        people=those_in_it.people(firm, roadmap, cards),
        address=address,
        soon_until=words.date(after(date, SOON)),
        adapted=(*advising.adapted(firm, roadmap, house, advice),),
        adviser=advising.adviser(firm, house) if beside else "",
        advice_beside=beside,
        offer=advising.offer(firm, house),
    )
    letter = letter_of(house.letter, report, advice.adviser, translations.gettext)
    return replace(report, letter=letter) if letter else report


def _releases(release: Release | Sequence[Release] | None) -> Sequence[Release]:
    if release is None:
        return ()
    return (release,) if isinstance(release, Release) else release


def render(
    report: FirmReport, *, paper: str = "A4", extent: Literal["full", "short"] = "full", record: bytes = b""
) -> bytes:
    """The report as PDF on ``A4`` or ``Letter``, whole or on two pages; the same report gives the same bytes.

    ``record``: what it was made from, as ``reports.firm.record.written`` gives it, attached to the whole report so that
    it can be made again and compared; none is attached to the two pages. Characters that no font has are shown as a
    replacement mark and logged. Raises ``KeyError`` for another paper.
    """
    from reports.firm.paper.pages import pages  # noqa: PLC0415 - fonts are read only where a PDF is made
    from reports.firm.paper.short import short_pages  # noqa: PLC0415

    return pages(report, paper, record) if extent == "full" else short_pages(report, paper)


def plan_sheet(report: FirmReport) -> bytes:
    """The plan as XLSX: a row for each step, with real dates and numbers."""
    from reports.firm import sheet  # noqa: PLC0415 - slow to import, and only workbooks need it

    return sheet.plan_sheet(report)


def plan_calendar(report: FirmReport, *, series: str = "") -> bytes:
    """The first steps and a day to look back as iCalendar entries; ``series`` tells the firm from others."""
    from reports.firm import calendar  # noqa: PLC0415 - slow to import, and only calendars need it

    return calendar.plan_calendar(report, series=series)


def editable(report: FirmReport, *, paper: str = "A4") -> bytes:
    """The report as .docx on ``A4`` or ``Letter``, to be edited; raises ``KeyError`` for another paper."""
    from reports.firm.editing import document  # noqa: PLC0415 - slow to import, and only documents need it

    return document.editable(report, paper=paper)
