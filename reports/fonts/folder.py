"""The operator's own fonts: TrueType files of one folder, checked before they are relied on."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportlab.pdfbase.ttfonts import FF_FORCEBOLD, TTFont

from reports.fonts.faces import Face, Font
from scoring.messages import N_, Message, Problem, WaymarkError

log = logging.getLogger(__name__)

ENDINGS = (".ttf", ".ttc", ".otf")

_SUBSET = 256
"""Characters that ReportLab embeds at a time."""


class FontFolderError(WaymarkError):
    """A folder of fonts that cannot be used as it is; names every file at fault and what to do."""


class FontFileError(FontFolderError):
    """One file that cannot be used."""

    def __init__(self, path: Path, message: Message) -> None:
        super().__init__([Problem(str(path), message)])


@dataclass(frozen=True)
class Fonts:
    """The fonts of a folder by weight, each in the order of their file names."""

    regular: tuple[Face, ...] = ()
    bold: tuple[Face, ...] = ()

    def faces(self, bold: bool) -> tuple[Face, ...]:
        """Those of this weight first; a character of the other weight is better than none."""
        return self.bold + self.regular if bold else self.regular + self.bold


NO_FONTS = Fonts()


def fonts_in(path: Path, *, strict: bool = True) -> Fonts:
    """The fonts of a folder; a file is bold by its name or by the weight it states.

    Raises ``FontFolderError`` with every file at fault; where not ``strict``, those are logged and left out.
    """
    found: dict[bool, list[Face]] = {False: [], True: []}
    files, problems = _files(path)
    for number, file in enumerate(files, 1):
        try:
            for member, bold in enumerate(_weights(file)):
                found[bold].append(Face(f"Folder{number}-{member}", partial(_opened, file, member)))
        except FontFileError as error:
            problems += error.problems
    if problems and strict:
        raise FontFolderError(problems)
    for problem in problems:
        log.warning("%s", problem)
    return Fonts(tuple(found[False]), tuple(found[True]))


def _files(path: Path) -> tuple[list[Path], list[Problem]]:
    """The font files in it, in the order of their names; where there are none, why."""
    if not path.is_dir():
        return [], [Problem(str(path), Message(N_("There is no such folder of fonts.")))]
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in ENDINGS)
    text = N_("The folder holds no fonts. Put files there that end with {endings}.")
    none = Problem(str(path), Message(text, {"endings": ", ".join(ENDINGS)}))
    return files, [] if files else [none]


def _weights(file: Path) -> list[bool]:
    """Which fonts of the file are bold, all found sound to the last glyph: no report may break on embedding one."""
    weights: list[bool] = []
    members = 1
    while len(weights) < members:
        font = _opened(file, len(weights), file.stem)
        members = getattr(font.face, "numSubfonts", 1)
        codes = sorted(font.face.charToGlyph)
        try:
            for start in range(0, len(codes), _SUBSET):
                font.face.makeSubset(codes[start : start + _SUBSET])
        except Exception as error:  # whatever its bytes lead to
            raise _fault(file, error) from error
        weights.append(_is_bold(file, font))
    return weights


def _opened(file: Path, member: int, name: str) -> TTFont:
    """Raises ``FontFileError`` for what is no font, or none that can be embedded."""
    try:
        font = Font(name, str(file), subfontIndex=member, asciiReadable=False)
    except Exception as error:  # whatever its bytes lead to
        raise _fault(file, error) from error
    # Two files may hold fonts of one name, such as another edition of Noto Sans: a document would mix them up.
    font.face.name += b"-" + name.encode("ascii", "replace").replace(b" ", b"-")
    return font


def _fault(file: Path, error: Exception) -> FontFileError:
    reason = str(error) or type(error).__name__
    for sign, text in _REASONS.items():
        if sign in reason:
            return FontFileError(file, Message(text))
    text = N_("This is no font, or a broken one ({reason}). Put a whole copy there, or take the file away.")
    return FontFileError(file, Message(text, {"reason": reason}))


_REASONS = {
    "postscript outlines": N_(
        "The font has PostScript outlines, which cannot be embedded. Put its TrueType edition there instead."
    ),
    "missing location table": N_(
        "The font has no TrueType outlines, so it cannot be embedded. Put its TrueType edition there instead."
    ),
}


def _is_bold(file: Path, font: TTFont) -> bool:
    """ReportLab sets the flag from a weight of 600."""
    return "bold" in file.name.lower() or bool(font.face.flags & FF_FORCEBOLD)
