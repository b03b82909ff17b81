"""What the answers earn: a line for each question and each dimension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from reports.firm.answered import NOTICEABLE, Answered, share_of
from reports.firm.values import DimensionLine, Fact, QuestionLine
from reports.firm.wording import Words
from scoring.instrument import Dimension, GridQuestion, Question
from scoring.roadmap import Roadmap
from scoring.scores import Reason, State, rounded

HALF = 0.5
"""From this share of its points on an answer is worth naming as the one furthest along."""


Steps = Mapping[str, tuple[int, ...]]
"""Question → numbers of the steps that improve its answer."""


def dimension_lines(firm: Answered, roadmap: Roadmap) -> tuple[DimensionLine, ...]:
    """Every dimension with its questions, in the order asked; a question that was not asked has no line."""
    steps, scores = _steps(roadmap), firm.scores
    found = (frame.to_numpy()[firm.row].tolist() for frame in (scores.dimensions, scores.dimension_levels))
    return tuple(_dimension_line(firm, steps, *one) for one in zip(firm.instrument.dimensions, *found, strict=True))


def _steps(roadmap: Roadmap) -> Steps:
    found: dict[str, list[int]] = {}
    for number, step in enumerate(roadmap.steps, 1):
        for question in dict.fromkeys(because.question for because in step.because):
            found.setdefault(question, []).append(number)
    return {question: tuple(numbers) for question, numbers in found.items()}


def _dimension_line(firm: Answered, steps: Steps, dimension: Dimension, score: float, level: int) -> DimensionLine:
    reasons = [reason for reason in firm.reasons.values() if reason.dimension == dimension.id]
    return DimensionLine(
        id=dimension.id,
        title=dimension.title,
        short=dimension.short,
        description=dimension.description,
        score=None if np.isnan(score) else score,
        shown=shown_score(firm, dimension.id, score),
        level=firm.instrument.levels[level].title if level >= 0 else "",
        sentence=_dimension_sentence(firm, reasons, scored=not np.isnan(score)),
        questions=tuple(_question_line(firm, reason, steps) for reason in reasons if reason.state != State.HIDDEN),
        left_out=_left_out(firm.words, [reason.state for reason in reasons if reason.earned is None]),
        maximum=maximum(dimension),
        lift=_lift(firm, reasons, steps),
    )


def shown_score(firm: Answered, column: str, score: float) -> str:
    """A score as displayed; under sum and count the range that blanks leave open; else words for "none"."""
    _ = firm.words.translations.gettext
    if not np.isnan(score):
        return shown_number(firm, score)
    low, high = (float(frame[column].iloc[firm.row]) for frame in (firm.scores.low, firm.scores.high))
    if low < high:
        return _("{low} to {high}").format(low=shown_number(firm, low), high=shown_number(firm, high))
    return _("not scored")


def shown_number(firm: Answered, score: float) -> str:
    """A score rounded as page and PDF show it, in the locale's digits."""
    digits = rounded(score, firm.instrument)
    return firm.words.number(float(digits), len(digits.partition(".")[2]))


def maximum(dimension: Dimension, rule: str | None = None) -> float:
    """The end of a dimension's scale under its own rule, or under another."""
    scored = [question for question in dimension.questions if question.scored]
    rule = rule or dimension.rule
    if rule == "sum":
        return sum(question.weight * question.max_points * _rows(question) for question in scored)
    return float(len(scored)) if rule == "count" else 100.0


def _rows(question: Question) -> int:
    return len(question.rows) if isinstance(question, GridQuestion) else 1


def _lift(firm: Answered, reasons: Sequence[Reason], steps: Steps) -> str:
    """Which steps lift the part; that none does is worth saying only where points are still open."""
    numbers = sorted({number for reason in reasons for number in steps.get(reason.question, ())})
    ngettext = firm.words.translations.ngettext
    if numbers:
        template = ngettext("Step {steps} of your plan lifts it.", "Steps {steps} of your plan lift it.", len(numbers))
        return template.format(steps=firm.words.numbers(numbers))
    if steps and any(firm.open(reason.question) >= NOTICEABLE for reason in reasons):
        return firm.words.translations.gettext("No step of your plan works on it yet.")
    return ""


def _question_line(firm: Answered, reason: Reason, steps: Steps) -> QuestionLine:
    question = firm.instrument.questions[reason.question]
    points = firm.points[question.id]
    return QuestionLine(
        id=question.id,
        text=question.text,
        answer=firm.answer(question.id),
        state=reason.state.name.lower(),
        points=points.earned,
        possible=points.possible,
        shown="–" if points.earned is None else shown_points(firm.words, points.earned, points.possible),
        note=_rows_left_out(firm.words, question, reason),
        rows=tuple(Fact(row, told) for row, told in firm.words.rows(question, firm.answers.get(question.id))),
        steps=steps.get(question.id, ()),
    )


def shown_points(words: Words, earned: float, possible: float) -> str:
    """Points of one question: earned of possible, both to one decimal."""
    _ = words.translations.gettext
    return _("{points} of {possible}").format(points=words.points(earned), possible=words.points(possible))


def _rows_left_out(words: Words, question: Question, reason: Reason) -> str:
    if not isinstance(question, GridQuestion) or not reason.left_out or reason.state != State.ANSWERED:
        return ""
    rows = [row.label for row in question.rows if row.id in reason.left_out]
    return words.translations.gettext("Left out: {rows}").format(rows=words.list(rows))


def _dimension_sentence(firm: Answered, reasons: Sequence[Reason], *, scored: bool) -> str:
    _ = firm.words.translations.gettext
    applies = [r for r in reasons if r.state not in (State.HIDDEN, State.NOT_APPLICABLE)]
    counted = [r for r in applies if r.earned is not None]
    if not applies:
        return _("Nothing here applies to you, so it is left out of your score.")
    if counted and firm.instrument.overall in ("sum", "count"):
        return _counted_sentence(firm, counted)
    if not scored or not counted:
        template = firm.words.translations.ngettext(
            "Too little is answered here for a score: {answered} of {asked} question.",
            "Too little is answered here for a score: {answered} of {asked} questions.",
            len(applies),
        )
        return template.format(answered=firm.words.number(len(counted)), asked=firm.words.number(len(applies)))
    return _counted_sentence(firm, counted)


def _counted_sentence(firm: Answered, counted: Sequence[Reason]) -> str:
    """Where the firm is furthest in this dimension, and where most is to be gained."""
    _ = firm.words.translations.gettext
    best, gap = max(counted, key=share_of), max(counted, key=lambda reason: firm.open(reason.question))
    if firm.open(gap.question) < NOTICEABLE:
        return _("You have all that is asked here.")
    if not share_of(best):
        template = _("Nothing here earns points yet. Most to gain, up to {points} points: “{gap}”")
    elif share_of(best) < HALF or best is gap:
        template = _("Most to gain, up to {points} points: “{gap}”")
    else:
        template = _("Furthest along: “{best}” Most to gain, up to {points} points: “{gap}”")
    return template.format(
        best=firm.instrument.questions[best.question].text,
        gap=firm.instrument.questions[gap.question].text,
        points=firm.words.points(firm.open(gap.question)),
    )


def _left_out(words: Words, states: Sequence[State]) -> str:
    """How many questions did not count, and why; "" where all did."""
    _, ngettext = words.translations.gettext, words.translations.ngettext
    forms = {
        State.NOT_APPLICABLE: lambda n: ngettext("{n} not for you", "{n} not for you", n),
        State.DONT_KNOW: lambda n: ngettext("{n} you did not know", "{n} you did not know", n),
        State.BLANK: lambda n: ngettext("{n} without an answer", "{n} without an answer", n),
    }
    counts = {state: states.count(state) for state in forms}
    parts = [forms[state](n).format(n=words.number(n)) for state, n in counts.items() if n]
    return _("Left out of the score: {reasons}.").format(reasons=words.list(parts)) if parts else ""
