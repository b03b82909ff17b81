"""Message catalogues: those of several folders as one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations

FOLDERS = tuple(Path(__file__).parent.parent / floor / "translations" for floor in ("reports", "scoring"))
"""The catalogues that a report is worded from."""


@lru_cache(maxsize=64)
def catalogue(language: str, folders: Sequence[str | Path] = FOLDERS) -> NullTranslations:
    """The catalogues in these folders as one; a later folder wins, and a text missing in all stays as it is."""
    merged = Translations()
    for folder in folders:
        found = Translations.load(folder, [language])
        if isinstance(found, Translations):
            merged.merge(found)
            merged.plural = found.plural
    return merged
