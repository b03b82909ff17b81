"""The part of the document to edit that is about the plan: the roadmap, each step, people, and a list to pin up."""

from __future__ import annotations

from collections.abc import Sequence

from reports import charts
from reports.firm.values import ActionCard, FirmReport, MarkedAction
from reports.word import Box, Cell, Column, Manuscript


def roadmap(manuscript: Manuscript, report: FirmReport) -> None:
    """All steps in time with what they take; without a step it says why there is none."""
    words = report.labels
    manuscript.text(words.roadmap_lead if report.actions else report.no_actions)
    manuscript.text(report.made_for)
    manuscript.bullets(report.steering)
    manuscript.strip([(fact.label, fact.value) for fact in report.totals])
    manuscript.texts((report.expected, report.way))
    manuscript.bullets(report.way_actions)
    if report.actions:
        manuscript.picture(charts.timeline(report, manuscript.sheet.width))
        manuscript.text(words.timeline_text, "Note")
        _timetable(manuscript, report)
    _marked(manuscript, words.done, words.done_lead, report.done)
    _marked(manuscript, words.unplaced, "", report.unplaced)
    _later(manuscript, report)
    _marked(manuscript, words.refused, "", report.refused)
    if report.advice_beside:
        manuscript.heading(report.adviser, 2)
        manuscript.points((fact.label, fact.value) for fact in report.advice_beside)
    if not report.actions:
        _offered(manuscript, report)


def _timetable(manuscript: Manuscript, report: FirmReport) -> None:
    """A row for each step: its effort, and what the plan takes up to and with it."""
    words = report.labels
    columns = (
        Column(words.number, 26), Column(words.action, 175), Column(words.own_days, 74), Column(words.cost, 94),
        Column(words.running_days, 58), Column(words.running_cost, 60),
    )  # fmt: skip
    rows = [(str(a.number), a.title, a.own_days, a.cost, a.running_days, a.running_cost) for a in report.actions]
    manuscript.table(columns, rows)
    manuscript.text(words.running_text, "Note")


def _marked(manuscript: Manuscript, title: str, lead: str, actions: Sequence[MarkedAction]) -> None:
    """What the firm marked itself, with its notes."""
    if not actions:
        return
    manuscript.heading(title, 2)
    manuscript.text(lead)
    manuscript.points((action.title, _remarks(action)) for action in actions)


def _remarks(action: MarkedAction) -> str:
    return "\n".join(filter(None, (action.gain_shown, action.reason, action.comment)))


def _later(manuscript: Manuscript, report: FirmReport) -> None:
    """What did not fit: the reason is said once for all that share it."""
    if not report.later:
        return
    manuscript.heading(report.labels.later, 2)
    manuscript.text(report.labels.later_lead, "Intro")
    for reason in dict.fromkeys(fact.value for fact in report.later):
        manuscript.text(reason, "Label")
        manuscript.bullets(fact.label for fact in report.later if fact.value == reason)


def steps(manuscript: Manuscript, report: FirmReport) -> None:
    """Every step under the heading of its phase."""
    for phase in report.phases:
        if phase.actions:
            manuscript.heading(phase.title, 2)
        for card in phase.actions:
            _step(manuscript, report, card)
    _offered(manuscript, report)


def _offered(manuscript: Manuscript, report: FirmReport) -> None:
    """What whoever hands the report out offers, as its own words."""
    if report.offer:
        manuscript.text(report.offer.label, "Label")
        manuscript.text(report.offer.value)


def _step(manuscript: Manuscript, report: FirmReport, card: ActionCard) -> None:
    words = report.labels
    manuscript.heading(f"{card.number}  {card.title}", 3)
    manuscript.text(card.status_shown, "Eyebrow")
    manuscript.text(card.origin, "Intro Note")
    manuscript.text(card.summary, "Intro")
    manuscript.table(*_demands(report, card))
    if card.because:
        manuscript.text(words.because, "Label")
        manuscript.bullets(card.because)
    if card.steps:
        manuscript.text(words.steps, "Label")
        manuscript.numbered(card.steps)
    told = (
        (words.measure, (card.measure,)), (words.needs, (card.needs_shown,) if card.needs else ()),
        (words.help, card.notes), (words.offers, tuple(offer.shown for offer in card.offers)),
        (words.grants, (card.grant_note,)), (words.comment, (card.comment,)),
    )  # fmt: skip
    advice = [(card.advice.label, (card.advice.value,))] if card.advice else []
    for label, texts in (*told, *advice):
        if any(texts):
            manuscript.text(label, "Label")
            manuscript.texts(texts)


def _demands(report: FirmReport, card: ActionCard) -> tuple[list[Column], list[tuple[str, ...]]]:
    """When, by when, who, how long, how much and what for, side by side."""
    words = report.labels
    shown = (
        (words.when, card.when, 58), (words.files.due, card.due_shown, 58), (words.owner, card.owner, 92),
        (words.own_days, card.own_days, 54), (words.outside_days, card.outside_days, 54),
        (words.cost_once, card.cost_once, 60), (words.cost_monthly, card.cost_monthly, 60),
        (words.gain, card.gain_shown, 51),
    )  # fmt: skip
    return [Column(label, share) for label, _, share in shown], [tuple(value for _, value, _ in shown)]


def people(manuscript: Manuscript, report: FirmReport) -> None:
    """What the plan means for those who work in the firm."""
    if report.people is None:
        return
    manuscript.text(report.people.lead)
    manuscript.points((fact.label, fact.value) for fact in report.people.learns)
    manuscript.text(report.people.no_learns)


def pin_up(manuscript: Manuscript, report: FirmReport) -> None:
    """What begins in the first 90 days, with boxes to tick, who does it and by when; then the day to look back."""
    words = report.labels
    manuscript.text(report.title)
    manuscript.text(report.date_shown, "Note")
    columns = (
        Column(words.done, 44), Column(words.number, 28), Column(words.action, 250, "Table Strong"),
        Column(words.owner, 95), Column(words.until, 70),
    )  # fmt: skip
    manuscript.table(columns, [_pinned(report, card) for card in report.soon])
    manuscript.text(words.pinup_after.format(date=report.soon_until))


def _pinned(report: FirmReport, card: ActionCard) -> tuple[Cell, ...]:
    """A step with a box for each thing to do in it, and how one sees that it is done."""
    told: tuple[str | Box, ...] = (
        card.title,
        *(Box(step) for step in card.steps),
        f"{report.labels.measure}: {card.measure}",
    )
    return Box(), str(card.number), told, card.owner, card.due_shown
