"""The palette of a sector report: that of the house, with the shades of maps and parted bars in the body's colour."""

from __future__ import annotations

from reports import theme
from reports.firm.values import Branding
from reports.portfolio.paper.shades import shades
from reports.sector.values import SHADES


def colours_of(branding: Branding) -> dict[str, str]:
    """Colours by role. The last step of ``shades`` is the colour itself, on which dark ink is not read: left out."""
    colours = theme.palette(branding.accent, branding.second)
    return colours | {
        role: shades(colours["accent"], SHADES + 1)[role] for role in map("shade{}".format, range(SHADES))
    }
