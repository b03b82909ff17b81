"""What of a release passes the audit: whatever does not is held back, until nothing that it adds gives a firm away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scoring.instrument import Instrument
from scoring.release.audit import Finding, audit, held
from scoring.release.model import OVERALL, Cell, Published, Release, Table
from scoring.release.segmenting import SEGMENT


@dataclass(frozen=True)
class Passed:
    """A release without what was ``held_back``. ``earlier``: what could be worked out from the releases before it, and
    cannot be taken back; ``published`` says nothing more about those measures. ``out_of_time``: how many programs of
    the audits came to no result in time, so that something may have been held back that would have passed."""

    published: Published
    held_back: tuple[Finding, ...]
    earlier: tuple[Finding, ...]
    out_of_time: int = 0


def passed(history: Sequence[Published], published: Published, instrument: Instrument) -> Passed:
    """The release as it may go out after those of ``history``, oldest first.

    A measure that does not pass is held back in the table that the audit names; where that is not enough, in every
    table. Each measure is audited by itself, so what is left without one adds nothing to what is known of it. Segments
    go before anything else does that shows a measure of theirs. A finding may remain all the same, from what earlier
    releases published. Audited again is only what shows less than before.
    """
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


def _to_hold(findings: Sequence[Finding], release: Release) -> list[Finding]:
    """What goes next; nothing where what remains follows from earlier releases."""
    if told := _of_segments(findings, release):
        return told
    here = [
        one for one in findings if any(one.fields == table.fields and _shows(table, one) for table in release.tables)
    ]
    return here or [
        replace(one, fields=table.fields) for one in findings for table in release.tables if _shows(table, one)
    ]


def _showing_less(before: Release, after: Release) -> set[str]:
    """The measures that some cell or the segments show no more."""
    gone = _shown(before) - _shown(after)
    return {measure for _, _, measure in gone}


def _shown(release: Release) -> set[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """Table, group and measure of whatever is shown."""
    segments: Any = release.segments
    cells = {
        (table.fields, cell.group, measure)
        for table in release.tables
        for cell in table.cells
        for measure in (*cell.scores, *cell.marks)
    }
    return cells | {((SEGMENT,), (), measure) for measure in (segments or {}).get("dimensions", ())}


def _about_others(findings: Sequence[Finding], measures: Collection[str]) -> list[Finding]:
    """What was found of other measures, which each audit does not look at again, but for parts named in the release."""
    return [one for one in findings if one.measure not in measures and one.what != "structure"]


def _of_segments(findings: Sequence[Finding], release: Release) -> list[Finding]:
    """The findings about measures that segments show; none where the release has none."""
    if release.segments is None:
        return []
    shown: Any = release.segments["dimensions"]
    return [replace(one, fields=(SEGMENT,)) for one in findings if one.measure in shown]


def _shows(table: Table, finding: Finding) -> bool:
    return any(_tells(cell, finding.measure) for cell in table.cells)


def _tells(cell: Cell, measure: str) -> bool:
    """Levels, the share below the baseline and polarisation tell of the overall score."""
    of_overall = measure == OVERALL and bool(cell.levels or cell.below or cell.polarisation)
    return measure in cell.scores or measure in cell.marks or of_overall
