"""What the audit takes as told: never less than is published, by viewers who leave enough unknown."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest

from scoring.release.audit.disclosed import disclosed_by, told
from scoring.release.audit.statements import Block, Facts
from scoring.release.audit.viewers import Viewer
from scoring.release.build import build
from scoring.release.disclosure import share
from scoring.release.model import OVERALL, Cell, Snapshot
from scoring.scores import level_of
from scoring.scores.levels import HALF, cuts
from tests.unit.scoring.release.build_cases import DATE, firms
from tests.unit.scoring.roadmap_cases import instrument

BOUNDS = (None, 30, 45, 60)
LEVELS = [
    {"id": f"l{place}", "title": f"L{place}", "meaning": "It is."} | ({} if bound is None else {"bound": bound})
    for place, bound in enumerate(BOUNDS)
]
FOUR = instrument([], levels=LEVELS, baseline="l2")


@pytest.mark.parametrize("seed", range(4))
def test_any_counts_at_the_cuts_that_the_audit_allows_make_the_published_shares(seed: int) -> None:
    """Else the audit would take something for possible that the shares of levels rule out."""
    scores = np.random.default_rng(seed).normal(46, 14, 57 + 20 * seed).clip(0, 100)
    made = build(_of_four_levels(scores), FOUR, campaign="Chamber", date=DATE)
    (cell,) = made.release.tables[0].cells
    assert cell.levels
    (facts,) = told(disclosed_by([made], FOUR), OVERALL).knowledge.blocks[0].facts
    ranges = [_counts_at(facts, np.nextafter(cut - HALF, -np.inf), len(scores)) for cut in cuts(FOUR)]
    for counts in itertools.product(*ranges):
        if list(counts) == sorted(counts):
            assert _shares(cell, (0, *counts, len(scores))) == [stretch.share for stretch in cell.levels]


def _of_four_levels(scores: np.ndarray) -> Snapshot:
    made = firms(scores.tolist())
    made.levels[:] = level_of(FOUR, scores)
    return made


def _counts_at(facts: Facts, point: float, n: int) -> range:
    if point not in facts.at:
        return range(n + 1)
    place = facts.at.index(point)
    return range(int(max(facts.least[place], 0)), int(min(facts.most[place], n)) + 1)


def _shares(cell: Cell, counts: Sequence[int]) -> list[object]:
    ids = [level["id"] for level in LEVELS]
    ends = [(ids.index(one.levels[0]), ids.index(one.levels[-1]) + 1) for one in cell.levels]
    return [share(counts[end] - counts[start], counts[-1]) for start, end in ends]


def test_an_account_drawn_at_random_leaves_enough_unknown_in_every_set() -> None:
    """It forgets those of highest rank first; a set that has no more firms than that it does not know at all."""
    codes = np.array([0] * 12 + [1] * 15 + [2] * 4 + [-1] * 3)
    block = Block(codes, (Facts(),) * 3)
    known = np.ones(len(codes), dtype=bool)
    rank = np.arange(len(codes))
    found = Viewer("random", known, rank).knows(np.arange(len(codes)), (block,), 10)
    assert np.flatnonzero(found).tolist() == [0, 1, 12, 13, 14, 15, 16, 31, 32, 33]
    assert Viewer("account", known).knows(np.arange(len(codes)), (block,), 10).all()
