"""How unequal the overall scores of each published cell are."""

from __future__ import annotations

import numpy as np

from scoring.inequality import gini, theil
from scoring.release.disclosure import DETAIL_FROM, hundredths
from scoring.release.grouping import Classes, Layout
from scoring.release.model import ALL, OVERALL, Polarisation, Snapshot
from scoring.release.shown import Shows, shown_at
from scoring.release.statistics import Fields

BY: Fields = ("sector",)
"""The table between whose published cells inequality is divided up."""


def polarisation_of(snapshot: Snapshot, classes: Classes, shown: Shows) -> dict[Fields, dict[int, Polarisation]]:
    """Gini and Theil's T of each cell that shows the overall score of 40 firms, by table and place.

    That of all firms says too how much of T lies between the published sectors, counting only the firms in these: a
    share that knew more would tell of the withheld ones. Scores are taken in rising order, so that the order of the
    firms changes nothing.
    """
    values = snapshot.scores[OVERALL].to_numpy()
    rising = np.argsort(values, kind="stable")[: int((~np.isnan(values)).sum())]
    values, of = values[rising], classes.of[rising]
    between = _between_share(values, of, classes, shown)
    return {
        layout.fields: {
            place: _polarisation(scores, between if layout.fields == ALL else None)
            for place, scores in _by_cell(values, layout.cell_of[of], layout)
            if shown_at(shown, layout.fields, place).get(OVERALL, 0) >= DETAIL_FROM
        }
        for layout in classes.layouts
    }


def _by_cell(values: np.ndarray, cell: np.ndarray, layout: Layout) -> list[tuple[int, np.ndarray]]:
    order = np.argsort(cell.astype(np.min_scalar_type(len(layout))), kind="stable")
    ends = np.cumsum(np.bincount(cell, minlength=len(layout)))
    return list(enumerate(np.split(values[order], ends[:-1])))


def _polarisation(values: np.ndarray, between: float | None) -> Polarisation:
    whole, inequality = gini(values), theil(values)
    return Polarisation(
        gini=None if whole is None else hundredths(whole),
        theil=None if inequality is None else hundredths(inequality.total),
        by=None if between is None else BY[0],
        between_share=None if between is None else hundredths(between),
    )


def _between_share(values: np.ndarray, of: np.ndarray, classes: Classes, shown: Shows) -> float | None:
    """None without two published sectors, and where their firms are all equal."""
    layout = next((layout for layout in classes.layouts if layout.fields == BY), None)
    if layout is None:
        return None
    published = shown[BY, OVERALL].cells
    cell = layout.cell_of[of]
    there = published[cell]
    if published.sum() < 2 or not there.any():
        return None
    parts = theil(values[there], cell[there])
    return None if parts is None else parts.between_share
