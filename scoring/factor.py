"""One common factor behind the answers to some questions, and McDonald's omega: how much of their sum is its doing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from scoring.messages import N_, Message

LEAST_UNIQUENESS = 0.005
"""A question keeps this share of its variance to itself at least, as in R's ``factanal``; a fit that goes further down
is a Heywood case: no answers could be like that."""

SETTLED = 1e-5
"""What may be left of the slope at the minimum, per unit of log uniqueness."""

ROUGHLY = 15
"""Steps of the search from each start before the best of them is followed to the end."""

DETERMINED = 1e-6
"""Least curvature at the minimum: with less, other loadings would fit as well."""

SINGULAR = 1e-9
"""Least eigenvalue of a matrix of correlations that can be inverted."""

ONE_FACTOR = N_(
    "Omega takes it that one common factor is behind these questions. It does not show that this is so, and a checklist"
    " need not have one."
)
NO_INTERVAL = N_("Omega of other firms would differ, the more so the fewer firms answered everything.")
AGAINST = N_(
    "These questions run against the common factor: {questions}. Check whether their scales have to be turned round"
    " before omega is read."
)
TOO_FEW_QUESTIONS = N_("There is no omega: one factor needs three questions or more.")
TOO_FEW_FIRMS = N_("There is no omega: {k} questions need {least} firms or more that answered all of them, not {n}.")
CONSTANT = N_("There is no omega: of the firms that answered everything, all answered these alike: {questions}.")
REPEATED = N_("There is no omega: some of the questions follow from others exactly.")
HEYWOOD = N_("There is no omega: the factor would explain these questions whole (a Heywood case): {questions}.")
UNDETERMINED = N_("There is no omega: fewer than three questions go together, and those do not settle a factor.")
UNSETTLED = N_("There is no omega: the search for the factor did not come to an end.")


@dataclass(frozen=True)
class OneFactor:
    """A factor fitted to k correlated questions of variance 1: ``loadings`` and ``uniquenesses``, float64 (k,);
    ``discrepancy``: Jöreskog's F at the minimum, 0 for a perfect fit. The loadings add up to 0 or more."""

    loadings: np.ndarray
    uniquenesses: np.ndarray
    discrepancy: float

    @property
    def omega(self) -> float:
        common = float(self.loadings.sum()) ** 2
        return common / (common + float(self.uniquenesses.sum()))


@dataclass(frozen=True)
class Loading:
    """Correlation of a question with the factor, and the share of its variance that is its own."""

    question: str
    loading: float
    uniqueness: float


@dataclass(frozen=True)
class Omega:
    """McDonald's omega of some questions, 0 to 1; ``value`` None for the ``reason`` given. ``n``: firms with all
    answers, the only ones that count. ``loadings``: one for each question, in the order asked; none without omega."""

    value: float | None
    n: int
    loadings: tuple[Loading, ...]
    reason: Message | None
    limits: tuple[Message, ...]


class NoFactorError(ValueError):
    """Correlations that have no settled common factor; ``reason`` says why."""

    def __init__(self, reason: Message) -> None:
        self.reason = reason
        super().__init__(str(reason))


def omega_of(items: pd.DataFrame) -> Omega:
    """McDonald's omega of items, float (n, k), one column for each item on its own scale, NaN missing.

    (Σλ)² / ((Σλ)² + Σθ) with loadings λ and uniquenesses θ of one factor, fitted to the correlations of the firms
    without a gap by ``one_factor`` (McDonald 1999, Test Theory, chapter 6). There is none for fewer than three
    items, no more firms than items, a constant item, items that follow from each other, and a Heywood case.

    Raises ``ValueError`` for infinite values.
    """
    values = items.astype(np.float64)
    if np.isinf(values.to_numpy()).any():
        raise ValueError("an item has an infinite value")
    complete = values.dropna()
    names = [str(name) for name in complete.columns]
    try:
        fitted = one_factor(_correlations(complete), names)
    except NoFactorError as error:
        return Omega(None, len(complete), (), error.reason, (Message(ONE_FACTOR),))
    against = [name for name, loading in zip(names, fitted.loadings, strict=True) if loading < 0]
    warning = (Message(AGAINST, {"questions": ", ".join(against)}),) if against else ()
    pairs = zip(names, fitted.loadings.tolist(), fitted.uniquenesses.tolist(), strict=True)
    loadings = tuple(Loading(name, loading, own) for name, loading, own in pairs)
    return Omega(fitted.omega, len(complete), loadings, None, (Message(ONE_FACTOR), Message(NO_INTERVAL), *warning))


def _correlations(complete: pd.DataFrame) -> np.ndarray:
    """Correlations (k, k) of items without a gap; the reason where there are none."""
    n, k = complete.shape
    if k < 3:
        raise NoFactorError(Message(TOO_FEW_QUESTIONS))
    if n <= k:  # deviations from the mean have rank n − 1 at most
        raise NoFactorError(Message(TOO_FEW_FIRMS, {"k": k, "least": k + 1, "n": n}))
    if alike := [str(name) for name in complete.columns if complete[name].min() == complete[name].max()]:
        raise NoFactorError(Message(CONSTANT, {"questions": ", ".join(alike)}))
    correlations: np.ndarray = np.corrcoef(complete.to_numpy(), rowvar=False)
    return correlations


def one_factor(correlations: np.ndarray, names: list[str] | None = None) -> OneFactor:
    """The factor of maximum likelihood behind a matrix of correlations (k, k), k ≥ 3.

    With R the correlations, minimises F(θ) = Σ(eᵢ − ln eᵢ) − (k − 1) over the eigenvalues e of θ^-½ R θ^-½ but the
    greatest (Jöreskog 1967, Psychometrika 32:443); the greatest, e₁ with eigenvector v, gives λ = θ^½ v √(e₁ − 1). The
    search runs over ln θ with its slope, by L-BFGS-B, from k + 3 starts: F may have several minima.

    Raises ``NoFactorError``: R cannot be inverted; a uniqueness ends at its bound of 0.005 (by name, where ``names``
    are given); fewer than three loadings differ from 0, so that others would fit as well; the search does not settle.
    """
    if np.linalg.eigvalsh(correlations)[0] < SINGULAR:
        raise NoFactorError(Message(REPEATED))
    logs, slope = _least(correlations)
    uniquenesses = np.exp(logs)
    bound = logs <= np.log(LEAST_UNIQUENESS) + SETTLED
    if bound.any():
        known = names or [str(place + 1) for place in range(len(logs))]
        whole = [name for name, low in zip(known, bound, strict=True) if low]
        raise NoFactorError(Message(HEYWOOD, {"questions": ", ".join(whole)}))
    if np.abs(slope).max() > SETTLED:
        raise NoFactorError(Message(UNSETTLED))
    discrepancy, loadings = _fit(correlations, uniquenesses)
    if _curvature(loadings, uniquenesses) < DETERMINED:
        raise NoFactorError(Message(UNDETERMINED))
    return OneFactor(loadings if loadings.sum() >= 0 else -loadings, uniquenesses, discrepancy)


def _least(correlations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logs of the uniquenesses with the least discrepancy, and the slope there; the best of all starts is followed."""
    from scipy.optimize import minimize  # noqa: PLC0415 - scipy takes long to import, and scores do not need it
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types

    bounds = [(np.log(LEAST_UNIQUENESS), 0.0)] * len(correlations)

    def search(start: np.ndarray, **options: float) -> Any:
        return minimize(partial(_discrepancy, correlations), start, jac=True, bounds=bounds, options=options)

    with threadpool_limits(1):  # several processors on so small a matrix wait for each other most of the time
        near = min((search(start, maxiter=ROUGHLY) for start in _starts(correlations)), key=lambda one: float(one.fun))
        found = search(near.x, ftol=0.0, gtol=SETTLED / 1000, maxiter=5000, maxfun=50_000)
    return found.x, found.jac


def _starts(correlations: np.ndarray) -> np.ndarray:
    """Logs of uniquenesses (k + 3, k) to search from: F has several minima where a factor could lean on this question
    or on that, so that each question is once made to be nearly the factor itself."""
    k = len(correlations)
    own = np.clip((1 - 0.5 / k) / np.linalg.inv(correlations).diagonal(), LEAST_UNIQUENESS, 1.0)
    leaning = np.where(np.eye(k, dtype=bool), 0.2, 0.9)
    starts: np.ndarray = np.log([own, np.full(k, 0.5), np.full(k, 0.9), *leaning])
    return starts


def _discrepancy(correlations: np.ndarray, logs: np.ndarray) -> tuple[float, np.ndarray]:
    """Jöreskog's F at ln θ, and its slope: (λλ' + θ − R) on the diagonal, over θ."""
    uniquenesses = np.exp(logs)
    discrepancy, loadings = _fit(correlations, uniquenesses)
    return discrepancy, (loadings**2 + uniquenesses - 1.0) / uniquenesses


def _fit(correlations: np.ndarray, uniquenesses: np.ndarray) -> tuple[float, np.ndarray]:
    """F and the loadings that go best with these uniquenesses."""
    roots = np.sqrt(uniquenesses)
    values, vectors = np.linalg.eigh(correlations / np.outer(roots, roots))
    rest = values[:-1]
    discrepancy = float((rest - np.log(rest)).sum()) - len(rest)
    return discrepancy, roots * vectors[:, -1] * np.sqrt(max(values[-1] - 1.0, 0.0))


def _curvature(loadings: np.ndarray, uniquenesses: np.ndarray) -> float:
    """The least expected curvature of F over ln θ: the least eigenvalue of (I − uu')², entry by entry, with u along
    θ^-½ λ (Lawley & Maxwell 1971, Factor Analysis as a Statistical Method). 0 with fewer than three loadings.
    """
    along = loadings / np.sqrt(uniquenesses)
    length = float(np.linalg.norm(along))
    if length < SETTLED:
        return 0.0
    apart = np.eye(len(along)) - np.outer(along, along) / length**2
    return float(np.linalg.eigvalsh(apart**2)[0])
