"""The bytes of a finished document: a PDF whose objects lie in one compressed stream, as PDF 1.5 allows.

A tagged report has some thousand small objects. One by one and with a line each in a table of offsets, as ReportLab
writes them, they would take more room than all pages and fonts together (ISO 32000-1, 7.5.7 and 7.5.8).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from reports.structure import Late, Structure

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


LEVEL = 4
"""Of compression: half the time of zlib's usual 6, and 3 % more bytes."""


class Deflate:
    """How streams are compressed, as ReportLab's documents ask their filters to."""

    pdfname = "FlateDecode"

    def encode(self, content: str | bytes) -> bytes:
        """The content of a stream, packed."""
        return zlib.compress(content.encode() if isinstance(content, str) else content, LEVEL)


class _Place(NamedTuple):
    """Where an object is: at an offset in the file (kind 1), or in a stream of objects and there the n-th (kind 2)."""

    kind: int
    where: int
    place: int

    def __bytes__(self) -> bytes:
        return self.kind.to_bytes(1) + self.where.to_bytes(4) + self.place.to_bytes(2)


_END_OF_STREAM = b"endstream\n"
_FREE = bytes(_Place(0, 0, 65535))


def saved(canvas: Canvas, structure: Structure) -> bytes:
    """The document of a canvas whose pages are all shown; the canvas is of no use afterwards."""
    document: Any = canvas._doc  # type: ignore[attr-defined]
    _complete(document, canvas)
    file, places, small = bytearray(_HEAD), [_FREE], []
    for number, thing in enumerate(_objects(document), 1):
        content = b"" if isinstance(thing, Late) else pdfdoc.pdfdocEnc(pdfdoc.format(thing, document, toplevel=1))
        if content.endswith(_END_OF_STREAM):
            places.append(bytes(_Place(1, len(file), 0)))
            file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        else:
            places.append(b"")
            small.append((number, thing, content))
    elements = structure.written(len(places))
    objects = [(number, thing.content if isinstance(thing, Late) else content) for number, thing, content in small]
    objects += enumerate(elements, len(places))
    places += [b""] * len(elements)
    last = len(places)
    for index, (number, _) in enumerate(objects):
        places[number] = bytes(_Place(2, last, index))
    places.append(bytes(_Place(1, len(file), 0)))
    file += _stream(last, *_packed(objects))
    start = len(file)
    places.append(bytes(_Place(1, start, 0)))
    file += _stream(last + 1, _cross_reference(document, len(places)), b"".join(places))
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % start)


def _complete(document: Any, canvas: Canvas) -> None:
    """What ReportLab does to a document before it writes it: subsets of fonts, the outline, the identity."""
    for face in document.delayedFonts:
        face.addObjects(document)
    document.info.invariant = document.invariant
    document.info.digest(document.signature)
    document.Reference(document.Catalog)
    document.Reference(document.info)
    document.Outlines.prepare(document, canvas)
    if document.Outlines.ready < 0:
        document.Catalog.Outlines = None


def _objects(document: Any) -> Iterator[Any]:
    """Every object in order; writing one may add others, which follow."""
    number = 1
    while number in document.numberToId:
        yield document.idToObject[document.numberToId[number]]
        number += 1


def _packed(small: list[tuple[int, bytes]]) -> tuple[bytes, bytes]:
    """The stream that holds objects, as its dictionary and its bytes: first which they are and where, then they."""
    offsets, body = [], bytearray()
    for number, content in small:
        offsets.append(b"%d %d" % (number, len(body)))
        body += content + b"\n"
    index = b" ".join(offsets) + b"\n"
    return b"/Type/ObjStm/N %d/First %d" % (len(small), len(index)), index + bytes(body)


def _cross_reference(document: Any, size: int) -> bytes:
    root, info = (document.Reference(thing).format(document) for thing in (document.Catalog, document.info))
    return b"/Type/XRef/Size %d/W[1 4 2]/Root %s/Info %s/ID %s" % (size, root, info, document.ID())


def _stream(number: int, entries: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, LEVEL)
    head = b"%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n" % (number, entries, len(packed))
    return head + packed + b"\nendstream\nendobj\n"
