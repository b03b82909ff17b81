"""How firm a firm's level is, which typical firm it is like, and the official figure for firms of its kind."""

from __future__ import annotations

import pandas as pd

from reports.firm.answered import Answered
from reports.firm.standing import size_title
from reports.firm.wording import Words
from scoring.fragility import fragility
from scoring.messages import N_
from scoring.official import official_figure
from scoring.placing import nearest_profile

ONLY_JUST = 5.0
"""Points by which a firm may lie nearer to one typical firm than to the next and still be much like both."""


def stability(firm: Answered) -> str:
    """Whether weights that are a little different would give another level; "" where there is no level to speak of."""
    _ = firm.words.translations.gettext
    found = fragility(firm.alone).iloc[0]
    if pd.isna(found):
        return ""
    return {
        "stable": _("Your level is stable: shifting the weight of any one part by a fifth would not change it."),
        "borderline": _(
            "You are close to the border: shifting the weight of a single part by a fifth would give another level."
        ),
    }[str(found)]


def profile(firm: Answered) -> str:
    """The typical firm of the questionnaire that this one is most like; "" where it cannot be placed."""
    profiles = {one.id: one for one in firm.instrument.reference_profiles}
    if len(profiles) < 2:
        return ""
    centre, border = nearest_profile(firm.alone).iloc[0][["centre", "border"]]
    if pd.isna(centre):
        return ""
    _ = firm.words.translations.gettext
    template = _(
        "Of the {n} typical firms described in this questionnaire, yours is closest to “{title}”: {description} These"
        " are sketches by the authors, not groups found in data."
    )
    if border < ONLY_JUST:
        template = _(
            "Of the {n} typical firms described in this questionnaire, yours is closest to “{title}”, though only just:"
            " {description} These are sketches by the authors, not groups found in data."
        )
    nearest = profiles[str(centre)]
    return template.format(n=firm.words.number(len(profiles)), title=nearest.title, description=nearest.description)


FLAGS = {
    "b": N_("break in the series"),
    "d": N_("definition differs"),
    "u": N_("low reliability"),
}
"""Eurostat's letters in words."""


def official(words: Words, profile: pd.Series) -> str:
    """The official figure for firms of this size in this country; "" where there is none, as below 10 people."""
    figure = official_figure(profile["country"], profile["size"])
    if figure is None:
        return ""
    _ = words.translations.gettext
    template = _(
        "{country}, {size}: in {year}, {share} of firms reached at least a basic level of digital intensity ({source},"
        " version {version}, copied on {date}). It counts twelve yes-or-no items, so it is no score to compare with"
        " yours."
    )
    if figure.flag:
        template = _(
            "{country}, {size}: in {year}, {share} of firms reached at least a basic level of digital intensity"
            " ({source}, version {version}, copied on {date}; marked there: {flags}). It counts twelve yes-or-no items,"
            " so it is no score to compare with yours."
        )
    return template.format(
        country=words.locale.territories.get(figure.country, figure.country),
        size=size_title(words, str(profile["size"])),
        year=figure.year,
        share=words.published_percent(figure.share),
        source=figure.source,
        version=figure.version,
        date=words.date(figure.copied),
        flags=words.list([_(FLAGS.get(letter, letter)) for letter in figure.flag]),
    )
