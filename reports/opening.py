"""PDFs that come from anywhere, opened with limits: what is attached to one, and how two of them differ."""

from __future__ import annotations

import hashlib
import io
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pikepdf
from pikepdf import settings

from scoring.messages import N_, Message, Problem, WaymarkError

LARGEST = 2_000_000
"""Bytes of a file: a report with many notes, fonts and a logo takes a fifth of it."""

LARGEST_STREAM = 2_000_000
"""Bytes that one stream may unpack to; a few kB can claim to be many GB."""

MOST_UNPACKED = 50_000_000
MOST_OBJECTS = 50_000
MOST_PAGES = 200
"""What is looked at in all, of any one PDF."""

NOT_A_PDF = N_("This is no PDF that can be read: it is broken, or something else.")
TOO_LARGE = N_("The file has {size} MB. Reports have less than {limit} MB.")
ENCRYPTED = N_("The file is encrypted. Take it as Waymark made it.")
DAMAGED = N_("The file is damaged: programs may read it differently, so nothing can be said about it.")
NONE_ATTACHED = N_("Nothing is attached to it. It was made to be passed on, or is no report of Waymark.")
SEVERAL_ATTACHED = N_("{n} files are attached to it. Reports of Waymark have one, {name}.")
ANOTHER_ATTACHED = N_("“{found}” is attached to it and not {name}. It is no report of Waymark.")

_NOT_OF_A_PAGE = frozenset({"/Parent", "/StructParents", "/StructParent", "/Popup"})
"""What leads from a page and what stands on it to the rest of the document."""

BROKEN = (
    pikepdf.PdfError,
    pikepdf.DataDecodingError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    RecursionError,
    MemoryError,
)
"""What comes of a PDF in which something is not what it must be."""

_DEFLATED = (pikepdf.Name.FlateDecode, pikepdf.Array([pikepdf.Name.FlateDecode]))
_HOW_PACKED = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})


class OpeningError(WaymarkError):
    """A PDF that cannot be looked into; ``problems`` says why."""


@contextmanager
def opened(content: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF, as long as it is looked into. Raises ``OpeningError`` for what is too large, encrypted or broken.

    Limits of the PDF library are process-wide and put back afterwards: not for several threads at once.
    """
    if len(content) > LARGEST:
        raise _refused(TOO_LARGE, size=f"{len(content) / 1_000_000:.1f}", limit=LARGEST // 1_000_000)
    if not (content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")):
        raise _refused(NOT_A_PDF)
    before = settings.set_qpdf_limits(flate_max_memory=LARGEST_STREAM, run_length_max_memory=LARGEST_STREAM)
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise _refused(ENCRYPTED)
            yield pdf
            if pdf.get_warnings():
                raise _refused(DAMAGED)
    except pikepdf.PasswordError as error:
        raise _refused(ENCRYPTED) from error
    except BROKEN as error:
        raise _refused(NOT_A_PDF) from error
    finally:
        settings.set_qpdf_limits(**before)  # type: ignore[arg-type]


def _refused(text: str, **told: object) -> OpeningError:
    return OpeningError([Problem("PDF", Message(text, told))])


def attached(pdf: pikepdf.Pdf, name: str) -> bytes:
    """The one file that is attached. Raises ``OpeningError`` where there is none, another, or several."""
    names = list(pdf.attachments)
    if not names:
        raise _refused(NONE_ATTACHED)
    if len(names) > 1:
        raise _refused(SEVERAL_ATTACHED, n=len(names), name=name)
    if names != [name]:
        raise _refused(ANOTHER_ATTACHED, found=names[0][:60], name=name)
    return _unpacked(pdf.attachments[name].obj["/EF"]["/F"])


def _unpacked(stream: pikepdf.Object) -> bytes:
    """The content of a stream. Raises ``OpeningError`` for one that is packed as reports never are: only of this way
    does the library know in time that it would grow without end."""
    if stream.get("/Filter") not in (None, *_DEFLATED):
        raise _refused(DAMAGED)
    return bytes(stream.read_bytes())


@dataclass(frozen=True)
class Differences:
    """How one PDF differs from another. ``pages``: numbers of those that show other content, ``around``: of those whose
    links, notes, pictures or fonts differ. ``beside``: whether anything that is on no page differs."""

    pages: tuple[int, ...]
    around: tuple[int, ...]
    counts: tuple[int, int]
    beside: bool


def differences(one: pikepdf.Pdf, other: pikepdf.Pdf) -> Differences:
    """What the two have different, object by object as unpacked: how they are packed and numbered makes none.

    Raises ``OpeningError`` where looking at all of it would take too much.
    """
    first, second = _Contents(one), _Contents(other)
    both = range(min(len(first.pages), len(second.pages)))
    shown = [page for page in both if first.drawn(page) != second.drawn(page)]
    around = [page for page in both if page not in shown and first.page(page) != second.page(page)]
    counts = len(first.pages), len(second.pages)
    beside = not (shown or around or counts[0] != counts[1]) and first.all() != second.all()
    return Differences(tuple(page + 1 for page in shown), tuple(page + 1 for page in around), counts, beside)


class _Contents:
    """What is in one PDF, as values that can be compared with those of another."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        if int(pdf.Root.Pages.get("/Count", 0)) > MOST_PAGES or len(pdf.Root.Pages.get("/Kids", ())) > MOST_PAGES:
            raise _refused(DAMAGED)
        self.pdf, self.pages = pdf, list(pdf.pages)
        self.page_at = {page.obj.objgen: number for number, page in enumerate(self.pages)}
        self.left = MOST_UNPACKED

    def drawn(self, page: int) -> list[str]:
        """What is drawn on a page: a digest of each stream."""
        contents = self.pages[page].obj.get("/Contents", pikepdf.Array())
        return [self.digest(stream) for stream in (contents if isinstance(contents, pikepdf.Array) else (contents,))]

    def page(self, page: int) -> list[object]:
        """The page with all that it needs: fonts, pictures, links. Another page is only a number to it."""
        return self.reached([self.pages[page].obj], of_a_page=True)

    def all(self) -> list[object]:
        """Everything that is reached from the head of the file."""
        return self.reached([self.pdf.Root, self.pdf.trailer.get("/Info", pikepdf.Dictionary())])

    def digest(self, stream: pikepdf.Object) -> str:
        unpacked = _unpacked(stream)
        self.left -= len(unpacked)
        if self.left < 0:
            raise _refused(DAMAGED)
        return hashlib.sha256(unpacked).hexdigest()

    def reached(self, start: list[pikepdf.Object], *, of_a_page: bool = False) -> list[object]:
        """Every object that is reached, in the order in which it is met, with digests of streams.

        References are told by that order, and so are the same however a file numbers its objects.
        """
        walk = _Walk(self, _NOT_OF_A_PAGE if of_a_page else frozenset(), self.page_at if of_a_page else {})
        return walk.through(start)


@dataclass
class _Walk:
    """One way through objects, each met once. ``left_out``: names that are not followed; ``known``: objects that are
    told by a number of their own."""

    contents: _Contents
    left_out: frozenset[str]
    known: Mapping[tuple[int, int], int]
    numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    waiting: deque[pikepdf.Object] = field(default_factory=deque)
    values: int = 0

    def through(self, start: Sequence[pikepdf.Object]) -> list[object]:
        found: list[object] = []
        self.waiting.extend(start)
        while self.waiting:
            if len(self.numbers) > MOST_OBJECTS:
                raise _refused(DAMAGED)
            found.append(self.content(self.waiting.popleft()))
        return found

    def told(self, value: object) -> object:
        """A value that stands in another: itself, or where it is met."""
        if not (isinstance(value, pikepdf.Object) and value.is_indirect):
            return self.content(value)
        if value.objgen in self.known:
            return "known", self.known[value.objgen]
        if value.objgen not in self.numbers:
            self.numbers[value.objgen] = len(self.numbers)
            self.waiting.append(value)
        return "met", self.numbers[value.objgen]

    def content(self, value: object) -> object:
        self.values += 1
        if self.values > 10 * MOST_OBJECTS:
            raise _refused(DAMAGED)
        if isinstance(value, pikepdf.Array):
            return [self.told(inner) for inner in value]
        if isinstance(value, pikepdf.Stream):
            return self.entries(value, _HOW_PACKED), self.contents.digest(value)
        if isinstance(value, pikepdf.Dictionary):
            return self.entries(value, self.left_out)
        return value.unparse() if isinstance(value, pikepdf.Object) else repr(value)

    def entries(self, value: pikepdf.Object, left_out: frozenset[str]) -> list[tuple[str, object]]:
        return [(name, self.told(value[name])) for name in sorted(value.keys()) if name not in left_out]
