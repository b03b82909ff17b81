"""Changes as knowledge of scores: a published mean change is the mean of now less that of the same firms then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scoring.release.audit.statements import Block, Facts
from scoring.release.model import OVERALL, Cell
from scoring.release.shown import CHANGE

if TYPE_CHECKING:
    from scoring.release.audit.disclosed import Disclosed, Source

NEAR = 1e-6
"""Points by which a score and what its change says of it may differ, for what files and sums of floats leave behind."""


def linked(disclosed: Disclosed, source: Source, measure: str, values: np.ndarray) -> Iterator[Block]:
    """What the cells of one table in one release say of scores by their changes; nothing where they show none.

    A change links what a firm answers now to what it answered first. Only where a release has counted those first
    answers of every firm of a cell does the mean change speak of nothing else. So it may tell of a firm that is gone:
    the mean of all then, less that of those who are left, which is their mean now less their mean change.
    """
    change = CHANGE if measure == OVERALL else f"{CHANGE}.{measure}"
    cells = list(disclosed.cells[source].values())
    told = np.array([change in cell.scores for cell in cells])
    if not told.any():
        return
    now, then = _both(disclosed, source[0], change, values)
    own = disclosed.codes[source][now]
    now, then, own = (part[(own >= 0) & told[own]] for part in (now, then, own))
    unlinked = np.unique(own[then < 0])
    whole = ~np.isin(own, unlinked)
    if not whole.any():
        return
    codes, weights = np.full(disclosed.n, -1, dtype=np.int32), np.ones(disclosed.n)
    codes[now[whole]] = codes[then[whole]] = own[whole]
    weights[then[whole]] = -1.0
    n = np.bincount(own[whole], minlength=len(cells))
    yield Block(codes, tuple(_facts(cell, change, int(firms)) for cell, firms in zip(cells, n, strict=True)), weights)


def _both(disclosed: Disclosed, place: int, change: str, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of the firms that have a change in a release where they stand among all, now and as they answered first; −1
    where no release counted those answers."""
    snapshot = disclosed.history[place].snapshot
    if change not in snapshot.scores:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    changes = snapshot.scores[change].to_numpy()
    there = np.flatnonzero(~np.isnan(changes))
    now = disclosed.places[place][there]
    firm = pd.factorize(disclosed.keys)[0]
    asked = pd.DataFrame({"firm": firm[now], "now": now, "first": values[now] - changes[there]})
    known = pd.DataFrame({"firm": firm, "then": np.arange(disclosed.n), "value": values})
    pairs = asked.merge(known, on="firm")
    pairs = pairs[(pairs["then"] != pairs["now"]) & ((pairs["value"] - pairs["first"]).abs() < NEAR)]
    then = pairs.drop_duplicates("now").set_index("now")["then"].reindex(now).fillna(-1)
    return now, then.to_numpy(dtype=np.int64)


def _facts(cell: Cell, change: str, firms: int) -> Facts:
    if not firms or change not in cell.scores:
        return Facts()
    mean = cell.scores[change].mean.value
    return Facts(((mean - 0.5) * firms, (mean + 0.5) * firms))
