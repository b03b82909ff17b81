"""The built-in instrument keeps its promises: complete, answerable on a phone, and every gap can be acted upon."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from scoring.instrument import (
    SIZES,
    Action,
    GridQuestion,
    Instrument,
    MultipleQuestion,
    NumberQuestion,
    SingleQuestion,
)
from scoring.loading import BUILT_IN, check, load
from tests.unit.scoring.sme_readiness_cases import scored, shown

DIMENSIONS = ("strategy", "people", "processes", "technology", "data", "security", "markets", "fairness")
CHALLENGES, REMEDIES = ("C1", "C2", "C3", "C4"), ("R1", "R2", "R3")
FIRST_WISHES = ("orders", "paperwork", "safety", "staff", "customer_demands", "costs")
PEOPLE = {"micro": 5, "small": 12, "medium": 180, "large": 400}
QUANTITIES = ("own_days", "outside_days", "cost_once", "cost_monthly")
CONTENT_HASH = "326cd401f5619cf671ca96f57e16491656efec5d8dd405832d641d138654bcb8"
"""Of version 1 as first published; databases that hold answers to it refuse another."""


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return load("sme-readiness@1")


# The whole


def test_it_passes_every_check_of_the_format() -> None:
    assert check(BUILT_IN / "sme-readiness" / "v1") == []


def test_what_decides_a_score_is_still_as_published(instrument: Instrument) -> None:
    assert instrument.content_hash == CONTENT_HASH


def test_it_has_the_eight_dimensions_with_five_questions_each(instrument: Instrument) -> None:
    assert {d.id: len(d.questions) for d in instrument.dimensions} == dict.fromkeys(DIMENSIONS, 5)


def test_levels_rise_in_steps_of_twenty_and_the_baseline_is_one_of_them(instrument: Instrument) -> None:
    assert [(level.id, level.bound) for level in instrument.levels] == [
        ("starting", None),
        ("building", 20),
        ("working", 40),
        ("connected", 60),
        ("leading", 80),
    ]
    assert (instrument.cut, instrument.baseline) == ("lower", "working")


def test_typical_firms_are_described_in_every_dimension_and_differ(instrument: Instrument) -> None:
    profiles = [tuple(profile.scores[d] for d in DIMENSIONS) for profile in instrument.reference_profiles]
    assert len(profiles) in (4, 5)
    assert len(set(profiles)) == len(profiles)


def test_dimensions_count_alike_and_four_questions_double(instrument: Instrument) -> None:
    assert {dimension.weight for dimension in instrument.dimensions} == {1}
    assert {question.id: question.weight for question in scored(instrument) if question.weight != 1} == {
        "skills": 2,
        "flow": 2,
        "backup": 2,
        "two_step": 2,
    }


def test_it_says_whose_judgement_its_numbers_are(instrument: Instrument) -> None:
    assert "the authors' judgement" in instrument.source
    assert "pilot" in instrument.source


# The questions


@pytest.mark.parametrize(
    ("size", "staff", "fewest", "most"),
    [
        ("micro", "no", 31, 33),  # two people who own the firm
        ("micro", "yes", 33, 35),
        ("small", "yes", 39, 41),
        ("medium", "yes", 39, 41),
        ("large", "yes", 39, 41),
    ],
)
def test_a_firm_is_asked_as_many_questions_as_promised(
    instrument: Instrument, size: str, staff: str, fewest: int, most: int
) -> None:
    assert fewest <= len(shown(instrument, size, staff)) <= most


def test_every_kind_of_firm_is_asked_at_least_three_questions_in_each_dimension(instrument: Instrument) -> None:
    asked = Counter(instrument.dimension_of[question.id].id for question in shown(instrument, "micro", "no"))
    assert min(asked[dimension] for dimension in DIMENSIONS) >= 3


def test_dont_know_is_open_wherever_no_answer_says_it_already(instrument: Instrument) -> None:
    closed = {question.id for question in scored(instrument) if question.dk == "no"}
    assert closed == {"data_places", "emergency", "software_decides"}


def test_only_a_backup_that_nobody_knows_of_counts_as_none(instrument: Instrument) -> None:
    assert [question.id for question in scored(instrument) if question.dk == "zero"] == ["backup"]


def test_ladders_and_bands_run_from_nothing_to_the_most_points(instrument: Instrument) -> None:
    for question in scored(instrument):
        if isinstance(question, SingleQuestion | GridQuestion):
            points = [question.points(option) for option in question.options]
            assert points[0] == 0, question.id
            assert points == sorted(points), question.id


def test_more_hours_of_training_earn_more_and_retyping_and_dependence_less(instrument: Instrument) -> None:
    earned = {
        name: [question.points(band) for band in question.bands]
        for name in ("training", "retyping", "largest_share")
        if isinstance(question := instrument.questions[name], NumberQuestion)
    }
    assert earned["training"] == sorted(earned["training"])
    assert earned["retyping"] == sorted(earned["retyping"], reverse=True)
    assert earned["largest_share"] == sorted(earned["largest_share"], reverse=True)


@pytest.mark.parametrize(
    ("question", "answer", "band"),
    [
        ("training", 0, "almost_none"),
        ("training", 7.9, "under_eight"),
        ("training", 8, "under_sixteen"),
        ("retyping", 0, "never"),
        ("retyping", 3, "two_three"),
        ("retyping", 4, "four_up"),
        ("largest_share", 10, "under_quarter"),
        ("largest_share", 100, "nearly_all"),
    ],
)
def test_a_typed_number_falls_into_the_band_that_its_label_names(
    instrument: Instrument, question: str, answer: float, band: str
) -> None:
    asked = instrument.questions[question]
    assert isinstance(asked, NumberQuestion)
    assert asked.bands[asked.band_of(answer) or 0].id == band


def test_the_closing_questions_are_not_scored_and_the_first_wish_has_its_six_choices(instrument: Instrument) -> None:
    assert [question.id for question in instrument.closing] == ["first_wish", "obstacles", "help_wanted"]
    assert not any(question.scored for question in instrument.closing)
    wish = instrument.questions["first_wish"]
    assert isinstance(wish, SingleQuestion)
    assert tuple(option.id for option in wish.options) == FIRST_WISHES


# Challenges and remedies


@pytest.mark.parametrize("theme", [*CHALLENGES, *REMEDIES])
def test_no_row_of_challenges_and_remedies_is_empty(instrument: Instrument, theme: str) -> None:
    entry = next(row for row in instrument.themes if row.id == theme)
    assert entry.title
    assert entry.description
    assert entry.programme
    assert [question.id for question in scored(instrument) if theme in question.themes]
    assert {action.level for action in instrument.actions if theme in action.themes} >= {"enterprise", "individual"}


def test_every_question_and_action_serves_a_theme(instrument: Instrument) -> None:
    assert [entry.id for entry in (*scored(instrument), *instrument.actions) if not entry.themes] == []


# The actions


def test_there_are_45_to_50_actions_in_2025_prices(instrument: Instrument) -> None:
    assert 45 <= len(instrument.actions) <= 50
    assert {action.price_year for action in instrument.actions} == {2025}


def test_every_action_says_what_to_do_who_does_it_and_how_one_sees_that_it_worked(instrument: Instrument) -> None:
    for action in instrument.actions:
        assert 3 <= len(action.steps) <= 5, action.id
        assert len(action.title) <= 85, action.id
        assert 2 <= len(re.findall(r"[.?!](?:\s|$)", action.summary)) <= 4, action.id
        assert action.owner, action.id
        assert action.measure, action.id
        assert action.sizes, action.id


def liftable(instrument: Instrument, actions: list[Action]) -> set[str]:
    """``question`` or ``question.row`` or ``question.option`` that one of the actions improves."""
    return {cell for action in actions for name, lift in action.lifts.items() for cell in cells_lifted(name, lift)}


def cells_lifted(name: str, lift: object) -> list[str]:
    return [name] if isinstance(lift, str) else [f"{name}.{part}" for part in lift]  # type: ignore[attr-defined]


def test_every_gap_can_be_closed_by_some_action(instrument: Instrument) -> None:
    """Every question, every row of a grid and every box to tick is the business of at least one action."""
    cells = {cell for cell in instrument.cells if cell.partition(".")[0] in instrument.dimension_of}
    assert cells - liftable(instrument, instrument.actions) == set()


def test_most_ladders_can_be_climbed_to_their_best_or_second_best_step(instrument: Instrument) -> None:
    for question in scored(instrument):
        if isinstance(question, SingleQuestion | NumberQuestion):
            steps = question.options if isinstance(question, SingleQuestion) else question.bands
            points = {step.id: question.points(step) for step in steps}  # type: ignore[arg-type]
            reached = [points[str(a.lifts[question.id])] for a in instrument.actions if question.id in a.lifts]
            assert max(reached, default=0.0) >= sorted(points.values())[-2], question.id


def test_every_action_lifts_something_that_the_firms_it_fits_are_asked(instrument: Instrument) -> None:
    for action in instrument.actions:
        for size in action.sizes:
            asked = {question.id for question in shown(instrument, size, "yes")}
            assert set(action.lifts) & asked, (action.id, size)


def test_someone_alone_finds_an_action_in_each_dimension(instrument: Instrument) -> None:
    asked = {question.id for question in shown(instrument, "micro", "no")}
    fitting = [action for action in instrument.actions if "micro" in action.sizes and not action.staff]
    lifted = {name for action in fitting for name in action.lifts if name in asked}
    assert {instrument.dimension_of[name].id for name in lifted} == set(DIMENSIONS)


def test_what_comes_first_fits_every_firm_that_the_action_fits(instrument: Instrument) -> None:
    for action in instrument.actions:
        for needed in (instrument.actions_by_id[name] for name in action.needs):
            assert set(action.sizes) <= set(needed.sizes), (action.id, needed.id)
            assert action.staff or not needed.staff, (action.id, needed.id)
            assert needed.sectors in (action.sectors, type(action.sectors)()), (action.id, needed.id)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_days_and_costs_are_ranges_that_do_not_fall_as_firms_grow(instrument: Instrument, quantity: str) -> None:
    for action in instrument.actions:
        sizes = [size for size in SIZES if size in action.sizes]
        spans = [getattr(action, quantity).for_firm(size, PEOPLE[size]) for size in sizes]
        assert all(low <= high for low, high in spans), action.id
        assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans)), action.id


def test_every_action_takes_some_of_the_firms_own_time(instrument: Instrument) -> None:
    for action in instrument.actions:
        for size in action.sizes:
            low, high = action.own_days.for_firm(size, 1)
            assert 0 < low <= high, action.id


def test_days_of_outside_help_are_paid_for(instrument: Instrument) -> None:
    for action in instrument.actions:
        for size in action.sizes:
            if action.outside_days.for_firm(size, PEOPLE[size])[1] > 0:
                assert action.cost_once.for_firm(size, PEOPLE[size])[1] > 0, (action.id, size)


def test_contradictions_name_answers_to_questions_that_firms_are_asked_together(instrument: Instrument) -> None:
    asked = {question.id for question in shown(instrument, "medium", "yes")}
    for contradiction in instrument.contradictions:
        named = {name.partition(".")[0] for name in contradiction.when.answers}
        assert named <= asked, contradiction.id


def test_boxes_to_tick_always_offer_an_explicit_none(instrument: Instrument) -> None:
    ticks = [question for question in instrument.questions.values() if isinstance(question, MultipleQuestion)]
    assert [question.id for question in ticks if not question.none] == []
