"""The rules of measurement, each by a golden score that was worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoring.answers import table_of
from scoring.instrument import Instrument
from scoring.reading import read
from scoring.scores import State, explain, score, scores_table

ALL_BEST = {"plain": "all_of_it", "heavy": "all_of_it", "unknown_zero": "all_of_it", "backwards": "rarely",
            "against": "useful", "only": "all_of_it"}  # fmt: skip


def question(scores, name, row=0):
    return scores.questions[name].iloc[row]


def test_a_question_is_its_points_over_the_most_points(scored):
    result = scored("states", {"plain": "nearly", "heavy": "none_yet"})
    assert question(result, "plain") == 0.75  # 3 of 4
    assert question(result, "heavy") == 0.0


def test_a_reversed_question_mirrors_its_points_between_the_least_and_the_most(scored):
    result = scored("states", {"backwards": "rarely"}, {"backwards": "often"}, {"backwards": "daily"})
    # 1, 3, 5 become 5, 3, 1 of 5
    assert result.questions["backwards"].tolist() == [1.0, 0.6, 0.2]


def test_points_below_zero_are_cut_off_at_zero(scored):
    result = scored("states", {"against": "harmful"}, {"against": "neutral"}, {"against": "useful"})
    assert result.questions["against"].tolist() == [0.0, 0.0, 1.0]


def test_a_dimension_is_the_weighted_mean_of_its_answered_questions(scored):
    answers = {
        "plain": "some",
        "heavy": "nearly",
        "unknown_zero": "all_of_it",
        "backwards": "often",
        "against": "useful",
    }
    # (1/4 + 2 · 3/4 + 4/4 + 3/5 + 1) / (1 + 2 + 1 + 1 + 1) = 4.35 / 6
    assert scored("states", answers).dimensions["first"].iloc[0] == pytest.approx(72.5)


@pytest.mark.parametrize("weight", [0.33, 1.23, 4.56, 7.77])
def test_a_weight_that_is_no_binary_number_moves_no_score_across_a_cut(tiny, weight):
    whole = tiny("states").model_dump()
    for asked in whole["dimensions"][0]["questions"]:
        asked["weight"] = weight
    halves = {"plain": "most", "heavy": "most", "unknown_zero": "most"}  # each 2 of 4, and the cut is at 50
    result = score(table_of(Instrument.model_validate(whole), [halves], [{}]))
    assert result.dimensions["first"].tolist() == pytest.approx([50.0], abs=1e-10)
    assert result.dimension_levels["first"].tolist() == [1]


def test_the_overall_is_the_weighted_mean_of_the_dimensions(scored):
    result = scored("states", ALL_BEST | {"only": "none_yet"})
    assert result.dimensions.iloc[0].tolist() == [100.0, 0.0]
    assert result.overall.iloc[0] == 25.0  # (1 · 100 + 3 · 0) / 4


def test_not_applicable_leaves_the_denominator_and_is_not_zero(scored):
    with_na = ALL_BEST | {"heavy": "na", "plain": "most"}
    # (2/4 + 1 + 1 + 1) / 4, where counting the heavy one as 0 would give 3.5 / 6
    assert scored("states", with_na).dimensions["first"].iloc[0] == 87.5


def test_a_dimension_that_does_not_apply_leaves_the_overall(scored):
    result = scored("states", ALL_BEST | {"only": "na", "plain": "none_yet", "heavy": "none_yet"})
    assert np.isnan(result.dimensions["second"].iloc[0])
    assert result.overall.iloc[0] == result.dimensions["first"].iloc[0] == 50.0  # 3 of 6
    assert result.answered.iloc[0] == 1.0


def test_dont_know_is_zero_only_where_the_question_says_so(scored):
    result = scored("states", {"unknown_zero": "dk", "plain": "dk"})
    assert question(result, "unknown_zero") == 0.0
    assert np.isnan(question(result, "plain"))
    assert result.states["unknown_zero"].iloc[0] == result.states["plain"].iloc[0] == State.DONT_KNOW
    assert result.answered.iloc[0] == pytest.approx(1 / 7)  # of 1 + 2 + 1 + 1 + 1 in the first, 1 in the second


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        ({"plain", "against"}, 100.0),  # 4 of 6 answered
        ({"heavy"}, 100.0),  # 4 of 6
        ({"heavy", "plain"}, None),  # 3 of 6
        ({"plain", "unknown_zero", "against", "backwards"}, None),  # 2 of 6
    ],
)
def test_a_dimension_needs_sixty_percent_of_its_weight(scored, left_out, expected):
    answers = {name: answer for name, answer in ALL_BEST.items() if name not in left_out}
    result = scored("states", answers).dimensions["first"].iloc[0]
    assert result == expected if expected is not None else np.isnan(result)


def test_exactly_sixty_percent_is_enough_although_six_tenths_is_no_binary_number(scored):
    answers = {"skills": {"mail": "all_of_it", "files": "all_of_it", "figures": "most"}}
    # 3 of 5 rows: (4 + 4 + 2) / 12
    assert question(scored("grids", answers), "skills") == pytest.approx(10 / 12)


def test_not_applicable_counts_towards_nothing_when_asking_for_sixty_percent(scored):
    answers = {"plain": "all_of_it", "unknown_zero": "all_of_it", "heavy": "na", "backwards": "na"}
    # 2 answered of 3 applicable: plain, unknown_zero, against
    assert scored("states", answers).dimensions["first"].iloc[0] == 100.0


def test_the_overall_needs_sixty_percent_of_the_weight_of_its_dimensions(scored):
    first = {name: answer for name, answer in ALL_BEST.items() if name != "only"}
    result = scored("states", first, {"only": "all_of_it"})
    assert np.isnan(result.overall.iloc[0])  # weight 1 of 4
    assert result.overall.iloc[1] == 100.0  # weight 3 of 4
    assert result.level.tolist() == [-1, 1]


def test_a_firm_that_answered_nothing_has_no_score_and_no_level(scored):
    result = scored("states", {})
    assert result.dimensions.isna().all(axis=None)
    assert np.isnan(result.overall.iloc[0])
    assert result.level.iloc[0] == -1
    assert result.answered.iloc[0] == 0.0
    assert result.dimension_levels.to_numpy().tolist() == [[-1, -1]]


class TestMultiple:
    def test_ticks_count_their_points_over_the_sum_of_the_positive_ones(self, scored):
        result = scored("ticks", {"tools": ["saw"], "safety": ["goggles"]})
        assert question(result, "tools") == 0.25
        assert question(result, "safety") == 0.75  # 3 of 1 + 3

    def test_an_option_can_count_against_but_never_below_zero(self, scored):
        result = scored("ticks", {"safety": ["goggles", "shortcuts"]}, {"safety": ["gloves", "shortcuts"]})
        assert result.questions["safety"].tolist() == [0.25, 0.0]  # (3 − 2) / 4, (1 − 2) / 4

    def test_none_of_these_is_an_answer_worth_zero_and_blank_is_not(self, scored):
        result = scored("ticks", {"tools": []}, {})
        assert question(result, "tools", 0) == 0.0
        assert np.isnan(question(result, "tools", 1))

    def test_a_repeated_option_counts_once(self, scored):
        assert question(scored("ticks", {"tools": ["saw", "saw", "drill"]}), "tools") == 0.5

    def test_dont_know_and_not_applicable(self, scored):
        result = scored("ticks", {"tools": "na", "lists": "dk", "safety": "dk"})
        assert result.states.iloc[0].tolist() == [State.NOT_APPLICABLE, State.DONT_KNOW, State.DONT_KNOW, State.BLANK]
        assert question(result, "lists") == 0.0
        assert np.isnan(question(result, "safety"))
        assert np.isnan(question(result, "tools"))


class TestGrid:
    def test_it_is_the_mean_of_its_answered_rows(self, scored):
        answers = {"skills": {"mail": "all_of_it", "files": "some", "figures": "some", "web": "none_yet"}}
        result = scored("grids", answers)
        assert question(result, "skills") == 0.375  # (4 + 1 + 1 + 0) / (4 rows · 4)
        assert result.states["skills"].iloc[0] == State.ANSWERED

    def test_too_few_rows_are_no_answer(self, scored):
        result = scored("grids", {"skills": {"mail": "all_of_it", "files": "some"}})  # 2 of 5
        assert np.isnan(question(result, "skills"))
        assert result.states["skills"].iloc[0] == State.BLANK

    def test_rows_that_do_not_apply_leave_the_sixty_percent(self, scored):
        rows = {"mail": "na", "files": "na", "figures": "all_of_it", "web": "most"}
        assert question(scored("grids", {"skills": rows}), "skills") == 0.75  # 2 of 3 rows, (4 + 2) / 8

    def test_all_rows_not_applicable_is_a_question_not_applicable(self, scored):
        result = scored("grids", {"skills": "na", "doors": {"front": "locked", "back": "closed", "yard": "open"}})
        assert result.states["skills"].iloc[0] == State.NOT_APPLICABLE
        assert result.overall.iloc[0] == pytest.approx(100 * 5 / 12)  # only the second dimension: (4 + 1 + 0) / 12

    def test_rows_unknown_count_zero_where_the_question_says_so(self, scored):
        result = scored("grids", {"doors": {"front": "locked", "back": "dk", "yard": "dk"}}, {"doors": "dk"})
        assert result.questions["doors"].tolist() == [pytest.approx(1 / 3), 0.0]
        assert result.states["doors"].tolist() == [State.ANSWERED, State.DONT_KNOW]

    def test_rows_unknown_are_left_out_elsewhere(self, scored):
        rows = dict.fromkeys(("mail", "files", "figures", "web"), "dk")
        result = scored("grids", {"skills": rows | {"phone": "dk"}}, {"skills": rows})
        assert result.states["skills"].tolist() == [State.DONT_KNOW, State.BLANK]


@pytest.mark.parametrize(
    ("hours", "expected"), [(0, 0.0), (1.9, 0.0), (2, 0.25), (7.9, 0.25), (8, 1.0), (400, 1.0), ("a_day", 0.25)]
)
def test_a_band_holds_its_lower_end_and_not_its_upper(scored, hours, expected):
    assert question(scored("bands", {"hours": hours}), "hours") == expected


def test_bands_can_be_reversed(scored):
    result = scored("bands", {"share": 0}, {"share": 25}, {"share": 99})
    assert result.questions["share"].tolist() == [1.0, 0.5, 0.0]


class TestCount:
    def test_it_counts_questions_answered_in_full(self, scored):
        answers = {
            "website": "present",
            "shop": "absent",
            "cloud": "present",
            "tools": {"mail": "present", "files": "absent"},
        }
        result = scored("counting", answers)
        assert result.overall.iloc[0] == 2.0
        assert result.level.iloc[0] == 1

    def test_blanks_give_a_range_and_no_score(self, scored):
        result = scored("counting", {"website": "present", "cloud": "absent"})
        assert (result.low["overall"].iloc[0], result.high["overall"].iloc[0]) == (1.0, 3.0)
        assert np.isnan(result.overall.iloc[0])
        assert result.level.iloc[0] == -1  # 1 is very low, 3 is basic

    def test_a_level_both_ends_share_is_given_without_a_score(self, scored):
        result = scored("counting", {"website": "present", "cloud": "present", "tools": {"mail": "absent"}})
        assert (result.low["overall"].iloc[0], result.high["overall"].iloc[0]) == (2.0, 3.0)  # the shop is open
        assert np.isnan(result.overall.iloc[0])
        assert result.level.iloc[0] == 1

    def test_not_applicable_counts_nothing_and_leaves_nothing_open(self, scored):
        answers = {
            "website": "present",
            "shop": "na",
            "cloud": "dk",
            "tools": dict.fromkeys(("mail", "files"), "present"),
        }
        result = scored("counting", answers)
        assert result.overall.iloc[0] == 2.0

    def test_a_grid_with_an_open_row_may_still_be_complete(self, scored):
        full = {"website": "present", "shop": "present", "cloud": "present"}
        result = scored("counting", full | {"tools": {"mail": "present"}}, full | {"tools": {"mail": "absent"}})
        assert result.low["overall"].tolist() == [3.0, 3.0]
        assert result.high["overall"].tolist() == [4.0, 3.0]


class TestSum:
    def test_it_adds_weight_times_points_and_a_grid_its_rows(self, scored):
        rows = {"north": "all_of_it", "south": "some", "west": "most"}
        result = scored("adding", {"one": "nearly", "two": "most", "rows": rows})
        assert result.dimensions.iloc[0].tolist() == [7.0, 7.0]  # 3 + 2 · 2, 4 + 1 + 2
        assert result.overall.iloc[0] == 14.0
        assert result.level.iloc[0] == 1

    def test_nothing_is_prorated(self, scored):
        result = scored("adding", {"one": "nearly", "rows": {"north": "all_of_it", "south": "some"}})
        assert result.low.iloc[0].tolist() == [3.0, 5.0, 8.0]
        assert result.high.iloc[0].tolist() == [11.0, 9.0, 20.0]  # + 2 · 4, + 4
        assert np.isnan(result.dimensions).all(axis=None)
        assert result.level.iloc[0] == -1

    def test_rows_that_do_not_apply_add_nothing(self, scored):
        result = scored(
            "adding", {"one": "nearly", "two": "most", "rows": {"north": "most", "south": "na", "west": "na"}}
        )
        assert result.overall.iloc[0] == 9.0  # 3 + 4 + 2

    def test_an_open_question_is_worth_at_least_its_least_answer(self, scored):
        """1 of 1 to 5; but 0 where it may turn out not applicable, or unknown and worth 0."""
        result = scored("likert", {}, {"plain": "fully", "backwards": "fully"}, {"may_not_apply": "na"})
        assert result.low["overall"].tolist() == [2.0, 6.0, 2.0]  # 1 + 0 + 0 + 1, 5 + 0 + 0 + 1, 1 + 0 + 1
        assert result.high["overall"].tolist() == [20.0, 16.0, 15.0]


class TestMinimum:
    def test_the_lowest_question_and_the_lowest_dimension_decide(self, scored):
        answers = {"one": "most", "two": "all_of_it", "three": "nearly", "four": "nearly", "five": "all_of_it"}
        result = scored("weakest", answers)
        assert result.dimensions.iloc[0].tolist() == [50.0, 75.0, 100.0]
        assert result.overall.iloc[0] == 50.0

    def test_the_lowest_question_is_as_exact_as_any_mean(self, tiny):
        whole = tiny("weakest").model_dump()
        for asked in whole["dimensions"][0]["questions"]:
            asked["options"] = [{"id": f"step{n}", "label": f"Step {n}", "points": n} for n in range(4)]
        thirds = {"one": "step1", "two": "step1", "three": "step1"}
        result = score(table_of(Instrument.model_validate(whole), [thirds], [{}]))
        assert result.dimensions["first"].iloc[0] == pytest.approx(100 / 3, abs=1e-10)

    def test_it_runs_over_what_is_scored_and_needs_sixty_percent_too(self, scored):
        result = scored(
            "weakest",
            {"one": "most", "two": "all_of_it", "four": "nearly"},  # 2 of 3 questions, 2 of 3 dimensions
            {"one": "most", "four": "nearly"},  # 1 of 3 questions, 1 of 3 dimensions
            {"one": "most", "four": "nearly", "five": "na"},  # 1 of 2 dimensions that apply
        )
        assert result.dimensions["first"].iloc[0] == 50.0
        assert result.overall.iloc[0] == 50.0
        assert result.overall.iloc[1:].isna().all()


AREAS = (
    "products", "processes", "people", "customers", "data",
    "security", "machines", "energy", "suppliers", "reporting",
)  # fmt: skip


@pytest.mark.parametrize(("reading", "expected"), [("parts", 36.6667), ("areas", 45.0)])
def test_a_switch_patches_points_and_weights(scored, reading, expected):
    """Invested in 3 areas, planned in 4 others, 4 ticks: (3 + 4 + 4) / 30, or ((3 + 4 · ½) / 10 + 4 / 10) / 2."""
    chosen = dict(zip(AREAS, ["invested"] * 3 + ["planned"] * 4 + ["neither"] * 3, strict=True))
    result = scored(f"switched?q1={reading}", {"areas": chosen, "ready": ["data", "people", "energy", "security"]})
    assert result.overall.iloc[0] == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(("reading", "expected"), [("parts", 100 * 2 / 30), ("areas", 5.0)])
def test_an_area_both_invested_and_planned_counts_twice_only_where_parts_are_counted(scored, reading, expected):
    chosen = dict.fromkeys(AREAS, "neither") | {"data": "both"}
    result = scored(f"switched?q1={reading}", {"areas": chosen, "ready": []})
    assert result.overall.iloc[0] == pytest.approx(expected)


class TestWhy:
    def test_weights_are_the_share_of_each_question_in_the_overall(self, scored):
        result = scored("states", ALL_BEST | {"heavy": "na"})
        # first has 1 of 4, shared by four questions; second 3 of 4
        assert result.weights.iloc[0].tolist() == [0.0625, 0.0, 0.0625, 0.0625, 0.0625, 0.75]

    def test_weights_and_scores_make_up_the_overall(self, scored):
        result = scored("states", ALL_BEST | {"plain": "some", "only": "nearly"})
        parts = 100 * (result.weights * result.questions).sum(axis=1)
        assert parts.iloc[0] == pytest.approx(result.overall.iloc[0])

    def test_other_rules_have_no_weights(self, scored):
        assert (scored("weakest", {"one": "most", "two": "most", "three": "most"}).weights == 0).all(axis=None)

    def test_points_earned_of_possible_and_what_was_left_out(self, firms):
        rows = {"mail": "all_of_it", "files": "some", "figures": "dk", "web": "na"}
        rows["phone"] = "most"
        table = firms("grids", {"skills": rows, "doors": {"front": "locked", "back": "dk", "yard": "closed"}})
        skills, doors = explain(table, score(table), 0)
        assert (skills.earned, skills.possible) == (7.0, 12.0)  # 4 + 1 + 2 of 3 rows · 4
        assert skills.left_out == {"figures": State.DONT_KNOW, "web": State.NOT_APPLICABLE}
        assert (doors.earned, doors.possible, doors.left_out) == (5.0, 12.0, {})
        assert (doors.points, doors.possible_points) == (pytest.approx(50 * 5 / 12), 50.0)

    def test_what_was_not_answered_earned_nothing_rather_than_zero(self, firms):
        table = firms("states", {"only": "most"})
        reasons = {reason.question: reason for reason in explain(table, score(table, detail=False), 0)}
        assert (reasons["plain"].state, reasons["plain"].earned, reasons["plain"].points) == (State.BLANK, None, None)
        assert (reasons["only"].earned, reasons["only"].points, reasons["only"].possible_points) == (2.0, 50.0, 100.0)


def test_without_detail_only_the_frames_by_question_are_missing(firms):
    table = firms("states", ALL_BEST, {})
    brief, full = score(table, detail=False), score(table)
    assert (brief.questions, brief.states, brief.weights) == (None, None, None)
    pd.testing.assert_frame_equal(brief.dimensions, full.dimensions)
    pd.testing.assert_series_equal(brief.level, full.level)


def test_the_table_for_a_file(firms):
    table = firms("states", ALL_BEST | {"plain": "most"}, {}, firm="Müller", employees=12, sector="10")
    row, empty = scores_table(table, score(table)).to_dict("records")
    assert list(row)[:2] == ["firm", "ref"]
    assert list(row)[-5:] == ["first", "second", "overall", "level", "answered"]
    assert (row["firm"], row["size"], row["sector"], row["level"]) == ("Müller", "small", "C", "high")
    assert row["first"] == 91.6667  # 5.5 of 6, at 4 decimals
    assert pd.isna(empty["overall"])
    assert pd.isna(empty["level"])


def test_no_firms_have_no_scores(firms):
    table = firms("states")
    result = score(table)
    assert len(result) == 0
    assert list(scores_table(table, result).columns)[-3:] == ["overall", "level", "answered"]


def test_real_firms_have_the_published_means(tiny, reference_data):
    """IT flexibility of 100 firms, as README of the reference data gives it."""
    reading = read(reference_data / "firms" / "it_flexibility.csv", tiny("it_flexibility"))
    result = score(reading.table)
    assert len(result) == 100
    means = result.dimensions.mean()
    assert means["itcomp"] == pytest.approx(62.750, abs=5e-4)
    assert means["itconn"] == pytest.approx(71.750, abs=5e-4)
    assert means["mod"] == pytest.approx(57.312, abs=6e-4)
    assert means["itpsf"] == pytest.approx(66.188, abs=6e-4)
    assert result.overall.mean() == pytest.approx(64.500, abs=5e-4)
