"""One common factor and McDonald's omega: published values, a second way to the same fit, what has none, what holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.factor import (
    AGAINST,
    CONSTANT,
    HEYWOOD,
    REPEATED,
    TOO_FEW_FIRMS,
    TOO_FEW_QUESTIONS,
    UNDETERMINED,
    NoFactorError,
    omega_of,
    one_factor,
)
from scoring.reading import read
from scoring.reliability import items_of
from scoring.scores import score

PUBLISHED = {"itcomp": 0.7794, "itconn": 0.7126, "mod": 0.7424, "itpsf": 0.7348}


@pytest.fixture(scope="module")
def flexibility(tiny, reference_data: Path) -> dict[str, pd.DataFrame]:
    """The items of each dimension of 100 real firms."""
    scores = score(read(reference_data / "firms" / "it_flexibility.csv", tiny("it_flexibility")).table)
    return {part: items_of(scores, part) for part in PUBLISHED}


@pytest.mark.parametrize(("part", "omega"), PUBLISHED.items())
def test_omegas_of_it_flexibility(flexibility, part: str, omega: float) -> None:
    found = omega_of(flexibility[part])
    assert found.value == pytest.approx(omega, abs=5.1e-5)
    assert (found.n, found.reason, len(found.loadings)) == (100, None, 4)


def by_expectation_maximisation(correlations: np.ndarray, rounds: int = 20_000) -> np.ndarray:
    """Loadings by another way to the same likelihood: the factor as what is missing (Rubin & Thayer 1982,
    Psychometrika 47:69). It shares nothing with ours: no eigenvalues, no slope, no minimiser."""
    loadings, own = np.full(len(correlations), 0.5), np.full(len(correlations), 0.5)
    for _ in range(rounds):
        expects = np.linalg.solve(np.outer(loadings, loadings) + np.diag(own), loadings)
        covers = correlations @ expects
        spread = 1 - expects @ loadings + expects @ covers
        loadings = covers / spread
        own = 1 - loadings * covers
    return loadings


def test_of_several_minima_the_least_is_found() -> None:
    """Two pairs of questions, loosely tied: the slope also vanishes at F = 1.1681, where the factor leans on the first
    question; it is least, 1.1464, where it leans on the fourth (found from a thousand random starts)."""
    made = np.array([[1, 7, 4, 6, 7], [7, 1, 5, 6, 4], [4, 5, 1, 8, 1], [6, 6, 8, 1, 2], [7, 4, 1, 2, 1]]) / 10
    np.fill_diagonal(made, 1.0)
    fitted = one_factor(made)
    assert fitted.discrepancy == pytest.approx(1.14640, abs=1e-5)
    assert fitted.uniquenesses == pytest.approx([0.570, 0.552, 0.332, 0.114, 0.921], abs=1e-3)


@pytest.mark.parametrize("part", PUBLISHED)
def test_the_fit_is_that_of_expectation_maximisation(flexibility, part: str) -> None:
    other = by_expectation_maximisation(np.corrcoef(flexibility[part].to_numpy(), rowvar=False))
    assert [one.loading for one in omega_of(flexibility[part]).loadings] == pytest.approx(other, abs=1e-6)


def test_three_questions_by_hand() -> None:
    """λ₁² = r₁₂ r₁₃ / r₂₃ = 0.48 · 0.42 / 0.56 = 0.36, and so .6 .8 .7, θ .64 .36 .51: 2.1² / (2.1² + 1.51)."""
    fitted = one_factor(np.array([[1, 0.48, 0.42], [0.48, 1, 0.56], [0.42, 0.56, 1]]))
    assert fitted.loadings == pytest.approx([0.6, 0.8, 0.7], abs=1e-6)
    assert fitted.omega == pytest.approx(4.41 / 5.92, abs=1e-6)
    assert fitted.discrepancy == pytest.approx(0, abs=1e-10)


def test_the_loadings_of_a_factor_are_found_again() -> None:
    loadings = np.array([0.9, 0.3, -0.5, 0.7, 0.6, 0.2])
    made = np.outer(loadings, loadings)
    np.fill_diagonal(made, 1.0)
    assert one_factor(made).loadings == pytest.approx(loadings, abs=1e-6)


def test_a_question_that_runs_against_the_others_is_named(reference_data: Path) -> None:
    answers = pd.read_csv(reference_data / "reliability" / "bfi.csv")[[f"E{number}" for number in range(1, 6)]]
    found = omega_of(answers)
    assert found.n == 2713
    assert [str(message) for message in found.limits if message.id == AGAINST] == [
        "These questions run against the common factor: E1, E2. Check whether their scales have to be turned round"
        " before omega is read."
    ]
    turned = omega_of(answers.assign(E1=7 - answers["E1"], E2=7 - answers["E2"]))
    assert turned.value is not None
    assert found.value is not None
    assert found.value < 0.1
    assert turned.value > 0.7


def sample(*columns: list[float]) -> pd.DataFrame:
    return pd.DataFrame({f"q{place}": column for place, column in enumerate(columns, 1)}, dtype=float)


ONE, TWO, THREE = [1.0, 2, 3, 4, 5, 6], [2.0, 1, 4, 3, 6, 5], [1.0, 3, 2, 5, 4, 6]


@pytest.mark.parametrize(
    ("items", "reason", "named"),
    [
        (sample(ONE, TWO), TOO_FEW_QUESTIONS, {}),
        (sample([], [], []), TOO_FEW_FIRMS, {"k": 3, "least": 4, "n": 0}),
        (sample([1], [2], [3]), TOO_FEW_FIRMS, {"k": 3, "least": 4, "n": 1}),
        (sample([np.nan] * 6, TWO, THREE), TOO_FEW_FIRMS, {"k": 3, "least": 4, "n": 0}),
        (sample(ONE[:3], TWO[:3], THREE[:3]), TOO_FEW_FIRMS, {"k": 3, "least": 4, "n": 3}),
        (sample([0.1] * 6, TWO, THREE), CONSTANT, {"questions": "q1"}),
        (sample(ONE, TWO, [a + b for a, b in zip(ONE, TWO, strict=True)]), REPEATED, {}),
        (sample(ONE, ONE, THREE), REPEATED, {}),
    ],
)
def test_where_there_is_no_omega_the_reason_is_said(items: pd.DataFrame, reason: str, named) -> None:
    found = omega_of(items)
    assert (found.value, found.loadings) == (None, ())
    assert found.reason is not None
    assert (found.reason.id, found.reason.params) == (reason, named)


def test_a_heywood_case_has_no_omega() -> None:
    """λ₁² = 0.8 · 0.8 / 0.4 would be 1.6: more than all of the first question."""
    with pytest.raises(NoFactorError, match=r"whole .*: first") as refused:
        one_factor(np.array([[1, 0.8, 0.8], [0.8, 1, 0.4], [0.8, 0.4, 1]]), ["first", "second", "third"])
    assert refused.value.reason.id == HEYWOOD


@pytest.mark.parametrize("together", [0.0, 0.5, 0.9])
def test_fewer_than_three_questions_that_go_together_settle_no_factor(together: float) -> None:
    """Of two, only the product of the loadings is known; of none, nothing."""
    made = np.eye(4)
    made[0, 1] = made[1, 0] = together
    with pytest.raises(NoFactorError) as refused:
        one_factor(made)
    assert refused.value.reason.id == UNDETERMINED


def test_infinite_values_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="infinite"):
        omega_of(sample(ONE, TWO, [np.inf, *THREE[1:]]))


@st.composite
def bodies(draw: st.DrawFn) -> pd.DataFrame:
    """Answers of some firms to questions that go together more or less, with a gap here and there."""
    k, n, seed = draw(st.integers(3, 6)), draw(st.integers(0, 40)), draw(st.integers(0, 10_000))
    random = np.random.default_rng(seed)
    answers = np.rint(2 + random.standard_normal((n, 1)) * draw(st.floats(0, 2)) + random.standard_normal((n, k)))
    answers[random.random((n, k)) < 0.02] = np.nan
    return pd.DataFrame(answers, columns=[f"q{place}" for place in range(k)])


@given(bodies(), st.randoms(), st.floats(0.1, 100))
def test_neither_order_nor_scale_matters(items: pd.DataFrame, random, stretch: float) -> None:
    """Of firms and of items; each item on its own scale."""
    rows, columns = list(range(len(items))), list(items.columns)
    random.shuffle(rows)
    random.shuffle(columns)
    other = items.iloc[rows][columns]
    other = other.assign(**{columns[0]: other[columns[0]] * stretch + 3})
    first, second = omega_of(items), omega_of(other)
    assert (first.value is None) == (second.value is None)
    assert first.n == second.n
    if first.value is not None:
        assert second.value == pytest.approx(first.value, abs=1e-5)
        assert 0 <= first.value <= 1
        assert all(abs(one.loading**2 + one.uniqueness - 1) < 1e-4 for one in first.loadings)
