"""What every other way sets: just what our PDF says, so that none has less or more to do than another.

``content`` is called anew for each report: bringing a ``FirmReport`` into order is part of making a document of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.reports_by import plan
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
    Words,
    said,
)
from benchmarks.reports_by.told import Told
from reports import charts
from reports.firm.values import DimensionLine, Finding, FirmReport, QuestionLine


def content(told: Told) -> Content:
    """The texts in the order of our PDF."""
    report, words = told.report, told.report.labels
    sender = report.branding.organisation or "Waymark"
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
        blocks=(*(block for part in _PARTS for block in part(report)), *plan.pin_up(report, told.pinned)),
    )


def texts(told: Told) -> Iterator[str]:
    """What every way, ours as well, must have set: each part, each question and answer that is told, each gap, and
    each step with why and how."""
    for part in told.report.dimensions:
        yield from (part.title, part.sentence, part.description)
        for question in part.questions:
            yield from (question.text, *(answer.removesuffix("…") for answer in _told(question)))
    yield from (gap.title for gap in told.report.gaps)
    for action in told.report.actions:
        yield from (action.title, action.summary, *action.because, *action.steps, action.measure)
    for action in told.pinned:
        yield from (action.title, *action.steps)


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
            *said(report.level_meaning),
            *said(report.to_next, "strong"),
            *said(report.stability, "note"),
        ),
        share=0.32,
        panel=True,
    )
    if report.levels:
        yield Figure(charts.level_scale(report, WIDTH))
    yield from said(report.peers)
    yield Beside(
        (Heading(words.works, 2), *_findings(report.works, report.no_works)),
        (Heading(words.gaps, 2), *_findings(report.gaps, report.no_gaps)),
    )
    yield Heading(words.first_steps, 2)
    first = [(str(a.number), a.title, a.when, a.own_days, a.cost) for a in report.actions[:3]]
    head = ("", words.action, words.when, words.own_days, words.cost)
    yield Sheet(head, first, (0.05, 0.47, 0.16, 0.14, 0.18), (0,)) if first else Words(report.no_actions)
    yield from plan.outlook(report)
    yield from said(report.answered, "note")


def _findings(found: Sequence[Finding], absent: str) -> Iterator[Block]:
    for finding in found:
        yield Words(finding.title, "bold")
        yield Words(finding.text, "small")
    yield from said(absent, "small")


def _progress(report: FirmReport) -> Iterator[Block]:
    words, progress = report.labels, report.progress
    if progress is None:
        return
    yield Heading(words.progress, 0)
    yield from (Words(progress.lead), *said(progress.caution, "note"))
    lines = [*progress.lines, *([progress.overall] if progress.overall else [])]
    head = (words.dimension, words.before, words.after, words.change)
    yield Sheet(head, [(line.title, line.before, line.after, line.change) for line in lines], (0.55, 0.15, 0.15, 0.15))
    yield Sheet((words.moved, words.points), [(part.label, part.value) for part in progress.parts], (0.8, 0.2), (1,))
    yield from said(progress.rest, "small")
    if progress.done:
        yield Heading(words.was_done, 1)
        yield Listed(progress.done)


def _parts(report: FirmReport) -> Iterator[Block]:
    words = report.labels
    yield Heading(words.dimensions, 0, page=True)
    yield Figure(charts.dimension_bars(report, WIDTH))
    yield Words(charts.dimension_bars_text(report), "note")
    if report.peers_note:
        compared = [(line.title, line.shown, line.peers.shown) for line in charts.ranked(report) if line.peers]
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
    yield from (Heading(words.why, 0), Words(report.scale_note))
    for line in report.dimensions:
        yield from _part(report, line)


def _part(report: FirmReport, line: DimensionLine) -> Iterator[Block]:
    yield Beside(
        (Heading(line.title, 1), *said(line.description, "note")),
        (Words(line.shown, "right"), Words(line.level, "right")),
        share=0.8,
    )
    yield from (Words(line.sentence), *said(line.lift), *said(line.left_out, "note"))
    rows = [(question.text, "\n".join(_told(question)), _earned(report, question)) for question in line.questions]
    if rows:
        yield Sheet(("", "", ""), rows, (0.4, 0.47, 0.13))


def _told(question: QuestionLine) -> list[str]:
    if question.rows:
        return [f"{row.label}: {row.value}" for row in question.rows]
    return [part for part in (question.answer, question.note) if part]


def _earned(report: FirmReport, question: QuestionLine) -> str:
    """The points, and the steps that lift them."""
    steps = ", ".join(map(str, question.steps))
    return f"{question.shown}\n{report.labels.files.by_step.format(steps=steps)}" if steps else question.shown


def _find_out(report: FirmReport) -> Iterator[Block]:
    words = report.labels
    if report.ask or report.left_open:
        yield Heading(words.find_out, 0)
    if report.ask:
        yield Words(words.find_out_lead)
    for group in report.ask:
        yield Heading(group.title, 2)
        for item in group.items:
            yield from (Words(item.text, "small"), *said(item.about, "note"))
    if report.left_open:
        yield from (Heading(words.left_open, 2), Words(words.left_open_lead), Listed(report.left_open))


def _method(report: FirmReport) -> Iterator[Block]:
    yield Heading(report.labels.method, 0)
    yield from (Words(sentence, "small") for sentence in report.method)


_PARTS = (_summary, _parts, _progress, _why, _find_out, plan.roadmap, plan.people, plan.steps, _method)
