"""The styles of a Word document: what an adviser finds in the list of styles, and all that gives a text its look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from babel import Locale, UnknownLocaleError
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from reports.word.wording import STRONG

LATIN, COMPLEX, SIGNS = "Calibri", "Arial", "Segoe UI Symbol"
"""Fonts that Word users have, named and not embedded: for Latin, Greek and Cyrillic; for Arabic and Hebrew; for boxes.

Calibri has no Arabic letters; Arial has them on Windows and on the Mac.
"""
EAST_ASIAN = {"ja": "Yu Gothic", "ko": "Malgun Gothic", "zh_Hant": "Microsoft JhengHei"}
SIMPLIFIED = "Microsoft YaHei"
"""For every language that is not named above: most names in Chinese letters are those of firms in China."""

BULLETED, NUMBERED = 1, 2
"""Numbers of the two lists in the document's numbering; each further numbered list begins anew with its own."""

TABLE = "ReportTable"
NOT_BOLD = '<w:b w:val="0"/><w:bCs w:val="0"/>'


@dataclass(frozen=True)
class Look:
    """One paragraph style: sizes and distances in points, colours by role.

    ``level``: depth in the outline, from 0. ``numbering``: the list that it belongs to. ``tab``: where the text stands
    after a label and a tab, hanging; ``left`` indents all of it.
    """

    name: str
    size: float = 10
    bold: bool = False
    colour: str = "ink"
    before: float = 0
    after: float = 4
    line: float = 1.1
    keep: bool = False
    level: int | None = None
    numbering: int | None = None
    tab: float = 0
    left: float = 0
    align: str = ""
    next: str = ""


LOOKS = (
    Look("Title", 28, bold=True, after=18, line=1.05, next="Fact"),
    Look("Subtitle", 13, colour="muted", before=96, after=4, keep=True, next="Title"),
    Look("Eyebrow", 9, bold=True, colour="accent", after=2, keep=True),
    Look("heading 1", 19, bold=True, before=26, after=6, line=1.05, keep=True, level=0, next="Normal"),
    Look("heading 2", 13, bold=True, colour="accent", before=13, after=3, line=1.05, keep=True, level=1, next="Normal"),
    Look("heading 3", 11.5, bold=True, before=14, after=3, line=1.05, keep=True, level=2, next="Normal"),
    Look("Lead", 12.5, after=6),
    Look("Intro", keep=True),
    Look("Label", 9, bold=True, before=5, after=1, keep=True, next="Normal"),
    Look("Note", 8.5, colour="muted"),
    Look("Intro Note", 8.5, colour="muted", keep=True),
    Look("Fact", tab=130, after=1),
    Look("Figure", 28, bold=True, colour="accent", after=0, line=1.0, keep=True),
    Look("Standing", 11, colour="muted", after=3, keep=True),
    Look("List Bullet", after=1, numbering=BULLETED),
    Look("List Number", after=2, numbering=NUMBERED),
    Look("Check List", after=0, before=4, tab=18, keep=True),
    Look("Check Note", 8.5, colour="muted", left=18),
    Look("Table Text", 9, after=0, line=1.1),
    Look("Table Number", 9, after=0, line=1.1, align="right"),
    Look("Table Strong", 9, bold=True, after=0, line=1.1),
    Look("Table Check", 9, after=0, line=1.1, tab=16),
    Look("Table Note", 8.5, colour="muted", after=0, line=1.1),
    Look("Picture", after=4, before=4),
    Look("Contents", 9, bold=True, before=48, keep=True),
    Look("toc 1", 10.5, after=3),
    Look("header", 8.5, colour="muted", after=0),
    Look("footer", 8.5, colour="muted", after=0),
)


def set_styles(document: Document, language: str, colours: Mapping[str, str], *, right_to_left: bool) -> None:
    """Put these styles and lists in the place of those of the template; ``language`` is written like ``pt-BR``."""
    turned = "<w:bidi/>" if right_to_left else ""
    styles = (
        f"<w:styles {nsdecls('w')}>{_defaults(language)}"
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{turned}</w:pPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        "<w:semiHidden/></w:style>"
        f'<w:style w:type="character" w:styleId="{STRONG}"><w:name w:val="{STRONG}"/><w:qFormat/>'
        "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
        '<w:style w:type="character" w:customStyle="1" w:styleId="Unit"><w:name w:val="Unit"/><w:qFormat/>'
        f"<w:rPr>{NOT_BOLD}{_letters(Look('Unit', 11, colour='muted'), colours)}</w:rPr></w:style>"
        f"{''.join(_style(look, colours) for look in LOOKS)}{_table_styles(colours)}</w:styles>"
    )
    _replace(document.styles.element, parse_xml(styles))
    _replace(document.part.numbering_part.element, parse_xml(_numbering(colours)))


def _replace(element: BaseOxmlElement, other: BaseOxmlElement) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(list(other))


def _defaults(language: str) -> str:
    """Fonts, size and language of everything, for each of the three kinds of script."""
    fonts = _fonts(LATIN, east_asian(language), COMPLEX)
    code = quoteattr(language)
    east = code if _base(language) in ("zh", "ja", "ko") else '"zh-CN"'
    complex_ = code if is_right_to_left(language) else '"ar-SA"'
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val='20'/><w:szCs w:val='20'/>"
        f"<w:lang w:val={code} w:eastAsia={east} w:bidi={complex_}/></w:rPr></w:rPrDefault>"
        "<w:pPrDefault><w:pPr><w:spacing w:after='80' w:line='264' w:lineRule='auto'/></w:pPr></w:pPrDefault>"
        "</w:docDefaults>"
    )


def _fonts(latin: str, east: str, complex_: str) -> str:
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east}" w:cs="{complex_}"/>'


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


def east_asian(language: str) -> str:
    """The font for Chinese, Japanese and Korean letters in a report of this language."""
    traditional = {"zh-tw", "zh-hk", "zh-mo"}
    code = language.lower()
    if code.startswith("zh-hant") or code in traditional:
        return EAST_ASIAN["zh_Hant"]
    return EAST_ASIAN.get(_base(language), SIMPLIFIED)


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left; False for one that is not known."""
    try:
        return Locale.parse(language, sep="-").text_direction == "rtl"
    except (UnknownLocaleError, ValueError):
        return False


def _style(look: Look, colours: Mapping[str, str]) -> str:
    following = f'<w:next w:val="{look.next}"/>' if look.next else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id(look.name)}"><w:name w:val="{look.name}"/>'
        f'<w:basedOn w:val="Normal"/>{following}<w:qFormat/><w:pPr>{_paragraph_look(look)}</w:pPr>'
        f"<w:rPr>{_letters(look, colours)}</w:rPr></w:style>"
    )


def _paragraph_look(look: Look) -> str:
    """In the order that the format asks for."""
    parts = ["<w:keepNext/><w:keepLines/>" if look.keep else ""]
    if look.numbering is not None:
        parts.append(f'<w:numPr><w:numId w:val="{look.numbering}"/></w:numPr>')
    if look.tab:
        parts.append(f'<w:tabs><w:tab w:val="left" w:pos="{twips(look.tab)}"/></w:tabs>')
    parts.append(
        f'<w:spacing w:before="{twips(look.before)}" w:after="{twips(look.after)}"'
        f' w:line="{round(240 * look.line)}" w:lineRule="auto"/>'
    )
    if look.tab or look.left:
        parts.append(f'<w:ind w:left="{twips(look.tab or look.left)}" w:hanging="{twips(look.tab)}"/>')
    parts.append(f'<w:jc w:val="{look.align}"/>' if look.align else "")
    parts.append(f'<w:outlineLvl w:val="{look.level}"/>' if look.level is not None else "")
    return "".join(parts)


def _letters(look: Look, colours: Mapping[str, str]) -> str:
    """Bold and size are said twice: once more for Arabic and Hebrew."""
    half_points = round(2 * look.size)
    weight = "<w:b/><w:bCs/>" if look.bold else ""
    return (
        f'{weight}<w:color w:val="{colours[look.colour][1:]}"/><w:sz w:val="{half_points}"/>'
        f'<w:szCs w:val="{half_points}"/>'
    )


def style_id(name: str) -> str:
    """How the text refers to a style."""
    return name.title().replace(" ", "")


def twips(points: float) -> int:
    """Twentieths of a point, in which the format measures."""
    return round(20 * points)


def _table_styles(colours: Mapping[str, str]) -> str:
    """Lines between rows, and a head on a tinted ground: a row that is added looks like the others."""
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{colours["line"][1:]}"'
    margins = "".join(f'<w:{side} w:w="{wide}" w:type="dxa"/>' for side, wide in (
        ("top", 38), ("left", 80), ("bottom", 38), ("right", 80),
    ))  # fmt: skip
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{TABLE}"><w:name w:val="Report Table"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>'
        f"<w:tblBorders><w:top {line}/><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{colours["tint"][1:]}"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _numbering(colours: Mapping[str, str]) -> str:
    marks = ((BULLETED, "bullet", "•"), (NUMBERED, "decimal", "%1."))
    hang = '<w:pPr><w:ind w:left="340" w:hanging="340"/></w:pPr>'
    look = f'<w:rPr>{_fonts(LATIN, LATIN, LATIN)}<w:color w:val="{colours["accent"][1:]}"/></w:rPr>'
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>{hang}{look}'
        "</w:lvl></w:abstractNum>"
        for number, kind, mark in marks
    )
    used = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number, _, _ in marks)
    return f"<w:numbering {nsdecls('w')}>{lists}{used}</w:numbering>"
