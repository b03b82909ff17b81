"""Random small instruments with actions, firms that answered them, and what actions make of answers, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from scoring.instrument import Instrument
from tests.unit.scoring.roadmap_cases import action, dimension, instrument

Answers = Mapping[str, Any]

HOURS = {"none": 0.0, "few": 3.0, "many": 9.0}
"""A number in each band."""

RULES = [("mean", "mean")] * 4 + [("sum", "mean"), ("count", "mean"), ("minimum", "mean"), ("minimum", "minimum"),
                                  ("mean", "minimum"), ("mean", "count")]  # fmt: skip
"""Overall and by dimension."""

CUTS = (1, 5, 10, 20, 25, 30, 100 / 3, 40, 50, 60, 66.666666666666, 75)


def chance_of(seed: int) -> Random:
    """The same chance for the same seed."""
    return Random(seed)  # noqa: S311 - no secret


def random_instrument(chance: Random) -> Instrument:
    """One to three dimensions of up to three questions, up to seven actions that build on each other, any rules."""
    overall, rule = chance.choice(RULES)
    parts = []
    for place in range(chance.randint(1, 3)):
        questions = [_question(chance, f"q{place}{number}") for number in range(chance.randint(1, 3))]
        parts.append(dimension(f"part{place}", questions, rule=rule, weight=chance.choice([1, 1, 2, 3])))
    asked = [question for part in parts for question in part["questions"]]
    return instrument(_actions(chance, asked), overall=overall, dimensions=parts, **_levels(chance, overall))


def _question(chance: Random, name: str) -> dict[str, Any]:
    kind = chance.choice(sorted(KINDS))
    return {"id": name, "type": kind, "text": f"{name}?", "weight": chance.choice([0.5, 1, 2])} | KINDS[kind](chance)


def _scale(chance: Random) -> list[dict[str, Any]]:
    steps = chance.choice([[0, 1], [0, 1, 2], [0, 0, 3], [0, 1, 1, 4], [0, 2, 3, 7, 8]])
    return [{"id": f"s{place}", "label": f"Step {place}", "points": points} for place, points in enumerate(steps)]


def _ticks(chance: Random) -> dict[str, Any]:
    names = ["one", "two", "three", "four"][: chance.randint(2, 4)]
    options = [{"id": name, "label": name.title(), "points": chance.choice([1, 2, 3])} for name in names]
    more = [
        {"id": "never", "label": "Never will", "points": chance.choice([0, -1]), "exclusive": True},
        {"id": "smell", "label": "A smell", "points": chance.choice([-1, -2])},
        {"id": "others", "label": "Others do", "points": 2, "exclusive": True},
    ]
    return {"options": options + [option for option in more if chance.random() < 0.4]}


def _rows(chance: Random) -> dict[str, Any]:
    rows = [{"id": name, "label": name.title()} for name in ("mail", "files", "phone")]
    return {"options": _scale(chance), "rows": rows[: chance.randint(2, 3)], "na": True}


def _bands(chance: Random) -> dict[str, Any]:
    points = chance.choice([[0, 1, 2], [0, 2, 3], [0, 0, 1]])
    limits = [{"upper": 1}, {"lower": 1, "upper": 8}, {"lower": 8}]
    named = zip(HOURS, points, limits, strict=True)
    return {"bands": [{"id": name, "label": name.title(), "points": earned} | limit for name, earned, limit in named]}


KINDS = {
    "single": lambda chance: {"options": _scale(chance), "na": True},
    "multiple": _ticks,
    "grid": _rows,
    "number": _bands,
}


def _actions(chance: Random, asked: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for number in range(chance.randint(1, 7)):
        lifted = chance.sample(asked, chance.randint(1, min(2, len(asked))))
        needs = chance.sample([one["id"] for one in made], min(len(made), chance.choice([0, 0, 1, 2])))
        made.append(
            action(
                f"a{number}", {question["id"]: _lift(chance, question) for question in lifted},
                days=chance.choice([0, 0.5, 1, 1, 2, 7]), once=chance.choice([0, 0, 100, 350]),
                monthly=chance.choice([0, 0, 10]), weeks=chance.choice([1, 14]), needs=needs,
            )
        )  # fmt: skip
    return made


def _lift(chance: Random, question: Mapping[str, Any]) -> Any:
    if question["type"] == "multiple":
        good = [option["id"] for option in question["options"] if option["points"] > 0 and "exclusive" not in option]
        return chance.sample(good, chance.randint(1, len(good)))
    if question["type"] == "grid":
        rows = chance.sample(question["rows"], chance.randint(1, len(question["rows"])))
        return {row["id"]: chance.choice(question["options"][1:])["id"] for row in rows}
    return chance.choice((question.get("options") or question["bands"])[1:])["id"]


def _levels(chance: Random, overall: str) -> dict[str, Any]:
    bounds = sorted(chance.sample((1, 2, 4) if overall in ("sum", "count") else CUTS, chance.randint(1, 2)))
    cut = chance.choice(["lower", "upper"])
    levels = [
        {"id": f"l{place}", "title": f"L{place}", "meaning": "So far."}
        | ({} if bound is None else {"bound": float(bound)})
        for place, bound in enumerate([None, *bounds] if cut == "lower" else [*bounds, None])
    ]
    return {"levels": levels, "baseline": "l1", "cut": cut}


def random_answers(chance: Random, made: Instrument) -> dict[str, Any]:
    """Answers that leave room; one question in fifteen is left open."""
    return {name: _answer(chance, question) for name, question in made.questions.items() if chance.random() > 1 / 15}


def _answer(chance: Random, question: Any) -> Any:
    if question.type == "number":
        return chance.choice(list(HOURS.values())[:2])
    if question.type == "grid":
        ids = [option.id for option in question.options[:2]]
        return {row.id: chance.choice([*ids, *ids, "na"]) for row in question.rows}
    if question.type == "single":
        return chance.choice([option.id for option in question.options[:3]])
    alone = [option.id for option in question.options if option.exclusive]
    if alone and chance.random() < 0.3:
        return [chance.choice(alone)]
    return [option.id for option in question.options if not option.exclusive and chance.random() < 0.3]


def lifted(made: Instrument, answers: Answers, actions: Sequence[str]) -> dict[str, Any]:
    """The answers once these actions are taken: the best of what they lead to, ticks united; what is open stays so."""
    found = dict(answers)
    for name in answers:
        lifts = [made.actions_by_id[one].lifts[name] for one in actions if name in made.actions_by_id[one].lifts]
        if lifts:
            found[name] = LIFTED[made.questions[name].type](made.questions[name], answers[name], lifts)
    return found


def _best(offered: Sequence[Any], ids: Sequence[str]) -> str:
    points = {one.id: one.points for one in offered}
    return max(ids, key=lambda name: points[name])


def _higher_band(question: Any, now: float, lifts: Sequence[str]) -> float:
    band = next(name for name, hours in HOURS.items() if hours == now)
    return HOURS[_best(question.bands, [band, *lifts])]


def _higher_rows(question: Any, now: Mapping[str, str], lifts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {
        row: said if said == "na" else _best(question.options, [said, *(lift[row] for lift in lifts if row in lift)])
        for row, said in now.items()
    }


def _more_ticks(question: Any, now: Sequence[str], lifts: Sequence[Sequence[str]]) -> list[str]:
    alone = {option.id: option.points for option in question.options if option.exclusive}
    if any(alone.get(name, 0) > 0 for name in now):
        return [*now]
    return sorted({*now, *(name for lift in lifts for name in lift)} - alone.keys())


LIFTED = {
    "single": lambda question, now, lifts: _best(question.options, [now, *lifts]),
    "number": _higher_band,
    "grid": _higher_rows,
    "multiple": _more_ticks,
}
