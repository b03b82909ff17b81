"""How unequal the overall scores of each published cell are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scoring.inequality import gini, theil
from scoring.release.disclosure import DETAIL_FROM, hundredths
from scoring.release.grouping import Classes, Layout
from scoring.release.model import ALL, OVERALL, Cell, Polarisation, Snapshot, Table
from scoring.release.statistics import Fields

BY: Fields = ("sector",)
"""The table between whose published cells inequality is divided up."""


def with_polarisation(tables: Sequence[Table], snapshot: Snapshot, classes: Classes, number: int) -> tuple[Table, ...]:
    """The tables with Gini and Theil's T in each cell that release ``number`` computed from 40 overall scores.

    That of all firms says too how much of T lies between the sectors that were published with it, counting only the
    firms in these: a share that knew more would tell of the withheld ones. Scores are taken in rising order, so that
    the order of the firms changes nothing.
    """
    if OVERALL not in snapshot.scores:
        return tuple(tables)
    values = snapshot.scores[OVERALL].to_numpy()
    rising = np.argsort(values, kind="stable")[: int((~np.isnan(values)).sum())]
    values, of = values[rising], classes.of[rising]
    layouts = {layout.fields: layout for layout in classes.layouts}
    between = _between_share(
        values, of, layouts.get(BY), next((one for one in tables if one.fields == BY), None), number
    )
    found = []
    for table in tables:
        layout = layouts[table.fields]
        parts = dict(zip(layout.groups, _by_cell(values, layout.cell_of[of], layout), strict=True))
        share = between if table.fields == ALL else None
        cells = tuple(_with_own(cell, parts[cell.group], share, number) for cell in table.cells)
        found.append(replace(table, cells=cells))
    return tuple(found)


def _with_own(cell: Cell, values: np.ndarray, between: float | None, number: int) -> Cell:
    if cell.number != number or OVERALL not in cell.scores or len(values) < DETAIL_FROM:
        return cell
    return replace(cell, polarisation=_polarisation(values, between))


def _by_cell(values: np.ndarray, cell: np.ndarray, layout: Layout) -> list[np.ndarray]:
    order = np.argsort(cell.astype(np.min_scalar_type(len(layout))), kind="stable")
    ends = np.cumsum(np.bincount(cell, minlength=len(layout)))
    return np.split(values[order], ends[:-1])


def _polarisation(values: np.ndarray, between: float | None) -> Polarisation:
    whole, inequality = gini(values), theil(values)
    return Polarisation(
        gini=None if whole is None else hundredths(whole),
        theil=None if inequality is None else hundredths(inequality.total),
        by=None if between is None else BY[0],
        between_share=None if between is None else hundredths(between),
    )


def _between_share(
    values: np.ndarray, of: np.ndarray, layout: Layout | None, table: Table | None, number: int
) -> float | None:
    """None without two sectors that this release computed, and where their firms are all equal."""
    if layout is None or table is None:
        return None
    published = {cell.group for cell in table.cells if cell.number == number and OVERALL in cell.scores}
    cell = layout.cell_of[of]
    there = np.array([group in published for group in layout.groups])[cell]
    if len(published) < 2 or not there.any():
        return None
    parts = theil(values[there], cell[there])
    return None if parts is None else parts.between_share
