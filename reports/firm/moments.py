"""Months of a plan as days of the calendar."""

from __future__ import annotations

import calendar
import datetime
import math


def after(date: datetime.date, months: float) -> datetime.date:
    """The day so many months on; the 31st becomes the last of a shorter month, parts of a month go by its days."""
    whole = math.floor(months + 1e-9)
    first, following = _months_on(date, whole), _months_on(date, whole + 1)
    share = max(months - whole, 0.0)
    return first + datetime.timedelta(days=math.floor(share * (following - first).days + 0.5))


def _months_on(date: datetime.date, months: int) -> datetime.date:
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return date.replace(year=year, month=month + 1, day=min(date.day, calendar.monthrange(year, month + 1)[1]))
