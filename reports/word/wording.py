"""Text for a Word document: what XML cannot hold made visible, and the direction in which each piece is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from docx.oxml import OxmlElement
from docx.oxml.text.parfmt import CT_PPr
from docx.text.paragraph import Paragraph

from reports.fonts import REPLACEMENT
from reports.text import ELLIPSIS, clean, one_line, runs_right_to_left

_NO_CHARACTERS = re.compile("[\ufffe\uffff]")
"""``clean`` leaves these two; XML has no place for them."""

RIGHT_TO_LEFT = frozenset({"R", "AL"})
_STRONG = RIGHT_TO_LEFT | {"L"}

STRONG = "Strong"
"""The style of letters that stand out."""

_AFTER_BIDI = tuple(
    f"w:{name}"
    for name in (
        "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
        "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr",
        "pPrChange",
    )
)  # fmt: skip
"""What follows ``w:bidi`` in a paragraph's properties: their order is part of the format."""


def legal(text: str) -> str:
    """The text as the file can hold it, as typed but for line ends, direction marks and control characters."""
    return _NO_CHARACTERS.sub(REPLACEMENT, clean(text))


def shortened(text: str, longest: int) -> str:
    """The text on one line of so many characters, cut with an ellipsis where it has more."""
    line = _NO_CHARACTERS.sub(REPLACEMENT, one_line(text))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + ELLIPSIS


def write(paragraph: Paragraph, text: str, *, style: str = "") -> None:
    """Add a text to a paragraph; an Arabic or Hebrew piece is marked so, and turns a paragraph that is mostly so."""
    text = legal(text)
    if not paragraph.runs and runs_right_to_left(text):
        turn(paragraph._p.get_or_add_pPr())
    for piece, right_to_left in _pieces(text):
        run = paragraph.add_run(piece)
        if style:
            run._r.style = style
        if right_to_left:
            run.font.rtl = True


def turn(properties: CT_PPr) -> None:
    """Let a paragraph, or all of a style, run from right to left."""
    properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut where its direction turns; what has none, such as a space, belongs to what is before it."""
    if text.isascii():
        yield text, False
        return
    now, marked = False, []
    for character in text:
        kind = unicodedata.bidirectional(character)
        now = kind in RIGHT_TO_LEFT if kind in _STRONG else now
        marked.append((character, now))
    for right_to_left, part in groupby(marked, key=lambda pair: pair[1]):
        yield "".join(character for character, _ in part), right_to_left
