"""A sector report as a Word document, for press offices that edit: all that the PDF tells, with charts as pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports import theme
from reports.sector.colours import colours_of
from reports.sector.laying import Part, charts_of, is_text, layout
from reports.sector.values import Exhibit, Row, Section, SectorReport
from reports.theme import FINE, SMALL
from reports.word import Cell, Column, Imprint, Manuscript, Sheet, Strong
from reports.word.wording import shortened

LOGO = (190.0, 64.0)
"""Room for a logo, in points."""
NAME = 200
"""Characters of a name on the cover: beyond that it would take a page."""
MOST_ON_COVER = 12
"""Chapters for which the list of contents has room on the cover."""
MARGINS = 10.5
"""Points that a table leaves free between two texts side by side, and somewhat more."""
AS_WIDE = (SMALL, FINE)
"""Letters on paper that are somewhat wider than those of tables here, and about as wide."""
EDGE = 4.0
"""Points by which a chart is narrower than the text: some programs cut what ends with it."""
TALLEST = 560.0
"""Points of a chart that stands on a page with its title; a taller one is parted."""


@dataclass(frozen=True)
class Chapter:
    """A heading of the first level, and what writes all below it."""

    key: str
    title: str
    write: Callable[[Manuscript], None]
    new_page: bool = False


def docx(report: SectorReport, paper: str = "A4") -> bytes:
    """The report as .docx on ``A4`` or ``Letter``; the same report gives the same bytes.

    Texts are data: markup, fields and links in them stay text, and characters that XML cannot hold become U+FFFD.
    Raises ``KeyError`` for another paper.
    """
    words, branding = report.labels, report.branding
    sender = report.sender
    margins = (theme.MARGIN_SIDE, theme.MARGIN_BOTTOM)
    manuscript = Manuscript(Sheet(theme.PAPERS[paper], margins, report.language, colours_of(branding)))
    footer = " · ".join(part for part in (sender, branding.contact) if part)
    manuscript.furniture((report.title, words.draft if report.draft else report.released), footer, words.page)
    chapters = list(_chapters(report))
    _cover(manuscript, report, sender, chapters)
    for chapter in chapters:
        manuscript.heading(chapter.title, 1, key=chapter.key, new_page=chapter.new_page)
        chapter.write(manuscript)
    title = f"{words.kind} – {report.title}"
    return manuscript.packed(Imprint(title, sender, report.headline, report.language, report.date))


def _chapters(report: SectorReport) -> Iterator[Chapter]:
    """In the order of the PDF."""
    words = report.labels
    yield Chapter("summary", words.summary, lambda to: _summary(to, report), new_page=True)
    plain = [one for one in report.sections if not one.annex]
    for place, one in enumerate(plain):
        yield Chapter(f"section_{place}", one.title, _writer(one, 2), new_page=not place)
    annex = [one for one in report.sections if one.annex]
    if annex:
        yield Chapter("annex", words.annex, lambda to: _annex(to, annex))
    for key, title, sentences in (
        ("method", words.method, report.method),
        ("quality", words.quality, report.quality),
        ("cite", words.cite, (report.cite,)),
    ):
        if any(sentences):
            yield Chapter(key, title, lambda to, told=sentences: to.texts(told))  # type: ignore[misc]


def _cover(manuscript: Manuscript, report: SectorReport, sender: str, chapters: list[Chapter]) -> None:
    words, branding = report.labels, report.branding
    if report.draft:
        manuscript.text(words.draft, "Eyebrow")
    if branding.logo:
        manuscript.logo(branding.logo, sender, LOGO)
    manuscript.text(sender, "Eyebrow")
    manuscript.text(words.kind, "Subtitle")
    manuscript.text(shortened(report.title, NAME), "Title")
    for fact in report.facts:
        manuscript.fact(fact.label, fact.value)
    if branding.contact not in {fact.value for fact in report.facts}:
        manuscript.fact("", branding.contact)
    manuscript.text(words.contents, "Contents", new_page=len(chapters) > MOST_ON_COVER)
    manuscript.contents([(chapter.key, chapter.title) for chapter in chapters])


def _summary(manuscript: Manuscript, report: SectorReport) -> None:
    if report.nothing:
        manuscript.points([(report.labels.nothing, report.nothing)])
    manuscript.text(report.headline, "Lead")
    for fact in report.strip:
        manuscript.figure(fact.value, fact.label)
    if report.summary:
        manuscript.heading(report.labels.findings, 2)
        manuscript.bullets(report.summary)


def _writer(section: Section, level: int) -> Callable[[Manuscript], None]:
    return lambda manuscript: _section(manuscript, section, level)


def _annex(manuscript: Manuscript, sections: list[Section]) -> None:
    for section in sections:
        manuscript.heading(section.title, 2)
        _section(manuscript, section, 3)


def _section(manuscript: Manuscript, section: Section, level: int) -> None:
    """``level``: of the headings of its exhibits."""
    manuscript.texts(section.lead, "Intro")
    manuscript.bullets(section.findings)
    for exhibit in section.exhibits:
        manuscript.heading(exhibit.title, level)
        _exhibit(manuscript, exhibit)


def _exhibit(manuscript: Manuscript, exhibit: Exhibit) -> None:
    for chart in charts_of(exhibit, manuscript.sheet.width - EDGE, TALLEST):
        manuscript.picture(chart)
    manuscript.text(exhibit.about, "Intro Note")
    if exhibit.rows:
        for part in layout(exhibit, manuscript.sheet.width, MARGINS, AS_WIDE).parts:
            manuscript.table(_columns(exhibit, part), [_row(row, part) for row in exhibit.rows])
    manuscript.texts(exhibit.notes, "Note")


def _columns(exhibit: Exhibit, part: Part) -> list[Column]:
    first, *others = part.widths
    return [
        Column(exhibit.corner, first + MARGINS / 2),
        *(
            Column(exhibit.columns[at].title, width + MARGINS, "Table Text" if is_text(exhibit, at) else "Table Number")
            for at, width in zip(part.places, others, strict=True)
        ),
    ]


def _row(row: Row, part: Part) -> list[Cell]:
    head: Cell = (Strong(row.head) if row.strong else row.head, *([row.about] if row.about else []))
    cells = [row.cells[place].shown for place in part.places]
    return [head, *(Strong(shown) if row.strong else shown for shown in cells)]
