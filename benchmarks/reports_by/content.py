"""What every other way sets: all that our PDF says, so that none has less to do than another.

``content`` is called anew for each report: bringing a ``FirmReport`` into order is part of making a document of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.reports_by.blocks import (
    WIDTH,
    Beside,
    Block,
    Content,
    Figure,
    Heading,
    Listed,
    Named,
    Sheet,
    Strip,
    Together,
    Words,
)
from reports import charts
from reports.charts import Chart, Rect
from reports.firm.values import ActionCard, DimensionLine, Finding, FirmReport, MarkedAction, QuestionLine

BAR = 118.0  # width of the column that shows when a step runs


def content(report: FirmReport) -> Content:
    """All texts of the report in the order of our PDF."""
    words, sender = report.labels, report.branding.organisation or "Waymark"
    facts = [*((fact.label, fact.value) for fact in report.facts), (words.prepared_by, sender)]
    return Content(
        title=f"{words.kind} – {report.title}",
        subject=report.headline,
        language=report.language,
        sender=sender,
        header=(report.title, words.kind),
        page_label=words.page,
        cover=(
            Words(sender, "eyebrow"),
            Words(words.kind, "lead"),
            Words(report.title, "title"),
            Named([(label, (Words(value),)) for label, value in facts if value]),
        ),
        contents=words.contents,
        blocks=tuple(block for part in _PARTS for block in part(report)),
    )


def said(report: FirmReport) -> Iterator[str]:
    """What every way, ours as well, must have set whole: each step, each answer and each gap."""
    yield from (action.title for action in report.actions)
    yield from (question.text for part in report.dimensions for question in part.questions)
    yield from (answer for part in report.dimensions for question in part.questions for answer in _told(question))
    yield from (gap.title for gap in report.gaps)


def _summary(report: FirmReport) -> Iterator[Block]:
    words = report.labels
    yield Heading(words.summary, 0, page=True)
    yield Words(report.headline, "lead")
    if report.progress:
        yield Words(f"{report.progress.lead} {report.progress.rest}")
    yield Beside(
        (Words(report.overall_shown, "figure"), Words(report.overall_of, "note")),
        (
            Heading(report.level or words.where, 2),
            *_said(report.level_meaning),
            *_said(report.to_next, "strong"),
            *_said(report.stability, "note"),
        ),
        share=0.32,
        panel=True,
    )
    if report.levels:
        yield Figure(charts.level_scale(report, WIDTH))
    yield Beside(
        (Heading(words.works, 2), *_findings(report.works, report.no_works)),
        (Heading(words.gaps, 2), *_findings(report.gaps, report.no_gaps)),
    )
    yield Heading(words.first_steps, 2)
    first = [(str(a.number), a.title, a.when, a.own_days, a.cost) for a in report.actions[:3]]
    head = ("", words.action, words.when, words.own_days, words.cost)
    yield Sheet(head, first, (0.05, 0.47, 0.16, 0.14, 0.18), (0,)) if first else Words(report.no_actions)
    yield from _outlook(report)
    yield from _said(report.answered, "note")


def _outlook(report: FirmReport) -> Iterator[Block]:
    if report.totals:
        yield Strip([(fact.label, fact.value) for fact in report.totals])
    yield from _said(report.expected, "strong")


def _findings(found: Sequence[Finding], absent: str) -> Iterator[Block]:
    for finding in found:
        yield Words(finding.title, "bold")
        yield Words(finding.text, "small")
    yield from _said(absent, "small")


def _progress(report: FirmReport) -> Iterator[Block]:
    words, progress = report.labels, report.progress
    if progress is None:
        return
    yield Heading(words.progress, 0, page=True)
    yield from (Words(progress.lead), *_said(progress.caution, "note"))
    lines = [*progress.lines, *([progress.overall] if progress.overall else [])]
    head = (words.dimension, words.before, words.after, words.change)
    yield Sheet(head, [(line.title, line.before, line.after, line.change) for line in lines], (0.55, 0.15, 0.15, 0.15))
    yield Sheet((words.moved, words.points), [(part.label, part.value) for part in progress.parts], (0.8, 0.2), (1,))
    yield from _said(progress.rest, "small")
    if progress.done:
        yield Heading(words.was_done, 1)
        yield Listed(progress.done)


def _parts(report: FirmReport) -> Iterator[Block]:
    words = report.labels
    yield Heading(words.dimensions, 0, page=report.progress is None)
    yield Figure(charts.dimension_bars(report, WIDTH))
    yield Words(charts.dimension_bars_text(report), "note")
    if report.peers_note:
        compared = [(line.title, line.shown, line.peers.shown) for line in report.dimensions if line.peers]
        yield Words(report.peers_note, "note")
        yield Sheet((words.dimension, words.score, words.compared), compared, (0.5, 0.25, 0.25))
    beside = [text for text in (report.peers, report.segment, report.official) if text]
    if beside:
        yield Heading(words.beside, 2)
        yield from map(Words, beside)
    if report.contradictions:
        yield Heading(words.contradictions, 2)
        yield Listed(report.contradictions)


def _why(report: FirmReport) -> Iterator[Block]:
    words = report.labels
    yield from (Heading(words.why, 0), Words(words.why_lead), Words(report.scale_note, "note"))
    for line in report.dimensions:
        yield from _part(report, line)


def _part(report: FirmReport, line: DimensionLine) -> Iterator[Block]:
    words = report.labels
    yield Beside(
        (Heading(line.title, 1), *_said(line.description, "note")),
        (Words(line.shown, "right"), Words(line.level, "right")),
        share=0.8,
    )
    yield from (Words(line.sentence), *_said(line.lift), *_said(line.left_out, "note"))
    rows = [(question.text, "\n".join(_told(question)), question.shown) for question in line.questions]
    if rows:
        yield Sheet((words.question, words.answer, words.points), rows, (0.4, 0.47, 0.13), (2,))


def _told(question: QuestionLine) -> list[str]:
    if question.rows:
        return [f"{row.label}: {row.value}" for row in question.rows]
    return [part for part in (question.answer, question.note) if part]


def _find_out(report: FirmReport) -> Iterator[Block]:
    words = report.labels
    if report.ask or report.left_open:
        yield Heading(words.find_out, 0)
    if report.ask:
        yield Words(words.find_out_lead)
    for group in report.ask:
        yield Heading(group.title, 2)
        for item in group.items:
            yield from (Words(item.text, "small"), *_said(item.about, "note"))
    if report.left_open:
        yield from (Heading(words.left_open, 2), Words(words.left_open_lead), Listed(report.left_open))


def _roadmap(report: FirmReport) -> Iterator[Block]:
    words = report.labels
    yield Heading(words.roadmap, 0, page=bool(report.actions))
    yield from (Words(words.roadmap_lead if report.actions else report.no_actions), *_said(report.made_for))
    yield Listed(report.steering)
    yield from _outlook(report)
    yield from _said(report.way)
    yield Listed(report.way_actions)
    if report.actions:
        yield _timetable(report)
        yield Words(words.timeline_text, "note")
    yield from _marked(words.done, report.done, words.done_lead)
    yield from _marked(words.unplaced, report.unplaced)
    yield from _later(report)
    yield from _marked(words.refused, report.refused)


def _timetable(report: FirmReport) -> Sheet:
    """Every step with its stretch of the plan; each phase is closed by what the plan takes so far."""
    words, months = report.labels, report.phases[-1].end
    rows: list[tuple[str | Figure, ...]] = []
    for phase in report.phases:
        for action in phase.actions:
            bar = _bar(action, months)
            rows.append((str(action.number), action.title, bar, action.when, action.own_days, action.cost))
        rows.append(("", phase.so_far, "", "", "", ""))
    head = ("", words.action, words.timeline, words.when, words.own_days, words.cost)
    return Sheet(head, rows, (0.05, 0.27, 0.26, 0.14, 0.12, 0.16), (0,))


def _bar(action: ActionCard, months: float) -> Figure:
    start, end = (min(month / months, 1.0) * BAR for month in (action.start, action.end))
    wide = max(end - start, 5.0)
    shapes = (Rect(0, 0, BAR, 8, "track"), Rect(min(start, BAR - wide), 0, wide, 8, "bar", 2))
    return Figure(Chart(f"bar-{action.number}", BAR, 8, shapes, action.title, action.when, (), ()))


def _marked(title: str, actions: Sequence[MarkedAction], lead: str = "") -> Iterator[Block]:
    if actions:
        yield Heading(title, 2)
        yield from _said(lead)
        rows = [(one.title, "\n".join(filter(None, (one.reason, one.comment))), one.gain_shown) for one in actions]
        yield Sheet(("", "", ""), rows, (0.46, 0.4, 0.14), (2,))


def _later(report: FirmReport) -> Iterator[Block]:
    if not report.later:
        return
    yield from (Heading(report.labels.later, 2), Words(report.labels.later_lead))
    for reason in dict.fromkeys(fact.value for fact in report.later):
        yield Words(reason, "bold")
        yield Listed([fact.label for fact in report.later if fact.value == reason])


def _steps(report: FirmReport) -> Iterator[Block]:
    if report.actions:
        yield Heading(report.labels.actions, 0)
    for phase in report.phases:
        if phase.actions:
            yield Words(phase.title, "eyebrow")
        yield from (_card(report, action) for action in phase.actions)


def _card(report: FirmReport, card: ActionCard) -> Together:
    words = report.labels
    facts = (
        (words.when, card.when),
        (words.owner, card.owner),
        (words.own_days, card.own_days),
        (words.outside_days, card.outside_days),
        (words.cost, card.cost),
        (words.gain, card.gain_shown),
    )
    told = (
        (words.because, [Words(reason, "small") for reason in card.because]),
        (words.steps, [Listed(card.steps, numbered=True)]),
        (words.measure, [Words(card.measure, "small")]),
        (words.needs, [Words(card.needs_shown, "small")] if card.needs else []),
        (words.help, [Words(note, "small") for note in card.notes]),
        (words.grants, list(_said(card.grant_note, "small"))),
        (words.comment, list(_said(card.comment, "small"))),
    )
    title = Heading(f"{card.number}  {card.title}", 1)
    named = Named([(name, blocks) for name, blocks in told if blocks])
    return Together((title, *_said(card.status_shown, "bold"), Words(card.summary, "small"), Strip(facts), named))


def _people(report: FirmReport) -> Iterator[Block]:
    if report.people is None:
        return
    words = report.labels
    yield Heading(words.owner, 0)
    yield from _said(report.people.lead)
    roles = [(one.who, ", ".join(map(str, one.steps)), one.days, one.until) for one in report.people.roles]
    yield Sheet((words.owner, words.action, words.own_days, words.when), roles, (0.4, 0.2, 0.2, 0.2))
    yield Named([(fact.label, (Words(fact.value, "small"),)) for fact in report.people.learns])
    yield from _said(report.people.no_learns)


def _method(report: FirmReport) -> Iterator[Block]:
    yield Heading(report.labels.method, 0)
    yield from (Words(sentence, "small") for sentence in report.method)


def _pin_up(report: FirmReport) -> Iterator[Block]:
    """A page for the wall: the steps of the first phase, who, by when, with a box to tick."""
    words = report.labels
    if not report.actions:
        return
    box = Figure(Chart("box", 9, 9, (Rect(0, 0, 9, 9, "track"),), words.done, words.done, (), ()))
    rows = [(box, one.title, one.owner, one.due_shown) for one in report.phases[0].actions]
    yield Heading(report.phases[0].title, 0, page=True)
    yield Sheet(("", words.action, words.owner, words.when), rows, (0.06, 0.5, 0.24, 0.2))


def _said(text: str, style: str = "body") -> Iterator[Words]:
    if text:
        yield Words(text, style)


_PARTS = (_summary, _progress, _parts, _why, _find_out, _method, _roadmap, _steps, _people, _pin_up)
