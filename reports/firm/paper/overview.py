"""A firm's result at a glance, on paper: the score and its level, what works, what is missing, what the plan takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reports import charts
from reports.blocks import Block, Linked, Mark, Panel, Picture, Row, text
from reports.firm.paper.pieces import INDENT, fact_strip, marked, subheading
from reports.firm.values import Finding, FirmReport
from reports.flow import Item, Stack, stack
from reports.theme import BODY, FIGURE, HEADING, NOTE, SMALL, SMALL_BOLD, STRONG, SUBHEADING


def score_panel(report: FirmReport, width: float, longest: int = 4) -> Panel:
    """The score beside its level, what that means in ``longest`` lines, and how far it is to the next one."""
    inner = width - 28
    left = 150.0
    style = FIGURE if report.overall is not None else replace(HEADING, colour="accent")
    score = stack(text(report.overall_shown, style, left))
    if report.overall is not None:
        score = stack(*score.items, text(report.overall_of, NOTE, left))
    level = stack(
        text(report.level or report.labels.where, replace(SUBHEADING, max_lines=2), inner - left),
        text(report.level_meaning, replace(BODY, max_lines=longest), inner - left),
        *([Item(text(report.to_next, STRONG, inner - left), gap=4)] if report.to_next else []),
        *([Item(text(report.stability, NOTE, inner - left), gap=2)] if report.stability else []),
    )
    rows: list[Item | Block] = [Row(((0, score), (left, level)))]
    if report.levels:
        rows.append(Item(Picture(charts.level_scale(report, inner)), gap=12))
    return Panel(stack(*rows), width)


def findings(  # noqa: PLR0913 - all by what it is
    heading: tuple[str, Mark],
    found: Sequence[Finding],
    absent: str,
    width: float,
    longest: int,
    *,
    linked: bool = False,
) -> Stack:
    """A list under its heading, each with a mark and cut to ``longest`` lines; ``absent`` is said where it is empty.

    ``linked``: each leads to the step that helps most, where there is a card of it.
    """
    title, mark = heading
    items: list[Item | Block] = [subheading(title, width)]
    blocks = [_finding(finding, width - INDENT, longest, linked=linked) for finding in found]
    if blocks:
        items.append(Item(marked(mark, blocks), gap=7))
    if absent:
        items.append(Item(text(absent, SMALL, width), gap=7))
    return stack(*items)


def _finding(finding: Finding, width: float, longest: int, *, linked: bool) -> Block:
    inner = stack(
        text(finding.title, replace(SMALL_BOLD, max_lines=min(longest, 3)), width),
        text(finding.text, replace(SMALL, max_lines=longest), width),
    )
    return Linked(inner, f"step-{finding.action}", finding.title, width) if linked and finding.action else inner


def totals(report: FirmReport, width: float) -> Iterator[Item]:
    """What the whole plan takes, and what it brings."""
    if report.totals:
        yield Item(fact_strip(report.totals, width), gap=14)
    if report.expected:
        yield Item(text(report.expected, STRONG, width), gap=10)
