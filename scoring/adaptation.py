"""What an organisation changes about the actions of an instrument: some hidden, some at its own cost, some added."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PositiveInt

from scoring.actions import Quantity
from scoring.fields import Id, Model, Text

MOST_OWN = 30
"""Own actions of one adaptation: as many again as fit a list that someone reads."""


class Demands(Model):
    """What an action takes instead of what the instrument says; None leaves it as it is."""

    own_days: Quantity | None = None
    outside_days: Quantity | None = None
    cost_once: Quantity | None = None
    cost_monthly: Quantity | None = None


class OwnAction(Model):
    """An action of the organisation's own.

    ``like``: the action of the instrument that it does the work of: it lifts the same answers, fits the same firms,
    and builds on the same actions. ``price_year``: of its costs.
    """

    id: Id
    like: Id
    title: Text
    summary: Text
    steps: Annotated[list[Text], Field(min_length=1, max_length=12)]
    owner: Text
    measure: Text
    demands: Demands
    weeks: Annotated[float, Field(gt=0, le=104)]
    price_year: PositiveInt


class Adaptation(Model):
    """Changes to the actions of one instrument, by its id; its questions and scores are never touched."""

    hidden: list[Id] = []
    changed: dict[Id, Demands] = {}
    own: Annotated[list[OwnAction], Field(max_length=MOST_OWN)] = []
