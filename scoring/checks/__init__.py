"""What a sound instrument must satisfy: every problem of a file at once, each with its place.

The shape is checked by the models; the rest works on the plain mapping, so that a fault in one place does not hide
one in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scoring.checks.actions import action_problems
from scoring.checks.content import content_problems
from scoring.checks.draft import Draft, Found
from scoring.checks.questions import NOT_TRADES, question_problems
from scoring.checks.steering import steering_problems
from scoring.instrument import Instrument
from scoring.messages import Problem
from scoring.shapes import shape_faults
from scoring.yamlfile import Document, Location

CHECKS: tuple[Callable[[Draft], Iterator[Found]], ...] = (
    content_problems, question_problems, action_problems, steering_problems,
)  # fmt: skip


def problems_of(data: dict[str, Any], documents: list[Document]) -> list[Problem]:
    """Every problem of the assembled instrument ``data``, placed in the documents that it was assembled from."""
    draft = Draft(data)
    found = [*shape_faults(Instrument, data, _KEY_MESSAGES), *(problem for check in CHECKS for problem in check(draft))]
    unique = {(location, message.id): (location, message) for location, message in found}
    placed = [(_document(location, documents), location, message) for location, message in unique.values()]
    placed.sort(key=lambda entry: (documents.index(entry[0]), entry[0].lines.get(entry[1], 0)))
    return [document.problem(location, message) for document, location, message in placed]


def _document(location: Location, documents: list[Document]) -> Document:
    return next((document for document in documents if location and location[0] in document.data), documents[0])


_KEY_MESSAGES = {"string_pattern_mismatch": NOT_TRADES}
"""Of the names in a mapping, only groups of trades have a form of their own."""
