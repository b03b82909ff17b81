"""A draft: an instrument file as a plain mapping that may be wrong anywhere, walked without stumbling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scoring.messages import N_, Message
from scoring.yamlfile import Location

Found = tuple[Location, Message]
"""A fault: where, and what to do about it."""

Entry = tuple[Location, dict[str, Any]]


def entries(holder: Mapping[str, Any], key: str, at: Location = ()) -> Iterator[Entry]:
    """The mappings of a list, each with its place; anything else in it is the models' to report."""
    listed = holder.get(key)
    for position, item in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(item, dict):
            yield (*at, key, position), item


def words(holder: Mapping[str, Any], key: str, at: Location) -> Iterator[tuple[Location, str]]:
    """The texts of a list, each with its place."""
    listed = holder.get(key)
    for position, item in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(item, str):
            yield (*at, key, position), item


def number(holder: Mapping[str, Any], key: str) -> float | None:
    value = holder.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def mapping(holder: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def identifier(entry: Mapping[str, Any]) -> str:
    value = entry.get("id")
    return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Draft:
    """The assembled mapping, with its questions and actions at hand."""

    data: dict[str, Any]

    @cached_property
    def dimensions(self) -> list[Entry]:
        return list(entries(self.data, "dimensions"))

    @cached_property
    def closing(self) -> list[Entry]:
        return list(entries(self.data, "closing"))

    @cached_property
    def questions(self) -> list[Entry]:
        """Every question in the order asked."""
        asked = [entry for at, dimension in self.dimensions for entry in entries(dimension, "questions", at)]
        return [*asked, *self.closing]

    @cached_property
    def questions_by_id(self) -> dict[str, dict[str, Any]]:
        return {identifier(question): question for _, question in self.questions}

    @cached_property
    def actions(self) -> list[Entry]:
        return list(entries(self.data, "actions"))

    @cached_property
    def theme_ids(self) -> set[str]:
        return {identifier(theme) for _, theme in entries(self.data, "themes")}

    def unknown_themes(self, holder: Mapping[str, Any], at: Location) -> Iterator[Found]:
        for place, theme in words(holder, "themes", at):
            if theme not in self.theme_ids:
                yield place, Message(N_("There is no theme “{id}”."), {"id": theme})


def choice_ids(question: Mapping[str, Any]) -> set[str]:
    """Ids of the options or bands of a question."""
    key = "bands" if question.get("type") == "number" else "options"
    return {identifier(choice) for _, choice in entries(question, key)}


def row_ids(question: Mapping[str, Any]) -> set[str]:
    return {identifier(row) for _, row in entries(question, "rows")}


def repeated_ids(listed: list[Entry]) -> Iterator[Found]:
    """Entries whose id an earlier entry already has."""
    seen: set[str] = set()
    for at, entry in listed:
        name = identifier(entry)
        if name and name in seen:
            yield (*at, "id"), Message(N_("The id “{id}” is used twice."), {"id": name})
        seen.add(name)
