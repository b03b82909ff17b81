"""From how many times on a firm is compared with the others' speed."""

from __future__ import annotations

import pytest

from tests.unit.scoring.quality_cases import USUAL, answered, hints, quality_of


@pytest.mark.parametrize(("timed", "pointed_out"), [(19, []), (20, ["Firm 0"])])
def test_twice_as_fast_is_said_from_twenty_times_on(timed: int, pointed_out: list[str]) -> None:
    """One at 200 seconds among others at 400, and three without a time, which do not count among the twenty."""
    seconds = [200.0] + [400.0] * (timed - 1) + [None] * 3
    found = quality_of(answered(*[USUAL] * len(seconds), seconds=seconds))
    assert [name for name, why in hints(found).items() if "twice_as_fast" in why] == pointed_out
