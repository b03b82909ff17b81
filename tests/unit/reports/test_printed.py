"""The pages of ten very different firms: nothing outside the frame, nothing over anything else, nothing left away."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reports.firm import FirmReport
from reports.firm.paper.pages import LONGEST
from reports.text import one_line
from reports.theme import MARGIN_BOTTOM, MARGIN_SIDE, MARGIN_TOP
from tests.unit.reports.conftest import PrintFirm
from tests.unit.reports.printed import Page, Printed, Run, outside, overlapping, squeezed
from tests.unit.reports.ten_firms import NAMES

NEAR = 0.6
"""Points that boxes of letters may stand out or overlap by."""

CASES = [*((name, "A4") for name in NAMES), ("compounds", "Letter"), ("beside_peers", "Letter")]


@pytest.fixture(params=CASES, ids="-".join)
def printed(request: pytest.FixtureRequest, print_firm: PrintFirm) -> Printed:
    return print_firm(*request.param)


# The frame --------------------------------------------------------------------------------------------------------


def test_there_are_at_most_eight_pages_and_one_to_pin_up(printed: Printed) -> None:
    pinned = bool(printed.report.soon)
    assert len(printed.pages) <= LONGEST + pinned
    last = squeezed("".join(run.text for run in printed.pages[-1].marked()))
    assert last.startswith(squeezed(printed.report.labels.pinup)) == pinned


def test_every_text_is_inside_the_frame(printed: Printed) -> None:
    assert outside(printed) == []


def test_every_shape_is_inside_the_frame(printed: Printed) -> None:
    assert min(shape.left for shape in printed.pages[0].shapes) == 0, "the cover has a band along its edge"
    for page in printed.pages[1:]:
        for shape in page.shapes:
            assert shape.left >= MARGIN_SIDE - NEAR
            assert shape.right <= page.width - MARGIN_SIDE + NEAR
            assert shape.top >= 40
            assert shape.bottom <= page.height - MARGIN_BOTTOM + NEAR


def test_no_two_texts_overlap(printed: Printed) -> None:
    assert overlapping(printed) == []


def test_no_heading_is_the_last_thing_above_the_end_of_a_column(printed: Printed) -> None:
    for node in printed.tree.all("H1", "H2", "H3"):
        first, *_ = node.marks()
        assert _followed(printed.pages[first[0]], printed.runs(node), printed.grid.half), printed.text(node)


def _followed(page: Page, heading: Sequence[Run], width: float) -> bool:
    """Whether something stands close under it in its column."""
    left, bottom = min(run.box.left for run in heading), max(run.box.bottom for run in heading)
    return any(
        -NEAR <= run.box.top - bottom <= 40 and left - NEAR <= run.box.left <= left + width
        for run in page.marked()
        if run not in heading
    )


def test_no_row_of_a_table_is_cut(printed: Printed) -> None:
    for row in printed.tree.all("TR"):
        assert len(row.pages()) <= 1, printed.text(row)


def test_pages_are_numbered_out_of_all(printed: Printed) -> None:
    label = printed.report.labels.page
    for page in printed.pages[1:]:
        shown = label.format(page=page.number, pages=len(printed.pages))
        assert [run.text for run in page.runs if run.mark is None][-1] == shown


def test_the_name_stands_whole_on_the_cover_and_on_one_line_over_every_page(printed: Printed) -> None:
    name = one_line(printed.report.title)
    if name.isascii():
        assert squeezed(name) in squeezed("".join(run.text for run in printed.pages[0].marked()))
    for page in printed.pages[1:]:
        above = [run.text for run in page.runs if run.mark is None and run.box.bottom < MARGIN_TOP]
        assert len(above) == 2
        assert (
            not name.isascii() or above[0] == name or (above[0][-1] == "…" and name.startswith(above[0][:-1].strip()))
        )


def test_a_word_of_63_letters_and_a_longer_name_are_whole(print_firm: PrintFirm) -> None:
    for paper in ("A4", "Letter"):
        printed = print_firm("compounds", paper)
        cover = squeezed("".join(run.text for run in printed.pages[0].marked()))
        assert squeezed(printed.report.firm) in cover
        (noted,) = (action for action in printed.report.actions if action.comment)
        assert squeezed(noted.comment) in printed.read


# What stands there ------------------------------------------------------------------------------------------------


def test_the_summary_holds_all_that_stands_alone(printed: Printed) -> None:
    report = printed.report
    summary = squeezed(" ".join(run.text for run in printed.pages[1].marked()))
    told = [report.headline, report.overall_shown, report.level, report.level_meaning, report.to_next, report.peers]
    told += [finding.title for finding in (*report.works, *report.gaps)]
    told += [words for action in report.actions[:3] for words in (action.title, action.when, action.own_days)]
    told += [fact.value for fact in report.totals]
    told += [report.expected, report.no_works, report.no_gaps, "" if report.actions else report.no_actions]
    for words in told:
        assert squeezed(_unset(words, report)) in summary, words


def test_every_dimension_stands_there_with_its_score_and_why(printed: Printed) -> None:
    report = printed.report
    titles = [line.title for line in report.dimensions]
    for line, then in zip(report.dimensions, [*titles[1:], None], strict=True):
        told = printed.between(report.labels.why, line.title, then)
        for words in (line.shown, line.level, line.sentence, line.lift, line.left_out):
            assert squeezed(words) in told, (line.title, words)


def test_bars_show_every_dimension_with_its_score(printed: Printed) -> None:
    drawn = squeezed("".join(run.text for figure in printed.tree.all("Figure") for run in printed.runs(figure)))
    for line in printed.report.dimensions:
        if line.score is not None:
            assert squeezed(line.title + line.shown) in drawn or squeezed(line.short + line.shown) in drawn


def test_every_gap_stands_in_the_summary_and_under_its_dimension(printed: Printed) -> None:
    for gap in printed.report.gaps:
        assert printed.read.count(squeezed(gap.title)) >= 2, gap.title


def test_every_step_has_a_card_with_all_that_it_takes(printed: Printed) -> None:
    actions = printed.report.actions
    titles = [f"{action.number} {action.title}" for action in actions]
    for action, title, then in zip(actions, titles, [*titles, None][1:], strict=bool(actions)):
        card = printed.between(printed.report.labels.actions, title, then)
        for words in (
            action.owner, action.when, action.gain_shown, action.own_days, action.cost_once, action.measure,
            action.needs_shown, action.grant_note, action.status_shown, *action.notes,
        ):  # fmt: skip
            assert squeezed(words) in card, (action.title, words)
        if action.demand.cost_monthly[1]:
            assert squeezed(action.cost_monthly) in card
        if action.demand.outside_days[1]:
            assert squeezed(action.outside_days) in card


def test_how_a_step_is_done_is_told_whole_and_first_of_the_first_steps(printed: Printed) -> None:
    """Where pages are short the later steps are told without it, and with fewer reasons; none is cut."""
    actions, told = printed.report.actions, []
    titles = [f"{action.number} {action.title}" for action in actions]
    for title, action, then in zip(titles, actions, [*titles, None][1:], strict=bool(actions)):
        card = printed.between(printed.report.labels.actions, title, then)
        steps = [squeezed(f"{number}{step}") in card for number, step in enumerate(action.steps, 1)]
        assert all(steps) or not any(steps)
        told.append(all(steps))
        reasons = [squeezed(reason) in card for reason in action.because]
        assert reasons == sorted(reasons, reverse=True), "the first of them"
    assert told == sorted(told, reverse=True)


def test_a_question_is_told_with_its_points_or_counted(printed: Printed) -> None:
    report = printed.report
    titles = [line.title for line in report.dimensions]
    for line, then in zip(report.dimensions, [*titles[1:], None], strict=True):
        told = printed.between(report.labels.why, line.title, then).removeprefix(squeezed(line.title))
        told = told.partition(squeezed(line.sentence))[2]
        shown = [asked for asked in line.questions if squeezed(asked.text) in told]
        for asked in shown:
            assert squeezed(asked.shown) in told.partition(squeezed(asked.text))[2]
        if away := len(line.questions) - len(shown):
            assert squeezed(report.labels.files.more_questions.format(n=away)) in told


def test_the_table_of_the_plan_is_that_of_the_report(printed: Printed) -> None:
    report = printed.report
    if not report.actions:
        return
    head = [squeezed(report.labels.running_days), squeezed(report.labels.running_cost)]
    (rows,) = (table[1:] for table in printed.tables() if table[0][-2:] == head)
    assert rows == [
        [squeezed(words) for words in (str(a.number), a.title, a.own_days, a.cost, a.running_days, a.running_cost)]
        for a in report.actions
    ]


def test_the_timeline_names_every_step_and_who_does_it(printed: Printed) -> None:
    report = printed.report
    drawn = [
        [run.text for run in printed.runs(figure)]
        for figure in printed.tree.all("Figure")
        if str(figure.thing.Alt).startswith(report.labels.timeline)
    ]
    assert len(drawn) == bool(report.actions)
    for action in report.actions:
        begun = [words for words in drawn[0] if words.split()[0] == str(action.number)]
        assert any(squeezed(f"{action.number}{action.title}").startswith(squeezed(w.rstrip("…"))) for w in begun)


def test_what_changed_since_last_time_stands_there(printed: Printed) -> None:
    if printed.report.progress is None:
        return
    found = printed.report.progress
    told = {tuple(row) for table in printed.tables() for row in table}
    for line in (*found.lines, *([found.overall] if found.overall else [])):
        assert tuple(map(squeezed, (line.title, line.before, line.after, line.change))) in told
    for fact in found.parts:
        assert (squeezed(fact.label), squeezed(fact.value)) in told


def test_what_is_said_once_is_said(printed: Printed) -> None:
    """Everything else that a report says stands on some page."""
    report = printed.report
    told = [*report.method, *report.contradictions, *report.steering, *report.left_open, *report.way_actions]
    told += [report.made_for, report.way, report.segment, report.official, report.peers_note, report.stability]
    told += [words for item in (*report.done, *report.refused, *report.unplaced) for words in (item.title, item.reason)]
    told += [words for fact in report.later for words in (fact.label, fact.value)]
    told += [item.text for group in report.ask for item in group.items]
    if report.people:
        told += [report.people.lead, report.people.no_learns, *(fact.value for fact in report.people.learns)]
    for words in told:
        assert squeezed(words) in printed.read, words


def _unset(words: str, report: FirmReport) -> str:
    """Where the name cannot be found as it was typed, what follows it."""
    return words if report.title.isascii() else words.rpartition(report.title)[2]


def test_the_page_to_pin_up_says_who_does_what_until_when(printed: Printed) -> None:
    last = squeezed("".join(run.text for run in printed.pages[-1].marked()))
    for action in printed.report.soon:
        for words in (action.title, action.owner, action.due_shown):
            assert squeezed(words) in last
    if printed.report.soon:
        boxes = [shape for shape in printed.pages[-1].shapes if 8 < shape.right - shape.left < 16]
        assert len(boxes) >= len(printed.report.soon)
        assert squeezed(printed.report.soon_until) in last
