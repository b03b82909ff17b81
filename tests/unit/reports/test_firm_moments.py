"""Months of a plan as days of the calendar."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.firm.moments import after

QUARTERS = st.integers(0, 96).map(lambda quarters: quarters / 4)


@pytest.mark.parametrize(
    ("date", "months", "day"),
    [
        ("2026-03-09", 0, "2026-03-09"),
        ("2026-03-09", 6, "2026-09-09"),
        ("2026-11-23", 24, "2028-11-23"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-03-09", 0.5, "2026-03-25"),
        ("2026-02-01", 0.25, "2026-02-08"),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_one(date: str, months: float, day: str) -> None:
    assert after(datetime.date.fromisoformat(date), months).isoformat() == day


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)), QUARTERS, QUARTERS)
def test_what_is_later_in_the_plan_is_never_earlier_in_the_calendar(
    date: datetime.date, one: float, other: float
) -> None:
    assert (after(date, min(one, other)), after(date, max(one, other))) == tuple(
        sorted((after(date, one), after(date, other)))
    )
