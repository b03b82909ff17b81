"""Whom of a portfolio to call, and which action to offer to many of them at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.instrument import Instrument
from scoring.portfolio.model import Portfolio
from scoring.progress import PLACES
from scoring.scores.levels import cuts

CLOSE = 0.15
"""The part of its level that a client may still lack of the next one and be close to it.

On a level of 20 points that is 3: as much as two actions of an ordinary plan bring (half of them bring 1.5 or more, by
plans of random firms under ``sme-readiness@1``), so that one talk and one quarter can carry it over the cut."""

LEAST = 1.0
"""One whole point is always close: where scores count items, nothing is closer than one item."""


@dataclass(frozen=True)
class Call:
    """Clients to call, each list a float64 series whose index is the client's row in the portfolio.

    ``improved``: points gained since the stage before, most first. ``close``: points to the next level, fewest first.
    """

    improved: pd.Series
    close: pd.Series


def call(portfolio: Portfolio) -> Call:
    """Whom to call.

    Improved: the overall score rose since the stage before, by more than sums of floats leave behind. Close to the
    next level: at most ``CLOSE`` of the width of its present level is missing, and ``LEAST`` always counts as close.
    Neither holds of a client without a score.
    """
    change, missing = portfolio.change.to_numpy(), to_next(portfolio)
    rose = np.flatnonzero(np.round(np.nan_to_num(change), PLACES) > 0)
    level = portfolio.level.to_numpy()
    near = np.flatnonzero(np.nan_to_num(missing, nan=np.inf) <= _close(portfolio.instrument)[level])
    return Call(_ordered(change, rose, -change), _ordered(missing, near, missing))


def to_next(portfolio: Portfolio) -> NDArray[np.float64]:
    """Points from each client's overall score to the next level, float64 (n,); NaN without a score, or at the top."""
    ends = np.array([*cuts(portfolio.instrument), np.nan, np.nan])  # of each level, the highest, and (−1) of none
    missing: NDArray[np.float64] = ends[portfolio.level.to_numpy()] - portfolio.overall.to_numpy()
    return missing


def most_needed(portfolio: Portfolio, mask: NDArray[np.bool_] | None = None) -> pd.DataFrame:
    """What each action would bring to all clients that need it, most points first: which workshop moves most.

    ``mask``: bool (n,), only these clients. Columns: ``action``; ``n``, how many need it; ``share`` of the clients
    asked about, NaN where there are none; ``points`` that it would bring them together, to 4 decimals, and ``each`` on
    average. Actions that nobody needs are left out; what would bring as much is in the order of ids.
    """
    asked = portfolio.points if mask is None else portfolio.points[mask]
    values = asked.to_numpy()
    counts, points = (values > 0).sum(axis=0), np.round(values.sum(axis=0), 4)
    order = np.argsort(-points, kind="stable")[: int((counts > 0).sum())]
    found = pd.DataFrame({"action": asked.columns[order], "n": counts[order], "points": points[order]})
    share = found["n"] / len(asked) if len(asked) else np.nan
    return found.assign(share=share, each=found["points"] / found["n"])


def _close(instrument: Instrument) -> NDArray[np.float64]:
    """How many points each level, and (last) none, may lack of the next; the lowest begins at 0."""
    ends = np.array([0.0, *cuts(instrument)])
    return np.append(np.maximum(CLOSE * np.diff(ends), LEAST), (-np.inf, -np.inf))


def _ordered(values: NDArray[np.float64], rows: NDArray[np.intp], by: NDArray[np.float64]) -> pd.Series:
    order = rows[np.argsort(by[rows], kind="stable")]
    return pd.Series(values[order], index=order)
