"""How the sheet of an interview looks: printed on A4, the cells to fill in plain to see, the ids out of the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.instrument import Instrument
from scoring.messages import N_
from scoring.sheetwords import INTERVIEW
from scoring.template.book import ANSWER, EDGE, FAULT, HEADER, QUIET, SHADE, Book, height, note, number_of
from scoring.template.columns import Column, Words
from scoring.writing import cut

WIDTHS = (7, 40, 32, 22, 46, 44)
"""Of the columns: id, question, part, answer, what to write, and the faults of a workbook given back."""

ID, QUESTION, PART, ANSWERS, HELP, FAULTS = range(6)
HELP_WIDTH = WIDTHS[HELP] * 1.2
"""Its letters are smaller."""
HEAD = 2
"""The row of the header, counted from 0."""

INTRODUCTION = N_("Write in the column “Answer” only, and leave empty what is not known. One file for each firm.")
HEADS = (N_("Question"), N_("Part of the question"), N_("Answer"), N_("What to write"))
TO_CORRECT = N_("To correct")


@dataclass(frozen=True)
class Block:
    """One question, or one field of the profile: a line for each answer cell."""

    lines: tuple[Column, ...]

    @property
    def is_explained_once(self) -> bool:
        """Whether one explanation is for all its lines."""
        return len({line.help for line in self.lines}) == 1


@dataclass(frozen=True)
class Group:
    """What stands under one heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Content:
    """What the sheet says: ``filled`` and ``marks`` by the name of the cell, as in ``interview.interview``."""

    instrument: Instrument
    groups: tuple[Group, ...]
    filled: Mapping[str, str]
    marks: Mapping[str, Sequence[str]]

    @property
    def last(self) -> int:
        """The last column that is shown."""
        return FAULTS if self.marks else HELP


def fill_interview(content: Content, book: Book, sheet: Any) -> None:
    """Write the sheet, group by group."""
    _set_up(sheet, content.last)
    writer = _Writer(content, book, sheet)
    writer.head()
    row = HEAD + 1
    for group in content.groups:
        writer.heading(group.title, row)
        row += 1
        for block in group.blocks:
            writer.block(block, row)
            row += len(block.lines)
    sheet.print_area(0, QUESTION, row - 1, content.last)


def _set_up(sheet: Any, last: int) -> None:
    for place, width in enumerate(WIDTHS[: last + 1]):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(HEAD + 1, 0)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)  # A4
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")


class _Writer:
    """What writes the parts of the sheet."""

    def __init__(self, content: Content, book: Book, sheet: Any) -> None:
        self.content, self.book, self.sheet = content, book, sheet
        self.looks = _looks(book)
        self.answers: dict[tuple[str, bool], Any] = {}

    def head(self) -> None:
        """The title, how to fill it in, and the names of the columns."""
        sheet, looks, told = self.sheet, self.looks, self.book.told
        sheet.write_string(0, QUESTION, self.content.instrument.title, looks["title"])
        sheet.write_string(1, QUESTION, told(INTRODUCTION), looks["by_the_way"])
        for row, points in enumerate((30, 20, 20)):
            sheet.set_row(row, points)
        sheet.write_string(HEAD, ID, f"{INTERVIEW} {self.content.instrument.reference}", looks["id_head"])
        for place, head in enumerate(HEADS, start=QUESTION):
            sheet.write_string(HEAD, place, told(head), looks["head"])
        if self.content.marks:
            sheet.write_string(HEAD, FAULTS, told(TO_CORRECT), looks["head"])
            sheet.write_string(1, FAULTS, cut("\n".join(self.content.marks.get("", ()))), looks["fault"])

    def heading(self, title: str, row: int) -> None:
        """The title of a group across the sheet."""
        self.sheet.set_row(row, 26)
        for place in range(QUESTION, HELP + 1):
            self.sheet.write_string(row, place, title if place == QUESTION else "", self.looks["group"])

    def block(self, block: Block, row: int) -> None:
        """A question: its words beside all its lines, an answer cell in each."""
        question = str(self.book.words(block.lines[0].wording))
        helps = [self.book.lines(line.help, *map(_readable, line.answers)) for line in block.lines]
        self._beside(row, QUESTION, len(helps), question)
        if block.is_explained_once:
            self._beside(row, HELP, len(helps), helps[0])
            helps = [""] * len(helps)
        whole = max(height((question, WIDTHS[QUESTION])), height((self._explained(block), HELP_WIDTH)))
        for at, (line, explained) in enumerate(zip(block.lines, helps, strict=True)):
            faults = "\n".join(self.content.marks.get(line.id, ()))
            own = height((line.part, WIDTHS[PART]), (explained, HELP_WIDTH), (faults, WIDTHS[FAULTS] * 0.85))
            self.sheet.set_row(row + at, max(own, whole / len(helps), 18))
            self.sheet.write_string(row + at, ID, line.id, self.looks["id"])
            self.sheet.write_string(row + at, PART, line.part, self.looks["part"])
            if explained:
                self.sheet.write_string(row + at, HELP, explained, self.looks["help"])
            self._answer(line, row + at)

    def _explained(self, block: Block) -> str:
        line = block.lines[0]
        return self.book.lines(line.help, *map(_readable, line.answers)) if block.is_explained_once else ""

    def _beside(self, row: int, place: int, lines: int, text: str) -> None:
        """A text that stands beside several lines."""
        look = self.looks["question" if place == QUESTION else "help"]
        if lines > 1:
            self.sheet.merge_range(row, place, row + lines - 1, place, "", look)
        self.sheet.write_string(row, place, text, look)

    def _answer(self, line: Column, row: int) -> None:
        faults = self.content.marks.get(line.id, ())
        self._write(line, row, self._look(line, faulty=bool(faults)))
        rule = self.book.rule(line)
        if rule:
            self.sheet.data_validation(row, ANSWERS, row, ANSWERS, rule)
        if faults:
            note(self.sheet, row, ANSWERS, "\n".join(faults))
            self.sheet.write_string(row, FAULTS, cut("\n".join(faults)), self.looks["fault"])

    def _write(self, line: Column, row: int, look: Any) -> None:
        text = self.content.filled.get(line.id, "")
        number = number_of(text) if not line.is_text else None
        if number is not None:
            self.sheet.write_number(row, ANSWERS, number, look)
        elif text:
            self.sheet.write_string(row, ANSWERS, cut(text), look)
        else:
            self.sheet.write_blank(row, ANSWERS, None, look)

    def _look(self, line: Column, faulty: bool) -> Any:
        """Text stays as typed, and a day typed in the order of one's own country becomes a date."""
        shape = "yyyy-mm-dd" if line.id == "date" else "@" if line.is_text else "General"
        if (shape, faulty) not in self.answers:
            edge = {"border": 2, "border_color": RED} if faulty else {"border": 1, "border_color": EDGE}
            look = {"bg_color": FAULT if faulty else ANSWER, "valign": "top", "text_wrap": True, "num_format": shape}
            self.answers[shape, faulty] = self.book.made(**look, **edge)
        return self.answers[shape, faulty]


RED, GREY = "#9B1C1C", "#444444"


def _looks(book: Book) -> dict[str, Any]:
    """The formats of everything but the answer cells."""
    top = {"valign": "top", "text_wrap": True}
    return {
        "title": book.made(bold=True, font_size=16, valign="vcenter"),
        "by_the_way": book.made(font_color=GREY, valign="top"),
        "head": book.made(bold=True, bg_color=HEADER, bottom=1, valign="vcenter"),
        "id_head": book.made(font_size=7, font_color=QUIET, bg_color=HEADER, bottom=1, valign="vcenter"),
        "group": book.made(bold=True, font_size=13, bg_color=SHADE, top=2, valign="vcenter"),
        "id": book.made(font_size=7, font_color=QUIET, bg_color="#F4F4F4", valign="top"),
        "question": book.made(bold=True, top=4, **top),
        "part": book.made(top=4, **top),
        "help": book.made(top=4, font_color=GREY, font_size=10, **top),
        "fault": book.made(font_color=RED, bold=True, **top),
    }


def _readable(words: Words) -> Words:
    """“daily = Every day” as people read it: without the id, which the drop-down does not need."""
    if isinstance(words, str) and " = " in words:
        return "– " + words.partition(" = ")[2]
    return words
