"""The firm's report on paper: what stands there, that it stays on the page, and what the file is made of."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pdfplumber
import pikepdf
import pytest

from reports import theme
from reports.firm import Branding, FirmReport, Phase, render
from reports.firm.paper.cards import LEFT as LABELS
from scoring.instrument import Instrument
from scoring.roadmap import Mark, RoadmapChoices
from tests.unit.reports.conftest import MakeReport, answers_at

MARGIN = 30.0


def squeezed(text: str) -> str:
    """Without white space, since lines break anywhere."""
    return re.sub(r"\s", "", text)


def pages_of(pdf: bytes, numbers: list[int] | None = None) -> list[str]:
    with pdfplumber.open(BytesIO(pdf), pages=numbers) as document:
        return [page.extract_text() for page in document.pages]


@pytest.fixture(scope="module")
def short(report: FirmReport) -> FirmReport:
    """With one part and one action only: pages enough to see what a name does to them."""
    first = report.phases[0]
    return replace(
        report,
        dimensions=report.dimensions[:1],
        ask=(),
        left_open=(),
        later=(),
        phases=(replace(first, actions=first.actions[:1]),),
    )


@pytest.fixture(scope="module")
def pdf(report: FirmReport) -> bytes:
    return render(report)


@pytest.fixture(scope="module")
def words(pdf: bytes) -> list[str]:
    """The pages as text without white space."""
    return [squeezed(page) for page in pages_of(pdf)]


def assert_inside(pdf: bytes) -> None:
    with pdfplumber.open(BytesIO(pdf)) as document:
        for page in document.pages:
            for thing in (*page.chars, *page.lines):
                assert thing["x0"] >= MARGIN, thing
                assert thing["x1"] <= page.width - MARGIN, thing
                assert thing["top"] >= MARGIN, thing
                assert thing["bottom"] <= page.height - 24, thing


def test_every_action_stands_there_with_all_that_is_said_of_it(report: FirmReport, words: list[str]) -> None:
    whole = "".join(words)
    assert report.actions
    for action in report.actions:
        for text in (action.title, action.when, action.own_days, action.gain_shown):
            assert squeezed(text) in whole


def test_paragraphs_are_whole_on_their_page(report: FirmReport, pdf: bytes) -> None:
    """The wide column is read by itself: line by line across the page, the two columns would mix."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        wide = "".join(
            squeezed(page.crop((theme.MARGIN_SIDE + LABELS - 2, 40, page.width, page.height)).extract_text())
            for page in document.pages
        )
    for action in report.actions:
        for text in (action.title, action.summary, action.measure, *action.because):
            assert squeezed(text) in wide
        for number, step in enumerate(action.steps, 1):
            assert squeezed(f"{number}{step}") in wide


def test_numbers_are_those_of_the_report(report: FirmReport, words: list[str]) -> None:
    summary, parts, whole = words[1], words[2], "".join(words)
    assert squeezed(report.headline) in summary
    assert squeezed(report.to_next) in summary
    assert squeezed(report.expected) in summary
    for line in report.dimensions:
        assert squeezed(line.title + line.shown) in parts, "in the chart"
        assert squeezed(line.title + line.shown + line.description + line.level) in whole, "over its questions"
    for line in report.dimensions:
        for asked in line.questions:
            assert any(squeezed(asked.shown) in page for page in words)


def test_the_plan_says_what_it_takes_and_cuts_no_title(report: FirmReport, words: list[str]) -> None:
    first, steps = (
        next(number for number, page in enumerate(words[1:], 1) if squeezed(title) in page)
        for title in (report.labels.roadmap_lead, report.labels.actions)
    )
    plan = "".join(words[first : steps + 1])
    for told in (*(phase.so_far for phase in report.phases), *(fact.value for fact in report.totals), report.expected):
        assert squeezed(told) in plan
    assert "…" not in plan


def test_a_reason_shared_by_actions_left_out_is_said_once(report: FirmReport, words: list[str]) -> None:
    assert len(report.later) > 1
    for reason in {fact.value for fact in report.later}:
        assert "".join(words).count(squeezed(reason)) == 1


def test_a_report_of_a_small_firm_fits_fourteen_pages(make_report: MakeReport, instrument: Instrument) -> None:
    for share in (0.2, 0.5, 0.8):
        for employees in (1, 5, 25):
            assert len(pages_of(render(make_report(answers_at(instrument, share), employees=employees)))) <= 14


def test_the_summary_is_one_page(report: FirmReport, words: list[str]) -> None:
    assert squeezed(report.labels.summary) in words[1]
    assert squeezed(report.labels.first_steps) in words[1]
    assert squeezed(report.labels.dimensions) in words[2]


def test_pages_are_numbered_out_of_all(words: list[str]) -> None:
    for number, page in enumerate(words[1:], 2):
        assert f"Page{number}of{len(words)}" in page


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_nothing_leaves_the_page(make_report: MakeReport, instrument: Instrument, share: float, paper: str) -> None:
    pdf = render(make_report(answers_at(instrument, share), firm="Ltd " * 40, employees=180), paper=paper)
    with pdfplumber.open(BytesIO(pdf)) as document:
        assert (document.pages[0].width, document.pages[0].height) == pytest.approx(theme.PAPERS[paper], abs=0.01)
    assert_inside(pdf)


def test_no_card_is_split_from_its_title_and_no_heading_ends_a_page(report: FirmReport, pdf: bytes) -> None:
    for page in pages_of(pdf)[1:]:
        last = squeezed(page.splitlines()[-2])
        assert last not in {squeezed(action.title) for action in report.actions}
        assert last not in {squeezed(words) for words in vars(report.labels).values() if isinstance(words, str)}


def test_an_unknown_paper_is_refused(report: FirmReport) -> None:
    with pytest.raises(KeyError):
        render(report, paper="A3")


def test_the_same_report_gives_the_same_bytes(report: FirmReport, pdf: bytes) -> None:
    assert render(report) == pdf


def test_all_fonts_are_embedded_subsets(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        fonts = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
        ]
        assert fonts
        for font in fonts:
            assert re.match(r"/[A-Z]{6}\+(NotoSans|FiraGO)", str(font.BaseFont))
            assert "/FontFile2" in font.FontDescriptor
    assert b"Helvetica" not in pdf


def test_the_file_says_what_it_is(report: FirmReport, pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        assert str(document.docinfo["/Title"]) == f"Digital readiness report – {report.firm}"
        assert str(document.docinfo["/Author"]) == "Waymark"
        assert str(document.Root.Lang) == "en-GB"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)


def test_the_outline_leads_to_every_chapter_and_step(report: FirmReport, pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        chapters = [str(item.title) for item in outline.root]
        steps = next(item for item in outline.root if item.title == report.labels.actions)
        assert chapters[0] == report.labels.summary
        assert report.labels.method in chapters
        assert [str(item.title) for item in steps.children] == [f"{a.number} {a.title}" for a in report.actions]


def test_the_contents_can_be_clicked_and_name_the_right_pages(report: FirmReport, pdf: bytes, words: list[str]) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        links = [annotation for annotation in document.pages[0].Annots if annotation.Subtype == "/Link"]
    entries = re.findall(r"^(.+) (\d+)$", pages_of(pdf)[0].split(report.labels.contents)[1], re.MULTILINE)
    assert len(links) == len(entries) >= 6
    for title, page in entries:
        assert squeezed(title) in words[int(page) - 1]
    assert all(int(one[1]) <= int(other[1]) for one, other in pairwise(entries))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<b>Bold</b> & Sons", "<b>Bold</b> & Sons"),
        ('<img src="/etc/hostname"/>', '<img src="/etc/hostname"/>'),
        ("Nul\x00Ltd", "Nul\ufffdLtd"),
        ("\u202eevil\u202c\u200f Ltd", "evil Ltd"),
        ("Cheese \U0001f9c0 Ltd", "Cheese \ufffd Ltd"),
        ("%s {page} {0} \\n (a", "%s {page} {0} \\n (a"),
    ],
)
def test_a_firms_name_is_text_and_nothing_else(short: FirmReport, name: str, shown: str) -> None:
    named = render(replace(short, firm=name, title=name, headline=name))
    cover, summary = pages_of(named, [1, 2])
    assert squeezed(shown) in squeezed(cover)
    assert squeezed(shown) in squeezed(summary)
    assert_inside(named)


def test_a_name_without_end_is_cut_with_an_ellipsis(short: FirmReport) -> None:
    endless = render(replace(short, firm="W" * 20_000, title="W" * 20_000, headline="W" * 20_000))
    assert "W…" in pages_of(endless, [1])[0]
    assert_inside(endless)


def test_a_comment_of_any_length_is_printed_in_full(short: FirmReport) -> None:
    comment = "m" * 20_000
    (first,) = short.phases
    card = replace(first.actions[0], comment=comment)
    long = replace(short, phases=(Phase(first.title, 0, 3, (card,), first.span),))
    pdf = render(long)
    assert "".join(pages_of(pdf)).count("m") >= 20_000
    assert_inside(pdf)


def test_characters_without_a_glyph_are_logged_not_dropped(short: FirmReport, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "reports.fonts"):
        pdf = render(replace(short, title="\U00014400\U00014401\U00014402\U00014403"))
    assert "\ufffd" * 4 in pages_of(pdf, [1])[0]
    assert "U+14400" in caplog.text


def test_an_organisation_gives_its_name_and_colour(short: FirmReport) -> None:
    branded = render(replace(short, branding=Branding("Chamber of Crafts", "#5b2a86", "help@example.org")))
    with pdfplumber.open(BytesIO(branded)) as document:
        cover = document.pages[0]
        assert "Chamber of Crafts" in cover.extract_text()
        assert "help@example.org" in cover.extract_text()
        assert cover.rects[0]["non_stroking_color"] == pytest.approx((0x5B / 255, 0x2A / 255, 0x86 / 255), abs=0.001)


@pytest.mark.parametrize("accent", ["#ffee00", "red", "#12345", "javascript:alert(1)", ""])
def test_a_colour_that_cannot_be_read_on_white_is_not_used(accent: str) -> None:
    assert theme.palette(accent)["accent"] == theme.ACCENT


def test_a_report_without_answers_is_whole_too(make_report: MakeReport) -> None:
    pdf = render(make_report({}))
    assert "not scored" in pages_of(pdf)[1]
    assert_inside(pdf)


def test_where_all_is_done_it_is_said_what_that_leads_to(make_report: MakeReport, instrument: Instrument) -> None:
    marks: dict[str, Mark] = dict.fromkeys((action.id for action in instrument.actions), "done")
    report = make_report(answers_at(instrument, 0.3), choices=RoadmapChoices(marks=marks))
    whole = squeezed("".join(pages_of(render(report))))
    assert report.actions == ()
    assert report.way
    assert all(squeezed(told) in whole for told in (report.no_actions, report.made_for, report.expected, report.way))


def test_without_a_plan_no_page_is_left_to_one_sentence(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 1))
    _, beginning, *lines = pages_of(render(report))[-1].splitlines()
    assert report.no_actions in " ".join(lines)
    assert beginning != report.labels.roadmap
