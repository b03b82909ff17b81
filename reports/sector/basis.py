"""Whose figures these are: what every comparison says, and how many of those invited answered."""

from __future__ import annotations

from reports.sector.comparing import TOLD_FROM
from reports.sector.figures import share_shown
from reports.sector.told import Told
from scoring.release.disclosure import share


def basis(told: Told) -> str:
    """That figures are of responding firms and self-reported, with the response rate where it is known."""
    _ = told.gettext
    rate = response_rate(told)
    if not rate:
        return _("These are figures of responding firms, self-reported; the response rate is not known.")
    return _("These are figures of responding firms, self-reported; the response rate is {rate}.").format(rate=rate)


def response_rate(told: Told) -> str:
    """The response rate as shown, from the two numbers as they are published; "" where it is not known, and where too
    few were invited for numbers rounded down to fives to say it."""
    response = told.release.response
    if response is None or (response.invited or 0) < TOLD_FROM or response.answered is None or not response.invited:
        return ""
    return share_shown(told.words, share(min(response.answered, response.invited), response.invited))
