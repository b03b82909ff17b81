"""How an organisation hands reports out: under its name, with its letter, its actions and its adviser's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.firm.values import Branding
from scoring.adaptation import Adaptation


@dataclass(frozen=True)
class House:
    """What all reports of an organisation have in common.

    ``letter``: the covering letter with its placeholders, "" for none. ``offer``: a line about what the organisation
    offers. ``day_rate``: EUR for an own working day in the plans, None as usual. ``adaptations``: by instrument id.
    """

    branding: Branding = Branding()  # noqa: RUF009 - frozen
    letter: str = ""
    offer: str = ""
    day_rate: float | None = None
    adaptations: Mapping[str, Adaptation] = field(default_factory=dict)


@dataclass(frozen=True)
class Advice:
    """What an adviser says about one roadmap. ``comments``: action → words; ``order``: actions that come first."""

    comments: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
