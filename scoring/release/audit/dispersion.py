"""How far one firm's score may be from the others, by what is published of how far they all lie apart.

The interval of a mean tells the standard deviation; Gini and Theil's T are told beside it. Where all scores are about
the same, these leave little room to any single one: with forty firms around 20 points a Gini of 0.00 places every firm
within 9 points. All three rise when scores move apart and fall when some are replaced by their mean (Marshall and Olkin
1979, Inequalities), so that they are least, for one score and the known ones as they are, where all others are equal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.release.cells import Z

LARGEST = 2000
"""Firms of a cell up to which this is looked at; in more, one firm's score moves none of these figures."""

STEPS = 401
"""Scores that are tried, from one end of the scale to the other: every quarter of a point."""

MEANS = 9
"""Means that are tried within what the rounded one allows, beside the true one."""

SLACK = 1e-9
"""Share by which a figure may exceed its bound, for what sums of floats leave behind."""


@dataclass(frozen=True)
class Dispersion:
    """What is told of how far ``n`` scores lie apart.

    ``mean``: the lowest, the true and the highest mean that the rounded one allows. ``interval``: the lowest low end
    and the highest high end of its interval; infinite where only a side of 5 or 95 is told. ``gini``, ``theil``: the
    highest that are rounded so; inf where none is told.
    """

    n: int
    mean: tuple[float, float, float]
    interval: tuple[float, float] = (-np.inf, np.inf)
    gini: float = np.inf
    theil: float = np.inf


def room(told: Dispersion, known: np.ndarray, scale: tuple[float, float]) -> tuple[float, float]:
    """The lowest and the highest score that any single firm of the cell can have, for one who knows the scores of
    others of its firms; the whole scale where only one firm is unknown, since sums determine that one."""
    others = told.n - len(known) - 1
    if others < 1 or told.n > LARGEST:
        return scale
    score = np.linspace(*scale, STEPS)[:, None]
    mean = np.append(np.linspace(told.mean[0], told.mean[2], MEANS), told.mean[1])[None, :]
    other = (told.n * mean - known.sum() - score) / others
    fits = (other >= scale[0] - SLACK) & (other <= scale[1] + SLACK)
    for within in (_within_interval, _within_gini, _within_theil):
        fits &= within(told, np.sort(known), score, np.clip(other, *scale), mean)
    possible = score[fits.any(axis=1), 0]
    return (float(possible[0]), float(possible[-1])) if len(possible) else (np.inf, -np.inf)


def _within_interval(
    told: Dispersion, known: np.ndarray, score: np.ndarray, other: np.ndarray, mean: np.ndarray
) -> np.ndarray:
    margin = np.minimum(mean - told.interval[0], told.interval[1] - mean)
    most = (told.n - 1) * told.n * (np.maximum(margin, 0.0) / Z) ** 2
    squares = (known**2).sum() - 2 * mean * known.sum() + len(known) * mean**2
    squares = squares + (score - mean) ** 2 + (told.n - len(known) - 1) * (other - mean) ** 2
    found: np.ndarray = squares <= most * (1 + SLACK) + SLACK * told.n
    return found


def _within_gini(
    told: Dispersion, known: np.ndarray, score: np.ndarray, other: np.ndarray, mean: np.ndarray
) -> np.ndarray:
    if np.isinf(told.gini):
        return np.ones(other.shape, dtype=bool)
    others = told.n - len(known) - 1
    among = float(((2 * np.arange(len(known)) - len(known) + 1) * known).sum())
    apart = among + _away(known, score) + others * (_away(known, other) + np.abs(score - other))
    found: np.ndarray = apart <= told.gini * told.n**2 * mean * (1 + SLACK) + SLACK * told.n
    return found


def _away(known: np.ndarray, score: np.ndarray) -> np.ndarray:
    """How far some scores are from all the known ones, rising, added up."""
    below = np.searchsorted(known, score)
    sums = np.concatenate([[0.0], np.cumsum(known)])
    found: np.ndarray = score * (2 * below - len(known)) + sums[-1] - 2 * sums[below]
    return found


def _within_theil(
    told: Dispersion, known: np.ndarray, score: np.ndarray, other: np.ndarray, mean: np.ndarray
) -> np.ndarray:
    if np.isinf(told.theil):
        return np.ones(other.shape, dtype=bool)
    parts = _entropy(known).sum() + _entropy(score) + (told.n - len(known) - 1) * _entropy(other)
    most = told.n * (told.theil * mean + _entropy(mean))
    found: np.ndarray = parts <= most + SLACK * told.n * (1 + np.abs(most))
    return found


def _entropy(score: np.ndarray) -> np.ndarray:
    """x · ln x; 0 for 0."""
    found: np.ndarray = score * np.log(np.where(score > 0, score, 1.0))
    return found
