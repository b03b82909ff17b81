"""The fixed words that only the document to edit has."""

from __future__ import annotations

from dataclasses import dataclass
from gettext import NullTranslations


@dataclass(frozen=True)
class EditingLabels:
    """Fixed words by what they name."""

    web: str
    people: str
    steps: str
    until: str
    learns: str
    so_far: str
    pin_up: str
    pin_up_lead: str
    tick: str


def editing_labels(translations: NullTranslations) -> EditingLabels:
    """The fixed words in the language of ``translations``."""
    _ = translations.gettext
    return EditingLabels(
        web=_("On the web"),
        people=_("What changes for people"),
        steps=_("Steps"),
        until=_("Until"),
        learns=_("What people learn"),
        so_far=_("In all so far"),
        pin_up=_("The first 90 days"),
        pin_up_lead=_("To pin up where everybody sees it. Tick what is done."),
        tick=_("Done"),
    )
