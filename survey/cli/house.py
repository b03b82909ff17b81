"""How an organisation hands reports out, from a file: its letter, its line, its day rate, and its actions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from reports.firm import Branding, House
from reports.firm.house import MOST_DAY_RATE
from reports.firm.letter import offer_problems
from reports.firm.letter import problems as letter_problems
from scoring.adaptation import Adaptation
from scoring.adaptation import problems as adaptation_problems
from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem, WaymarkError
from scoring.shapes import shape_faults
from scoring.yamlfile import read_yaml
from survey.cli.branding import branding_of

NO_NAME = N_("Say whose letter, line and actions these are: add --organisation NAME.")


class HouseFile(Adaptation):
    """What the file can hold: what is changed about actions, and beside it what is said to firms."""

    letter: str = ""
    offer: str = ""
    day_rate: Annotated[float, Field(ge=0, le=MOST_DAY_RATE)] | None = None

    @property
    def adaptation(self) -> Adaptation:
        return Adaptation(hidden=self.hidden, changed=self.changed, own=self.own)


def house_of(instrument: Instrument, house: Path | None, **branding: Any) -> House:
    """What ``branding_options`` describe.

    Raises ``WaymarkError`` with every fault of the file, ``LogoError`` for one that cannot be used as a logo.
    """
    name = branding_of(**branding)
    return House(name) if house is None else _read(house, name, instrument)


def _read(path: Path, branding: Branding, instrument: Instrument) -> House:
    if not branding.organisation:
        raise WaymarkError([Problem(path.name, Message(NO_NAME))])
    document = read_yaml(path)
    if faults := [document.problem(at, message) for at, message in shape_faults(HouseFile, document.data)]:
        raise WaymarkError(faults)
    told = HouseFile.model_validate(document.data)
    if found := _problems(told, instrument):
        raise WaymarkError([Problem(f"{path.name}, {one.place}", one.message) for one in found])
    return House(branding, told.letter, told.offer, told.day_rate, {instrument.id: told.adaptation})


def _problems(told: HouseFile, instrument: Instrument) -> list[Problem]:
    return [
        *letter_problems(told.letter),
        *offer_problems(told.offer),
        *adaptation_problems(instrument, told.adaptation),
    ]
