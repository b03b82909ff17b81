"""What was read of an organisation's clients, as columns: to be filtered and sorted without reading it again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.portfolio import Portfolio, only

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Held:
    """The N current clients of an organisation by name, and the portfolio of the n that finished one instrument.

    ``ids``: int64 (N,); ``clients``: text (N,), columns ``client`` (its public id), ``firm``, ``ref``, ``sector`` and
    ``size`` (as it said when it last handed in, else as the organisation has it; "" unknown). ``place``: intp (n,),
    rising, the row in ``clients`` of each client of the ``portfolio``. ``elsewhere``: bool (N,), those that finished
    assessments by other instruments only.
    """

    ids: NDArray[np.int64]
    clients: pd.DataFrame
    place: NDArray[np.intp]
    portfolio: Portfolio
    elsewhere: Bools

    def __len__(self) -> int:
        return len(self.ids)

    def of(self, mask: Bools) -> Held:
        """Only these of the N clients, bool (N,)."""
        if mask.all():
            return self
        stays = mask[self.place]
        return Held(
            ids=self.ids[mask],
            clients=self.clients[mask].reset_index(drop=True),
            place=(np.cumsum(mask) - 1)[self.place[stays]],
            portfolio=only(self.portfolio, stays),
            elsewhere=self.elsewhere[mask],
        )
