"""A file attached to a PDF: written while drawing, listed by readers, associated with the document (AF)."""

from __future__ import annotations

import datetime
import zlib
from dataclasses import dataclass

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True)
class Attachment:
    """``name`` without a path; ``date``: the day that it is said to be of; ``kind``: its media type."""

    name: str
    content: bytes
    date: datetime.date
    kind: str = "application/json"


def attach(canvas: Canvas, attachment: Attachment) -> None:
    """Attach the file, before the canvas is saved; the same file gives the same bytes.

    It stands in the document's list of attachments, and as data from which the document was made (``AFRelationship``
    ``Data``, ISO 32000-2, 14.13).
    """
    document = canvas._doc  # type: ignore[attr-defined]  # no public way to the catalogue
    stream = document.Reference(_stream(attachment))
    name = PDFString(attachment.name)
    file = document.Reference(
        PDFDictionary(
            {
                "Type": PDFName("Filespec"),
                "F": name,
                "UF": name,
                "EF": PDFDictionary({"F": stream, "UF": stream}),
                "AFRelationship": PDFName("Data"),
            }
        )
    )
    _list(document, name, file)


def _stream(attachment: Attachment) -> PDFStream:
    day = PDFString(f"D:{attachment.date:%Y%m%d}000000Z")
    size = len(attachment.content)
    entries = {
        "Type": PDFName("EmbeddedFile"),
        "Subtype": "/" + attachment.kind.replace("/", "#2F"),  # ReportLab leaves a slash in a name as it is
        "Params": PDFDictionary({"Size": size, "CreationDate": day, "ModDate": day}),
        "Filter": PDFName("FlateDecode"),
    }
    return PDFStream(PDFDictionary(entries), zlib.compress(attachment.content, 9))


def _list(document: object, name: PDFString, file: PDFObjectReference) -> None:
    """Put the file into the catalogue, of which ReportLab writes only the entries that it knows."""
    catalogue = document.Catalog  # type: ignore[attr-defined]
    names = PDFDictionary({"Names": PDFArray([name, file])})
    catalogue.Names = PDFDictionary({"EmbeddedFiles": names})
    catalogue.AF = PDFArray([file])
    catalogue.__NoDefault__ = [*catalogue.__NoDefault__, "AF"]
