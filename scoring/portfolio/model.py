"""A portfolio as plain tables: clients that answered the same instrument, side by side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.instrument import Instrument
from scoring.portfolio.stages import Stages

PROFILE = ("client", "firm", "ref", "sector", "size", "stage", "date")
"""Columns of ``Portfolio.profile``, all text; ``client`` is the id by which a page finds it again, "" where none is."""


@dataclass(frozen=True)
class Paired:
    """Clients with a result at both of two stages, and no others.

    ``n``: how many. ``before``, ``after``: means of their overall scores; ``change``: the mean of the differences, with
    ``low`` and ``high`` of its 95 % interval (NaN for fewer than two). ``improved``, ``same``, ``worse``: how many
    rose, stayed within what ``scoring.progress`` calls no change, and fell. ``dimensions``: a row for each dimension,
    with ``n``, ``before``, ``after``, ``change``. ``done``: actions marked as done at the earlier stage, in all.
    """

    first: str
    second: str
    n: int
    before: float
    after: float
    change: float
    low: float
    high: float
    improved: int
    same: int
    worse: int
    dimensions: pd.DataFrame
    done: int


@dataclass(frozen=True)
class Portfolio:
    """The newest finished stage of n clients, one row each in every table, in the same order.

    ``profile``: text, n × ``PROFILE``.
    ``overall``: float64, NaN where there is none; ``level``: int8, its position
    among the levels of the instrument, -1 where there is none; ``dimensions``: float64, n × dimension id. ``change``:
    float64, overall less that of the stage before, NaN where there is none. ``points``: float64, n × action id: what
    the action would bring a client that needs it, 0 where it does not (see ``needs``). ``paired``: what changed between
    stages, for each two stages that at least one client has a result of. ``stages``: all finished stages of these
    clients, of which the newest are shown; None in a portfolio that was put together without them.
    """

    instrument: Instrument
    profile: pd.DataFrame
    overall: pd.Series
    level: pd.Series
    dimensions: pd.DataFrame
    change: pd.Series
    points: pd.DataFrame
    paired: tuple[Paired, ...] = ()
    stages: Stages | None = None

    def __len__(self) -> int:
        return len(self.profile)

    def needing(self, action: str) -> NDArray[np.bool_]:
        """Which clients need the action, bool (n,)."""
        return self.points[action].to_numpy() > 0
