"""The few findings worth a page: what works already, and the gaps that matter most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.firm.answered import NOTICEABLE, Answered, share_of, worth
from reports.firm.quotes import FIRM_SHARE, firm_rows, row_shares, strength, ticks, weakness
from reports.firm.values import ActionCard, Finding
from scoring.instrument import GridQuestion, MultipleQuestion
from scoring.roadmap import Roadmap
from scoring.scores import Reason

SHOWN_FINDINGS = 3


def works(firm: Answered, lacking: Sequence[Finding]) -> tuple[Finding, ...]:
    """Up to three answers that stand firmly, from different dimensions where there are enough.

    Where they are fewer, ticks and rows of a grid that stand firmly follow: a firm that begins has something too.
    Those of a question that is among the gaps as well come last.
    """
    gaps = {finding.question for finding in lacking}
    earning = [reason for reason in firm.reasons.values() if firm.earned(reason.question) >= NOTICEABLE]
    whole = [reason for reason in earning if share_of(reason) >= FIRM_SHARE]
    whole.sort(key=lambda reason: -firm.earned(reason.question))
    partly = [reason for reason in earning if reason not in whole and _in_place(firm, reason)]
    partly.sort(key=lambda reason: -_in_place(firm, reason))
    groups = (whole, [r for r in partly if r.question not in gaps], [r for r in partly if r.question in gaps])
    ranked = [reason for group in groups for reason in _each_dimension_once(group)]
    return tuple(_strength(firm, reason) for reason in ranked[:SHOWN_FINDINGS])


def _in_place(firm: Answered, reason: Reason) -> float:
    """Points that single ticks or rows of a question earn where these stand firmly by themselves."""
    question = firm.instrument.questions[reason.question]
    possible = firm.points[reason.question].possible
    if isinstance(question, MultipleQuestion):
        found = sum(question.points(option) for option in ticks(firm, question)[0])
        return possible * found / question.max_points
    if isinstance(question, GridQuestion):
        shares = row_shares(firm, question)
        return possible * sum(shares[row] for row in firm_rows(firm, question)) / max(len(shares), 1)
    return 0.0


def _each_dimension_once(ranked: Sequence[Reason]) -> list[Reason]:
    """The same in an order in which the first of every dimension comes before the second of any."""
    first = {reason.dimension: reason for reason in reversed(ranked)}
    return sorted(ranked, key=lambda reason: first[reason.dimension] is not reason)


def _strength(firm: Answered, reason: Reason) -> Finding:
    name = reason.question
    return _finding(firm, reason, strength(firm, name), firm.earned(name))


def gaps(firm: Answered, roadmap: Roadmap, cards: Sequence[ActionCard]) -> tuple[Finding, ...]:
    """The three answers with most points still to gain among those that a step of the plan improves.

    Where the plan reaches fewer than three, those that only an action outside the plan improves follow. An instrument
    without actions has gaps all the same.
    """
    planned = {because.question for step in roadmap.steps for because in step.because}
    outside = {q for out in roadmap.left_out if out.gain > 0 for q in firm.instrument.actions_by_id[out.action].lifts}
    told = planned | outside if firm.instrument.actions else set(firm.reasons)
    lacking = [r for r in firm.reasons.values() if firm.open(r.question) >= NOTICEABLE and r.question in told]
    lacking.sort(key=lambda reason: (reason.question not in planned, -firm.open(reason.question)))
    return tuple(_gap(firm, reason, _best_step(roadmap, cards, reason.question)) for reason in lacking[:SHOWN_FINDINGS])


def _best_step(roadmap: Roadmap, cards: Sequence[ActionCard], question: str) -> ActionCard | None:
    """The card of the step that brings most at one question."""
    brings = {step.action: sum(b.points for b in step.because if b.question == question) for step in roadmap.steps}
    best = max(cards, key=lambda card: brings.get(card.id, 0.0), default=None)
    return best if best and brings.get(best.id, 0.0) > 0 else None


def _gap(firm: Answered, reason: Reason, card: ActionCard | None) -> Finding:
    _ = firm.words.translations.gettext
    points = firm.open(reason.question)
    template = _("{answer} {worth}")
    if card:
        template = _("{answer} Step {number} helps: “{title}”. {worth}")
    text = template.format(
        answer=weakness(firm, reason.question),
        worth=worth(firm, points),
        number=firm.words.number(card.number) if card else "",
        title=card.title if card else "",
    )
    found = _finding(firm, reason, text, points, card.number if card else None)
    return replace(found, brief=_brief(firm, reason.question, card))


def _brief(firm: Answered, question: str, card: ActionCard | None) -> str:
    answer = weakness(firm, question)
    if card is None:
        return answer
    template = firm.words.translations.gettext("{answer} Step {number} helps.")
    return template.format(answer=answer, number=firm.words.number(card.number))


def _finding(firm: Answered, reason: Reason, text: str, points: float, action: int | None = None) -> Finding:
    title, dimension = firm.instrument.questions[reason.question].text, firm.instrument.dimension_of[reason.question]
    return Finding(dimension.title, title, text, points, reason.question, action)
