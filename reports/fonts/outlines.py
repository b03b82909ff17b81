"""A font with PostScript outlines for ReportLab, which takes TrueType only: glyphs are turned as they are embedded.

Turning a whole font of Han characters takes half a minute, the few of a report some milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont as OpenType
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from reportlab.pdfbase.pdfmetrics import TypeFace
from reportlab.pdfbase.ttfonts import FF_SYMBOLIC, TTEncoding, TTFontFace

from reports.fonts.faces import Font

_TOLERANCE = 1.0
"""By how much a curve may be off, in units of which a thousand make an em."""

_NONE = ".notdef"


class ConvertedFont(Font):
    """What ReportLab asks of a font, for an OpenType file with PostScript outlines of 1,000 units to the em."""

    def __init__(self, name: str, path: Path) -> None:
        # Not the constructor of TTFont, which reads TrueType.
        self.fontName = name
        self.face = _ConvertedFace(path)
        self.encoding = TTEncoding()
        self.state = WeakKeyDictionary()
        self._asciiReadable = False
        self.shapable = False


class _ConvertedFace(TTFontFace):
    """Metrics in thousandths of an em, as ReportLab writes them, and glyphs on demand."""

    subfontNameX = b""  # noqa: N815 - ReportLab's name

    def __init__(self, path: Path) -> None:
        TypeFace.__init__(self, None)
        self._turned: dict[str, Any] = {}
        self.filename, self.name = str(path), path.stem.encode()
        with path.open("rb") as file:  # what is asked for here is kept, the file is not
            self._font = OpenType(file, lazy=True)
            self._glyphs = self._font.getGlyphSet()
            self._names: dict[int, str] = self._font.getBestCmap()
            self._describe(self._font["head"], self._font["OS/2"])
        metrics = self._font["hmtx"]
        self.charToGlyph = dict.fromkeys(self._names, 1)  # which glyph it is only ``makeSubset`` asks
        self.charWidths = {code: metrics[name][0] for code, name in self._names.items()}
        self.defaultWidth = metrics[_NONE][0]

    def _describe(self, head: Any, system: Any) -> None:
        self.bbox = [head.xMin, head.yMin, head.xMax, head.yMax]
        self.ascent, self.descent = system.sTypoAscender, system.sTypoDescender
        self.capHeight, self.italicAngle, self.flags = system.sCapHeight, 0, FF_SYMBOLIC
        self.stemV = 50 + int((system.usWeightClass / 65) ** 2)  # as ReportLab estimates it

    def makeSubset(self, subset: Sequence[int]) -> bytes:  # noqa: N802 - ReportLab's name
        """A TrueType font whose code n is the n-th of these characters."""
        names = [self._names.get(code, _NONE) for code in subset]
        order = list(dict.fromkeys([_NONE, *names]))
        font = FontBuilder(unitsPerEm=self._font["head"].unitsPerEm, isTTF=True)
        font.setupGlyphOrder(order)
        font.setupGlyf({name: self._glyph(name) for name in order})
        font.setupHorizontalMetrics({name: self._font["hmtx"][name] for name in order})
        font.setupHorizontalHeader(ascent=self.ascent, descent=self.descent)
        font.setupPost(keepGlyphNames=False)
        font.setupNameTable({"psName": self.name.decode()})
        font.font["cmap"] = _by_code(names)
        font.setupOS2()
        font.font.recalcTimestamp = False  # the same report gives the same bytes
        font.updateHead(created=0, modified=0)
        file = BytesIO()
        font.save(file)
        return file.getvalue()

    def _glyph(self, name: str) -> Any:
        if name not in self._turned:
            pen = TTGlyphPen(None)
            self._glyphs[name].draw(Cu2QuPen(pen, _TOLERANCE, reverse_direction=True))
            self._turned[name] = pen.glyph()
        return self._turned[name]


def _by_code(names: Sequence[str]) -> Any:
    """The one table of codes that viewers use for the subsets of a PDF."""
    codes = CmapSubtable.newSubtable(6)
    codes.platformID, codes.platEncID, codes.language = 1, 0, 0
    codes.cmap = dict(enumerate(names))
    table = newTable("cmap")
    table.tableVersion, table.tables = 0, [codes]
    return table
