"""What a sound instrument must satisfy: every problem of a file at once, each with its place.

The shape is checked by the models; the rest works on the plain mapping, so that a fault in one place does not hide
one in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from scoring.checks.actions import action_problems
from scoring.checks.content import content_problems
from scoring.checks.draft import Draft, Found
from scoring.checks.questions import NOT_TRADES, question_problems
from scoring.checks.steering import steering_problems
from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem
from scoring.yamlfile import Document, Key, Location

CHECKS: tuple[Callable[[Draft], Iterator[Found]], ...] = (
    content_problems, question_problems, action_problems, steering_problems,
)  # fmt: skip


def problems_of(data: dict[str, Any], documents: list[Document]) -> list[Problem]:
    """Every problem of the assembled instrument ``data``, placed in the documents that it was assembled from."""
    draft = Draft(data)
    found = [*_shape_problems(data), *(problem for check in CHECKS for problem in check(draft))]
    unique = {(location, message.id): (location, message) for location, message in found}
    placed = [(_document(location, documents), location, message) for location, message in unique.values()]
    placed.sort(key=lambda entry: (documents.index(entry[0]), entry[0].lines.get(entry[1], 0)))
    return [document.problem(location, message) for document, location, message in placed]


def _document(location: Location, documents: list[Document]) -> Document:
    return next((document for document in documents if location and location[0] in document.data), documents[0])


_SHAPE_MESSAGES = {
    "missing": N_("This is missing."),
    "extra_forbidden": N_("This name is not known here; check its spelling."),
    "string_type": N_("This must be text; put it in quotes."),
    "string_too_short": N_("This must not be empty."),
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

_KEY_MESSAGES = {"string_pattern_mismatch": NOT_TRADES}
"""Of the names in a mapping, only groups of trades have a form of their own."""


def _shape_problems(data: dict[str, Any]) -> Iterator[Found]:
    try:
        Instrument.model_validate(data)
    except ValidationError as error:
        placed: dict[Location, Message] = {}
        for detail in error.errors(include_url=False, include_context=False, include_input=False):
            location = _location(data, detail["loc"], detail["type"])
            text = _KEY_MESSAGES.get(detail["type"]) if detail["loc"][-1] == "[key]" else None
            text = text or _SHAPE_MESSAGES.get(detail["type"])
            message = Message(text) if text else Message(N_("{detail}."), {"detail": detail["msg"]})
            placed.setdefault(location, message)
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
