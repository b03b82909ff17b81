"""How firm a firm's level is, and the official figure for firms of its kind."""

from __future__ import annotations

import pandas as pd

from reports.firm.answered import Answered
from reports.firm.standing import size_title
from reports.firm.wording import Words
from scoring.messages import N_
from scoring.official import INDEX, OfficialFigure, official_figure


def stability(words: Words, found: str) -> str:
    """Whether weights that are a little different would give another level; "" where there is no level to speak of."""
    _ = words.translations.gettext
    return {
        "": "",
        "stable": _("Your level is stable: shifting the weight of any one part by a fifth would not change it."),
        "borderline": _(
            "You are close to the border: shifting the weight of a single part by a fifth would give another level."
        ),
    }[found]


FLAGS = {
    "b": N_("break in the series"),
    "d": N_("definition differs"),
    "u": N_("low reliability"),
}
"""Eurostat's letters in words."""


def official(firm: Answered, profile: pd.Series) -> str:
    """The official figure for firms of this size in this country; "" where there is none, as below 10 people."""
    figure = official_figure(profile["country"], profile["size"])
    if figure is None:
        return ""
    words, _ = firm.words, firm.words.translations.gettext
    template = _(
        "{country}, {size}: in {year}, {share} of firms reached at least a basic level of digital intensity ({source},"
        " version {version}, copied on {date})."
    )
    if figure.flag:
        template = _(
            "{country}, {size}: in {year}, {share} of firms reached at least a basic level of digital intensity"
            " ({source}, version {version}, copied on {date}; marked there: {flags})."
        )
    told = template.format(
        country=words.locale.territories.get(figure.country, figure.country),
        size=size_title(words, str(profile["size"])),
        year=figure.year,
        share=words.published_percent(figure.share),
        source=figure.source,
        version=figure.version,
        date=words.date(figure.copied),
        flags=words.list([_(FLAGS.get(letter, letter)) for letter in figure.flag]),
    )
    return f"{told} {_comparable(firm, figure)}"


def _comparable(firm: Answered, figure: OfficialFigure) -> str:
    """Whether the firm's own result may be laid beside the figure."""
    _, instrument = firm.words.translations.gettext, firm.instrument
    if instrument.id != INDEX:
        return _("It counts twelve yes-or-no items, so it is no score to compare with yours.")
    if instrument.version != figure.version:
        return _("That version counts other items than the questionnaire you answered, so do not compare the two.")
    return _("It counts the same twelve items as the questionnaire you answered; four of them make the basic level.")
