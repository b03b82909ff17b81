"""A portfolio report on paper: its cover, and which chapters there are."""

from __future__ import annotations

from reports import theme
from reports.blocks import text
from reports.document import Chapter, Cover, Document, render
from reports.firm.paper.cover import cover_top
from reports.firm.paper.pieces import chapter_heading, columns
from reports.firm.unshown import unshown_note
from reports.firm.values import Fact
from reports.flow import Item
from reports.portfolio.paper.calls import calls
from reports.portfolio.paper.heat import heat
from reports.portfolio.paper.progress import progress
from reports.portfolio.paper.shades import shades
from reports.portfolio.paper.spread import spread
from reports.portfolio.paper.summary import summary
from reports.portfolio.paper.workshops import workshops
from reports.portfolio.values import PortfolioReport
from reports.theme import FINE, Grid

TENTHS = 11
"""Shades of counts: of none, and of each tenth of the clients."""


def pages(report: PortfolioReport, paper: str) -> bytes:
    """The report as PDF."""
    grid, words = Grid(*theme.PAPERS[paper]), report.labels
    branding = report.branding
    colours = theme.palette(branding.accent, branding.second)
    shaded = shades(colours["accent"], len(report.heat.bands)) | shades(colours["accent"], TENTHS, "count")
    return render(
        Document(
            title=f"{words.kind} – {report.title}",
            author=branding.sender,
            subject=report.headline,
            language=report.language,
            grid=grid,
            colours=colours | shaded,
            cover=_cover(report, grid),
            chapters=_chapters(report, grid, shaded),
            header=(report.title, words.kind),
            footer=" · ".join(part for part in (branding.sender, branding.contact) if part),
            page_label=words.page,
        )
    )


def _cover(report: PortfolioReport, grid: Grid) -> Cover:
    words, branding = report.labels, report.branding
    facts = (*report.facts, Fact(words.prepared_by, branding.sender), Fact("", branding.contact))
    return Cover(cover_top((words.kind, report.title), facts, branding, grid), words.contents)


def _chapters(report: PortfolioReport, grid: Grid, shaded: dict[str, str]) -> tuple[Chapter, ...]:
    """The summary has a page of its own; the others run on, and those that have nothing to tell are not there."""
    words = report.labels
    told = (
        Chapter("summary", words.summary, summary(report, grid)),
        Chapter("spread", words.dimensions, spread(report, grid)),
        Chapter("workshops", words.workshops, workshops(report, grid), new_page=False),
        Chapter("calls", words.calls, calls(report, grid), new_page=False),
        Chapter("heat", words.heat, heat(report, grid, shaded), new_page=False),
        Chapter("progress", words.progress, progress(report, grid), new_page=False),
        Chapter("method", words.method, _method(report, grid), new_page=False),
    )
    return tuple(chapter for chapter in told if chapter.items)


def _method(report: PortfolioReport, grid: Grid) -> tuple[Item, ...]:
    sentences = [sentence for sentence in (*report.method, unshown_note(report)) if sentence]
    flow = [Item(text(sentence, FINE, grid.half), gap=3, whole=True) for sentence in sentences]
    return (chapter_heading("method", report.labels.method, grid, gap=22), Item(columns(flow, grid), gap=4, whole=True))
