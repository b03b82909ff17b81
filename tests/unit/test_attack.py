"""The attack finds what can be found: tables that a careless publisher would print give firms away."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.attack import determined, narrow
from tests.told import Published, Told, statements

EVERYONE = np.arange(12)
NOBODY = np.zeros(12, dtype=bool)
SCORES = np.array([8.0, 15, 22, 30, 37, 44, 52, 60, 68, 75, 83, 91])


def mean(firms: np.ndarray, of: np.ndarray = SCORES) -> Told:
    middle = float(np.floor(of[firms].mean() + 0.5))
    return Told(firms, "mean", middle - 0.5, middle + 0.5)


def test_two_tables_that_are_one_firm_apart_give_it_away() -> None:
    told = [mean(EVERYONE), mean(EVERYONE[1:])]
    assert determined(told, 12, NOBODY).tolist() == [0]


def test_overlapping_filters_that_together_leave_one_firm_give_it_away() -> None:
    filters = [EVERYONE, EVERYONE[:7], EVERYONE[6:]]
    assert determined([mean(one) for one in filters], 12, NOBODY).tolist() == [6]


def test_who_knows_all_others_of_a_group_knows_the_last_one() -> None:
    told = [mean(EVERYONE)]
    known = EVERYONE != 7
    assert determined(told, 12, known).tolist() == [7]
    assert narrow(told, SCORES, known) == [7]
    assert not narrow(told, SCORES, NOBODY)


@pytest.mark.parametrize(("low", "high", "far"), [(99.0, 100.0, False), (0.0, 1.0, False), (40.0, 60.0, True)])
def test_a_mean_near_an_end_of_the_scale_bounds_everybody(low: float, high: float, far: bool) -> None:
    scores = np.full(12, (low + high) / 2)
    assert (not narrow([Told(EVERYONE, "mean", low, high)], scores, NOBODY)) is far


def test_quantiles_and_shares_bound_scores_too() -> None:
    """That nine of ten lie between two quartiles a point apart leaves none of the ten far to go."""
    scores = np.full(12, 50.0)
    told = [Told(EVERYONE, "quantile", 49.5, 50.5, q=q) for q in (0.02, 0.98)]
    assert narrow(told, scores, NOBODY) == EVERYONE.tolist()
    told = [Told(EVERYONE, "share", 12, 12, bound=(40.0, 55.0))]
    assert narrow(told, scores, NOBODY) == EVERYONE.tolist()
    told = [Told(EVERYONE, "share", 6, 12, bound=(40.0, 55.0))]
    assert not narrow(told, scores, NOBODY)


def test_a_cell_that_is_repeated_with_less_still_says_what_it_said() -> None:
    cell = {"group": [], "number": 1, "scores": {"overall": {"mean": 50, "quantiles": {"50": 47}}}}
    first = {"number": 1, "grouping": {}, "tables": [{"fields": [], "cells": [{**cell, "below": 50, "levels": []}]}]}
    less = {**cell, "scores": {}, "below": None, "levels": []}
    later = {"number": 2, "grouping": {}, "tables": [{"fields": [], "cells": [less]}]}
    fields = pd.DataFrame(index=range(12))
    history = [Published(release, EVERYONE, fields) for release in (first, later)]
    told = statements(history, {"early": 0.0, "steady": 50.0}, "steady")
    assert [one.kind for one in told] == ["mean", "quantile", "share"]
