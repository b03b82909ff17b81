"""Actions: what a firm can do, what it lifts, asks and costs, and whom it fits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, NonNegativeFloat, PositiveInt

from scoring.fields import SIZES, Id, Model, Size, Text

Range = Annotated[list[NonNegativeFloat], Field(min_length=2, max_length=2)]

QUANTITIES = ("own_days", "outside_days", "cost_once", "cost_monthly")
"""The fields of an action that hold a ``Quantity``: working days, then EUR."""


class Quantity(Model):
    """A range [low, high] by size class, plus a range for each person; a size not given takes the nearest smaller,
    failing that the nearest larger one that is."""

    micro: Range | None = None
    small: Range | None = None
    medium: Range | None = None
    large: Range | None = None
    per_person: Range | None = None

    def for_firm(self, size: str, people: int) -> tuple[float, float]:
        """(low, high) for a firm of this size class with so many people."""
        low, high = self._by_size(size)
        each_low, each_high = self.per_person or (0.0, 0.0)
        return low + each_low * people, high + each_high * people

    def _by_size(self, size: str) -> tuple[float, float]:
        place = SIZES.index(size)
        for name in (*reversed(SIZES[: place + 1]), *SIZES[place + 1 :]):
            span: list[float] | None = getattr(self, name)
            if span is not None:
                return span[0], span[1]
        return 0.0, 0.0


class Sectors(Model):
    """NACE sections (``C``) or divisions (``49``) that an action fits: only these, or all except these."""

    only: list[str] = []
    excluded: list[str] = []

    def fits(self, section: str | None, division: str | None) -> bool:
        """Whether a firm of this section and division is meant; where both are unknown it is."""
        codes = {code for code in (section, division) if code}
        if not codes:
            return True
        return (not self.only or bool(codes & set(self.only))) and not codes & set(self.excluded)


Lift = str | list[str] | dict[str, str]


class Action(Model):
    """One thing a firm can do.

    ``lifts`` says what answer it leads to: question → option or band id (single, number), a list of option ids that
    are added (multiple), or row → option id (grid).
    """

    id: Id
    title: Text
    summary: Text
    steps: Annotated[list[Text], Field(min_length=1)]
    lifts: dict[str, Lift]
    own_days: Quantity
    outside_days: Quantity = Quantity()
    cost_once: Quantity = Quantity()
    cost_monthly: Quantity = Quantity()
    price_year: PositiveInt
    weeks: Annotated[float, Field(gt=0)]
    needs: list[str] = []
    owner: Text
    measure: Text
    sizes: list[Size] = ["micro", "small", "medium", "large"]
    staff: bool = False
    """Only for firms with employees."""
    sectors: Sectors = Sectors()
    themes: list[str]
    level: Literal["enterprise", "individual", "programme"]
