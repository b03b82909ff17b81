"""Sums of scores by cell: as exact as float64 can hold them, and so the same in any order."""

from __future__ import annotations

import math

import numpy as np

from scoring.release.disclosure import Rules
from scoring.release.grouping import classes_of, grouping_of
from scoring.release.statistics import exact_sums
from tests.unit.scoring.release.build_cases import random_firms


def test_sums_are_those_of_exact_arithmetic_to_the_last_bit_but_one() -> None:
    """On the coarser grid alone they would be off by a hundred times as much."""
    snapshot = random_firms(20_000)
    made = classes_of(snapshot, grouping_of(snapshot, (), Rules()))
    values = np.random.default_rng(0).uniform(0, 100, len(snapshot))
    sums = exact_sums(values, made.of, made.count)
    for layout in made.layouts:
        cells = made.cells(layout)
        for cell, found in enumerate(sums.by(layout)):
            exact = math.fsum(values[cells == cell])
            assert abs(found - exact) <= math.ulp(exact)
