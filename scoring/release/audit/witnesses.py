"""Other scores that would have led to the very same release: each shows that a firm's own could have been another.

They are cheap and rigorous. Two firms of one class may exchange their scores; a firm may move alone as far as no
rounded figure of its cells would have come out differently; and it may exchange with a firm of another class where
both may move that far in the cells that they do not share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.release.audit.classes import Classes, spread
from scoring.release.audit.standing import Standing
from scoring.release.audit.statements import Knowledge

WIDE = 20.0
"""Points that every interval must span."""

PARTNERS = 3000
"""Firms, drawn where there are more, among which one to exchange with is looked for."""

Reach = tuple[np.ndarray, np.ndarray]
"""The lowest and the highest value that each firm or class is shown to be able to have."""


@dataclass(frozen=True)
class Work:
    """For how many ``classes`` linear programs were needed, and how many programs ran ``out_of_time``."""

    classes: int = 0
    out_of_time: int = 0


def narrow(reach: Reach, knowledge: Knowledge) -> np.ndarray:
    """Which intervals are shorter than they must be, bool; a mark must be able to be set or not."""
    needed = knowledge.scale[1] - knowledge.scale[0] if knowledge.whole else WIDE
    found: np.ndarray = reach[1] - reach[0] < needed - 1e-9
    return found


def exchanged_within(knowledge: Knowledge, classes: Classes, unknown: np.ndarray) -> Reach:
    """What exchanges within its class allow to any unknown firm, by class; what is published cannot show them."""
    return spread(classes, knowledge.values, unknown)


def moved(
    knowledge: Knowledge, standings: Sequence[Standing], firms: np.ndarray, unknown: np.ndarray, seed: int
) -> Reach:
    """What each of these firms can have by moving alone, or by exchange with any unknown firm; float64 (m,)."""
    partners = np.flatnonzero(unknown)
    if len(partners) > PARTNERS:
        partners = np.sort(np.random.default_rng(seed).choice(partners, PARTNERS, replace=False))
    own, theirs = knowledge.values[firms], knowledge.values[partners]
    fits = np.ones((len(firms), len(partners)), dtype=bool)
    low, high = np.full(len(firms), knowledge.scale[0]), np.full(len(firms), knowledge.scale[1])
    for standing in standings:
        from_low, from_high = standing.alone(knowledge.values, firms)
        to_low, to_high = standing.alone(knowledge.values, partners)
        low, high = np.maximum(low, from_low), np.minimum(high, from_high)
        here, there = standing.block.codes[firms], standing.block.codes[partners]
        free = (theirs >= from_low[:, None]) & (theirs <= from_high[:, None])
        free &= (own[:, None] >= to_low) & (own[:, None] <= to_high)
        fits &= free | _together(standing, firms, partners, here, there)
    if knowledge.whole:
        low, high = np.where(low > knowledge.scale[0], own, low), np.where(high < knowledge.scale[1], own, high)
    low = np.minimum(low, np.where(fits, theirs, np.inf).min(axis=1, initial=np.inf))
    return low, np.maximum(high, np.where(fits, theirs, -np.inf).max(axis=1, initial=-np.inf))


def _together(
    standing: Standing, firms: np.ndarray, partners: np.ndarray, here: np.ndarray, there: np.ndarray
) -> np.ndarray:
    """Whether both are in the same set with the same weight, or in none, so that an exchange shows nowhere in it."""
    same: np.ndarray = here[:, None] == there[None, :]
    weights = standing.block.weights
    return same if weights is None else same & (weights[firms][:, None] == weights[partners][None, :])
