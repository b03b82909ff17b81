"""Checks of what holds an instrument together: ids, levels, dimensions, themes, reference profiles."""

from __future__ import annotations

from collections.abc import Iterator

from babel import Locale, UnknownLocaleError

from scoring.checks.conditions import condition_problems
from scoring.checks.draft import Draft, Found, entries, identifier, mapping, number, repeated_ids
from scoring.messages import N_, Message

RESERVED_COLUMNS = frozenset({
    "firm", "ref", "email", "sector", "division", "size", "employees", "staff", "country", "region", "stage", "date",
    "source", "counted", "overall", "level", "answered", "low", "high",
})  # fmt: skip
"""Names that tables of answers and scores use themselves."""


def content_problems(draft: Draft) -> Iterator[Found]:
    """What is wrong with the instrument beyond its questions and actions, and ids that are there twice."""
    yield from _language(draft)
    for key in ("dimensions", "levels", "themes", "contradictions", "reference_profiles", "actions", "steering"):
        yield from repeated_ids(list(entries(draft.data, key)))
    yield from repeated_ids(draft.questions)
    yield from _reserved(draft)
    yield from _levels(draft)
    yield from _dimensions(draft)
    yield from _reference_profiles(draft)
    for at, contradiction in entries(draft.data, "contradictions"):
        yield from condition_problems(draft, contradiction.get("when"), (*at, "when"), set(draft.questions_by_id))


def _language(draft: Draft) -> Iterator[Found]:
    code = draft.data.get("language")
    if isinstance(code, str):
        try:
            Locale.parse(code, sep="-" if "-" in code else "_")
        except (UnknownLocaleError, ValueError):
            yield (
                ("language",),
                Message(N_("“{code}” is not the code of a language, such as en or pt-BR."), {"code": code}),
            )


def _reserved(draft: Draft) -> Iterator[Found]:
    for at, entry in (*draft.dimensions, *draft.questions):
        if identifier(entry) in RESERVED_COLUMNS:
            text = N_("“{id}” is a column of every table already; choose another id.")
            yield (*at, "id"), Message(text, {"id": identifier(entry)})


def _levels(draft: Draft) -> Iterator[Found]:
    levels = list(entries(draft.data, "levels"))
    baseline = draft.data.get("baseline")
    if isinstance(baseline, str) and baseline not in {identifier(level) for _, level in levels}:
        yield ("baseline",), Message(N_("There is no level “{id}”."), {"id": baseline})
    upper = draft.data.get("cut") == "upper"
    open_end = len(levels) - 1 if upper else 0
    before: float | None = None
    for position, (at, level) in enumerate(levels):
        bound = number(level, "bound")
        if position == open_end:
            if bound is not None:
                yield (*at, "bound"), Message(N_("The first level has no bound (with “cut: upper”, the last)."))
        elif bound is None:
            yield at, Message(N_("This level needs a bound."))
        elif before is not None and bound <= before:
            yield (*at, "bound"), Message(N_("Bounds must rise from level to level."))
        before = bound if bound is not None else before


def _dimensions(draft: Draft) -> Iterator[Found]:
    if draft.dimensions and not any((number(d, "weight") or 0) > 0 or "weight" not in d for _, d in draft.dimensions):
        yield ("dimensions",), Message(N_("At least one dimension needs a weight above 0."))
    for at, dimension in draft.dimensions:
        scored = [q for _, q in entries(dimension, "questions") if q.get("scored", True) and q.get("type") != "text"]
        if not any(number(question, "weight") != 0 for question in scored):
            yield at, Message(N_("This dimension has no question that is scored."))
    for at, question in draft.closing:
        if question.get("type") != "text" and question.get("scored", True):
            yield at, Message(N_("A closing question is not scored; say “scored: false”."))


def _reference_profiles(draft: Draft) -> Iterator[Found]:
    known = {identifier(dimension) for _, dimension in draft.dimensions}
    for at, profile in entries(draft.data, "reference_profiles"):
        given = mapping(profile, "scores")
        for name in given:
            if name not in known:
                yield (*at, "scores", name), Message(N_("There is no dimension “{id}”."), {"id": name})
        if missing := sorted(known - set(given)):
            text = N_("The profile lacks a score for: {names}.")
            yield (*at, "scores"), Message(text, {"names": ", ".join(missing)})
