"""A sector report on paper: its cover, and which chapters there are."""

from __future__ import annotations

from dataclasses import replace

from reports import theme
from reports.blocks import Panel, text
from reports.document import Chapter, Cover, Document, page_count, render
from reports.firm.paper.cover import cover_top
from reports.firm.paper.pieces import chapter_heading, columns
from reports.firm.unshown import unshown_note
from reports.firm.values import Fact
from reports.flow import Item, Stack
from reports.sector.colours import colours_of
from reports.sector.paper.sections import annex, section, told_once
from reports.sector.paper.summary import summary
from reports.sector.values import SectorReport
from reports.theme import BODY, FINE, Grid

WIDE, CLOSE = 0.045, 0.022
"""Space above a chapter that begins below another, as a share of a page."""
SHORT = 6
"""Pages."""
ALONE = 0.55
"""A summary that fills so much of its page has it for itself; a shorter one is followed at once."""


def pages(report: SectorReport, paper: str) -> bytes:
    """The report as PDF."""
    grid, words, branding = Grid(*theme.PAPERS[paper]), report.labels, report.branding
    colours = colours_of(branding)
    return render(
        Document(
            title=f"{words.kind} – {report.title}",
            author=report.sender,
            subject=report.headline,
            language=report.language,
            grid=grid,
            colours=colours,
            cover=Cover(_cover(report, grid), words.contents),
            chapters=_fitted(report, grid, colours),
            header=(report.title, report.released),
            footer=" · ".join(part for part in (report.sender, branding.contact) if part),
            page_label=words.page,
            mark=words.draft if report.draft else "",
        )
    )


def _cover(report: SectorReport, grid: Grid) -> Stack:
    """What the report is called, by whom and of when it is, and the facts."""
    known = {fact.value for fact in report.facts}
    more = tuple(Fact("", value) for value in (report.branding.contact,) if value and value not in known)
    branding = replace(report.branding, organisation=report.sender)
    return cover_top((report.labels.kind, report.title), (*report.facts, *more), branding, grid)


def _fitted(report: SectorReport, grid: Grid, colours: dict[str, str]) -> tuple[Chapter, ...]:
    """With less space between the chapters of a short report where that saves a page, which would be nearly empty."""
    wide = _chapters(report, grid, colours, WIDE * grid.body)
    pages = page_count(wide, grid)
    if pages > SHORT:
        return wide
    close = _chapters(report, grid, colours, CLOSE * grid.body)
    return close if page_count(close, grid) < pages else wide


def _chapters(report: SectorReport, grid: Grid, colours: dict[str, str], gap: float) -> tuple[Chapter, ...]:
    """The summary first; what follows runs on, with ``gap`` between. What has nothing to tell is not there."""
    words = report.labels
    first = summary(report, grid)
    alone = Stack(first).height > ALONE * grid.body
    sections = told_once(report.sections)
    told = [
        Chapter(f"section-{one.id}", one.title, section(one, grid, colours, gap), new_page=False)
        for one in sections
        if not one.annex
    ]
    more = annex([one for one in sections if one.annex], words.annex, grid, colours, gap)
    told += [
        Chapter("annex", words.annex, more, new_page=False),
        Chapter("method", words.method, _small(report, "method", grid, gap), new_page=False),
        Chapter("quality", words.quality, _small(report, "quality", grid, gap), new_page=False),
        Chapter("cite", words.cite, _cite(report, grid, gap), new_page=False),
    ]
    told = [chapter for chapter in told if chapter.items]
    if told and alone:
        told[0] = Chapter(told[0].key, told[0].title, told[0].items)
    return (Chapter("summary", words.summary, first), *told)


def _small(report: SectorReport, key: str, grid: Grid, gap: float) -> tuple[Item, ...]:
    """A chapter of sentences in two columns."""
    titles = {"method": report.labels.method, "quality": report.labels.quality}
    sentences = {"method": (*report.method, unshown_note(report)), "quality": report.quality}
    flow = [Item(text(sentence, FINE, grid.half), gap=4, whole=True) for sentence in sentences[key] if sentence]
    if not flow:
        return ()
    return (
        chapter_heading(key, titles[key], grid, gap=gap),
        Item(columns(flow, grid), gap=6, whole=True),
    )


def _cite(report: SectorReport, grid: Grid, gap: float) -> tuple[Item, ...]:
    if not report.cite:
        return ()
    return (
        chapter_heading("cite", report.labels.cite, grid, gap=gap),
        Item(Panel(text(report.cite, BODY, grid.full - 24), grid.full, padding=12), gap=7, whole=True),
    )
