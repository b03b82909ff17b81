"""What every other way sets of the plan: the roadmap, what it means for people, each step, and the page to pin up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.reports_by.blocks import (
    WIDTH,
    Beside,
    Block,
    Figure,
    Heading,
    Listed,
    Named,
    Sheet,
    Strip,
    Together,
    Words,
    said,
)
from reports import charts
from reports.charts import Chart, Rect
from reports.firm.values import ActionCard, FirmReport, MarkedAction


def roadmap(report: FirmReport) -> Iterator[Block]:
    words = report.labels
    yield Heading(words.roadmap, 0, page=bool(report.actions))
    yield Words(report.made_for if report.actions else report.no_actions)
    yield Listed(report.steering)
    yield from outlook(report)
    yield from said(report.way)
    yield Listed(report.way_actions)
    if report.actions:
        yield Figure(charts.timeline(report, WIDTH))
        yield Words(words.timeline_text, "note")
        yield _timetable(report)
        yield Words(words.running_text, "note")
    yield from _marked(words.done, report.done, words.done_lead)
    yield from _marked(words.unplaced, report.unplaced)
    yield from _later(report)
    yield from _marked(words.refused, report.refused)


def _timetable(report: FirmReport) -> Sheet:
    """Every step with its effort, and what the plan takes up to and with it."""
    words = report.labels
    head = ("", words.action, words.own_days, words.cost, words.running_days, words.running_cost)
    rows = [(str(a.number), a.title, a.own_days, a.cost, a.running_days, a.running_cost) for a in report.actions]
    return Sheet(head, rows, (0.04, 0.46, 0.13, 0.17, 0.09, 0.11), (0,))


def _marked(title: str, actions: Sequence[MarkedAction], lead: str = "") -> Iterator[Block]:
    if actions:
        yield Heading(title, 2)
        yield from said(lead)
        rows = [(one.title, "\n".join(filter(None, (one.reason, one.comment))), one.gain_shown) for one in actions]
        yield Sheet(("", "", ""), rows, (0.46, 0.4, 0.14), (2,))


def _later(report: FirmReport) -> Iterator[Block]:
    if not report.later:
        return
    yield from (Heading(report.labels.later, 2), Words(report.labels.later_lead))
    for reason in dict.fromkeys(fact.value for fact in report.later):
        yield Words(reason, "bold")
        yield Listed([fact.label for fact in report.later if fact.value == reason])


def steps(report: FirmReport) -> Iterator[Block]:
    if report.actions:
        yield Heading(report.labels.actions, 0)
    for phase in report.phases:
        if phase.actions:
            yield Words(phase.title, "eyebrow")
        yield from (_card(report, action) for action in phase.actions)


def _card(report: FirmReport, card: ActionCard) -> Together:
    words = report.labels
    facts = [(words.when, card.when), (words.owner, card.owner), (words.gain, card.gain_shown)]
    facts += [(words.own_days, card.own_days), (words.cost_once, card.cost_once)]
    if card.demand.outside_days[1] or card.demand.cost_monthly[1]:
        facts += [(words.outside_days, card.outside_days), (words.cost_monthly, card.cost_monthly)]
    told = (
        (words.because, list(said(" ".join(card.because), "small"))),
        (words.steps, [Listed(card.steps, numbered=True)] if card.steps else []),
        (words.measure, [Words(card.measure, "small")]),
        (words.needs, list(said(card.needs_shown, "small"))),
        (words.help, list(said(" ".join(card.notes), "small"))),
        (words.grants, list(said(card.grant_note, "small"))),
        (words.comment, list(said(card.comment, "small"))),
    )
    title = Heading(f"{card.number}  {card.title}", 1)
    named = Named([(name, blocks) for name, blocks in told if blocks])
    return Together(
        (title, *said(card.status_shown, "bold"), *said(card.summary, "small"), Strip(facts), named),
    )


def people(report: FirmReport) -> Iterator[Block]:
    if report.people is None:
        return
    yield Heading(report.labels.people, 0)
    yield from (*said(report.people.lead), *said(report.people.no_learns))
    for fact in report.people.learns:
        yield from (Words(fact.label, "bold"), Words(fact.value, "small"))


def pin_up(report: FirmReport, pinned: Sequence[ActionCard]) -> Iterator[Block]:
    """A page for the wall: the steps that begin in the first months, who, by when, how, with boxes to tick."""
    words = report.labels
    if not pinned:
        return
    yield Heading(words.pinup, 0, page=True)
    yield Words(f"{report.title} · {report.date_shown}", "lead")
    for card in pinned:
        yield Beside((_box(words.done),), (Heading(card.title, 2),), share=0.06)
        yield Strip([(words.owner, card.owner), (words.until, card.due_shown)])
        if card.steps:
            yield Sheet(("", ""), [(_box(words.done), step) for step in card.steps], (0.06, 0.94))
            yield Words(f"{words.measure}: {card.measure}", "strong")
    yield Words(words.pinup_after.format(date=report.soon_until))


def _box(words: str) -> Figure:
    return Figure(Chart("box", 9, 9, (Rect(0, 0, 9, 9, "track"),), words, words, (), ()))


def outlook(report: FirmReport) -> Iterator[Block]:
    if report.totals:
        yield Strip([(fact.label, fact.value) for fact in report.totals])
    yield from said(report.expected, "strong")
