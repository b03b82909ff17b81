"""From what a firm says about itself to the profile columns that scoring reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from scoring.profile import PEOPLE, profile_table
from scoring.trades import SECTIONS, section_of, trade

BANDS = {band.id: band for band in PEOPLE}

BLANK = {"firm": "", "trade": "", "people": "", "country": "", "region": ""}
"""The profile of a firm of which nothing is known."""

TOGETHER = (
    (("trade", "division"), ("sector", "division")),
    (("people", "size", "staff", "employees"), ("size", "staff", "employees")),
)
"""Fields that say one thing between them, of a profile and of the row it becomes: who says it anew says all of it."""


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
    row = {name: profile.get(name) for name in EXPLICIT} | row
    return {name: value for name, value in row.items() if value not in (None, "")}


EXPLICIT = ("division", "size", "staff", "employees")
"""What a sheet may say more exactly than a trade or a band of people does; kept as it is."""

SAID = ("trade", "people", *EXPLICIT, "country", "region")
"""What decides the columns of a profile, but for who the firm is."""


def profile_columns(profiles: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The columns of many profiles, as ``AnswerTable.profile`` but for who the firms are; what many say alike is
    understood once."""
    kinds: dict[tuple[Any, ...], int] = {}
    kind = [kinds.setdefault(tuple(one.get(name) for name in SAID), len(kinds)) for one in profiles]
    rows = [profile_row(dict(zip(SAID, values, strict=True))) for values in kinds]
    profile, _ = profile_table(pd.DataFrame(rows, index=range(len(rows))))
    return profile.iloc[kind].reset_index(drop=True)


def profile_of_row(row: Mapping[str, Any], trade_id: str = "") -> dict[str, Any]:
    """What a row of ``AnswerTable.profile`` says about the firm, and only that, as ``profile_row`` reads it back.

    ``trade_id``: the trade that the sheet named, which says more than the division that the row keeps of it.
    """
    said = {name: _plain(row.get(name)) for name in ("firm", "country", "region", *EXPLICIT)}
    sector = _plain(row.get("sector"))
    said["trade"] = section_of(said["division"]) if said["division"] else sector
    if (known := trade(trade_id)) and known.division == said["division"]:
        said |= {"trade": trade_id, "division": None}
    said["people"] = _band(said["size"], said["staff"])
    if said["people"]:
        said |= {"size": None, "staff": None}
    return {name: value for name, value in said.items() if value not in (None, "")}


def merged(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """A profile with what is said anew; what is not said stays, and so does what says the same more exactly."""
    there, new = profile_row(before), profile_row(said)
    whole = dict(before) | dict(said)
    for fields, columns in TOGETHER:
        told = [name for name in columns if name in new]
        kept = before if all(there.get(name) == new[name] for name in told) else said
        whole = {name: value for name, value in whole.items() if name not in fields or name in kept}
        whole |= {name: kept[name] for name in fields if name in kept}
    return whole


def _band(size: str | None, staff: bool | None) -> str | None:
    """The band of people; None for a micro firm of which nobody says whether it has staff."""
    if size == "micro" and staff is None:
        return None
    return next((band.id for band in PEOPLE if band.size == size and band.staff is (staff is not False)), None)


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN
        return None
    return value.item() if hasattr(value, "item") else value
