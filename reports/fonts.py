"""Fonts: Noto Sans, FiraGO where Noto Sans has no glyph, and a visible mark where neither has one."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby

import pymupdf_fonts
from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

log = logging.getLogger(__name__)

FACES = {"NotoSans": "notos", "NotoSans-Bold": "notosbo", "FiraGO": "figo", "FiraGO-Bold": "figbo"}
"""Registered name → name in ``pymupdf_fonts``; all are TrueType (ReportLab refuses PostScript outlines)."""

REGULAR, BOLD = ("NotoSans", "FiraGO"), ("NotoSans-Bold", "FiraGO-Bold")
REPLACEMENT = "\ufffd"

Run = tuple[str, str]
"""(font name, text)."""


@lru_cache(maxsize=16384)
def runs(text: str, bold: bool = False) -> tuple[Run, ...]:
    """The text cut where the font changes; a character in no font becomes ``REPLACEMENT`` and is logged once."""
    first, second = _faces(bold)
    if _glyphs(first).issuperset(text):
        return ((first, text),) if text else ()
    chosen = [_choose(character, first, second) for character in text]
    return tuple((name, "".join(c for _, c in part)) for name, part in groupby(chosen, key=lambda pair: pair[0]))


def _choose(character: str, first: str, second: str) -> Run:
    """The first font that has it, or has what it is a form of (an isolated Arabic letter, a full-width digit)."""
    for candidate in (character, unicodedata.normalize("NFKC", character)):
        for name in (first, second):
            if _glyphs(name).issuperset(candidate):
                return name, candidate
    _report_missing(character)
    return first, REPLACEMENT


@lru_cache(maxsize=4096)
def _report_missing(character: str) -> None:
    log.warning("no font has a glyph for U+%04X; it is shown as %s", ord(character), REPLACEMENT)


def encoded(text: str, bold: bool, document: object) -> list[Run]:
    """(font as the document calls it, codes escaped for a PDF string) for each run, in the subsets it will embed."""
    return [
        (font(name).getSubsetInternalName(subset, document), escapePDF(codes))
        for name, part in runs(text, bold)
        for subset, codes in _subsets(font(name), part, document)
    ]


def _subsets(face: TTFont, text: str, document: object) -> Sequence[tuple[int, bytes | str]]:
    """With ``asciiReadable`` ASCII stands for itself in subset 0, so most lines need no look-up for each character."""
    if text.isascii() and document in face.state:
        return [(0, text)]
    found: list[tuple[int, bytes]] = face.splitString(text, document)
    return found


def missing(text: str) -> set[str]:
    """The characters of a text that no font can show."""
    return set(text) - _glyphs(REGULAR[0]) - _glyphs(REGULAR[1])


@cache
def font(name: str) -> TTFont:
    """The font, read and registered at first use, once in a process."""
    font = TTFont(name, BytesIO(pymupdf_fonts.myfont(FACES[name])), asciiReadable=True)
    pdfmetrics.registerFont(font)
    return font


def width(text: str, size: float, bold: bool = False) -> float:
    """Width in points when set at ``size``."""
    return _units(text, bold) * size


@lru_cache(maxsize=32768)
def _units(text: str, bold: bool) -> float:
    return sum(_widths(name)[character] for name, part in runs(text, bold) for character in part)


@cache
def _widths(name: str) -> dict[str, float]:
    """Advance of each character at size 1."""
    face = font(name).face
    return {chr(code): face.charWidths.get(code, face.defaultWidth) / 1000 for code in face.charToGlyph}


@cache
def _glyphs(name: str) -> frozenset[str]:
    return frozenset(chr(code) for code in font(name).face.charToGlyph)


def _faces(bold: bool) -> tuple[str, str]:
    return BOLD if bold else REGULAR


def initial() -> str:
    """Name of the font a canvas must start with; the default would refer to Helvetica without embedding it."""
    return font(REGULAR[0]).fontName
