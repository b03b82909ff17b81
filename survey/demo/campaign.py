"""The campaign of the invented body: what it asks, whom it invited, what its firms said for it, and where help is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from scoring.instrument import Instrument
from survey.demo.answers import Random
from survey.demo.firms import MARK
from survey.profiles import profile_row
from survey.storage.campaigns.inventing import InventedCampaign
from survey.storage.campaigns.inviting import Guest
from survey.storage.campaigns.parts import Description
from survey.storage.campaigns.values import Entry, Lists, OwnOption, OwnQuestion, Quota, TakingPart
from survey.storage.help_offers import Offer
from survey.storage.inventing import InventedFirm

SINCE, STILL = timedelta(days=560), timedelta(days=90)
"""How long ago it began, which is before any of its firms did, and how long it goes on."""

INVITED = 0.6
"""Share of its firms that came by a code; the others came by the open link."""

LISTS = Lists(
    region=(
        Entry("upper", "Upper valley", "AT-4"),
        Entry("lower", "Lower valley", "AT-9"),
        Entry("south", "South bank", "DE-BY"),
        Entry("north", "North bank", "DE-SN"),
        Entry("beyond", "Beyond the rivers"),
    ),
    group=(
        Entry("crafts", "Guild of crafts"),
        Entry("guests", "Hosts and restaurants"),
        Entry("young", "Firms younger than five years"),
    ),
)

QUESTIONS = (
    OwnQuestion(
        "q1",
        "Do you train apprentices?",
        "single",
        (OwnOption("yes", "Yes"), OwnOption("before", "Not now, but we did"), OwnOption("no", "No")),
    ),
    OwnQuestion(
        "q2",
        "What should the chamber offer next year?",
        "multiple",
        (
            OwnOption("evenings", "Evenings on one topic"),
            OwnOption("visits", "Visits to firms that have done it"),
            OwnOption("buying", "Buying programs together"),
            OwnOption("advice", "An hour with a neutral adviser"),
        ),
    ),
)

QUOTAS = (Quota("B-E", "micro", 15), Quota("G-I", "micro", 20), Quota("G-I", "small", 15), Quota("", "medium", 10))


def campaign(instrument: Instrument, today: date) -> InventedCampaign:
    """What the body set."""
    description = Description(
        name=f"How digital are firms on the three rivers? {MARK}",
        instrument=instrument.reference,
        welcome=(
            "A quarter of an hour, and you get a roadmap of your own at once.\n\n"
            "The chamber reads figures of groups of firms only, and decides by them which help it pays for next year."
        ),
        contact="Ines Vale, ines@chamber.example",
        opens_on=today - SINCE,
        closes_on=today + STILL,
    )
    return InventedCampaign(description, LISTS, QUESTIONS, QUOTAS)


def taking_part(firms: Sequence[InventedFirm], seed: int) -> list[InventedFirm]:
    """The firms with what each said for the campaign alone, most of them as invited; the same seed says the same."""
    chance = np.random.default_rng(seed)
    return [_taking_part(firm, chance) for firm in firms]


def guest(firm: InventedFirm) -> Guest:
    """The firm as the body invites it."""
    return Guest(firm.name, firm.ref, firm.email, size=str(profile_row(firm.profile).get("size") or ""))


def help_offers(today: date) -> tuple[Offer, ...]:
    """The body's directory: for actions and a theme; two are not for everybody, and one ends."""
    return (
        Offer("red_folder", f"Evening for your emergency folder, free of charge {MARK}", _link("folder")),
        Offer("e_invoices", f"Helpline for electronic invoices {MARK}", _link("invoices"), until=today + STILL),
        Offer("learning_hour", f"Courses of an hour, online {MARK}", _link("courses"), sizes=("micro", "small")),
        Offer("grant_check", f"Grants of the upper valley {MARK}", _link("grants"), region="upper"),
        Offer("R3", f"An hour with a neutral adviser {MARK}", _link("adviser")),
    )


def _link(page: str) -> str:
    return f"https://example.org/three-rivers/{page}"


def _taking_part(firm: InventedFirm, chance: Random) -> InventedFirm:
    region = next((entry.id for entry in LISTS.region if entry.means == firm.profile["region"]), "beyond")
    group = str(chance.choice(["", *(entry.id for entry in LISTS.group)], p=[0.4, 0.3, 0.2, 0.1]))
    return replace(
        firm,
        taking_part=TakingPart(region=region, group=group),
        own_answers={question.id: answer for question in QUESTIONS if (answer := _answer(question, chance))},
        invited=bool(chance.random() < INVITED),
    )


def _answer(question: OwnQuestion, chance: Random) -> str | list[str]:
    """An option, some, or nothing, where it stays open."""
    options = [option.id for option in question.options]
    if question.kind == "single":
        return str(chance.choice(["", *options]))
    return [option for option in options if chance.random() < 0.4]
