"""The structure of a tagged PDF, grown while pages are drawn: headings, paragraphs, tables, lists, figures, links.

ISO 32000-1, 14.7 and 14.8: every piece of text on a page is marked with a number; the elements of a tree say what the
numbered pieces are, and in which order they are read. What only decorates is marked as an artifact and has no element.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFObject, PDFString
from reportlab.pdfgen.canvas import Canvas

HOLD_TEXT = frozenset({"P", "H1", "H2", "H3", "TH", "TD", "Lbl", "Figure", "Link"})
"""Elements that hold text themselves; in any other a text becomes a paragraph."""

PLAIN = HOLD_TEXT - {"TH", "Figure"}
"""Those of them without attributes."""

ARTIFACT = ("/Artifact BMC", "EMC")
NOTHING = ("", "")

Box = tuple[float, float, float, float]
"""Left, bottom, right and top on a page, in points."""


@dataclass(eq=False, slots=True)
class Tag:
    """What a block is: the same object on two pages is one element that goes on there.

    ``role``: a standard structure type. ``once``: what is drawn again, such as the head of a table on its next page, is
    an artifact there.
    """

    role: str
    once: bool = False


class Mark(NamedTuple):
    """A numbered piece of a page; pages count from 0."""

    page: int
    number: int


class Annotation(NamedTuple):
    """A link on a page, by the number of its object."""

    page: int
    number: int


@dataclass(eq=False, slots=True)
class Element:
    """A node of the tree; ``alt`` says in words what a figure shows, ``box`` where it is."""

    role: str
    parent: Element | None
    alt: str = ""
    box: Box | None = None
    kids: list[Mark | Annotation | Element] = field(default_factory=list)
    number: int = 0
    """Of its object in the file."""


class Structure:
    """The tree of one document. The pen tells it what begins and ends, and asks how to mark what it draws."""

    def __init__(self, canvas: Canvas) -> None:
        self.root = Element("Document", None)
        self._canvas: Any = canvas  # whose document and page are told of what ReportLab itself does not know
        self._open: list[Element | None] = [self.root]
        self._known: dict[Tag, Element | None] = {}
        self._pages: list[list[Element]] = [[]]
        self._links: list[Element] = []
        self._in_figure = False
        self.top, self.tree = Late(), Late()

    def end_page(self) -> None:
        """Close the page, which then says where its marks are found, and that Tab follows the structure."""
        document = self._canvas._doc
        name = document.thisPageName()
        self._canvas.showPage()
        page = document.idToObject[name]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(self._pages) - 1, PDFName("S")
        self._pages.append([])

    @contextmanager
    def opened(self, tag: Tag) -> Iterator[None]:
        """All that is drawn inside belongs to the element of this tag."""
        known = self._known.get(tag)
        if self._open[-1] is None or (known and tag.once):
            self._open.append(None)
        else:
            self._known[tag] = known = known or self._new(tag.role)
            self._open.append(known)
        yield
        self._open.pop()

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """All that is drawn inside only decorates, or stands on every page."""
        self._open.append(None)
        yield
        self._open.pop()

    @contextmanager
    def figure(self, alt: str, box: Box) -> Iterator[None]:
        """All that is drawn inside is one picture."""
        if self._open[-1] is None:
            before, after = ARTIFACT
        else:
            element = self._new("Figure")
            element.alt, element.box = alt, box
            before, after = self._mark(element)
        self._canvas._code.append(before)
        self._in_figure = True
        yield
        self._in_figure = False
        self._canvas._code.append(after)

    def text(self, spoken: str = "") -> tuple[str, str]:
        """The operators around a text: it belongs to the element that is open, else to a paragraph of its own.

        ``spoken``: what is read instead of the characters as they are drawn.
        """
        if self._in_figure:
            return NOTHING
        element = self._open[-1]
        if element is None:
            return ARTIFACT
        return self._mark(element if element.role in HOLD_TEXT else self._new("P"), spoken)

    def shape(self) -> tuple[str, str]:
        """The operators around a line or an area."""
        return NOTHING if self._in_figure else ARTIFACT

    def link(self, destination: PDFObject, box: Box, words: str) -> None:
        """A link over ``box`` to a place in the document, of the element that is open; ``words`` say where it leads."""
        document, element = self._canvas._doc, self._open[-1]
        annotation, parent = Late(), b""
        self._canvas._annotationrefs.append(document.Reference(annotation))
        if element is not None:
            parent = b"/StructParent %d" % (_LINKS_FROM + len(self._links))
            element.kids.append(Annotation(len(self._pages) - 1, _number(document, annotation)))
            self._links.append(element)
        annotation.content = (
            b"<</Type/Annot/Subtype/Link/Rect[%.2f %.2f %.2f %.2f]/Border[0 0 0]%s/Contents%s/F 4%s>>"
            % (
                *box,
                b"/Dest %d 0 R" % _number(document, destination),
                PDFString(words).format(document),
                parent,
            )
        )

    def _new(self, role: str) -> Element:
        parent = self._open[-1] or self.root
        element = Element(role, parent)
        parent.kids.append(element)
        return element

    def _mark(self, element: Element, spoken: str = "") -> tuple[str, str]:
        marks = self._pages[-1]
        number = len(marks)
        element.kids.append(Mark(len(self._pages) - 1, number))
        marks.append(element)
        actual = f"/ActualText <FEFF{spoken.encode('utf-16-be', 'replace').hex()}>" if spoken else ""
        return f"/{element.role} <</MCID {number}{actual}>> BDC", "EMC"

    def finish(self) -> None:
        """Give the document a tree that is written when it is saved; called once, after the last page."""
        document = self._canvas._doc
        document.Catalog.StructTreeRoot = self.top
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        document.Reference(self.top)
        document.Reference(self.tree)

    def written(self, first: int) -> list[bytes]:
        """The elements as objects that are numbered from ``first`` on; ``top`` and ``tree`` then know them."""
        document, marked = self._canvas._doc, self._pages[:-1]
        numbers = document.idToObjectNumberAndVersion
        pages = [numbers[f"Page{place}"][0] for place in range(1, len(marked) + 1)]
        top, tree = (_number(document, thing) for thing in (self.top, self.tree))
        elements = list(_walk(self.root))
        for number, element in enumerate(elements, first):
            element.number = number
        self.tree.content = _parent_tree(marked, self._links)
        self.top.content = b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>" % (
            self.root.number,
            tree,
            _LINKS_FROM + len(self._links),
        )
        return [_dictionary(element, document, top, pages) for element in elements]


_LINKS_FROM = 100_000
"""Keys of links in the parent tree stand above those of pages."""


class Late(PDFObject):
    """An object whose bytes are known only when all others are numbered."""

    content = b""

    def format(self, document: object) -> bytes:  # noqa: ARG002 - see PDFObject
        return self.content


def _number(document: Any, thing: PDFObject) -> int:
    number: int = document.idToObjectNumberAndVersion[document.Reference(thing).name][0]
    return number


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _walk(kid)


def _dictionary(element: Element, document: Any, top: int, pages: list[int]) -> bytes:
    """A structure element; of its marks, those on its first page need no page of their own."""
    if len(element.kids) == 1 and isinstance(mark := element.kids[0], Mark) and element.role in PLAIN:
        return b"<</S/%s/P %d 0 R/Pg %d 0 R/K %d>>" % (
            element.role.encode(),
            element.parent.number if element.parent else top,
            pages[mark.page],
            mark.number,
        )
    page = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
    return b"<</S/%s/P %d 0 R%s%s/K[%s]>>" % (
        element.role.encode(),
        element.parent.number if element.parent else top,
        b"" if page is None else b"/Pg %d 0 R" % pages[page],
        _attributes(element, document),
        b" ".join(_kid(kid, page, pages) for kid in element.kids),
    )


def _kid(kid: Mark | Annotation | Element, page: int | None, pages: list[int]) -> bytes:
    if isinstance(kid, Element):
        return b"%d 0 R" % kid.number
    if isinstance(kid, Annotation):
        return b"<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>" % (pages[kid.page], kid.number)
    if kid.page == page:
        return b"%d" % kid.number
    return b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (pages[kid.page], kid.number)


def _attributes(element: Element, document: Any) -> bytes:
    if element.role == "TH":
        return b"/A<</O/Table/Scope/Column>>"
    if element.box is None:
        return b""
    box = b"/A<</O/Layout/BBox[%.2f %.2f %.2f %.2f]>>" % element.box
    return box + b"/Alt" + PDFString(element.alt).format(document)


def _parent_tree(marked: list[list[Element]], links: list[Element]) -> bytes:
    """Which element each mark of a page, and each link, belongs to."""
    pages = [
        b"%d[%s]" % (number, b" ".join(b"%d 0 R" % element.number for element in marks))
        for number, marks in enumerate(marked)
    ]
    ends = [b"%d %d 0 R" % (number, element.number) for number, element in enumerate(links, _LINKS_FROM)]
    return b"<</Nums[%s]>>" % b" ".join([*pages, *ends])
