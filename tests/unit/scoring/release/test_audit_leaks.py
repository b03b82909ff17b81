"""Planted leaks that no release can hold: the audit works out from hand-made statements whatever can be worked out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.release.audit.algebra import TOLERANCE
from scoring.release.audit.attack import attacked, computable, determined_by_one, determined_firms
from scoring.release.audit.statements import Statement, knowledge_of
from scoring.release.audit.target import Target
from tests.unit.scoring.release.audit_cases import count, mean, nobody, solved


def scores(n: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 100, n)


def determined(values: np.ndarray, statements: list[Statement], known: tuple[int, ...] = ()) -> list[int]:
    target = Target(knowledge_of(values, statements))
    return determined_firms(target, np.isin(np.arange(len(values)), known)).tolist()


def test_free_filters_give_away_a_sixth_of_the_firms_though_none_speaks_of_fewer_than_eleven() -> None:
    values, chance = scores(100), np.random.default_rng(1)
    traits = chance.integers(0, 2, (100, 8))
    statements = []
    for _ in range(300):
        chosen, wanted = chance.choice(8, 3, replace=False), chance.integers(0, 2, 3)
        fits = (traits[:, chosen] == wanted).sum(axis=1)
        firms = np.flatnonzero(fits == 3 if chance.random() < 0.5 else fits >= 2)
        if len(firms) >= 11:
            statements.append(mean(values, firms))
    assert len(determined(values, statements)) > 100 / 6
    assert not determined(values, statements[:20])


def test_two_releases_one_firm_apart_give_that_firm_away() -> None:
    values = scores(12)
    assert determined(values, [mean(values, range(11)), mean(values, range(12))]) == [11]


def test_rounding_is_no_defence_against_the_difference_of_two_releases() -> None:
    """Half a point on either mean leaves over 20 points, but the audit does not count on it."""
    values = scores(12)
    statements = [mean(values, range(11), 0.5), mean(values, range(12), 0.5)]
    assert determined(values, statements) == [11]


def test_raw_beside_weighted_solves_two_hidden_cells() -> None:
    """The total and a published cell leave the sum of two firms; another combination of them comes with weights."""
    values, weights = scores(22), np.ones(22)
    weights[20], weights[21] = 0.5, 2.0
    raw = [mean(values, range(22)), mean(values, range(20))]
    told = float(np.average(values, weights=weights))
    weighted = Statement(np.arange(22), told, told, weights=weights)
    assert determined(values, raw) == []
    assert determined(values, [*raw, weighted]) == [20, 21]


def test_a_part_of_theil_over_a_suppressed_group_tells_its_mean() -> None:
    """The share s = n x̄ / N X̄ of a group in the sum of scores, beside N and X̄, is its mean: of one firm its score."""
    values = scores(30)
    share = values[29] / values.sum()
    part = Statement(np.array([29]), share * values.sum() - 1e-9, share * values.sum() + 1e-9)
    assert determined(values, [mean(values, range(30))]) == []
    assert determined(values, [mean(values, range(30)), part]) == [29]


def test_an_exact_percentile_pins_a_score_though_sums_say_nothing() -> None:
    """Who may ask how many firms are at or below any point asks until the answer changes."""
    values = scores(15)
    statements = [count(values, range(15), point) for point in range(1, 100)]
    exposed = attacked(Target(knowledge_of(values, statements)))
    assert (len(exposed.determined), len(exposed.narrow)) == (0, 0)  # whose score is where, nobody knows …
    statements += [count(values, [14], point) for point in range(1, 100)]
    assert attacked(Target(knowledge_of(values, statements))).narrow.tolist() == [14]  # … but of this firm


def test_firms_that_are_all_alike_are_known_by_their_count_alone() -> None:
    values = np.array([100.0] * 13 + [0.0, 100.0] * 6)
    found = attacked(Target(knowledge_of(values, [mean(values, range(13))], whole=True)))
    assert found.narrow.tolist() == list(range(13))


def test_a_mean_at_the_end_of_the_scale_leaves_no_room() -> None:
    values = np.full(11, 99.5)
    assert len(attacked(Target(knowledge_of(values, [mean(values, range(11), 0.5)]))).narrow) == 11
    wide = Statement(np.arange(11), 95.0, 100.0)
    assert not len(attacked(Target(knowledge_of(values, [wide]))).narrow)


def test_an_account_works_out_what_an_outsider_cannot() -> None:
    values = scores(11)
    statements = [mean(values, range(11))]
    assert determined(values, statements) == []
    assert determined(values, statements, known=tuple(range(10))) == [10]


def test_one_of_two_firms_works_out_the_other() -> None:
    values = scores(13)
    target = Target(knowledge_of(values, [mean(values, range(13)), mean(values, range(11))]))
    assert determined_by_one(target).tolist() == [11, 12]


def test_a_withheld_cell_is_computable_where_its_neighbours_are_published() -> None:
    values = scores(25)
    hidden = np.arange(25) >= 20
    told = Target(knowledge_of(values, [mean(values, range(25)), mean(values, range(20))]))
    assert computable(told, hidden, nobody(told.knowledge), least=10) == 5
    assert computable(told, hidden, nobody(told.knowledge), least=5) == 0  # as many unknown as a cell needs
    alone = Target(knowledge_of(values, [mean(values, range(25))]))
    assert computable(alone, hidden, nobody(alone.knowledge), least=10) == 0


def test_a_statement_that_is_false_is_refused() -> None:
    with pytest.raises(ValueError, match="not true"):
        knowledge_of(np.zeros(11), [Statement(np.arange(11), 40, 50)])


@given(st.lists(st.sets(st.integers(0, 7), min_size=1), max_size=8), st.sets(st.integers(0, 7), max_size=4))
def test_what_sums_determine_is_what_elimination_in_fractions_determines(sums, known) -> None:
    values = scores(8)
    statements = [mean(values, sorted(firms)) for firms in sums]
    found = determined(values, statements, tuple(known))
    assert found == sorted(solved([sorted(firms) for firms in sums], sorted(known), 8))


@given(st.lists(st.sets(st.integers(0, 6), min_size=1), max_size=7))
def test_what_one_firm_determines_is_what_elimination_with_each_firm_determines(sums) -> None:
    values = scores(7)
    target = Target(knowledge_of(values, [mean(values, sorted(firms)) for firms in sums]))
    expected = {place for one in range(7) for place in solved([sorted(firms) for firms in sums], [one], 7)}
    assert set(determined_by_one(target).tolist()) == expected


def test_hundreds_of_sums_leave_or_take_freedom_by_far_more_than_the_tolerance() -> None:
    """Free lengths are 0 but for noise, or the ratio of small whole numbers: nothing comes near the tolerance."""
    values, chance = scores(400), np.random.default_rng(2)
    fields = [chance.integers(0, groups, 400) for groups in (4, 6, 8, 3)]
    sets = [np.flatnonzero((a == x) & (b == y)) for a in fields for b in fields for x in range(8) for y in range(8)]
    target = Target(knowledge_of(values, [mean(values, firms) for firms in sets if len(firms) >= 11]))
    free = target.freedom.single(np.arange(target.classes.size), np.empty(0, dtype=np.int64))
    assert not ((free > TOLERANCE / 1000) & (free < TOLERANCE * 1000)).any()
