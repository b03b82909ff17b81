"""Contents, links and outline of a report: each leads to what it names."""

from __future__ import annotations

from itertools import pairwise

import pikepdf
import pytest

from tests.unit.reports.conftest import PrintFirm
from tests.unit.reports.printed import TOUCH, Page, Printed, destination, squeezed
from tests.unit.reports.ten_firms import NAMES

CASES = [*((name, "A4") for name in NAMES), ("beside_peers", "Letter")]


@pytest.fixture(params=CASES, ids="-".join)
def printed(request: pytest.FixtureRequest, print_firm: PrintFirm) -> Printed:
    return print_firm(*request.param)


def links_of(printed: Printed, page: int) -> list[pikepdf.Dictionary]:
    return [note for note in printed.file.pages[page].get("/Annots", []) if note.Subtype == "/Link"]


def test_the_contents_lead_to_every_chapter_and_name_its_page(printed: Printed) -> None:
    entries = [(node, [run.text for run in printed.runs(node)]) for node in printed.tree.all("TOCI")]
    headings = [squeezed(printed.text(node)) for node in printed.tree.all("H1")]
    assert [squeezed(title) for _, (*words, _) in entries for title in [" ".join(words)]] == headings
    for node, (*title, number) in entries:
        (link,) = (link for one in node.walk() for link in one.links)
        page, top = destination(printed, link.Dest)
        assert page == int(number) - 1
        assert squeezed(" ".join(title)) in _at(printed.pages[page], top)
    numbers = [int(words[-1]) for _, words in entries]
    assert all(one <= other for one, other in pairwise(numbers))


def test_every_link_leads_to_what_it_says(printed: Printed) -> None:
    titles = {squeezed(action.title): action.number for action in printed.report.actions}
    for page in range(1, len(printed.pages)):
        for link in links_of(printed, page):
            target, top = destination(printed, link.Dest)
            told = squeezed(str(link.Contents))
            if told in titles:
                assert squeezed(f"{titles[told]}") in _at(printed.pages[target], top)
                assert told[:12] in _at(printed.pages[target], top)


def _at(page: Page, top: float) -> str:
    """What is written from a place on the page on, within a few lines."""
    return squeezed("".join(run.text for run in page.marked() if -2 <= run.box.top - top <= 40))


def test_links_lie_over_their_words(printed: Printed) -> None:
    for node in printed.tree.all("Link"):
        (link,) = node.links
        left, bottom, right, top = map(float, link.Rect)
        page = printed.pages[next(node.marks())[0]]
        assert any(note.objgen == link.objgen for note in printed.file.pages[page.number - 1].Annots)
        for run in printed.runs(node):
            assert left - TOUCH <= run.box.left <= run.box.right <= right + TOUCH
            assert page.height - top - TOUCH <= run.box.top <= run.box.bottom <= page.height - bottom + TOUCH


def test_the_summary_leads_to_the_cards_of_its_first_steps_and_gaps(printed: Printed) -> None:
    led = [str(link.Contents) for link in links_of(printed, 1)]
    wanted = [action.title for action in printed.report.actions[:3]]
    wanted += [gap.title for gap in printed.report.gaps if gap.action]
    assert sorted(led) == sorted(wanted)


def test_the_outline_leads_to_every_chapter_part_and_step(printed: Printed) -> None:
    with printed.file.open_outline() as outline:
        chapters = [(str(item.title), item) for item in outline.root]
        assert [squeezed(title) for title, _ in chapters] == [
            squeezed(printed.text(node)) for node in printed.tree.all("H1")
        ]
        entries = [entry for _, item in chapters for entry in (item, *item.children)]
        for entry in entries:
            page, top = destination(printed, entry.destination)
            assert squeezed(str(entry.title))[:10] in _at(printed.pages[page], top)
        steps = [str(item.title) for item in entries if str(item.title)[0].isdigit()]
        assert steps == [f"{action.number} {action.title}" for action in printed.report.actions]
        titles = [str(item.title) for item in entries]
        assert all(line.title in titles for line in printed.report.dimensions)
