"""The report on two pages: always two, each whole, whatever a firm is called and whatever its report says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pdfplumber
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import theme
from reports.firm import DimensionLine, FirmReport, render
from reports.firm.paper.short import short_pages
from scoring.instrument import Instrument
from tests.unit.reports.conftest import MakeReport, answers_at

MARGIN = 30.0
ARABIC, GREEK = "شركة النجارة والأثاث ", "Αρτοποιείο Παπαδόπουλος και Υιοί "


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def two_pages(pdf: bytes) -> tuple[str, str]:
    """The text of the two pages, without white space, after the check that nothing leaves them."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        for page in document.pages:
            for thing in (*page.chars, *page.rects, *page.lines):
                assert thing["x0"] >= MARGIN, thing
                assert thing["x1"] <= page.width - MARGIN, thing
                assert thing["bottom"] <= page.height - 24, thing
        first, second = (squeezed(page.extract_text()) for page in document.pages)
    return first, second


def count(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def with_words(report: FirmReport, words: Callable[[str], str]) -> FirmReport:
    """The report with other words for its name, findings, parts and steps."""
    phases = tuple(
        replace(phase, actions=tuple(
            replace(card, title=words(card.title), owner=words(card.owner), because=tuple(map(words, card.because)),
                    steps=tuple(map(words, card.steps)))
            for card in phase.actions
        ))
        for phase in report.phases
    )  # fmt: skip
    return replace(
        report,
        title=words(report.title),
        works=tuple(replace(one, title=words(one.title), text=words(one.text)) for one in report.works),
        gaps=tuple(
            replace(one, title=words(one.title), text=words(one.text), brief=words(one.brief)) for one in report.gaps
        ),
        level_meaning=words(report.level_meaning),
        peers=words(report.peers or "peers"),
        official=words(report.official or "official"),
        way=words(report.way or "way"),
        phases=phases,
    )


def test_the_first_page_stands_alone(report: FirmReport) -> None:
    first, _ = two_pages(render(report, extent="short"))
    told = [report.title, report.date_shown, report.overall_shown, report.level, report.to_next, report.expected]
    told += [text for line in report.dimensions for text in (line.title, line.shown)]
    told += [fact.value for fact in report.totals]
    for text in told:
        assert squeezed(text) in first


def test_what_works_and_all_three_gaps_stand_side_by_side(report: FirmReport) -> None:
    assert len(report.gaps) == 3
    with pdfplumber.open(BytesIO(render(report, extent="short"))) as document:
        page = document.pages[0]
        left = squeezed(page.crop((0, 0, page.width / 2, page.height)).extract_text())
        right = squeezed(page.crop((page.width / 2, 0, page.width, page.height)).extract_text())
    for text, half in ((report.labels.works, left), (report.labels.gaps, right)):
        assert squeezed(text) in half
    assert all(squeezed(finding.title) in left for finding in report.works)
    assert all(squeezed(finding.title) in right for finding in report.gaps)
    assert all(squeezed(finding.brief) in right for finding in report.gaps)


def test_the_second_page_says_what_to_do_first(report: FirmReport) -> None:
    assert len(report.actions) > 6
    _, second = two_pages(render(report, extent="short"))
    words = report.labels.files
    assert squeezed(words.more_steps.format(n=len(report.actions) - 6)) in second
    for card in report.actions[:3]:
        assert squeezed(f"{card.number} {card.title}") in second
        assert squeezed(card.because[0])[:60] in second
        assert squeezed(card.steps[0])[:60] in second
    with pdfplumber.open(BytesIO(render(report, extent="short"))) as document:
        boxes = [rect for rect in document.pages[1].rects if rect["width"] == pytest.approx(9, abs=0.1)]
    assert len(boxes) == 6 + 3, "a box to tick for each step listed and told"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("share", [0, 0.3, 1])
@pytest.mark.parametrize("employees", [1, 12, 180])
def test_every_kind_of_firm_has_two_pages(
    make_report: MakeReport, instrument: Instrument, share: float, employees: int, paper: str
) -> None:
    report = make_report(answers_at(instrument, share), employees=employees, country="AT", sector="31")
    first, second = two_pages(render(report, paper=paper, extent="short"))
    assert squeezed(report.overall_shown) in first
    assert squeezed(report.labels.files.first_steps) in second


def test_without_answers_both_pages_say_so(make_report: MakeReport) -> None:
    report = make_report({})
    first, second = two_pages(render(report, extent="short"))
    assert squeezed(report.overall_shown) in first
    assert squeezed(report.level_meaning) in first
    assert squeezed(report.no_actions) in second


def test_what_is_to_be_found_out_takes_the_place_of_a_plan(report: FirmReport) -> None:
    questions = tuple(f"Question {number}?" for number in range(100))
    nothing = replace(report, phases=(), no_actions="Find out first.", ask=(), left_open=questions)
    _, second = two_pages(render(nothing, extent="short"))
    assert all(squeezed(fact.label) in second for fact in report.later), "what would help but did not fit"
    assert "Question11?" in second
    assert "Question12?" not in second


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(
    "words",
    [
        lambda text: text * 12,
        lambda text: "W" * 4000,  # noqa: ARG005 - one word wider than any line
        lambda text: ARABIC * (1 + len(text) // 10),
        lambda text: GREEK * (1 + len(text) // 10),
        lambda text: "line\n" * 300,  # noqa: ARG005
        lambda text: "",  # noqa: ARG005
    ],
    ids=["long", "endless word", "Arabic", "Greek", "many lines", "nothing"],
)
def test_no_words_make_more_or_fewer_pages(report: FirmReport, words: Callable[[str], str], paper: str) -> None:
    two_pages(short_pages(with_words(report, words), paper, mark=words("mark")))


@settings(deadline=None, max_examples=25)
@given(text=st.text(max_size=600), longer=st.integers(1, 6))
def test_any_text_stays_on_two_pages(report: FirmReport, text: str, longer: int) -> None:
    assert count(short_pages(with_words(report, lambda own: own + text * longer), "A4")) == 2


def test_where_words_run_long_the_score_and_the_gaps_go_last(report: FirmReport) -> None:
    first, _ = two_pages(short_pages(with_words(report, lambda text: f"{text} " * 12), "A4"))
    assert squeezed(report.overall_shown) in first
    assert squeezed(report.labels.gaps) in first


def test_many_parts_leave_the_score_on_the_page(report: FirmReport) -> None:
    many: tuple[DimensionLine, ...] = report.dimensions * 12
    first, _ = two_pages(short_pages(replace(report, dimensions=many), "Letter"))
    assert squeezed(report.overall_shown) in first


def test_a_mark_stands_on_both_pages_and_nowhere_without_one(report: FirmReport) -> None:
    for page in two_pages(short_pages(report, "A4", mark="Sample: invented")):
        assert "Sample:invented" in page
    for page in two_pages(short_pages(report, "A4")):
        assert "Sample" not in page


def test_the_file_says_what_it_is_and_is_the_same_each_time(report: FirmReport) -> None:
    pdf = render(report, extent="short")
    assert pdf == render(report, extent="short")
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        assert str(document.docinfo["/Title"]) == f"{report.labels.files.two_pages} – {report.title}"
        assert [str(item.title) for item in outline.root] == [report.labels.where, report.labels.files.first_steps]
        assert float(document.pages[0].mediabox[2]) == pytest.approx(theme.PAPERS["A4"][0], abs=0.01)


def test_an_unknown_paper_is_refused(report: FirmReport) -> None:
    with pytest.raises(KeyError):
        render(report, paper="A3", extent="short")
