"""From what a firm says about itself to the profile columns that scoring reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.profile import PEOPLE
from scoring.trades import SECTIONS, trade

BANDS = {band.id: band for band in PEOPLE}


def profile_row(profile: Mapping[str, Any]) -> dict[str, Any]:
    """A profile row for ``scoring.answers.table_of``: trade → sector and division, people → size and staff.

    What the firm did not say, and a trade or band that is no longer known, is left out: unknown never hides a question.
    """
    row = {name: profile.get(name) for name in ("firm", "country", "region")}
    if known := trade(profile.get("trade", "")):
        row |= {"sector": known.section, "division": known.division}
    elif profile.get("trade") in SECTIONS:  # a firm that found no trade of its own chose a sector
        row["sector"] = profile["trade"]
    if band := BANDS.get(profile.get("people", "")):
        row |= {"size": band.size, "staff": band.staff}
    return {name: value for name, value in row.items() if value not in (None, "")}
