"""The audit of a release before it is published: every measure, over all releases, as every kind of viewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.instrument import Instrument
from scoring.release.audit.attack import Exposed, attacked, computable, determined_by_one
from scoring.release.audit.disclosed import Told, disclosed_by, told
from scoring.release.audit.findings import LIMITS, METHOD, OWN_LINK, Audit, Finding, What
from scoring.release.audit.target import Target
from scoring.release.audit.viewers import Kind, Viewer, viewers_of
from scoring.release.audit.withheld import Layout, few_withheld, layouts_of, shown, shows
from scoring.release.audit.witnesses import Reach
from scoring.release.model import OVERALL, Published
from scoring.release.segmenting import as_tables

Fields = tuple[str, ...]


def audit(
    history: Sequence[Published],
    instrument: Instrument,
    *,
    seed: int = 0,
    accounts: int = 5,
    measures: Collection[str] | None = None,
) -> Audit:
    """What somebody who reads all of these releases could work out about a single firm.

    ``history``: releases of one campaign, oldest first, or of several, each together; the last is under audit. A firm
    is the same in all of them by its key. They are read as an outsider, as every account that sees firms, as
    each firm that sees its own answers, and as ``accounts`` drawn at random from the ``seed`` that know a fifth of the
    firms. Everybody is taken to know which firms are in which cell, and in which segment. ``measures``: some scores or
    marks only, such as those of which something was held back, since each is audited by itself. Raises ``ValueError``
    without a release, or where a cell is repeated from one that is not there.
    """
    if not history:
        raise ValueError("there is no release to audit")
    history = as_tables(history)
    disclosed, last = disclosed_by(history, instrument), history[-1]
    viewers = tuple(viewers_of(disclosed, seed, accounts))
    linked = _see_themselves(history)
    case, tally = _Case(last, viewers, layouts_of(disclosed), seed, own_link=linked > 0), _Tally()
    audited = [name for name in disclosed.measures() if measures is None or name in measures]
    for measure in audited:
        _audit_measure(tally, told(disclosed, measure), case)
    tally.add(_unpublished_parts(last), OVERALL, "outsider", "structure")
    kinds = Counter(viewer.kind for viewer in viewers) + Counter({"firm": linked})
    return Audit(
        tuple(Finding(*key, firms=n) for key, n in sorted(tally.findings.items())),
        releases=len(history),
        n=disclosed.n,
        viewers=dict(sorted(kinds.items())),
        measures=len(audited),
        statements=tally.statements,
        intervals=tally.intervals,
        programs=tally.programs,
        out_of_time=tally.out_of_time,
        method=METHOD,
        limits=(*LIMITS, OWN_LINK) if linked else LIMITS,
    )


def _see_themselves(history: Sequence[Published]) -> int:
    """How many firms can see their own answers, by any of these releases."""
    keys: set[str] = set()
    return len(keys.union(*(one.snapshot.keys for one in history if one.snapshot.own_link)))


class _Tally:
    """What was found and how much was looked at, added up while the audit goes through the measures."""

    def __init__(self) -> None:
        self.findings: Counter[tuple[Fields, str, Kind, What]] = Counter()
        self.statements = self.intervals = self.programs = self.out_of_time = 0

    def add(self, tables: Iterable[Fields], measure: str, viewer: Kind, what: What) -> None:
        self.findings.update((fields, measure, viewer, what) for fields in tables)

    def work(self, exposed: Exposed) -> None:
        self.intervals += exposed.looked
        self.programs += exposed.work.classes
        self.out_of_time += exposed.work.out_of_time


@dataclass(frozen=True)
class _Case:
    """What is the same for every measure: the ``last`` release, who reads it, and what it withholds; ``own_link``:
    whether firms see their own answers."""

    last: Published
    viewers: tuple[Viewer, ...]
    layouts: tuple[Layout, ...]
    seed: int
    own_link: bool


def _audit_measure(tally: _Tally, about: Told, case: _Case) -> None:
    target, least = Target(about.knowledge), case.last.release.least
    tally.statements += sum(facts.sums + len(facts.at) for block in about.knowledge.blocks for facts in block.facts)
    knows = [viewer.knows(about.firms, about.knowledge.blocks, least) for viewer in case.viewers]
    done: list[tuple[np.ndarray, Reach]] = []
    for place in sorted(range(len(knows)), key=lambda place: -int(knows[place].sum())):
        viewer, known = case.viewers[place], knows[place]
        exposed = attacked(target, known, case.seed, _shown_before(done, known))
        done.append((known, exposed.reach))
        tally.work(exposed)
        narrow = np.setdiff1d(exposed.narrow, exposed.determined)
        tally.add(_tables(about, case, exposed.determined), about.measure, viewer.kind, "determined")
        tally.add(_tables(about, case, narrow, withheld=False), about.measure, viewer.kind, "narrow")
        if viewer.kind != "random":  # it was made to leave enough unknown in published cells, not in withheld ones
            tables = _computable(target, about, known, case)
            tally.add(tables, about.measure, viewer.kind, "computable")
    if case.own_link:
        tally.add(_tables(about, case, determined_by_one(target)), about.measure, "firm", "determined")


def _shown_before(done: Sequence[tuple[np.ndarray, Reach]], known: np.ndarray) -> Reach | None:
    """What witnesses show to viewers who know these firms and more, so that the outsider, who is looked at last, needs
    few of its own; None without such a viewer."""
    reaches = [reach for more, reach in done if not (known & ~more).any()]
    if not reaches:
        return None
    return np.min([low for low, _ in reaches], axis=0), np.max([high for _, high in reaches], axis=0)


def _computable(target: Target, about: Told, known: np.ndarray, case: _Case) -> Iterator[Fields]:
    """The table of each withheld cell, or of all that is withheld of a line, that sums give away; once a firm."""
    least = case.last.release.least
    for layout in case.layouts:
        for firms in few_withheld(layout, about, known, least):
            yield from [layout.table.fields] * computable(target, firms, known, least)


def _tables(about: Told, case: _Case, firms: np.ndarray, withheld: bool = True) -> list[Fields]:
    """For each firm the table to be held: of those that show the measure in cells which the last release computed, or
    in any if there are none, the one in which the cell of the firm is smallest. A score that sums determine follows
    from a cell that is ``withheld`` as well; one that is bounded too closely rather from those that are published."""
    showing = [layout for layout in case.layouts if shows(layout.table, about.measure)]
    number = case.last.release.number
    fresh = [layout for layout in showing if any(cell.number == number for cell in layout.table.cells)] or showing
    if not fresh or not len(firms):
        return []
    sizes = np.array([_sizes(layout, about, withheld)[firms] for layout in fresh])
    return [fresh[row].table.fields for row in sizes.argmin(axis=0)]


def _sizes(layout: Layout, about: Told, withheld: bool) -> np.ndarray:
    """How many firms have the measure in the cell of each of those that have it; inf where that does not count."""
    own = np.where(about.last, layout.cell[about.firms], -1)
    n = np.bincount(own[own >= 0], minlength=len(layout.groups))
    counts = (own >= 0) & (withheld | shown(layout, about.measure)[own])
    return np.where(counts, n[own], np.inf)


def _unpublished_parts(last: Published) -> Iterator[Fields]:
    """Tables in which a part of inequality is said to lie between groups that have no published overall score."""
    for table in last.release.tables:
        for cell in table.cells:
            if cell.polarisation is None or cell.polarisation.between_share is None:
                continue
            by = last.release.table(cell.polarisation.by or "")
            if by is None or sum(OVERALL in other.scores for other in by.cells) < 2:
                yield table.fields
