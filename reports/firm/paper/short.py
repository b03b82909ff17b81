"""A firm's report on two pages: where it stands on one, the first steps of its plan on the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reports import charts, theme
from reports.blocks import Block, Heading, Panel, Picture, Row, Tagged, text
from reports.document import Chapter, Document, render
from reports.firm.paper.overview import findings, score_panel, totals
from reports.firm.paper.pieces import INDENT, box, dot, marked, subheading, tick
from reports.firm.values import ActionCard, FirmReport
from reports.flow import Item, Stack, stack
from reports.tables import Cells, Column, table
from reports.theme import BODY, HEADING, NOTE, SMALL, SMALL_BOLD, STRONG, Grid, Style

NAME = Style(22, 28, bold=True, max_lines=2)
EXPLAINED = 3
"""So many first steps are told with why and how."""
LISTED = 6
"""So many stand in the table."""
LABEL = 70.0
"""Width of the column with the words “why” and “how”."""


@dataclass(frozen=True)
class Cut:
    """How much is left out where words run long: lines of a text, entries of a list, and what stands there at all."""

    lines: int
    entries: int = 3
    remarks: int = 2
    totals: bool = True
    chart: bool = True


STANDING_CUTS = (
    Cut(6), Cut(5), Cut(4), Cut(3), Cut(2), Cut(2, remarks=1), Cut(2, 2, remarks=1), Cut(2, 2, remarks=0),
    Cut(2, 2, 0, totals=False), Cut(1, 1, 0, totals=False), Cut(1, 1, 0, totals=False, chart=False),
)  # fmt: skip
"""Remarks go before findings, findings before totals, totals before the chart; the score always stays."""

STEPS_CUTS = (Cut(4, LISTED), Cut(3, LISTED), Cut(2, LISTED), Cut(1, LISTED), Cut(1, 4), Cut(1, EXPLAINED))


def short_pages(report: FirmReport, paper: str, *, mark: str = "") -> bytes:
    """The two pages as PDF; the same report gives the same bytes, and no report more or fewer pages.

    Where words run long they are cut with an ellipsis, and what matters least is left out. ``mark`` stands over both
    pages, to say what kind of paper this is. Raises ``KeyError`` for another paper than A4 and Letter.
    """
    grid = Grid(*theme.PAPERS[paper])
    words = report.labels
    sender = report.branding.sender
    top = tuple(_mark(mark, grid))
    standing = _fitted((_standing(report, grid, cut) for cut in STANDING_CUTS), top, grid)
    steps = _fitted((_steps(report, grid, cut) for cut in STEPS_CUTS), top, grid)
    return render(
        Document(
            title=f"{words.files.two_pages} – {report.title}",
            author=sender,
            subject=report.headline,
            language=report.language,
            grid=grid,
            colours=theme.palette(report.branding.accent, report.branding.second),
            cover=None,
            chapters=(
                Chapter("standing", words.where, standing),
                Chapter("first-steps", words.files.first_steps, steps),
            ),
            header=(report.title, words.files.two_pages),
            footer=" · ".join(part for part in (sender, report.branding.contact) if part),
            page_label=words.page,
        )
    )


def _fitted(versions: Iterable[Sequence[Item]], top: Sequence[Item], grid: Grid) -> tuple[Item, ...]:
    """The first version that fits on a page below ``top``; of the last one as much as does."""
    items: tuple[Item, ...] = ()
    for version in versions:
        items = (*top, *version)
        if Stack(items).height <= grid.body:
            return items
    while Stack(items).height > grid.body:
        items = items[:-1]
    return items


def _mark(mark: str, grid: Grid) -> Iterator[Item]:
    if mark:
        yield Item(Panel(text(mark, replace(STRONG, max_lines=2), grid.full - 28), grid.full, padding=8))


def _standing(report: FirmReport, grid: Grid, cut: Cut) -> tuple[Item, ...]:
    words = report.labels
    return (
        Item(Heading(text(report.title, NAME, grid.full), "standing", words.where, 0), gap=8),
        Item(text(" · ".join(fact.value for fact in report.facts), replace(NOTE, max_lines=2), grid.full), gap=2),
        Item(score_panel(report, grid.full), gap=8),
        *_remarks(report, grid, cut),
        Item(_works_and_gaps(report, grid, cut), gap=10),
        *(_chart(report, grid) if cut.chart else ()),
        *(totals(report, grid.full) if cut.totals else ()),
    )


def _remarks(report: FirmReport, grid: Grid, cut: Cut) -> Iterator[Item]:
    """How others of its kind stand."""
    said = [remark for remark in (report.peers, report.official) if remark]
    for place, remark in enumerate(said[: cut.remarks]):
        yield Item(text(remark, replace(NOTE, max_lines=cut.lines), grid.full), gap=0 if place else 6)


def _works_and_gaps(report: FirmReport, grid: Grid, cut: Cut) -> Row:
    words, column = report.labels, (grid.full - theme.GUTTER) / 2
    works = findings((words.works, tick), report.works[: cut.entries], report.no_works, column, cut.lines)
    told = [replace(gap, text=gap.brief or gap.text) for gap in report.gaps[: cut.entries]]
    gaps = findings((words.gaps, dot), told, report.no_gaps, column, cut.lines)
    return Row(((0, works), (column + theme.GUTTER, gaps)))


def _chart(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    return (
        subheading(report.labels.files.parts, grid.full, gap=10),
        Item(Picture(charts.dimension_bars(report, grid.full)), gap=2),
        *([Item(text(report.peers_note, NOTE, grid.full), gap=2)] if report.peers_note else []),
    )


def _steps(report: FirmReport, grid: Grid, cut: Cut) -> tuple[Item, ...]:
    words = report.labels.files
    heading = Heading(text(words.first_steps, HEADING, grid.full), "first-steps", words.first_steps, 0)
    body = _plan(report, grid, cut) if report.actions else _instead(report, grid, cut)
    return (Item(heading, gap=14), *body)


def _plan(report: FirmReport, grid: Grid, cut: Cut) -> Iterator[Item]:
    words, listed = report.labels.files, report.actions[: cut.entries]
    yield Item(_table(report, listed, grid, cut), gap=6)
    if more := len(report.actions) - len(listed):
        yield Item(text(words.more_steps.format(n=more), NOTE, grid.full), gap=6)
    if report.way:
        yield Item(text(report.way, replace(BODY, max_lines=cut.lines), grid.full), gap=8)
    yield subheading(words.begin_with, grid.full, gap=18)
    for card in report.actions[:EXPLAINED]:
        yield Item(_explained(report, card, grid, cut), gap=10)


def _table(report: FirmReport, cards: Sequence[ActionCard], grid: Grid, cut: Cut) -> Tagged:
    words, lines = report.labels, min(cut.lines, 3)
    who, due, days, cost, gutter = 88.0, 62.0, 58.0, 74.0, 8.0
    cell = replace(SMALL, max_lines=lines)
    columns = (
        Column("", 12),
        Column("", 12, SMALL_BOLD),
        Column(words.action, grid.full - 24 - who - due - days - cost - 6 * gutter, cell),
        Column(words.owner, who, cell),
        Column(words.files.due, due, cell),
        Column(words.own_days, days, cell),
        Column(words.cost, cost, replace(cell, max_lines=max(lines, 2))),
    )
    return table(columns, [_table_row(card, columns[2].width, cell) for card in cards], gutter)


def _table_row(card: ActionCard, width: float, style: Style) -> Cells:
    title: Block = text(card.title, style, width)
    if card.origin:
        title = stack(title, text(card.origin, replace(NOTE, max_lines=2), width))
    return box, str(card.number), title, card.owner, card.due_shown, card.own_days, card.cost


def _explained(report: FirmReport, card: ActionCard, grid: Grid, cut: Cut) -> Stack:
    """One step with why it is for this firm, and how it begins."""
    words, width = report.labels, grid.full - INDENT
    title = text(f"{card.number}  {card.title}", replace(STRONG, max_lines=min(cut.lines, 2)), width)
    told = [(words.because, " ".join(card.because) or card.summary), (words.steps, " ".join(card.steps))]
    if card.advice:
        told.append((card.advice.label, card.advice.value))
    rows: list[Item | Block] = [marked(box, [title])]
    if card.origin:
        rows.append(Row(((INDENT, text(card.origin, replace(NOTE, max_lines=1), width)),)))
    rows += [_told(label, said, width, cut) for label, said in told if said]
    return stack(*rows)


def _told(label: str, said: str, width: float, cut: Cut) -> Item:
    name = text(label, replace(NOTE, max_lines=3), LABEL - 8)
    words = text(said, replace(SMALL, max_lines=cut.lines), width - LABEL)
    return Item(Row(((INDENT, name), (INDENT + LABEL, words))), gap=2)


def _instead(report: FirmReport, grid: Grid, cut: Cut) -> Iterator[Item]:
    """Why there is no step, what would help but did not fit, and what is to be found out first."""
    yield Item(text(report.no_actions, BODY, grid.full), gap=6)
    yield from _ticked(report.labels.later, [fact.label for fact in report.later], grid, cut)
    unknown = [item.text for group in report.ask for item in group.items]
    yield from _ticked(report.labels.find_out, [*unknown, *report.left_open][: 2 * LISTED], grid, cut)


def _ticked(title: str, entries: Sequence[str], grid: Grid, cut: Cut) -> Iterator[Item]:
    if entries:
        style = replace(BODY, max_lines=min(cut.lines, 2))
        yield subheading(title, grid.full, gap=18)
        yield Item(marked(box, [text(entry, style, grid.full - INDENT) for entry in entries]), gap=7)
