"""Rounded figures in words."""

from __future__ import annotations

from flask_babel import format_decimal
from flask_babel import gettext as _


def figure(rounded: int | None) -> str:
    """A figure as ``storage.campaigns.rounding`` tells it."""
    if rounded is None:
        return str(_("not told"))
    return str(format_decimal(rounded)) if rounded else str(_("under 5"))


def percent(share: int | None) -> str:
    """A share in steps of 5 %."""
    if share is None:
        return str(_("not told"))
    if share < 5:
        return str(_("under 5 %"))
    return str(_("over 95 %")) if share > 95 else str(_("about %(share)s %%", share=share))
