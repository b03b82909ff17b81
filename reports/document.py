"""A document: chapters flowed over pages, with header, footer, outline, clickable contents and metadata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from reports import fonts
from reports.attachment import Attachment, attach
from reports.blocks import Block, Heading, Linked, Row, text
from reports.flow import Item, Stack
from reports.pdffile import Deflate, saved
from reports.pen import Pen
from reports.structure import Tag
from reports.text import fitted, one_line
from reports.theme import BODY, HEADING, MARGIN_BOTTOM, MARGIN_SIDE, MARGIN_TOP, NOTE, SMALL_BOLD, Grid, Style

rl_config.useA85 = 0
"""Streams are written as bytes: a fifth smaller, and no time spent on text encoding."""


ENTRY, CONTENTS_HEAD, ABOVE_CONTENTS = 22.0, 22.0, 20.0
"""Heights in the list of contents: of an entry, of the heading, and of what is left free above it."""


MARK = Style(8, 11, bold=True, colour="paper", align="right")


@dataclass(frozen=True)
class Chapter:
    """Blocks that flow over pages; ``title`` and ``key`` are those of the heading it begins with."""

    key: str
    title: str
    items: tuple[Item, ...]
    new_page: bool = True


@dataclass(frozen=True)
class Cover:
    """The first page: its blocks, and the heading over the list of contents at its foot, which takes a page of its own
    where it finds no room there."""

    top: Stack
    contents: str


@dataclass(frozen=True)
class Document:
    """What is printed: ``page_label`` takes {page} and {pages}; header and footer stand on all pages but the cover.

    ``letter``: a page before the cover. Without the two the first page is that of the first chapter. ``mark``: stands
    at the upper right of every page, the cover too, in the place of the right side of the header.
    """

    title: str
    author: str
    subject: str
    language: str
    grid: Grid
    colours: Mapping[str, str]
    cover: Cover | None
    chapters: tuple[Chapter, ...]
    header: tuple[str, str]
    footer: str
    page_label: str
    attachment: Attachment | None = None
    letter: Stack | None = None
    mark: str = ""

    @property
    def before(self) -> int:
        """Pages before the chapters."""
        return (self.letter is not None) + (self.cover is not None) + self.contents_apart

    @property
    def contents_apart(self) -> bool:
        """Whether the cover has no room for the list of contents."""
        listed = ENTRY * len(self.chapters) + CONTENTS_HEAD
        return self.cover is not None and self.cover.top.height + ABOVE_CONTENTS + listed > self.grid.body


@dataclass(frozen=True)
class Page:
    body: Block
    chapters: dict[str, str] = field(default_factory=dict)
    """Chapters that begin on this page: key → title."""


def render(document: Document) -> bytes:
    """The document as PDF; the same document gives the same bytes."""
    pages = list(_flow(document.chapters, document.grid))
    canvas = _canvas(document)
    pen = Pen(canvas, document.colours)
    if document.letter:
        document.letter.draw(pen, MARGIN_SIDE, document.grid.height - MARGIN_TOP)
        pen.structure.end_page()
    if document.cover:
        _draw_cover(document, document.cover, pages, pen)
    for number, page in enumerate(pages, document.before + 1):
        page.body.draw(pen, MARGIN_SIDE, document.grid.height - MARGIN_TOP)
        with pen.structure.artifact():
            _draw_furniture(document, pen, number, len(pages) + document.before)
        pen.structure.end_page()
    pen.structure.finish()
    if document.attachment:
        attach(canvas, document.attachment)
    return saved(canvas, pen.structure)


def page_count(chapters: Sequence[Chapter], grid: Grid) -> int:
    """How many pages these chapters take, without a cover."""
    return sum(1 for _ in _flow(chapters, grid))


def _canvas(document: Document) -> Canvas:
    canvas = Canvas(
        BytesIO(),  # nothing is written there: ``pdffile`` makes the file
        pagesize=(document.grid.width, document.grid.height),
        pageCompression=0,  # ``pdffile`` compresses
        invariant=1,
        initialFontName=fonts.initial(),  # type: ignore[arg-type]  # stubs say float
        lang=document.language,
    )
    canvas._doc.defaultStreamFilters = [Deflate()]  # type: ignore[attr-defined]
    canvas.setTitle(one_line(document.title))
    canvas.setAuthor(one_line(document.author))
    canvas.setSubject(one_line(document.subject))
    canvas.setCreator("Waymark")
    canvas.setProducer("Waymark")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
    return canvas


def _flow(chapters: Sequence[Chapter], grid: Grid) -> Iterator[Page]:
    """Chapters on pages: one that does not begin a new page follows the one before it."""
    for run in _runs(chapters):
        keys = {chapter.key: chapter.title for chapter in run}
        items = [item for chapter in run for item in chapter.items]
        for part in _parts(Stack(tuple(items)), grid.body):
            begun = [
                item.block.key for item in part.items if isinstance(item.block, Heading) and item.block.key in keys
            ]
            yield Page(part, {key: keys[key] for key in begun})


def _runs(chapters: Sequence[Chapter]) -> Iterator[list[Chapter]]:
    run: list[Chapter] = []
    for chapter in chapters:
        if run and chapter.new_page:
            yield run
            run = []
        run.append(chapter)
    if run:
        yield run


def _parts(rest: Stack, room: float) -> Iterator[Stack]:
    """The stack cut into pages. What must stay together but is taller than a page is split all the same."""
    while True:
        parts = rest.split(room) or rest.split(room, force=True)
        if parts is None:
            yield rest
            return
        head, tail = parts
        assert isinstance(head, Stack)  # noqa: S101 - a stack splits into stacks; for the type checker
        assert isinstance(tail, Stack)  # noqa: S101
        yield head
        if not tail.items:
            return
        rest = tail


def _draw_cover(document: Document, cover: Cover, pages: Sequence[Page], pen: Pen) -> None:
    grid = document.grid
    pen.rect((0, 0), (10, grid.height), "accent")
    pen.rect((10, 0), (4, grid.height), "second")
    _draw_mark(document, pen)
    cover.top.draw(pen, MARGIN_SIDE, grid.height - MARGIN_TOP)
    numbered = enumerate(pages, document.before + 1)
    entries = [(key, title, number) for number, page in numbered for key, title in page.chapters.items()]
    if document.contents_apart:
        pen.structure.end_page()
        with pen.structure.artifact():
            _draw_furniture(document, pen, document.before, len(pages) + document.before)
        text(cover.contents, HEADING, grid.full).draw(pen, MARGIN_SIDE, grid.height - MARGIN_TOP)
        _draw_contents(entries, grid.height - MARGIN_TOP - 2 * CONTENTS_HEAD, grid, pen)
    else:
        top = MARGIN_BOTTOM + ENTRY * len(entries)
        text(cover.contents, SMALL_BOLD, grid.full).draw(pen, MARGIN_SIDE, top + CONTENTS_HEAD)
        _draw_contents(entries, top, grid, pen)
    pen.structure.end_page()


def _draw_contents(entries: Sequence[tuple[str, str, int]], top: float, grid: Grid, pen: Pen) -> None:
    """The list below ``top``, its entries closer where they are many."""
    pitch = min(ENTRY, (top - MARGIN_BOTTOM) / max(len(entries), 1))
    with pen.structure.opened(Tag("TOC")):
        for key, title, number in entries:
            with pen.structure.opened(Tag("TOCI")):
                _draw_entry(pen, grid, top, key, (title, str(number)))
            top -= pitch


def _draw_entry(pen: Pen, grid: Grid, top: float, key: str, words: tuple[str, str]) -> None:
    pen.line((MARGIN_SIDE, top), (MARGIN_SIDE + grid.full, top), "line")
    right, left = Style(BODY.size, BODY.leading, align="right"), Style(BODY.size, BODY.leading, max_lines=1)
    row = Row(((0, text(words[0], left, grid.full - 50)), (grid.full - 40, text(words[1], right, 40))), padding=4)
    Linked(row, key, words[0], grid.full).draw(pen, MARGIN_SIDE, top)


def _draw_furniture(document: Document, pen: Pen, number: int, pages: int) -> None:
    grid, half = document.grid, document.grid.full / 2 - 10
    left, right = MARGIN_SIDE, MARGIN_SIDE + grid.full
    end = Style(NOTE.size, NOTE.leading, colour=NOTE.colour, align="right")
    head, foot = grid.height - 36, 28
    room = grid.full - _mark_width(document) - 20 if document.mark else half
    pen.label(fitted(document.header[0], NOTE.size, False, room), left, head, NOTE)
    if document.mark:
        _draw_mark(document, pen)
    else:
        pen.label(fitted(document.header[1], NOTE.size, False, half), right, head, end)
    pen.line((left, head - 10), (right, head - 10), "line")
    # The number of the page needs little of the line.
    pen.label(fitted(document.footer, NOTE.size, False, 1.6 * half), left, foot, NOTE)
    pen.label(document.page_label.format(page=number, pages=pages), right, foot, end)


def _draw_mark(document: Document, pen: Pen) -> None:
    """On a dark ground at the end of the line on which headers stand."""
    if document.mark:
        wide = _mark_width(document)
        right, base = MARGIN_SIDE + document.grid.full, document.grid.height - 36
        pen.rect((right - wide, base - 4.5), (wide, 14), "accent", 3)
        pen.label(_mark(document), right - 6, base, MARK)


def _mark(document: Document) -> str:
    return fitted(document.mark, MARK.size, True, document.grid.full / 2)


def _mark_width(document: Document) -> float:
    return fonts.width(_mark(document), MARK.size, True) + 12
