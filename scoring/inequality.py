"""The divide between firms: how far apart the strong and the weak are, and how much of it lies between groups."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from scoring.instrument import Instrument, Rule
from scoring.messages import N_, Message, Problem, WaymarkError, counted
from scoring.scores import Scores, level_of

FRONTIER_FROM = 100
"""Firms from which a ninth decile stands on ten firms or more."""

EQUAL = 1e-9
"""Scores that differ by no more than this share of the largest are equal: floats leave less than that behind."""


class InequalityError(WaymarkError):
    """Scores whose divide cannot be measured; ``problems`` says why."""


@dataclass(frozen=True)
class GroupPart:
    """One group in a decomposition: its ``n`` firms, its ``share`` (of the sum of scores under Theil's T, of the firms
    under the mean log deviation), its ``mean`` score and the ``inequality`` within it, None where its mean is 0.

    ``group`` is None for the firms whose group is not known: they are kept as a group of their own, so that the parts
    add up.
    """

    group: str | None
    n: int
    share: float
    mean: float
    inequality: float | None


@dataclass(frozen=True)
class Decomposed:
    """An inequality of n firms that is the sum of what lies ``within`` and what lies ``between`` groups, in nats.

    ``between_share``: between / total, in [0, 1]; None where the total is 0, which has no shares, and without groups.
    """

    n: int
    total: float
    within: float
    between: float
    groups: tuple[GroupPart, ...]

    @property
    def between_share(self) -> float | None:
        return self.between / self.total if self.groups and self.total > 0 else None


@dataclass(frozen=True)
class Divide:
    """How unequal n firms are. Scores in points, shares in [0, 1]; ``missing`` firms have no score and are left out.

    Headline: ``p10``, ``p90`` and their distance ``gap``, and ``below`` firms, ``below_share`` of n, strictly below the
    level ``baseline`` (an id). ``gini``, ``theil``: None where all scores are 0; ``mld``: None where any is, and
    ``zeros`` says how many are. ``frontier``: P90, from 100 firms on. ``method`` and ``limits``: how it was measured,
    and what it does not show. Whether a figure may be published is not decided here.
    """

    n: int
    missing: int
    p10: float
    p90: float
    baseline: str
    below: int
    gini: float | None
    theil: Decomposed | None
    mld: Decomposed | None
    zeros: int
    frontier: float | None
    method: Message
    limits: tuple[Message, ...]

    @property
    def gap(self) -> float:
        return self.p90 - self.p10

    @property
    def below_share(self) -> float:
        return self.below / self.n


def divide(scores: Scores, groups: ArrayLike | pd.Series | None = None, dimension: str | None = None) -> Divide:
    """The divide in the overall scores of n firms, or in those of one ``dimension``, and in parts by ``groups``.

    ``groups``: n labels, such as a column of the profile. Firms without a score are left out and counted.
    Raises ``InequalityError`` where no firm has a score or one is below 0, ``ValueError`` where there is not one label
    for each firm.
    """
    points = scores.overall if dimension is None else scores.dimensions[dimension]
    values, labels = _scored(points, groups)
    zeros = int((values == 0).sum())
    p10, p90 = (float(quantile) for quantile in np.quantile(values, (0.1, 0.9)))
    return Divide(
        n=len(values),
        missing=len(points) - len(values),
        p10=p10,
        p90=p90,
        baseline=scores.instrument.baseline,
        below=below_baseline(scores.instrument, values),
        gini=gini(values),
        theil=theil(values, labels),
        mld=mean_log_deviation(values, labels),
        zeros=zeros,
        frontier=frontier(values),
        method=METHOD,
        limits=_limits(_rule(scores.instrument, dimension), len(values), zeros),
    )


METHOD = Message(
    N_(
        "P90 − P10 with quantiles of type 7; the share of firms strictly below the baseline level; the Gini coefficient"
        " without the factor n/(n − 1); Theil’s T and the mean log deviation, within and between groups."
    )
)
SELF_REPORTED = Message(N_("Of responding firms, self-reported: those who did not answer may differ."))
NO_ZERO = Message(
    N_(
        "A score has no natural zero: the Gini coefficient, Theil’s T and the mean log deviation depend on where the"
        " scale begins, and are for comparing tables of one questionnaire."
    )
)
ADDED_UP = Message(
    N_(
        "What is added up or counted are the items of this questionnaire: the figures are for comparing tables of it."
        " Firms whose blanks leave a range have no score and are left out."
    )
)
NO_FRONTIER = Message(N_("There is no frontier: it needs {needed} firms."), {"needed": FRONTIER_FROM})


def _rule(instrument: Instrument, dimension: str | None) -> Rule:
    return instrument.overall if dimension is None else {one.id: one.rule for one in instrument.dimensions}[dimension]


def _limits(rule: Rule, n: int, zeros: int) -> tuple[Message, ...]:
    found = [SELF_REPORTED, ADDED_UP if rule in ("sum", "count") else NO_ZERO]
    if n < FRONTIER_FROM:
        found.append(NO_FRONTIER)
    if zeros:
        found.append(
            counted(
                "There is no mean log deviation: {n} firm has a score of 0, which has no logarithm.",
                "There is no mean log deviation: {n} firms have a score of 0, which has no logarithm.",
                zeros,
            )
        )
    return tuple(found)


def gap(points: ArrayLike) -> float:
    """P90 − P10 of the scores, in points, with quantiles of type 7 (Hyndman and Fan 1996). NaN is left out.

    Raises ``InequalityError`` where there is no score or one is below 0, as do the functions below.
    """
    low, high = np.quantile(_scored(points)[0], (0.1, 0.9))
    return float(high - low)


def below_baseline(instrument: Instrument, points: ArrayLike) -> int:
    """How many scores are strictly below the instrument's baseline level, by its cuts, compared after rounding to 1e-9.

    With ``cut: lower`` a score at the bound has reached the level; with ``cut: upper`` one at the bound of the level
    before has not.
    """
    baseline = [level.id for level in instrument.levels].index(instrument.baseline)
    return int((level_of(instrument, _scored(points)[0]) < baseline).sum())


def frontier(points: ArrayLike) -> float | None:
    """P90 of all firms (never of a group, never a maximum), in points; None below 100 scores."""
    values, _ = _scored(points)
    return float(np.quantile(values, 0.9)) if len(values) >= FRONTIER_FROM else None


def gini(points: ArrayLike) -> float | None:
    """Gini = Σ(2i − n − 1)x₍ᵢ₎ / (nΣx), without n/(n − 1): 0 for equal scores, (n − 1)/n where one firm has all.

    NaN is left out; None where all scores are 0. One firm alone has 0.
    """
    values = np.sort(_scored(points)[0])
    n = len(values)
    if values[-1] == 0:
        return None
    if _equal(values):
        return 0.0
    places = 2.0 * np.arange(1, n + 1) - n - 1
    places *= values  # summed without BLAS, whose threads cost a busy machine more than they save
    return float(places.sum() / (n * values.sum()))


def theil(points: ArrayLike, groups: ArrayLike | pd.Series | None = None) -> Decomposed | None:
    """Theil's T = mean of (x/x̄) ln(x/x̄), as Σ s_g T_g + Σ s_g ln(x̄_g/x̄) with s the group's share of the sum.

    0·ln 0 = 0. NaN is left out, an unknown group is one of its own; None where all scores are 0 (Theil 1967).
    """
    values, labels = _scored(points, groups)
    if not values.any():
        return None
    found = _grouped(values, labels)
    share = found.n / len(values) * found.mean / values.mean()
    return _decomposed(values, found, share, _theil_terms)


def mean_log_deviation(points: ArrayLike, groups: ArrayLike | pd.Series | None = None) -> Decomposed | None:
    """MLD = mean of ln(x̄/x), as Σ p_g L_g + Σ p_g ln(x̄/x̄_g) with p the group's share of the firms.

    None where any score is 0, for which there is no logarithm; scores are never shifted to have one. NaN is left out,
    an unknown group is one of its own.
    """
    values, labels = _scored(points, groups)
    if (values == 0).any():
        return None
    found = _grouped(values, labels)
    return _decomposed(values, found, found.n / len(values), _mld_terms)


Terms = Callable[[np.ndarray, np.ndarray | float], np.ndarray]
"""What each score adds to n times the inequality, by the mean that it is held against."""


def _theil_terms(values: np.ndarray, mean: np.ndarray | float) -> np.ndarray:
    """r ln r − r + 1 with r = x/x̄, whose mean is that of r ln r; never below 0, and exact for small differences."""
    terms: np.ndarray = (1 + _apart(values, mean)) * _logs(values, mean) - _apart(values, mean)
    return terms


def _mld_terms(values: np.ndarray, mean: np.ndarray | float) -> np.ndarray:
    """r − 1 − ln r with r = x/x̄, whose mean is that of −ln r, for the same reasons."""
    terms: np.ndarray = _apart(values, mean) - _logs(values, mean)
    return terms


def _apart(values: np.ndarray, mean: np.ndarray | float) -> np.ndarray:
    """x/x̄ − 1; 0 where the mean is 0."""
    apart = values - mean
    found: np.ndarray = np.divide(apart, mean, out=np.zeros_like(apart), where=np.asarray(mean) > 0)
    return found


def _logs(values: np.ndarray, mean: np.ndarray | float) -> np.ndarray:
    """ln(x/x̄); 0 where x is 0, since it is multiplied by x there."""
    apart = _apart(values, mean)
    near = np.abs(apart) < 0.5
    logs = np.log1p(apart, out=np.zeros_like(apart), where=near)
    far = ~near & (values > 0)
    ratio = np.log(values, out=np.zeros_like(apart), where=far) - np.log(mean, out=np.zeros_like(apart), where=far)
    found: np.ndarray = logs + ratio
    return found


@dataclass(frozen=True)
class _Groups:
    """The groups, each with its firms and mean score, and the place of each firm's group among them."""

    names: list[str | None]
    places: np.ndarray
    n: np.ndarray
    mean: np.ndarray


def _grouped(values: np.ndarray, labels: pd.Series | None) -> _Groups:
    """The groups by name, the unknown one last; without labels one group that has no name."""
    if labels is None:
        return _Groups([], np.zeros(len(values), dtype=np.intp), np.array([len(values)]), np.array([values.mean()]))
    places, found = pd.factorize(labels, sort=True, use_na_sentinel=False)
    names = [None if pd.isna(name) else str(name) for name in found]
    n = np.bincount(places, minlength=len(names))
    return _Groups(names, places, n, np.bincount(places, values, len(names)) / n)


def _flat(values: np.ndarray, places: np.ndarray, groups: int) -> np.ndarray:
    """Which groups have equal scores throughout, bool (groups,)."""
    low, high = np.full(groups, np.inf), np.zeros(groups)
    np.minimum.at(low, places, values)
    np.maximum.at(high, places, values)
    flat: np.ndarray = high - low <= EQUAL * high
    return flat


def _equal(values: np.ndarray) -> bool:
    return bool(np.ptp(values) <= EQUAL * values.max())


def _decomposed(values: np.ndarray, groups: _Groups, share: np.ndarray, terms: Terms) -> Decomposed:
    n, mean, size = groups.n, groups.mean, len(groups.n)
    inside = np.bincount(groups.places, terms(values, mean[groups.places]), size) / n
    inside[_flat(values, groups.places, size)] = 0.0
    within = math.fsum(share * inside)
    between = 0.0 if _equal(mean) else float(n @ terms(mean, values.mean())) / len(values)
    parts = tuple(
        GroupPart(name, int(n[g]), float(share[g]), float(mean[g]), float(inside[g]) if mean[g] > 0 else None)
        for g, name in enumerate(groups.names)
    )
    return Decomposed(len(values), within + between, within, between, parts)


def _scored(points: ArrayLike, groups: ArrayLike | pd.Series | None = None) -> tuple[np.ndarray, pd.Series | None]:
    """The scores that there are, float64, and the group of each, string; by place, whatever the indexes say."""
    values = np.asarray(points, dtype=np.float64)
    labels = None if groups is None else np.asarray(groups)
    if values.ndim != 1 or (labels is not None and labels.shape != values.shape):
        raise ValueError("scores in one column are needed, and one group for each where there are groups")
    there = ~np.isnan(values)
    if not there.any():
        raise InequalityError([Problem("scores", Message(N_("No firm has a score: there is no divide to measure.")))])
    if not (np.isfinite(values[there]) & (values[there] >= 0)).all():
        raise InequalityError([Problem("scores", Message(N_("The divide is measured on scores of 0 and more only.")))])
    return values[there], None if labels is None else pd.Series(labels[there]).astype("string")
