"""What an audit found, and the release without the figures that did not pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from scoring.messages import N_, Message
from scoring.release.audit.viewers import Kind
from scoring.release.disclosure import COEFFICIENTS_FROM
from scoring.release.model import ALL, OVERALL, Cell, Published, Table
from scoring.release.segmenting import SEGMENT, without_segments
from scoring.release.shown import is_change

WEIGHTED = ".weighted"
"""After the name of a measure: its weighted means only."""

What = Literal["determined", "narrow", "computable", "structure"]

METHOD = Message(
    N_(
        "Linear algebra on all published sums as if they were not rounded, and intervals of each firm’s scores from"
        " means, quantiles and shares, over all releases."
    )
)
LIMITS = (
    Message(N_("Each measure is audited by itself: what several together say of one firm is not looked at.")),
    Message(
        N_(
            "Intervals of means, Gini coefficients and Theil’s T bound each firm’s score by itself, in cells of up to"
            " 2,000 firms; what they say together with other figures is not looked at. Firms that may exchange their"
            " scores within a class are safe from that too."
        )
    ),
    Message(N_("Levels are looked at together with an overall score from 0 to 100, where there is one.")),
    Message(
        N_(
            "Alpha and omega are not looked at. They are of all firms only, of {n} or more: each is one number with 2"
            " decimals about the answers of all of these to several questions."
        ),
        {"n": COEFFICIENTS_FROM},
    ),
    Message(N_("Where linear programs decide, the other firms may be cut in parts, as linear bounds allow.")),
)
OWN_LINK = Message(N_("Firms that see their own answers are audited by linear algebra only."))


@dataclass(frozen=True)
class Finding:
    """One thing that somebody could work out.

    ``fields``: of the table to be held; ``measure``: the score or mark, in that table. ``viewer``: who could. ``what``:
    "determined": a firm's score follows from sums; "narrow": no other score of a firm, far enough from its own, was
    found to fit what is published; "computable": so does the sum of a withheld cell; "structure": a part is named that
    no published cell holds. ``firms``: how many are concerned.
    """

    fields: tuple[str, ...]
    measure: str
    viewer: Kind
    what: What
    firms: int = 1

    @property
    def message(self) -> Message:
        told = TOLD | TOLD_OF_MARKS if _is_mark(self.measure) else TOLD
        return Message(
            told[self.what],
            {
                "table": " × ".join(self.fields) or Message(N_("all firms")),
                "measure": self.measure,
                "viewer": Message(WHO[self.viewer]),
                "n": self.firms,
            },
        )


WHO: dict[Kind, str] = {
    "outsider": N_("an outsider"),
    "account": N_("an account that sees firms"),
    "random": N_("an account that knows a fifth of the firms"),
    "firm": N_("a firm that sees its own answers"),
}
TOLD: dict[What, str] = {
    "determined": N_("{table}, {measure}: {viewer} could work out the exact score of a firm (firms concerned: {n})."),
    "narrow": N_("{table}, {measure}: {viewer} could come within 20 points of a firm’s score, or this could not be"
                 " ruled out (firms concerned: {n})."),
    "computable": N_("{table}, {measure}: {viewer} could work out a withheld cell (firms in it: {n})."),
    "structure": N_("{table}, {measure}: a share speaks of groups that are not published."),
}  # fmt: skip


TOLD_OF_MARKS: dict[What, str] = {
    "determined": N_("{table}, {measure}: {viewer} could work out whether it holds for a firm (firms concerned: {n})."),
    "narrow": N_("{table}, {measure}: {viewer} could tell whether it holds for a firm, or this could not be ruled out"
                 " (firms concerned: {n})."),
}  # fmt: skip
"""Of an answer or an action, which hold for a firm or do not."""


def _is_mark(measure: str) -> bool:
    """Whether a measure is an answer or an action: those have names of two parts, as changes do."""
    return "." in measure.removesuffix(WEIGHTED) and not is_change(measure)


@dataclass(frozen=True)
class Audit:
    """The result of auditing the last of ``releases`` releases, with those before it.

    ``n``: firms, counted again where they answered anew. ``viewers``: how many of each kind, ``measures``: scores and
    marks, ``statements``: published figures of distinct cells, ``intervals``: of a firm, a measure and a viewer, that
    were looked at; ``programs``: classes of firms that needed linear programs; ``out_of_time``: how many programs came
    to no result in time, which counts as found unless another one showed it. ``method`` and ``limits``: how, and what
    is not covered.
    """

    findings: tuple[Finding, ...]
    releases: int
    n: int
    viewers: Mapping[str, int]
    measures: int
    statements: int
    intervals: int
    programs: int
    out_of_time: int
    method: Message
    limits: tuple[Message, ...]

    @property
    def passed(self) -> bool:
        return not self.findings


def held(published: Published, findings: Iterable[Finding]) -> Published:
    """The release without what did not pass: the measure in every cell of the table that a finding names.

    A cell or table that is left without any figure goes too, and is not told among the withheld ones: the table is
    held as a whole. Levels, shares below the baseline and polarisation go with the overall score, and the share of
    inequality between the cells of a table with the overall scores of that. Of segments none is left where a measure
    of them did not pass. Alpha and omega go with their dimension. A measure with ``WEIGHTED`` behind its name: its
    weighted means.
    """
    marked = Counter((finding.fields, finding.measure) for finding in findings)
    if any(fields == (SEGMENT,) for fields, _ in marked):
        published = without_segments(published)
    tables = []
    for table in published.release.tables:
        dropped = {measure for fields, measure in marked if fields == table.fields}
        kept = _without(table, dropped, {fields for fields, measure in marked if measure == OVERALL})
        if len(kept.cells) > (kept.fields != ALL):
            tables.append(kept)
    return replace(published, release=replace(published.release, tables=tuple(tables)))


def _without(table: Table, measures: set[str], undivided: set[tuple[str, ...]]) -> Table:
    """The table less some measures, and less what lies between the cells of tables that are ``undivided`` now."""
    if not measures and not undivided:
        return table
    cells = (_whole(_less(cell, measures), undivided) for cell in table.cells)
    return replace(table, cells=tuple(cell for cell in cells if cell.scores or cell.marks))


def _whole(cell: Cell, undivided: set[tuple[str, ...]]) -> Cell:
    parts = cell.polarisation
    if parts is None or parts.by is None or (parts.by,) not in undivided:
        return cell
    return replace(cell, polarisation=replace(parts, by=None, between_share=None))


def _less(cell: Cell, measures: set[str]) -> Cell:
    gone = OVERALL in measures
    scores = {name: summary for name, summary in cell.scores.items() if name not in measures}
    return replace(
        cell,
        scores={
            name: replace(summary, weighted=None) if f"{name}{WEIGHTED}" in measures else summary
            for name, summary in scores.items()
        },
        marks={name: mark for name, mark in cell.marks.items() if name not in measures},
        levels=() if gone else cell.levels,
        below=None if gone else cell.below,
        polarisation=None if gone else cell.polarisation,
        reliability={name: one for name, one in cell.reliability.items() if name not in measures},
    )
