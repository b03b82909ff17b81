"""Intervals of ranks at the ends: whatever rounding does, they hold the rank."""

from __future__ import annotations

import pytest

from scoring.peers import exact_place, wilson


@pytest.mark.parametrize("n", [1, 2, 5, 7, 29, 40, 1000])
def test_an_interval_begins_at_0_where_nobody_is_below_and_ends_at_1_where_all_are(n: int) -> None:
    assert (wilson(0.0, n)[0], wilson(1.0, n)[1]) == (0.0, 1.0)
    assert exact_place([50.0] * n, 10).low == 0.0
    assert exact_place([50.0] * n, 90).high == 100.0
