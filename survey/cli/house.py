"""How an organisation hands reports out, from a file: its letter, its line, its day rate, and its actions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.messages import N_, Message, Problem, WaymarkError

if TYPE_CHECKING:
    from reports.firm import Branding, House
    from scoring.instrument import Instrument
    from scoring.yamlfile import Document

NO_NAME = N_("Say whose letter, line and actions these are: add --organisation NAME.")


def house_of(instrument: Instrument, house: Path | None, **branding: Any) -> House:
    """What ``branding_options`` describe.

    Raises ``WaymarkError`` with every fault of the file, ``LogoError`` for one that cannot be used as a logo.
    """
    from reports.firm import House
    from survey.cli.branding import branding_of

    name = branding_of(**branding)
    return House(name) if house is None else _read(house, name, instrument)


def _read(path: Path, branding: Branding, instrument: Instrument) -> House:
    from reports.firm import House
    from scoring.yamlfile import read_yaml

    if not branding.organisation:
        raise WaymarkError([Problem(path.name, Message(NO_NAME))])
    document = read_yaml(path)
    told, adaptation = _halves(document)
    house = House(branding, **told, adaptations={instrument.id: adaptation})
    if found := _problems(house, instrument):
        raise WaymarkError([Problem(f"{path.name}, {one.place}", one.message) for one in found])
    return house


def _halves(document: Document) -> tuple[dict[str, Any], Any]:
    """What the file says of reports, and of actions. Raises with every fault of its shape, by its line."""
    from pydantic import Field, create_model

    from reports.firm.house import MOST_DAY_RATE
    from scoring.adaptation import Adaptation
    from scoring.shapes import shape_faults

    rate = (float | None, Field(None, ge=0, le=MOST_DAY_RATE))
    kind = create_model("HouseFile", __base__=Adaptation, letter=(str, ""), offer=(str, ""), day_rate=rate)
    if faults := [document.problem(at, message) for at, message in shape_faults(kind, document.data)]:
        raise WaymarkError(faults)
    whole = kind.model_validate(document.data)
    actions = {name: getattr(whole, name) for name in Adaptation.model_fields}
    return {name: getattr(whole, name) for name in ("letter", "offer", "day_rate")}, Adaptation(**actions)


def _problems(house: House, instrument: Instrument) -> list[Problem]:
    from reports.firm.letter import offer_problems
    from reports.firm.letter import problems as letter_problems
    from scoring.adaptation import problems

    return [
        *letter_problems(house.letter),
        *offer_problems(house.offer),
        *problems(instrument, house.adaptations[instrument.id]),
    ]
