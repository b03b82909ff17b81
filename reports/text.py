"""Text made ready for the page: cleaned, measured, broken into lines; markup is never read, so none gets in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from reports import fonts
from reports.theme import Style

ELLIPSIS = "…"

_NEWLINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Soft hyphens, zero-width and direction marks: the direction is taken from the letters, so that a mark in a firm's
name cannot turn the rest of a line round."""
_CONTROL = re.compile("[\x00-\x09\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
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
    shaped = bool(_RIGHT_TO_LEFT.search(text))
    broken: list[str] = []
    for paragraph in text.split("\n"):
        for line in _break(_shape(paragraph) if shaped else paragraph, size, bold, width, 0.0 if broken else indent):
            if len(broken) == max_lines:
                broken[-1] = _with_ellipsis(broken[-1], size, bold, width)
                return _in_drawing_order(broken, shaped)
            broken.append(line)
    return _in_drawing_order(broken, shaped)


_remembered_lines = lru_cache(maxsize=8192)(_lines)


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


def _shape(paragraph: str) -> str:
    """Arabic letters in the forms that join, before they are measured."""
    import arabic_reshaper  # noqa: PLC0415 - reads its tables for 30 ms, for the few who need it

    return str(arabic_reshaper.reshape(paragraph))


def _in_drawing_order(broken: list[str], shaped: bool) -> tuple[str, ...]:
    """Each line from left to right as drawn (Unicode's bidirectional algorithm, line by line as it asks)."""
    if not shaped:
        return tuple(broken)
    from bidi import get_display  # type: ignore[import-untyped]  # noqa: PLC0415 - for the few who need it

    return tuple(str(get_display(line)) for line in broken)
