"""No sentence of a report would be true of any firm: two that differ share fixed words and what they were asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import is_dataclass, replace

import pytest

from reports.firm import Branding, FirmReport
from reports.firm.labels import Labels
from scoring.instrument import Instrument
from scoring.roadmap import RoadmapChoices
from tests.unit.reports.conftest import MakeReport, answers_at
from tests.unit.scoring.release_cases import all_firms, release, summary

WORDS = 4
"""From so many words on a text is looked at as a sentence; shorter ones are values such as “1 to 2 days”."""

CAVEATS = {"These are sketches by the authors, not groups found in data."}
"""What stands beside a finding to say how little it proves, since nobody would look for it elsewhere."""

OF_ANY_FIRM = ("method", "scale_note", "peers_note")
"""Parts of a report that are about its making, and about how to read it."""


def texts(thing: object) -> Iterator[str]:
    """Every text of a value, whole."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple | list | dict):
        for one in thing.values() if isinstance(thing, dict) else thing:
            yield from texts(one)
    elif is_dataclass(thing) and not isinstance(thing, Labels | Branding):
        for name, value in vars(thing).items():
            if name not in OF_ANY_FIRM:
                yield from texts(value)


def asked(thing: object) -> Iterator[str]:
    """Every text of the questionnaire: questions, options, actions, levels, parts."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple | list | dict):
        for one in thing.values() if isinstance(thing, dict) else thing:
            yield from asked(one)
    elif hasattr(thing, "__dict__"):
        yield from asked(vars(thing))


def sentences(text: str) -> Iterator[str]:
    """What ends with a full stop, or with what is quoted; a quotation is never taken apart."""
    for match in re.finditer(r"(?:“[^”]*”|[^.!?“]|[.!?](?=\S))+[.!?]*", text):
        sentence = match.group().strip()
        if len(sentence.split()) >= WORDS and sentence[-1] in ".!?”":
            yield sentence


def told(report: FirmReport, instrument: Instrument) -> set[str]:
    """Its sentences without those of the questionnaire."""
    of_instrument = {sentence for text in asked(instrument) for sentence in sentences(text)}
    return {sentence for text in texts(report) for sentence in sentences(text)} - of_instrument


@pytest.fixture(scope="module")
def worst(make_report: MakeReport, instrument: Instrument) -> FirmReport:
    return make_report(answers_at(instrument, 0), firm="Hardware Corner", employees=4, sector="G", country="IE")


@pytest.fixture(scope="module")
def other(make_report: MakeReport, instrument: Instrument) -> FirmReport:
    """Far along in some parts and not in others, of another size and trade, beside firms like it."""
    low, high = answers_at(instrument, 0.4), answers_at(instrument, 0.8)
    answers = {name: (high if place % 4 else low)[name] for place, name in enumerate(low)} | {"ai": "na"}
    beside = replace(release(all_firms(summary(120, mean=48))), hash=instrument.content_hash)
    return make_report(
        answers, firm="Spedition Hofer", employees=120, sector="H", country="AT", stage="T1", release=beside
    )


@pytest.fixture(scope="module")
def third(make_report: MakeReport, instrument: Instrument) -> FirmReport:
    """Near the border of a level, with some answers left open, and without money for the plan."""
    low, high = answers_at(instrument, 0.2), answers_at(instrument, 1)
    answers = {name: (low if place < 10 else high)[name] for place, name in enumerate(low) if place % 7}
    choices = RoadmapChoices(budget=0)
    return make_report(answers, firm="Primus GmbH", employees=30, sector="F", country="DE", choices=choices)


def test_sentences_end_with_a_stop_and_quotations_stay_whole() -> None:
    one, two = "To “What do you do? Say it.” you answered “No.”.", "The score is 3.5 of 5 points."
    assert list(sentences(f"{one} {two} Done")) == [one, two]


def test_what_two_firms_that_differ_are_both_told_a_third_is_not(
    worst: FirmReport, other: FirmReport, third: FirmReport, instrument: Instrument
) -> None:
    first, second, further = (told(report, instrument) for report in (worst, other, third))
    assert min(len(first), len(second), len(further)) > 30
    shared = first & second
    assert len(shared) < 6, "that a level is stable, that all was answered, that there is no room: little more"
    assert shared & further == CAVEATS
