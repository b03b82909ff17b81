"""An attack on published tables, written without the audit: what somebody who reads all of them can say of one firm.

The attacker knows which firms answered and what each is (size, sector, region …), and the exact scores of some. From
the files of the releases it takes every statement about the overall score, and asks of each other firm whether sums fix
its score, and between which values it can lie. The second is answered by examples: other scores of all firms with which
every statement would have been published just the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

APART = 20.0
"""Points between which the score of every firm must be able to lie."""


@dataclass(frozen=True)
class Told:
    """One statement about the overall scores of a set of ``firms`` (positions among all that ever answered).

    ``kind``: "mean"; "quantile" with its share ``q``; "share": so many firms lie from ``bound[0]`` to below
    ``bound[1]``. The number told is anything from ``low`` to below ``high``, of firms also that.
    """

    firms: np.ndarray
    kind: str
    low: float
    high: float
    q: float = 0.0
    bound: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Published:
    """A release as its file says it, and the firms that it counted then: their positions and what each was."""

    release: Mapping[str, Any]
    firms: np.ndarray
    fields: pd.DataFrame


def statements(history: Sequence[Published], levels: Mapping[str, float], baseline: str) -> list[Told]:
    """Everything that the releases tell of overall scores. A cell that is repeated speaks of the firms of then.

    ``levels``: id → the score at which it begins, in rising order; ``baseline``: id of one of them.
    """
    by_number = {one.release["number"]: one for one in history}
    told: dict[tuple[Any, ...], list[Told]] = {}
    for one in history:
        for table in one.release["tables"]:
            for cell in table["cells"]:
                then = by_number[cell["number"]]
                key = (*table["fields"], *cell["group"], cell["number"])
                told[key] = [*_of_cell(cell, _inside(then, table["fields"], cell["group"]), levels, baseline)]
    return [one for found in told.values() for one in found]


def _inside(then: Published, fields: Sequence[str], group: Sequence[str]) -> np.ndarray:
    inside = np.ones(len(then.firms), dtype=bool)
    for name, value in zip(fields, group, strict=True):
        grouping = then.release["grouping"][name]
        inside &= np.array([grouping.get(one, "other") == value for one in then.fields[name]])
    return then.firms[inside]


def _of_cell(cell: Mapping[str, Any], firms: np.ndarray, levels: Mapping[str, float], baseline: str) -> Iterator[Told]:
    summary = cell["scores"].get("overall")
    if summary is not None:
        yield Told(firms, "mean", *_span(summary["mean"]))
        for percent, figure in summary["quantiles"].items():
            yield Told(firms, "quantile", *_span(figure), q=int(percent) / 100)
    if cell["below"] is not None:
        yield Told(firms, "share", *_share(cell["below"], len(firms)), bound=(0.0, levels[baseline]))
    ends = dict(zip(levels, [*[*levels.values()][1:], TOP], strict=True))
    for share in cell["levels"]:
        bound = levels[share["levels"][0]], ends[share["levels"][-1]]
        yield Told(firms, "share", *_share(share["share"], len(firms)), bound=bound)


def _span(figure: Any) -> tuple[float, float]:
    """What rounds to a figure of whole points."""
    if isinstance(figure, dict):
        return (0.0, float(figure["below"])) if "below" in figure else (float(figure["above"]), 100.0)
    return figure - 0.5, figure + 0.5


def _share(figure: Any, n: int) -> tuple[float, float]:
    """The numbers of firms that make a published share, for an attacker who knows n: all that it cannot rule out."""
    counts = [count for count in range(n + 1) if _told_share(count, n) == figure]
    return min(counts), max(counts)


def _told_share(count: int, n: int) -> Any:
    def nearest(number: int) -> int:
        return 5 * ((number + 2) // 5)

    part, whole = nearest(count), nearest(n)
    if 100 * part < 5 * whole:
        return {"below": 5}
    if 100 * part > 95 * whole or 100 * nearest(n - count) < 5 * whole:
        return {"above": 95}
    return 5 * ((40 * part + whole) // (2 * whole))


def determined(told: Sequence[Told], n: int, known: np.ndarray) -> np.ndarray:
    """The firms whose score sums would fix if they were published without rounding, less those that are ``known``."""
    sums = [one.firms for one in told if one.kind == "mean"]
    unknown = np.flatnonzero(~known)
    place = np.full(n, -1)
    place[unknown] = np.arange(len(unknown))
    matrix = np.zeros((len(sums), len(unknown)))
    for row, firms in enumerate(sums):
        columns = place[firms]
        matrix[row, columns[columns >= 0]] = 1.0
    if not matrix.size:
        return np.empty(0, dtype=int)
    fixed = (np.linalg.pinv(matrix) * matrix.T).sum(axis=1) > 1 - 1e-9
    found: np.ndarray = unknown[fixed]
    return found


def narrow(told: Sequence[Told], scores: np.ndarray, known: np.ndarray) -> list[int]:
    """The firms, less those that are ``known``, for which no two examples lie ``APART`` points from each other.

    ``scores``: the true ones. Two firms that stand in the same sets can exchange theirs, which no statement shows;
    where that is not far enough an integer program looks for other scores.
    """
    unknown = np.flatnonzero(~known & ~np.isnan(scores))
    sets = np.zeros((len(scores), len(told)), dtype=bool)
    for place, one in enumerate(told):
        sets[one.firms, place] = True
    alike = pd.Series(scores[unknown]).groupby([sets[firm].tobytes() for firm in unknown])
    reach = (alike.transform("max") - alike.transform("min")).to_numpy()
    left = unknown[reach < APART]
    return [int(firm) for firm in left if not _far(told, scores, known, int(firm))]


def _far(told: Sequence[Told], scores: np.ndarray, known: np.ndarray, firm: int) -> bool:
    """Whether two examples for a firm lie far enough apart; its own score is one of them."""
    ends = [_end(told, scores, known, firm, way) for way in (1.0, -1.0)]
    own = float(scores[firm])
    low, high = (own if end is None else end for end in ends)
    return high - low >= APART - 1e-6


def _end(told: Sequence[Told], scores: np.ndarray, known: np.ndarray, firm: int, way: float) -> float | None:
    """The lowest (``way`` 1) or highest (-1) score of a firm in an example; None where none is found in a second.

    One variable for each score, and one for each firm and threshold that says whether the score is on its lower side.
    """
    n = len(scores)
    program = _Program(n)
    fixed = known | np.isnan(scores)
    program.low[:n][fixed] = program.high[:n][fixed] = np.nan_to_num(scores[fixed])
    for one in told:
        if len(one.firms):
            program.add(one)
    return program.solved(firm, way)


class _Program:
    def __init__(self, n: int) -> None:
        self.n = n
        self.low, self.high = np.zeros(n), np.full(n, 100.0)
        self.rows: list[tuple[list[int], list[float], float, float]] = []
        self.binaries: dict[tuple[int, float], int] = {}

    def add(self, one: Told) -> None:
        firms, n = one.firms.tolist(), len(one.firms)
        if one.kind == "mean":
            self.rows.append((firms, [1.0] * n, n * one.low + EDGE, n * one.high - EDGE))
        elif one.kind == "share":
            under = [self._under(firm, one.bound[1], strict=True) for firm in firms if one.bound[1] < TOP]
            below = [self._under(firm, one.bound[0], strict=True) for firm in firms if one.bound[0] > 0]
            past = 0 if under else n
            values = [1.0] * len(under) + [-1.0] * len(below)
            self.rows.append((under + below, values, one.low - past, one.high - past))
        else:  # enough for a quantile of type 7 to lie in its span: both scores that it lies between do
            place = (n - 1) * one.q
            under = [self._under(firm, one.high - EDGE, strict=False) for firm in firms]
            self.rows.append((under, [1.0] * n, math.ceil(place) + 1, n))
            over = [self._under(firm, one.low, strict=True) for firm in firms]
            self.rows.append((over, [1.0] * n, 0, math.floor(place)))

    def _under(self, firm: int, bound: float, *, strict: bool) -> int:
        """The variable that is 1 just where the score is at most the bound; ``strict``: below it."""
        key = (firm, bound - (STEP if strict else 0.0))
        if key not in self.binaries:
            at = self.n + len(self.binaries)
            self.binaries[key] = at
            self.low, self.high = np.append(self.low, 0.0), np.append(self.high, 1.0)
            limit = key[1]
            # x ≤ limit + 100 (1 − b) and x ≥ limit + STEP − 200 b
            self.rows.append(([firm, at], [1.0, 100.0], -np.inf, limit + 100.0))
            self.rows.append(([firm, at], [1.0, 200.0], limit + STEP, np.inf))
        return self.binaries[key]

    def solved(self, firm: int, way: float) -> float | None:
        size = len(self.low)
        at = [row for row, (columns, *_) in enumerate(self.rows) for _ in columns]
        columns = [column for row in self.rows for column in row[0]]
        matrix = csr_array(([value for row in self.rows for value in row[1]], (at, columns)), (len(self.rows), size))
        cost = np.zeros(size)
        cost[firm] = way
        found = milp(
            cost,
            constraints=LinearConstraint(matrix, [row[2] for row in self.rows], [row[3] for row in self.rows]),
            bounds=Bounds(self.low, self.high),
            integrality=(np.arange(size) >= self.n).astype(int),
            options={"time_limit": 2.0, "mip_rel_gap": 0.05},
        )
        return None if found.x is None else float(found.x[firm])


TOP = 101.0
"""Above every score."""

EDGE, STEP = 1e-6, 1e-3
"""What keeps a sum off the end of its span, and two sides of a threshold apart."""
