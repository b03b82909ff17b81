"""Checks of questions: their options, rows, bands, conditions and themes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.checks.conditions import condition_problems
from scoring.checks.draft import Draft, Entry, Found, entries, identifier, mapping, number, repeated_ids
from scoring.messages import N_, Message
from scoring.sheetwords import changes_in_a_sheet, stands_for_no_answer
from scoring.trades import SECTIONS, is_sector
from scoring.yamlfile import Location

MAX_CHOICES = 100
"""An int8 code must hold the position of an option; 100 is more than anyone can read."""


def question_problems(draft: Draft) -> Iterator[Found]:
    """Questions that cannot be answered or scored as they are written."""
    earlier: set[str] = set()
    for at, question in draft.questions:
        choices = list(entries(question, "bands" if question.get("type") == "number" else "options", at))
        rows = list(entries(question, "rows", at))
        if isinstance(question.get("scale"), str):
            yield (*at, "scale"), Message(N_("There is no scale “{id}” under “scales”."), {"id": question["scale"]})
        for listed in (choices, rows):
            yield from repeated_ids(listed)
            yield from _words(listed)
        yield from _points(question, choices, at)
        yield from _exclusive(question, choices)
        yield from _bands(question, choices, at)
        yield from _examples(question, at)
        yield from condition_problems(draft, question.get("show_if"), (*at, "show_if"), earlier)
        yield from draft.unknown_themes(question, at)
        earlier.add(identifier(question))


NOT_TRADES = N_("A group of trades is a NACE section (F), a range of them (B-E) or a division in quotes (“56”).")


def _examples(question: dict[str, Any], at: Location) -> Iterator[Found]:
    """Examples for trades that there are not would never be shown."""
    for trades in (key for key in mapping(question, "examples") if isinstance(key, str)):
        first, _, last = trades.partition("-")
        is_range = first in SECTIONS and last in SECTIONS and first < last
        if not is_range and not is_sector(trades):
            yield (*at, "examples", trades), Message(NOT_TRADES)


def _words(listed: list[Entry]) -> Iterator[Found]:
    """Ids and labels must come back from a spreadsheet as they went in, and each must mean one thing."""
    meanings: dict[str, str] = {}
    for at, entry in listed:
        name = identifier(entry)
        for key in ("id", "label"):
            text = entry.get(key)
            if not isinstance(text, str):
                continue
            if changes_in_a_sheet(text):
                yield (
                    (*at, key),
                    Message(N_("A spreadsheet would turn “{text}” into a number, date or formula."), {"text": text}),
                )
            if stands_for_no_answer(text):
                yield (*at, key), Message(N_("“{text}” already stands for no answer in a sheet."), {"text": text})
            if meanings.setdefault(text.strip().casefold(), name) != name:
                yield (*at, key), Message(N_("“{text}” also names another option of this question."), {"text": text})


def _points(question: dict[str, Any], choices: list[Entry], at: Location) -> Iterator[Found]:
    if len(choices) > MAX_CHOICES:
        yield at, Message(N_("A question has at most {n} options."), {"n": MAX_CHOICES})
    points = [number(choice, "points") for _, choice in choices]
    earned = [value for value in points if value is not None]
    if question.get("scored", True) and earned and len(earned) == len(points) and max(earned) <= 0:
        yield at, Message(N_("No answer to this question earns a point; say “scored: false” if that is meant."))


def _exclusive(question: dict[str, Any], choices: list[Entry]) -> Iterator[Found]:
    if question.get("type") != "multiple":
        for at, choice in choices:
            if choice.get("exclusive"):
                yield (*at, "exclusive"), Message(N_("Only options of a “multiple” question can exclude the others."))


def _bands(question: dict[str, Any], bands: list[Entry], at: Location) -> Iterator[Found]:
    """Bands must cover the numbers from minimum to maximum without gap or overlap: lower ≤ x < upper."""
    if question.get("type") != "number" or not bands:
        return
    low, high = number(question, "minimum") or 0.0, number(question, "maximum")
    reached: float | None = None
    for position, (place, band) in enumerate(bands):
        lower, upper = number(band, "lower"), number(band, "upper")
        if position == 0:
            if lower is not None and lower > low:
                yield (
                    (*place, "lower"),
                    Message(N_("Numbers from {low} on must fall into the first band."), {"low": low}),
                )
        elif lower is None or lower != reached:
            yield place, Message(N_("A band begins (“lower”) where the one before it ends (“upper”)."))
        if upper is not None and lower is not None and upper <= lower:
            yield (*place, "upper"), Message(N_("“upper” must be greater than “lower”."))
        reached = upper
    if reached is not None and reached <= (high if high is not None else 1_000_000.0):
        yield (*at, "bands"), Message(N_("The last band must hold the maximum; leave out its “upper”."))
