"""Alpha and omega of each dimension in a release: of all firms only, of many, and of few who are known to anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.factor import omega_of
from scoring.instrument import Instrument
from scoring.placing import ON_ONE_SCALE
from scoring.release.disclosure import COEFFICIENTS_FROM, hundredths, nearest_five
from scoring.release.model import ALL, Cell, Coefficients, Coherence, Published, Release, Snapshot
from scoring.release.recompute import CHANGED
from scoring.reliability import NoAlphaError, reliability_of


def coherence_of(
    questions: pd.DataFrame, instrument: Instrument, viewers: Sequence[np.ndarray]
) -> dict[str, Coherence]:
    """Dimension → how far its questions go together among the firms that answered all of them.

    ``questions``: float64 (n, scored questions), NaN missing; ``viewers``: as ``Snapshot.viewers``. Listwise, so that
    alpha and omega are of the same firms. Only dimensions on 0-100 with two questions or more, and
    ``COEFFICIENTS_FROM`` such firms. There is none of all questions together: alpha grows with their number, and one
    factor is not what several dimensions are asked for.
    """
    found = {}
    for dimension in instrument.dimensions:
        items = questions[[asked.id for asked in dimension.questions if asked.id in questions]]
        complete = items.notna().all(axis=1).to_numpy()
        if dimension.rule in ON_ONE_SCALE and items.shape[1] > 1 and complete.sum() >= COEFFICIENTS_FROM:
            seen = max((int(complete[firms].sum()) for firms in viewers), default=0)
            omega = omega_of(items[complete]).value
            found[dimension.id] = Coherence(int(complete.sum()), seen, _alpha(items[complete]), omega)
    return found


def _alpha(items: pd.DataFrame) -> float | None:
    try:
        return reliability_of(items, missing="listwise").raw
    except NoAlphaError:
        return None


def with_coefficients(
    cell: Cell, snapshot: Snapshot, instrument: Instrument, history: Sequence[Published], release: Release
) -> Cell:
    """The cell of all firms with alpha and omega of the dimensions that it shows: those of now where ``release``
    computed it, else as they were, as far as there are still enough firms.

    Where the cell is computed anew, but only one to four of the firms that answered all of a dimension entered, left or
    changed since some release that computed its coefficients, they are left out: two of them would tell of those few.
    """
    names = [name for name in cell.scores if _enough(snapshot, name, release.least)]
    if cell.number != release.number:
        return replace(cell, reliability={name: one for name, one in cell.reliability.items() if name in names})
    told = [name for name in names if _changed_enough(snapshot, instrument, name, history)]
    return replace(cell, reliability={name: _rounded(snapshot.coherence[name]) for name in told})


def _enough(snapshot: Snapshot, dimension: str, least: int) -> bool:
    """Whether so many firms answered everything, and ``least`` of them are known to nobody."""
    found = snapshot.coherence.get(dimension)
    if found is None or found.n < COEFFICIENTS_FROM:
        return False
    return found.n - max(found.seen, int(snapshot.own_link)) >= least


def _rounded(found: Coherence) -> Coefficients:
    alpha, omega = (None if value is None else hundredths(value) for value in (found.alpha, found.omega))
    return Coefficients(nearest_five(found.n), alpha, omega)


def _changed_enough(snapshot: Snapshot, instrument: Instrument, dimension: str, history: Sequence[Published]) -> bool:
    asked = next(one.questions for one in instrument.dimensions if one.id == dimension)
    questions = [question.id for question in asked if question.scored]
    return all(
        _none_or_five(past.snapshot, snapshot, questions)
        for past in history
        for table in past.release.tables
        for cell in table.cells
        if table.fields == ALL and cell.number == past.release.number and dimension in cell.reliability
    )


def _none_or_five(before: Snapshot, now: Snapshot, questions: Sequence[str]) -> bool:
    """Whether no firm at all changed between two snapshots, or five that answered all of these questions."""
    then = pd.Index(before.keys).get_indexer(pd.Index(now.keys))
    there = then >= 0
    new = ~there
    new[there] = before.digests[then[there]] != now.digests[there]
    gone = np.setdiff1d(np.arange(len(before)), then[there])
    if not new.any() and not len(gone):
        return True
    both = _complete(now, questions)
    both[there] |= _complete(before, questions)[then[there]]
    return int((both & new).sum() + _complete(before, questions)[gone].sum()) >= CHANGED


def _complete(snapshot: Snapshot, questions: Sequence[str]) -> NDArray[np.bool_]:
    """Which firms have all marks of all questions; fewer than have a score of each, so that changes are never counted
    too many."""
    own = [name for name in snapshot.marks if str(name).partition(".")[0] in questions]
    found: NDArray[np.bool_] = np.all(snapshot.marks[own].to_numpy() >= 0, axis=1)
    return found
