"""What published figures say about one measure of some firms: weighted means, and how many lie at or below a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.release.audit.dispersion import Dispersion


@dataclass(frozen=True)
class Statement:
    """One published figure, as an interval.

    ``firms``: their positions, distinct. Without ``at``: their mean, by ``weights`` if there are any, lies in
    [``low``, ``high``]. With ``at``: the number of them whose value is at or below it lies in [``low``, ``high``].
    """

    firms: np.ndarray
    low: float
    high: float
    at: float | None = None
    weights: np.ndarray | None = None


@dataclass(frozen=True)
class Facts:
    """All that is told of one set of firms: bounds of the (weighted) sum, and at each point ``at``, rising, the
    ``least`` and the ``most`` firms that are at or below it. ``dispersion``: how far apart they lie, if it is told."""

    total: tuple[float, float] = (-np.inf, np.inf)
    at: tuple[float, ...] = ()
    least: tuple[float, ...] = ()
    most: tuple[float, ...] = ()
    dispersion: Dispersion | None = None

    @property
    def sums(self) -> bool:
        """Whether the sum is told at all."""
        return bool(np.isfinite(self.total).any())


@dataclass(frozen=True)
class Block:
    """Sets of firms that have none in common, such as the cells of a table.

    ``codes``: int (n,), which set each firm is in, −1 for none. ``facts``: for each set. ``weights``: float64 (n,) of
    the sums, 1 if None; −1 for what is taken away.
    """

    codes: np.ndarray
    facts: tuple[Facts, ...]
    weights: np.ndarray | None = None

    def of(self, firms: np.ndarray) -> Block:
        """The same about some of the firms, by position; what is told of the sets is kept as it is."""
        return Block(self.codes[firms], self.facts, None if self.weights is None else self.weights[firms])


@dataclass(frozen=True)
class Knowledge:
    """All that is told about one measure: ``values`` float64 (n,), the truth, in ``scale``; and the ``blocks``.

    ``whole``: whether only the two ends of the scale can be values, as for marks.
    """

    values: np.ndarray
    blocks: tuple[Block, ...]
    scale: tuple[float, float] = (0.0, 100.0)
    whole: bool = False

    def __len__(self) -> int:
        return len(self.values)


def knowledge_of(
    values: np.ndarray, statements: Sequence[Statement], scale: tuple[float, float] = (0.0, 100.0), whole: bool = False
) -> Knowledge:
    """Statements about n firms, gathered by the sets that they speak of, and those into blocks of disjoint sets.

    Raises ``ValueError`` where a statement is not true of ``values``: nothing can be learned from what is false.
    """
    truth = np.asarray(values, dtype=np.float64)
    for statement in statements:
        if not _is_true(statement, truth):
            raise ValueError(f"not true of the values: {statement}")
    blocks = tuple(block for together in _disjoint(_by_set(statements)) for block in [_block(together, len(truth))])
    return Knowledge(truth, blocks, scale, whole)


def _is_true(statement: Statement, values: np.ndarray) -> bool:
    own = values[statement.firms]
    told = np.average(own, weights=statement.weights) if statement.at is None else float((own <= statement.at).sum())
    return bool(statement.low - 1e-9 <= told <= statement.high + 1e-9)


_Key = tuple[bytes, bytes]


def _by_set(statements: Sequence[Statement]) -> list[list[Statement]]:
    found: dict[_Key, list[Statement]] = {}
    for statement in statements:
        firms = np.asarray(statement.firms, dtype=np.int64)
        order = np.argsort(firms, kind="stable")
        weights = None if statement.weights is None else np.asarray(statement.weights, dtype=np.float64)[order]
        ordered = Statement(firms[order], statement.low, statement.high, statement.at, weights)
        key = (ordered.firms.tobytes(), b"" if weights is None else weights.tobytes())
        found.setdefault(key, []).append(ordered)
    return list(found.values())


def _disjoint(sets: list[list[Statement]]) -> list[list[list[Statement]]]:
    """The sets in as few heaps as first fit makes, no two of a heap with a firm in common, weighted ones apart."""
    heaps: list[tuple[bool, set[int], list[list[Statement]]]] = []
    for about in sets:
        firms, weighted = set(about[0].firms.tolist()), about[0].weights is not None
        fits = (heap for heap in heaps if heap[0] == weighted and heap[1].isdisjoint(firms))
        if (heap := next(fits, None)) is None:
            heaps.append(heap := (weighted, set(), []))
        heap[1].update(firms)
        heap[2].append(about)
    return [heap for _, _, heap in heaps]


def _block(sets: list[list[Statement]], n: int) -> Block:
    codes, weights = np.full(n, -1, dtype=np.int32), np.ones(n)
    for code, about in enumerate(sets):
        codes[about[0].firms] = code
        if about[0].weights is not None:
            weights[about[0].firms] = about[0].weights
    weighted = any(about[0].weights is not None for about in sets)
    return Block(codes, tuple(_facts(about) for about in sets), weights if weighted else None)


def _facts(about: list[Statement]) -> Facts:
    weight = float(len(about[0].firms) if about[0].weights is None else about[0].weights.sum())
    means = [statement for statement in about if statement.at is None]
    low = max((statement.low for statement in means), default=-np.inf) * weight
    high = min((statement.high for statement in means), default=np.inf) * weight
    counts: dict[float, tuple[float, float]] = {}
    for statement in about:
        if statement.at is not None:
            least, most = counts.get(statement.at, (-np.inf, np.inf))
            counts[statement.at] = (max(least, statement.low), min(most, statement.high))
    at = tuple(sorted(counts))
    return Facts((low, high), at, tuple(counts[point][0] for point in at), tuple(counts[point][1] for point in at))
