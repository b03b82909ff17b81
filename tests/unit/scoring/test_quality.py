"""The quality of answers: what each count says, what each check points out and what it leaves alone."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.answers import AnswerTable, table_of
from scoring.messages import Message
from scoring.quality import Check, Quality, QuestionQuality, quality
from scoring.quality.body import HINTS, NO_FIRMS, SELF_REPORTED, STAGES
from scoring.quality.dimensions import AT_THE_CEILING, AT_THE_FLOOR, LEFT_OUT
from scoring.reliability import Reliability
from scoring.scores import score
from tests.unit.scoring.quality_cases import USUAL, answered, hints, quality_of, questionnaire, timed


def question(found: Quality, name: str) -> QuestionQuality:
    return next(one for one in found.questions if one.question == name)


def check(found: Quality, name: str) -> Check:
    return next(one for one in found.checks if one.id == name)


def test_usual_answers_are_not_pointed_out() -> None:
    found = quality_of(answered(USUAL, USUAL | {"ticks": ["two"]}, seconds=[600, 700]))
    assert (found.n, found.firms, len(found.to_look_at)) == (2, 2, 0)
    assert [message.id for message in found.limits] == [HINTS, SELF_REPORTED]


def test_each_reply_is_counted_apart() -> None:
    """The eighth statement is asked of those alone who gave the first the greatest answer."""
    found = quality_of(
        answered(
            USUAL,
            USUAL | {"a1": "s4", "a8": "na"},
            USUAL | {"a1": "s4", "a8": "dk", "ticks": "dk"},
            USUAL | {"a1": "s4", "a8": "s0", "wish": "more", "remark": "None."},
            {"a1": "s4"},
        )
    )
    eighth = question(found, "a8")
    counts = (eighth.answered, eighth.blank, eighth.dont_know, eighth.not_applicable, eighth.hidden)
    assert counts == (1, 1, 1, 1, 1)
    assert (eighth.asked, eighth.share(eighth.blank)) == (4, 0.25)
    assert (eighth.measured, eighth.mean, eighth.floor, eighth.ceiling) == (1, 0.0, 1.0, 0.0)
    ticks = question(found, "ticks")
    assert (ticks.dont_know, ticks.measured, ticks.mean) == (1, 4, pytest.approx(0.25)), "don’t know is worth 0 here"
    for name in ("wish", "remark"):
        assert (question(found, name).answered, question(found, name).blank) == (1, 4)
        assert (question(found, name).measured, question(found, name).mean) == (0, None)


def test_a_question_that_everybody_answered_alike_is_constant() -> None:
    found = quality_of(answered(USUAL, USUAL | {"a2": "s4"}, {"a1": "s1"}))
    assert question(found, "a1").constant
    assert not question(found, "a2").constant
    assert not question(found, "a8").constant, "nobody answered it"


def test_the_same_choice_in_all_rows_of_every_grid_is_pointed_out() -> None:
    """The grid of two rows is too short to tell; the one of three needs three answered rows."""
    flat = {"mail": "s2", "files": "s2", "phone": "s2"}
    found = quality_of(
        answered(
            USUAL,
            USUAL | {"grid": flat},
            USUAL | {"grid": flat | {"phone": "na"}, "ticks": []},
            USUAL | {"grid": flat | {"phone": "s1"}},
        )
    )
    assert hints(found) == {"Firm 1": ("flat_grids",)}
    assert (check(found, "flat_grids").n, check(found, "flat_grids").found) == (3, 1)
    assert found.to_look_at.loc[0, ["grids", "flat_grids"]].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("answers", "longest"),
    [
        ("1111112", 6),
        ("1111121", 5),
        ("2111111", 6),
        ("1111-11", 4),
        ("1212121", 1),
        ("-------", 0),
        ("4444444", 7),
    ],
)
def test_long_runs_are_of_places_and_not_of_points(answers: str, longest: int) -> None:
    """The third statement is reversed: its points turn the other way, and a run goes through it all the same."""
    firm = USUAL | {f"a{place}": "na" if code == "-" else f"s{code}" for place, code in enumerate(answers, 1)}
    found = quality_of(answered(firm))
    assert ("long_run" in hints(found).get("Firm 0", ())) == (longest >= 6)
    if longest >= 6:
        assert found.to_look_at.loc[0, "longest_run"] == longest
        assert found.to_look_at.loc[0, "single_choice"] == (8 if answers[0] == "4" else 7) + 1, "the closing one too"


def test_contradictions_are_those_that_the_questionnaire_names() -> None:
    found = quality_of(answered(USUAL, USUAL | {"a1": "s0", "a2": "s4"}))
    assert hints(found) == {"Firm 1": ("contradiction.odd",)}
    assert "Both cannot be." in str(check(found, "contradiction.odd").rule)


def test_a_contradiction_can_be_put_to_those_who_answered_what_it_names() -> None:
    """Not where one of the two is blank, does not apply, or nothing is answered."""
    found = quality_of(answered(USUAL, USUAL | {"a1": "s0", "a2": "s4"}, USUAL | {"a2": "na"}, {"a1": "s0"}, {}))
    assert (check(found, "contradiction.odd").n, check(found, "contradiction.odd").found) == (2, 1)


def test_a_run_can_be_put_to_those_who_answered_six_single_choices() -> None:
    five = {f"a{place}": "s1" for place in range(1, 6)}
    found = quality_of(answered(USUAL, five, five | {"a6": "s1"}, five | {"a6": "na"}, {}))
    assert (check(found, "long_run").n, check(found, "long_run").found) == (2, 1)


def test_less_than_two_seconds_for_each_item_is_too_fast() -> None:
    """Seven statements, three rows and two rows of grids, one question with ticks: 13 items, 26 seconds."""
    found = quality_of(answered(USUAL, USUAL | {"a1": "s2"}, {"a1": "s1", "a2": "s3"}, seconds=["26", "25.9", "3,99"]))
    assert hints(found) == {"Firm 1": ("under_two_seconds",), "Firm 2": ("under_two_seconds",)}
    assert check(found, "under_two_seconds").n == 3
    assert found.to_look_at["seconds_per_item"].tolist() == pytest.approx([25.9 / 13, 3.99 / 2])


def test_twice_as_fast_as_the_median_of_twenty_is_too_fast() -> None:
    firms = [USUAL | {"a2": f"s{place % 5}", "a5": f"s{place // 5}"} for place in range(21)]
    times = [400.0] * 19 + [200.0, 200.5]
    found = quality_of(answered(*firms, seconds=times))
    assert check(found, "twice_as_fast").n == 21
    assert [name for name, why in hints(found).items() if "twice_as_fast" in why] == ["Firm 19"]
    assert found.to_look_at.set_index("firm").loc["Firm 19", "speed_index"] == pytest.approx(2.0)
    few = quality_of(answered(*firms[:19], seconds=[400.0] * 18 + [10.0]))
    assert (check(few, "twice_as_fast").n, check(few, "twice_as_fast").found) == (0, 0)
    assert check(few, "under_two_seconds").found == 1


def test_cells_that_are_no_seconds_are_told_by_row_and_count_as_not_known() -> None:
    table = answered(*[USUAL] * 6, seconds=["soon", "0", "-5", "1,000", "", " 700 "])
    found = quality(table, score(table), np.array([2, 3, 5, 8, 13, 21]))
    assert [(fault.row, fault.column, fault.value) for fault in found.faults] == [
        (2, "Seconds", "soon"), (3, "Seconds", "0"), (5, "Seconds", "-5"), (8, "Seconds", "1,000"),
    ]  # fmt: skip
    assert check(found, "under_two_seconds").n == 1


def test_without_a_column_of_seconds_nothing_is_said_of_speed() -> None:
    found = quality_of(timed(answered(USUAL), [5], column="minutes"))
    assert not {"under_two_seconds", "twice_as_fast"} & {one.id for one in found.checks}


def test_rows_with_the_same_answers_point_at_each_other() -> None:
    """Two that answered nothing are no copies of each other."""
    other = USUAL | {"a1": "s2"}
    table = answered(USUAL, other, {}, USUAL, {}, other, USUAL)
    found = quality(table, score(table), np.arange(10, 17))
    same = found.to_look_at.set_index("row")["same_as"]
    assert same.to_dict() == {10: 16, 11: 15, 13: 10, 15: 11, 16: 10}
    assert (check(found, "same_answers").n, check(found, "same_answers").found) == (5, 5)


def test_half_of_all_answers_unknown_is_pointed_out() -> None:
    """Ten questions that can be answered "don’t know" are asked, and the closing one; the eighth statement is not."""
    unknown = dict.fromkeys(("a1", "a2", "a3", "a4", "ticks"), "dk")
    found = quality_of(answered(USUAL | unknown | {"wish": "dk"}, USUAL | unknown))
    assert hints(found) == {"Firm 0": ("dont_know",)}
    assert found.to_look_at.loc[0, "dont_know"] == pytest.approx(6 / 11)


def test_floor_and_ceiling_of_a_dimension_are_said() -> None:
    least = {**{f"a{n}": "s4" if n == 3 else "s0" for n in range(1, 8)}, "ticks": ["one", "two"]}
    full = {"grid": {"mail": "s4", "files": "s4", "phone": "s4"}, "pair": {"mail": "s4", "files": "s4"}}
    first, second, _ = quality_of(answered(least | full, USUAL, USUAL)).dimensions
    assert (first.floor, first.ceiling) == (pytest.approx(1 / 3), 0)
    assert first.limits[-1] == Message(AT_THE_FLOOR, {"share": 33})
    assert second.limits == (Message(AT_THE_CEILING, {"share": 33}),)


@pytest.mark.parametrize("firms", [(), ({},), ({}, {}), (USUAL,), (USUAL, USUAL), (USUAL, USUAL, {})])
def test_few_or_empty_or_equal_firms_have_reasons_instead_of_figures(firms) -> None:
    found = quality_of(answered(*firms))
    for dimension in found.dimensions:
        assert all(isinstance(alpha, Message) for alpha in dimension.alpha.values())
        assert dimension.omega.value is None
        assert dimension.omega.reason is not None
    assert ([message.id for message in found.limits] == [NO_FIRMS]) == (not firms)


def test_a_question_with_fewer_than_two_answers_is_left_out_of_alpha_by_name() -> None:
    """The eighth statement is asked of nobody here, or of one; the others have an alpha all the same."""
    random = np.random.default_rng(1)
    firms = [{f"a{number}": f"s{random.integers(0, 4)}" for number in range(1, 8)} for _ in range(12)]
    found = quality_of(answered(*firms, firms[0] | {"a1": "s4", "a8": "s1"}))
    first = found.dimensions[0]
    assert (first.left_out, len(first.questions)) == (("a8",), 7)
    assert [message.id for message in first.limits] == [LEFT_OUT]
    assert all(isinstance(alpha, Reliability) and alpha.n == 13 for alpha in first.alpha.values())


def test_several_assessments_of_a_firm_are_said() -> None:
    stages = [{"firm": "Sun", "stage": "T0"}, {"firm": "SUN ", "stage": "T1"}, {}]
    found = quality_of(table_of(questionnaire(), [USUAL, {}, {}], stages))
    assert (found.n, found.firms) == (3, 2)
    assert STAGES in [message.id for message in found.limits]


def test_a_wrong_call_is_refused() -> None:
    table = answered(USUAL, USUAL)
    scores = score(table)
    with pytest.raises(ValueError, match="detail"):
        quality(table, score(table, detail=False))
    with pytest.raises(ValueError, match="not those of these answers"):
        quality(table[:1], scores)
    with pytest.raises(ValueError, match="one row number"):
        quality(table, scores, np.array([1]))


@st.composite
def bodies(draw: st.DrawFn) -> AnswerTable:
    """Some firms with codes drawn for every cell: answers of all kinds."""
    made = questionnaire()
    firms = draw(st.integers(1, 6))
    table = table_of(made, [USUAL] * firms, [{"firm": f"Firm {place}"} for place in range(firms)])
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    codes = np.where(random.random(table.codes.shape) < 0.3, random.integers(-3, 2, table.codes.shape), table.codes)
    ticks = slice(made.cells.index("ticks.one"), made.cells.index("ticks.two") + 1)
    codes[:, ticks] = np.where(codes[:, ticks].min(axis=1, keepdims=True) < 0, -1, codes[:, ticks])
    return dataclasses.replace(table, codes=codes.astype(np.int8))


def doubled(table: AnswerTable) -> AnswerTable:
    again = table.profile.assign(firm="other " + table.profile["firm"])
    profile = pd.concat([table.profile, again], ignore_index=True)
    return AnswerTable(
        table.instrument, np.concatenate([table.codes] * 2), profile, pd.DataFrame(index=range(len(profile)))
    )


@given(bodies())
def test_a_table_twice_over_keeps_its_shares(table: AnswerTable) -> None:
    once, twice = quality_of(table), quality_of(doubled(table))
    assert twice.n == 2 * once.n
    for first, second in zip(once.questions, twice.questions, strict=True):
        assert second.asked + second.hidden == twice.n
        assert second.answered == 2 * first.answered
        assert second.share(second.blank) == first.share(first.blank)
        assert second.floor == first.floor
        assert second.mean == pytest.approx(first.mean)
    for before, after in zip(once.checks, twice.checks, strict=True):
        assert after.n == 2 * before.n
        assert after.found == (after.n if after.id == "same_answers" else 2 * before.found)


@given(bodies(), st.randoms())
def test_the_order_of_firms_changes_nothing_but_rows(table: AnswerTable, random) -> None:
    order = np.array(random.sample(range(len(table)), len(table)))
    first, second = quality_of(table), quality_of(table[order])
    assert first.checks == second.checks
    assert hints(first) == hints(second)
    assert first.questions == tuple(
        dataclasses.replace(one, mean=other.mean) if one.mean == pytest.approx(other.mean) else one
        for one, other in zip(second.questions, first.questions, strict=True)
    )
