"""A firm's report as a Word document, for advisers who edit: all that the PDF tells. Only a ``FirmReport`` is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports import theme
from reports.firm.editing.plan import people, pin_up, roadmap, steps
from reports.firm.editing.score import find_out, parts, progress, summary, why
from reports.firm.letter import paragraphs
from reports.firm.values import FirmReport
from reports.word import Imprint, Manuscript, Sheet
from reports.word.wording import shortened

__all__ = ["editable"]

LOGO = (190.0, 64.0)
"""Room for a logo, in points."""
NAME = 200
"""Characters of a name on the cover: beyond that it would take a page."""


@dataclass(frozen=True)
class Chapter:
    """A heading of the first level, and what writes all below it; ``is_there`` False leaves it out."""

    key: str
    title: str
    write: Callable[[Manuscript, FirmReport], None]
    is_there: bool = True
    new_page: bool = False


def editable(report: FirmReport, *, paper: str = "A4") -> bytes:
    """The report as .docx on ``A4`` or ``Letter``; the same report gives the same bytes.

    Texts are data: markup, fields and links in them stay text, and characters that XML cannot hold become U+FFFD.
    Raises ``KeyError`` for another paper.
    """
    colours = theme.palette(report.branding.accent)
    manuscript = Manuscript(
        Sheet(theme.PAPERS[paper], (theme.MARGIN_SIDE, theme.MARGIN_BOTTOM), report.language, colours)
    )
    sender, words = report.branding.sender, report.labels
    footer = " · ".join(part for part in (sender, report.branding.contact) if part)
    manuscript.furniture((report.title, words.kind), footer, words.page)
    chapters = [chapter for chapter in _chapters(report) if chapter.is_there]
    if report.letter:
        _letter(manuscript, report, sender)
    _cover(manuscript, report, sender, chapters)
    for chapter in chapters:
        manuscript.heading(chapter.title, 1, key=chapter.key, new_page=chapter.new_page)
        chapter.write(manuscript, report)
    title = f"{words.kind} – {report.title}"
    return manuscript.packed(Imprint(title, sender, report.headline, report.language, report.date))


def _chapters(report: FirmReport) -> Iterator[Chapter]:
    """First all about the score, then all about the plan, then how it was made, and the list to pin up by itself."""
    words, planned = report.labels, bool(report.actions)
    yield Chapter("summary", words.summary, summary, new_page=True)
    yield Chapter("parts", words.dimensions, parts, new_page=True)
    yield Chapter("progress", words.progress, progress, report.progress is not None)
    yield Chapter("why", words.why, why)
    yield Chapter("find_out", words.find_out, find_out, bool(report.ask or report.left_open))
    yield Chapter("roadmap", words.roadmap, roadmap, new_page=planned)
    yield Chapter("people", words.people, people, report.people is not None)
    yield Chapter("steps", words.actions, steps, planned)
    yield Chapter("method", words.method, _method)
    yield Chapter("pin_up", words.pinup, pin_up, bool(report.soon), new_page=True)


def _letter(manuscript: Manuscript, report: FirmReport, sender: str) -> None:
    """The covering letter on a page before the cover."""
    if report.branding.logo:
        manuscript.logo(report.branding.logo, sender, LOGO)
    else:
        manuscript.text(sender, "Eyebrow")
    manuscript.text(report.branding.contact, "Note")
    manuscript.text(report.date_shown, "Subtitle")
    manuscript.text(shortened(report.title, NAME), "Label")
    manuscript.texts(paragraphs(report.letter))
    manuscript.new_section()


def _cover(manuscript: Manuscript, report: FirmReport, sender: str, chapters: list[Chapter]) -> None:
    words, branding = report.labels, report.branding
    if branding.logo:
        manuscript.logo(branding.logo, sender, LOGO)
    manuscript.text(sender, "Eyebrow")
    manuscript.text(words.kind, "Subtitle")
    manuscript.text(shortened(report.title, NAME), "Title")
    for fact in report.facts:
        manuscript.fact(fact.label, fact.value)
    manuscript.fact(words.prepared_by, sender)
    manuscript.fact("", branding.contact)
    manuscript.fact(words.read_online, report.address)
    manuscript.text(words.contents, "Contents")
    manuscript.contents([(chapter.key, chapter.title) for chapter in chapters])


def _method(manuscript: Manuscript, report: FirmReport) -> None:
    manuscript.texts((*report.adapted, *report.method))
