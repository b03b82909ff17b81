"""A sector report as a document to edit: all of it is there, its tables with heads, its charts with words."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import chain

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from reports.sector import SectorReport
from reports.sector.editing import docx as written
from tests.sectors import REPORT
from tests.unit.reports.hard_sectors import hard, nothing, rows_of, told
from tests.unit.reports.word_cases import headings, texts, words

CASES = {"plain": REPORT, "hard": hard(), "nothing": nothing()}


@pytest.fixture(scope="module", params=list(CASES))
def report(request: pytest.FixtureRequest) -> SectorReport:
    return CASES[request.param]


@pytest.fixture(scope="module")
def document(report: SectorReport) -> Document:
    return docx.Document(BytesIO(written(report)))


def test_every_sentence_and_every_fact_is_there(report: SectorReport, document: Document) -> None:
    found = words(document)
    assert [text for text in told(report) if " ".join(text.split()) not in found] == []


def test_every_figure_stands_in_a_table_as_it_is_shown(report: SectorReport, document: Document) -> None:
    found = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    cells = [tuple(row) for row in found]
    for exhibit in report.exhibits:
        for head, *shown in rows_of(exhibit):
            mine = [row[1:] for row in cells if " ".join(row[0].split()) == " ".join(head.split())]
            at = 0
            while at < len(shown):
                sizes = [len(row) for row in mine if tuple(shown[at : at + len(row)]) == row and row]
                assert sizes, (exhibit.id, head)
                at += max(sizes)


def test_tables_repeat_their_heads(document: Document) -> None:
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_headings_are_those_of_the_pdf(report: SectorReport, document: Document) -> None:
    plain, annex = ([one.title for one in report.sections if one.annex == kind] for kind in (False, True))
    first, *others = headings(document, 1)
    assert first == report.labels.summary
    assert others[: len(plain)] == plain
    assert (report.labels.annex in others) == bool(annex)
    assert set(annex) <= set(headings(document, 2))


def test_charts_say_what_they_show(report: SectorReport, document: Document) -> None:
    about = [one.get("descr") for one in document.element.body.iter(qn("wp:docPr"))]
    for exhibit in report.exhibits:
        if exhibit.picture:
            row = ", ".join(filter(None, (exhibit.rows[0].head, *(cell.shown for cell in exhibit.rows[0].cells))))
            assert any(row in text for text in about), exhibit.id


def test_a_draft_says_so_on_the_cover_and_over_every_page(report: SectorReport, document: Document) -> None:
    first = document.paragraphs[0].text
    header = texts(document.sections[0].header._element)
    assert (report.labels.draft in first, report.labels.draft in header) == (report.draft, report.draft)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert written(REPORT) == written(REPORT)


def test_markup_and_formulas_stay_text() -> None:
    told_of = words(docx.Document(BytesIO(written(replace(REPORT, title="<w:p>{page} =1+1")))))
    assert "<w:p>{page} =1+1" in told_of
    assert "=Test a backup" in told_of


def test_figures_of_all_firms_stand_out() -> None:
    document = docx.Document(BytesIO(written(REPORT)))
    runs = chain.from_iterable(
        paragraph.runs for table in document.tables for row in table.rows for cell in row.cells
        for paragraph in cell.paragraphs
    )  # fmt: skip
    strong = {run.text for run in runs if run.style is not None and run.style.name == "Strong"}
    assert {"All firms", "640", "47"} <= strong
    assert "Construction" not in strong
