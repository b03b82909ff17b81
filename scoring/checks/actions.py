"""Checks of actions: what they lift, need, cost and fit."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from scoring.actions import QUANTITIES
from scoring.checks.draft import Draft, Found, choice_ids, identifier, mapping, row_ids, words
from scoring.messages import N_, Message
from scoring.trades import is_sector
from scoring.yamlfile import Location


def action_problems(draft: Draft) -> Iterator[Found]:
    """Actions that lift, need or name what is not there, or whose prerequisites go round in a circle."""
    known = {identifier(action) for _, action in draft.actions}
    for at, action in draft.actions:
        yield from _lifts(draft, action, at)
        for quantity in QUANTITIES:
            yield from _ranges(mapping(action, quantity), (*at, quantity))
        for place, needed in words(action, "needs", at):
            if needed not in known:
                yield place, Message(N_("There is no action “{id}”."), {"id": needed})
        sectors = mapping(action, "sectors")
        for key in ("only", "excluded"):
            for place, code in words(sectors, key, (*at, "sectors")):
                if not is_sector(code):
                    yield place, Message(N_("“{code}” is not a NACE section or division."), {"code": code})
        yield from draft.unknown_themes(action, at)
    yield from _cycles(draft)


def _lifts(draft: Draft, action: dict[str, Any], at: Location) -> Iterator[Found]:
    lifts = mapping(action, "lifts")
    if not lifts:
        yield (*at, "lifts"), Message(N_("An action must lift at least one question."))
    for name, lift in lifts.items():
        place = (*at, "lifts", name)
        question = draft.questions_by_id.get(name)
        if question is None:
            yield place, Message(N_("There is no question “{id}”."), {"id": name})
        elif question.get("type") == "text" or not question.get("scored", True):
            yield place, Message(N_("The question “{id}” is not scored, so nothing can lift it."), {"id": name})
        else:
            yield from _lift(question, lift, place)


def _lift(question: dict[str, Any], lift: Any, at: Location) -> Iterator[Found]:
    expected = {"grid": dict, "multiple": list}.get(str(question.get("type")), str)
    if not isinstance(lift, expected):
        text = N_("A grid is lifted by “row: option”, a multiple question by a list, any other by one option.")
        yield at, Message(text)
        return
    chosen = lift.values() if isinstance(lift, dict) else lift if isinstance(lift, list) else [lift]
    for value in chosen:
        if value not in choice_ids(question):
            yield (
                at,
                Message(
                    N_("The question “{question}” has no option “{id}”."),
                    {"question": identifier(question), "id": value},
                ),
            )
    for row in lift if isinstance(lift, dict) else ():
        if row not in row_ids(question):
            yield (
                (*at, row),
                Message(
                    N_("The question “{question}” has no row “{id}”."), {"question": identifier(question), "id": row}
                ),
            )


def _ranges(quantity: dict[str, Any], at: Location) -> Iterator[Found]:
    for name, span in quantity.items():
        numeric = isinstance(span, list) and len(span) == 2 and all(isinstance(end, int | float) for end in span)
        if numeric and span[0] > span[1]:
            yield (*at, name), Message(N_("A range goes from low to high."))


def _cycles(draft: Draft) -> Iterator[Found]:
    """Actions that need each other in a circle could never begin; one place names the whole circle."""
    needs = {identifier(action): [word for _, word in words(action, "needs", at)] for at, action in draft.actions}
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = error.args[1]
        at = next(at for at, action in draft.actions if identifier(action) in circle)
        yield (
            (*at, "needs"),
            Message(N_("These actions need each other in a circle: {circle}."), {"circle": " → ".join(circle)}),
        )
