"""A sector report on paper: all of it is there, inside the frame, marked as what it is, and found from the contents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from gettext import NullTranslations
from itertools import pairwise

import pytest

from reports import theme
from reports.firm.values import Branding
from reports.sector import Exhibit, SectorReport
from reports.sector.labels import labels
from reports.sector.paper import render
from tests.copied import pages_of
from tests.pseudo import pseudo
from tests.sectors import HEAT, REPORT
from tests.unit.reports.hard_sectors import LONG, WIDE, hard, nothing, rows_of, told
from tests.unit.reports.printed import Printed, destination, outside, overlapping, squeezed

CASES = {"plain": lambda: REPORT, "hard": hard, "nothing": nothing}
PRINTED = [("plain", "A4"), ("hard", "A4"), ("nothing", "Letter")]

Print = Callable[[str, str], Printed]


@pytest.fixture(scope="session")
def print_sector() -> Print:
    """``print_sector(name, paper)``: one of ``CASES`` as PDF, made and read once."""

    @cache
    def print_one(name: str, paper: str) -> Printed:
        report = CASES[name]()
        return Printed(report, render(report, paper), paper)

    return print_one


@pytest.fixture(params=PRINTED, ids="-".join)
def printed(request: pytest.FixtureRequest, print_sector: Print) -> Printed:
    return print_sector(*request.param)


# What stands there ------------------------------------------------------------------------------------------------


def test_every_sentence_and_every_fact_is_printed_whole(printed: Printed) -> None:
    assert [text for text in told(printed.report) if squeezed(text) not in printed.read] == []


def test_every_figure_stands_in_its_row_as_it_is_shown(printed: Printed) -> None:
    """Columns that do not fit beside the others stand in a further table: each row is looked for cell by cell."""
    found = {tuple(row) for table in printed.tables() for row in table}
    for exhibit in printed.report.exhibits:
        for row in rows_of(exhibit):
            if row[0].isascii():  # others are read in an order of their own
                assert _stands(tuple(map(squeezed, row)), found), row


def _stands(row: tuple[str, ...], found: set[tuple[str, ...]]) -> bool:
    """Whether the row is there in one part or in several that follow each other."""
    head, *cells = row
    at = 0
    while at < len(cells):
        sizes = [size for size in range(len(cells) - at, 0, -1) if (head, *cells[at : at + size]) in found]
        if not sizes:
            return False
        at += sizes[0]
    return True


def test_who_copies_a_page_finds_its_words(printed: Printed) -> None:
    words = squeezed("".join(pages_of(printed.pdf)))
    assert [text for text in told(printed.report) if squeezed(text) not in words] == []


def test_the_same_report_gives_the_same_bytes(printed: Printed) -> None:
    assert render(printed.report, printed.paper) == printed.pdf


def test_a_draft_says_so_on_every_page_and_a_release_on_none(print_sector: Print) -> None:
    for name, paper in PRINTED:
        report = print_sector(name, paper)
        marked = [REPORT.labels.draft in page for page in pages_of(report.pdf)]
        assert marked == [report.report.draft] * len(marked)
    plain = print_sector("plain", "A4")
    assert all("Release 2 of 31 March 2026" in page for page in pages_of(plain.pdf)[1:])


def test_a_body_that_names_no_organisation_stands_on_the_cover_itself(print_sector: Print) -> None:
    first = pages_of(print_sector("plain", "A4").pdf)[0]
    assert REPORT.host in first
    assert "Waymark" not in first


def test_every_fixed_word_is_translated() -> None:
    class Pseudo(NullTranslations):
        def gettext(self, message: str) -> str:
            return pseudo(message)

    words = labels(Pseudo())
    report = Printed(replace(hard(), labels=words), render(replace(hard(), labels=words)))
    assert words.draft in pages_of(report.pdf)[0]
    used = (words.contents, words.kind, words.summary, words.findings, words.annex, words.method, words.quality,
            words.cite)  # fmt: skip
    assert [word for word in used if squeezed(word) not in report.read] == []
    assert pseudo("Page {page} of {pages}").format(page=3, pages=len(report.pages)) in pages_of(report.pdf)[2]


# How it stands there ----------------------------------------------------------------------------------------------


def test_every_text_is_inside_the_frame_and_none_over_another(printed: Printed) -> None:
    mark = printed.report.labels.draft  # on the cover it is read out, and stands where headers do
    assert [run for run in outside(printed) if run.text != mark] == []
    assert overlapping(printed) == []


def test_every_shape_is_inside_the_frame(printed: Printed) -> None:
    for page in printed.pages[1:]:
        for shape in page.shapes:
            assert shape.left >= theme.MARGIN_SIDE - 2.1
            assert shape.right <= page.width - theme.MARGIN_SIDE + 2.1


def test_no_heading_ends_a_page(printed: Printed) -> None:
    """A title, wherever it stands, has something of what it is about below it."""
    heads = {mark for node in printed.tree.all("H1", "H2", "H3") for mark in node.marks()}
    for number, page in enumerate(printed.pages):
        marks = [run.mark for run in page.marked()]
        assert not marks or (number, marks[-1]) not in heads


def test_a_table_that_is_longer_than_a_page_repeats_its_head(print_sector: Print) -> None:
    pages = [page for page in pages_of(print_sector("hard", "A4").pdf) if f"{NAME} 4" in page or f"{NAME} 44" in page]
    assert len(pages) > 1
    assert all("Lowest tenth" in page for page in pages)


NAME = "<b>Bold</b> & Co"


def test_a_short_report_is_short_and_leaves_no_page_half_empty_before_its_last(print_sector: Print) -> None:
    plain = print_sector("plain", "A4")
    assert len(plain.pages) == 4
    for page in plain.pages[1:-1]:
        assert max(run.box.bottom for run in page.marked()) > page.height / 2


def test_large_figures_are_as_large_as_all_of_them_fit(print_sector: Print) -> None:
    """On one line each."""
    values = [squeezed(fact.value) for fact in hard().strip]
    runs = [squeezed(run.text) for page in print_sector("hard", "A4").pages for run in page.marked()]
    assert [value for value in values if value not in runs] == []


# Structure and links ----------------------------------------------------------------------------------------------


def test_the_file_is_tagged_and_a_strict_reader_finds_no_fault(printed: Printed) -> None:
    assert bool(printed.file.Root.MarkInfo.Marked)
    assert printed.file.check_pdf_syntax() == []


def test_sections_are_chapters_and_titles_of_exhibits_are_headings_in_them(print_sector: Print) -> None:
    plain, words = print_sector("plain", "A4"), REPORT.labels
    chapters = [plain.text(node) for node in plain.tree.all("H1")]
    assert chapters == [words.summary, "The divide", "What firms said", words.annex, words.method, words.quality,
                        words.cite]  # fmt: skip
    titles = [plain.text(node) for node in plain.tree.all("H2", "H3")]
    exhibits: list[Exhibit] = [one for section in REPORT.sections for one in section.exhibits]
    assert [title for title in titles if title in {one.title for one in exhibits}] == [one.title for one in exhibits]


def test_charts_are_figures_that_say_what_they_show_and_tables_have_heads(printed: Printed) -> None:
    drawn = [one for one in printed.report.exhibits if one.picture and one not in (HEAT, LONG)]
    told_of = [str(node.thing.get("/Alt", "")) for node in printed.tree.all("Figure")]
    assert [one.title for one in drawn if not any(text.startswith(one.title) for text in told_of)] == []
    for table in printed.tree.all("Table"):
        assert {node.role for node in table.nodes[0].nodes} == {"TH"}


def test_contents_lead_to_every_chapter(printed: Printed) -> None:
    targets = [link.Dest for entry in printed.tree.all("TOCI") for node in entry.all("Link") for link in node.links]
    heads = [(node.pages(), printed.runs(node)[0].box.top) for node in printed.tree.all("H1")]
    assert len(targets) == len(heads)
    for target, (pages, top) in zip(targets, heads, strict=True):
        page, below = destination(printed, target)
        assert {page} == pages
        assert below == pytest.approx(top, abs=20)
    assert all(one <= other for one, other in pairwise(destination(printed, target)[0] for target in targets))


def test_the_list_of_contents_takes_a_page_where_the_cover_has_no_room(print_sector: Print) -> None:
    first, second = pages_of(print_sector("hard", "A4").pdf)[:2]
    assert REPORT.labels.contents not in first
    assert second.count("Part ") == 12
    assert REPORT.labels.contents in pages_of(print_sector("plain", "A4").pdf)[0]


# Wide tables ------------------------------------------------------------------------------------------------------


def test_more_columns_than_a_page_is_wide_come_in_parts_of_about_the_same_size(print_sector: Print) -> None:
    (first, *others) = {
        len(table[0]) for table in print_sector("hard", "A4").tables() if squeezed(WIDE.columns[0].title) in table[0]
    }
    assert not others
    assert 4 <= first - 1 < len(WIDE.columns)


def test_a_colour_too_light_to_be_read_is_not_used() -> None:
    light: SectorReport = replace(REPORT, branding=Branding(accent="#ffee88"))
    assert render(light) == render(REPORT)
