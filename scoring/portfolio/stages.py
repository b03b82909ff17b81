"""The finished stages of a portfolio's clients as flat arrays: what came before, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scoring.scores import Scores

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Stages:
    """m finished stages of n clients, all to one instrument, those of a client one after the other, its newest last.

    ``client``: intp (m,), rising, the row of the client; each of the n has a stage. ``number``: int (m,), 0 for T0,
    rising with each client. ``overall``: float64 (m,), ``dimensions``: float64 (m, dimensions), NaN without a score.
    ``done``: int (m,), how many actions were marked as done at that stage, none unless given.

    Raises ``ValueError`` where the rows do not stand like that: they would be paired wrongly, and nobody would see.
    """

    client: Places
    number: NDArray[np.int_]
    overall: Floats
    dimensions: Floats
    done: NDArray[np.int_] = field(default_factory=lambda: np.zeros(0, dtype=int))

    def __post_init__(self) -> None:
        step = np.diff(self.client)
        starts_at_first = not len(self.client) or self.client[0] == 0
        if not starts_at_first or not np.isin(step, (0, 1)).all():
            raise ValueError("the stages of each client in turn, and every client with one")
        if (np.diff(self.number)[step == 0] <= 0).any():
            raise ValueError("the stages of a client rise")
        if not len(self.done):
            object.__setattr__(self, "done", np.zeros(len(self.client), dtype=int))

    @property
    def newest(self) -> Places:
        """The row of each client's newest stage, (n,)."""
        return np.flatnonzero(np.diff(self.client, append=-1))

    @property
    def before(self) -> Places:
        """The row of the stage before each client's newest, (n,); −1 where that is its first."""
        last = self.newest
        has_two = np.diff(last, prepend=-1) > 1
        return np.where(has_two, last - 1, -1)

    def of(self, mask: NDArray[np.bool_]) -> Stages:
        """The stages of some of the clients, bool (n,), who are counted anew."""
        rows = mask[self.client]
        client = (np.cumsum(mask) - 1)[self.client[rows]]
        return Stages(client, self.number[rows], self.overall[rows], self.dimensions[rows], self.done[rows])

    def change(self) -> Floats:
        """The overall score of each client's newest stage less that of the one before, (n,); NaN without either."""
        earlier = np.where(self.before < 0, np.nan, self.overall[self.before])
        change: Floats = self.overall[self.newest] - earlier
        return change


def newest_of(scores: Scores) -> Stages:
    """Stages of n clients that have one each: T0."""
    places = np.arange(len(scores), dtype=np.intp)
    return Stages(places, np.zeros(len(scores), dtype=int), scores.overall.to_numpy(), scores.dimensions.to_numpy())
