"""A Word document being written: headings, paragraphs, lists, tables and pictures, one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from docx.shape import InlineShape
from docx.shared import Emu, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reports import raster
from reports.charts import Chart
from reports.word import furniture, tables
from reports.word.packing import Imprint, blank, packed
from reports.word.styles import NUMBERED, is_right_to_left, set_styles, style_id
from reports.word.tables import Box, Cell, Column, Strong
from reports.word.wording import STRONG, legal, write


@dataclass(frozen=True)
class Sheet:
    """The paper in points, the space left free at its sides, and above and below; colours by role."""

    size: tuple[float, float]
    margins: tuple[float, float]
    language: str
    colours: Mapping[str, str]

    @property
    def width(self) -> float:
        """Room for text."""
        return self.size[0] - 2 * self.margins[0]


class Manuscript:
    """One document. Empty texts make no paragraph; every text is data and never read as markup, field or link."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.document = sheet, blank()
        self.right_to_left = is_right_to_left(sheet.language)
        set_styles(self.document, sheet.language, sheet.colours, right_to_left=self.right_to_left)
        furniture.set_page(self.document, sheet.size, sheet.margins, right_to_left=self.right_to_left)
        self._marks = 0

    def heading(self, text: str, level: int, *, key: str = "", new_page: bool = False) -> None:
        """A heading of the outline, from 1; ``key`` is what ``contents`` leads to."""
        paragraph = self._paragraph(f"Heading {level}", text)
        if new_page:
            paragraph.paragraph_format.page_break_before = True
            paragraph.paragraph_format.space_before = Pt(0)
        if key:
            self._marks += 1
            furniture.mark(paragraph, key, self._marks)

    def contents(self, entries: Sequence[tuple[str, str]]) -> None:
        """A list of chapters (key, title), each a link: a field that a reader can have made anew."""
        furniture.contents([self._paragraph("toc 1") for _ in entries], entries)

    def text(self, text: str, style: str = "Normal", *, new_page: bool = False) -> None:
        if text:
            paragraph = self._paragraph(style, text)
            if new_page:
                paragraph.paragraph_format.page_break_before = True

    def texts(self, texts: Iterable[str], style: str = "Normal") -> None:
        for text in texts:
            self.text(text, style)

    def fact(self, label: str, value: str) -> None:
        """A label, and its value beside it."""
        if value:
            paragraph = self._paragraph("Fact")
            write(paragraph, label, style=STRONG)
            paragraph.add_run().add_tab()
            write(paragraph, value)

    def figure(self, figure: str, unit: str) -> None:
        """A number to be seen from afar, and what it counts."""
        paragraph = self._paragraph("Figure", figure)
        write(paragraph, f"\N{EN SPACE}{unit}", style="Unit")

    def standing(self, score: str, level: str) -> None:
        """A score and its level, or a level and what it means, on one line that stays with what follows."""
        paragraph = self._paragraph("Standing")
        write(paragraph, score, style=STRONG)
        if level:
            write(paragraph, f"\N{EM SPACE}{level}")

    def strip(self, facts: Sequence[tuple[str, str]]) -> None:
        """Labels side by side, each with its value below it."""
        if facts:
            self.table([Column(label, 1) for label, _ in facts], [[value for _, value in facts]])

    def bullets(self, texts: Iterable[str]) -> None:
        self.texts(texts, "List Bullet")

    def points(self, points: Iterable[tuple[str, str]]) -> None:
        """A list of which each point has a strong line, and what it says below."""
        for title, text in points:
            paragraph = self._paragraph("List Bullet")
            write(paragraph, title, style=STRONG)
            if text:
                paragraph.add_run().add_break()
                write(paragraph, text)

    def numbered(self, texts: Sequence[str]) -> None:
        """A list that counts from 1."""
        number = self.document.part.numbering_part.element.add_num(NUMBERED)
        number.add_lvlOverride(0).add_startOverride(1)
        for text in texts:
            properties = self._paragraph("List Number", text)._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number.numId

    def check(self, text: str, note: str = "") -> None:
        """Something to do, after a box that can be ticked on screen and on paper."""
        paragraph = self._paragraph("Check List")
        self._tick(paragraph, text)
        self.text(note, "Check Note")

    def table(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """A table whose head is repeated on every page, with no row cut where a page ends."""
        table = tables.add(self.document, columns, self.sheet.width, right_to_left=self.right_to_left)
        for row in rows:
            for cell, column, content in zip(tables.add_row(table), columns, row, strict=True):
                self._fill(cell, column.style, content)
        tables.close(self.document)

    def _fill(self, cell: _Cell, style: str, content: Cell) -> None:
        """Each part in a paragraph of its own; the first one is there already."""
        parts = content if isinstance(content, tuple) else (content,)
        for place, part in enumerate(parts):
            paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
            paragraph._p.style = style_id("Table Check" if isinstance(part, Box) and part.text else style)
            if isinstance(part, Box):
                self._tick(paragraph, part.text)
            elif isinstance(part, Strong):
                write(paragraph, part.text, style=STRONG)
            else:
                write(paragraph, part)

    def _tick(self, paragraph: Paragraph, text: str) -> None:
        furniture.add_box(paragraph)
        if text:
            paragraph.add_run().add_tab()
            write(paragraph, text)

    def picture(self, chart: Chart) -> None:
        """A chart as a picture, its words and values as the text for whoever does not see it."""
        self._draw(self._paragraph("Picture"), chart)

    def _draw(self, paragraph: Paragraph, chart: Chart) -> None:
        shape = paragraph.add_run().add_picture(BytesIO(raster.png(chart, colours=self.sheet.colours)))
        shape.width, shape.height = Pt(chart.width), Pt(chart.height)
        values = "; ".join(", ".join(filter(None, row)) for row in chart.rows)
        _describe(shape, chart.title, "\n".join(filter(None, (chart.description, values))))

    def logo(self, png: bytes, name: str, most: tuple[float, float]) -> None:
        """A PNG that fills so many points in one direction, and no more in the other."""
        shape = self._paragraph("Picture").add_run().add_picture(BytesIO(png))
        share = min(Pt(most[0]) / shape.width, Pt(most[1]) / shape.height)
        shape.width, shape.height = Emu(int(share * shape.width)), Emu(int(share * shape.height))
        _describe(shape, name, name)

    def furniture(self, header: tuple[str, str], footer: str, page: str) -> None:
        """What stands on every page but the first: header left and right, footer, ``page`` with {page} and {pages}."""
        furniture.set_furniture(self.document, self.sheet.width, header, footer, page)

    def new_section(self) -> None:
        """A new page, whose first page has no header and footer either."""
        self.document.add_section()

    def packed(self, imprint: Imprint) -> bytes:
        """The document as a file."""
        return packed(self.document, imprint)

    def _paragraph(self, style: str, text: str = "") -> Paragraph:
        paragraph = self.document.add_paragraph()
        paragraph._p.style = style_id(style)  # by its name python-docx looks through all styles, twice
        if text:
            write(paragraph, text)
        return paragraph


def _describe(shape: InlineShape, title: str, text: str) -> None:
    """What is read out in the place of a picture."""
    for side in ("distT", "distB", "distL", "distR"):  # some programs leave space where nothing is said
        shape._inline.set(side, "0")
    about = shape._inline.docPr
    about.set("title", legal(title))
    about.set("descr", legal(text))
