"""The covering letter: what may stand in it, what is wrong with one, and how it reads for an invented firm."""

from __future__ import annotations

from datetime import UTC, datetime

from flask_babel import format_date, format_decimal, get_locale
from flask_babel import gettext as _

from reports.firm.house import House
from reports.firm.letter import PLACEHOLDERS, filled, problems
from survey import instruments
from survey.languages import in_words, translations

SCORE = 54
"""Of the invented firm."""


def letter_faults(text: str) -> list[str]:
    """Everything that is wrong with a letter, in words."""
    return [in_words(problem.message) for problem in problems(text)]


def placeholders() -> dict[str, str]:
    """What can stand in braces, and what it stands for."""
    words = translations(get_locale())
    return {name: words.gettext(meaning) for name, meaning in PLACEHOLDERS.items()}


def previewed(text: str, house: House) -> str:
    """The letter as it would read for the firm that is invented to show what a report looks like."""
    instrument = instruments.current()
    first = instrument.actions[0].title if instrument.actions else _("The first step of the plan")
    level = instrument.levels[len(instrument.levels) // 2].title if instrument.levels else ""
    values = {
        "firm": instrument.sample.firm if instrument.sample else _("Invented firm"),
        "date": format_date(datetime.now(UTC).date(), "long"),
        "score": format_decimal(SCORE),
        "level": level,
        "first_action": first,
        "organisation": house.branding.sender,
        "contact": house.branding.contact,
        "adviser": house.branding.sender,
    }
    return filled(text, values)
