"""Which firms of a snapshot a cell speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from scoring.release.model import OTHER, Published, Snapshot


def grouped(snapshot: Snapshot, grouping: Mapping[str, Mapping[str, str]], fields: Sequence[str]) -> list[np.ndarray]:
    """For each field the group of every firm, str (n,); a value unknown to the grouping belongs to ``OTHER``."""
    return [
        snapshot.fields[name].map(lambda value, groups=grouping[name]: groups.get(value, OTHER)).to_numpy(dtype=object)
        for name in fields
    ]


def members(published: Published, fields: Sequence[str], group: Sequence[str]) -> np.ndarray:
    """Positions in the snapshot of the firms in one group of the table by these fields, ascending."""
    found = np.ones(len(published.snapshot), dtype=bool)
    for values, wanted in zip(grouped(published.snapshot, published.release.grouping, fields), group, strict=True):
        found &= values == wanted
    return np.flatnonzero(found)
