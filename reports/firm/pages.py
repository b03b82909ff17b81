"""A firm's report on paper: which chapters there are and what stands in them. Only a ``FirmReport`` is read."""

from __future__ import annotations

from dataclasses import replace

from reports import charts, theme
from reports.blocks import Block, Column, Heading, Item, Mark, Panel, Picture, Row, Stack, stack, table, text
from reports.document import Chapter, Cover, Document, render
from reports.firm.cards import cards
from reports.firm.values import Fact, Finding, FirmReport
from reports.pen import Pen
from reports.theme import BODY, EYEBROW, FIGURE, HEADING, LEAD, NOTE, SMALL, SMALL_BOLD, STRONG, SUBHEADING, TITLE, Grid

WAYMARK = "Waymark"


def pages(report: FirmReport, paper: str) -> bytes:
    """The report as PDF."""
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
            chapters=tuple(chapter for chapter in _chapters(report, grid) if chapter.items),
            header=(report.title, words.kind),
            footer=sender,
            page_label=words.page,
        )
    )


def _chapters(report: FirmReport, grid: Grid) -> tuple[Chapter, ...]:
    words = report.labels
    return (
        Chapter("summary", words.summary, _summary(report, grid)),
        Chapter("parts", words.dimensions, _parts(report, grid)),
        Chapter("why", words.why, _why(report, grid)),
        Chapter("roadmap", words.roadmap, _roadmap(report, grid)),
        Chapter("steps", words.actions, cards(report, grid), new_page=False),
        Chapter("find-out", words.find_out, _find_out(report, grid), new_page=bool(report.actions)),
        Chapter("method", words.method, _method(report, grid), new_page=False),
    )


def chapter_heading(key: str, title: str, grid: Grid, gap: float = 0.0) -> Item:
    return Item(Heading(text(title, HEADING, grid.full), key, title, 0), gap=gap, keep=True)


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


def _summary_within(report: FirmReport, grid: Grid, longest: int) -> tuple[Item, ...]:
    words = report.labels
    column = (grid.full - theme.GUTTER) / 2
    works = _findings((words.works, tick), report.works, report.no_works, column, longest)
    gaps = _findings((words.gaps, dot), report.gaps, report.no_gaps, column, longest)
    closing = " ".join(part for part in (report.answered, report.expected) if part)
    return (
        chapter_heading("summary", words.summary, grid),
        Item(text(report.headline, replace(LEAD, max_lines=3), grid.full), gap=2),
        Item(_score_panel(report, grid), gap=14),
        Item(Row(((0, works), (column + theme.GUTTER, gaps))), gap=20),
        Item(text(words.first_steps, SUBHEADING, grid.full), gap=20, keep=True),
        Item(_first_steps(report, grid, longest), gap=4),
        *([Item(text(closing, NOTE, grid.full), gap=12)] if closing else []),
    )


def _score_panel(report: FirmReport, grid: Grid) -> Panel:
    inner = grid.full - 28
    left = 150.0
    style = FIGURE if report.overall is not None else replace(HEADING, colour="accent")
    score = stack(text(report.overall_shown, style, left))
    if report.overall is not None:
        score = stack(*score.items, text(report.overall_of, NOTE, left))
    level = stack(
        text(report.level or report.labels.where, replace(SUBHEADING, max_lines=2), inner - left),
        text(report.level_meaning, replace(BODY, max_lines=4), inner - left),
        Item(text(report.to_next, STRONG, inner - left), gap=4),
    )
    rows: list[Item | Block] = [Row(((0, score), (left, level)))]
    if report.levels:
        rows.append(Item(Picture(charts.level_scale(report, inner)), gap=12))
    return Panel(stack(*rows), grid.full)


def _findings(
    heading: tuple[str, Mark], findings: tuple[Finding, ...], absent: str, width: float, longest: int
) -> Stack:
    title, mark = heading
    items: list[Item | Block] = [text(title, SUBHEADING, width)]
    for finding in findings:
        inner = stack(
            text(finding.title, replace(SMALL_BOLD, max_lines=min(longest, 3)), width - 18),
            text(finding.text, replace(SMALL, max_lines=longest), width - 18),
        )
        items.append(Item(Row(((0, mark), (18, inner))), gap=7))
    if absent:
        items.append(Item(text(absent, SMALL, width), gap=7))
    return stack(*items)


def _first_steps(report: FirmReport, grid: Grid, longest: int) -> Stack:
    words = report.labels
    if not report.actions:
        return stack(text(report.no_actions, BODY, grid.full))
    columns = (
        Column("", 14, SMALL_BOLD),
        Column(words.action, grid.full - 14 - 76 - 84 - 92 - 40, replace(SMALL, max_lines=longest)),
        Column(words.when, 76),
        Column(words.own_days, 84),
        Column(words.cost_once, 92),
    )
    rows = [(str(a.number), a.title, a.when, a.own_days, a.cost_once) for a in report.actions[:3]]
    return table(columns, rows)


def _parts(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    words = report.labels
    columns = (
        Column(words.dimension, 150, SMALL_BOLD),
        Column(words.score, 54, replace(SMALL_BOLD, align="right")),
        Column(words.level, 74),
        Column("", grid.full - 150 - 54 - 74 - 30, NOTE),
    )
    rows = [(line.title, line.shown, line.level, line.description) for line in report.dimensions]
    return (
        chapter_heading("parts", words.dimensions, grid),
        Item(Picture(charts.dimension_bars(report, grid.full)), gap=12),
        Item(text(words.dimension_chart_text, NOTE, grid.full), gap=4),
        Item(table(columns, rows), gap=18),
        *_contradictions(report, grid),
    )


def _contradictions(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    if not report.contradictions:
        return ()
    listed = (_marked(dot, message, grid.full) for message in report.contradictions)
    return (
        Item(text(report.labels.contradictions, SUBHEADING, grid.full), gap=20, keep=True),
        *(Item(row, gap=6) for row in listed),
    )


def _marked(mark: Mark, words: str, width: float) -> Row:
    return Row(((0, mark), (18, text(words, BODY, width - 18))))


def _why(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    words = report.labels
    columns = (
        Column(words.question, 0.4 * grid.main),
        Column(words.answer, 0.6 * grid.main - 20 - 48, replace(SMALL, max_lines=30)),
        Column(words.points, 48, replace(SMALL, align="right")),
    )
    items = [
        chapter_heading("why", words.why, grid),
        Item(text(words.why_lead, BODY, grid.full), gap=2, keep=True),
        Item(text(report.scale_note, NOTE, grid.full), gap=2, keep=True),
    ]
    for line in report.dimensions:
        left = stack(
            Heading(text(line.short, STRONG, theme.LABEL_COLUMN), f"part-{line.id}", line.title, 1),
            text(
                line.shown, replace(HEADING if line.score is not None else SMALL, colour="accent"), theme.LABEL_COLUMN
            ),
            text(line.level, NOTE, theme.LABEL_COLUMN),
        )
        right: list[Item | Block] = [Item(text(line.sentence, BODY, grid.main), keep=True, whole=True)]
        if line.left_out:
            right.append(Item(text(line.left_out, NOTE, grid.main), gap=3, keep=True))
        if line.questions:
            rows = [(q.text, "\n".join(part for part in (q.answer, q.note) if part), q.shown) for q in line.questions]
            right.append(Item(table(columns, rows), gap=7))
        items.append(Item(Row(((0, left), (grid.main_left, stack(*right)))), gap=22))
    return tuple(items)


def _roadmap(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    words = report.labels
    items = [chapter_heading("roadmap", words.roadmap, grid)]
    if not report.actions:
        items.append(Item(text(report.no_actions, BODY, grid.full), gap=4))
    else:
        items += [
            Item(text(words.roadmap_lead, BODY, grid.full), gap=2),
            Item(Picture(charts.timeline(report, grid.full)), gap=14),
            Item(text(words.timeline_text, NOTE, grid.full), gap=4),
            Item(_plan_table(report, grid), gap=18),
            Item(stack(*(_fact(fact, grid) for fact in report.totals), gap=2), gap=14, whole=True),
            Item(text(report.expected, STRONG, grid.full), gap=8),
        ]
    if report.later:
        items += [
            Item(text(words.later, SUBHEADING, grid.full), gap=22, keep=True),
            Item(text(words.later_lead, BODY, grid.full), keep=True),
            Item(
                table(
                    (Column(words.action, 0.44 * grid.full - 10, SMALL_BOLD), Column("", 0.56 * grid.full)),
                    [(fact.label, fact.value) for fact in report.later],
                ),
                gap=6,
            ),
        ]
    return tuple(items)


def _plan_table(report: FirmReport, grid: Grid) -> Stack:
    words = report.labels
    right = replace(SMALL, align="right")
    columns = (
        Column("", 14, SMALL_BOLD),
        Column(words.action, grid.full - 14 - 66 - 56 - 92 - 44 - 48 - 6 * 8),
        Column(words.when, 66),
        Column(words.own_days, 56),
        Column(words.cost, 92),
        Column(words.running_days, 44, right),
        Column(words.running_cost, 48, right),
    )
    rows = [
        (str(a.number), a.title, a.when, a.own_days, a.cost, a.running_days, a.running_cost) for a in report.actions
    ]
    return table(columns, rows, gutter=8)


def _find_out(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    if not report.find_out:
        return ()
    return (
        chapter_heading("find-out", report.labels.find_out, grid, gap=30),
        Item(text(report.labels.find_out_lead, BODY, grid.full), gap=2, keep=True),
        *(Item(_marked(box, question, grid.full), gap=7) for question in report.find_out),
    )


def _method(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    return (
        chapter_heading("method", report.labels.method, grid, gap=30),
        *(
            Item(text(sentence, BODY, grid.full), gap=6, keep=place == 0)
            for place, sentence in enumerate(report.method)
        ),
    )


def _tick(pen: Pen, x: float, top: float) -> None:
    pen.tick(x + 1, top - 10, 9)


def _dot(pen: Pen, x: float, top: float) -> None:
    pen.rect((x + 2, top - 9), (5, 5), "accent")


def _box(pen: Pen, x: float, top: float) -> None:
    pen.box(x + 1, top - 11.5, 9)


tick, dot, box = Mark(_tick), Mark(_dot), Mark(_box)
