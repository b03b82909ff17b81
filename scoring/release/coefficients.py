"""Alpha and omega of each dimension in a release: of all firms only, of many, and of few who are known to anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from scoring.factor import omega_of
from scoring.instrument import Instrument
from scoring.placing import ON_ONE_SCALE
from scoring.release.disclosure import COEFFICIENTS_FROM, Rules, hundredths, nearest_five
from scoring.release.model import Coefficients, Coherence, Snapshot
from scoring.reliability import NoAlphaError, reliability_of


def coherence_of(
    questions: pd.DataFrame, instrument: Instrument, viewers: Sequence[np.ndarray]
) -> dict[str, Coherence]:
    """Dimension → how far its questions go together among the firms that answered all of them.

    ``questions``: float64 (n, scored questions), NaN missing; ``viewers``: as ``Snapshot.viewers``. Listwise, so that
    alpha and omega are of the same firms. Only dimensions on 0-100 with two questions or more, and
    ``COEFFICIENTS_FROM`` such firms. There is none of all questions together: alpha grows with their number, and one
    factor is not what several dimensions are asked for.
    """
    found = {}
    for dimension in instrument.dimensions:
        items = questions[[asked.id for asked in dimension.questions if asked.id in questions]]
        complete = items.notna().all(axis=1).to_numpy()
        if dimension.rule in ON_ONE_SCALE and items.shape[1] > 1 and complete.sum() >= COEFFICIENTS_FROM:
            seen = max((int(complete[firms].sum()) for firms in viewers), default=0)
            omega = omega_of(items[complete]).value
            found[dimension.id] = Coherence(int(complete.sum()), seen, _alpha(items[complete]), omega)
    return found


def _alpha(items: pd.DataFrame) -> float | None:
    try:
        return reliability_of(items, missing="listwise").raw
    except NoAlphaError:
        return None


def coefficients_of(snapshot: Snapshot, rules: Rules) -> Mapping[str, Coefficients]:
    """Those that may be published: of enough firms, ``rules.least`` of which nobody knows; to 2 decimals, half up."""
    return {
        name: Coefficients(nearest_five(one.n), _rounded(one.alpha), _rounded(one.omega))
        for name, one in snapshot.coherence.items()
        if one.n >= COEFFICIENTS_FROM and one.n - max(one.seen, int(snapshot.own_link)) >= rules.least
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else hundredths(value)
