"""What surrounds the text of a Word document: page size, header, footer, contents, and boxes to tick."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from reports.word.styles import SIGNS
from reports.word.wording import legal, shortened, write

HALF_LINE = 60
"""Characters of a name that share a header with what stands on its other side."""

FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def set_page(
    document: Document, size: tuple[float, float], margins: tuple[float, float], *, right_to_left: bool
) -> None:
    """Paper and margins in points; header and footer stand on all pages but the first."""
    section = document.sections[0]
    section.page_width, section.page_height = (Pt(side) for side in size)
    section.left_margin = section.right_margin = Pt(margins[0])
    section.top_margin = section.bottom_margin = Pt(margins[1])
    section.header_distance = section.footer_distance = Pt(margins[1] * 0.45)
    section.different_first_page_header_footer = True
    if right_to_left:
        section._sectPr.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid", "w:printerSettings")


def set_furniture(document: Document, width: float, header: tuple[str, str], footer: str, page: str) -> None:
    """``page`` takes {page} and {pages}, which become fields."""
    section = document.sections[0]
    above, below = (part.paragraphs[0] for part in (section.header, section.footer))
    for paragraph in (above, below):
        paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(width), WD_TAB_ALIGNMENT.RIGHT)
    write(above, shortened(header[0], HALF_LINE))
    above.add_run().add_tab()
    write(above, shortened(header[1], HALF_LINE))
    write(below, shortened(footer, HALF_LINE))
    below.add_run().add_tab()
    for part in re.split(r"(\{pages?\})", page):
        if part in FIELDS:
            below._p.append(_field(FIELDS[part]))
        elif part:
            write(below, part)


def _field(name: str) -> BaseOxmlElement:
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')


def mark(paragraph: Paragraph, key: str, number: int) -> None:
    """Let links within the document lead to this paragraph."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"_{key}")
    runs = paragraph._p.r_lst
    runs[0].addprevious(start)
    runs[-1].addnext(end)


def contents(paragraphs: Sequence[Paragraph], entries: Sequence[tuple[str, str]]) -> None:
    """A table of contents in these paragraphs, one for each entry (key, title), without page numbers.

    Page numbers would be wrong until somebody has the field made anew; links are right at once.
    """
    for paragraph, (key, title) in zip(paragraphs, entries, strict=True):
        if paragraph is paragraphs[0]:
            _append_parts(paragraph, "begin", ' TOC \\o "1-1" \\n \\h \\z \\u ', "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"_{key}")
        link.set(qn("w:history"), "1")
        run = OxmlElement("w:r")
        run.text = legal(title)
        link.append(run)
        paragraph._p.append(link)
    if paragraphs:
        _append_parts(paragraphs[-1], "end")


def _append_parts(paragraph: Paragraph, *parts: str) -> None:
    """The beginning, instruction, middle or end of a field, each in a run of its own."""
    for part in parts:
        run = paragraph.add_run()
        if part in ("begin", "separate", "end"):
            child = OxmlElement("w:fldChar")
            child.set(qn("w:fldCharType"), part)
        else:
            child = OxmlElement("w:instrText")
            child.set(qn("xml:space"), "preserve")
            child.text = part
        run._r.append(child)


def add_box(paragraph: Paragraph) -> None:
    """A box that a click ticks; on paper it is an empty square."""
    fonts = "".join(f' w:{script}="{SIGNS}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    states = "".join(
        f'<w14:{name} w14:val="{code}" w14:font="{SIGNS}"/>'
        for name, code in (("checkedState", "2612"), ("uncheckedState", "2610"))
    )
    paragraph._p.append(
        parse_xml(
            f'<w:sdt {nsdecls("w")} xmlns:w14="{W14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/>{states}'
            f"</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts{fonts}/></w:rPr><w:t>☐</w:t></w:r>"
            "</w:sdtContent></w:sdt>"
        )
    )
