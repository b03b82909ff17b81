"""What a plan is made for, what the firm marked, and the way it opens: only what the roadmap says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from reports.firm.answered import answered
from reports.firm.plan import action_cards
from reports.firm.purpose import way, way_actions
from scoring.answers import table_of
from scoring.instrument import Instrument
from scoring.roadmap import Mark, RoadmapChoices, plan
from scoring.roadmap.way import Way
from scoring.scores import score
from tests.unit.reports.conftest import DATE, MakeReport, answers_at
from tests.unit.reports.test_wording import ENGLISH_WORDS


@pytest.mark.parametrize(
    ("days", "budget", "told"),
    [
        (None, None, "This plan is made for 3 days of your own time a month and EUR 15,000 over 24 months."),
        (0.75, 12_345, "This plan is made for 0.75 days of your own time a month and EUR 12,345 over 24 months."),
        (1, 0, "This plan is made for 1 day of your own time a month and no money."),
        (0, 99.5, "This plan is made for EUR 99.50 over 24 months and none of your own time."),
        (0, 0, "This plan is made for no money and none of your own time."),
    ],
)
def test_the_time_and_money_are_said_as_they_were_set(
    make_report: MakeReport, instrument: Instrument, days: float | None, budget: float | None, told: str
) -> None:
    choices = RoadmapChoices(days_per_month=days, budget=budget)
    assert make_report(answers_at(instrument, 0.5), choices=choices).made_for == told


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        (RoadmapChoices(), ()),
        (RoadmapChoices(days_per_month=3), ("You set the time yourself.",)),
        (RoadmapChoices(budget=0), ("You set the money yourself.",)),
        (
            RoadmapChoices(days_per_month=1, budget=1, priority="data"),
            ("You set both the time and the money yourself.", "You put “Data” first, so its points count double."),
        ),
        (RoadmapChoices(priority="gone_since"), ()),
    ],
)
def test_what_the_firm_set_itself_is_said(
    make_report: MakeReport, instrument: Instrument, choices: RoadmapChoices, told: tuple[str, ...]
) -> None:
    assert make_report(answers_at(instrument, 0.5), choices=choices).steering == told


def test_what_it_answered_is_said_until_it_decides_otherwise(make_report: MakeReport, instrument: Instrument) -> None:
    steers = {(steer.question, steer.option): steer for steer in instrument.steering}
    answers = answers_at(instrument, 0.3) | {"first_wish": "paperwork", "obstacles": ["time"]}
    wish, time = steers["first_wish", "paperwork"].because, steers["obstacles", "time"].because
    assert make_report(answers).steering == (wish, time)
    own = make_report(answers, choices=RoadmapChoices(days_per_month=5, priority="data")).steering
    assert wish not in own
    assert time not in own
    assert len(own) == 2
    own = make_report(answers, choices=RoadmapChoices(days_per_month=5)).steering
    still = "You answered “No time beside the daily work”, so steps that help with it count double."
    assert own == ("You set the time yourself.", wish, still)


def test_what_answers_still_take_off_is_said_where_the_rest_is_replaced(
    make_report: MakeReport, instrument: Instrument
) -> None:
    answers = answers_at(instrument, 0.3) | {"obstacles": ["time", "money"]}
    report = make_report(answers, choices=RoadmapChoices(priority="data"))
    assert report.made_for == "This plan is made for 1.5 days of your own time a month and EUR 7,500 over 24 months."
    assert report.steering[1:] == (
        "You answered “No time beside the daily work”, so the plan takes less time than is usual for your size.",
        "You answered “Too expensive, or no finance”, so the plan spends less than is usual for your size.",
    )


def test_the_help_that_was_wished_for_stands_on_the_cards_it_is_meant_for(
    make_report: MakeReport, instrument: Instrument
) -> None:
    steer = next(one for one in instrument.steering if one.note)
    answers = answers_at(instrument, 0.2) | {steer.question: [steer.option]}
    marks = dict.fromkeys(steer.note_on, "planned")
    means = RoadmapChoices(days_per_month=30, budget=200_000, priority="data", marks=marks)  # type: ignore[arg-type]
    report = make_report(answers, choices=means)
    noted = {card.id for card in report.actions if card.notes == (steer.note,)}
    assert noted
    assert noted == {card.id for card in report.actions} & set(steer.note_on)


def test_what_was_marked_is_told_apart_from_what_did_not_fit(make_report: MakeReport, instrument: Instrument) -> None:
    answers = answers_at(instrument, 0.3)
    first, second = make_report(answers).actions[:2]
    choices = RoadmapChoices(
        marks={first.id: "done", second.id: "not_for_us"}, comments={first.id: "In May.", second.id: "<No>"}
    )
    report = make_report(answers, choices=choices)
    (done,), (refused,) = report.done, report.refused
    assert (done.id, done.title, done.comment) == (first.id, first.title, "In May.")
    assert re.fullmatch(r"[\d.]+ points", done.gain_shown)
    assert (refused.id, refused.title, refused.comment) == (second.id, second.title, "<No>")
    assert not {first.title, second.title} & {fact.label for fact in report.later}
    assert report.expected.startswith("With what you marked as done, and every step of the plan, ")


def test_what_was_planned_and_finds_no_room_stands_apart_with_the_reason(
    make_report: MakeReport, instrument: Instrument
) -> None:
    answers = answers_at(instrument, 0.3)
    planned = [card.id for card in make_report(answers).actions][-2:]
    marks: dict[str, Mark] = dict.fromkeys(planned, "planned")
    report = make_report(answers, choices=RoadmapChoices(days_per_month=0, marks=marks, comments={planned[0]: "Soon"}))
    assert {action.id for action in report.unplaced} == set(planned)
    assert {action.reason for action in report.unplaced} == {
        "There is no room for it within 24 months beside the other steps."
    }
    assert {action.comment for action in report.unplaced} == {"Soon", ""}
    assert not {action.title for action in report.unplaced} & {fact.label for fact in report.later}


def test_a_firm_that_marked_all_is_told_to_look_again(make_report: MakeReport, instrument: Instrument) -> None:
    answers = answers_at(instrument, 0.3)
    marks = {action.id: "done" for action in instrument.actions}
    report = make_report(answers, choices=RoadmapChoices(marks=marks))  # type: ignore[arg-type]
    assert report.actions == report.later == ()
    assert report.no_actions.startswith("All that would help is marked as done")
    assert report.expected.startswith("With what you marked as done, your next score could be about ")
    assert report.way.endswith("”: assess again.")


def test_the_shortest_way_names_steps_of_the_plan(make_report: MakeReport, instrument: Instrument) -> None:
    report = make_report(answers_at(instrument, 0.4))
    told = re.fullmatch(
        r"The shortest way to “(.+)” that we found within this plan: steps? (.+), which takes? about .+ of your own"
        r" time and .+\.",
        report.way,
    )
    assert told is not None
    assert told[1] == report.to_next.partition("“")[2].rstrip("”")
    assert max(int(number) for number in re.findall(r"\d+", told[2])) <= len(report.actions)


Tell = Callable[..., str]


@pytest.fixture
def tell(instrument: Instrument) -> Tell:
    """``tell(way, expected)``: the words for a way, and on a line each the actions that are listed with it."""
    table = table_of(instrument, [answers_at(instrument, 0.4)], [{"employees": 12}])
    scores = score(table)
    firm, made = answered(table, scores, 0, ENGLISH_WORDS), plan(table, scores)
    assert len(made.steps) > 4
    cards = action_cards(firm, made, DATE)
    ids = [step.action for step in made.steps]

    def told(found: Way | None, expected: float | None = 50.0, without: int | None = None) -> str:
        named = found and replace(found, steps=tuple(ids[int(place)] for place in found.steps))
        left = [card for place, card in enumerate(cards) if place != without]
        roadmap = replace(made, way=named, expected=expected)
        return "\n".join([way(firm, roadmap, left), *way_actions(firm, roadmap, left)])

    return told


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            Way(3, ("0", "2", "3"), 6.2, 1_234, True),
            "steps 1, 3 and 4, which take about 6 days of your own time and EUR 1,200 over 24 months.",
        ),
        (Way(3, ("1",), 1, 0, True), "step 2, which takes about 1 day of your own time and no money."),
        (Way(3, ("1",), 0.1, 50, True), "step 2, which takes about EUR 50 over 24 months and none of your own time."),
        (Way(3, ("1",), 0, 0.2, True), "step 2, which takes hardly any time and no money."),
    ],
)
def test_a_way_says_what_it_takes(tell: Tell, found: Way, told: str) -> None:
    assert tell(found, 50.0) == f"The shortest way to “Connected” that we found within this plan: {told}"


def test_the_cheapest_way_names_what_is_not_in_the_plan(tell: Tell, instrument: Instrument) -> None:
    inside = Way(3, ("0", "2"), 6.2, 0, True, found="cheapest")
    told = "steps 1 and 3, which take about 6 days of your own time and no money."
    assert tell(inside, 50.0) == f"The cheapest way to “Connected”: {told}"
    assert tell(replace(inside, found="greedy"), 50.0) == f"The cheapest way to “Connected” that we found: {told}"
    titles = {action.title for action in instrument.actions}
    outside = replace(inside, steps=tuple(str(place) for place in range(2)))
    said, *listed = tell(outside, 50.0, without=1).splitlines()
    takes = "takes about 6 days of your own time and no money: 2 actions, of which 1 in this plan."
    assert said == f"The cheapest way to “Connected” {takes}"
    found = [re.fullmatch(r"(.+) \((step 1|not in this plan)\)", line) for line in listed]
    assert [one and one[2] for one in found] == ["step 1", "not in this plan"]
    assert {one[1] for one in found if one} <= titles
    greedy = tell(replace(outside, found="greedy"), 50.0, without=1)
    assert greedy.startswith(f"The cheapest way to “Connected” that we found {takes}")


def test_where_all_that_fits_is_not_enough_it_says_what_to_find_out(tell: Tell) -> None:
    far = Way(3, (), 1, 1, False, found="cheapest")
    assert tell(far, 50.0) == "Even all that fits your firm does not reach “Connected”."
    assert tell(replace(far, find_out=("ai",)), 50.0).endswith("first find out what you left open or did not know.")


def test_a_way_that_is_too_far_says_how_far(tell: Tell) -> None:
    whole = Way(3, (), 1, 1, False)
    assert tell(whole, 57.2) == (
        "The whole plan does not reach “Connected”: it leads to about 57, and 3 points are still missing."
    )
    assert tell(whole, 59.3).endswith("it leads to about 59, and 1 point is still missing.")
    assert tell(whole, None) == "The whole plan does not reach “Connected”."


def test_without_a_next_level_there_is_no_way(tell: Tell) -> None:
    assert tell(None, 90.0) == ""


@pytest.mark.parametrize("share", [1.0, None])
def test_where_nothing_is_to_be_planned_no_time_and_no_wish_are_told(
    make_report: MakeReport, instrument: Instrument, share: float | None
) -> None:
    """Neither for the best in all nor for a firm that knows nothing: there is no plan that they could be made for."""
    unknown = {
        question.id: "dk" for part in instrument.dimensions for question in part.questions if question.dk != "no"
    }
    answers = unknown if share is None else answers_at(instrument, share)
    report = make_report({**answers, "obstacles": ["time", "money"], "first_wish": "costs"})
    assert (report.actions, report.made_for, report.steering) == ((), "", ())
    assert report.no_actions
