"""Exact quantiles in many overlapping cells, from one sorting of the firms by a coarse key."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.release.disclosure import QUANTILES, quantiles_for
from scoring.release.grouping import Layout

BLOCK = 1024
"""Neighbours in rank that are counted together, cell by cell."""


@dataclass(frozen=True)
class Ordered:
    """The scores of n firms from low to high, with their class ``of``.

    The order is that of a 16-bit ``key``, by which firms are sorted in a sixth of the time; within a run of one key
    there is none. ``begin``, ``end``: of the run of each key; ``flat``: whether all its scores are the same.
    """

    value: np.ndarray
    of: np.ndarray
    key: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    flat: np.ndarray


def ordered_by_key(values: np.ndarray, of: np.ndarray) -> Ordered:
    """n scores, float64 without NaN, and the class of each, made ready for ``quantiles_of``."""
    low = values.min(initial=np.inf)
    span = values.max(initial=-np.inf) - low
    scale = 65535 / span if span > 1e-6 else 0.0  # scores that near are one run, which is sorted when it is asked
    key = ((values - low) * scale).astype(np.uint16)  # rises with the score, whatever rounding does
    order = np.argsort(key, kind="stable")  # a radix sort for 16 bits
    value, of = values[order], of[order]
    firms = np.bincount(key, minlength=65536)
    end = np.cumsum(firms)
    begin = end - firms
    return Ordered(value, of, key[order], begin, end, _flat(value, begin, firms))


def _flat(value: np.ndarray, begin: np.ndarray, firms: np.ndarray) -> np.ndarray:
    """Whether all scores of a key are equal, bool (65536,); true of keys without any."""
    flat = np.ones(len(firms), dtype=bool)
    used = np.flatnonzero(firms)
    if len(used):
        flat[used] = np.maximum.reduceat(value, begin[used]) == np.minimum.reduceat(value, begin[used])
    return flat


def quantiles_of(ordered: Ordered, layout: Layout, n: np.ndarray) -> np.ndarray:
    """Quantiles of type 7 of each cell, float64 (cells, ``QUANTILES``), from the firms ``n`` of each; NaN where these
    do not allow one. Position (n − 1)q between two neighbours (Hyndman and Fan 1996, The American Statistician 50:361).
    """
    found = np.full((len(layout), len(QUANTILES)), np.nan)
    asked = [(cell, place) for cell in range(len(layout)) for place in map(QUANTILES.index, quantiles_for(n[cell]))]
    if not asked:
        return found
    cell, place = np.array(asked).T
    position = (n[cell] - 1) * np.array(QUANTILES)[place]
    rank, part = position // 100, position % 100 / 100
    both = _at_ranks(ordered, layout, np.tile(cell, 2), np.concatenate([rank, rank + (part > 0)]))
    below, above = both[: len(cell)], both[len(cell) :]
    found[cell, place] = below + part * (above - below)
    return found


def _at_ranks(ordered: Ordered, layout: Layout, cell: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """The score at a rank, from 0, of a cell, for each of some ranks and cells."""
    cells = layout.cell_of.astype(np.min_scalar_type(len(layout)))[ordered.of]
    at = _located(cells, len(layout), cell, rank)
    key = ordered.key[at]
    found: np.ndarray = ordered.value[at]
    unsorted = np.flatnonzero(~ordered.flat[key])
    found[unsorted] = _within_runs(ordered, cells, cell[unsorted], at[unsorted])
    return found


def _located(cells: np.ndarray, count: int, cell: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Where, in the order of keys, the firm is that has so many of its cell before it: first in which block, from
    ``count`` cells counted block by block, then where in that."""
    padded = np.full(-(-len(cells) // BLOCK) * BLOCK, count, dtype=np.min_scalar_type(count))
    padded[: len(cells)] = cells
    by_block = padded.reshape(-1, BLOCK)
    places = by_block + np.arange(len(by_block))[:, None] * (count + 1)
    inside = np.bincount(places.ravel(), minlength=len(by_block) * (count + 1)).reshape(-1, count + 1)
    up_to = np.cumsum(inside, axis=0)
    block = np.empty(len(cell), dtype=np.intp)
    for one in np.unique(cell):
        block[cell == one] = np.searchsorted(up_to[:, one], rank[cell == one], side="right")
    held = inside[block, cell]
    first = np.cumsum(held) - held
    step = rank - (up_to[block, cell] - held)
    same = by_block[block] == cell[:, None].astype(by_block.dtype)
    place: np.ndarray = np.flatnonzero(same)[first + step] % BLOCK + block * BLOCK
    return place


def _within_runs(ordered: Ordered, cells: np.ndarray, cell: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The scores that, once the run of each firm ``at`` is sorted, stand where it stands among those of its cell."""
    key = ordered.key[at]
    begin, length = ordered.begin[key], ordered.end[key] - ordered.begin[key]
    asked = np.repeat(np.arange(len(at)), length)
    place = np.arange(len(asked)) + np.repeat(begin - (np.cumsum(length) - length), length)
    same = cells[place] == cell[asked]
    asked, place = asked[same], place[same]
    before = np.bincount(asked[place < at[asked]], minlength=len(at))
    first = np.searchsorted(asked, np.arange(len(at)))
    value = ordered.value[place]
    found: np.ndarray = value[np.lexsort((value, asked))][first + before]
    return found
