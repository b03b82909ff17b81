"""What a report on paper could not show: characters that none of the fonts has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from scoring.messages import N_, Message

NAMED = 12
"""How many characters a sentence names."""


def unshown(report: object) -> tuple[str, ...]:
    """The characters of the report that no font has, in order of their code; of a picture that takes several the first.

    Reads the fonts, as ``render`` does.
    """
    from reports import fonts  # noqa: PLC0415 - fonts are read only where a PDF is made
    from reports.text import clean  # noqa: PLC0415

    found: set[str] = set()
    for text in _texts(report):
        if not text.isascii():
            found |= fonts.missing(clean(text))
    return tuple(sorted(found))


def unshown_note(report: Any) -> str:
    """A sentence for the report itself, in its own labels; "" where everything is shown."""
    from reports.fonts import REPLACEMENT  # noqa: PLC0415

    characters = unshown(report)
    return report.labels.unshown.format(mark=REPLACEMENT, characters=_named(characters)) if characters else ""


def unshown_warning(characters: tuple[str, ...]) -> Message:
    """The same for whoever makes the report, with what to do."""
    from reports.fonts import REPLACEMENT, faces  # noqa: PLC0415

    text = N_(
        "In no font, so shown as {mark}: {characters}. Set WAYMARK_FONT_DIR to a folder with fonts that have them."
    )
    if not faces.extra(bold=False):
        text = N_(
            "In no font, so shown as {mark}: {characters}. Install waymark-readiness[cjk] for Chinese, Japanese and"
            " Korean, or set WAYMARK_FONT_DIR to a folder with fonts that have them."
        )
    return Message(text, {"mark": REPLACEMENT, "characters": _named(characters)})


def _named(characters: tuple[str, ...]) -> str:
    """Code points, since the characters themselves would be marks again."""
    named = [f"U+{ord(character):04X}" for character in characters[:NAMED]]
    return ", ".join(named) + (" …" if len(characters) > NAMED else "")


def _texts(report: object) -> Iterator[str]:
    """Every string that the report holds, but the fixed words: a test sees to those."""
    left: list[object] = [report]
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            left += value
        elif is_dataclass(value):
            left += (part for name, part in vars(value).items() if name != "labels")
