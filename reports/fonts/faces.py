"""The fonts that come with Waymark, and those of the extra ``cjk`` where it is installed, in the order of choice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

FIRST = ("NotoSans", "NotoSans-Bold")
"""By weight: the font of nearly all text."""


_FAR = re.compile(r"(?<=<)[0-9A-F]{5,6}(?=>)")
"""A character beyond U+FFFF as ReportLab writes it where a reader of the PDF looks up what a code stands for."""


class Font(TTFont):
    """A font whose characters beyond U+FFFF can be copied out of the PDF as well."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        far = any(code > 0xFFFF for subset in self.state[doc].subsets for code in subset)
        super().addObjects(doc)
        for name, made in doc.idToObject.items() if far else ():
            if name.startswith("toUnicodeCMap:"):
                made.content = _FAR.sub(_as_utf_16, made.content)


def _as_utf_16(found: re.Match[str]) -> str:
    """As the PDF standard asks."""
    return chr(int(found[0], 16)).encode("utf-16-be").hex().upper()


@dataclass(frozen=True)
class Face:
    """A font by the name that documents know it by; ``open`` reads it under this name."""

    name: str
    open: Callable[[str], TTFont]


def _packed(key: str, name: str) -> TTFont:
    """One of ``pymupdf_fonts``: all are TrueType, as ReportLab asks."""
    import pymupdf_fonts  # noqa: PLC0415 - beside its only use

    return Font(name, BytesIO(pymupdf_fonts.myfont(key)), asciiReadable=name in FIRST)


_BUILT_IN = (
    (Face(FIRST[0], partial(_packed, "notos")), Face("FiraGO", partial(_packed, "figo"))),
    (Face(FIRST[1], partial(_packed, "notosbo")), Face("FiraGO-Bold", partial(_packed, "figbo"))),
)


def built_in(bold: bool) -> tuple[Face, ...]:
    """Noto Sans, then FiraGO: Arabic, Hebrew and signs such as → ≤."""
    return _BUILT_IN[bold]


@cache
def extra(bold: bool) -> tuple[Face, ...]:
    """The fonts of the extra ``cjk``: the small one, and Noto's for bold and for the rarest Han characters.

    What can be shown in regular can be shown in bold.
    """
    spec = find_spec("mpl_font")  # not imported: it would import matplotlib and add to its fonts
    if spec is None or spec.submodule_search_locations is None:
        return ()
    found = Path(next(iter(spec.submodule_search_locations))) / "fonts"
    small = Face("WenQuanYiMicroHei", partial(_truetype, found / "wqy" / "wqy-microhei.ttc"))
    regular, heavy = (
        Face(name, partial(_postscript, found / "noto" / f"{name}.otf"))
        for name in ("NotoSansCJKsc-Regular", "NotoSansCJKsc-Bold")
    )
    return (heavy, small, regular) if bold else (small, regular)


def _truetype(path: Path, name: str) -> TTFont:
    return Font(name, str(path), asciiReadable=False)


def _postscript(path: Path, name: str) -> TTFont:
    from reports.fonts.outlines import ConvertedFont  # noqa: PLC0415 - needs fontTools, which comes with the extra

    return ConvertedFont(name, path)
