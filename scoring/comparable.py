"""How much of what is scored is asked of every firm: only by that can firms be compared."""

from __future__ import annotations

import math

from scoring.instrument import GridQuestion, Instrument, Question
from scoring.messages import N_, Message

LEAST_COMMON = 0.8
"""Share of what is scored that firms must be asked alike to be compared. The choice is the authors'."""

_SLACK = 1e-9


def common_share(instrument: Instrument) -> float:
    """The share of the scored weight that is asked of every firm, whatever its profile and its answers, in [0, 1].

    The weight of a question is its share of its dimension x the dimension's share of the whole; where the overall score
    is a sum, the points that it can bring, and where it is a count, one. Any two firms have at least this share in
    common. A condition on all that is scored takes nothing away: it says whom the questionnaire is for. 1 where nothing
    has weight. What a firm says does not apply was asked of it.
    """
    weights = _weights(instrument)
    scored = {name: instrument.questions[name] for name in weights}
    conditions = {None if asked.show_if is None else asked.show_if.model_dump_json() for asked in scored.values()}
    total = math.fsum(weights.values())
    if len(conditions) == 1 or not total:
        return 1.0
    return math.fsum(weight for name, weight in weights.items() if scored[name].show_if is None) / total


def is_comparable(instrument: Instrument) -> bool:
    """Whether enough is asked of every firm for firms to be compared."""
    return common_share(instrument) >= LEAST_COMMON - _SLACK


def common_core(instrument: Instrument) -> Message:
    """The share in words, rounded down, so that what is refused is never said to have reached the least."""
    told = {"share": math.floor(100 * (common_share(instrument) + _SLACK)), "least": round(100 * LEAST_COMMON)}
    return Message(COMMON, told)


COMMON = N_(
    "Asked of every firm, whatever its profile or answers: {share} % of what is scored. Firms are compared only from"
    " {least} % on."
)


def _weights(instrument: Instrument) -> dict[str, float]:
    """What each scored question weighs in the whole."""
    if instrument.overall in ("sum", "count"):
        scored = (question for question in instrument.questions.values() if question.scored)
        return {question.id: _most(question) if instrument.overall == "sum" else 1.0 for question in scored}
    found: dict[str, float] = {}
    for dimension in instrument.dimensions:
        own = {question.id: question.weight for question in dimension.questions if question.scored}
        total = math.fsum(own.values())
        found |= {name: dimension.weight * weight / total if total else 0.0 for name, weight in own.items()}
    return found


def _most(question: Question) -> float:
    rows = len(question.rows) if isinstance(question, GridQuestion) else 1
    return question.weight * question.max_points * rows
