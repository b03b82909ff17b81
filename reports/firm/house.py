"""How an organisation hands reports out: under its name, with its letter, its actions and its adviser's words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reports.firm.values import Branding
from scoring.adaptation import Adaptation, adapted
from scoring.answers import AnswerTable
from scoring.roadmap import RoadmapChoices

LONGEST_COMMENT = 1_000
"""Characters of what an adviser says about one action."""

MOST_DAY_RATE = 100_000.0
"""EUR for an own working day at most: what goes beyond is a slip of the pen."""


@dataclass(frozen=True)
class Help:
    """An entry of a body's directory of help, for one action or for all of a theme (``about``: its id).

    ``link``: a web address or "". ``until``: its last day.
    """

    about: str
    name: str
    link: str = ""
    until: datetime.date | None = None


@dataclass(frozen=True)
class House:
    """How a report is handed out: what all reports of an organisation have in common, and help that is available.

    ``letter``: the covering letter with its placeholders, "" for none. ``offer``: a line about what the organisation
    offers. ``day_rate``: EUR for an own working day in the plans, None as usual. ``adaptations``: by instrument id.
    ``help``: what the directory of the body whose campaign the firm answers has for a firm of its place and size.
    """

    branding: Branding = Branding()  # noqa: RUF009 - frozen
    letter: str = ""
    offer: str = ""
    day_rate: float | None = None
    adaptations: Mapping[str, Adaptation] = field(default_factory=dict)
    help: tuple[Help, ...] = ()


@dataclass(frozen=True)
class Advice:
    """What an adviser says about one roadmap. ``comments``: action → words; ``order``: actions that come first.

    ``adviser``: who says so, for the letter; "" for nobody by name.
    """

    comments: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    adviser: str = ""


def at_house(table: AnswerTable, house: House) -> AnswerTable:
    """The same answers to the instrument as the organisation plans with it; the very table where it changed nothing.

    Scores are the same for both. See ``scoring.adaptation.adapted``.
    """
    own = house.adaptations.get(table.instrument.id)
    if own is None:
        return table
    made = adapted(table.instrument, own)
    return table if made is table.instrument else replace(table, instrument=made)


def advised(choices: RoadmapChoices, house: House, advice: Advice = Advice()) -> RoadmapChoices:
    """The choices of a firm with the organisation's day rate and its adviser's order, where it made none itself.

    What is advised once is not changed by being advised again.
    """
    rate = house.day_rate if choices.day_rate is None else choices.day_rate
    order = choices.order or advice.order
    if (rate, order) == (choices.day_rate, choices.order):
        return choices
    return replace(choices, day_rate=rate, order=order)
