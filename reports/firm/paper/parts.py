"""The parts of the score on paper: ranked bars beside others, and why each part stands where it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from reports import charts
from reports.blocks import Block, Heading, Linked, Picture, Row, Tagged, text
from reports.firm.answered import NOTICEABLE
from reports.firm.paper.detail import ScoreDetail
from reports.firm.paper.pieces import chapter_heading, columns, dot, marked, subheading
from reports.firm.values import DimensionLine, FirmReport, QuestionLine
from reports.flow import Item, stack
from reports.structure import Tag
from reports.tables import Column, table
from reports.theme import BODY, FINE, FINE_NOTE, NOTE, SMALL, SUBHEADING, Grid, Style

STANDING = 70.0
"""Width of the column that holds the score and level of a part."""
POINTS = 52.0
"""Width of the column that holds the points of a question."""
SCORED, PEERS = 40.0, 60.0
"""Widths of the columns that hold a score, and the figures of the firms compared."""
ASKED = replace(FINE, colour="muted")
EARNED = replace(FINE, align="right")
LEVEL = replace(FINE_NOTE, align="right")
SCORE = replace(SUBHEADING, colour="accent", align="right")


def parts(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter with the bars, and what they are compared with."""
    words = report.labels
    return (
        chapter_heading("parts", words.dimensions, grid, gap=15),
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
    words = report.labels
    heads = (
        Column(words.dimension, grid.half - SCORED - PEERS - 10, FINE),
        Column(words.score, SCORED, FINE),
        Column(words.compared, PEERS, FINE),
    )
    rows = [(line.title, line.shown, line.peers.shown) for line in charts.ranked(report) if line.peers]
    yield Item(text(report.peers_note, NOTE, grid.full), gap=2)
    yield Item(columns([Item(table(heads, rows, gutter=5))], grid), gap=8)


def _beside_others(report: FirmReport, grid: Grid) -> Iterator[Item]:
    """Its place among firms that answered, its segment or the typical firm it is like, and the official figure."""
    told = [sentence for sentence in (report.peers, report.segment, report.official) if sentence]
    if told:
        yield subheading(report.labels.beside, grid.full, gap=14)
    yield from (Item(text(sentence, BODY, grid.full), gap=3, whole=True) for sentence in told)


def _contradictions(report: FirmReport, grid: Grid) -> Iterator[Item]:
    if report.contradictions:
        yield subheading(report.labels.contradictions, grid.full, gap=14)
        told = [text(message, BODY, grid.full - 18) for message in report.contradictions]
        yield Item(marked(dot, told, gap=5), gap=5)


def why(report: FirmReport, grid: Grid) -> Callable[[ScoreDetail], tuple[Item, ...]]:
    """The chapter with every part: its sentence, what lifts it, and its questions with answer and points.

    Told in another detail it is put together anew from the same pieces, which are made once.
    """
    words = report.labels
    heads = (
        chapter_heading("why", words.why, grid, gap=15),
        Item(text(report.scale_note, BODY, grid.full), gap=2, keep=True),
    )
    head = cache(partial(_head, width=grid.half))
    question = cache(partial(_question, report, grid.half))

    def told(detail: ScoreDetail) -> tuple[Item, ...]:
        flow = [item for line in report.dimensions for item in _part(report, line, grid.half, detail, head, question)]
        return (*heads, Item(columns(flow, grid), gap=2))

    return told


def _part(  # noqa: PLR0913, PLR0917 - what it is put together from
    report: FirmReport,
    line: DimensionLine,
    width: float,
    detail: ScoreDetail,
    head: Callable[[DimensionLine, bool], tuple[Item, Item]],
    question: Callable[[QuestionLine, bool, int], Block],
) -> Iterator[Item]:
    shown, questions = _shown(line.questions, detail), Tag("L")
    yield from head(line, detail.described)
    left_away = len(line.questions) - len(shown)
    for place, asked in enumerate(shown, 1):
        lines = detail.lines if detail.earned or _open(asked) >= NOTICEABLE else 0
        is_last = place == len(shown) and left_away > 0
        yield Item(Tagged(questions, question(asked, detail.rows, lines)), gap=2.5, whole=True, keep=is_last)
    if left_away:
        yield Item(text(report.labels.files.more_questions.format(n=left_away), FINE_NOTE, width), gap=3)


def _head(line: DimensionLine, described: bool, *, width: float) -> tuple[Item, Item]:
    """The name of a part beside its score, and what is said of it."""
    left = width - STANDING
    title = Heading(text(line.title, SUBHEADING, left), f"part-{line.id}", line.title, 1)
    standing = stack(text(line.shown, SCORE, STANDING), text(line.level, LEVEL, STANDING))
    named = stack(title, text(line.description, FINE_NOTE, left)) if described else title
    told = " ".join(part for part in (line.sentence, line.lift, line.left_out) if part)
    return (
        Item(Row(((0, named), (left, standing)), padding=2, rule=width), gap=10, keep=True, whole=True),
        Item(text(told, SMALL, width), gap=2, keep=bool(line.questions), whole=True),
    )


def _shown(questions: Sequence[QuestionLine], detail: ScoreDetail) -> Sequence[QuestionLine]:
    """Those with most to gain, in the order asked, where not all are told."""
    if detail.questions is None or len(questions) <= detail.questions:
        return questions
    told = sorted(questions, key=_open, reverse=True)[: detail.questions]
    return [asked for asked in questions if asked in told]


def _open(asked: QuestionLine) -> float:
    return asked.possible - (asked.points or 0.0)


def _question(report: FirmReport, width: float, asked: QuestionLine, rows: bool, lines: int) -> Tagged:
    """What was asked and answered, and beside it the points and the steps that lift them; 0 lines tell no answer."""
    left = width - POINTS
    told: list[Block] = [text(asked.text, ASKED, left)]
    if lines:
        told.append(text(_answer(asked, rows), Style(FINE.size, FINE.leading, max_lines=lines), left))
    earned: list[Block] = [text(asked.shown, EARNED, POINTS - 6)]
    if asked.steps:
        steps = report.labels.files.of_steps(asked.steps).format(steps=", ".join(str(number) for number in asked.steps))
        earned.append(Linked(text(steps, LEVEL, POINTS - 6), f"step-{asked.steps[0]}", steps, POINTS - 6))
    row = Row(((0, stack(*told)), (left + 6, stack(*earned))))
    return Tagged(Tag("LI"), Tagged(Tag("LBody"), row))


def _answer(asked: QuestionLine, rows: bool) -> str:
    told = [f"{row.label}: {row.value}" for row in asked.rows] if asked.rows and rows else [asked.answer]
    return "\n".join(part for part in (*told, asked.note) if part)
