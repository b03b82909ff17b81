"""The fixed words of a sector report."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import NullTranslations


@dataclass(frozen=True)
class Labels:
    """Heads and words that stand at the same place whatever the figures are."""

    contents: str
    summary: str
    findings: str
    annex: str
    method: str
    quality: str
    about: str
    draft: str
    nothing: str
    kind: str
    release: str
    """Takes {number} and {date}."""
    cite: str
    page: str
    """Takes {page} and {pages}."""
    unshown: str
    """Takes {mark} and {characters}."""


def labels(translations: NullTranslations) -> Labels:
    """The labels in the language of these translations."""
    _ = translations.gettext
    return Labels(
        contents=_("Contents"),
        summary=_("In short"),
        findings=_("What the figures say"),
        annex=_("Annex"),
        method=_("How this was made"),
        quality=_("How far the figures carry"),
        about=_("About this report"),
        draft=_("Draft: not released yet"),
        nothing=_("Nothing can be published yet"),
        kind=_("Sector report"),
        release=_("Release {number} of {date}"),
        cite=_("How to cite these figures"),
        page=_("Page {page} of {pages}"),
        unshown=_(
            "Some characters of names or notes could not be printed with the fonts at hand and are shown as {mark}:"
            " {characters}."
        ),
    )
