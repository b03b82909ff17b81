"""Text made ready for the page: cleaned, measured, broken into lines; markup is never read, so none gets in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from reports import fonts
from reports.theme import Style

ELLIPSIS = "…"

_NEWLINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff\U000e0020-\U000e01ef]"
)
"""Soft hyphens, zero-width marks, marks of variants and of direction: the direction is taken from the letters, so that
a mark in a firm's name cannot turn the rest of a line round."""
_CONTROL = re.compile("[\x00-\x09\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SHAPED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
"""Arabic letters that came in the form of one place in a word, as from a PDF."""
_MIRRORED = dict(zip("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤", strict=True))
_PAIRED = re.compile(f"[{re.escape(''.join(_MIRRORED))}]")
_MARK = "\u034f"
"""Combining, so that it takes the direction of what it follows, and invisible."""
_MARKED = re.compile(f"({_PAIRED.pattern}){_MARK}|{_MARK}({_PAIRED.pattern})")
_JOINERS = re.compile("[\u200c\u200d]")
_REMEMBERED_LENGTH = 600
"""Longer texts are a firm's own and will not come again in another report: they are not cached."""


def clean(text: str) -> str:
    """The text as it can be set: composed characters, one kind of line end, control characters made visible."""
    if text.isascii() and text.isprintable():
        return text
    text = _NEWLINE.sub("\n", unicodedata.normalize("NFC", text))
    text = _UNSEEN.sub("", text).replace("\t", " ")
    return _CONTROL.sub(fonts.REPLACEMENT, text)


def one_line(text: str) -> str:
    """The text cleaned, its line ends as spaces: for titles, headers and metadata."""
    return " ".join(clean(text).split())


def lines(text: str, style: Style, width: float, indent: float = 0.0) -> tuple[str, ...]:
    """The lines of a text set within ``width`` points, in the order in which their characters are drawn.

    Words wider than that are cut wherever they must be; past ``style.max_lines`` an ellipsis ends the last line.
    ``indent``: points that the first line leaves free at its beginning; it is empty where no word fits beside them.
    """
    if len(text) > _REMEMBERED_LENGTH:
        return _lines(text, style.size, style.bold, width, style.max_lines, indent)
    return _remembered_lines(text, style.size, style.bold, width, style.max_lines, indent)


def _lines(  # noqa: PLR0913, PLR0917 - what a remembered line depends on, by value
    text: str, size: float, bold: bool, width: float, max_lines: int | None, indent: float
) -> tuple[str, ...]:
    text = clean(text)
    turned = bool(_RIGHT_TO_LEFT.search(text))
    broken: list[str] = []
    directions: list[str] = []
    for paragraph in text.split("\n"):
        for line in _break(_shape(paragraph) if turned else paragraph, size, bold, width, 0.0 if broken else indent):
            if len(broken) == max_lines:
                room = width if len(broken) > 1 else width - indent
                broken[-1] = _with_ellipsis(broken[-1], size, bold, room)
                return _in_drawing_order(broken, directions) if turned else tuple(broken)
            broken.append(line)
            directions.append("R" if turned and runs_right_to_left(paragraph) else "L")
    return _in_drawing_order(broken, directions) if turned else tuple(broken)


_remembered_lines = fonts.remembered(8192)(_lines)


def _break(paragraph: str, size: float, bold: bool, width: float, used: float) -> Iterator[str]:
    """Greedy line breaking at spaces; no-break spaces hold their words together. ``used``: of the first line."""
    space = fonts.width(" ", size, bold)
    words: list[str] = []
    for word, wide in _pieces(paragraph, size, bold, width):
        needed = wide + space if words else wide
        if used and used + needed > width:
            yield " ".join(words)
            words, used, needed = [], 0.0, wide
        used += needed
        words.append(word)
    yield " ".join(words)


def _pieces(paragraph: str, size: float, bold: bool, width: float) -> Iterator[tuple[str, float]]:
    """The words with their widths; one that is wider than the line comes in pieces that are not."""
    for word in paragraph.split(" "):
        if not word:
            continue
        wide = fonts.width(word, size, bold) if len(word) <= _REMEMBERED_LENGTH else float("inf")
        if wide <= width:
            yield word, wide
        else:
            yield from _cut(word, size, bold, width)


def _cut(word: str, size: float, bold: bool, width: float) -> Iterator[tuple[str, float]]:
    start, used = 0, 0.0
    for place, character in enumerate(word):
        wide = fonts.width(character, size, bold)
        if place > start and used + wide > width:
            yield word[start:place], used
            start, used = place, 0.0
        used += wide
    yield word[start:], used


def _with_ellipsis(line: str, size: float, bold: bool, width: float) -> str:
    while line and fonts.width(line + ELLIPSIS, size, bold) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS


def fitted(text: str, size: float, bold: bool, width: float) -> str:
    """The text on one line, cut with an ellipsis where it is too wide."""
    return lines(one_line(text), Style(size, bold=bold, max_lines=1), width)[0]


def spoken(text: str) -> str:
    """The text as it is read, where its lines are drawn in another order; else ""."""
    return text if not text.isascii() and _RIGHT_TO_LEFT.search(text) else ""


def runs_right_to_left(paragraph: str) -> bool:
    """Whether most of its letters do, which then holds for every line of it: the first letter alone would turn a
    sentence round that begins with a name from another script."""
    if paragraph.isascii():
        return False
    kinds = [unicodedata.bidirectional(character) for character in paragraph]
    return sum(kind in ("R", "AL") for kind in kinds) > kinds.count("L")


def _shape(paragraph: str) -> str:
    """Arabic letters in the forms that join, before they are measured; vowel signs stay as they were typed."""
    plain = _SHAPED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), paragraph)
    return _JOINERS.sub("", str(_reshaper().reshape(plain)))


@cache
def _reshaper() -> Any:
    import arabic_reshaper  # noqa: PLC0415 - reads its tables for 30 ms, for the few who need it

    # Of words in one glyph the fonts have none, and their letters would come apart again in the wrong order.
    return arabic_reshaper.ArabicReshaper({"delete_harakat": False, **dict.fromkeys(_WORDS_IN_ONE, False)})


_WORDS_IN_ONE = ("ARABIC LIGATURE ALLAH",)


def _in_drawing_order(broken: Sequence[str], directions: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_drawn, broken, directions))


def _drawn(line: str, direction: str) -> str:
    """The line from left to right as drawn (Unicode's bidirectional algorithm, line by line as it asks).

    ``get_display`` leaves brackets as they are: a mark that follows each of them comes out before it where the line
    runs to the left, and there the other bracket of its pair is drawn.
    """
    from bidi import get_display  # type: ignore[import-untyped]  # noqa: PLC0415 - for the few who need it

    marked = _PAIRED.sub(rf"\g<0>{_MARK}", line.replace(_MARK, ""))
    return _MARKED.sub(_as_drawn, str(get_display(marked, base_dir=direction)))


def _as_drawn(found: re.Match[str]) -> str:
    return found[1] or _MIRRORED[found[2]]
