"""The shape of plain values, told in words: what a model of ours does not take, each fault with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from scoring.messages import N_, Message
from scoring.yamlfile import Key, Location

_MESSAGES = {
    "missing": N_("This is missing."),
    "extra_forbidden": N_("This name is not known here; check its spelling."),
    "string_type": N_("This must be text; put it in quotes."),
    "string_too_short": N_("This must not be empty."),
    "string_too_long": N_("This is too long: at most {max_length} characters fit."),
    "too_long": N_("This list is too long: at most {max_length} fit."),
    "float_type": N_("This must be a number."),
    "float_parsing": N_("This must be a number."),
    "int_type": N_("This must be a whole number."),
    "int_parsing": N_("This must be a whole number."),
    "bool_type": N_("This must be true or false."),
    "bool_parsing": N_("This must be true or false."),
    "list_type": N_("This must be a list."),
    "dict_type": N_("This must hold “name: value” lines."),
    "model_type": N_("This must hold “name: value” lines."),
    "model_attributes_type": N_("This must hold “name: value” lines."),
    "union_tag_not_found": N_("The question needs a “type”: single, multiple, grid, number or text."),
    "union_tag_invalid": N_("The type of a question is single, multiple, grid, number or text."),
    "string_pattern_mismatch": N_("An id has small letters, digits and _ only, and begins with a letter."),
    "finite_number": N_("This must be a finite number."),
}


def shape_faults(
    kind: type[BaseModel], data: Any, of_keys: Mapping[str, str] | None = None
) -> Iterator[tuple[Location, Message]]:
    """Where ``data`` is not what the model takes, one fault to a place; ``of_keys``: messages for names in a mapping,
    by pydantic's type of fault."""
    try:
        kind.model_validate(data)
    except ValidationError as error:
        placed: dict[Location, Message] = {}
        for detail in error.errors(include_url=False, include_input=False):
            location = _location(data, detail["loc"], detail["type"])
            text = (of_keys or {}).get(detail["type"]) if detail["loc"][-1:] == ("[key]",) else None
            text = text or _MESSAGES.get(detail["type"])
            told = {"detail": detail["msg"]} | detail.get("ctx", {})
            placed.setdefault(location, Message(text or N_("{detail}."), told))
        yield from placed.items()


def _location(data: Any, loc: tuple[Key, ...], fault: str) -> Location:
    """pydantic's path without the names of union members, which are not in the file."""
    path: list[Key] = []
    for position, key in enumerate(loc):
        if (isinstance(data, dict) and key in data) or (isinstance(data, list) and isinstance(key, int)):
            data = data[key]  # type: ignore[index]
            path.append(key)
        elif fault == "missing" and position == len(loc) - 1:
            path.append(key)
    return (*path, "type") if fault == "union_tag_invalid" else tuple(path)
