"""Invented firms: names, trades, places, how ready they are, and what became of them in two years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product

import numpy as np

from scoring.answers import Answer
from scoring.instrument import Instrument
from survey.demo.answers import Random, answered, lifted
from survey.storage.inventing import InventedFirm, InventedStage
from survey.storage.values import Source

MARK = "(invented)"
"""Ends every name, so that it is seen on every page, in every file and on every file's name."""

FIRST = (
    "Alder", "Amber", "Blue Door", "Bramble", "Cedar", "Copper", "Corner", "Falcon", "Fern", "Granite", "Hazel",
    "Heron", "Juniper", "Kingfisher", "Lantern", "Larch", "Linden", "Maple", "Mill Lane", "North Quay", "Old Bridge",
    "Orchard", "Otter", "Pebble", "Quarry", "Red Kite", "Rowan", "Saffron", "Silver Birch", "Station Road", "Tern",
    "Three Rivers", "Upper Field", "Violet", "Walnut", "Willow",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A trade with the word that names of such firms end in. ``start``: how far firms of it are on average, 0 to 1."""

    trade: str
    word: str
    start: float


KINDS = (
    Kind("bakery", "Bakery", 0.30), Kind("carpenter", "Joinery", 0.28), Kind("metalwork", "Metalworks", 0.42),
    Kind("restaurant", "Kitchen", 0.27), Kind("hotel", "Guest House", 0.40), Kind("haulier", "Haulage", 0.36),
    Kind("shop", "Shop", 0.33), Kind("wholesale", "Trading", 0.45), Kind("it_services", "Systems", 0.68),
    Kind("accountant", "Accountants", 0.55), Kind("electrician", "Electric", 0.37), Kind("care_home", "Care", 0.34),
)  # fmt: skip

PEOPLE = (("solo", 0.12, -0.04), ("micro", 0.48, 0.0), ("small", 0.28, 0.07), ("medium", 0.12, 0.14))
"""Bands of people, how many firms are of each, and how much further than the average these are."""

PLACES = (("AT", "AT-9"), ("AT", "AT-4"), ("DE", "DE-BY"), ("DE", "DE-SN"), ("IE", ""), ("NL", ""))
TAGS = ("Autumn programme", "Workshop booked", "Grant applied for", "Family firm")

APART = 0.09
"""Standard deviation between a firm's dimensions, and between firms of a kind."""

YEAR = timedelta(days=365)


def invented(instrument: Instrument, number: int, today: datetime, seed: int) -> list[InventedFirm]:
    """So many firms, no two of the same name; the same seed gives the same ones.

    Half finished one assessment, a fifth two and a few three; some are in the middle of one, and some were asked and
    have not begun.
    """
    chance = np.random.default_rng(seed)
    names = list(product(FIRST, KINDS))
    if number > len(names):
        raise ValueError(f"there are names for {len(names)} firms")
    taken = chance.permutation(len(names))[:number].tolist()
    by = _Inventor(instrument, today, chance)
    return [_firm(by, f"D-{at + 1:03}", *names[place]) for at, place in enumerate(taken)]


def of_no_organisation(firms: Sequence[InventedFirm]) -> list[InventedFirm]:
    """The same, as firms that came by themselves: those that answered something, without what an adviser adds."""
    begun = [firm for firm in firms if any(stage.answers for stage in firm.stages)]
    return [
        replace(firm, ref="", tags=(), stages=tuple(replace(stage, source="self") for stage in firm.stages))
        for firm in begun
    ]


@dataclass(frozen=True)
class _Inventor:
    """What all firms are made up from."""

    instrument: Instrument
    today: datetime
    chance: Random


def _firm(by: _Inventor, ref: str, first: str, kind: Kind) -> InventedFirm:
    chance = by.chance
    people = str(chance.choice([band for band, _, _ in PEOPLE], p=[share for _, share, _ in PEOPLE]))
    country, region = PLACES[int(chance.integers(len(PLACES)))]
    name = f"{first} {kind.word} {MARK}"
    host = f"{first}-{kind.word}".lower().replace(" ", "-")
    return InventedFirm(
        name=name,
        ref=ref,
        email=f"office@{host}.example",
        profile={"firm": name, "trade": kind.trade, "people": people, "country": country, "region": region},
        tags=tuple(tag for tag in TAGS if chance.random() < 0.22),
        stages=tuple(_stages(by, kind, people)),
    )


def _stages(by: _Inventor, kind: Kind, people: str) -> Iterator[InventedStage]:
    """What the firm answered, earliest first; of two in a row the later is the earlier with what was done since."""
    instrument, today, chance = by.instrument, by.today, by.chance
    course = str(chance.choice(list(_COURSES), p=[share for share, _ in _COURSES.values()]))
    finished = _COURSES[course][1]
    day = today - timedelta(days=int(chance.integers(3, 150))) - YEAR * 0.5 * (finished - 1)
    answers = answered(instrument, _readiness(instrument, kind, people, chance), chance)
    for number in range(finished):
        done = _done(instrument, answers, chance) if number < finished - 1 or chance.random() < 0.3 else ()
        source: Source = "interview" if chance.random() < 0.25 else "self"
        yield InventedStage(answers, day, source, True, done)
        for action in done:
            answers = lifted(answers, instrument.actions_by_id[action].lifts)
        day += YEAR * 0.5
    if course in ("begun", "stalled"):
        some = dict(list(answers.items())[: int(chance.integers(4, 25))])
        yield InventedStage(some, today - timedelta(days=40 if course == "stalled" else 2), "self", False)
    elif course == "asked":
        yield InventedStage({}, today - timedelta(days=int(chance.integers(1, 30))), "self", False)


_COURSES = {
    "once": (0.50, 1), "twice": (0.20, 2), "three times": (0.06, 3), "begun": (0.06, 0), "stalled": (0.08, 0),
    "asked": (0.06, 0), "not yet": (0.04, 0),
}  # fmt: skip
"""How firms went on: how many of them did, and the assessments that they finished."""


def _readiness(instrument: Instrument, kind: Kind, people: str, chance: Random) -> dict[str, float]:
    larger = next(more for band, _, more in PEOPLE if band == people)
    whole = kind.start + larger + chance.normal(0, APART)
    return {dimension.id: float(whole + chance.normal(0, APART)) for dimension in instrument.dimensions}


def _done(instrument: Instrument, answers: dict[str, Answer], chance: Random) -> tuple[str, ...]:
    """A few actions that changed something."""
    useful = [
        action.id
        for action in instrument.actions
        if action.level != "programme" and lifted(answers, action.lifts) != answers
    ]
    wanted = min(len(useful), int(chance.integers(2, 6)))
    return tuple(str(action) for action in chance.choice(useful, wanted, replace=False)) if wanted else ()
