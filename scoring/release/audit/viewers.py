"""Who may know what: an outsider, each account that sees firms, each firm itself, and accounts drawn at random."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from scoring.release.audit.disclosed import Disclosed
from scoring.release.audit.statements import Block

Kind = Literal["outsider", "account", "random", "firm"]

KNOWN = 0.2
"""Share of the firms that an account drawn at random knows."""


@dataclass(frozen=True)
class Viewer:
    """Someone who reads all releases. ``known``: the firms whose scores it knows, bool (n,), whenever they answered.

    ``rank``: for an account drawn at random, the order in which it would forget firms again; else None.
    """

    kind: Kind
    known: np.ndarray
    rank: np.ndarray | None = None

    def knows(self, firms: np.ndarray, blocks: tuple[Block, ...], least: int) -> np.ndarray:
        """Which of some firms it knows, bool (m,); drawn at random it leaves ``least`` of every set unknown, or all."""
        known = self.known[firms]
        return known if self.rank is None else _spared(known, self.rank[firms], blocks, least)


def viewers_of(disclosed: Disclosed, seed: int, accounts: int) -> Iterator[Viewer]:
    """The outsider, then every real account of every snapshot, then some drawn at random from the ``seed``.

    The draw goes by the key of each firm, so that their order changes nothing and a firm more changes it for one other
    at most: what passed once is not held next time for another draw.
    """
    yield Viewer("outsider", np.zeros(disclosed.n, dtype=bool))
    keys, names = pd.factorize(disclosed.keys, sort=True)
    for published, places in zip(disclosed.history, disclosed.places, strict=True):
        for seen in published.snapshot.viewers:
            yield Viewer("account", np.isin(keys, keys[places[np.asarray(seen, dtype=np.int64)]]))
    hashes = pd.util.hash_array(np.asarray(names, dtype=object), categorize=False)
    for account in range(accounts):
        lots = pd.util.hash_array(hashes ^ pd.util.hash_array(np.array([f"{seed} {account}"], dtype=object)))
        rank = np.argsort(np.argsort(lots, kind="stable"))[keys]
        yield Viewer("random", rank < KNOWN * len(names), rank)


def _spared(known: np.ndarray, rank: np.ndarray, blocks: tuple[Block, ...], least: int) -> np.ndarray:
    """The known firms less those of highest rank, until every set has enough unknown ones."""
    spared = known.copy()
    for block in blocks:
        inside = block.codes >= 0
        sets = len(block.facts)
        unknown = np.bincount(block.codes[inside & ~spared], minlength=sets)
        for code in np.flatnonzero(unknown < least):
            here = np.flatnonzero((block.codes == code) & spared)
            spared[here[np.argsort(-rank[here], kind="stable")[: least - unknown[code]]]] = False
    return spared
