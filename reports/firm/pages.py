"""A firm's report on paper: which chapters there are and what stands in them. Only a ``FirmReport`` is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reports import charts, theme
from reports.attachment import Attachment
from reports.blocks import Column, Heading, Item, Picture, Row, Stack, stack, table, text
from reports.document import Chapter, Cover, Document, page_count, render
from reports.firm.cards import cards
from reports.firm.loose_ends import loose_ends
from reports.firm.overview import INDENT, dot, findings, marked, score_panel, tick, totals
from reports.firm.record import FILE
from reports.firm.since_last import since_last
from reports.firm.timetable import chapter_heading, roadmap
from reports.firm.values import DimensionLine, Fact, FirmReport, QuestionLine
from reports.theme import (
    BODY,
    DENSE,
    EYEBROW,
    LEAD,
    NOTE,
    SMALL,
    SMALL_BOLD,
    SUBHEADING,
    TITLE,
    Grid,
)

WAYMARK = "Waymark"
STANDING = 96.0
"""Width of the column that holds the score and level of a part."""


def pages(report: FirmReport, paper: str, record: bytes = b"") -> bytes:
    """The report as PDF, with ``record`` attached to it where there is one."""
    grid = Grid(*theme.PAPERS[paper])
    words = report.labels
    sender = report.branding.organisation or WAYMARK
    return render(
        Document(
            title=f"{words.kind} – {report.title}",
            author=sender,
            subject=report.headline,
            language=report.language,
            grid=grid,
            colours=theme.palette(report.branding.accent),
            cover=_cover(report, grid, sender),
            chapters=_chapters(report, grid),
            header=(report.title, words.kind),
            footer=sender,
            page_label=words.page,
            attachment=Attachment(FILE, record, report.date) if record else None,
        )
    )


def _chapters(report: FirmReport, grid: Grid) -> tuple[Chapter, ...]:
    """First all about the score, then all about the plan; how it was made stands where it makes no page more."""
    words = report.labels
    score = [
        Chapter("summary", words.summary, _summary(report, grid)),
        Chapter("progress", words.progress, since_last(report, grid)),
        Chapter("parts", words.dimensions, _parts(report, grid), new_page=report.progress is None),
        Chapter("why", words.why, _why(report, grid), new_page=False),
        Chapter("find-out", words.find_out, loose_ends(report, grid), new_page=False),
    ]
    made = Chapter("method", words.method, _method(report, grid), new_page=False)
    steps = [
        Chapter("roadmap", words.roadmap, roadmap(report, grid), new_page=bool(report.actions)),
        Chapter("steps", words.actions, cards(report, grid), new_page=False),
    ]
    orders = ([*score, made, *steps], [*score, *steps, made])
    told = [tuple(chapter for chapter in order if chapter.items) for order in orders]
    return min(told, key=lambda chapters: page_count(chapters, grid))


def _cover(report: FirmReport, grid: Grid, sender: str) -> Cover:
    words = report.labels
    facts = [*report.facts, Fact(words.prepared_by, sender), Fact("", report.branding.contact)]
    top = stack(
        text(sender, replace(EYEBROW, max_lines=2), grid.full),
        Item(text(words.kind, replace(LEAD, colour="muted"), grid.full), gap=grid.body * 0.16),
        Item(text(report.title, TITLE, grid.full), gap=4),
        Item(stack(*(_fact(fact, grid) for fact in facts if fact.value), gap=4), gap=26),
    )
    return Cover(top, words.contents)


def _fact(fact: Fact, grid: Grid) -> Row:
    value = text(fact.value, replace(BODY, max_lines=2), grid.main)
    return Row(((0, text(fact.label, replace(BODY, colour="muted"), theme.LABEL_COLUMN)), (grid.main_left, value)))


def _summary(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """One page that stands alone: where words run long they are cut with an ellipsis until it fits."""
    for longest in (6, 4, 3, 2, 1):
        items = _summary_within(report, grid, longest)
        if Stack(items).height <= grid.body:
            break
    return items


def _since_then(report: FirmReport, grid: Grid) -> Iterator[Item]:
    """From where to where, and how much of it no answer moved: without that, open questions would look like a loss."""
    if report.progress:
        said = " ".join(part for part in (report.progress.lead, report.progress.rest) if part)
        yield Item(text(said, BODY, grid.full), gap=2)


def _summary_within(report: FirmReport, grid: Grid, longest: int) -> tuple[Item, ...]:
    words = report.labels
    column = (grid.full - theme.GUTTER) / 2
    works = findings((words.works, tick), report.works, report.no_works, column, longest)
    gaps = findings((words.gaps, dot), report.gaps, report.no_gaps, column, longest)
    return (
        chapter_heading("summary", words.summary, grid),
        Item(text(report.headline, replace(LEAD, max_lines=3), grid.full), gap=2),
        *_since_then(report, grid),
        Item(score_panel(report, grid.full), gap=14),
        Item(Row(((0, works), (column + theme.GUTTER, gaps))), gap=20),
        Item(text(words.first_steps, SUBHEADING, grid.full), gap=20, keep=True),
        Item(_first_steps(report, grid, longest), gap=4),
        *totals(report, grid.full),
        *([Item(text(report.answered, NOTE, grid.full), gap=10)] if report.answered else []),
    )


def _first_steps(report: FirmReport, grid: Grid, longest: int) -> Stack:
    words = report.labels
    if not report.actions:
        return stack(text(report.no_actions, BODY, grid.full))
    columns = (
        Column("", 14, SMALL_BOLD),
        Column(words.action, grid.full - 14 - 72 - 64 - 84 - 40, replace(SMALL, max_lines=longest)),
        Column(words.when, 72),
        Column(words.own_days, 64),
        Column(words.cost, 84),
    )
    return table(columns, [(str(a.number), a.title, a.when, a.own_days, a.cost) for a in report.actions[:3]])


def _parts(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    words = report.labels
    return (
        chapter_heading("parts", words.dimensions, grid, gap=18),
        Item(Picture(charts.dimension_bars(report, grid.full)), gap=8),
        Item(text(charts.dimension_bars_text(report), NOTE, grid.full), gap=4),
        *_compared(report, grid),
        *_beside_others(report, grid),
        *_contradictions(report, grid),
    )


def _compared(report: FirmReport, grid: Grid) -> Iterator[Item]:
    """How to read the marks of the firms compared, and their figures as words."""
    if not report.peers_note:
        return
    words, figures = report.labels, 0.24 * grid.full
    columns = (
        Column(words.dimension, grid.full - 2 * figures - 20),
        Column(words.score, figures),
        Column(words.compared, figures),
    )
    rows = [(line.title, line.shown, line.peers.shown) for line in report.dimensions if line.peers]
    yield Item(text(report.peers_note, NOTE, grid.full), gap=2)
    yield Item(table(columns, rows), gap=8)


def _beside_others(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """Its place among firms that answered, its segment or the typical firm it is like, and the official figure."""
    told = [sentence for sentence in (report.peers, report.segment, report.official) if sentence]
    if not told:
        return ()
    heading = Item(text(report.labels.beside, SUBHEADING, grid.full), gap=16, keep=True)
    return (heading, *(Item(text(sentence, BODY, grid.full), gap=3, whole=True) for sentence in told))


def _contradictions(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    if not report.contradictions:
        return ()
    listed = (marked(dot, text(message, BODY, grid.full - INDENT)) for message in report.contradictions)
    return (
        Item(text(report.labels.contradictions, SUBHEADING, grid.full), gap=20, keep=True),
        *(Item(row, gap=6) for row in listed),
    )


def _why(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    words = report.labels
    return (
        chapter_heading("why", words.why, grid, gap=18),
        Item(text(words.why_lead, BODY, grid.full), gap=2, keep=True),
        Item(text(report.scale_note, NOTE, grid.full), gap=2, keep=True),
        *(item for line in report.dimensions for item in _part(report, line, grid)),
    )


def _part(report: FirmReport, line: DimensionLine, grid: Grid) -> Iterator[Item]:
    """One part: its score beside its name, where the points come from, and every question."""
    left = grid.full - STANDING
    standing = replace(SUBHEADING, colour="accent", align="right")
    title = Heading(text(line.title, SUBHEADING, left), f"part-{line.id}", line.title, 1)
    shown = stack(text(line.shown, standing, STANDING), text(line.level, replace(NOTE, align="right"), STANDING))
    yield Item(Row(((0, stack(title, text(line.description, NOTE, left))), (left, shown))), gap=14, keep=True)
    yield Item(text(line.sentence, DENSE, grid.full), gap=2, keep=True, whole=True)
    if line.left_out:
        yield Item(text(line.left_out, NOTE, grid.full), gap=2, keep=True)
    if line.questions:
        yield Item(table(_question_columns(report, grid), [_question_row(asked) for asked in line.questions]), gap=3)


def _question_columns(report: FirmReport, grid: Grid) -> tuple[Column, ...]:
    words, points = report.labels, 52.0
    return (
        Column(words.question, 0.42 * (grid.full - points)),
        Column(words.answer, 0.58 * (grid.full - points) - 20, replace(SMALL, max_lines=30)),
        Column(words.points, points, replace(SMALL, align="right")),
    )


def _question_row(line: QuestionLine) -> tuple[str, str, str]:
    if line.rows:
        return line.text, "\n".join(f"{row.label}: {row.value}" for row in line.rows), line.shown
    return line.text, "\n".join(part for part in (line.answer, line.note) if part), line.shown


def _method(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    return (
        chapter_heading("method", report.labels.method, grid, gap=18),
        *(
            Item(text(sentence, SMALL, grid.full), gap=3, keep=place == 0)
            for place, sentence in enumerate(report.method)
        ),
    )
