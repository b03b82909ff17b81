"""The roadmap on paper: every step with the months in which it runs, what all take together, and what did not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports import charts
from reports.blocks import Cells, Column, Heading, Item, Picture, Row, Stack, stack, table, text
from reports.firm.values import ActionCard, Fact, FirmReport, MarkedAction, Phase
from reports.theme import BODY, HEADING, NOTE, SMALL, SMALL_BOLD, STRONG, SUBHEADING, Grid

GUTTER = 8.0
HEAD = replace(SMALL_BOLD, colour="muted")


def chapter_heading(key: str, title: str, grid: Grid, gap: float = 0.0) -> Item:
    """The heading that a chapter begins with, kept with what follows; ``key`` is what links lead to."""
    return Item(Heading(text(title, HEADING, grid.full), key, title, 0), gap=gap, keep=True)


def roadmap(report: FirmReport, grid: Grid) -> tuple[Item, ...]:
    """The chapter; without a step it says why there is none."""
    return (
        chapter_heading("roadmap", report.labels.roadmap, grid, gap=18),
        Item(text(report.labels.roadmap_lead if report.actions else report.no_actions, BODY, grid.full), gap=4),
        *_made_for(report, grid),
        *_outlook(report, grid),
        *(_plan(report, grid) if report.actions else ()),
        *_marked(report.labels.done, report.labels.done_lead, report.done, grid),
        *_marked(report.labels.unplaced, "", report.unplaced, grid),
        *_later(report, grid),
        *_marked(report.labels.refused, "", report.refused, grid),
    )


def _made_for(report: FirmReport, grid: Grid) -> Iterator[Item]:
    if report.made_for:
        yield Item(text(report.made_for, BODY, grid.full))
    yield from (Item(text(f"• {sentence}", SMALL, grid.full), gap=1) for sentence in report.steering)


def _outlook(report: FirmReport, grid: Grid) -> Iterator[Item]:
    """What all takes and leads to: where all that helps is marked as done, without a step."""
    if report.totals:
        yield Item(fact_strip(report.totals, grid.full), gap=10)
    if report.expected:
        yield Item(text(report.expected, STRONG, grid.full), gap=6)
    if report.way:
        yield Item(text(report.way, BODY, grid.full))
    yield from (Item(text(f"• {title}", SMALL, grid.full), gap=1) for title in report.way_actions)


def _plan(report: FirmReport, grid: Grid) -> Iterator[Item]:
    yield Item(_timetable(report, grid), gap=12)
    yield Item(text(report.labels.timeline_text, NOTE, grid.full), gap=4)


def _timetable(report: FirmReport, grid: Grid) -> Stack:
    """A row for each step under the months of its phase; after each phase what the plan takes so far."""
    words, bars = report.labels, 128.0
    columns = (
        Column("", 14, SMALL_BOLD),
        Column(words.action, grid.full - 14 - bars - 66 - 92 - 4 * GUTTER),
        Column(stack(text(words.when, HEAD, bars), Picture(charts.timeline_scale(report, bars))), bars),
        Column(words.own_days, 66),
        Column(words.cost, 92),
    )
    rows = [(phase, action) for phase in report.phases for action in phase.actions]
    whole = table(columns, [_timetable_row(report, action, bars) for _, action in rows], gutter=GUTTER)
    return replace(whole, items=tuple(_with_sums(whole.items, rows, grid)))


def _timetable_row(report: FirmReport, action: ActionCard, bars: float) -> Cells:
    when = stack(Picture(charts.timeline_bar(report, action, bars)), text(action.when, NOTE, bars))
    return str(action.number), action.title, when, action.own_days, action.cost


def _with_sums(items: Sequence[Item], rows: Sequence[tuple[Phase, ActionCard]], grid: Grid) -> Iterator[Item]:
    """The rows of the table, each phase closed by what the plan takes up to its end."""
    head, *body = items
    yield head
    for item, (phase, action) in zip(body, rows, strict=True):
        last = action is phase.actions[-1]
        yield replace(item, keep=item.keep or last)
        if last:
            yield Item(Row(((14 + GUTTER, text(phase.so_far, NOTE, grid.full - 22)),), padding=3, rule=grid.full))


def fact_strip(facts: Sequence[Fact], width: float, gutter: float = 12.0) -> Row:
    """Facts side by side, each value under its label."""
    each = (width - gutter * (len(facts) - 1)) / max(len(facts), 1)
    return Row(
        tuple(
            (place * (each + gutter), stack(text(fact.label, NOTE, each), text(fact.value, SMALL_BOLD, each)))
            for place, fact in enumerate(facts)
        )
    )


def _later(report: FirmReport, grid: Grid) -> Iterator[Item]:
    """What did not fit: the reason is said once for all that share it."""
    if not report.later:
        return
    yield Item(text(report.labels.later, SUBHEADING, grid.full), gap=18, keep=True)
    yield Item(text(report.labels.later_lead, BODY, grid.full), keep=True)
    reasons = sorted({fact.value for fact in report.later}, key=[fact.value for fact in report.later].index)
    for reason in reasons:
        yield Item(text(reason, SMALL_BOLD, grid.full), gap=5, keep=True)
        yield Item(two_columns([fact.label for fact in report.later if fact.value == reason], grid), gap=1, whole=True)


def _marked(title: str, lead: str, actions: Sequence[MarkedAction], grid: Grid) -> Iterator[Item]:
    """What the firm marked itself, with its notes."""
    if not actions:
        return
    yield Item(text(title, SUBHEADING, grid.full), gap=18, keep=True)
    if lead:
        yield Item(text(lead, BODY, grid.full), keep=True)
    columns = (
        Column("", 0.46 * grid.full - 10),
        Column("", 0.4 * grid.full - 10, NOTE),
        Column("", 0.14 * grid.full, replace(SMALL, align="right")),
    )
    listed = table(columns, [(action.title, _remarks(action), action.gain_shown) for action in actions])
    yield Item(replace(listed, items=listed.items[1:], header=None), gap=2)


def _remarks(action: MarkedAction) -> str:
    return "\n".join(filter(None, (action.reason, action.comment)))


def two_columns(titles: Sequence[str], grid: Grid) -> Row:
    """A list read down the left column, then down the right one."""
    width, middle = (grid.full - 12) / 2, (len(titles) + 1) // 2
    left, right = (
        stack(*(text(f"• {title}", SMALL, width) for title in half)) for half in (titles[:middle], titles[middle:])
    )
    return Row(((0, left), (width + 12, right)))
