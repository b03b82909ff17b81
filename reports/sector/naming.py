"""What fields and their groups are called in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from reports.firm.peers import SECTOR_GROUPS
from reports.firm.standing import size_title
from reports.firm.wording import Words
from scoring.messages import N_
from scoring.release.grouping import TOGETHER, parts_of
from scoring.release.model import NOT_STATED, OTHER
from scoring.release.naming import FIELD_NAMES, SOURCE_NAMES, UNKNOWN
from scoring.trades import SECTIONS

OTHERS = {
    "size": N_("Other sizes"),
    "sector": N_("Other sectors"),
    "region": N_("Other regions"),
    "group": N_("Other groups"),
    "country": N_("Other countries"),
    "source": N_("Other sources"),
}
"""Field → the group into which small ones are merged."""

NOTHING: Mapping[str, str] = MappingProxyType({})


def group_title(words: Words, field: str, group: str, called: Mapping[str, str] = NOTHING) -> str:
    """A group in words, one that was put together by its parts. ``called``: how a body calls those of its own list."""
    if group in called:
        return called[group]
    return TOGETHER.join(called.get(part) or _part_title(words, field, part) for part in parts_of(group))


def _part_title(words: Words, field: str, group: str) -> str:
    _ = words.translations.gettext
    if group == NOT_STATED:
        return _(UNKNOWN)
    if group == OTHER:
        return _(OTHERS[field]) if field in OTHERS else _("Others")
    if field == "sector":
        return _(SECTOR_GROUPS.get(group) or SECTIONS.get(group, group))
    if field == "source":
        return _(SOURCE_NAMES.get(group, group))
    if field == "country":
        return str(words.locale.territories.get(group, group))
    return (size_title(words, group) if field == "size" else "") or group


def corner(words: Words, field: str) -> str:
    """What a field is called at the head of a column."""
    return words.translations.gettext(FIELD_NAMES[field]) if field in FIELD_NAMES else field


def joined(words: Words, titles: Sequence[str]) -> str:
    """Names of groups side by side; of no field that of all firms."""
    return " · ".join(titles) or words.translations.gettext("All firms")
