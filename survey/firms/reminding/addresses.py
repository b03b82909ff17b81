"""The address of the link in letters by which a firm asks for no more reminders."""

from __future__ import annotations

from typing import Any

from survey.firms.reminding import page

ADDRESSES: tuple[tuple[str, str, Callable[..., Any], list[str]], ...] = (
    ("/no-reminders/<sealed>", "no_reminders", page.no_reminders, ["GET", "POST"]),
)

OWN_TOKEN_CHECK: tuple[Callable[..., Any], ...] = ()
"""Its one button needs no more than the token that every form has."""
