"""A patient search for other scores with which everything published would read the same: simulated annealing, polished
by a linear program. It finds examples where ``tests.attack.narrow``, which has to be quick, leaves a firm open.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tests.attack import WAYS, levelled
from tests.told import Told, stands

WARMTH = 0.1
"""Of the first steps: so much worse they may be, now and then."""

NEAR, EVERY = 0.3, 300
"""How near all statements must be before a linear program is asked, and how often it is."""


@dataclass(frozen=True)
class Search:
    """``told``: everything published; ``scores``: the true ones; ``free``: the firms that the reader does not know."""

    told: Sequence[Told]
    scores: np.ndarray
    free: np.ndarray
    seconds: float

    @cached_property
    def sets(self) -> np.ndarray:
        """Which firms each statement is about, bool (firms, statements)."""
        found = np.zeros((len(self.scores), len(self.told)), dtype=bool)
        for place, one in enumerate(self.told):
            found[one.firms, place] = True
        return found

    @cached_property
    def others(self) -> np.ndarray:
        """The firms whose scores may be others, bool (firms,)."""
        found: np.ndarray = np.isin(np.arange(len(self.scores)), self.free)
        return found

    def far(self, firm: int, seed: int = 3) -> bool:
        """Whether two examples for a firm are found that lie far enough from each other."""
        chance = np.random.default_rng(seed)
        for steps in WAYS:
            ends = [float(self.scores[firm]) + step for step in steps]
            if min(ends) >= 0 and max(ends) <= 100 and all(self._found(firm, end, chance) for end in ends):
                return True
        return False

    def _found(self, firm: int, to: float, chance: np.random.Generator) -> bool:
        tried = np.nan_to_num(self.scores)
        tried[firm] = to
        others = self.free[self.free != firm]
        off = np.array([_off(one, tried) for one in self.told])
        fixed = ~np.isin(np.arange(len(tried)), others)
        begin, steps = time.monotonic(), 0
        while (spent := (time.monotonic() - begin) / self.seconds) < 1:
            steps += 1
            if off.sum() < NEAR and steps % EVERY == 0:
                found = levelled(self.told, tried, fixed, firm)
                if found is not None and all(stands(one, found) for one in self.told):
                    return True
            self._step(tried, off, others, max(0.0, 1 - 1.5 * spent), chance)
        return False

    def _step(
        self, tried: np.ndarray, off: np.ndarray, others: np.ndarray, warmth: float, chance: np.random.Generator
    ) -> None:
        """Change the scores of one or two firms, if that is better or only now and then worse; in place."""
        moved = _moved(tried, self._among(off, others, chance), others, chance)
        before = {firm: tried[firm] for firm in moved}
        touched = np.flatnonzero(self.sets[list(moved)].any(axis=0)).tolist()
        for firm, score in moved.items():
            tried[firm] = score
        now = np.array([_off(self.told[place], tried) for place in touched])
        worse = now.sum() - off[touched].sum()
        if worse <= 0 or chance.random() < np.exp(-worse / (WARMTH * warmth + 1e-3)):
            off[touched] = now
            return
        for firm, score in before.items():
            tried[firm] = score

    def _among(self, off: np.ndarray, others: np.ndarray, chance: np.random.Generator) -> np.ndarray:
        """Mostly firms of a statement that does not stand yet."""
        if not off.any() or chance.random() < 0.3:
            return others
        firms = self.told[int(chance.choice(np.flatnonzero(off)))].firms
        found: np.ndarray = firms[self.others[firms]]
        return found if len(found) else others


def _moved(tried: np.ndarray, among: np.ndarray, others: np.ndarray, chance: np.random.Generator) -> dict[int, float]:
    """New scores: a little or quite another one, two that move against each other, or two exchanged."""
    one, other, way = int(chance.choice(among)), int(chance.choice(others)), chance.random()
    if way < 0.35:
        return {one: float(np.clip(tried[one] + chance.normal(0, chance.choice([0.5, 4.0])), 0, 100))}
    if way < 0.55:
        return {one: float(chance.uniform(0, 100))}
    if way < 0.8:
        step = chance.normal(0, 6)
        ends = np.clip([tried[one] + step, tried[other] - step], 0, 100)
        return {one: float(ends[0]), other: float(ends[1])}
    return {one: float(tried[other]), other: float(tried[one])}


def _off(one: Told, scores: np.ndarray) -> float:
    """How far a statement is from standing: 0 where it does, in firms or in points."""
    values = scores[one.firms]
    if one.kind == "share":
        count = int(((one.bound[0] <= values) & (values < one.bound[1])).sum())
        return float(max(one.low - count, count - one.high, 0))
    figure = round(float(values.mean() if one.kind == "mean" else np.quantile(values, one.q)), 9)
    return max(one.low - figure, 0.0) + (figure - one.high + 0.01 if figure >= one.high else 0.0)
