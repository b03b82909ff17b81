"""What the releases of one campaign or several say about each measure: knowledge of the firms counted in any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from scoring.instrument import Instrument
from scoring.release.audit.dispersion import Dispersion
from scoring.release.audit.linked import linked
from scoring.release.audit.quantiles import order_statistics
from scoring.release.audit.rounding import counts_of, window
from scoring.release.audit.statements import Block, Facts, Knowledge
from scoring.release.audit.versions import versions_of
from scoring.release.model import OTHER, OVERALL, Cell, Published, Snapshot
from scoring.release.shown import firms_with, is_change
from scoring.scores.levels import HALF, cuts

Fields = tuple[str, ...]
Group = tuple[str, ...]
Source = tuple[int, Fields]
"""The release that computed some cells, by its place in the history, and the fields of their table. Numbers do not do:
each campaign has a release 1."""

MARK = 100.0
"""What a mark that is set is worth, so that it may be audited as a score that is 0 or 100."""


@dataclass(frozen=True)
class Told:
    """One measure: the ``knowledge`` of the ``firms`` that have it, by position among all; ``last``: bool (m,), those
    that have it in the last release; and for each block where it is from (weighted means are a block of their own)."""

    measure: str
    firms: np.ndarray
    last: np.ndarray
    knowledge: Knowledge
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Disclosed:
    """All that a history of releases says. A firm that answered anew between two releases is two firms here, since its
    answers may be any others; one that did not is one, in whatever campaigns it is counted.

    ``n``: firms. ``keys``: object (n,). ``places``: for each release its snapshot's firms by position among all.
    ``cells``: the cells that each release computed, by table; ``codes``: int (n,), which of these each firm was in, −1
    for none.
    """

    history: tuple[Published, ...]
    instrument: Instrument
    n: int
    keys: np.ndarray
    places: tuple[np.ndarray, ...]
    cells: Mapping[Source, Mapping[Group, Cell]]
    codes: Mapping[Source, np.ndarray]

    def measures(self) -> list[str]:
        """Every score, change and mark that any cell shows, in the order in which they are published."""
        found: dict[str, None] = {}
        for cells in self.cells.values():
            for cell in cells.values():
                found |= dict.fromkeys([*cell.scores, *cell.marks])
        return list(found)


def disclosed_by(history: Sequence[Published], instrument: Instrument) -> Disclosed:
    """What these releases say, those of each campaign together and oldest first. A cell that is repeated says nothing
    new and counts once. Raises ``ValueError`` where the release that computed a cell is not among them."""
    n, keys, places = versions_of([published.snapshot for published in history])
    cells: dict[Source, dict[Group, Cell]] = {}
    for place, published in enumerate(history):
        for table in published.release.tables:
            for cell in table.cells:
                source = _computed_at(history, place, cell.number), table.fields
                cells.setdefault(source, {}).setdefault(cell.group, cell)
    codes = {}
    for (place, fields), computed in cells.items():
        own = history[place]
        codes[place, fields] = np.full(n, -1, dtype=np.int32)
        codes[place, fields][places[place]] = _codes(own.snapshot, own.release.grouping, fields, list(computed))
    return Disclosed(tuple(history), instrument, n, keys, places, cells, codes)


def _computed_at(history: Sequence[Published], place: int, number: int) -> int:
    """The place of the release that computed a cell of the one at ``place``: the nearest of its campaign that has the
    number, itself first, so that campaigns of one name are not mixed up."""
    campaign = history[place].release.campaign
    for before in range(place, -1, -1):
        release = history[before].release
        if (release.campaign, release.number) == (campaign, number):
            return before
    raise ValueError(f"release {number} of “{campaign}”, which computed a cell, is not among these releases")


def _codes(
    snapshot: Snapshot, grouping: Mapping[str, Mapping[str, str]], fields: Fields, groups: list[Group]
) -> np.ndarray:
    """Which of the groups each firm is in, −1 for none: as ``membership.members``, for a million firms at once."""
    if not fields:
        return np.zeros(len(snapshot), dtype=np.int32)
    combined, names = np.zeros(len(snapshot), dtype=np.int64), [tuple[str, ...]()]
    for place, name in enumerate(fields):
        of, values = pd.factorize(snapshot.fields[name])
        known = sorted({group[place] for group in groups})
        grouped = [str(grouping[name].get(value, OTHER)) for value in values]
        mapped = np.append(pd.Index(known).get_indexer(pd.Index(grouped)), -1)[of]
        combined = np.where((mapped < 0) | (combined < 0), -1, combined * len(known) + mapped)
        names = [(*before, group) for before in names for group in known]
    place_of = {group: code for code, group in enumerate(groups)}
    code_of = np.array([*(place_of.get(name, -1) for name in names), -1], dtype=np.int32)
    found: np.ndarray = code_of[combined]
    return found


def told(disclosed: Disclosed, measure: str) -> Told:
    """What is said about one measure."""
    values = _values(disclosed, measure)
    firms = np.flatnonzero(~np.isnan(values))
    blocks, sources = [], []
    for source, block in _blocks(disclosed, measure, values):
        blocks.append(block.of(firms))
        sources.append(source)
    low = -100.0 if is_change(measure) else 0.0
    mark = not any(measure in published.snapshot.scores for published in disclosed.history)
    knowledge = Knowledge(values[firms], tuple(blocks), (low, 100.0), whole=mark)
    return Told(measure, firms, _having(disclosed, -1, measure)[firms], knowledge, tuple(sources))


def _having(disclosed: Disclosed, place: int, measure: str) -> np.ndarray:
    """Which of all firms have a measure in one release, bool (n,); a change only where that release counted what a firm
    answered before."""
    found = np.zeros(disclosed.n, dtype=bool)
    found[disclosed.places[place][firms_with(disclosed.history[place].snapshot, measure)]] = True
    return found


def _values(disclosed: Disclosed, measure: str) -> np.ndarray:
    values = np.full(disclosed.n, np.nan)
    for published, places in zip(disclosed.history, disclosed.places, strict=True):
        snapshot = published.snapshot
        if measure in snapshot.scores:
            own = snapshot.scores[measure].to_numpy(dtype=np.float64)
            values[places[~np.isnan(own)]] = own[~np.isnan(own)]
        elif measure in snapshot.marks:
            marks = snapshot.marks[measure].to_numpy()
            values[places[marks >= 0]] = MARK * marks[marks >= 0]
    return values


def _blocks(disclosed: Disclosed, measure: str, values: np.ndarray) -> Iterator[tuple[Source, Block]]:
    for source, computed in disclosed.cells.items():
        codes = np.where(_having(disclosed, source[0], measure), disclosed.codes[source], -1)
        cells = list(computed.values())
        shown = [measure in cell.scores or measure in cell.marks for cell in cells]
        if any(shown):
            own = np.where(np.array([*shown, False])[codes], codes, -1)
            yield source, Block(own, tuple(_facts_of(disclosed.instrument, measure, cells, own, values)))
        if any(measure in cell.scores and cell.scores[measure].weighted is not None for cell in cells):
            yield source, _weighted(disclosed, source[0], measure, cells, codes)
        yield from ((source, block) for block in linked(disclosed, source, measure, values))


def _facts_of(
    instrument: Instrument, measure: str, cells: Sequence[Cell], codes: np.ndarray, values: np.ndarray
) -> Iterator[Facts]:
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(len(cells) + 1))
    for cell, start, end in zip(cells, ends[:-1], ends[1:], strict=True):
        own = np.sort(values[order[start:end]])
        if measure in cell.marks:
            low, high = counts_of(cell.marks[measure].share, len(own))
            now = float(own.sum())  # an own answer may be another since, which no digest tells
            yield Facts((min(MARK * low, now), max(MARK * high, now)))
        elif measure in cell.scores:
            yield _score_facts(instrument, measure, cell, own)
        else:
            yield Facts()


def _score_facts(instrument: Instrument, measure: str, cell: Cell, own: np.ndarray) -> Facts:
    """Of one cell, whose firms have these scores, rising."""
    summary, signed = cell.scores[measure], is_change(measure)
    low, high = window(summary.mean, signed)
    bounds: dict[float, list[float]] = {}
    for percent, figure in summary.quantiles.items():
        for at, least, most in order_statistics(own, percent, window(figure, signed)):
            _tighten(bounds, at, least, most)
    if measure == OVERALL:
        for at, least, most in _level_counts(instrument, cell, own):
            _tighten(bounds, at, least, most)
    points = sorted(bounds.items())
    return Facts(
        (low * len(own), high * len(own)),
        tuple(point for point, _ in points),
        tuple(between[0] for _, between in points),
        tuple(between[1] for _, between in points),
        _dispersion(measure, cell, own),
    )


HALF_A_HUNDREDTH = 0.005


def _dispersion(measure: str, cell: Cell, own: np.ndarray) -> Dispersion | None:
    """What the interval of a mean and measures of inequality say; a measure that does not arise says that all are 0."""
    summary, signed = cell.scores[measure], is_change(measure)
    parts = cell.polarisation if measure == OVERALL else None
    if summary.interval is None and parts is None:
        return None
    low, high = window(summary.mean, signed)
    ends = (-np.inf, np.inf)
    if summary.interval is not None:
        below, above = summary.interval
        ends = (
            -np.inf if below.beyond == "low" else window(below, signed)[0],
            np.inf if above.beyond == "high" else window(above, signed)[1],
        )
    gini, theil = (np.inf, np.inf) if parts is None else (parts.gini, parts.theil)
    return Dispersion(
        len(own),
        (low, float(own.mean()), high),
        ends,
        0.0 if gini is None else gini + HALF_A_HUNDREDTH,
        0.0 if theil is None else theil + HALF_A_HUNDREDTH,
    )


def _tighten(bounds: dict[float, list[float]], at: float, least: float, most: float) -> None:
    known = bounds.setdefault(at, [-np.inf, np.inf])
    known[:] = max(known[0], least), min(known[1], most)


def _level_counts(instrument: Instrument, cell: Cell, own: np.ndarray) -> Iterator[tuple[float, float, float]]:
    """How many firms are at each cut or below. What may change in a stretch of levels is shared between its two ends,
    which tells more than the share does and never less."""
    ids = [level.id for level in instrument.levels]
    lower = instrument.cut == "lower"
    points = [np.nextafter(cut - HALF, -np.inf) if lower else cut + HALF for cut in cuts(instrument)]
    counts = [0, *(int(np.searchsorted(own, point, side="right")) for point in points), len(own)]
    ease = []
    for stretch in cell.levels:
        first, last = ids.index(stretch.levels[0]), ids.index(stretch.levels[-1])
        held = counts[last + 1] - counts[first]
        low, high = counts_of(stretch.share, len(own))
        ease.append((last, max(0, min(held - low, high - held)) // 2))
    for (last, here), (_, after) in pairwise(ease):
        room = min(here, after)
        yield points[last], counts[last + 1] - room, counts[last + 1] + room
    if cell.below is not None and (baseline := ids.index(instrument.baseline)) > 0:
        yield points[baseline - 1], *counts_of(cell.below, len(own))


def _weighted(disclosed: Disclosed, place: int, measure: str, cells: Sequence[Cell], codes: np.ndarray) -> Block:
    weights = np.full(disclosed.n, np.nan)
    snapshot = disclosed.history[place].snapshot
    if snapshot.weights is not None:
        weights[disclosed.places[place]] = snapshot.weights
    there = [measure in cell.scores and cell.scores[measure].weighted is not None for cell in cells]
    own = np.where(np.array([*there, False])[codes] & (weights > 0), codes, -1)
    sums = np.bincount(own[own >= 0], weights[own >= 0], minlength=len(cells))
    facts = []
    for cell, weight in zip(cells, sums, strict=True):
        figure = cell.scores[measure].weighted if measure in cell.scores else None
        low, high = (-np.inf, np.inf) if figure is None else window(figure, is_change(measure))
        facts.append(Facts((low * weight, high * weight) if weight > 0 else (-np.inf, np.inf)))
    return Block(own, tuple(facts), np.where(own < 0, 1.0, weights))
