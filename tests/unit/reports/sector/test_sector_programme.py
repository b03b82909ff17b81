"""What actions would bring all firms and ask of them, worked out by hand and against the scorer itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from reports.sector.expected import gain_of, score_of, weights_as_answered
from reports.sector.offers import offers
from scoring.instrument import Instrument
from scoring.release.model import Answered, Cell, Figure, Release
from scoring.roadmap.actions import action_table
from scoring.roadmap.fitting import firm_of
from scoring.roadmap.gains import standing
from scoring.scores import score
from tests.unit.reports.sector.sector_cases import (
    MADE,
    by_hand,
    exhibit,
    many,
    marks,
    section_ids,
    shown,
    summary,
    told,
    told_of,
)
from tests.unit.scoring.roadmap_cases import action, instrument

RUNGS = {"rung.l0": 40, "rung.l1": 0, "rung.l2": 20, "rung.l3": 0, "rung.l4": 40}
"""Mean points of 4: 0.2 × 2 + 0.4 × 4 = 2; lifted to l3, 0.4 × 3 + 0.2 × 1 = 1.4 more."""


def cell(of: dict[str, int], n: int = 100) -> Cell:
    return Cell((), 1, MADE, marks=marks(of, n))


@pytest.fixture(scope="module")
def made() -> Instrument:
    return instrument([
        action("climb", {"rung": "l3"}, own_days={"micro": [1, 3], "small": [2, 4]}, cost_once={"small": [0, 100]},
               cost_monthly={"small": [5, 15]}, outside_days={"small": [1, 1]}),
        action("tick", {"ticks": ["one", "two"]}, own_days={"small": [1, 1]}),
        action("law", {"rung": "l4"}, level="programme"),
    ])  # fmt: skip


def test_a_question_scores_the_mean_of_its_steps(made: Instrument) -> None:
    assert score_of(made.questions["rung"], cell(RUNGS)) == pytest.approx(2 / 4)
    assert score_of(made.questions["rung"], cell({"rung.l0": 40})) is None


def test_shares_that_do_not_add_up_are_made_to() -> None:
    made = instrument([])
    thirds = {"rung.l0": 35, "rung.l1": 0, "rung.l2": 35, "rung.l3": 0, "rung.l4": 35}
    assert score_of(made.questions["rung"], cell(thirds)) == pytest.approx(0.5)


def test_what_lies_beyond_the_ends_counts_as_its_middle() -> None:
    made = instrument([])
    few = Answered(100, Figure(5, "low"))
    of = {**marks({"rung.l1": 0, "rung.l2": 0, "rung.l3": 0}), "rung.l0": Answered(100, Figure(95, "high")),
          "rung.l4": few}  # fmt: skip
    assert score_of(made.questions["rung"], Cell((), 1, MADE, marks=of)) == pytest.approx(0.025)


def test_an_action_lifts_those_below_its_answer_only(made: Instrument) -> None:
    assert gain_of(made.questions["rung"], "l3", cell(RUNGS)) == pytest.approx(1.4 / 4)
    assert gain_of(made.questions["rung"], "l3", cell({})) == 0


def test_ticks_are_the_union_of_what_is_there_and_what_is_added(made: Instrument) -> None:
    question: Any = made.questions["ticks"]
    names = {f"ticks.{one.id}": 50 for one in question.options}
    points = {one.id: question.points(one) for one in question.options}
    expected = 0.5 * (points["one"] + points["two"]) / question.max_points
    assert gain_of(question, ["one", "two"], cell(names)) == pytest.approx(expected)


def test_an_unanswered_question_leaves_its_weight_to_the_others(made: Instrument) -> None:
    weights = weights_as_answered(made, cell(RUNGS))
    assert weights["rung"] == pytest.approx(1.0 / len(made.dimensions)) or weights["rung"] == pytest.approx(1.0)
    assert weights["ticks"] == 0.0


def released(made: Instrument, **sizes: int) -> Release:
    """100 firms of which 60 would be helped by ``climb``; by size, as many as are given."""
    from dataclasses import replace  # noqa: PLC0415 - here only

    from scoring.release.model import Table  # noqa: PLC0415

    whole = by_hand({"scores": {"overall": summary(50)}, "marks": marks(RUNGS | {"action.climb": 60})}, made)
    if not sizes:
        return whole
    cells = tuple(Cell((size,), 1, MADE, marks=marks({"action.climb": 60}, n)) for size, n in sizes.items())
    grouping = {"size": {size: size for size in sizes}}
    return replace(whole, tables=(*whole.tables, Table(("size",), cells)), grouping=grouping)


def test_days_and_money_of_all_by_the_middle_of_the_ranges(made: Instrument) -> None:
    """Sizes are not published: 60 small firms at 3 own days, 1 outside day, EUR 50 + 12 × 10."""
    offer = offers(told_of(released(made), made))[0]
    assert (offer.firms, offer.by_size) == (60, False)
    assert (offer.own_days, offer.outside_days, offer.money) == (180, 60, 60 * 170)


def test_days_follow_the_sizes_that_are_published(made: Instrument) -> None:
    """60 % of 50 micro firms at 2 days and of 50 small ones at 3: 2.5 on average."""
    offer = offers(told_of(released(made, micro=50, small=50), made))[0]
    assert (offer.own_days, offer.by_size) == (60 * 2.5, True)


def test_points_per_thousand_count_own_days(made: Instrument) -> None:
    """The mean of 100 firms rises by 100 × weight × 0.35; 60 firms bring it, each at EUR 170 and 3 days of EUR 350."""
    offer = offers(told_of(released(made), made))[0]
    weight = weights_as_answered(made, told_of(released(made), made).everyone or cell({}))["rung"]
    assert offer.points == pytest.approx(100 * weight * 0.35)
    assert offer.per_thousand == pytest.approx(100 * weight * 0.35 * 100 / 60 / ((170 + 3 * 350) / 1000))


def test_an_action_meant_for_some_brings_the_mean_less(made: Instrument) -> None:
    whole = by_hand({"scores": {"overall": summary(50)}, "marks": marks(RUNGS)}, made)
    one = whole.tables[0].cells[0]
    half = by_hand({"scores": one.scores, "marks": {**one.marks, "action.climb": Answered(50, Figure(60))}}, made)
    everyone, some = (offers(told_of(each, made))[0] for each in (released(made), half))
    assert some.points == pytest.approx((everyone.points or 0) / 2)


def test_figures_agree_with_what_the_scorer_says_of_each_firm() -> None:
    """Shares are rounded to 5 %: the mean gain is off by at most 0.3 points for any action, 0.06 on average."""
    table, release = many()
    told_points = {offer.action.id: offer.points or 0.0 for offer in offers(told_of(release))}
    actions, scores = action_table(table.instrument), score(table, detail=True)
    gained = np.zeros(len(actions))
    for row in range(len(table)):
        here = standing(table, scores, row)
        misfits = actions.misfits(firm_of(table, row).kind)
        fits = [place not in misfits for place in range(len(actions))]
        gained += (here.worth(np.maximum(here.present, here.targets)) - here.worth(here.present[None, :])) * fits
    apart = [abs(told_points.get(one.id, 0.0) - gained[at] / len(table)) for at, one in enumerate(actions.actions)]
    assert max(apart) < 0.3
    assert np.mean(apart) < 0.06


def test_the_view_ranks_and_says_what_it_counts() -> None:
    report = told(many()[1])
    view = next(section for section in report.sections if section.id == "programme")
    points = [row.cells[0].value or 0.0 for row in exhibit(report, "actions").rows]
    assert points == sorted(points, reverse=True)
    rates = [row.cells[0].value or 0.0 for row in exhibit(report, "points-per-euro").rows]
    assert rates == sorted(rates, reverse=True)
    assert "authors’ judgement until a pilot" in view.lead[1]
    assert len(exhibit(report, "all-actions").rows) == 50
    assert [*shown(report, "recommendations")] == ["R1", "R2", "R3", "C1", "C2", "C3", "C4"]
    assert all("would bring most, and help about" in row[1] for row in shown(report, "recommendations").values())


def test_actions_of_a_programme_itself_stand_apart(made: Instrument) -> None:
    report = told(released(made), made)
    assert [*shown(report, "actions")] == ["climb"]
    assert [*shown(report, "programme-actions")] == ["law"]
    assert section_ids(report).count("programme") == 1


def test_days_and_money_are_shown_with_two_figures(made: Instrument) -> None:
    row = shown(told(released(made), made), "actions")["climb"]
    assert row[1:6] == ("60%", "60", "180", "60", "10,000")
