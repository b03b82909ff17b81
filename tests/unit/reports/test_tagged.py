"""The structure of a report: what each text is, the order in which it is read, and that tree and pages agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

import pikepdf
import pytest

from reports import theme
from reports.blocks import text
from reports.document import Chapter, Document
from reports.document import render as printed_pages
from reports.firm import FirmReport, render
from reports.firm.paper.pieces import box, chapter_heading, columns
from reports.flow import Item
from reports.tables import Column, listed, table
from tests.unit.reports.conftest import PrintFirm
from tests.unit.reports.printed import Node, Printed, squeezed
from tests.unit.reports.ten_firms import NAMES

CASES = [*((name, "A4") for name in NAMES), ("compounds", "Letter")]

WITHIN = {
    "TR": {"Table"}, "TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "Lbl": {"LI", "H2", "H3"}, "LBody": {"LI"},
    "TOCI": {"TOC"},
}  # fmt: skip
"""What an element of a table, a list or the contents stands in (ISO 32000-1, 14.8.4.3)."""

TEXT = {"Tj", "TJ", "'", '"'}
INK = {*TEXT, "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"}
"""Operators that leave something to be seen."""


@pytest.fixture(params=CASES, ids="-".join)
def printed(request: pytest.FixtureRequest, print_firm: PrintFirm) -> Printed:
    return print_firm(*request.param)


# The file ---------------------------------------------------------------------------------------------------------


def test_the_file_says_that_it_is_tagged_and_in_which_language(printed: Printed) -> None:
    root = printed.file.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == printed.report.language
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert printed.report.title.split()[-1][:5] in str(printed.file.docinfo["/Title"])


def test_a_strict_reader_finds_no_fault_in_the_file(printed: Printed) -> None:
    assert printed.file.check_pdf_syntax() == []


def test_the_same_report_gives_the_same_bytes(printed: Printed) -> None:
    assert render(printed.report, paper=printed.paper) == printed.pdf


# Pages and tree agree ---------------------------------------------------------------------------------------------


def marked(page: pikepdf.Page) -> Iterator[tuple[str, int | None, bool]]:
    """Each marked piece of a page: its tag, its number, and whether anything is to be seen of it.

    Marks do not nest, and nothing is drawn outside of them.
    """
    tag, number, seen = "", None, False
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            assert not tag, "marks do not nest"
            tag, seen = str(operands[0])[1:], False
            number = int(operands[1].MCID) if name == "BDC" else None
        elif name == "EMC":
            yield tag, number, seen
            tag = ""
        elif name in INK:
            assert tag, f"{name} outside of marked content"
            seen = True
    assert not tag


def test_all_that_is_drawn_is_marked_and_in_the_tree_once(printed: Printed) -> None:
    drawn = {
        (number, mark): tag
        for number, page in enumerate(printed.file.pages)
        for tag, mark, _ in marked(page)
        if mark is not None
    }
    roles = {mark: node.role for node in printed.tree.walk() for mark in node.kids if isinstance(mark, tuple)}
    assert max(Counter(printed.tree.marks()).values()) == 1
    assert drawn == roles, "each mark is called what its element is"


def test_marks_of_a_page_are_numbered_from_nought_on(printed: Printed) -> None:
    for page in printed.file.pages:
        numbers = [number for _, number, _ in marked(page) if number is not None]
        assert numbers == list(range(len(numbers)))


def test_the_parent_tree_leads_from_each_mark_and_link_to_its_element(printed: Printed) -> None:
    nums = list(printed.file.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, nums[::2]), nums[1::2], strict=True))
    assert list(parents) == sorted(parents)
    assert int(printed.file.Root.StructTreeRoot.ParentTreeNextKey) > max(parents)
    for node in printed.tree.walk():
        for kid in node.kids:
            if isinstance(kid, tuple):
                page, mark = kid
                element = parents[int(printed.file.pages[page].StructParents)][mark]
            elif isinstance(kid, pikepdf.Dictionary):
                element = parents[int(kid.StructParent)]
            else:
                element = kid.thing.P.K and kid.thing
            assert element.objgen == (kid if isinstance(kid, Node) else node).thing.objgen


def test_every_element_knows_what_it_stands_in(printed: Printed) -> None:
    for node in printed.tree.walk():
        for kid in node.nodes:
            assert kid.thing.P.objgen == node.thing.objgen
    assert printed.tree.role == "Document"
    assert printed.tree.thing.P.objgen == printed.file.Root.StructTreeRoot.objgen


def test_tab_follows_the_structure(printed: Printed) -> None:
    assert {str(page.Tabs) for page in printed.file.pages} == {"/S"}


def test_header_footer_and_rules_are_not_read(printed: Printed) -> None:
    label = squeezed(printed.report.labels.page.format(page=2, pages=len(printed.pages)))
    assert label not in printed.read
    for page in printed.pages[1:]:
        unread = [run for run in page.runs if run.mark is None]
        assert {run.tag for run in unread} == {"Artifact"}
        assert len(unread) >= 4


# What each thing is -----------------------------------------------------------------------------------------------


def test_what_stands_in_what(printed: Printed) -> None:
    for node in printed.tree.walk():
        for kid in node.nodes:
            assert node.role in WITHIN.get(kid.role, {node.role}), f"{kid.role} in {node.role}: {printed.text(kid)}"
        for role, parents in (("TR", {"Table"}), ("LI", {"L"}), ("TOCI", {"TOC"})):
            if node.role in parents:
                assert {kid.role for kid in node.nodes} == {role}


def test_no_element_is_empty(printed: Printed) -> None:
    for node in printed.tree.walk():
        if node.role not in ("TH", "TD"):  # a table may have nothing to say in a cell
            assert node.kids, node.role
            assert node.role == "Figure" or printed.text(node), node.role


def test_headings_do_not_skip_a_level(printed: Printed) -> None:
    levels = [int(node.role[1]) for node in printed.tree.walk() if node.role in ("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(then <= now + 1 for now, then in pairwise(levels))


def test_a_heading_says_what_follows(printed: Printed) -> None:
    headings = [printed.text(node) for node in printed.tree.all("H1", "H2", "H3")]
    assert not [words for words in headings if words.isdigit()], "a number alone is no heading"
    for line in printed.report.dimensions:
        assert line.title in headings
    for action in printed.report.actions:
        assert any(squeezed(words) == squeezed(f"{action.number}{action.title}") for words in headings), action.title


def test_tables_have_heads_and_as_many_cells_in_every_row(printed: Printed) -> None:
    for found in printed.tree.all("Table"):
        first, *others = found.nodes
        roles = [cell.role for cell in first.nodes]
        assert set(roles) in ({"TH"}, {"TD"})
        for row in others:
            assert [cell.role for cell in row.nodes] == ["TD"] * len(roles)
        for head in found.all("TH"):
            assert str(head.thing.A.Scope) == "/Column"


def test_lists_have_entries_with_a_body(printed: Printed) -> None:
    for entry in printed.tree.all("LI"):
        assert [kid.role for kid in entry.nodes] in (["LBody"], ["Lbl", "LBody"])


def test_figures_say_in_words_what_they_show_and_where_they_are(printed: Printed) -> None:
    figures = printed.tree.all("Figure")
    assert figures
    for figure in figures:
        assert len(str(figure.thing.Alt)) > 20
        left, bottom, right, top = map(float, figure.thing.A.BBox)
        assert str(figure.thing.A.O) == "/Layout"
        page = printed.pages[next(figure.marks())[0]]
        for run in printed.runs(figure):
            assert left - 1 <= run.box.left <= run.box.right <= right + 1
            assert page.height - top - 1 <= run.box.top <= run.box.bottom <= page.height - bottom + 3


def test_links_are_in_the_tree_with_words_for_where_they_lead(printed: Printed) -> None:
    in_tree = [link.objgen for node in printed.tree.all("Link") for link in node.links]
    on_pages = [note.objgen for page in printed.file.pages for note in page.get("/Annots", [])]
    assert sorted(in_tree) == sorted(on_pages)
    for node in printed.tree.all("Link"):
        (link,) = node.links
        assert str(link.Contents).strip()
        assert squeezed(str(link.Contents))[:10] in squeezed(printed.text(node))


# The order --------------------------------------------------------------------------------------------------------


def test_it_is_read_from_the_cover_to_the_last_page(printed: Printed) -> None:
    pages = [next(node.marks())[0] for node in printed.tree.nodes]
    assert pages == sorted(pages)
    report, words = printed.report, printed.report.labels
    there = [
        words.kind, words.contents, words.summary, words.dimensions, *([words.progress] if report.progress else []),
        words.why, *([words.find_out] if report.ask or report.left_open else []), words.roadmap,
        *([words.people] if report.people else []), *([words.actions] if report.actions else []), words.method,
        *([words.pinup] if report.soon else []),
    ]  # fmt: skip
    headings = [printed.text(node) for node in printed.tree.nodes]
    places = [len(headings) - headings[::-1].index(title) - 1 for title in there]
    assert places == sorted(places)


def test_columns_are_read_one_after_the_other(printed: Printed) -> None:
    """Parts in the order asked, steps in that of the plan, and on a page the left column before the right one."""
    chapters: Mapping[str, list[tuple[str, str]]] = printed.chapters()
    report = printed.report
    parts = [squeezed(words) for role, words in chapters[report.labels.why] if role == "H2"]
    assert parts == [squeezed(line.title) for line in report.dimensions]
    if report.actions:
        steps = [squeezed(words) for role, words in chapters[report.labels.actions] if role == "H3"]
        assert steps == [squeezed(f"{action.number}{action.title}") for action in report.actions]


# What goes on over pages ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def long(report: FirmReport) -> Printed:
    """Two paragraphs of a page each in two columns, a list of paragraphs, and a table of three pages."""
    grid = theme.Grid(*theme.PAPERS["A4"])
    told = [Item(text(" ".join(paragraph), theme.BODY, grid.half), gap=5) for paragraph in PARAGRAPHS]
    rows = [(f"row {number}", f"cell {number}") for number in range(120)]
    entries = [(box, text(" ".join(paragraph), theme.BODY, 300)) for paragraph in PARAGRAPHS]
    items = (
        chapter_heading("one", "One", grid), Item(columns(told, grid)),
        Item(listed(entries, 18, 5)), Item(table((Column("Head", 200), Column("Other", 200)), rows)),
    )  # fmt: skip
    document = Document(
        title="Long", author="A", subject="S", language="en", grid=grid, colours=theme.palette(), cover=None,
        chapters=(Chapter("one", "One", items),), header=("Left", "Right"), footer="Foot", page_label="{page}/{pages}",
    )  # fmt: skip
    return Printed(report, printed_pages(document))


PARAGRAPHS = [[f"{letter}{number}" for number in range(900)] for letter in "ab"]


def test_a_paragraph_that_goes_on_in_the_next_column_or_page_is_one(long: Printed) -> None:
    paragraphs = long.tree.nodes[1:3]
    assert [node.role for node in paragraphs] == ["P", "P"]
    assert [long.text(node).split() for node in paragraphs] == PARAGRAPHS
    assert all(len(list(node.marks())) > 1 for node in paragraphs)
    assert len(paragraphs[1].pages()) > 1


def test_an_entry_of_a_list_that_goes_on_on_the_next_page_is_one(long: Printed) -> None:
    (entries,) = long.tree.all("L")
    assert [long.text(entry).split() for entry in entries.nodes] == PARAGRAPHS
    assert max(len(entry.pages()) for entry in entries.nodes) > 1


def test_a_table_that_goes_on_is_one_and_its_repeated_head_is_not_read(long: Printed) -> None:
    (whole,) = long.tree.all("Table")
    first, *rows = [[long.text(cell) for cell in row.nodes] for row in whole.nodes]
    assert first == ["Head", "Other"]
    assert rows == [[f"row {number}", f"cell {number}"] for number in range(120)]
    assert len(whole.pages()) == 3
    for page in sorted(whole.pages())[1:]:
        heads = [run.tag for run in long.pages[page].runs if run.text in ("Head", "Other")]
        assert heads == ["Artifact", "Artifact"]


def test_a_long_document_agrees_with_its_tree(long: Printed) -> None:
    test_all_that_is_drawn_is_marked_and_in_the_tree_once(long)
    test_the_parent_tree_leads_from_each_mark_and_link_to_its_element(long)
    assert long.file.check_pdf_syntax() == []
