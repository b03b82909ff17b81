"""What the tables and groups of a release are called, in the words of whoever reads it."""

from __future__ import annotations

from gettext import NullTranslations

from scoring.messages import ENGLISH, N_
from scoring.profile import SIZE_NAMES
from scoring.release.grouping import SECTOR_GROUPS, TOGETHER, parts_of
from scoring.release.model import NOT_STATED, OTHER, Release
from scoring.trades import SECTIONS

FIELD_NAMES = {
    "size": N_("Size"),
    "sector": N_("Sector"),
    "country": N_("Country"),
    "region": N_("Region"),
    "source": N_("Way of answering"),
    "group": N_("Member group"),
}
OTHERS = N_("All others")
UNKNOWN = N_("Not stated")
SOURCE_NAMES = {
    "self": N_("Answered by the firm itself"),
    "interview": N_("Answered in an interview"),
    "import": N_("Taken over from a sheet"),
}
BETWEEN = "; "
"""Between the sections of one group of sectors."""


def group_name(release: Release, field: str, group: str, translations: NullTranslations = ENGLISH) -> str:
    """What one group of a field is called: as a body calls it, else in the language of ``translations``; of a group
    that was put together, all its parts. What has no name is called as it is written."""
    called = release.titles.get(field, {})
    if group in called:
        return called[group]
    return TOGETHER.join(_part_name(field, part, called.get(part), translations) for part in parts_of(group))


def _part_name(field: str, part: str, called: str | None, translations: NullTranslations) -> str:
    if called is not None:
        return called
    names = {OTHER: OTHERS, NOT_STATED: UNKNOWN} | {"size": SIZE_NAMES, "source": SOURCE_NAMES}.get(field, {})
    if part in names:
        return translations.gettext(names[part])
    if field != "sector":
        return part
    sections = [name for name, group in SECTOR_GROUPS.items() if group == part] or [part]
    return BETWEEN.join(translations.gettext(SECTIONS.get(name, name)) for name in sections)
