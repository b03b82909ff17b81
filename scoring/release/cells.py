"""Cells with their published figures: computed anew, or repeated as far as they may still be shown."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from scoring.instrument import Instrument
from scoring.release.disclosure import (
    DETAIL_FROM,
    QUANTILES,
    Rules,
    merged_levels,
    nearest_five,
    points,
    quantiles_for,
    share,
    signed_points,
)
from scoring.release.grouping import Classes, Layout
from scoring.release.model import OVERALL, Answered, Cell, Figure, LevelShare, Snapshot, Summary
from scoring.release.shown import LEVEL, MARKED, Earlier, Means, Shows, is_change, shown_at, shown_of, weighted_shown
from scoring.release.statistics import Fields, Spread, firms_of, spreads_of, weighted_of

Z = NormalDist().inv_cdf(0.975)
"""Standard errors on either side of a mean in an interval at 95 %."""


@dataclass(frozen=True)
class Measured:
    """All that is known of the cells of all tables, of which ``cell_at`` takes what may be shown; by table and measure.

    ``weighted``: float64 (cells,), NaN where it is not shown. ``levels``: firms of each level, int (cells, levels).
    ``below``: of the levels that are below the baseline. ``ticked``: firms whose mark is 1.
    """

    instrument: Instrument
    shown: Shows
    spreads: Mapping[tuple[Fields, str], Spread]
    weighted: Means
    levels: Mapping[Fields, np.ndarray]
    ticked: Means


def measured_of(
    snapshot: Snapshot, instrument: Instrument, classes: Classes, rules: Rules, earlier: Earlier
) -> Measured:
    """Every figure of every cell, not yet rounded."""
    shown = shown_of(snapshot, classes, rules, earlier)
    spreads = {
        (fields, str(name)): spread
        for name in snapshot.scores
        for fields, spread in spreads_of(snapshot.scores[name].to_numpy(), classes).items()
    }
    marked = [layout for layout in classes.layouts if layout.fields in MARKED]
    return Measured(
        instrument,
        shown,
        spreads,
        weighted=_weighted(snapshot, classes, rules, shown),
        levels={layout.fields: _levels(snapshot, instrument, classes, layout) for layout in classes.layouts},
        ticked={
            (fields, str(name)): counts
            for name in snapshot.marks
            for fields, counts in firms_of(classes, snapshot.marks[name].to_numpy() == 1, marked).items()
        },
    )


def _weighted(snapshot: Snapshot, classes: Classes, rules: Rules, shown: Shows) -> Means:
    if snapshot.weights is None:
        return {}
    means = {
        (fields, str(name)): mean
        for name in snapshot.scores
        for fields, mean in weighted_of(snapshot.scores[name].to_numpy(), snapshot.weights, classes).items()
    }
    there = weighted_shown(snapshot, classes, rules, shown, means)
    return {key: np.where(there[key].cells, mean, np.nan) for key, mean in means.items()}


def _levels(snapshot: Snapshot, instrument: Instrument, classes: Classes, layout: Layout) -> np.ndarray:
    there = snapshot.levels >= 0
    levels = len(instrument.levels)
    place = classes.cells(layout)[there] * levels + snapshot.levels[there]
    return np.bincount(place, minlength=len(layout) * levels).reshape(len(layout), levels)


def cell_at(measured: Measured, layout: Layout, place: int, number: int, date: datetime.date) -> Cell:
    """One cell as computed for this release; empty where nothing of it may be shown."""
    fields = layout.fields
    here = shown_at(measured.shown, fields, place)
    return Cell(
        layout.groups[place],
        number,
        date,
        scores={
            name: _summary(measured, (fields, name), n, place)
            for name, n in here.items()
            if (fields, name) in measured.spreads
        },
        levels=_level_shares(measured, fields, place) if here.get(LEVEL, 0) >= DETAIL_FROM else (),
        below=_below(measured, fields, place, here[LEVEL]) if LEVEL in here else None,
        marks={
            name: Answered(nearest_five(n), share(int(measured.ticked[fields, name][place]), n))
            for name, n in here.items()
            if (fields, name) in measured.ticked
        },
    )


def still_shown(cell: Cell | None, measured: Measured, layout: Layout, place: int) -> Cell | None:
    """A cell as it was published before, if it was, with what may be shown of it now."""
    if cell is None:
        return None
    here = shown_at(measured.shown, layout.fields, place)
    return replace(
        cell,
        scores={name: summary for name, summary in cell.scores.items() if name in here},
        levels=cell.levels if LEVEL in here else (),
        below=cell.below if LEVEL in here else None,
        polarisation=cell.polarisation if OVERALL in here else None,
        marks={name: mark for name, mark in cell.marks.items() if name in here},
    )


def _summary(measured: Measured, key: tuple[Fields, str], n: int, place: int) -> Summary:
    spread = measured.spreads[key]
    rounded = signed_points if is_change(key[1]) else points
    mean, margin = spread.mean[place], Z * spread.deviation[place] / math.sqrt(n)
    weighted = measured.weighted[key][place] if key in measured.weighted else math.nan
    return Summary(
        nearest_five(n),
        rounded(mean),
        interval=(rounded(mean - margin), rounded(mean + margin)) if n >= DETAIL_FROM else None,
        quantiles={q: rounded(spread.quantiles[place, QUANTILES.index(q)]) for q in quantiles_for(n)},
        weighted=None if math.isnan(weighted) else rounded(weighted),
    )


def _level_shares(measured: Measured, fields: Fields, place: int) -> tuple[LevelShare, ...]:
    firms = measured.levels[fields][place]
    ids = [level.id for level in measured.instrument.levels]
    return tuple(
        LevelShare(tuple(ids[level] for level in stretch), share(firms[list(stretch)].sum(), firms.sum()))
        for stretch in merged_levels(firms)
    )


def _below(measured: Measured, fields: Fields, place: int, n: int) -> Figure:
    """The share of firms below the baseline; their level says it as ``inequality.below_baseline`` does."""
    baseline = [level.id for level in measured.instrument.levels].index(measured.instrument.baseline)
    return share(measured.levels[fields][place, :baseline].sum(), n)
