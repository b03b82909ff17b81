"""What an organisation changes about the actions of an instrument: some hidden, some at its own cost, some added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from scoring.actions import QUANTITIES, Action, Quantity
from scoring.fields import Id, Model
from scoring.instrument import Instrument, Steer
from scoring.messages import N_, Message, Problem, WaymarkError
from scoring.shapes import shape_faults

MOST_OWN = 30
"""Own actions of one adaptation: as many again as fit a list that someone reads."""

MOST_NAMED = 500
"""Actions that one adaptation hides, or changes: more than any instrument has."""

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_STEP = 120, 600, 300
"""Characters: what a card on paper holds beside what it must tell."""

MOST_TEXT = 60_000
"""Characters of all own actions together, so that a report can always carry what it was made from."""

MOST = {"own_days": 1_000.0, "outside_days": 1_000.0, "cost_once": 10_000_000.0, "cost_monthly": 1_000_000.0}
"""Working days and EUR that an action can take at most: what goes beyond is a slip of the pen."""


def _on_one_line(text: Any) -> Any:
    return " ".join(text.split()) if isinstance(text, str) else text


_OneLine = BeforeValidator(_on_one_line)
Title = Annotated[str, _OneLine, StringConstraints(min_length=1, max_length=LONGEST_TITLE)]
Summary = Annotated[str, _OneLine, StringConstraints(min_length=1, max_length=LONGEST_SUMMARY)]
Told = Annotated[str, _OneLine, StringConstraints(min_length=1, max_length=LONGEST_STEP)]


class Demands(Model):
    """What an action takes instead of what the instrument says; None leaves it as it is."""

    own_days: Quantity | None = None
    outside_days: Quantity | None = None
    cost_once: Quantity | None = None
    cost_monthly: Quantity | None = None

    @property
    def given(self) -> dict[str, Quantity]:
        """What is not left as it is, by the names of ``QUANTITIES``."""
        return {name: value for name in QUANTITIES if (value := getattr(self, name)) is not None}


class OwnAction(Model):
    """An action of the organisation's own.

    ``like``: the action of the instrument that it does the work of: it lifts the same answers, fits the same firms,
    builds on the same actions, counts where that one does, and takes what ``demands`` leaves open. Where that one is
    hidden, it takes its place: what builds on the other builds on it. ``price_year``: of its costs.
    """

    id: Id
    like: Id
    title: Title
    summary: Summary
    steps: Annotated[list[Told], Field(min_length=1, max_length=12)]
    owner: Title
    measure: Told
    demands: Demands = Demands()
    weeks: Annotated[float, Field(gt=0, le=104)]
    price_year: Annotated[int, Field(ge=2000, le=2199)]

    @property
    def length(self) -> int:
        """Characters of all its texts."""
        return sum(map(len, (self.title, self.summary, *self.steps, self.owner, self.measure)))


class Adaptation(Model):
    """Changes to the actions of one instrument, by its id; its questions and scores are never touched."""

    hidden: Annotated[list[Id], Field(max_length=MOST_NAMED)] = []
    changed: Annotated[dict[Id, Demands], Field(max_length=MOST_NAMED)] = {}
    own: Annotated[list[OwnAction], Field(max_length=MOST_OWN)] = []


class Adapted(Instrument):
    """An instrument as an organisation plans with it: every action of the original at its demands, then its own ones.

    Hidden actions are still there, for a firm may have marked one: none is ever a step of a plan.
    """

    adaptation: Adaptation

    @cached_property
    def hidden(self) -> frozenset[str]:
        return frozenset(self.adaptation.hidden)

    @cached_property
    def own(self) -> frozenset[str]:
        return frozenset(action.id for action in self.adaptation.own)


class AdaptationError(WaymarkError):
    """An adaptation that is none; ``problems`` says why."""


def read(data: Any) -> Adaptation:
    """The adaptation that plain JSON or YAML says. Raises ``AdaptationError`` with every fault of its shape."""
    if found := [Problem(".".join(map(str, at)) or "-", message) for at, message in shape_faults(Adaptation, data)]:
        raise AdaptationError(found)
    return Adaptation.model_validate(data)


def problems(instrument: Instrument, adaptation: Adaptation) -> list[Problem]:
    """All that is wrong with it for this instrument, each with its place, such as ``changed.crm.cost_once.small``."""
    return list(sound(instrument, adaptation)[1])


def sound(instrument: Instrument, adaptation: Adaptation) -> tuple[Adaptation, tuple[Problem, ...]]:
    """What of it can be planned with, and why the rest cannot.

    An action that a later revision of the instrument took away is passed over with all that is said of it, so that
    nothing that was sound once keeps a report from being made. Where nothing would be left to plan with, nothing is
    hidden.
    """
    found = dict(_faults(instrument, adaptation))
    kept = Adaptation(
        hidden=[name for name in dict.fromkeys(adaptation.hidden) if ("hidden", name) not in found],
        changed={name: demands for name, demands in adaptation.changed.items() if ("changed", name) not in found},
        own=[own for place, own in enumerate(adaptation.own) if ("own", place) not in found],
    )
    told = [problem for problems in found.values() for problem in problems]
    if kept.hidden and not kept.own and set(kept.hidden) >= instrument.actions_by_id.keys():
        told.append(Problem("hidden", Message(N_("Every action is hidden. Leave one, or add one of your own."))))
        kept = kept.model_copy(update={"hidden": []})
    return kept, tuple(told)


Part = tuple[str, str | int]
"""A part of an adaptation: ("hidden", id), ("changed", id) or ("own", place in the list)."""


def _faults(instrument: Instrument, adaptation: Adaptation) -> Iterator[tuple[Part, list[Problem]]]:
    for name in dict.fromkeys(adaptation.hidden):
        if found := [*_unknown(instrument, name, f"hidden.{name}")]:
            yield ("hidden", name), found
    for name, demands in adaptation.changed.items():
        place = f"changed.{name}"
        if found := [*_unknown(instrument, name, place), *_demand_faults(demands, place)]:
            yield ("changed", name), found
    yield from _own_faults(instrument, adaptation)


def _unknown(instrument: Instrument, name: str, place: str) -> Iterator[Problem]:
    if name not in instrument.actions_by_id:
        yield Problem(place, Message(N_("There is no action “{id}”."), {"id": name}))


def _own_faults(instrument: Instrument, adaptation: Adaptation) -> Iterator[tuple[Part, list[Problem]]]:
    times, length = Counter(own.id for own in adaptation.own), 0
    for number, own in enumerate(adaptation.own):
        place, length = f"own.{own.id}", length + own.length
        found = [*_unknown(instrument, own.like, f"{place}.like"), *_demand_faults(own.demands, place)]
        if own.id in instrument.actions_by_id or times[own.id] > 1:
            found.append(Problem(f"{place}.id", Message(N_("Another action is called “{id}” too."), {"id": own.id})))
        if length > MOST_TEXT:
            text = N_("The texts of your actions up to this one are longer than {most} characters together.")
            found.append(Problem(place, Message(text, {"most": MOST_TEXT})))
        if found:
            yield ("own", number), found


def _demand_faults(demands: Demands, place: str) -> Iterator[Problem]:
    for name, quantity in demands.given.items():
        spans: dict[str, list[float] | None] = dict(quantity)
        for size, span in spans.items():
            if span is None:
                continue
            if span[0] > span[1]:
                yield Problem(f"{place}.{name}.{size}", Message(N_("A range goes from low to high.")))
            if not max(span) <= MOST[name]:
                text = N_("This is more than {most}, the most that an action can take.")
                yield Problem(f"{place}.{name}.{size}", Message(text, {"most": f"{MOST[name]:.0f}"}))


def adapted(instrument: Instrument, adaptation: Adaptation) -> Instrument:
    """The instrument as the organisation plans with it, an ``Adapted``; the very same where nothing is changed.

    What is not ``sound`` is passed over. Questions, scores and their hash are those of the instrument. An action that
    builds on a hidden one builds on the own action in its place, else on what the hidden one builds on itself: who
    hides an action wants it out of the plan, and not with it all that comes after. Made once for each instrument and
    adaptation in use.
    """
    if adaptation == Adaptation():
        return instrument
    key = id(instrument), adaptation.model_dump_json()
    known = _kept.get(key)
    if known is None or known[0] is not instrument:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        known = _kept[key] = instrument, _made(instrument, sound(instrument, adaptation)[0])
    return known[1]


_kept: dict[tuple[int, str], tuple[Instrument, Instrument]] = {}
_MOST_KEPT = 32

_OF_QUESTIONS = ("questions", "dimension_of", "cells", "is_weighted_mean", "reference", "content_hash")


def _made(instrument: Instrument, adaptation: Adaptation) -> Instrument:
    if adaptation == Adaptation():
        return instrument
    content = {name: getattr(instrument, name) for name in Instrument.model_fields}
    content |= {"actions": _actions(instrument, adaptation), "steering": _steering(instrument, adaptation)}
    made = Adapted.model_construct(**content, adaptation=adaptation)
    # The questions are the very same, so what was worked out of them holds.
    vars(made).update({name: getattr(instrument, name) for name in _OF_QUESTIONS})
    return made


def _actions(instrument: Instrument, adaptation: Adaptation) -> list[Action]:
    instead, known = _instead(adaptation), instrument.actions_by_id
    needs = {name: _needs(known, action, instead) for name, action in known.items()}
    changed = {name: demands.given for name, demands in adaptation.changed.items()}
    others = [_with(action, needs=needs[name], **changed.get(name, {})) for name, action in known.items()]
    own = (_own(known[own.like], own, needs[own.like]) for own in adaptation.own)
    return [*others, *own]


def _instead(adaptation: Adaptation) -> dict[str, str]:
    """Hidden action → the first own one that takes its place, "" for none."""
    return {name: next((own.id for own in adaptation.own if own.like == name), "") for name in adaptation.hidden}


def _needs(known: Mapping[str, Action], action: Action, instead: Mapping[str, str]) -> list[str]:
    found: dict[str, None] = {}
    for name in action.needs:
        taken = [instead[name]] if instead.get(name) else _needs(known, known[name], instead)
        found |= dict.fromkeys(taken if name in instead else [name])
    return list(found)


def _with(action: Action, **changes: Any) -> Action:
    return action.model_copy(update=changes)


def _own(like: Action, own: OwnAction, needs: list[str]) -> Action:
    told = {name: getattr(own, name) for name in ("id", "title", "summary", "steps", "owner", "measure", "weeks")}
    return _with(like, **told, needs=needs, price_year=own.price_year, **own.demands.given)


def _steering(instrument: Instrument, adaptation: Adaptation) -> list[Steer]:
    """Steers that speak for the own actions wherever they do for what those are like, and for no hidden one."""
    if not instrument.steering:
        return []
    hidden = set(adaptation.hidden)

    def named(actions: list[str]) -> list[str]:
        own = [own.id for own in adaptation.own if own.like in actions]
        return [name for name in actions if name not in hidden] + own

    steers = [
        steer.model_copy(update={"actions": named(steer.actions), "note_on": named(steer.note_on)})
        for steer in instrument.steering
    ]
    return [steer for steer, was in zip(steers, instrument.steering, strict=True) if steer.actions or not _speaks(was)]


def _speaks(steer: Steer) -> bool:
    """Whether a steer only speaks for actions, so that it has nothing to say once all of them are hidden."""
    return bool(steer.actions) and not steer.dimensions and steer.days == steer.budget == 1
