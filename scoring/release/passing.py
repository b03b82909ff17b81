"""What of a release passes the audit: whatever does not is held back, until nothing that it adds gives a firm away."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem
from scoring.release.audit import WEIGHTED, Finding, audit, held
from scoring.release.model import OVERALL, Cell, Published, Release, ReleaseError, Table
from scoring.release.segmenting import SEGMENT, without_segments


@dataclass(frozen=True)
class Passed:
    """A release without what was ``held_back``. ``earlier``: what could be worked out from the releases before it or
    beside it, and cannot be taken back; ``published`` says nothing more about those measures. ``out_of_time``: how many
    programs of the audits came to no result in time, so that something may have been held back that would have passed.
    """

    published: Published
    held_back: tuple[Finding, ...]
    earlier: tuple[Finding, ...]
    out_of_time: int = 0


ANOTHER = N_("This campaign is of another questionnaire, {reference}, or of other scoring of it: firms that are in both"
             " cannot be compared.")  # fmt: skip


def passed(
    history: Sequence[Published],
    published: Published,
    instrument: Instrument,
    others: Sequence[Sequence[Published]] = (),
) -> Passed:
    """The release as it may go out after those of ``history``, oldest first, and beside those of other campaigns.

    ``others``: the history of each campaign in which some of the firms may be counted too, as the same keys. They are
    only laid beside: what is computed anew goes by the history of the release's own campaign. Raises ``ReleaseError``
    where one is of another instrument.

    A measure that does not pass is held back in the table that the audit names; where that is not enough, in every
    table; but before any of that its weighted means are, first in the tables by two fields, then in those by one, then
    in that of all firms. Each measure is audited by itself, so what is left without one adds nothing to what is known
    of it. Segments are looked at last, beside what is left, so that they never cost a table. A finding may remain all
    the same, from what earlier releases or those beside it published. Audited again is only what shows less than
    before.
    """
    _check(others, instrument)
    history = (*chain(*others), *history)
    result = _tables_passed(history, without_segments(published), instrument)
    return result if published.release.segments is None else _with_segments(history, published, result, instrument)


def _check(others: Sequence[Sequence[Published]], instrument: Instrument) -> None:
    found = {one.release.campaign: one.release for one in chain(*others) if one.release.hash != instrument.content_hash}
    if found:
        raise ReleaseError(
            [Problem(name, Message(ANOTHER, {"reference": one.instrument})) for name, one in found.items()]
        )


def _tables_passed(history: Sequence[Published], published: Published, instrument: Instrument) -> Passed:
    held_back: list[Finding] = []
    audited = audit((*history, published), instrument)
    findings, out_of_time = audited.findings, audited.out_of_time
    while failed := _to_hold(findings, published.release):
        held_back += failed
        less = held(published, failed)
        measures = _showing_less(published.release, less.release)
        audited = audit((*history, less), instrument, measures=measures)
        findings = (*_about_others(findings, measures), *audited.findings)
        published, out_of_time = less, out_of_time + audited.out_of_time
    return Passed(published, tuple(held_back), findings, out_of_time)


def _with_segments(
    history: Sequence[Published], published: Published, result: Passed, instrument: Instrument
) -> Passed:
    """The result with the segments of ``published``, if they add nothing that gives a firm away."""
    segments: Any = published.release.segments
    whole = Published(replace(result.published.release, segments=segments), published.snapshot)
    audited = audit((*history, whole), instrument, measures=set(segments["dimensions"]))
    out_of_time = result.out_of_time + audited.out_of_time
    told = [replace(one, fields=(SEGMENT,)) for one in audited.findings if one not in result.earlier]
    if told:
        return replace(result, held_back=(*result.held_back, *told), out_of_time=out_of_time)
    return replace(result, published=whole, out_of_time=out_of_time)


def _to_hold(findings: Sequence[Finding], release: Release) -> list[Finding]:
    """What goes next; nothing where what remains follows from earlier releases."""
    weighted = [
        replace(one, fields=fields, measure=f"{one.measure}{WEIGHTED}")
        for one in findings
        for fields in _weighted_most_finely(release, one.measure)
    ]
    here = [
        one for one in findings if any(one.fields == table.fields and _shows(table, one) for table in release.tables)
    ]
    return (
        weighted
        or here
        or [replace(one, fields=table.fields) for one in findings for table in release.tables if _shows(table, one)]
    )


def _weighted_most_finely(release: Release, measure: str) -> list[tuple[str, ...]]:
    """Of the tables that show weighted means of a measure those by most fields: they say most of single firms."""
    showing = [table.fields for table in release.tables
               if any(f"{measure}{WEIGHTED}" in _weighted(cell) for cell in table.cells)]  # fmt: skip
    return [fields for fields in showing if len(fields) == max(map(len, showing))]


def _showing_less(before: Release, after: Release) -> set[str]:
    """The measures that some cell shows no more, or no more weighted."""
    gone = _shown(before) - _shown(after)
    return {measure.removesuffix(WEIGHTED) for _, _, measure in gone}


def _shown(release: Release) -> set[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """Table, group and measure of whatever is shown."""
    return {
        (table.fields, cell.group, measure)
        for table in release.tables
        for cell in table.cells
        for measure in (*cell.scores, *cell.marks, *_weighted(cell))
    }


def _weighted(cell: Cell) -> Iterator[str]:
    for name, summary in cell.scores.items():
        if summary.weighted is not None:
            yield f"{name}{WEIGHTED}"


def _about_others(findings: Sequence[Finding], measures: Collection[str]) -> list[Finding]:
    """What was found of other measures, which each audit does not look at again, but for parts named in the release."""
    return [one for one in findings if one.measure not in measures and one.what != "structure"]


def _shows(table: Table, finding: Finding) -> bool:
    return any(_tells(cell, finding.measure) for cell in table.cells)


def _tells(cell: Cell, measure: str) -> bool:
    """Levels, the share below the baseline and polarisation tell of the overall score."""
    of_overall = measure == OVERALL and bool(cell.levels or cell.below or cell.polarisation)
    return measure in cell.scores or measure in cell.marks or of_overall
