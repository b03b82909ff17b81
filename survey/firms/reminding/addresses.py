"""The address of the link in letters by which a firm asks for no more reminders."""

from __future__ import annotations

from survey.firms.reminding import page

ADDRESSES = (("/no-reminders/<sealed>", "no_reminders", page.no_reminders, ["GET", "POST"]),)
