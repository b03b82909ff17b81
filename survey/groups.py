"""Sectors and sizes of firms, named as pages offer them to choose from and to filter by."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from scoring.fields import SIZES
from scoring.trades import SECTIONS


def sectors(letters: Iterable[str]) -> dict[str, str]:
    """Sections by letter, in the order of their names."""
    named = {letter: str(_(SECTIONS[letter])) for letter in letters if letter in SECTIONS}
    return dict(sorted(named.items(), key=lambda one: one[1].casefold()))


def sizes(known: Iterable[str] = SIZES) -> dict[str, str]:
    """Size classes by id, in the order given."""
    named = {
        "micro": _("micro: up to 9 people"),
        "small": _("small: 10 to 49"),
        "medium": _("medium: 50 to 249"),
        "large": _("large: 250 or more"),
    }
    return {size: named[size] for size in known}
