"""A crosswalk as data: which answers to one instrument show an item of another to be in place, or not to be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from scoring.checks.conditions import condition_problems
from scoring.checks.draft import Draft
from scoring.crosswalk.items import items_of
from scoring.fields import Model, Text
from scoring.instrument import Condition, Instrument
from scoring.loading import available, load
from scoring.messages import N_, Message, Problem, WaymarkError
from scoring.yamlfile import Document, Location, read_yaml

FOLDER = "crosswalk"
"""Beside the questions of the instrument whose answers are read: one file for each target, ``<id>-v<version>.yaml``."""


class CrosswalkError(WaymarkError):
    """A crosswalk that there is not, or whose file is at fault."""


class Item(Model):
    """What shows one item of the target. Where neither condition holds the item is unmeasured, which is never a no."""

    yes: Condition | None = None
    """When the item is in place for certain: full points."""
    no: Condition | None = None
    """When it is not in place for certain: no points."""
    why: Text
    """What the conclusion rests on, or why there is none."""

    @property
    def ways(self) -> int:
        """2: a yes and a no can show; 1: only one of them; 0: neither."""
        return (self.yes is not None) + (self.no is not None)


class Crosswalk(Model):
    """From the answers to ``source`` to the items of ``target``; an item that is left out is not measured.

    Items are called like the target's cells: ``question``, ``question.option`` (multiple) or ``question.row`` (grid).
    """

    format: Literal[1]
    source: Text
    target: Text
    items: dict[str, Item] = Field(min_length=1)


def load_crosswalk(source: Instrument, target: Instrument, *, folder: Path | None = None) -> Crosswalk:
    """The crosswalk from ``source`` to ``target`` in the folder of the source: in the package or in ``folder``.

    Raises ``CrosswalkError`` where there is none, or with every fault of its file.
    """
    name = f"{source.id}@{source.version}"
    home = next((entry.path / FOLDER for entry in available(folder) if entry.reference == name), None)
    path = home / f"{target.id}-v{target.version}.yaml" if home else None
    if path is None or not path.exists():
        raise CrosswalkError([Problem(name, _there_is_none(target, home))])
    document = read_yaml(path)
    if problems := list(_problems(document, source, target)):
        raise CrosswalkError(problems)
    return Crosswalk.model_validate({**document.data, "source": name})


def check_crosswalks(home: Path, *, folder: Path | None = None) -> list[Problem]:
    """Every problem of the crosswalks in the folder ``home`` of a sound instrument; none where it brings none."""
    problems: list[Problem] = []
    for path in sorted((home / FOLDER).glob("*.yaml")):
        try:
            target = load(_target_of(path), folder=folder)
            problems += _problems(read_yaml(path), load(home), target)
        except WaymarkError as error:
            problems += error.problems
    return problems


def _target_of(path: Path) -> str:
    """The reference of the instrument that a file is named after."""
    name, _, version = path.stem.rpartition("-v")
    return f"{name}@{version}"


def _there_is_none(target: Instrument, home: Path | None) -> Message:
    known = sorted(_target_of(file) for file in (home.glob("*.yaml") if home else ()))
    if not known:
        return Message(N_("No crosswalk leads from here to another questionnaire."))
    text = N_("No crosswalk leads from here to {target}. There is one to: {known}.")
    return Message(text, {"target": f"{target.id}@{target.version}", "known": ", ".join(known)})


def _problems(document: Document, source: Instrument, target: Instrument) -> Iterator[Problem]:
    """Faults of the file: its shape, items that the target lacks, conditions that the source cannot meet."""
    try:
        found = Crosswalk.model_validate({**document.data, "source": source.id})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = tuple(key for key in fault["loc"] if key != "[key]")
            yield document.problem(place, Message(N_("{detail}."), {"detail": fault["msg"]}))
        return
    if found.target != f"{target.id}@{target.version}":
        text = N_("The file is named after {named}, and its target is {target}.")
        named = f"{target.id}@{target.version}"
        yield document.problem(("target",), Message(text, {"named": named, "target": found.target}))
    known, draft = items_of(target), Draft(source.model_dump(mode="json"))
    for name, item in found.items.items():
        at: Location = ("items", name)
        if name not in known:
            yield document.problem(at, Message(N_("{target} has no item “{id}”."), {"target": target.id, "id": name}))
        for way in ("yes", "no"):
            yield from _condition_problems(document, draft, getattr(item, way), (*at, way))


def _condition_problems(
    document: Document, draft: Draft, condition: Condition | None, at: Location
) -> Iterator[Problem]:
    if condition is None:
        return
    plain = condition.model_dump(mode="json", exclude_defaults=True)
    for place, message in condition_problems(draft, plain, at, set(draft.questions_by_id)):
        yield document.problem(place, message)
    if _asks_profile(condition):
        text = N_("A conclusion rests on answers; what a firm is belongs into the conditions of the questions.")
        yield document.problem(at, Message(text))


def _asks_profile(condition: Condition) -> bool:
    parts = (*condition.all, *condition.any, *condition.none)
    return bool(condition.profile) or any(_asks_profile(part) for part in parts)
