"""The audit of a release before it is published: every measure, over all releases, as every kind of viewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from scoring.instrument import Instrument
from scoring.release.audit.attack import Exposed, Target, attacked, computable, determined_by_one, reach_of
from scoring.release.audit.disclosed import Disclosed, Told, disclosed_by, told
from scoring.release.audit.findings import LIMITS, METHOD, OWN_LINK, Audit, Finding, What
from scoring.release.audit.viewers import Kind, Viewer, viewers_of
from scoring.release.audit.witnesses import Reach
from scoring.release.membership import grouped
from scoring.release.model import OVERALL, Published


def audit(history: Sequence[Published], instrument: Instrument, *, seed: int = 0, accounts: int = 5) -> Audit:
    """What somebody who reads all releases of a campaign could work out about a single firm.

    ``history``: oldest first; the last is under audit. It is read as an outsider, as every account that sees firms, as
    each firm that sees its own answers, and as ``accounts`` drawn at random from the ``seed`` that know a fifth of the
    firms. Everybody is taken to know which firms are in which cell. Raises ``ValueError`` without a release.
    """
    if not history:
        raise ValueError("there is no release to audit")
    disclosed = disclosed_by(history, instrument)
    viewers = list(viewers_of(disclosed, seed, accounts))
    last = history[-1]
    findings: Counter[tuple[tuple[str, ...], str, Kind, What]] = Counter()
    looked = programs = statements = 0
    for measure in disclosed.measures():
        about = told(disclosed, measure)
        target = Target(about.knowledge)
        statements += _statements(about)
        knows = [viewer.knows(about.firms, about.knowledge.blocks, last.release.least) for viewer in viewers]
        base = _shown_to_all(target, knows, seed)
        for viewer, known in zip(viewers, knows, strict=True):
            exposed = attacked(target, known, seed, base)
            looked, programs = looked + exposed.looked, programs + exposed.programs
            for what, firms in _exposures(exposed):
                findings.update((fields, measure, viewer.kind, what) for fields in _tables(about, last, firms))
            for fields, n in _computable(disclosed, about, target, viewer, known):
                findings[fields, measure, viewer.kind, "computable"] += n
        if last.snapshot.own_link:
            fields = _tables(about, last, determined_by_one(target))
            findings.update((table, measure, "firm", "determined") for table in fields)
    findings.update((fields, OVERALL, "outsider", "structure") for fields in _unpublished_parts(last))
    kinds = Counter(viewer.kind for viewer in viewers) + Counter({"firm": len(last.snapshot) * last.snapshot.own_link})
    return Audit(
        tuple(Finding(*key, firms=n) for key, n in sorted(findings.items())),
        releases=len(history),
        n=disclosed.n,
        viewers=tuple(sorted(kinds.items())),
        measures=len(disclosed.measures()),
        statements=statements,
        intervals=looked,
        programs=programs,
        method=METHOD,
        limits=(*LIMITS, OWN_LINK) if last.snapshot.own_link else LIMITS,
    )


def _shown_to_all(target: Target, knows: Sequence[np.ndarray], seed: int) -> Reach | None:
    """What witnesses show even to all viewers put together, so that it is looked for once; None where they know all."""
    together = np.logical_or.reduce(knows)
    if together.all() or len(knows) == 1:
        return None
    return reach_of(target, together, seed, tries=1)[0]


def _statements(about: Told) -> int:
    return sum(facts.sums + len(facts.at) for block in about.knowledge.blocks for facts in block.facts)


def _exposures(exposed: Exposed) -> Iterator[tuple[What, np.ndarray]]:
    yield "determined", exposed.determined
    yield "narrow", np.setdiff1d(exposed.narrow, exposed.determined)


def _tables(about: Told, last: Published, firms: np.ndarray) -> list[tuple[str, ...]]:
    """For each firm the table to be held: of those that the last release shows, the one in which its cell is smallest.

    Where its cells were all computed by earlier releases, the same goes for these.
    """
    if not len(firms):
        return []
    shown = {table.fields for table in last.release.tables}
    recent = [place for place, (number, _) in enumerate(about.sources) if number == last.release.number]
    candidates = [place for place in recent or range(len(about.sources)) if about.sources[place][1] in shown]
    sizes = np.full((len(candidates), len(firms)), np.inf)
    for row, place in enumerate(candidates):
        codes = about.knowledge.blocks[place].codes
        n = np.bincount(codes[codes >= 0], minlength=1)
        sizes[row] = np.where(codes[firms] >= 0, n[codes[firms]], np.inf)
    if not candidates or np.isinf(sizes).all():
        return [max(shown, key=len)] * len(firms) if shown else []
    return [about.sources[candidates[row]][1] for row in sizes.argmin(axis=0)]


def _computable(
    disclosed: Disclosed, about: Told, target: Target, viewer: Viewer, known: np.ndarray
) -> Iterator[tuple[tuple[str, ...], int]]:
    """Withheld cells, and what is withheld of a line or a table, that the published sums give away."""
    last = disclosed.history[-1]
    if viewer.kind == "random":  # leaves enough unknown in published cells, and not in others
        return
    for table in last.release.tables:
        if not table.fields or not any(about.measure in cell.scores or about.measure in cell.marks for cell in table.cells):
            continue
        for firms in _hidden(disclosed, about, last, table.fields):
            if n := computable(target, firms, known, last.release.least):
                yield table.fields, n


def _hidden(
    disclosed: Disclosed, about: Told, last: Published, fields: tuple[str, ...]
) -> Iterator[np.ndarray]:
    """The firms, bool (n,), of each cell without the measure, of all such cells of each line, and of the table."""
    groups = grouped(last.snapshot, last.release.grouping, fields)
    names = [sorted(set(map(str, values))) for values in groups]
    codes = [np.searchsorted(known, values.astype(str)) for known, values in zip(names, groups, strict=True)]
    table = last.release.table(*fields)
    shown = {cell.group for cell in table.cells if about.measure in cell.scores or about.measure in cell.marks} if table else set()
    hidden = np.array([group not in shown for group in product(*names)]).reshape([len(known) for known in names])
    places = disclosed.places[last.release.number]
    here = np.full((disclosed.n, len(fields)), -1, dtype=np.int64)
    here[places] = np.stack(codes, axis=1)
    here = here[about.firms]
    there = (here >= 0).all(axis=1)
    inside = np.zeros(len(here), dtype=bool)
    inside[there] = hidden[tuple(here[there].T)]
    for cell in np.argwhere(hidden):
        yield inside & (here == cell).all(axis=1)
    for axis in range(len(fields)) if len(fields) > 1 else ():
        for line in range(hidden.shape[axis]):
            yield inside & (here[:, axis] == line)
    yield inside


def _unpublished_parts(last: Published) -> list[tuple[str, ...]]:
    """Tables in which a part of inequality is said to lie between groups that have no published overall score."""
    found = []
    for table in last.release.tables:
        for cell in table.cells:
            parts = cell.polarisation
            if parts is None or parts.between_share is None:
                continue
            by = last.release.table(parts.by or "")
            if by is None or sum(OVERALL in other.scores for other in by.cells) < 2:
                found.append(table.fields)
    return found
