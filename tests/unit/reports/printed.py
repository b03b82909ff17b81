"""A report as a reader of its PDF finds it: lines of text with their boxes, and the tree that says what each is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from itertools import takewhile
from typing import Any, NamedTuple

import pdfplumber
import pikepdf
from pdfminer.layout import LTChar, LTComponent, LTContainer, LTCurve

from reports import theme
from reports.firm import FirmReport
from reports.portfolio import PortfolioReport
from reports.sector import SectorReport

TOUCH = 0.6
"""Points by which two letters of one line may stand apart or overlap."""


def squeezed(text: str) -> str:
    """Without white space, since lines break anywhere."""
    return re.sub(r"\s", "", text)


class Box(NamedTuple):
    """In points from the upper left corner of the page, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def __or__(self, other: Box) -> Box:  # type: ignore[override]
        return Box(*map(min, self[:2], other[:2]), *map(max, self[2:], other[2:]))


@dataclass(frozen=True)
class Run:
    """A line of text as it was drawn. ``mark``: its number on the page, None outside of the structure; ``tag``: what it
    is marked as, None where it is not marked at all."""

    text: str
    box: Box
    mark: int | None
    tag: str | None


@dataclass(frozen=True)
class Page:
    number: int
    width: float
    height: float
    runs: tuple[Run, ...] = field(repr=False)
    shapes: tuple[Box, ...] = field(repr=False)

    def marked(self) -> Iterator[Run]:
        return (run for run in self.runs if run.mark is not None)


@dataclass(eq=False)
class Node:
    """An element of the structure: ``kids`` are elements, (page, mark) or the annotations of links."""

    role: str
    thing: Any = field(repr=False)
    kids: list[Node | tuple[int, int] | pikepdf.Dictionary] = field(default_factory=list, repr=False)

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.nodes:
            yield from kid.walk()

    @property
    def nodes(self) -> list[Node]:
        return [kid for kid in self.kids if isinstance(kid, Node)]

    @property
    def links(self) -> list[pikepdf.Dictionary]:
        return [kid for kid in self.kids if isinstance(kid, pikepdf.Dictionary)]

    def marks(self) -> Iterator[tuple[int, int]]:
        """All marks within, in reading order."""
        for kid in self.kids:
            if isinstance(kid, tuple):
                yield kid
            elif isinstance(kid, Node):
                yield from kid.marks()

    def pages(self) -> set[int]:
        return {page for page, _ in self.marks()}

    def all(self, *roles: str) -> list[Node]:
        return [node for node in self.walk() if node.role in roles]


@dataclass(frozen=True)
class Printed:
    """A report with its PDF, read once."""

    report: FirmReport | PortfolioReport | SectorReport = field(repr=False)
    pdf: bytes = field(repr=False)
    paper: str = "A4"

    @cached_property
    def grid(self) -> theme.Grid:
        return theme.Grid(*theme.PAPERS[self.paper])

    @cached_property
    def file(self) -> pikepdf.Pdf:
        return pikepdf.open(BytesIO(self.pdf))

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        with pdfplumber.open(BytesIO(self.pdf)) as document:
            return tuple(_page(page) for page in document.pages)

    @cached_property
    def tree(self) -> Node:
        """The element that holds all others."""
        numbers = {page.objgen: number for number, page in enumerate(self.file.pages)}
        return _node(self.file.Root.StructTreeRoot.K, numbers, None)

    @cached_property
    def _marked(self) -> Mapping[tuple[int, int], Sequence[Run]]:
        found: dict[tuple[int, int], list[Run]] = {}
        for number, page in enumerate(self.pages):
            for run in page.marked():
                assert run.mark is not None
                found.setdefault((number, run.mark), []).append(run)
        return found

    def runs(self, node: Node) -> list[Run]:
        """All lines within an element, in reading order."""
        return [run for mark in node.marks() for run in self._marked.get(mark, ())]

    def text(self, node: Node) -> str:
        return " ".join(" ".join(run.text for run in self.runs(node)).split())

    @cached_property
    def read(self) -> str:
        """All that is read out, in its order, without white space."""
        return squeezed(self.text(self.tree))

    def tables(self) -> list[list[list[str]]]:
        """Every table as rows of cells without white space."""
        return [
            [[squeezed(self.text(cell)) for cell in row.nodes] for row in table.nodes]
            for table in self.tree.all("Table")
        ]

    def chapters(self) -> Mapping[str, list[tuple[str, str]]]:
        """Chapter → role and text of each element in it that holds no other, its heading first."""
        found: dict[str, list[tuple[str, str]]] = {}
        told: list[tuple[str, str]] = []
        for node in self.tree.walk():
            if not node.nodes:
                if node.role == "H1":
                    told = found[self.text(node)] = []
                told.append((node.role, self.text(node)))
        return found

    def between(self, chapter: str, first: str, then: str | None) -> str:
        """What is read in a chapter from the title ``first`` on, up to the one called ``then``, without white space."""
        told = [squeezed(text) for _, text in self.chapters().get(chapter, [])]
        start = told.index(squeezed(first))
        end = told.index(squeezed(then), start + 1) if then is not None else len(told)
        return "".join(told[start:end])


def outside(printed: Printed) -> list[Run]:
    """Every line of text that leaves the frame of its page, or the room that header and footer have."""
    return [run for page in printed.pages for run in page.runs if not _inside(run, page)]


def _inside(run: Run, page: Page) -> bool:
    top, bottom = (theme.MARGIN_TOP, theme.MARGIN_BOTTOM) if run.mark is not None else (24.0, 22.0)
    return (
        run.box.left >= theme.MARGIN_SIDE - TOUCH
        and run.box.right <= page.width - theme.MARGIN_SIDE + TOUCH
        and run.box.top >= top - TOUCH
        and run.box.bottom <= page.height - bottom + TOUCH
    )


def overlapping(printed: Printed) -> list[tuple[Run, Run]]:
    """Lines of text that lie over each other."""
    found = []
    for page in printed.pages:
        runs = sorted(page.runs, key=lambda run: run.box.top)
        for place, one in enumerate(runs):
            below = takewhile(lambda other: other.box.top < one.box.bottom, runs[place + 1 :])  # noqa: B023 - used at once
            found += [(one, other) for other in below if _overlap(one.box, other.box)]
    return found


def _overlap(one: Box, other: Box) -> bool:
    """By more than where the box of a letter is larger than what is drawn of it."""
    across = min(one.right, other.right) - max(one.left, other.left)
    bottoms = (box.bottom - 0.15 * (box.bottom - box.top) for box in (one, other))  # below there are few letters
    return across > TOUCH and min(bottoms) - max(one.top, other.top) > TOUCH


def destination(printed: Printed, target: Any) -> tuple[int, float]:
    """Page, counted from 0, and distance from its top that a link or an entry of the outline leads to."""
    page, _, _, top, _ = target
    number = next(n for n, one in enumerate(printed.file.pages) if one.objgen == page.objgen)
    return number, printed.pages[number].height - float(top)


def _page(page: Any) -> Page:
    """Of the layout itself: all that pdfplumber tells of a letter besides takes longer than reading the page."""
    things = list(_things(page.layout))
    letters = [Letter.of(thing, page.height) for thing in things if isinstance(thing, LTChar)]
    shapes = tuple(_box(thing, page.height) for thing in things if isinstance(thing, LTCurve))
    return Page(page.page_number, page.width, page.height, tuple(_runs(letters)), shapes)


def _things(container: LTContainer[Any]) -> Iterator[LTComponent]:
    """All that was drawn, in its order."""
    for thing in container:
        if isinstance(thing, LTContainer):
            yield from _things(thing)
        else:
            yield thing


def _box(thing: LTComponent, height: float) -> Box:
    return Box(thing.x0, height - thing.y1, thing.x1, height - thing.y0)


@dataclass(frozen=True)
class Letter:
    """``kind``: mark, tag and size, which letters of one line have in common."""

    text: str
    box: Box
    kind: tuple[int | None, str | None, float]

    @classmethod
    def of(cls, drawn: Any, height: float) -> Letter:
        return cls(drawn.get_text(), _box(drawn, height), (drawn.mcid, drawn.tag, drawn.size))


def _runs(letters: Sequence[Letter]) -> Iterator[Run]:
    """Letters that follow each other on one line, as they were drawn."""
    run: list[Letter] = []
    for letter in letters:
        if run and not _follows(run[-1], letter):
            yield from _run(run)
            run = []
        run.append(letter)
    yield from _run(run)


def _follows(last: Letter, letter: Letter) -> bool:
    return (
        last.kind == letter.kind
        and abs(last.box.bottom - letter.box.bottom) < TOUCH
        and abs(last.box.right - letter.box.left) < TOUCH
    )


def _run(letters: Sequence[Letter]) -> Iterator[Run]:
    """A run without the spaces at its ends; nothing where it holds no more than these."""
    text = "".join(letter.text for letter in letters)
    inked = [letter for letter in letters if letter.text.strip()]
    if inked:
        first, last = inked[0], inked[-1]
        mark, tag, _ = first.kind
        yield Run(text.strip(), Box(first.box.left, first.box.top, last.box.right, first.box.bottom), mark, tag)


def _node(thing: Any, pages: Mapping[tuple[int, int], int], page: int | None) -> Node:
    if "/Pg" in thing:
        page = pages[thing.Pg.objgen]
    node = Node(str(thing.S)[1:], thing)
    kids = thing.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
            node.kids.append(kid.Obj)
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
            node.kids.append((pages[kid.Pg.objgen], int(kid.MCID)))
        elif isinstance(kid, pikepdf.Dictionary):
            node.kids.append(_node(kid, pages, page))
        else:
            assert page is not None, "a mark needs a page"
            node.kids.append((page, int(kid)))
    return node
