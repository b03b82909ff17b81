"""The part of the document to edit that is about the score: what it is, what it comes from, and what is still open."""

from __future__ import annotations

from reports import charts
from reports.firm.values import ChangeLine, DimensionLine, Finding, FirmReport, QuestionLine
from reports.word import Cell, Column, Manuscript

NUMBER = "Table Number"


def summary(manuscript: Manuscript, report: FirmReport) -> None:
    """What stands alone: the score, what works, what is missing, the first steps and what all takes."""
    words = report.labels
    manuscript.text(report.headline, "Lead")
    if report.progress:
        manuscript.text(" ".join(filter(None, (report.progress.lead, report.progress.rest))))
    _score(manuscript, report)
    manuscript.text(report.peers)
    _findings(manuscript, words.works, report.works, report.no_works)
    _findings(manuscript, words.gaps, report.gaps, report.no_gaps)
    manuscript.heading(words.first_steps, 2)
    manuscript.text(report.no_actions)
    if report.actions:
        columns = (
            Column(words.number, 24), Column(words.action, 200), Column(words.when, 84), Column(words.own_days, 80),
            Column(words.cost, 99),
        )  # fmt: skip
        rows = [(str(a.number), a.title, a.when, a.own_days, a.cost) for a in report.actions[:3]]
        manuscript.table(columns, rows)
    manuscript.strip([(fact.label, fact.value) for fact in report.totals])
    manuscript.text(report.expected)
    manuscript.text(report.answered, "Note")


def _score(manuscript: Manuscript, report: FirmReport) -> None:
    if report.overall is None:
        manuscript.standing(report.overall_shown, "")
    else:
        manuscript.figure(report.overall_shown, report.overall_of)
        manuscript.standing(report.level, report.to_next)
    manuscript.text(report.level_meaning)
    manuscript.text(report.stability, "Note")
    if report.levels:
        manuscript.picture(charts.level_scale(report, manuscript.sheet.width))


def _findings(manuscript: Manuscript, title: str, found: tuple[Finding, ...], absent: str) -> None:
    manuscript.heading(title, 2)
    manuscript.points((finding.title, finding.text) for finding in found)
    manuscript.text(absent)


def progress(manuscript: Manuscript, report: FirmReport) -> None:
    """What changed since the assessment before."""
    told, words = report.progress, report.labels
    if told is None:
        return
    manuscript.text(told.lead)
    manuscript.text(told.caution, "Intro Note")
    heads = (words.before, words.after, words.change)
    columns = (Column(words.dimension, 240), *(Column(head, 82, NUMBER) for head in heads))
    lines = (*told.lines, *([told.overall] if told.overall else []))
    manuscript.table(columns, [_change(line) for line in lines])
    if told.parts:
        columns = (Column(words.moved, 400), Column(words.points, 86, NUMBER))
        manuscript.table(columns, [(fact.label, fact.value) for fact in told.parts])
    manuscript.text(told.rest)
    if told.done:
        manuscript.heading(words.was_done, 2)
        manuscript.bullets(told.done)


def _change(line: ChangeLine) -> tuple[str, ...]:
    return line.title, line.before, line.after, line.change


def parts(manuscript: Manuscript, report: FirmReport) -> None:
    """The parts of the score as bars and as a table, beside others where there are any."""
    words, chart = report.labels, charts.dimension_bars(report, manuscript.sheet.width)
    manuscript.picture(chart)
    manuscript.text(charts.dimension_bars_text(report), "Note")
    manuscript.text(report.peers_note, "Intro Note")
    manuscript.table([Column(head, 200 if not place else 96) for place, head in enumerate(chart.headers)], chart.rows)
    others = [sentence for sentence in (report.peers, report.segment, report.official) if sentence]
    if others:
        manuscript.heading(words.beside, 2)
        manuscript.texts(others)
    if report.contradictions:
        manuscript.heading(words.contradictions, 2)
        manuscript.bullets(report.contradictions)


def why(manuscript: Manuscript, report: FirmReport) -> None:
    """Every part: where its points come from, and each question with its answer."""
    manuscript.text(report.labels.why_lead, "Intro")
    manuscript.text(report.scale_note, "Intro Note")
    for line in report.dimensions:
        manuscript.heading(line.title, 2)
        manuscript.standing(line.shown, line.level)
        manuscript.text(line.description, "Intro Note")
        manuscript.texts((line.sentence, line.lift), "Intro")
        manuscript.text(line.left_out, "Intro Note")
        _questions(manuscript, report, line)


def _questions(manuscript: Manuscript, report: FirmReport, line: DimensionLine) -> None:
    """What was asked and answered, and beside it the points and the steps that improve the answer."""
    if line.questions:
        words = report.labels
        columns = (Column(words.question, 185), Column(words.answer, 220), Column(words.points, 82, NUMBER))
        manuscript.table(columns, [_question(report, asked) for asked in line.questions])


def _question(report: FirmReport, asked: QuestionLine) -> tuple[Cell, ...]:
    answers = tuple(f"{row.label}: {row.value}" for row in asked.rows) or (asked.answer,)
    told, earned = tuple(filter(None, (*answers, asked.note))), asked.shown
    if not asked.steps:
        return asked.text, told or "", earned
    steps = report.labels.files.of_steps(asked.steps).format(steps=", ".join(str(number) for number in asked.steps))
    return asked.text, told or "", (earned, steps)


def find_out(manuscript: Manuscript, report: FirmReport) -> None:
    """Whom to ask what the firm did not know, and what it left open."""
    words = report.labels
    if report.ask:
        manuscript.text(words.find_out_lead)
    for group in report.ask:
        manuscript.heading(group.title, 2)
        manuscript.text(group.lead, "Intro")
        for item in group.items:
            manuscript.check(item.text, item.about)
    if report.left_open:
        manuscript.heading(words.left_open, 2)
        manuscript.text(words.left_open_lead)
        manuscript.bullets(report.left_open)
