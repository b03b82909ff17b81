"""The part of the document to edit that is about the plan: the roadmap, each step, people, and a list to pin up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports import charts
from reports.firm.values import ActionCard, FirmReport, MarkedAction
from reports.word import Box, Cell, Column, Manuscript

BAR = 84.0
"""Width of the bar that shows when a step runs, in points."""
NINETY_DAYS = 3
"""As months of the plan: what begins before their end is pinned up."""


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
        _timetable(manuscript, report)
    _marked(manuscript, words.done, words.done_lead, report.done)
    _marked(manuscript, words.unplaced, "", report.unplaced)
    _later(manuscript, report)
    _marked(manuscript, words.refused, "", report.refused)


def _timetable(manuscript: Manuscript, report: FirmReport) -> None:
    words = report.labels
    columns = (
        Column(words.number, 24), Column(words.action, 146), Column(words.when, BAR + 10), Column(words.own_days, 66),
        Column(words.cost, 84), Column(words.files.editing.so_far, 72),
    )  # fmt: skip
    manuscript.table(columns, _rows(report))
    manuscript.text(words.timeline_text, "Note")


def _rows(report: FirmReport) -> Iterator[Sequence[Cell]]:
    """A row for each step; after each phase what the plan takes up to its end."""
    for phase in report.phases:
        for card in phase.actions:
            when = (card.when, charts.timeline_bar(report, card, BAR))
            running = (card.running_days, card.running_cost)
            yield str(card.number), card.title, when, card.own_days, card.cost, running
        if phase.so_far:
            yield (phase.so_far,)


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


def _step(manuscript: Manuscript, report: FirmReport, card: ActionCard) -> None:
    words = report.labels
    manuscript.heading(f"{card.number}  {card.title}", 3)
    manuscript.text(card.status_shown, "Eyebrow")
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
        (words.help, card.notes), (words.grants, (card.grant_note,)), (words.comment, (card.comment,)),
    )  # fmt: skip
    for label, texts in told:
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
    """What the plan changes for those who work in the firm."""
    told, words, own = report.people, report.labels, report.labels.files.editing
    if told is None:
        return
    manuscript.text(told.lead)
    if told.roles:
        columns = (Column(words.owner, 200), Column(own.steps, 80), Column(words.own_days, 110), Column(own.until, 97))
        rows = [(role.who, ", ".join(str(step) for step in role.steps), role.days, role.until) for role in told.roles]
        manuscript.table(columns, rows)
    manuscript.heading(own.learns, 2)
    manuscript.points((fact.label, fact.value) for fact in told.learns)
    manuscript.text(told.no_learns)


def pin_up(manuscript: Manuscript, report: FirmReport) -> None:
    """What begins in the first 90 days, each with a box to tick, who does it and by when."""
    words = report.labels
    manuscript.text(words.files.editing.pin_up_lead)
    columns = (
        Column(words.files.editing.tick, 40), Column(words.number, 30), Column(words.action, 210),
        Column(words.owner, 130), Column(words.files.due, 77),
    )  # fmt: skip
    begun = [card for card in report.actions if card.start < NINETY_DAYS]
    manuscript.table(columns, [(Box(), str(card.number), card.title, card.owner, card.due_shown) for card in begun])
