"""By what link a firm asks for no more reminders of a campaign: it says whose it is, and nothing of it is stored."""

from __future__ import annotations

from datetime import timedelta

from survey.accounts import keys

PURPOSE, GOOD_FOR = "no reminders", timedelta(days=800)


def sealed(invitation_id: int) -> str:
    """The end of the link in the letters to this firm."""
    return keys.seal(PURPOSE, {"invitation": invitation_id})


def invitation_of(end: str) -> int | None:
    """The invitation that such a link is of; None for what is none, or too old."""
    said = keys.unseal(PURPOSE, end, GOOD_FOR)
    return None if said is None else int(said["invitation"])
