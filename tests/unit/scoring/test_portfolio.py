"""Portfolios: what clients need agrees with their plans, whom to call, and progress of those who came back."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest

from scoring.adaptation import Adaptation, OwnAction, adapted
from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.loading import load
from scoring.portfolio import Stages, call, most_needed, only, portfolio, to_next
from scoring.portfolio.needs import LEAST, needs
from scoring.portfolio.pairing import mean_interval, paired
from scoring.roadmap import Mark, RoadmapChoices, plan
from scoring.roadmap.situation import situation_of
from scoring.scores import Scores, score
from tests.unit.scoring.random_instruments import chance_of, random_answers, random_instrument
from tests.unit.scoring.roadmap_cases import FIRST, LOWEST, SECOND, action, dimension, firm, instrument

OUT_FOR_GOOD = {"programme", "size", "sector", "staff", "in_place", "not_applicable", "find_out", "done", "not_for_us"}
"""Reasons of a plan by which an action is not needed; of the others it is, but for what done ones bring already."""


def fitted(chance: Random, made: Instrument) -> Instrument:
    """The instrument with actions that are not for everybody."""
    content = made.model_dump()
    for one in content["actions"]:
        one["sizes"] = chance.choice([["micro", "small", "medium", "large"], ["small"], ["micro", "large"]])
        one["staff"] = chance.random() < 0.2
        one["level"] = chance.choice(["enterprise", "individual", "individual", "programme"])
        one["sectors"] = chance.choice([{}, {}, {"only": ["C", "47"]}, {"excluded": ["10", "G"]}])
    return Instrument.model_validate(content)


def profiles(chance: Random, firms: int) -> list[dict[str, Any]]:
    kinds = ({"size": "micro", "staff": "no"}, {"size": "small", "sector": "C"}, {"sector": "10"}, {"size": "large"})
    return [
        {"firm": f"Firm {number}"} | chance.choice([{}, *kinds, {"employees": 12, "sector": "47"}])
        for number in range(firms)
    ]


@pytest.mark.parametrize("seed", range(30))
def test_a_client_needs_what_its_plan_has_no_reason_against(seed: int) -> None:
    """For random instruments, firms and marks, all firms at once: as the planner says of each alone."""
    chance = chance_of(seed)
    made = fitted(chance, random_instrument(chance))
    answers = [random_answers(chance, made) for _ in range(8)]
    table = table_of(made, answers, profiles(chance, 8))
    names = [one.id for one in made.actions]
    kinds_of_marks: list[Mark] = ["done", "not_for_us"]
    marks = [{name: chance.choice(kinds_of_marks) for name in names if chance.random() < 0.1} for _ in answers]
    scores, found = score(table), needs(table, marks)
    scored = np.isfinite(scores.low["overall"])
    for row, given in enumerate(marks):
        made_plan = plan(table, scores, row, RoadmapChoices(marks=given))
        expected = {step.action: bool(step.because) for step in made_plan.steps}
        kinds = {left.action: left.kind for left in made_plan.left_out}
        expected |= {name: kind not in OUT_FOR_GOOD for name, kind in kinds.items()}
        brings = alone(table, scores, row, given)
        for name in names:
            if kinds.get(name) in ("covered", "needs_refused"):
                continue  # both come after, or in place of, what is told apart here
            points = brings[name] if scored[row] and expected[name] and brings[name] >= LEAST else 0.0
            assert found.loc[row, name] == pytest.approx(points, abs=1.01e-4), (name, kinds.get(name), given)


def alone(table: AnswerTable, scores: Scores, row: int, marks: Mapping[str, Mark]) -> dict[str, float]:
    """What each action would bring the firm by itself, once all that it marked as done is in place: by the planner,
    which says the same of every action that it leaves out."""
    situation = situation_of(table, scores, row, RoadmapChoices(marks=marks))
    where, base = situation.case.standing, situation.fit.base
    worth = where.worth(np.vstack([base, np.maximum(base, where.targets)]))
    found = {one.id: float(gain) for one, gain in zip(where.actions.actions, worth[1:] - worth[0], strict=True)}
    if row < 2 and "done" not in marks.values():
        refused: dict[str, Mark] = dict.fromkeys(found, "not_for_us")
        left_out = plan(table, scores, row, RoadmapChoices(marks=refused)).left_out
        assert {left.action: left.gain for left in left_out} == pytest.approx(found, abs=1e-4)
    return found


def test_what_is_done_covers_what_leads_no_further() -> None:
    lifts = {"far": "l3", "near": "l2", "same": "l3", "wide": "l4"}
    table = firm(instrument([action(name, {"rung": step}) for name, step in lifts.items()]))
    before, done = needs(table).iloc[0], needs(table, [{"far": "done"}]).iloc[0]
    assert (before > 0).all()
    assert before["far"] == before["same"] == pytest.approx(1.5 * before["near"], abs=2e-4)
    assert done[["far", "near", "same"]].tolist() == [0.0, 0.0, 0.0]
    assert done["wide"] == pytest.approx(before["wide"] - before["far"], abs=2e-4), "what is done brings nothing again"
    with pytest.raises(ValueError, match="same firms"):
        needs(table, [{}, {}])


def test_an_action_that_moves_no_whole_point_is_not_needed() -> None:
    """Of a hundred questions of one weight one is worth a point, and half of it is not."""
    asked = [{**FIRST[0], "id": f"q{number}"} for number in range(100)]
    actions = [action("all", {"q0": "l4"}), action("half", {"q1": "l2"})]
    made = instrument(actions, dimensions=[dimension("only", asked)])
    table = table_of(made, [{one["id"]: "l0" for one in asked}], [{}])
    assert needs(table).iloc[0].to_dict() == {"all": 1.0, "half": 0.0}


def test_without_a_score_nothing_is_needed_that_could_be_said_in_points() -> None:
    table = table_of(instrument([action("a0", {"rung": "l4"})]), [{"rung": "l0"}], [{}])
    assert np.isnan(score(table).overall[0])
    assert needs(table)["a0"].tolist() == [0.0]


def test_what_an_organisation_hides_is_not_needed_and_what_it_adds_is() -> None:
    made = instrument([action("a0", {"rung": "l2"}), action("a1", {"rung": "l4"})])
    told = {"title": "Own", "summary": "Own", "steps": ["Do"], "owner": "Owner", "measure": "Done", "weeks": 2}
    own = OwnAction(id="mine", like="a0", price_year=2025, **told)
    found = needs(firm(adapted(made, Adaptation(hidden=["a0"], own=[own])))).iloc[0]
    assert found["a0"] == 0.0
    assert found["mine"] == needs(firm(made)).loc[0, "a0"] > 0


def test_a_hidden_answer_and_a_grid_that_is_too_open_are_lifted_by_nothing() -> None:
    hidden = {**SECOND[1], "show_if": {"answers": {"rung": ["l4"]}}}
    parts = [dimension("first", FIRST), dimension("second", [SECOND[0], hidden])]
    actions = [action("a0", {"other": "l2"}), action("a1", {"grid": {"mail": "s2"}})]
    made = instrument(actions, dimensions=parts)
    open_row = {"grid": {"mail": "s0"}}
    assert (needs(firm(made, {"rung": "l4"})).iloc[0] > 0).tolist() == [True, True]
    assert (needs(firm(made, {"rung": "l3"} | open_row)).iloc[0] > 0).tolist() == [False, False]


def stages(*rows: tuple[int, int, float], done: tuple[int, ...] = ()) -> Stages:
    """(client, stage, overall) of each; the first dimension has 10 points less, the second none."""
    client, number, overall = (np.array(column) for column in zip(*rows, strict=True))
    dimensions = np.column_stack([overall - 10.0, np.full(len(rows), np.nan)])
    return Stages(client, number, overall.astype(float), dimensions, np.array(done, dtype=int))


def of(known: Stages) -> tuple[AnswerTable, Stages]:
    """Clients that all answered the lowest, whatever their stored scores say."""
    made = instrument([action("a0", {"rung": "l2"}), action("a1", {"other": "l1"})])
    count = len(known.newest)
    table = firm(made)
    return table[np.zeros(count, dtype=int)], known


def test_the_newest_stage_is_shown_and_the_one_before_it_compared() -> None:
    table, known = of(stages((0, 0, 40.0), (0, 2, 55.0), (1, 1, 30.0), (2, 0, np.nan)))
    found = portfolio(table, known, clients=["a", "b", "c"])
    assert found.profile["client"].tolist() == ["a", "b", "c"]
    np.testing.assert_array_equal(found.overall, [55.0, 30.0, np.nan])
    np.testing.assert_array_equal(found.change, [15.0, np.nan, np.nan])
    assert found.level.tolist() == [1, 0, -1]
    assert found.dimensions.columns.tolist() == ["first", "second"]


def test_without_stages_answers_are_scored_and_nothing_came_before() -> None:
    table = firm(instrument([]), {"rung": "l4", "other": "l4"})
    found = portfolio(table)
    assert found.overall.iloc[0] == score(table).overall.iloc[0]
    assert np.isnan(found.change.iloc[0])
    assert found.paired == ()


def test_parts_of_other_clients_are_refused() -> None:
    table, known = of(stages((0, 0, 1.0), (1, 0, 2.0)))
    with pytest.raises(ValueError, match="same clients"):
        portfolio(table[:1], known)
    with pytest.raises(ValueError, match="every client"):
        stages((0, 0, 1.0), (2, 0, 1.0))
    with pytest.raises(ValueError, match="rise"):
        stages((0, 1, 1.0), (0, 1, 1.0))


def test_some_of_the_clients_are_a_portfolio_of_their_own() -> None:
    rows = ((0, 0, 40.0), (0, 1, 55.0), (1, 0, 30.0), (1, 2, 20.0), (2, 0, np.nan))
    table, known = of(stages(*rows, done=(1, 0, 2, 0, 0)))
    whole = portfolio(table, known, clients=["a", "b", "c"])
    some = only(whole, np.array([False, True, True]))
    same = portfolio(table[:2], known.of(np.array([False, True, True])), clients=["b", "c"])
    for part in ("profile", "overall", "level", "dimensions", "change", "points"):
        assert getattr(some, part).equals(getattr(same, part)), part
    [pair] = some.paired
    assert (pair.first, pair.second, pair.n, pair.change, pair.done) == ("T0", "T2", 1, -10.0, 2)
    assert only(whole, np.ones(3, dtype=bool)) is whole


def test_first_comes_the_workshop_that_moves_all_of_them_most() -> None:
    """Two who gain much come before three who gain little; who gains nothing is not counted."""
    made = instrument([action("a0", {"rung": "l1"}), action("a1", {"other": "l4"}), action("a2", {"rung": "l0"})])
    far = LOWEST | {"other": "l4"}
    table = table_of(made, [LOWEST, LOWEST, far], [{}] * 3)
    whole = portfolio(table)
    found = most_needed(whole)
    assert found[["action", "n", "share"]].to_dict("list") == {
        "action": ["a1", "a0"], "n": [2, 3], "share": [2 / 3, 1.0],
    }  # fmt: skip
    np.testing.assert_allclose(found["points"], whole.points[["a1", "a0"]].sum(), atol=1e-4)
    np.testing.assert_allclose(found["each"], found["points"] / found["n"])
    only = most_needed(whole, np.array([False, False, True]))
    assert only[["action", "n", "share"]].to_dict("list") == {"action": ["a0"], "n": [1], "share": [1.0]}
    assert most_needed(whole, np.zeros(3, dtype=bool)).empty


def test_whom_to_call() -> None:
    """The cut is at 50: the lowest level is 50 wide, so that 7.5 points are close; nobody is above the highest."""
    rows = (
        (0, 0, 40.0),
        (0, 1, 42.4),
        (1, 0, 10.0),
        (1, 1, 42.5),
        (2, 0, 60.0),
        (2, 1, 49.0),
        (3, 0, 70.0),
        (3, 1, 70.0 + 1e-12),
    )
    found = call(portfolio(*of(stages(*rows))))
    assert found.improved.index.tolist() == [1, 0]
    assert found.improved.tolist() == pytest.approx([32.5, 2.4])
    assert found.close.index.tolist() == [2, 1]
    assert found.close.tolist() == [1.0, 7.5]


def test_nobody_without_a_score_is_called_for_it() -> None:
    found = portfolio(*of(stages((0, 0, np.nan), (1, 0, 30.0), (1, 1, np.nan))))
    assert call(found).improved.empty
    assert call(found).close.empty
    assert np.isnan(to_next(found)).all()


def test_where_items_are_counted_one_item_is_close() -> None:
    """The basic level begins at 4 of 12 items, the low one at 0: 3 items are close, 2 are not."""
    dii = load("eurostat-dii@4")
    profile = firm(instrument([])).profile.iloc[[0] * 3].reset_index(drop=True)
    codes = np.zeros((3, len(dii.cells)), dtype=np.int8)
    known = Stages(np.arange(3), np.zeros(3, dtype=int), np.array([3.0, 2.0, 12.0]), np.zeros((3, len(dii.dimensions))))
    found = portfolio(AnswerTable(dii, codes, profile, pd.DataFrame(index=range(3))), known)
    assert call(found).close.to_dict() == {0: 1.0}


SLEEP = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
"""More hours of sleep under the one drug than under the other: Cushny and Peebles 1905, as Student (1908) has them."""


def test_the_interval_of_the_mean_difference_is_as_published() -> None:
    """Mean 1.58, interval 0.7001142 to 2.4598858: what R's own example of a paired t test prints."""
    assert mean_interval(SLEEP) == pytest.approx((1.58, 0.7001142, 2.4598858), abs=5e-8)


def test_of_one_pair_nothing_is_said_about_the_spread() -> None:
    mean, low, high = mean_interval(np.array([3.0]))
    assert mean == 3.0
    assert np.isnan([low, high]).all()
    assert np.isnan(mean_interval(np.array([]))).all()


def test_progress_is_that_of_clients_with_both_stages() -> None:
    """Ten slept, one never returned, one has no score, one left a stage out."""
    rows = [row for client, more in enumerate(SLEEP) for row in ((client, 0, 50.0), (client, 1, 50.0 + more))]
    rows += [(10, 0, 99.0), (11, 0, 20.0), (11, 1, np.nan), (12, 0, 30.0), (12, 2, 10.0)]
    table, known = of(stages(*rows, done=(2, 0) * 10 + (9, 9, 0, 1, 0)))
    first, whole = paired(table.instrument, known)
    assert (first.first, first.second, first.n) == ("T0", "T1", 10)
    assert (first.before, first.after, first.change) == pytest.approx((50.0, 51.58, 1.58))
    assert (first.low, first.high) == pytest.approx((0.7001142, 2.4598858))
    assert (first.improved, first.same, first.worse, first.done) == (9, 1, 0, 20)
    assert first.dimensions.loc["first"].to_dict() == pytest.approx(
        {"n": 10, "before": 40.0, "after": 41.58, "change": 1.58}
    )
    assert first.dimensions.loc["second", "n"] == 0
    assert first.dimensions.loc["second", ["before", "after", "change"]].isna().all()
    assert (whole.first, whole.second, whole.n, whole.worse, whole.done) == ("T0", "T2", 1, 1, 1)
