"""How far one firm may move by itself before anything that was published would have come out differently."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.release.audit.statements import Block, Facts, Knowledge

EASE = 1e-9
"""Sums are compared with their bounds to within this share of a point for each firm."""


@dataclass(frozen=True)
class Standing:
    """Where the true values stand within what is told of each set of one block.

    ``room``: for each set, by how much its sum may fall and rise. ``spare``: for each set and each of its points, by
    how much the count at or below it may fall (0 or less) and rise. ``down``, ``up``: for each set, the points that no
    single firm may cross downwards, or upwards, since the count would then be another than those that fit.
    """

    block: Block
    room: np.ndarray
    spare: tuple[tuple[np.ndarray, np.ndarray], ...]
    down: tuple[np.ndarray, ...]
    up: tuple[np.ndarray, ...]

    def alone(self, values: np.ndarray, firms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The lowest and the highest value of each of these firms, float64 (m,), if no other firm of its set moves."""
        codes = self.block.codes[firms]
        weights = np.ones(len(firms)) if self.block.weights is None else self.block.weights[firms]
        low, high = np.full(len(firms), -np.inf), np.full(len(firms), np.inf)
        for code in np.unique(codes[codes >= 0]):
            here = np.flatnonzero(codes == code)
            own = values[firms[here]]
            fall, rise = self.room[code]
            ends = np.stack([-fall / weights[here], rise / weights[here]])  # the other way round for negative weights
            low[here] = np.maximum(own + ends.min(axis=0), _last_below(self.down[code], own))
            high[here] = np.minimum(own + ends.max(axis=0), _first_from(self.up[code], own))
        return low, high


def _last_below(points: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Just above the last point that lies below each value: at or below that point would be a count more."""
    bounds = np.concatenate([[-np.inf], np.nextafter(points, np.inf)])
    found: np.ndarray = bounds[np.searchsorted(points, own, side="left")]
    return found


def _first_from(points: np.ndarray, own: np.ndarray) -> np.ndarray:
    """The first point at or above each value: beyond it would be a count less."""
    found: np.ndarray = np.concatenate([points, [np.inf]])[np.searchsorted(points, own, side="left")]
    return found


def standings(knowledge: Knowledge) -> tuple[Standing, ...]:
    """How the truth stands within each block."""
    return tuple(standing(block, knowledge.values) for block in knowledge.blocks)


def standing(block: Block, values: np.ndarray) -> Standing:
    sets = len(block.facts)
    inside = np.flatnonzero(block.codes >= 0)
    codes = block.codes[inside]
    weights = np.ones(len(inside)) if block.weights is None else block.weights[inside]
    sums = np.bincount(codes, values[inside] * weights, minlength=sets)
    ease = EASE * np.bincount(codes, np.abs(weights), minlength=sets)
    totals = np.array([facts.total for facts in block.facts]).reshape(sets, 2)
    room = np.stack([sums - totals[:, 0] + ease, totals[:, 1] - sums + ease], axis=1)
    spare = _spare(block.facts, values[inside], codes)
    at = [np.array(facts.at) for facts in block.facts]
    down = tuple(points[rise < 1] for points, (_, rise) in zip(at, spare, strict=True))
    up = tuple(points[fall > -1] for points, (fall, _) in zip(at, spare, strict=True))
    return Standing(block, np.maximum(room, 0.0), spare, down, up)


def _spare(
    facts: tuple[Facts, ...], values: np.ndarray, codes: np.ndarray
) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """For each set by how much each of its counts may change: never more than 0 down, or less than 0 up."""
    none = np.empty(0)
    if not any(fact.at for fact in facts):
        return ((none, none),) * len(facts)
    order = np.lexsort((values, codes))
    ends = np.searchsorted(codes[order], np.arange(len(facts) + 1))
    found = []
    for fact, start, end in zip(facts, ends[:-1], ends[1:], strict=True):
        count = np.searchsorted(values[order[start:end]], np.array(fact.at), side="right")
        found.append((np.minimum(np.array(fact.least) - count, 0.0), np.maximum(np.array(fact.most) - count, 0.0)))
    return tuple(found)
