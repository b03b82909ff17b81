"""Steps between possible scores are no gaps between firms: coarse questionnaires, as groups and as gradients."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.segments.clustering import cluster
from scoring.segments.examining import examine, neighbour_dips, steps_of
from scoring.segments.model import ALPHA, Diagnostics, Dip, Silhouette
from scoring.segments.words import reasons
from tests.unit.scoring.segment_cases import on_steps, skewed, two_groups


def test_steps_are_those_between_scores_that_firms_have_in_common() -> None:
    """Quarters; one step of ten wide and then of five, once; nothing in common; all the same; a tenth answered less."""
    random = np.random.default_rng(0)
    quarters = random.integers(0, 5, 100) * 25.0
    uneven = random.choice([0, 10, 20, 25], 100)
    partly = np.where(np.arange(100) % 10 == 0, random.random(100) * 100, quarters)
    rows = np.stack([quarters, uneven, random.random(100) * 100, np.full(100, 50), partly], axis=1)
    assert steps_of(rows).tolist() == [25, 10, 0, 0, 25]


def test_scores_without_steps_are_not_spread() -> None:
    rows = two_groups(2)
    assert [one.p_spread for one in neighbour_dips(rows, cluster(rows, 2).labels)] == [None]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("dimensions", [2, 4])
def test_a_gradient_seen_through_one_question_for_each_part_has_no_gap(dimensions, seed) -> None:
    """Five answers to each: many of these gradients have "gaps", of the 25 points from one answer to the next."""
    rows = on_steps(skewed(dimensions, seed=seed), questions=1)
    for k in (2, 3, 4):
        assert max(one.p_spread for one in neighbour_dips(rows, cluster(rows, k).labels)) >= ALPHA


def test_such_a_gradient_is_a_continuum_for_its_steps() -> None:
    found = examine(on_steps(skewed(4), questions=1))
    assert found.failed == ("steps",), "chance, resamples and the dip of the bare scores would have it divided"
    assert "steps between possible scores" in str(reasons(found)[0])


@pytest.mark.parametrize(("questions", "apart"), [(1, 65), (3, 50)])
def test_groups_on_steps_are_groups(questions, apart) -> None:
    found = examine(on_steps(two_groups(4, apart=apart), questions))
    assert (found.k, found.failed) == (2, ())
    assert found.dips[0].p_spread < ALPHA


def test_steps_are_spoken_of_only_where_there_seems_to_be_a_gap() -> None:
    def found(p: float, p_spread: float | None) -> tuple[str, ...]:
        dips = (Dip(0, 1, 90, 0.1, p, p_spread),)
        return Diagnostics(90, 20, 2, (Silhouette(2, 0.5, 0.2, 0.01),), 0.005, (0.9, 0.9), dips).failed

    assert found(0.01, None) == found(0.01, 0.04) == ()
    assert found(0.01, 0.05) == ("steps",)
    assert found(0.5, 0.9) == ("dip",)
