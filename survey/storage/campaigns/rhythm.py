"""How often a campaign makes a release by itself."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from survey.storage.values import Rhythm

MONTHS: Mapping[Rhythm, int] = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
"""Months from one release to the next; none where it is made on demand."""


def following(day: date, rhythm: Rhythm) -> date | None:
    """The day of the release after one of this day: as far into its month, or the last of a shorter one."""
    if rhythm not in MONTHS:
        return None
    years, month = divmod(day.year * 12 + day.month - 1 + MONTHS[rhythm], 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))
