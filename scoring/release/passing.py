"""What of a release passes the audit: whatever does not is held back, until nothing that it adds gives a firm away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from scoring.instrument import Instrument
from scoring.release.audit import Finding, audit, held
from scoring.release.model import OVERALL, Cell, Published, Release, Table
from scoring.release.segmenting import SEGMENT


@dataclass(frozen=True)
class Passed:
    """A release without what was ``held_back``. ``earlier``: what could be worked out from the releases before it, and
    cannot be taken back; ``published`` says nothing more about those measures."""

    published: Published
    held_back: tuple[Finding, ...]
    earlier: tuple[Finding, ...]


def passed(history: Sequence[Published], published: Published, instrument: Instrument) -> Passed:
    """The release as it may go out after those of ``history``, oldest first.

    A measure that does not pass is held back in the table that the audit names; where that is not enough, in every
    table. Each measure is audited by itself, so what is left without one adds nothing to what is known of it. Segments
    go before anything else does that shows a measure of theirs. A finding may remain all the same, from what earlier
    releases published.
    """
    held_back: list[Finding] = []
    while True:
        findings = audit((*history, published), instrument).findings
        if told := _of_segments(findings, published.release):
            held_back += told
            published = held(published, told)
            continue
        tables = published.release.tables
        here = [one for one in findings if any(one.fields == table.fields and _shows(table, one) for table in tables)]
        anywhere = [replace(one, fields=table.fields) for one in findings for table in tables if _shows(table, one)]
        if not anywhere:
            return Passed(published, tuple(held_back), findings)
        held_back += here or anywhere
        published = held(published, here or anywhere)


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
