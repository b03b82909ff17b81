"""Time: a cell is computed anew only when five of its firms changed, and no difference of cells tells of fewer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.release.grouping import Classes, Grouping, Layout
from scoring.release.membership import grouped
from scoring.release.model import ALL, Cell, Published, Snapshot
from scoring.release.shown import firms_with, is_change, shows
from scoring.release.statistics import Fields
from scoring.release.withholding import Before, Counts

CHANGED = 5
"""Firms that must have entered, left or changed before a cell is computed anew."""

Place = tuple[Fields, tuple[str, ...]]
"""The fields of a table, and the group of a cell."""

Flags = dict[Fields, np.ndarray]
"""For each table, bool (cells,)."""


@dataclass(frozen=True)
class Changes:
    """What changed in each cell of a table since an earlier release, int (cells,).

    ``computed``: whether that release computed the cell. ``all``: the firms that entered, left or changed. ``firms``:
    those of them that have a score, for the score that the fewest of them have. ``lasting``: those without the ones
    that only moved between cells of the table, which are no change to cells taken together.
    """

    computed: np.ndarray
    all: np.ndarray
    firms: np.ndarray
    lasting: np.ndarray


@dataclass(frozen=True)
class Line:
    """A published cell that is the sum of other cells: the table and place of the total, and those of its parts."""

    total: tuple[Fields, int]
    fields: Fields
    parts: np.ndarray


def published_before(history: Sequence[Published]) -> dict[Place, Cell]:
    """Every cell ever published, as it was last."""
    return {
        (table.fields, cell.group): cell for past in history for table in past.release.tables for cell in table.cells
    }


@dataclass(frozen=True)
class Since:
    """An earlier release beside the firms of now: for each table the cell in which each of its firms was, in the groups
    of now (-1: in none), and what changed since."""

    past: Published
    cells: Mapping[Fields, np.ndarray]
    changes: Mapping[Fields, Changes]


def since_each(
    snapshot: Snapshot, classes: Classes, grouping: Grouping, history: Sequence[Published]
) -> tuple[Since, ...]:
    """What changed since each release that had tables, oldest first; firms are matched once for all tables."""
    return tuple(_since(past, snapshot, classes, grouping) for past in history if past.release.tables)


def shown_before(since: Sequence[Since], layout: Layout, measure: str) -> list[Before]:
    """What each of those releases showed of a measure in a table."""
    return [_before(one, layout, measure) for one in since]


def _before(since: Since, layout: Layout, measure: str) -> Before:
    past, cells = since.past, since.cells[layout.fields]
    inside = cells[firms_with(past.snapshot, measure) & (cells >= 0)]
    seen = [cells[firms] for firms in past.snapshot.viewers]
    most = np.max([np.zeros(len(layout), dtype=np.int64), *(_in_cells(len(layout), one) for one in seen)], axis=0)
    table = past.release.table(*layout.fields)
    hidden = np.array([not shows(table.cell(*group) if table else None, measure) for group in layout.groups])
    counts = Counts(_in_cells(len(layout), inside), most, past.snapshot.own_link)
    return Before(counts, hidden, since.changes[layout.fields].all == 0)


def computed_anew(
    classes: Classes, since: Sequence[Since], shown: Flags, counts: Mapping[Fields, Counts], least: int
) -> Flags:
    """Which of the cells that may be ``shown`` are computed from the firms of now; the others stay as they were.

    A cell needs five firms that entered, left or changed since it was computed last. That alone would let one firm be
    found: where six changed among all firms and five of them in one sector, the difference of the differences speaks of
    the sixth. So, against each earlier release that computed a total, the parts of it that were not computed both then
    and now must have no change or five firms that changed; else the part with the fewest changes stays as it was too,
    and with no part left the total. Nor is a total computed anew while those of its parts that nobody can tell, by the
    ``counts`` of all firms, hold fewer than ``least`` unknown ones. What is part of a total that stays, stays as well.
    """
    changes = [one.changes for one in since]
    anew = {fields: cells & _changed_enough(fields, changes) for fields, cells in shown.items()}
    lines = list(_lines(classes))
    changing = True
    while changing:  # each round lets something more stay
        mended = [_mended(line, anew, changes) for line in lines]
        changing = any(mended) or _uncovered(lines, anew, changes, counts, least)
    return anew


def _uncovered(
    lines: Sequence[Line],
    anew: Flags,
    since: Sequence[Mapping[Fields, Changes]],
    counts: Mapping[Fields, Counts],
    least: int,
) -> bool:
    """Let the first total stay as it was that would give away the few firms of its withheld parts; whether there was
    one. A part can be told that is computed anew, or that an earlier release computed of the very same firms."""
    for line in lines:
        fields, total = line.total
        before = [past[line.fields].computed & (past[line.fields].all == 0) for past in since]
        told = np.any([anew[line.fields], *before], axis=0)
        hidden = line.parts[~told[line.parts]]
        own = counts[line.fields]
        if since and anew[fields][total] and own.n[hidden].any() and own.unknown_together(hidden) < least:
            anew[fields][total] = False
            return True
    return False


def _changed_enough(fields: Fields, since: Sequence[Mapping[Fields, Changes]]) -> np.ndarray:
    """Whether five firms changed since the cell was computed last, and none or five since each time before."""
    enough, later = np.ones(1, dtype=bool), np.zeros(1, dtype=bool)
    for past in reversed(since):
        changes = past[fields]
        enough = enough & (~changes.computed | (changes.firms >= CHANGED) | (later & (changes.all == 0)))
        later = later | changes.computed
    return enough


def _lines(classes: Classes) -> Iterator[Line]:
    for layout in classes.layouts:
        places = np.arange(len(layout)).reshape(layout.shape)
        if len(layout.fields) == 1:
            yield Line((ALL, 0), layout.fields, places)
        for axis, name in enumerate(layout.fields if len(layout.fields) > 1 else ()):
            for place in range(layout.shape[axis]):
                yield Line(((name,), place), layout.fields, places.take([place], axis).ravel())


def _mended(line: Line, anew: Flags, since: Sequence[Mapping[Fields, Changes]]) -> bool:
    """Let one thing stay as it was that would tell of too few firms in this line; whether there was one."""
    fields, total = line.total
    parts = anew[line.fields]
    if not anew[fields][total]:
        stay = line.parts[parts[line.parts]]
        parts[stay] = False
        return len(stay) > 0
    for past in since:
        changes = past[line.fields]
        both = changes.computed[line.parts] & parts[line.parts]
        rest = line.parts[~both]
        told = past[fields].computed[total] and changes.all[rest].any()
        if told and changes.lasting[rest].sum() < CHANGED:
            _let_stay(line, anew, changes, line.parts[both])
            return True
    return False


def _let_stay(line: Line, anew: Flags, changes: Changes, parts: np.ndarray) -> None:
    fields, total = line.total
    if len(parts):
        anew[line.fields][parts[np.argmin(changes.firms[parts])]] = False
    else:
        anew[fields][total] = False


def _since(past: Published, snapshot: Snapshot, classes: Classes, grouping: Grouping) -> Since:
    match = _matched(past.snapshot, snapshot)
    cells = {layout.fields: _cells_then(past.snapshot, layout, grouping) for layout in classes.layouts}
    changes = {
        layout.fields: Changes(
            _computed(past, layout), *_counted(match, cells[layout.fields], classes.cells(layout), len(layout))
        )
        for layout in classes.layouts
    }
    return Since(past, cells, changes)


@dataclass(frozen=True)
class _Match:
    """Firms of two snapshots: those ``gone``, those ``new``, and for those in both where they were ``then`` and are
    ``now``, and whether they changed (``unlike``). ``had``, ``has``: which scores each firm had then and has now."""

    gone: np.ndarray
    new: np.ndarray
    then: np.ndarray
    now: np.ndarray
    unlike: np.ndarray
    had: np.ndarray
    has: np.ndarray


def _matched(past: Snapshot, snapshot: Snapshot) -> _Match:
    before = pd.Index(past.keys).get_indexer(pd.Index(snapshot.keys))
    now = np.flatnonzero(before >= 0)
    then = before[now]
    gone = np.setdiff1d(np.arange(len(past)), then, assume_unique=True)
    unlike = past.digests[then] != snapshot.digests[now]
    return _Match(gone, np.flatnonzero(before < 0), then, now, unlike, _scored(past), _scored(snapshot))


def _scored(snapshot: Snapshot) -> np.ndarray:
    """Which scores each firm has, bool (n, scores): changes take no part, which few firms have; the level does."""
    scores = [snapshot.scores[name].notna().to_numpy() for name in snapshot.scores if not is_change(str(name))]
    return np.column_stack([*scores, snapshot.levels >= 0])


def _counted(match: _Match, then: np.ndarray, now: np.ndarray, cells: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``Changes`` without ``computed``, from the cell of each firm then and now."""
    was, is_ = then[match.then], now[match.now]
    moved, other = was != is_, match.unlike & (was == is_)
    lasting = (
        (then[match.gone], match.had[match.gone]),
        (now[match.new], match.has[match.new]),
        (is_[other], match.had[match.then[other]] | match.has[match.now[other]]),
    )
    moves = ((was[moved], match.had[match.then[moved]]), (is_[moved], match.has[match.now[moved]]))
    all_ = _in_cells(cells, *(place for place, _ in (*lasting, *moves)))
    return all_, _fewest(cells, (*lasting, *moves)), _fewest(cells, lasting)


def _in_cells(cells: int, *places: np.ndarray) -> np.ndarray:
    """How many of some firms, by their place, are in each cell."""
    together = np.concatenate(places)
    return np.bincount(together[together >= 0], minlength=cells)


def _fewest(cells: int, changes: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """In each cell the firms that have a score, for the score that the fewest of them have."""
    place, scored = np.concatenate([one for one, _ in changes]), np.concatenate([one for _, one in changes])
    counted = [np.bincount(place[has & (place >= 0)], minlength=cells) for has in scored.T]
    fewest: np.ndarray = np.min(counted, axis=0)
    return fewest


def _computed(past: Published, layout: Layout) -> np.ndarray:
    """Which cells of a table that release computed."""
    table = past.release.table(*layout.fields)
    groups = {cell.group for cell in table.cells if cell.number == past.release.number} if table else set()
    return np.array([group in groups for group in layout.groups])


def _cells_then(snapshot: Snapshot, layout: Layout, grouping: Grouping) -> np.ndarray:
    """The cell in which each firm of an earlier snapshot was, -1 where the table has that group no more."""
    cells = np.zeros(len(snapshot), dtype=np.intp)
    known = np.ones(len(snapshot), dtype=bool)
    for axis, groups in enumerate(grouped(snapshot, grouping, layout.fields)):
        names = list(dict.fromkeys(group[axis] for group in layout.groups))
        place = pd.Index(names).get_indexer(pd.Index(groups))
        known &= place >= 0
        cells = cells * len(names) + place
    found: np.ndarray = np.where(known, cells, -1)
    return found
