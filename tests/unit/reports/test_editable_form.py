"""The form of the document to edit: real headings, lists, tables and pictures, and user text as data only."""

from __future__ import annotations

import datetime
import re
import time
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from reports import charts
from reports.firm import Branding, Fact, FirmReport, editable
from tests.unit.reports.word_cases import full_report, headings, opened, texts, with_first, words

BOX = "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"
MARKUP = '<b>Bold</b> & <img src="/etc/hostname"> ${x} {{ y }}'
FIELDS = '{ HYPERLINK "https://example.org" } INCLUDEPICTURE https://example.org/x.png'
HOSTILE = [
    MARKUP, FIELDS, "a\x00b\x1bc", "\ud800\udfff", "\ufffe\uffff", "x" * 20_000, "ع" * 20_000, "山" * 20_000,
    "\u202eevil\u2066\u200f", "🧀👩‍🌾 e\u0301", "]]><w:br/>", "_x0000_", "\r\n\t\v\f",
]  # fmt: skip


@pytest.fixture(scope="module")
def full(report: FirmReport) -> FirmReport:
    return full_report(report)


def test_headings_make_the_outline(full: FirmReport) -> None:
    document, labels = opened(full), full.labels
    assert headings(document, 1) == [
        labels.summary, labels.dimensions, labels.progress, labels.why, labels.find_out, labels.roadmap,
        labels.people, labels.actions, labels.method, labels.pinup,
    ]  # fmt: skip
    assert {line.title for line in full.dimensions} <= set(headings(document, 2))
    assert headings(document, 3) == [f"{card.number}  {card.title}" for card in full.actions]


def test_the_contents_lead_to_every_chapter(full: FirmReport) -> None:
    body = opened(full).element.body
    links = {one.get(qn("w:anchor")): texts(one) for one in body.iter(qn("w:hyperlink"))}
    marks = {one.get(qn("w:name")): texts(one.getparent()) for one in body.iter(qn("w:bookmarkStart"))}
    assert links == marks
    assert len(links) == len(headings(opened(full), 1))


def test_every_table_repeats_its_head_and_cuts_no_row(full: FirmReport) -> None:
    tables = opened(full).tables
    assert len(tables) > len(full.dimensions) + len(full.actions)
    for table in tables:
        head, *rows = table._tbl.tr_lst
        assert head.trPr.find(qn("w:tblHeader")) is not None
        assert rows
        assert not [row for row in rows if row.trPr.find(qn("w:tblHeader")) is not None]
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (head, *rows))
        assert all(cell.text for cell in table.rows[0].cells), "a head without words cannot be read out"


def test_pictures_say_what_they_show(full: FirmReport) -> None:
    about = list(opened(full).element.body.iter(qn("wp:docPr")))
    assert len(about) == 5, "the logo over the letter and the cover, levels, parts, and the timeline"
    assert len({one.get("id") for one in about}) == len(about)
    over_letter, *told = [one.get("descr") for one in about]
    assert over_letter == told[0] == "Chamber of Crafts"
    assert full.headline in told[1]
    parts = charts.dimension_bars(full)
    assert all(", ".join(row) in told[2] for row in parts.rows)
    assert all(", ".join([card.title, card.when, card.owner]) in told[3] for card in full.actions)


def test_a_logo_keeps_its_shape(full: FirmReport) -> None:
    shape = opened(full).inline_shapes[0]
    assert shape.width / shape.height == pytest.approx(3, rel=0.01)


def test_steps_are_numbered_from_one_each_time(full: FirmReport) -> None:
    numbers = [
        paragraph._p.pPr.numPr.numId.val
        for paragraph in opened(full).paragraphs
        if paragraph.style is not None and paragraph.style.name == "List Number"
    ]
    assert len(set(numbers)) == len(full.actions)
    assert len(numbers) == sum(len(card.steps) for card in full.actions)


def test_every_numbered_list_of_the_document_is_there(full: FirmReport) -> None:
    document = opened(full)
    known = {one.numId for one in document.part.numbering_part.element.num_lst}
    used = {one.val for one in document.element.body.iter(qn("w:numId"))}
    assert used <= known


def test_the_first_ninety_days_are_a_list_to_tick(full: FirmReport) -> None:
    table = opened(full).tables[-1]
    begun = [card for card in full.actions if card.start < 3]
    assert begun
    for row, card in zip(table.rows[1:], begun, strict=True):
        _, number, told, owner, due = (cell.text for cell in row.cells)
        assert (number, owner, due) == (str(card.number), card.owner, card.due_shown)
        how = [f"\t{step}" for step in card.steps]
        assert told.splitlines() == [card.title, *how, f"Done when: {card.measure}"]
        assert len(list(row._tr.iter(BOX))) == 1 + len(card.steps)
    assert opened(full).paragraphs[-1].text == (
        "On 9 June 2026: look back together. What is done, what stands in the way, what comes next?"
    )


def test_the_file_says_whose_it_is_and_in_which_language(full: FirmReport) -> None:
    document = opened(full)
    about = document.core_properties
    assert about.title == f"{full.labels.kind} – {full.title}"
    assert (about.author, about.language) == ("Chamber of Crafts", "en-GB")
    assert about.created == about.modified == datetime.datetime(2026, 3, 9, 12, tzinfo=datetime.UTC)
    (language,) = document.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "en-GB"


def test_pages_are_numbered_by_fields(full: FirmReport) -> None:
    section = opened(full).sections[0]
    fields = [one.get(qn("w:instr")).strip() for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    sender = " · ".join(filter(None, ("Chamber of Crafts", full.branding.contact)))
    assert texts(section.footer._element) == f"{sender}Page 1 of 1"
    assert section.header.paragraphs[0].text == f"{full.title}\t{full.labels.kind}"
    assert not texts(section.first_page_header._element), "the letter has none"


def test_the_cover_after_a_letter_has_neither_header_nor_footer(full: FirmReport) -> None:
    letter, rest = opened(full).sections
    assert rest.different_first_page_header_footer
    assert rest.header.is_linked_to_previous
    assert not texts(rest.first_page_header._element)
    assert (rest.page_width, rest.left_margin) == (letter.page_width, letter.left_margin)
    assert len(opened(replace(full, letter="")).sections) == 1


@pytest.mark.parametrize(("paper", "millimetres"), [("A4", (210, 297)), ("Letter", (216, 279))])
def test_paper_is_as_asked_for(report: FirmReport, paper: str, millimetres: tuple[int, int]) -> None:
    section = opened(report, paper).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == millimetres
    with pytest.raises(KeyError):
        editable(report, paper="A0")


def test_tables_are_as_wide_as_the_text(report: FirmReport) -> None:
    document = opened(report)
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        assert sum(column.width for column in table.columns) == pytest.approx(room, rel=0.01)


def test_an_organisations_accent_colours_headings(full: FirmReport) -> None:
    style = next(style for style in opened(full).styles if style.name == "Heading 2")
    assert str(style.font.color.rgb) == "7A1F5C"


def test_the_same_report_gives_the_same_bytes(full: FirmReport) -> None:
    first = editable(full)
    time.sleep(0.01)
    assert editable(full) == first
    with ZipFile(BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert editable(replace(full, date=datetime.date(2026, 3, 10))) != first


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_kept_as_text(full: FirmReport, text: str) -> None:
    hostile = with_first(full, comment=text, title=text, owner=text, origin=text, advice=Fact(text, text))
    hostile = replace(hostile, firm=text, title=text, headline=text, left_open=(text,), branding=Branding(text))
    hostile = replace(hostile, letter=text, adapted=(text,), offer=Fact(text, text))
    begun = time.monotonic()
    data = editable(hostile)
    assert time.monotonic() - begun < 5
    with ZipFile(BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name))
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in parts.read(name)
    document = docx.Document(BytesIO(data))
    shown = re.sub("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
    shown = re.sub("[\u200f\u202e\u2066]", "", shown).replace("e\u0301", "é")
    assert " ".join(shown.split()) in words(document)


def test_no_text_becomes_a_field_or_a_link(report: FirmReport) -> None:
    plain, hostile = opened(report), opened(replace(with_first(report, comment=FIELDS), title=FIELDS, headline=FIELDS))
    for kind in ("w:hyperlink", "w:instrText", "w:fldSimple", "w:fldChar"):
        assert len(list(plain.element.iter(qn(kind)))) == len(list(hostile.element.iter(qn(kind))))


def test_an_arabic_name_is_written_from_right_to_left(report: FirmReport) -> None:
    document = opened(replace(report, title="مخبز الشمس Berlin"))
    (title,) = (p for p in document.paragraphs if p.style is not None and p.style.name == "Title")
    assert title._p.pPr.find(qn("w:bidi")) is not None
    assert [(run.text, run.font.rtl) for run in title.runs] == [("مخبز الشمس ", True), ("Berlin", None)]
    fonts = next(document.styles.element.iter(qn("w:rFonts")))
    assert fonts.get(qn("w:cs")) == "Arial"


def test_a_sentence_with_an_arabic_name_stays_as_it_is(report: FirmReport) -> None:
    document = opened(replace(report, headline="مخبز is a firm that stands well"))
    (lead,) = (p for p in document.paragraphs if p.style is not None and p.style.name == "Lead")
    assert lead._p.pPr.find(qn("w:bidi")) is None
    assert [run.font.rtl for run in lead.runs] == [True, None]


@pytest.mark.parametrize(
    ("language", "font"), [("en-GB", "Microsoft YaHei"), ("ja", "Yu Gothic"), ("zh-Hant-TW", "Microsoft JhengHei")]
)
def test_chinese_and_japanese_letters_have_a_font(report: FirmReport, language: str, font: str) -> None:
    fonts = next(opened(replace(report, language=language)).styles.element.iter(qn("w:rFonts")))
    assert fonts.get(qn("w:eastAsia")) == font


def test_a_report_in_arabic_runs_from_right_to_left(report: FirmReport) -> None:
    document = opened(replace(report, language="ar"))
    normal = next(style for style in document.styles if style.name == "Normal")
    assert normal.element.pPr.find(qn("w:bidi")) is not None
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables)
    assert document.sections[0]._sectPr.find(qn("w:bidi")) is not None
