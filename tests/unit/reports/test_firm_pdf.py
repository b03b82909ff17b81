"""The firm's report on paper: what stands there, how much of it where pages are short, and what the file is made of."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from reports import theme
from reports.firm import Branding, FirmReport, Phase, render
from reports.firm.paper.pages import LONGEST
from reports.firm.paper.pieces import ALL_NOTED, NOTED, note_lines
from scoring.instrument import Instrument
from scoring.roadmap import Mark, RoadmapChoices
from tests.unit.reports.conftest import MakeReport, answers_at
from tests.unit.reports.printed import Printed, outside, overlapping, squeezed


def printed(report: FirmReport, paper: str = "A4") -> Printed:
    return Printed(report, render(report, paper=paper), paper)


def page_text(one: Printed, page: int) -> str:
    """What is read on a page, without white space."""
    return squeezed("".join(run.text for run in one.pages[page].marked()))


def count(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


@pytest.fixture(scope="module")
def whole(report: FirmReport) -> Printed:
    return printed(report)


@pytest.fixture(scope="module")
def short(report: FirmReport) -> FirmReport:
    """With one part and one action only, to which nothing leads: pages enough to see what a name does to them."""
    first, part = report.phases[0], report.dimensions[0]
    questions = tuple(replace(asked, steps=()) for asked in part.questions)
    return replace(
        report,
        dimensions=(replace(part, questions=questions),),
        gaps=(),
        ask=(),
        left_open=(),
        later=(),
        phases=(replace(first, actions=first.actions[:1]),),
    )


# What stands there ------------------------------------------------------------------------------------------------


def test_every_action_stands_there_with_all_that_is_said_of_it(report: FirmReport, whole: Printed) -> None:
    assert report.actions
    for action in report.actions:
        for told in (action.title, action.when, action.own_days, action.gain_shown, action.measure, action.owner):
            assert squeezed(told) in whole.read
        assert squeezed(action.because[0]) in whole.read


def test_with_pages_enough_everything_is_told(short: FirmReport) -> None:
    one = printed(short)
    (action,) = short.actions
    (line,) = short.dimensions
    for told in (action.summary, action.measure, *action.because, line.sentence, line.lift, line.description):
        assert squeezed(told) in one.read
    for number, step in enumerate(action.steps, 1):
        assert squeezed(f"{number}{step}") in one.read
    for asked in line.questions:
        for told in (asked.text, asked.shown, *(f"{row.label}: {row.value}" for row in asked.rows)):
            assert squeezed(told) in one.read


def test_numbers_are_those_of_the_report(report: FirmReport, whole: Printed) -> None:
    summary = page_text(whole, 1)
    assert squeezed(report.headline) in summary
    assert squeezed(report.to_next) in summary
    assert squeezed(report.expected) in summary
    for line in report.dimensions:
        assert squeezed(line.title + line.shown) in page_text(whole, 2), "in the chart"


def test_the_plan_says_what_it_takes_and_cuts_no_title_but_in_the_picture(report: FirmReport, whole: Printed) -> None:
    told = [words for role, words in whole.chapters()[report.labels.roadmap] if role != "Figure"]
    plan = squeezed("".join(told))
    for words in (
        *(fact.value for fact in report.totals),
        report.expected,
        report.made_for,
        report.labels.running_text,
    ):
        assert squeezed(words) in plan
    assert "…" not in plan


def test_a_reason_shared_by_actions_left_out_is_said_once(report: FirmReport, whole: Printed) -> None:
    assert len(report.later) > 1
    for reason in {fact.value for fact in report.later}:
        assert whole.read.count(squeezed(reason)) == 1


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_report_of_any_firm_fits_eight_pages_and_one_to_pin_up(
    make_report: MakeReport, instrument: Instrument, paper: str
) -> None:
    for share in (0, 0.2, 0.5, 0.8, 1):
        for employees in (1, 5, 25, 180):
            report = make_report(answers_at(instrument, share), employees=employees, country="AT", sector="C")
            assert count(render(report, paper=paper)) <= LONGEST + bool(report.soon), (share, employees)


def test_the_summary_is_one_page(report: FirmReport, whole: Printed) -> None:
    assert squeezed(report.labels.summary) in page_text(whole, 1)
    assert squeezed(report.labels.first_steps) in page_text(whole, 1)
    assert squeezed(report.labels.dimensions) in page_text(whole, 2)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_nothing_leaves_the_page(make_report: MakeReport, instrument: Instrument, share: float, paper: str) -> None:
    one = printed(make_report(answers_at(instrument, share), firm="Ltd " * 40, employees=180), paper)
    assert (one.pages[0].width, one.pages[0].height) == pytest.approx(theme.PAPERS[paper], abs=0.01)
    assert outside(one) == []
    assert overlapping(one) == []


def test_a_report_without_answers_is_whole_too(make_report: MakeReport) -> None:
    one = printed(make_report({}))
    assert "notscored" in page_text(one, 1)
    assert outside(one) == []


def test_where_all_is_done_it_is_said_what_that_leads_to(make_report: MakeReport, instrument: Instrument) -> None:
    marks: dict[str, Mark] = dict.fromkeys((action.id for action in instrument.actions), "done")
    report = make_report(answers_at(instrument, 0.3), choices=RoadmapChoices(marks=marks))
    read = printed(report).read
    assert report.actions == ()
    assert report.way
    assert all(squeezed(told) in read for told in (report.no_actions, report.made_for, report.expected, report.way))


def test_without_a_plan_no_page_is_left_to_one_sentence(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 1))
    last = [run.text for run in printed(report).pages[-1].marked()]
    assert squeezed(report.no_actions) in squeezed("".join(last[1:]))
    assert last[0] != report.labels.roadmap


@pytest.mark.parametrize("part", ["owner", "measure", "needs_shown", "because", "steps"])
def test_a_text_of_a_questionnaire_that_is_longer_than_a_page_goes_on_on_the_next(short: FirmReport, part: str) -> None:
    words = " ".join(f"word{number}" for number in range(2_500))
    (first,) = short.phases
    value: Any = (words,) if part in ("because", "steps") else words
    card = replace(first.actions[0], start=4.0, **{part: value})  # too late for the page to pin up
    one = printed(replace(short, phases=(replace(first, actions=(card,)),)))
    assert outside(one) == []
    assert overlapping(one) == []
    assert squeezed(words) in one.read


# The file ---------------------------------------------------------------------------------------------------------


def test_an_unknown_paper_is_refused(report: FirmReport) -> None:
    with pytest.raises(KeyError):
        render(report, paper="A3")


def test_all_fonts_are_embedded_subsets(whole: Printed) -> None:
    fonts = [
        thing for thing in whole.file.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
    ]
    assert fonts
    for font in fonts:
        assert re.match(r"/[A-Z]{6}\+(NotoSans|FiraGO)", str(font.BaseFont))
        assert "/FontFile2" in font.FontDescriptor
        assert "/ToUnicode" in font, "what is copied or read out are the characters themselves"
    assert b"Helvetica" not in whole.pdf


def test_the_file_says_what_it_is(report: FirmReport, whole: Printed) -> None:
    assert str(whole.file.docinfo["/Title"]) == f"Digital readiness report – {report.firm}"
    assert str(whole.file.docinfo["/Author"]) == "Waymark"
    assert str(whole.file.Root.Lang) == "en-GB"


def test_eight_pages_take_less_than_150_kilobytes(whole: Printed) -> None:
    assert len(whole.pages) >= LONGEST
    assert len(whole.pdf) < 150_000


# What people typed ------------------------------------------------------------------------------------------------


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
    named = printed(replace(short, firm=name, title=name, headline=name))
    assert squeezed(shown) in page_text(named, 0)
    assert squeezed(shown) in page_text(named, 1)
    assert outside(named) == []


def test_a_name_without_end_is_cut_with_an_ellipsis(short: FirmReport) -> None:
    endless = printed(replace(short, firm="W" * 20_000, title="W" * 20_000, headline="W" * 20_000))
    assert "W…" in page_text(endless, 0)
    assert outside(endless) == []


def with_note(short: FirmReport, note: str) -> Printed:
    (first,) = short.phases
    card = replace(first.actions[0], comment=note)
    return printed(replace(short, phases=(Phase(first.title, 0, 3, (card,), first.span),)))


def test_a_note_is_printed_as_it_was_typed(short: FirmReport) -> None:
    note = "Ask <b>Ms O’Brien</b> & the bank; begin on 3 May."
    assert squeezed(f"{short.labels.comment}{note}") in with_note(short, note).read


@pytest.mark.parametrize("note", ["m" * 20_000, "word " * 4_000, "line\n" * 5_000])
def test_a_note_longer_than_its_lines_is_cut_with_a_visible_ellipsis(short: FirmReport, note: str) -> None:
    one = with_note(short, note)
    (told,) = (one.runs(node) for node in one.tree.all("P") if one.text(node).startswith(short.labels.comment))
    assert told[-1].text.endswith("…")
    assert len({run.box.top for run in told}) == NOTED
    assert outside(one) == []


def test_the_more_notes_there_are_the_fewer_lines_has_each(report: FirmReport, short: FirmReport) -> None:
    noted = replace(
        report,
        phases=tuple(replace(p, actions=tuple(replace(a, comment="x") for a in p.actions)) for p in report.phases),
    )
    assert note_lines(noted) == ALL_NOTED // len(report.actions) < NOTED
    assert note_lines(report) == note_lines(short) == NOTED


def test_characters_without_a_glyph_are_logged_not_dropped(short: FirmReport, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "reports.fonts"):
        one = printed(replace(short, title="\U00012000\U00012000"))
    assert "\ufffd" * 2 in page_text(one, 0)
    assert "U+12000" in caplog.text


# Under whose name -------------------------------------------------------------------------------------------------


def test_an_organisation_gives_its_name_and_colour(short: FirmReport) -> None:
    branded = printed(replace(short, branding=Branding("Chamber of Crafts", "#5b2a86", "help@example.org")))
    assert "ChamberofCrafts" in page_text(branded, 0)
    assert "help@example.org" in page_text(branded, 0)
    operators = pikepdf.parse_content_stream(branded.file.pages[0])
    first = next(operands for operands, operator in operators if str(operator) == "rg")
    assert [float(part) for part in first] == pytest.approx([0x5B / 255, 0x2A / 255, 0x86 / 255], abs=0.001)


@pytest.mark.parametrize("accent", ["#ffee00", "red", "#12345", "javascript:alert(1)", ""])
def test_a_colour_that_cannot_be_read_on_white_is_not_used(accent: str) -> None:
    assert theme.palette(accent)["accent"] == theme.ACCENT
