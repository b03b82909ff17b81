"""A Word document as a file: only the parts that it needs, who made it, the same bytes for the same content."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.word.wording import shortened

KEPT = {RELATION.STYLES, RELATION.NUMBERING, RELATION.SETTINGS, RELATION.THEME}
"""Parts of the template that are taken over: not its thumbnail, its fonts or what it says of another program."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""What a ZIP can say at the least, as the time of each part."""

LONGEST_PROPERTY = 255
"""Characters of a title or an author, says the format."""


@dataclass(frozen=True)
class Imprint:
    """What a program shows of the file itself."""

    title: str
    author: str
    subject: str
    language: str
    date: datetime.date


def blank() -> Document:
    """A document with nothing in it."""
    document = docx.Document()
    package, part = document.part.package, document.part
    for relations, kept in ((package.rels, {RELATION.OFFICE_DOCUMENT, RELATION.CORE_PROPERTIES}), (part.rels, KEPT)):
        for name in [name for name, relation in relations.items() if relation.reltype not in kept]:
            del relations[name]
    _set_settings(document)
    return document


def _set_settings(document: Document) -> None:
    """Those of a current Word: the template's would open as a document of an old one."""
    settings, uri = document.settings.element, "http://schemas.microsoft.com/office/word"
    for child in list(settings):
        settings.remove(child)
    fresh = parse_xml(
        f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat></w:settings>'
    )
    settings.extend(list(fresh))


def packed(document: Document, imprint: Imprint) -> bytes:
    """The document as .docx; times are the date of its imprint, so that the same content gives the same bytes."""
    _imprint(document, imprint)
    written, out = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.infolist():
            entry = ZipInfo(part.filename, EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(part))
    return out.getvalue()


def _imprint(document: Document, imprint: Imprint) -> None:
    about, noon = document.core_properties, datetime.datetime.combine(imprint.date, datetime.time(12))
    about.title = shortened(imprint.title, LONGEST_PROPERTY)
    about.subject = shortened(imprint.subject, LONGEST_PROPERTY)
    about.author = about.last_modified_by = shortened(imprint.author, LONGEST_PROPERTY)
    about.language, about.comments, about.revision = imprint.language, "", 1
    about.created = about.modified = noon
