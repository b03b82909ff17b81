"""What the roadmap says: action cards with their reasons, phases, totals, and what did not fit."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from reports.firm.answered import NOTICEABLE, Answered
from reports.firm.marked import MARKED
from reports.firm.moments import after
from reports.firm.purpose import notes
from reports.firm.values import ActionCard, Demand, Fact, Phase
from reports.firm.wording import Words
from scoring.instrument import GridQuestion, MultipleQuestion, Question
from scoring.roadmap import PHASES, Because, Roadmap, Step

GRANT_ABOVE = 2000.0
"""EUR of mid-range one-off cost above which a card reminds to check for grants before ordering."""

SHOWN_REASONS = 2
SHOWN_LATER = 6
UNFIT = frozenset({"size", "sector", "staff", "programme", "hidden", "not_applicable"}) | MARKED
"""Reasons for which an action is not worth telling this firm about, or is told elsewhere."""


def action_cards(firm: Answered, roadmap: Roadmap, date: datetime.date) -> tuple[ActionCard, ...]:
    """A card for every step of the plan, numbered from 1 in its order; the plan begins on ``date``."""
    numbers = {step.action: place for place, step in enumerate(roadmap.steps, 1)}
    return tuple(_card(firm, step, numbers, date, notes(roadmap, step.action)) for step in roadmap.steps)


def _card(
    firm: Answered, step: Step, numbers: dict[str, int], date: datetime.date, notes: tuple[str, ...]
) -> ActionCard:
    action, words = firm.instrument.actions_by_id[step.action], firm.words
    first = [(firm.instrument.actions_by_id[need].title, numbers.get(need)) for need in step.needs]
    return ActionCard(
        id=action.id,
        number=numbers[action.id],
        title=action.title,
        summary=action.summary,
        because=_because(firm, step.because),
        steps=tuple(action.steps),
        owner=action.owner,
        measure=action.measure,
        when=words.months(step.start, step.end),
        phase=step.phase,
        start=step.start,
        end=step.end,
        gain=step.gain,
        gain_shown=_gain(words, step.gain),
        start_date=after(date, step.start),
        end_date=after(date, step.end),
        due_shown=words.date(after(date, step.end)),
        own_days=words.days(step.own_days),
        outside_days=words.days(step.outside_days),
        cost_once=words.money(step.cost_once),
        cost_monthly=words.money(step.cost_monthly, monthly=True),
        cost=_cost(words, step),
        demand=Demand(step.own_days, step.outside_days, step.cost_once, step.cost_monthly),
        running_days=words.days((step.running_days, step.running_days)),
        running_cost=words.money((step.running_cost, step.running_cost)),
        needs=tuple(title for title, _ in first),
        needs_shown=words.list([_numbered(words, title, number) for title, number in first]),
        after=tuple(number for _, number in first if number),
        grant_note=_grant_note(words, step),
        comment=step.comment,
        status="planned" if step.mark == "planned" else "",
        status_shown=_mark(words, step),
        notes=notes,
    )


def _cost(words: Words, step: Step) -> str:
    parts = [words.money(step.cost_once)] if step.cost_once[1] else []
    if step.cost_monthly[1]:
        parts.append(words.money(step.cost_monthly, monthly=True))
    return "\n".join(parts) or words.money((0, 0))


def _gain(words: Words, gain: float) -> str:
    _ = words.translations.gettext
    return _("{points} points").format(points=words.points(gain)) if gain >= NOTICEABLE else _("prepares later steps")


def _numbered(words: Words, title: str, number: int | None) -> str:
    _ = words.translations.gettext
    return _("{title} (step {number})").format(title=title, number=words.number(number)) if number else title


def _grant_note(words: Words, step: Step) -> str:
    _ = words.translations.gettext
    if sum(step.cost_once) / 2 <= GRANT_ABOVE:
        return ""
    return _("Check for grants before you order: several schemes refuse what was ordered earlier.")


def _mark(words: Words, step: Step) -> str:
    """What the firm marked: what is done, or not for it, is no step of a plan."""
    return words.translations.gettext("Planned by you") if step.mark == "planned" else ""


def _because(firm: Answered, reasons: Sequence[Because]) -> tuple[str, ...]:
    """A sentence for each answer that the action improves, those that bring most first; rows of a grid together."""
    ordered = sorted(reasons, key=lambda because: because.question)
    grouped = [list(group) for _, group in groupby(ordered, key=lambda because: because.question)]
    grouped.sort(key=lambda group: -sum(because.points for because in group))
    return tuple(_reason(firm, group) for group in grouped[:SHOWN_REASONS])


def _reason(firm: Answered, group: Sequence[Because]) -> str:
    question = firm.instrument.questions[group[0].question]
    return _REASONS.get(type(question), _reason_of_one)(firm, question, group)


def _reason_of_one(firm: Answered, question: Question, group: Sequence[Because]) -> str:
    _ = firm.words.translations.gettext
    return _("To “{question}” you answered “{answer}”.").format(
        question=question.text, answer=firm.words.answer(question, group[0].current)
    )


def _reason_of_ticks(firm: Answered, question: MultipleQuestion, group: Sequence[Because]) -> str:
    _ = firm.words.translations.gettext
    labels = [option.label for option in question.options if option.id in group[0].target]
    return _("At “{question}” you did not tick {options}.").format(
        question=question.text, options=firm.words.quoted(labels)
    )


def _reason_of_rows(firm: Answered, question: GridQuestion, group: Sequence[Because]) -> str:
    words, lifted = firm.words, {because.row for because in group}
    answers = words.rows(question, firm.answers.get(question.id))
    pairs = [words.pair(*told) for row, told in zip(question.rows, answers, strict=True) if row.id in lifted]
    return words.translations.gettext("To “{question}” you answered: {rows}.").format(
        question=question.text, rows=words.apart(pairs)
    )


_REASONS: dict[type, Callable[[Answered, Any, Sequence[Because]], str]] = {
    MultipleQuestion: _reason_of_ticks,
    GridQuestion: _reason_of_rows,
}


def phases(words: Words, cards: Sequence[ActionCard]) -> tuple[Phase, ...]:
    """The four phases with their cards; a phase without one stays, so that the timeline keeps its scale."""
    return tuple(_phase(words, cards, place) for place in range(len(PHASES))) if cards else ()


def _phase(words: Words, cards: Sequence[ActionCard], place: int) -> Phase:
    start, end = PHASES[place]
    return Phase(
        _phase_title(words, start, end),
        start,
        end,
        tuple(card for card in cards if card.phase == place),
        words.translations.gettext("{first}–{last}").format(first=words.number(start + 1), last=words.number(end)),
    )


def _phase_title(words: Words, start: int, end: int) -> str:
    if start == 0:
        return words.translations.gettext("The first {n} months").format(n=words.number(end))
    return words.months(start, end)


def totals(words: Words, roadmap: Roadmap) -> tuple[Fact, ...]:
    """What the whole plan takes: own days, money once and money a month, as ranges."""
    _ = words.translations.gettext
    steps = roadmap.steps
    if not steps:
        return ()
    return (
        Fact(_("Your own time in all"), words.days(_sum([step.own_days for step in steps]))),
        Fact(_("Outside help in all"), words.days(_sum([step.outside_days for step in steps]))),
        Fact(_("Cost once in all"), words.money(_sum([step.cost_once for step in steps]))),
        Fact(_("Cost a month when all runs"), words.money(_sum([step.cost_monthly for step in steps]), monthly=True)),
    )


def _sum(spans: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(low for low, _ in spans), sum(high for _, high in spans)


def later(firm: Answered, roadmap: Roadmap) -> tuple[Fact, ...]:
    """What is not in the plan though it would help, with why, most points first; what the firm marked stands apart."""
    others = [
        out
        for out in roadmap.left_out
        if out.gain >= NOTICEABLE and out.kind not in UNFIT and out.action not in roadmap.choices.marks
    ]
    useful = sorted(others, key=lambda out: (-out.gain, out.action))[:SHOWN_LATER]
    titles = {action.id: action.title for action in firm.instrument.actions}
    return tuple(Fact(titles[out.action], out.reason.render(firm.words.translations)) for out in useful)
