"""Changes beside scores: the mean now less the mean change is the mean then of those who are left."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.release.audit import audit
from scoring.release.audit.disclosed import disclosed_by, told
from scoring.release.audit.standing import standing
from scoring.release.audit.statements import Block, Facts
from scoring.release.model import ALL, OVERALL, Published
from scoring.release.passing import passed
from tests.unit.scoring.release.build_cases import SMALL, firms, published

N = 40


def campaign(left: int, dimension: str = "") -> list[Published]:
    """Two releases: all firms answered once, then all but those that ``left`` answered again."""
    chance = np.random.default_rng(4)
    first, change = chance.uniform(10, 80, N), chance.uniform(-5, 15, N)
    name = f"change.{dimension}" if dimension else "change"

    def counted(scores: np.ndarray, changes: np.ndarray, names: range) -> Published:
        more = {name: changes} | ({dimension: scores} if dimension else {})
        keys = [f"firm {place:03d}" for place in names]
        return published(firms(scores, more=more, keys=keys), *before)

    before: list[Published] = []
    before.append(counted(first, np.full(N, np.nan), range(N)))
    before.append(counted((first + change)[left:], change[left:], range(left, N)))
    return before


def test_the_one_firm_that_left_is_found() -> None:
    found = audit(campaign(left=1), SMALL, accounts=0).findings
    assert {(one.fields, one.measure, one.what) for one in found} == {(ALL, OVERALL, "determined")}


def test_so_it_is_in_a_dimension() -> None:
    found = audit(campaign(left=1, dimension="first"), SMALL, accounts=0).findings
    assert (ALL, "first", "determined") in {(one.fields, one.measure, one.what) for one in found}


@pytest.mark.parametrize("left", [0, 2, 10])
def test_none_or_more_that_left_are_not(left: int) -> None:
    assert audit(campaign(left), SMALL, accounts=0).passed


def test_without_the_earlier_release_a_change_tells_of_nobody() -> None:
    assert audit(campaign(left=1)[1:], SMALL, accounts=0).passed


def test_what_is_held_back_is_not_published_beside_the_change() -> None:
    first, second = campaign(left=1)
    result = passed([first], second, SMALL)
    assert {(one.fields, one.measure) for one in result.held_back} == {(ALL, OVERALL)}
    assert audit([first, result.published], SMALL).passed


def test_what_is_said_of_then_and_now_is_true() -> None:
    about = told(disclosed_by(campaign(left=3), SMALL), OVERALL)
    (block,) = (block for block in about.knowledge.blocks if block.weights is not None)
    inside = block.codes >= 0
    assert np.bincount((block.weights[inside] > 0).astype(int)).tolist() == [37, 37]
    low, high = block.facts[0].total
    assert low <= (block.weights * about.knowledge.values)[inside].sum() <= high
    assert high - low == 37


def test_what_is_taken_away_moves_the_sum_the_other_way() -> None:
    """The first less the second is 10 and may be 8 to 13: the second may rise by 2 and fall by 3."""
    values = np.array([50.0, 40.0])
    block = Block(np.zeros(2, dtype=np.int32), (Facts((8.0, 13.0)),), np.array([1.0, -1.0]))
    low, high = standing(block, values).alone(values, np.array([0, 1]))
    np.testing.assert_allclose(low, [48, 37], atol=1e-6)
    np.testing.assert_allclose(high, [53, 42], atol=1e-6)
