"""Bounds: what rounded figures say of scores, and that no interval that the audit lets pass is in truth too short."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.release.audit.attack import attacked
from scoring.release.audit.quantiles import order_statistics
from scoring.release.audit.rounding import counts_of, window
from scoring.release.audit.standing import standings
from scoring.release.audit.statements import Knowledge, Statement, knowledge_of
from scoring.release.audit.target import Target
from scoring.release.audit.witnesses import WIDE
from scoring.release.disclosure import points, share
from scoring.release.model import Figure
from tests.unit.scoring.release.audit_cases import count, interval, mean


@given(st.floats(0, 100))
def test_a_figure_says_in_which_window_its_number_lies(value) -> None:
    low, high = window(points(value))
    assert low - 1e-9 <= value <= high + 1e-9
    assert high - low in (0.5, 1.0, 5.0)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Figure(47), (46.5, 47.5)),
        (Figure(5), (5, 5.5)),
        (Figure(5, "low"), (0, 5)),
        (Figure(95), (94.5, 95)),
        (Figure(95, "high"), (95, 100)),
    ],
)
def test_windows(figure, expected) -> None:
    assert window(figure) == expected
    assert window(Figure(-3), signed=True) == (-3.5, -2.5)


@given(st.data(), st.integers(11, 3000))
def test_a_share_says_which_counts_it_can_come_from(data, n) -> None:
    told = share(data.draw(st.integers(0, n)), n)
    fits = [one for one in range(n + 1) if share(one, n) == told]
    assert counts_of(told, n) == (fits[0], fits[-1])


@settings(max_examples=100)
@given(
    st.lists(st.floats(0, 100), min_size=20, max_size=40),
    st.lists(st.floats(0, 100), min_size=40, max_size=40),
    st.sampled_from([10, 25, 40, 50, 75]),
)
def test_what_is_said_of_a_quantile_is_true_and_enough_to_know_it(values, others, percent) -> None:
    """Other scores of which the same is true have a quantile in the same window."""
    own = np.sort(values)
    low, high = window(points(float(np.quantile(own, percent / 100))))
    said = list(order_statistics(own, percent, (low, high)))
    assert all(least <= (own <= at).sum() <= most for at, least, most in said)
    other = np.sort(np.clip(own + 0.02 * (np.array(others[: len(own)]) - 50), 0, 100))
    if all(least <= (other <= at).sum() <= most for at, least, most in said):
        assert low - 1e-9 <= np.quantile(other, percent / 100) <= high + 1e-9


def test_a_firm_moves_alone_as_far_as_nothing_comes_out_differently() -> None:
    """Eleven firms of 50: the sum may change by 5.5, and none may leave the six at or below 50 while five are above."""
    values = np.array([40.0] * 5 + [50.0] + [60.0] * 5)
    knowledge = knowledge_of(values, [mean(values, range(11), 0.5), count(values, range(11), 50)])
    low, high = standings(knowledge)[0].alone(values, np.array([0, 5, 6]))
    np.testing.assert_allclose(low, [34.5, 44.5, 54.5], atol=1e-6)
    np.testing.assert_allclose(high, [45.5, 50, 65.5], atol=1e-6)


def table(seed: int, n: int, fields: int = 2) -> Knowledge:
    """Some firms in the cells of a few fields, with means to half a point, medians and a level's count."""
    chance = np.random.default_rng(seed)
    values = np.round(np.clip(chance.normal(50, chance.uniform(2, 25), n), 0, 100), 1)
    sets = [np.arange(n)]
    for _ in range(fields):
        of = chance.integers(0, 2, n)
        sets += [np.flatnonzero(of == group) for group in (0, 1)]
    statements: list[Statement] = []
    for firms in (firms for firms in sets if len(firms) >= 5):
        told = np.floor(values[firms].mean() + 0.5)
        statements.append(Statement(firms, told - 0.5, told + 0.5))
        own = np.sort(values[firms])
        between = window(points(float(np.quantile(own, 0.5))))
        statements += [
            Statement(firms, max(least, 0), min(most, len(firms)), at=at)
            for at, least, most in order_statistics(own, 50, between)
        ]
        statements.append(count(values, firms, 60.0, 1))
    return knowledge_of(values, statements)


def assert_passes_no_short_interval(knowledge: Knowledge, known: np.ndarray) -> int:
    exposed = attacked(Target(knowledge), known)
    passed = np.setdiff1d(np.flatnonzero(~known), exposed.narrow)
    for firm in passed:
        low, high = interval(knowledge, int(firm), known)
        assert low - 1e-6 <= knowledge.values[firm] <= high + 1e-6
        assert high - low >= WIDE - 1e-6
    return len(passed)


@pytest.mark.parametrize("seed", range(4))
def test_programs_for_each_firm_find_no_interval_that_the_audit_missed(seed) -> None:
    knowledge = table(seed, 18)
    assert assert_passes_no_short_interval(knowledge, np.arange(18) % 5 == 0)


@settings(max_examples=12)
@given(st.integers(0, 10_000), st.integers(8, 13))
def test_no_small_table_that_passes_gives_a_firm_away(seed, n) -> None:
    assert_passes_no_short_interval(table(seed, n, fields=1), np.arange(n) % 4 == seed % 7)


def test_a_program_finds_room_that_no_exchange_shows() -> None:
    """One firm beside twenty of one score: its own may be another only if many of the others move a little."""
    values = np.array([50.0] * 20 + [51.0])
    knowledge = knowledge_of(values, [mean(values, range(21), 0.3), mean(values, range(20), 0.3)])
    exposed = attacked(Target(knowledge))
    assert exposed.determined.tolist() == [20]  # without rounding
    low, high = interval(knowledge, 20, np.zeros(21, dtype=bool))
    assert high - low == pytest.approx(24.6)
    assert exposed.narrow.tolist() == []
