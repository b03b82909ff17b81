"""Fonts: for each character the first that has it, in a fixed order, and a visible mark where none has.

Noto Sans comes first, then FiraGO, the fonts of a folder that the operator may name, and those of the extra ``cjk``. A
font is read when the first character needs it. Only Arabic and Hebrew are shaped (``reports.text``): letters of other
scripts that change their form beside each other stand next to each other as they are.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar, cast

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from reports.fonts import folder
from reports.fonts.faces import FIRST, Face, built_in, extra

log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())  # whoever sets up logging gets records; commands say it in words instead

REPLACEMENT = "\ufffd"

Run = tuple[str, str]
"""(font name, text)."""

Function = TypeVar("Function", bound=Callable[..., Any])

_ELSEWHERE = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U0001f000-\U0001ffff]")
"""Hebrew, Arabic, emoji and the like: no reason to read the fonts of the extra ``cjk``, which have none of them."""

_VARIANT = re.compile("[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e01ef]")
"""Skin tones and the like: they say how the character before them is to be drawn, and have no glyph of their own."""

_CLUSTER = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|.(?:{_VARIANT.pattern}|\u200d[^\u200d])*",
    re.DOTALL,
)
"""What one picture is written with: a flag's two letters, skin tones, variants, and people joined to a family."""

_forget: list[Callable[[], None]] = []


def remembered(size: int) -> Callable[[Function], Function]:
    """``lru_cache`` for what depends on the fonts: forgotten when ``use_folder`` changes them."""

    def keep(function: Function) -> Function:
        kept = lru_cache(maxsize=size)(function)
        _forget.append(kept.cache_clear)
        return cast(Function, kept)

    return keep


def use_folder(path: Path | None, *, strict: bool = True) -> None:
    """Take further fonts from this folder, from now on in this process; None: from no folder.

    Raises ``folder.FontFolderError`` that names every file that cannot be used; where not ``strict``, those are logged
    and left out. The same folder again is not read again.
    """
    if path == _chosen.path:
        return
    found = folder.fonts_in(path, strict=strict) if path else folder.NO_FONTS
    _chosen.path, _chosen.fonts = path, found
    for clear in _forget:
        clear()


class _Chosen:
    """The folder in use and the fonts in it."""

    path: Path | None = None
    fonts: folder.Fonts = folder.NO_FONTS


_chosen = _Chosen()


@remembered(16384)
def runs(text: str, bold: bool = False) -> tuple[Run, ...]:
    """The text cut where the font changes. What is in no font becomes ``REPLACEMENT``, one for a whole picture."""
    first = FIRST[bold]
    if _glyphs(first).issuperset(text):
        return ((first, text),) if text else ()
    chosen = [run for cluster in _CLUSTER.findall(text) for run in _cluster_runs(cluster, bold)]
    return tuple((name, "".join(c for _, c in part)) for name, part in groupby(chosen, key=itemgetter(0)))


def _cluster_runs(cluster: str, bold: bool) -> Sequence[Run]:
    return [_choose(character, bold) or (FIRST[bold], REPLACEMENT) for character in _seen(cluster)]


def _seen(cluster: str) -> str:
    """What is drawn of it: where there is no glyph for its first character, the others would be marks beside a mark."""
    if len(cluster) == 1 or _choose(cluster[0], False) is None:
        return cluster[0]
    return _VARIANT.sub("", cluster)


@remembered(16384)
def _choose(character: str, bold: bool) -> Run | None:
    """The first font that has it, or has what it is a form of (an isolated Arabic letter, a full-width digit)."""
    plain = unicodedata.normalize("NFKC", character)
    for candidate in (character, plain)[: 1 + (plain != character)]:
        for face in _candidates(character, bold):
            if _glyphs(face.name).issuperset(candidate):
                return face.name, candidate
    _report_missing(character)
    return None


@lru_cache(maxsize=4096)
def _report_missing(character: str) -> None:
    log.warning("no font has a glyph for U+%04X; it is shown as %s", ord(character), REPLACEMENT)


def _candidates(character: str, bold: bool) -> tuple[Face, ...]:
    near = built_in(bold) + _chosen.fonts.faces(bold)
    return near if _ELSEWHERE.match(character) else near + extra(bold)


def encoded(text: str, bold: bool, document: object) -> list[Run]:
    """(font as the document calls it, codes escaped for a PDF string) for each run, in the subsets it will embed."""
    return [
        (font(name).getSubsetInternalName(subset, document), escapePDF(codes))
        for name, part in runs(text, bold)
        for subset, codes in _subsets(font(name), part, document)
    ]


def _subsets(face: TTFont, text: str, document: object) -> Sequence[tuple[int, bytes | str]]:
    """In the first fonts ASCII stands for itself in subset 0, so most lines need no look-up for each character."""
    if text.isascii() and face.fontName in FIRST and document in face.state:
        return [(0, text)]
    found: list[tuple[int, bytes]] = face.splitString(text, document)
    return found


def missing(text: str) -> set[str]:
    """The characters of a text that no font can show; of a picture that is written with several the first."""
    if text.isascii() or _glyphs(FIRST[False]).issuperset(text):
        return set()
    clusters = set(_CLUSTER.findall(text.replace("\n", " ")))
    return {character for cluster in clusters for character in _seen(cluster) if _choose(character, False) is None}


@remembered(64)
def font(name: str) -> TTFont:
    """The font, read at first use."""
    face = next(face for bold in (False, True) for face in _all(bold) if face.name == name)
    return face.open(name)


def _all(bold: bool) -> tuple[Face, ...]:
    return built_in(bold) + _chosen.fonts.faces(bold) + extra(bold)


def width(text: str, size: float, bold: bool = False) -> float:
    """Width in points when set at ``size``."""
    return _units(text, bold) * size


@remembered(32768)
def _units(text: str, bold: bool) -> float:
    return sum(_widths(name)[character] for name, part in runs(text, bold) for character in part)


@remembered(64)
def _widths(name: str) -> dict[str, float]:
    """Advance of each character at size 1."""
    face = font(name).face
    return {chr(code): face.charWidths.get(code, face.defaultWidth) / 1000 for code in face.charToGlyph}


@remembered(64)
def _glyphs(name: str) -> frozenset[str]:
    """The characters it has; glyph 0 is what a font draws for those that it has not."""
    try:
        return frozenset(chr(code) for code, glyph in font(name).face.charToGlyph.items() if glyph)
    except folder.FontFileError as error:  # was sound at start, and was changed since
        log.warning("%s", error)
        return frozenset()


def initial() -> str:
    """Name of the font a canvas must start with; the default would refer to Helvetica without embedding it."""
    name = FIRST[False]
    pdfmetrics.registerFont(font(name))  # each time: it may have been read anew
    return name
