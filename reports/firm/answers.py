"""What the answers say: a line for each question and dimension, what works, and the gaps that matter most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reports.firm.answered import Answered, share_of
from reports.firm.values import ActionCard, DimensionLine, Finding, QuestionLine
from reports.firm.wording import Words
from scoring.instrument import Dimension, GridQuestion, Question
from scoring.roadmap import Roadmap
from scoring.scores import Reason, State, rounded

SHOWN_FINDINGS = 3
GOOD_SHARE = 0.75
"""A question "works" from this share of its points on: the authors' judgement, the fourth step of a ladder of five."""


def dimension_lines(firm: Answered) -> tuple[DimensionLine, ...]:
    """Every dimension with its questions, in the order asked; a question that was not asked has no line."""
    return tuple(_dimension_line(firm, dimension) for dimension in firm.instrument.dimensions)


def _dimension_line(firm: Answered, dimension: Dimension) -> DimensionLine:
    reasons = [reason for reason in firm.reasons.values() if reason.dimension == dimension.id]
    score = float(firm.scores.dimensions[dimension.id].iloc[firm.row])
    level = int(firm.scores.dimension_levels[dimension.id].iloc[firm.row])
    return DimensionLine(
        id=dimension.id,
        title=dimension.title,
        short=dimension.short,
        description=dimension.description,
        score=None if np.isnan(score) else score,
        shown=shown_score(firm, dimension.id, score),
        level=firm.instrument.levels[level].title if level >= 0 else "",
        sentence=_dimension_sentence(firm, reasons, scored=not np.isnan(score)),
        questions=tuple(_question_line(firm, reason) for reason in reasons if reason.state != State.HIDDEN),
        left_out=_left_out(firm.words, [reason.state for reason in reasons]),
        maximum=maximum(dimension),
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


def _question_line(firm: Answered, reason: Reason) -> QuestionLine:
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
    )


def shown_points(words: Words, earned: float, possible: float) -> str:
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
    if not scored or not counted:
        return _("Too little is answered here for a score: {answered} of {asked} questions.").format(
            answered=firm.words.number(len(counted)), asked=firm.words.number(len(applies))
        )
    names = [reason.question for reason in counted]
    best, gap = max(names, key=firm.earned), max(names, key=firm.open)
    return _sentence_template(firm, best, gap).format(
        best=firm.instrument.questions[best].text,
        gap=firm.instrument.questions[gap].text,
        points=firm.words.points(firm.open(gap)),
        answer=firm.short_answer(gap),
    )


def _sentence_template(firm: Answered, best: str, gap: str) -> str:
    _ = firm.words.translations.gettext
    if firm.open(gap) < 0.005:
        return _("You have all that is asked here.")
    if firm.earned(best) < 0.005:
        return _("Your answers earn no points here yet. Most is to be gained at “{gap}”: {points} points.")
    if best == gap:
        return _("What you have here comes from “{best}”; {points} points are still open there.")
    return _(
        "Your strongest answer here is to “{best}”. Most is still open at “{gap}”, where you answered “{answer}”:"
        " {points} points."
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


def works(firm: Answered) -> tuple[Finding, ...]:
    """Up to three answers that earn most, from different dimensions where there are enough."""
    good = [r for r in firm.reasons.values() if firm.earned(r.question) and share_of(r) >= GOOD_SHARE]
    good.sort(key=lambda reason: -firm.earned(reason.question))
    first_of_each = {reason.dimension: reason for reason in reversed(good)}
    good.sort(key=lambda reason: first_of_each[reason.dimension] is not reason)
    return tuple(_strength(firm, reason) for reason in good[:SHOWN_FINDINGS])


def _strength(firm: Answered, reason: Reason) -> Finding:
    _ = firm.words.translations.gettext
    earned, possible = firm.earned(reason.question), firm.points[reason.question].possible
    text = _("You answered “{answer}”: {points} of {possible} points.").format(
        answer=firm.short_answer(reason.question),
        points=firm.words.points(earned),
        possible=firm.words.points(possible),
    )
    return Finding(_title(firm, reason), _question_text(firm, reason), text, earned, reason.question)


def gaps(firm: Answered, roadmap: Roadmap, cards: Sequence[ActionCard]) -> tuple[Finding, ...]:
    """The three answers with most points still to gain among those that a step of the plan improves.

    Where the plan reaches fewer than three, those that only an action outside the plan improves follow.
    """
    planned = {because.question for step in roadmap.steps for because in step.because}
    outside = {q for out in roadmap.left_out if out.gain > 0 for q in firm.instrument.actions_by_id[out.action].lifts}
    lacking = [r for r in firm.reasons.values() if firm.open(r.question) > 0.005 and r.question in planned | outside]
    lacking.sort(key=lambda reason: (reason.question not in planned, -firm.open(reason.question)))
    return tuple(_gap(firm, reason, _helper(roadmap, cards, reason.question)) for reason in lacking[:SHOWN_FINDINGS])


def _helper(roadmap: Roadmap, cards: Sequence[ActionCard], question: str) -> ActionCard | None:
    """The card of the step that brings most at one question."""
    brings = {step.action: sum(b.points for b in step.because if b.question == question) for step in roadmap.steps}
    best = max(cards, key=lambda card: brings.get(card.id, 0.0), default=None)
    return best if best and brings.get(best.id, 0.0) > 0 else None


def _gap(firm: Answered, reason: Reason, card: ActionCard | None) -> Finding:
    _ = firm.words.translations.gettext
    points = firm.open(reason.question)
    template = _("You answered “{answer}”. {points} points are open here.")
    if card:
        template = _("You answered “{answer}”. {points} points are open here; step {number} helps: {title}.")
    text = template.format(
        answer=firm.short_answer(reason.question),
        points=firm.words.points(points),
        number=firm.words.number(card.number) if card else "",
        title=card.title if card else "",
    )
    return Finding(
        _title(firm, reason), _question_text(firm, reason), text, points, reason.question, card.number if card else None
    )


def _title(firm: Answered, reason: Reason) -> str:
    return firm.instrument.dimension_of[reason.question].title


def _question_text(firm: Answered, reason: Reason) -> str:
    return firm.instrument.questions[reason.question].text
