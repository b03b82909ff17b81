"""An integer linear program, row by row, and its solution by HiGHS through ``scipy.optimize.milp``.

SciPy is imported where a program is solved: it takes a third of a second, and most reports need none of it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scoring.roadmap.actions import Bools, Floats

NODES = 20_000
"""Branches after which a program is given up: the same on any machine, so that a busy one gives no other plan."""

SECONDS = 30.0
"""The time limit of one question to the solver, so generous that in practice ``NODES`` comes first."""

_OPTIMAL, _INFEASIBLE = 0, 2


class UnfinishedError(Exception):
    """The solver reached a limit before it proved its answer."""


@dataclass(frozen=True)
class Limits:
    """When to give up: ``until`` a moment of the monotonic clock, or after so many ``nodes`` of one program."""

    until: float
    nodes: int = NODES

    @classmethod
    def of(cls, seconds: float, nodes: int = NODES) -> Limits:
        """Limits that begin now. Raises ``ValueError`` for a time that is negative or no number."""
        if not seconds >= 0:
            raise ValueError(f"a time limit of {seconds} seconds: give 0 or more")
        return cls(time.monotonic() + seconds, nodes)


@dataclass
class Program:
    """Variables from 0 to 1, whole unless ``whole`` says otherwise or ``upper`` more, and rows low ≤ a·x ≤ high."""

    whole: list[bool] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rows: list[tuple[Mapping[int, float], float, float]] = field(default_factory=list)

    def copy(self) -> Program:
        """The same program, to which rows can be added apart."""
        return Program(list(self.whole), list(self.upper), list(self.rows))

    def variable(self, *, whole: bool = True, upper: float = 1.0) -> int:
        """A new variable."""
        self.whole.append(whole)
        self.upper.append(upper)
        return len(self.whole) - 1

    def at_least(self, weights: Mapping[int, float], low: float) -> None:
        self.rows.append((weights, low, np.inf))

    def at_most(self, weights: Mapping[int, float], high: float) -> None:
        self.rows.append((weights, -np.inf, high))

    def least(self, objective: Mapping[int, float], limits: Limits) -> Bools | None:
        """Which variables are above one half where the objective is least; None where no values meet all rows.

        Raises ``UnfinishedError`` where a limit passes before that is proven.
        """
        found = self.minimum(objective, limits)
        return None if found is None else found > 0.5

    def minimum(self, objective: Mapping[int, float], limits: Limits) -> Floats | None:
        """The values of the variables where the objective is least; else as ``least``."""
        seconds = limits.until - time.monotonic()
        if seconds <= 0:
            raise UnfinishedError
        found = _solved(self, objective, seconds, limits.nodes)
        if found.status not in (_OPTIMAL, _INFEASIBLE):
            raise UnfinishedError
        return None if found.status == _INFEASIBLE else found.x


def _solved(program: Program, objective: Mapping[int, float], seconds: float, nodes: int) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - slow to import, see above
    from scipy.sparse import csr_array  # noqa: PLC0415

    count = len(program.whole)
    costs = np.zeros(count)
    costs[list(objective)] = list(objective.values())
    lengths = [len(weights) for weights, _, _ in program.rows]
    columns = np.array([column for weights, _, _ in program.rows for column in weights], dtype=np.int32)
    values = np.array([value for weights, _, _ in program.rows for value in weights.values()], dtype=float)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    matrix = csr_array((values, columns, starts), shape=(len(lengths), count))
    low, high = [row[1] for row in program.rows], [row[2] for row in program.rows]
    return milp(
        costs,
        integrality=np.array(program.whole, dtype=int),
        bounds=Bounds(0.0, np.array(program.upper)),
        constraints=LinearConstraint(matrix, low, high) if program.rows else (),
        options={"mip_rel_gap": 0.0, "node_limit": nodes, "time_limit": seconds},
    )
