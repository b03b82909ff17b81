"""Reliability of a body of answers: how far the answers to some questions go together. Never of one firm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from scoring.messages import N_, Message
from scoring.scores import Scores

Missing = Literal["pairwise", "listwise"]
"""Which firms count where answers are missing: each covariance over the firms that answered both of its questions, or
everything over the firms that answered all of them."""

CHECKLIST = N_(
    "A low alpha of a checklist is no failure: measures that are in place or not need not go together, and each of them"
    " may matter all the same."
)
NOT_VALIDITY = N_(
    "Alpha says how far the answers go together. It does not say that the questions measure what they are meant to, or"
    " one thing only."
)
SAMPLING_ONLY = N_(
    "The interval covers sampling error only, of the firms with all answers. It says nothing of firms that did not take"
    " part, or of answers that are not true."
)
NO_INTERVAL = N_("There is no interval: it needs two firms or more with all answers.")
CONSTANT = N_(
    "Everybody answered these questions alike: {questions}. They count in raw alpha, but there is no standardised one."
)
AGAINST = N_(
    "These questions run against the others: {questions}. Check whether their scales have to be turned round before"
    " alpha is read."
)
CONTRADICTORY = N_(
    "The covariances come from different firms and no single body of answers could have them all. Look at the listwise"
    " alpha too."
)
ALWAYS = (Message(CHECKLIST), Message(NOT_VALIDITY))
"""What holds for every alpha."""

TOO_FEW_QUESTIONS = N_("Alpha needs two questions or more.")
TOO_FEW_FIRMS = N_("Alpha needs two firms or more that answered the same questions; fewer answered {questions}.")
NO_VARIANCE = N_("There is no alpha: the sum of the questions does not vary.")
NO_PAIRWISE = N_("There is no pairwise alpha: the covariances of different firms contradict each other.")

LEVEL = 0.95
"""How often an interval of Feldt's covers the alpha of all firms, were the firms drawn at random."""

TOLERANCE = 1e-9
"""What rounding may leave of a variance, as a share of the sum of the variances."""


@dataclass(frozen=True)
class ItemTotal:
    """Correlation of a question with the sum of the others, -1 to 1; None where either does not vary, or where
    pairwise covariances contradict each other so far that it would lie outside. ``n``: firms with an answer to the
    question that count."""

    question: str
    correlation: float | None
    n: int


@dataclass(frozen=True)
class Interval:
    """Feldt's interval of raw alpha, from ``low`` to ``high``, at a ``level`` of 95 %, as of ``n`` firms: those with
    all answers, whatever was done about missing ones."""

    low: float
    high: float
    level: float
    n: int


class NoAlphaError(ValueError):
    """Answers that have no alpha; ``reason`` says why."""

    def __init__(self, text: str, **params: str | int) -> None:
        self.reason = Message(text, params)
        super().__init__(str(self.reason))


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha of k questions.

    ``method``: how missing answers were treated. ``raw``: from covariances; at most 1, negative where questions run
    against each other. ``standardised``: from correlations, None where one of them does not exist. ``interval``: of raw
    alpha, None where fewer than two firms have all answers. ``n``: firms that count: with all answers (listwise), or
    with any (pairwise). ``n_complete``: firms with all answers. ``n_least``: the fewest firms behind one covariance.
    ``items``: one for each question, in the order asked. ``limits``: what the figures do not show, and what to look at
    before they are read.
    """

    method: Missing
    raw: float
    standardised: float | None
    interval: Interval | None
    n: int
    n_complete: int
    n_least: int
    items: tuple[ItemTotal, ...]
    limits: tuple[Message, ...]


def reliability(scores: Scores, dimension: str | None = None, *, missing: Missing = "pairwise") -> Reliability:
    """Cronbach's alpha of the questions of one dimension, or of all scored questions.

    Items are question scores (0 to 1), each counted once: weights take no part. Not applicable, hidden, blank and a
    "don't know" that is not worth 0 are missing; see ``reliability_of`` for the rest.

    Raises ``ValueError`` for scores without detail and for a dimension that the instrument does not have.
    """
    return reliability_of(items_of(scores, dimension), missing=missing)


def items_of(scores: Scores, dimension: str | None = None) -> pd.DataFrame:
    """The scores of the questions of one dimension, or of all scored questions: float64 (n, k), NaN missing.

    Raises as ``reliability``.
    """
    if scores.questions is None:
        raise ValueError("reliability needs scores with detail")
    items = scores.questions
    return items if dimension is None else items[_of_dimension(scores, items.columns, dimension)]


def reliability_of(items: pd.DataFrame, *, missing: Missing = "pairwise") -> Reliability:
    """Cronbach's alpha of items, float (n, k), one column for each item on its own scale, NaN missing.

    With covariances C: raw = k / (k − 1) · (1 − tr C / ΣC); standardised = k·r̄ / (1 + (k − 1)·r̄) with the mean
    correlation r̄ (Cronbach 1951, Psychometrika 16:297). Pairwise, each correlation uses means and deviations of the
    firms that answered both. The corrected item-total correlation is (Σⱼ c_ij − c_ii) / √(c_ii · variance of the sum of
    the others), all from C.
    The interval is 1 − (1 − raw) · F with the quantiles of F at n − 1 and (n − 1)(k − 1) degrees of freedom, of n firms
    with all answers (Feldt 1965, Psychometrika 30:357; Feldt, Woodruff & Salih 1987, Applied Psychological
    Measurement 11:93). It takes answers as normal and equally spread.

    Raises ``NoAlphaError`` for fewer than two items, fewer than two firms behind a covariance, and where the sum does
    not vary, or pairwise covariances contradict each other so far that alpha would not be at most 1; ``ValueError`` for
    infinite values and an unknown policy.
    """
    used = _used(items, missing)
    together = used.notna().to_numpy(dtype=np.float64)
    pairs = (together.T @ together).astype(np.int64)  # floats are multiplied much faster, and are exact here
    if pairs.min() < 2:
        raise NoAlphaError(TOO_FEW_FIRMS, questions=_fewest(used, pairs))
    constant = (used.max() == used.min()).to_numpy()
    covariances = _covariances(used, constant)
    totals = _item_totals(covariances)
    names = [str(name) for name in used.columns]
    raw, n_complete = _raw(covariances), int(together.all(axis=1).sum())
    return Reliability(
        missing,
        raw,
        _standardised(used, constant),
        interval=_interval(raw, n_complete, len(names)),
        n=int(together.any(axis=1).sum()),
        n_complete=n_complete,
        n_least=int(pairs.min()),
        items=tuple(
            ItemTotal(name, total, int(n)) for name, total, n in zip(names, totals, pairs.diagonal(), strict=True)
        ),
        limits=(
            *ALWAYS,
            Message(SAMPLING_ONLY if n_complete > 1 else NO_INTERVAL),
            *_warnings(names, constant, totals, covariances),
        ),
    )


def _of_dimension(scores: Scores, columns: pd.Index, name: str) -> list[str]:
    """Those of the scored questions that belong to a dimension."""
    for dimension in scores.instrument.dimensions:
        if dimension.id == name:
            asked = {question.id for question in dimension.questions}
            return [str(question) for question in columns if question in asked]
    raise ValueError(f"{scores.instrument.reference} has no dimension “{name}”")


def _used(items: pd.DataFrame, missing: Missing) -> pd.DataFrame:
    """The items as floats, of the firms that count."""
    if missing not in get_args(Missing):
        raise ValueError(f"missing answers are treated pairwise or listwise, not “{missing}”")
    if items.shape[1] < 2:
        raise NoAlphaError(TOO_FEW_QUESTIONS)
    values = items.astype(np.float64)
    if np.isinf(values.to_numpy()).any():
        raise ValueError("an item has an infinite value")
    return values.dropna() if missing == "listwise" else values


def _fewest(used: pd.DataFrame, pairs: np.ndarray) -> str:
    """The question or pair that the fewest firms answered, for the error."""
    first, second = divmod(int(pairs.argmin()), len(pairs))
    return ", ".join(dict.fromkeys([str(used.columns[first]), str(used.columns[second])]))


def _covariances(used: pd.DataFrame, constant: np.ndarray) -> np.ndarray:
    """Covariances (k, k), ddof 1; those of a constant item are exactly 0, whatever rounding makes of its mean."""
    covariances = np.array(used.cov(), dtype=np.float64)
    covariances[constant, :] = 0
    covariances[:, constant] = 0
    return covariances


def _raw(covariances: np.ndarray) -> float:
    k, variances, total = len(covariances), float(covariances.trace()), float(covariances.sum())
    if total <= TOLERANCE * variances:
        raise NoAlphaError(NO_VARIANCE)
    alpha = k / (k - 1) * (1 - variances / total)
    if alpha > 1 + TOLERANCE:
        raise NoAlphaError(NO_PAIRWISE)
    return min(alpha, 1.0)


def _interval(raw: float, firms: int, questions: int) -> Interval | None:
    from scipy.special import fdtri  # noqa: PLC0415 - scipy takes long to import, and scores do not need it

    if firms < 2:
        return None
    degrees = firms - 1, (firms - 1) * (questions - 1)
    low, high = (1 - (1 - raw) * float(fdtri(*degrees, part)) for part in ((1 + LEVEL) / 2, (1 - LEVEL) / 2))
    return Interval(low, high, LEVEL, firms)


def _standardised(used: pd.DataFrame, constant: np.ndarray) -> float | None:
    """None where a correlation does not exist, or where the correlations make no alpha."""
    correlations = np.array(used.corr(), dtype=np.float64)
    np.fill_diagonal(correlations, 1.0)
    if constant.any() or np.isnan(correlations).any():
        return None
    try:
        return _raw(correlations)  # of correlations, k·r̄ / (1 + (k − 1)·r̄) is the same
    except NoAlphaError:
        return None


def _item_totals(covariances: np.ndarray) -> list[float | None]:
    own, sums = covariances.diagonal(), covariances.sum(axis=0)
    others = covariances.sum() - 2 * sums + own
    floor = TOLERANCE * own.sum()
    return [
        _correlation(float(total - variance), float(variance), float(rest)) if min(variance, rest) > floor else None
        for total, variance, rest in zip(sums, own, others, strict=True)
    ]


def _correlation(covariance: float, first: float, second: float) -> float | None:
    found = covariance / float(np.sqrt(first * second))
    return None if abs(found) > 1 + TOLERANCE else max(-1.0, min(1.0, found))


def _warnings(
    names: Sequence[str], constant: np.ndarray, totals: Sequence[float | None], covariances: np.ndarray
) -> tuple[Message, ...]:
    """What to look at in these answers."""
    alike = [name for name, same in zip(names, constant, strict=True) if same]
    against = [name for name, total in zip(names, totals, strict=True) if total is not None and total < -TOLERANCE]
    found = [
        Message(text, {"questions": ", ".join(ids)}) for text, ids in ((CONSTANT, alike), (AGAINST, against)) if ids
    ]
    if np.linalg.eigvalsh(covariances)[0] < -TOLERANCE * covariances.trace():
        found.append(Message(CONTRADICTORY))
    return tuple(found)
