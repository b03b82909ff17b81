"""One firm's answers with the points they earn, on one scale for the whole report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten

import numpy as np

from reports.firm.wording import Words
from scoring.answers import Answer, AnswerTable, answers_of
from scoring.instrument import Dimension, Instrument, MultipleQuestion
from scoring.scores import Reason, Scores, explain

LONGEST_QUOTE = 140
"""Characters of an answer that is quoted within a sentence: about two lines."""

NOTICEABLE = 0.05
"""Points worth speaking of: shown to one decimal, fewer are none."""


@dataclass(frozen=True)
class Points:
    """Points of one question on the scale of the report; ``earned`` is None where the answer does not count."""

    earned: float | None
    possible: float


@dataclass(frozen=True)
class Answered:
    """One firm's answers with what they earned: everything the sentences of its report are made from."""

    instrument: Instrument
    scores: Scores
    row: int
    answers: Mapping[str, Answer]
    reasons: Mapping[str, Reason]
    points: Mapping[str, Points]
    words: Words

    def answer(self, question: str) -> str:
        """The whole answer in words."""
        return self.words.answer(self.instrument.questions[question], self.answers.get(question))

    def short_answer(self, question: str) -> str:
        """The answer where it is quoted within a sentence: cut where it runs long."""
        return shorten(self.answer(question), LONGEST_QUOTE, placeholder="…")

    def earned(self, question: str) -> float:
        """Points earned; 0 for an answer that does not count."""
        return self.points[question].earned or 0.0

    def open(self, question: str) -> float:
        """Points still to gain by what is worth having; 0 for an answer that does not count."""
        points = self.points[question]
        if points.earned is None:
            return 0.0
        return points.possible - points.earned - points.possible * self._adverse(question)

    def _adverse(self, name: str) -> float:
        """Share of a question's points that only ticks earn which nobody should aim at, as far as not ticked."""
        question, answer = self.instrument.questions[name], self.answers.get(name)
        if not isinstance(question, MultipleQuestion) or not question.max_points:
            return 0.0
        named = answer if isinstance(answer, (list, tuple, set, frozenset)) else ()
        adverse = (option for option in question.options if option.adverse and option.id not in named)
        return sum(max(question.points(option), 0.0) for option in adverse) / question.max_points


def answered(table: AnswerTable, scores: Scores, row: int, words: Words) -> Answered:
    """The answers of one firm, read once."""
    reasons = {reason.question: reason for reason in explain(table, scores, row)}
    return Answered(
        table.instrument,
        scores,
        row,
        answers_of(table, row),
        reasons,
        _points(table.instrument, scores, row, reasons),
        words,
    )


def _points(instrument: Instrument, scores: Scores, row: int, reasons: Mapping[str, Reason]) -> dict[str, Points]:
    """Shares of the overall score, so that they add up to it; without one, shares of each scored dimension's 100.

    Under sum and count the points are those of the question itself.
    """
    if _add_up(scores, row, reasons):
        return {name: Points(reason.points, reason.possible_points) for name, reason in reasons.items()}
    if instrument.overall in ("sum", "count"):
        return {name: Points(reason.earned, reason.possible) for name, reason in reasons.items()}
    return {
        name: points
        for dimension in instrument.dimensions
        for name, points in _points_within(dimension, scores.dimensions[dimension.id].iloc[row], reasons).items()
    }


def _add_up(scores: Scores, row: int, reasons: Mapping[str, Reason]) -> bool:
    """Whether there is an overall score and it is the sum of the questions' points."""
    return not np.isnan(scores.overall.iloc[row]) and any(reason.points is not None for reason in reasons.values())


def _points_within(dimension: Dimension, score: float, reasons: Mapping[str, Reason]) -> dict[str, Points]:
    asked = {question.id: question.weight for question in dimension.questions if question.id in reasons}
    total = sum(weight for name, weight in asked.items() if reasons[name].earned is not None)
    points = {}
    for name, weight in asked.items():
        possible = 100 * weight / total if total else 0.0
        counts = not np.isnan(score) and reasons[name].earned is not None
        points[name] = Points(share_of(reasons[name]) * possible if counts else None, possible)
    return points


def scale_note(firm: Answered) -> str:
    """What the points of single questions add up to."""
    _ = firm.words.translations.gettext
    if _add_up(firm.scores, firm.row, firm.reasons):
        return _("Points are shares of your overall score: all of them together make it up.")
    if firm.instrument.overall in ("sum", "count"):
        return _("Points are those of the question itself.")
    return _("Points are shares of the 100 that each part can reach.")


def worth(firm: Answered, points: float) -> str:
    """What can be gained at one question, and of what."""
    _ = firm.words.translations.gettext
    template = _("Worth up to {points} of the 100 points of its part.")
    if _add_up(firm.scores, firm.row, firm.reasons):
        template = _("Worth up to {points} of the 100 points of your score.")
    elif firm.instrument.overall == "count":
        template = _("Once in place, it counts as one more.")
    elif firm.instrument.overall == "sum":
        template = _("Worth up to {points} points.")
    return template.format(points=firm.words.points(points))


def share_of(reason: Reason) -> float:
    """Points earned of possible, 0 to 1."""
    return (reason.earned or 0.0) / reason.possible if reason.possible else 0.0
