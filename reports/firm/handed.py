"""What the record of a report keeps of how an organisation handed it out, beside its name and colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.firm.helping import MOST_KEPT
from reports.firm.helping import problems as help_problems
from reports.firm.house import LONGEST_COMMENT, MOST_DAY_RATE, Advice, Help, House
from reports.firm.letter import offer_problems
from reports.firm.letter import problems as letter_problems
from scoring.adaptation import Adaptation, Adapted
from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem

NO_DAY_RATE = N_("Give a number from 0 to {most}.")
LONG_COMMENT = N_("A comment has at most {most} characters.")


@dataclass(frozen=True)
class Handed:
    """How an organisation handed it out beside its branding: see ``House`` and ``Advice``.

    ``adaptation``: what of it the instrument took, of this instrument alone.
    """

    letter: str = ""
    offer: str = ""
    day_rate: float | None = None
    adaptation: Adaptation = Adaptation()  # noqa: RUF009 - frozen
    advice: Advice = Advice()  # noqa: RUF009 - frozen
    help: tuple[Help, ...] = ()


def handed_of(instrument: Instrument, house: House, advice: Advice) -> Handed | None:
    """What is to be kept of it; None where nothing but a branding was given."""
    adaptation = instrument.adaptation if isinstance(instrument, Adapted) else Adaptation()
    handed = Handed(house.letter, house.offer, house.day_rate, adaptation, advice, house.help[:MOST_KEPT])
    return None if handed == Handed() else handed


def problems(handed: Handed) -> Iterator[Problem]:
    """What no organisation can have said, each with its place."""
    yield from letter_problems(handed.letter)
    yield from offer_problems(handed.offer)
    if handed.day_rate is not None and not 0 <= handed.day_rate <= MOST_DAY_RATE:
        yield Problem("day_rate", Message(NO_DAY_RATE, {"most": f"{MOST_DAY_RATE:.0f}"}))
    yield from help_problems(handed.help)
    for action, comment in handed.advice.comments.items():
        if len(comment) > LONGEST_COMMENT:
            yield Problem(f"advice.comments.{action[:60]}", Message(LONG_COMMENT, {"most": LONGEST_COMMENT}))
