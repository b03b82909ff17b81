"""Progress of a portfolio: the same clients at two stages, and what can be said of the mean change."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.instrument import Instrument
from scoring.portfolio.model import Paired
from scoring.portfolio.stages import Floats, Places, Stages
from scoring.progress import PLACES

SURE = 0.95
"""How sure an interval is."""


def paired(instrument: Instrument, stages: Stages) -> tuple[Paired, ...]:
    """What changed from each stage to the next and from the first to each later one, of the clients with a result at
    both; two stages that no client has both of are left out.

    A client that left a stage out is in the pairs whose two stages it has. Clients who did not return are in none:
    they may differ (``scoring.progress.LIMITS``).
    """
    numbers = np.unique(stages.number)
    places = _places(stages, numbers)
    found = [_pair(instrument, stages, numbers[[a, b]], places[:, a], places[:, b]) for a, b in _pairs(len(numbers))]
    return tuple(one for one in found if one is not None)


def mean_interval(differences: Floats) -> tuple[float, float, float]:
    """The mean of n differences, and low and high of its 95 % interval; all NaN for none, the ends for fewer than two.

    Mean ± t · s / √n, with s by n − 1 and t of n − 1 degrees of freedom: Student's interval for paired samples
    (Student, *The probable error of a mean*, Biometrika 6, 1908; NIST/SEMATECH e-Handbook of Statistical Methods,
    1.3.5.2). It supposes differences from about one bell curve, or many of them; of few skewed ones it says too much.
    """
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import, and only who has pairs needs it

    n = len(differences)
    mean = float(differences.mean()) if n else np.nan
    if n < 2:
        return mean, np.nan, np.nan
    half = float(stdtrit(n - 1, (1 + SURE) / 2) * differences.std(ddof=1) / np.sqrt(n))
    return mean, mean - half, mean + half


def _places(stages: Stages, numbers: NDArray[np.int_]) -> Places:
    """The row of each client's stage of each number, intp (n, numbers); −1 where it has none."""
    clients = int(stages.client[-1]) + 1 if len(stages.client) else 0
    places = np.full((clients, len(numbers)), -1, dtype=np.intp)
    places[stages.client, np.searchsorted(numbers, stages.number)] = np.arange(len(stages.client))
    return places


def _pairs(stages: int) -> Iterator[tuple[int, int]]:
    for later in range(1, stages):
        yield later - 1, later
        if later > 1:
            yield 0, later


def _pair(
    instrument: Instrument, stages: Stages, numbers: NDArray[np.int_], first: Places, second: Places
) -> Paired | None:
    both = (first >= 0) & (second >= 0)
    first, second = first[both], second[both]
    scored = np.isfinite(stages.overall[second] - stages.overall[first])
    first, second = first[scored], second[scored]
    if not len(first):
        return None
    before, after = stages.overall[first], stages.overall[second]
    moved = np.round(after - before, PLACES)
    change, low, high = mean_interval(after - before)
    return Paired(
        first=f"T{numbers[0]}",
        second=f"T{numbers[1]}",
        n=len(first),
        before=float(before.mean()),
        after=float(after.mean()),
        change=change,
        low=low,
        high=high,
        improved=int((moved > 0).sum()),
        same=int((moved == 0).sum()),
        worse=int((moved < 0).sum()),
        dimensions=_by_dimension(instrument, stages.dimensions[first], stages.dimensions[second]),
        done=int(stages.done[first].sum()),
    )


def _by_dimension(instrument: Instrument, before: Floats, after: Floats) -> pd.DataFrame:
    """Means over the clients that have the dimension both times; NaN where none has."""
    both = np.isfinite(after - before)
    n = both.sum(axis=0)

    def mean(values: Floats) -> Floats:
        total = np.where(both, values, 0.0).sum(axis=0)
        means: Floats = np.divide(total, n, out=np.full(len(n), np.nan), where=n > 0)
        return means

    columns = {"n": n, "before": mean(before), "after": mean(after), "change": mean(after - before)}
    return pd.DataFrame(columns, index=[dimension.id for dimension in instrument.dimensions])
