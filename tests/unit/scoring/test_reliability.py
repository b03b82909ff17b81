"""Alpha, its interval, item-total correlations: published values, values by hand, and what holds for any answers."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from scoring.reading import read
from scoring.reliability import (
    AGAINST,
    CHECKLIST,
    CONSTANT,
    CONTRADICTORY,
    NO_INTERVAL,
    NOT_VALIDITY,
    SAMPLING_ONLY,
    Missing,
    NoAlphaError,
    Reliability,
    reliability,
    reliability_of,
)
from scoring.scores import Scores, score
from tests.unit.scoring.bfi_cases import REVERSED, TRAITS, personality


def ids(found: Reliability) -> list[str]:
    return [message.id for message in found.limits]


@pytest.fixture(scope="module")
def it_flexibility(tiny, reference_data: Path) -> Scores:
    return score(read(reference_data / "firms" / "it_flexibility.csv", tiny("it_flexibility")).table)


@pytest.mark.parametrize(
    ("part", "raw", "standardised"),
    [
        ("itcomp", 0.7721, 0.7745),
        ("itconn", 0.6967, 0.6963),
        ("mod", 0.7323, 0.7308),
        ("itpsf", 0.7346, 0.7344),
        (None, 0.8792, None),
    ],
)
@pytest.mark.parametrize("missing", ["pairwise", "listwise"])
def test_alphas_of_it_flexibility(it_flexibility, part, raw, standardised, missing) -> None:
    """100 real firms without a blank, so that both policies give the same."""
    found = reliability(it_flexibility, part, missing=missing)
    assert (found.method, found.n, found.n_complete, found.n_least) == (missing, 100, 100, 100)
    assert len(found.items) == (16 if part is None else 4)
    assert found.raw == pytest.approx(raw, abs=5.1e-5)
    if standardised is not None:
        assert found.standardised == pytest.approx(standardised, abs=5.1e-5)


def test_item_total_correlations_are_those_with_the_sum_of_the_others(it_flexibility) -> None:
    answers = it_flexibility.questions
    for item in reliability(it_flexibility).items:
        others = answers.drop(columns=item.question).sum(axis=1)
        assert item.correlation == pytest.approx(np.corrcoef(answers[item.question], others)[0, 1], abs=1e-12)


@pytest.fixture(scope="module")
def keyed(reference_data: Path) -> Scores:
    return personality(reference_data, REVERSED)


def test_the_reversed_items_are_those_of_the_key(reference_data: Path) -> None:
    keys = pd.read_csv(reference_data / "reliability" / "bfi.keys.csv").drop(columns="rownames")
    assert {key[1:] for key in keys.to_numpy().ravel() if key.startswith("-")} == REVERSED


@pytest.mark.parametrize(
    ("missing", "alphas", "complete"),
    [
        ("pairwise", (0.7030, 0.7267, 0.7617, 0.8140, 0.6002), None),
        ("listwise", (0.7038, 0.7293, 0.7609, 0.8133, 0.6025), (2709, 2707, 2713, 2694, 2726)),
    ],
)
def test_alphas_of_bfi(keyed, missing: Missing, alphas, complete) -> None:
    found = [reliability(keyed, trait.lower(), missing=missing) for trait in TRAITS]
    assert [one.raw for one in found] == pytest.approx(alphas, abs=5.1e-5)
    assert all(ids(one) == [CHECKLIST, NOT_VALIDITY, SAMPLING_ONLY] for one in found)
    if complete is not None:
        assert tuple(one.n for one in found) == tuple(one.n_complete for one in found) == complete


def test_a_forgotten_reversal_shows_in_alpha_and_is_said(reference_data: Path) -> None:
    scores = personality(reference_data, ())
    found = [reliability(scores, trait.lower()) for trait in TRAITS]
    assert [one.raw for one in found] == pytest.approx((0.4315, -0.277, -0.633, 0.8140, -0.131), abs=5.1e-4)
    assert [AGAINST in ids(one) for one in found] == [True, True, True, False, True]
    assert found[0].limits[-1].params == {"questions": "a1"}


@pytest.mark.parametrize(("missing", "alpha"), [("pairwise", 0.732661), ("listwise", 0.801695)])
def test_alphas_of_the_small_table_with_gaps(reference_data: Path, missing: Missing, alpha: float) -> None:
    items = pd.read_csv(reference_data / "reliability" / "cronbach_wide_missing.csv", encoding="utf-8-sig")
    found = reliability_of(items, missing=missing)
    assert found.raw == pytest.approx(alpha, abs=5.1e-7)
    assert found.n_complete == 9
    assert found.n == (12 if missing == "pairwise" else 9)
    if missing == "pairwise":
        assert CONTRADICTORY in ids(found)


def test_alpha_of_the_small_long_table(reference_data: Path) -> None:
    answers = pd.read_csv(reference_data / "reliability" / "cronbach_alpha.csv")
    items = answers.pivot_table(index="Subj", columns="Items", values="Scores")
    found = reliability_of(items)
    assert found.raw == pytest.approx(0.591719, abs=5.1e-7)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((0.195, 0.840), abs=5.1e-4)
    assert (found.interval.level, found.interval.n) == (0.95, len(items))


def test_the_interval_leaves_a_fortieth_of_the_f_distribution_on_either_side(it_flexibility) -> None:
    """(1 − alpha of all firms) / (1 − alpha found) has 99 and 99 · 3 degrees of freedom."""
    found = reliability(it_flexibility, "mod")
    assert found.interval is not None
    ratios = [(1 - end) / (1 - found.raw) for end in (found.interval.low, found.interval.high)]
    assert scipy.stats.f(99, 99 * 3).cdf(ratios) == pytest.approx([0.975, 0.025])


def test_there_is_no_interval_without_two_firms_that_answered_everything() -> None:
    gaps = {"one": [1, 2, 3, np.nan, 2, 4], "two": [2, 2, np.nan, 3, 1, np.nan], "three": [np.nan, np.nan, 3, 4, 1, 5]}
    found = reliability_of(pd.DataFrame(gaps))
    assert (found.n_complete, found.interval) == (1, None)
    assert NO_INTERVAL in ids(found)
    assert SAMPLING_ONLY not in ids(found)


def test_by_hand() -> None:
    """Items 1 2 3 4 and 1 3 2 4: variances 5/3 each, covariance 4/3, correlation 0.8; 2 · (1 − (10/3) / 6) = 8/9."""
    found = reliability_of(pd.DataFrame({"one": [1.0, 2, 3, 4], "two": [1.0, 3, 2, 4]}))
    assert found.raw == pytest.approx(8 / 9)
    assert found.standardised == pytest.approx(8 / 9)
    assert [item.correlation for item in found.items] == pytest.approx([0.8, 0.8])


def test_a_gap_by_hand() -> None:
    """The variance of the first is over 1 2 3 4 (5/3), of the second over 1 3 2 (1); together they have 1 2 3 and
    1 3 2, covariance 1/2 and correlation 1/2: 2 · (1 − (8/3) / (11/3)) = 6/11 and 2/3; listwise 2 · (1 − 2/3)."""
    items = pd.DataFrame({"one": [1, 2, 3, 4], "two": [1, 3, 2, np.nan]})
    found = reliability_of(items)
    assert (found.raw, found.standardised) == pytest.approx((6 / 11, 2 / 3))
    assert (found.n, found.n_complete, found.n_least) == (4, 3, 3)
    assert [item.n for item in found.items] == [4, 3]
    assert reliability_of(items, missing="listwise").raw == pytest.approx(2 / 3)


def test_what_is_missing_is_not_zero(scored) -> None:
    """Not applicable and an unscored "don't know" are missing; "don't know" that is worth 0 is 0."""
    rungs = ("little", "mostly", "fully")
    firms = [{"plain": rung, "may_not_apply": rung, "unknown_zero": rung, "backwards": rung} for rung in rungs]
    scores = scored("likert", *firms, firms[0] | {"may_not_apply": "na"}, firms[0] | {"unknown_zero": "dk"})
    counted = {item.question: item.n for item in reliability(scores).items}
    assert counted == {"plain": 5, "may_not_apply": 4, "unknown_zero": 5, "backwards": 5}


def test_a_constant_question_counts_in_raw_alpha_only() -> None:
    """As by hand, with a third item: 3/2 · (1 − (10/3) / 6) = 2/3. A tenth thrice has a mean that is not a tenth."""
    found = reliability_of(pd.DataFrame({"one": [1.0, 2, 3, 4], "two": [1.0, 3, 2, 4], "same": [0.1] * 4}))
    assert found.raw == pytest.approx(2 / 3)
    assert found.standardised is None
    assert found.items[2].correlation is None
    assert found.limits[-1].id == CONSTANT
    assert found.limits[-1].params == {"questions": "same"}
    assert "alike: same." in str(found.limits[-1])


@pytest.mark.parametrize("missing", ["pairwise", "listwise"])
@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ({"one": [1.0, 2, 3]}, "two questions or more"),
        ({"one": [], "two": []}, "two firms or more"),
        ({"one": [1.0], "two": [2.0]}, "two firms or more"),
        ({"one": [np.nan] * 3, "two": [np.nan] * 3}, "two firms or more"),
        ({"one": [1, 2, np.nan], "two": [np.nan, 1, 2]}, "fewer answered (one, two|one)."),
        ({"one": [0.1] * 3, "two": [0.7] * 3}, "does not vary"),
        ({"one": [0.1, 0.2, 0.4], "two": [0.4, 0.3, 0.1]}, "does not vary"),
        ({"one": [1.0, np.inf, 2], "two": [1.0, 2, 3]}, "infinite"),
    ],
)
def test_where_there_is_no_alpha_the_reason_is_said(items, reason: str, missing: Missing) -> None:
    with pytest.raises(ValueError, match=reason) as refused:
        reliability_of(pd.DataFrame(items, dtype=float), missing=missing)
    assert isinstance(refused.value, NoAlphaError) == (reason != "infinite")


def test_covariances_that_contradict_each_other_make_no_alpha() -> None:
    """The two firms with both answers make a covariance of 5,000, and all firms variances of about 1: alpha near 2."""
    one = [-50.0, 50, *[0.0] * 5000, *[np.nan] * 5000]
    two = [-50.0, 50, *[np.nan] * 5000, *[0.0] * 5000]
    with pytest.raises(ValueError, match="contradict each other"):
        reliability_of(pd.DataFrame({"one": one, "two": two}))


def test_a_wrong_call_is_refused(it_flexibility) -> None:
    with pytest.raises(ValueError, match="no dimension “nowhere”"):
        reliability(it_flexibility, "nowhere")
    with pytest.raises(ValueError, match="pairwise or listwise"):
        reliability(it_flexibility, missing="mean")
    with pytest.raises(ValueError, match="detail"):
        reliability(dataclasses.replace(it_flexibility, questions=None))


@st.composite
def bodies(draw: st.DrawFn) -> pd.DataFrame:
    """Answers 0, ¼ … 1 of some firms to some questions, with blanks."""
    k, n = draw(st.integers(2, 5)), draw(st.integers(0, 12))
    answer = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0, np.nan])
    rows = draw(st.lists(st.lists(answer, min_size=k, max_size=k), min_size=n, max_size=n))
    return pd.DataFrame(rows, columns=[f"q{place}" for place in range(k)], dtype=float)


def found_or_reason(items: pd.DataFrame, missing: Missing) -> Reliability | str:
    try:
        return reliability_of(items, missing=missing)
    except ValueError as error:
        return str(error)


@given(bodies(), st.sampled_from(["pairwise", "listwise"]))
def test_a_number_or_a_reason_and_never_nan(items: pd.DataFrame, missing: Missing) -> None:
    found = found_or_reason(items, missing)
    if isinstance(found, str):
        return
    assert np.isfinite(found.raw)
    assert found.raw <= 1
    assert found.standardised is None or (np.isfinite(found.standardised) and found.standardised <= 1)
    assert all(item.correlation is None or -1 <= item.correlation <= 1 for item in found.items)
    assert 2 <= found.n_least <= found.n <= len(items)
    assert (found.interval is None) == (found.n_complete < 2)
    assert found.interval is None or found.interval.low <= found.raw <= found.interval.high <= 1


@given(bodies(), st.sampled_from(["pairwise", "listwise"]), st.randoms())
def test_neither_order_nor_the_scale_matters(items: pd.DataFrame, missing: Missing, random) -> None:
    """Of firms and of questions."""
    order, names = list(range(len(items))), list(items.columns)
    random.shuffle(order)
    random.shuffle(names)
    first, second = found_or_reason(items, missing), found_or_reason(items.iloc[order][names] * 4 + 1, missing)
    assert isinstance(first, str) == isinstance(second, str)
    if not isinstance(first, str) and not isinstance(second, str):
        assert first.raw == pytest.approx(second.raw, abs=1e-9)
        assert first.standardised == pytest.approx(second.standardised, abs=1e-9)
        assert first.n == second.n
