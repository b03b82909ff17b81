"""A small instrument with one question of each type, and actions and firms in a line each: for the roadmap's tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.roadmap import Roadmap, RoadmapChoices, plan
from scoring.scores import score

LADDER = [{"id": f"l{points}", "label": f"Step {points}", "points": points} for points in range(5)]
SCALE = [{"id": f"s{points}", "label": f"Some {points}", "points": points} for points in range(3)]

# Two dimensions of weight 1: a question of the first is worth 100 / 2 / 3 = 16.6667 points of the overall score, one of
# the second 25. A rung of the ladder is worth a quarter of that, a tick a third, a row of the grid a half.
FIRST = [
    {"id": "rung", "type": "single", "text": "Which step?", "options": LADDER},
    {
        "id": "ticks", "type": "multiple", "text": "Which of these?",
        "options": [
            {"id": "one", "label": "One", "points": 1},
            {"id": "two", "label": "Two", "points": 1},
            {"id": "three", "label": "Three", "points": 1},
            {"id": "never", "label": "Never will", "points": -1, "exclusive": True},
        ],
    },
    {
        "id": "grid", "type": "grid", "text": "How many?", "na": True, "options": SCALE,
        "rows": [{"id": "mail", "label": "Mail"}, {"id": "files", "label": "Files"}],
    },
]  # fmt: skip
SECOND = [
    {
        "id": "hours", "type": "number", "text": "Hours?",
        "bands": [
            {"id": "none", "label": "None", "points": 0, "upper": 1},
            {"id": "few", "label": "A few", "points": 1, "lower": 1, "upper": 8},
            {"id": "many", "label": "Many", "points": 2, "lower": 8},
        ],
    },
    {"id": "other", "type": "single", "text": "Which other step?", "na": True, "options": LADDER},
]  # fmt: skip

LOWEST: dict[str, Any] = {
    "rung": "l0", "ticks": [], "grid": {"mail": "s0", "files": "s0"}, "hours": 0.0, "other": "l0",
}  # fmt: skip
"""The answers of a firm that scores 0."""


def instrument(actions: Sequence[Mapping[str, Any]], **changes: Any) -> Instrument:
    """The small instrument with these actions; ``changes`` replace parts of it."""
    dimensions = [dimension("first", FIRST), dimension("second", SECOND)]
    levels = [{"id": "low", "title": "Low", "meaning": "Low."}]
    levels.append({"id": "high", "title": "High", "meaning": "High.", "bound": 50})  # type: ignore[dict-item]
    return Instrument.model_validate(
        {
            "format": 1, "id": "small", "version": 1, "language": "en", "title": "Small", "description": "Small.",
            "source": "Made up.", "baseline": "high", "levels": levels, "dimensions": dimensions, "actions": actions,
        } | changes
    )  # fmt: skip


def dimension(name: str, questions: Sequence[Mapping[str, Any]], **changes: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "short": name, "description": name, "questions": questions} | changes


def action(name: str, lifts: Mapping[str, Any], days: float = 1, **changes: Any) -> dict[str, Any]:
    """An action that takes a week and so many own days, and costs nothing unless ``once`` or ``monthly`` say so."""
    money = {
        f"cost_{part}": {"small": [value, value]} for part in ("once", "monthly") if (value := changes.pop(part, 0))
    }
    return {
        "id": name, "title": f"Do {name}", "summary": "What it is.", "steps": ["Begin."], "lifts": lifts,
        "own_days": {"small": [days, days]}, "price_year": 2025, "weeks": 1, "owner": "The owner",
        "measure": "It is done.", "themes": [], "level": "enterprise",
    } | money | changes  # fmt: skip


def firm(made: Instrument, answers: Mapping[str, Any] | None = None, **profile: Any) -> AnswerTable:
    """One firm that answered the lowest everywhere but in ``answers`` (None: blank); small unless ``profile`` says."""
    given = {name: answer for name, answer in {**LOWEST, **(answers or {})}.items() if answer is not None}
    return table_of(made, [given], [{"firm": "A firm", "size": "small"} | profile])


def roadmap(
    actions: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Any] | None = None,
    choices: RoadmapChoices | None = None,
    changes: Mapping[str, Any] | None = None,
    **profile: Any,
) -> Roadmap:
    """The roadmap of such a firm with such actions."""
    table = firm(instrument(actions, **(changes or {})), answers, **profile)
    return plan(table, score(table), choices=choices or RoadmapChoices())


def names(steps: Iterable[Any]) -> list[str]:
    return [step.action for step in steps]


def gains(made: Roadmap) -> dict[str, float]:
    return {step.action: step.gain for step in made.steps}


def kinds(made: Roadmap) -> dict[str, str]:
    """Why each action that is left out is."""
    return {left.action: left.kind for left in made.left_out}
