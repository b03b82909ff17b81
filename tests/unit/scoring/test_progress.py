"""Where a change of the score came from: by hand, and that the parts always add up."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.progress import Change, DimensionChange, Part, Progress, changes, progress, rounded
from scoring.scores import Scores, score
from tests.unit.scoring.roadmap_cases import FIRST, SECOND, dimension, firm, instrument
from tests.unit.scoring.test_scores_properties import NAMES, tables

ALL_OF_FIRST = {"rung": "l4", "ticks": ["one", "two", "three"], "grid": {"mail": "s2", "files": "s2"}}


def scored(answers: dict[str, Any] | None = None, changes: dict[str, Any] | None = None, **profile: Any) -> Scores:
    return score(firm(instrument([], **(changes or {})), answers, **profile))


def parts(made: Progress) -> dict[str, float]:
    return {part.question: part.points for part in made.parts}


def test_better_answers_to_the_same_questions_are_the_whole_change() -> None:
    """A question of the first part is 16.6667 points of the overall score, one of the second 25."""
    made = progress(scored({"other": "l2"}), scored({"rung": "l2", "hours": 9, "other": "l1"}))
    assert made.overall == Change(12.5, pytest.approx(50 / 3 / 2 + 25 + 25 / 4))
    assert made.overall.points == pytest.approx(50 / 6 + 18.75)
    assert made.parts == (
        Part("hours", 25, 0, 100),
        Part("rung", pytest.approx(50 / 6), 0, 50),
        Part("other", -6.25, 50, 25),
    )
    assert made.rest == 0


def test_dimensions_are_shown_before_and_after_and_missing_is_not_zero() -> None:
    made = progress(scored({"hours": None, "other": None}), scored({"rung": "l4", "hours": 9}))
    assert made.dimensions == (DimensionChange("first", 0, pytest.approx(100 / 3)), DimensionChange("second", None, 50))


def test_without_an_overall_score_on_either_side_there_is_no_split() -> None:
    whole, open_one = scored(), scored({"hours": None, "other": None})
    for before, after in ((whole, open_one), (open_one, whole), (open_one, open_one)):
        made = progress(before, after)
        assert (made.overall, made.parts, made.rest) == (None, (), None)
        assert len(made.dimensions) == 2


def test_a_question_that_is_answered_only_now_goes_into_the_rest() -> None:
    """Rung and ticks at 50 and 0 share the first part at first; then the grid joins with all of its points.

    Rung: ½(25 + 16.6667) x (100 − 50) % = 10.4167, ticks nothing. Overall 12.5 → 33.3333: the rest is 10.4167.
    """
    before = scored({"rung": "l2", "grid": None})
    after = scored({"rung": "l4", "grid": {"mail": "s2", "files": "s2"}})
    made = progress(before, after)
    assert made.overall == Change(12.5, pytest.approx(100 / 3))
    assert parts(made) == {"rung": pytest.approx(125 / 12)}
    assert made.rest == pytest.approx(100 / 3 - 12.5 - 125 / 12)


def test_the_same_answers_where_something_else_applies_are_all_rest() -> None:
    """The other question does not apply any more: the hours, at 100, count 50 points instead of 25."""
    made = progress(scored({"hours": 9}), scored({"hours": 9, "other": "na"}))
    assert (made.overall, made.parts, made.rest) == (Change(25, 50), (), 25)


def test_a_question_hidden_later_goes_into_the_rest() -> None:
    hidden = SECOND[1] | {"show_if": {"answers": {"rung": ["l0"]}}}
    changes = {"dimensions": [dimension("first", FIRST), dimension("second", [SECOND[0], hidden])]}
    made = progress(scored({"other": "l4"}, changes), scored({"other": "l4", "rung": "l4"}, changes))
    # 25 of the other question; then 16.6667 of the rung, and the hours, at 0, are all of the second part
    assert made.overall == Change(25, pytest.approx(50 / 3))
    assert parts(made) == {"rung": pytest.approx(50 / 3)}
    assert made.rest == pytest.approx(-25)


def test_do_not_know_worth_zero_is_an_answer() -> None:
    sure = SECOND[1] | {"id": "sure", "dk": "zero"}
    changes = {"dimensions": [dimension("first", FIRST), dimension("second", [SECOND[0], sure])]}
    made = progress(scored({"sure": "dk", "other": None}, changes), scored({"sure": "l4", "other": None}, changes))
    assert (parts(made), made.rest) == ({"sure": 25}, 0)


def test_the_largest_part_comes_first_up_or_down_then_the_order_asked() -> None:
    before = scored({"rung": "l4", "hours": 9})
    after = scored({"ticks": ["one", "two", "three"], "hours": 9, "grid": {"mail": "s1", "files": "s0"}, "other": "l4"})
    assert list(parts(progress(before, after))) == ["other", "rung", "ticks", "grid"]


def test_parts_of_the_same_size_stay_in_the_order_asked_whatever_floats_make_of_them() -> None:
    """Twice 0.3 and three times 0.2 are as much: 25.0 and 25.000000000000004."""
    heavy, light = FIRST[0] | {"id": "heavy", "weight": 0.3}, FIRST[0] | {"id": "light", "weight": 0.2}
    changes = {"dimensions": [dimension("first", [heavy, light, FIRST[0] | {"weight": 0.1}])]}
    absent = dict.fromkeys(("ticks", "grid", "hours", "other"))
    before = scored(absent | {"heavy": "l0", "light": "l0"}, changes)
    after = scored(absent | {"heavy": "l2", "light": "l3"}, changes)
    assert list(parts(progress(before, after))) == ["heavy", "light"]


@pytest.mark.parametrize(
    "changes",
    [
        *({"overall": rule} for rule in ("sum", "minimum", "count")),
        *(
            {"dimensions": [dimension("first", FIRST, rule=rule), dimension("second", SECOND)]}
            for rule in ("sum", "minimum", "count")
        ),
    ],
)
def test_other_than_weighted_means_show_changes_only(changes: dict[str, Any]) -> None:
    made = progress(scored({}, changes), scored(ALL_OF_FIRST | {"hours": 9}, changes))
    assert made.overall is not None
    assert made.overall.points > 0
    assert (made.parts, made.rest) == ((), None)


def test_each_row_is_compared_with_the_row_that_is_named() -> None:
    made = instrument([])
    before, after = firm(made, {"rung": "l1"}), firm(made, {"rung": "l3"})
    both = type(before)(made, *(_stacked(before, after, part) for part in ("codes", "profile", "extra")))
    forth, back = progress(score(both), score(both), row_after=1), progress(score(both), score(both), row_before=1)
    assert parts(forth) == {"rung": pytest.approx(50 / 6)}
    assert parts(back) == {"rung": pytest.approx(-50 / 6)}


def _stacked(before: Any, after: Any, part: str) -> Any:
    one, other = getattr(before, part), getattr(after, part)
    return np.vstack([one, other]) if part == "codes" else pd.concat([one, other], ignore_index=True)


def test_another_questionnaire_is_refused_by_name() -> None:
    newer = {"version": 2}
    with pytest.raises(ValueError, match=r"different questionnaires cannot be compared: small@1 and small@2"):
        progress(scored(), scored({}, newer))
    heavier = {"dimensions": [dimension("first", FIRST, weight=2), dimension("second", SECOND)]}
    with pytest.raises(ValueError, match="differ in what they score"):
        progress(scored(), scored({}, heavier))


def test_another_wording_is_the_same_questionnaire() -> None:
    assert progress(scored(), scored({"hours": 9}, {"title": "Small, reworded", "revision": 2})).overall == Change(
        0, 25
    )


def test_scores_without_detail_cannot_be_split() -> None:
    table = firm(instrument([]))
    with pytest.raises(ValueError, match="with detail"):
        progress(score(table, detail=False), score(table))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("counting", "adding", "weakest")])
@given(data=st.data())
def test_parts_and_rest_add_up_and_the_way_back_is_the_opposite(tiny: Any, name: str, data: Any) -> None:
    """Any answers: n/a, don't know, hidden and blank ones, whole dimensions without a score among them."""
    scores = score(data.draw(tables(tiny(name), min_size=2)))
    for before, after in itertools.permutations(range(len(scores)), 2):
        made = progress(scores, scores, row_before=before, row_after=after)
        back = progress(scores, scores, row_before=after, row_after=before)
        if made.overall is None:
            assert (made.parts, made.rest) == ((), None)
            continue
        assert made.rest is not None
        total = math.fsum(part.points for part in made.parts) + made.rest
        assert total == pytest.approx(made.overall.points, abs=1e-9)
        assert parts(back) == {question: -points for question, points in parts(made).items()}
        assert back.rest == pytest.approx(-made.rest, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_many_firms_at_once_have_the_progress_of_each(tiny: Any, name: str, data: Any) -> None:
    table = data.draw(tables(tiny(name), min_size=3))
    before, after = score(table), score(table[np.arange(len(table))[::-1]])
    found = changes(before, after)
    assert found.index.equals(after.overall.index)
    for row in range(len(found)):
        one, made = progress(before, after, row_before=row, row_after=row), found.iloc[row]
        points = math.nan if one.overall is None else one.overall.points
        assert made["overall.change"] == pytest.approx(points, nan_ok=True)
        for dimension_change in one.dimensions:
            ends = [dimension_change.before, dimension_change.after]
            told = [made[f"{dimension_change.id}.{end}"] for end in ("before", "after")]
            assert told == pytest.approx([math.nan if end is None else end for end in ends], nan_ok=True)
        assert ("rest" in found) == after.instrument.is_weighted_mean
        if one.rest is None:
            assert made.filter(regex=r"^(part\.|rest$)").isna().all()
            continue
        assert made["rest"] == pytest.approx(one.rest, abs=1e-9)
        moved = {column: made[column] for column in found if column.startswith("part.") and made[column]}
        assert moved == pytest.approx({f"part.{part.question}": part.points for part in one.parts})


@pytest.mark.parametrize("name", ["states", "counting", "bands"])
@given(data=st.data())
def test_rounded_changes_add_up_to_the_last_decimal(tiny: Any, name: str, data: Any) -> None:
    """Within a ten-thousandth of the exact ones, for each part that is rounded."""
    table = data.draw(tables(tiny(name), min_size=2))
    exact = changes(score(table), score(table[np.arange(len(table))[::-1]]))
    found = rounded(exact)
    assert found.isna().equals(exact.isna())
    assert ((found - exact).abs().fillna(0) <= 1e-4 * len(exact.columns)).all(axis=None)
    last = (found * 10_000).round()  # whole numbers, so that sums are exact
    for change in (str(column) for column in last if str(column).endswith(".change")):
        part = change.removesuffix(".change")
        assert (last[f"{part}.after"] - last[f"{part}.before"]).equals(last[change])
    if "rest" in found:
        whole = last.filter(regex=r"^part\.").sum(axis=1, skipna=False) + last["rest"]
        assert whole.equals(last["overall.change"])


def test_many_firms_need_a_row_each_in_both_and_the_same_rules() -> None:
    with pytest.raises(ValueError, match="a row in both"):
        changes(scored(), score(firm(instrument([]))[:0]))
    with pytest.raises(ValueError, match="cannot be compared"):
        changes(scored(), scored({}, {"version": 2}))


@pytest.mark.parametrize("name", ["states", "ticks", "grids", "conditions", "bands"])
@given(data=st.data())
def test_each_part_by_the_formula(tiny: Any, name: str, data: Any) -> None:
    """½(w₀ + w₁)(s₁ − s₀), with weights worked out anew from the instrument, for questions scored both times only."""
    scores = score(data.draw(tables(tiny(name), min_size=2)))
    made = progress(scores, scores, row_before=0, row_after=1)
    first, second = (plain_weights(scores, row) for row in (0, 1))
    for part in made.parts:
        before, after = (100 * float(scores.questions[part.question].iloc[row]) for row in (0, 1))  # type: ignore[index]
        weight = (first.get(part.question, 0) + second.get(part.question, 0)) / 2
        assert (part.before, part.after) == (before, after)
        assert part.points == pytest.approx(weight * (after - before), abs=1e-9)


def plain_weights(scores: Scores, row: int) -> dict[str, float]:
    """Dimension weight over scored dimensions x question weight over answered weight, by loops."""
    assert scores.questions is not None
    scored_ones = [d for d in scores.instrument.dimensions if not math.isnan(scores.dimensions[d.id].iloc[row])]
    found = {}
    for part in scored_ones:
        answered = [q for q in part.questions if q.scored and not math.isnan(scores.questions[q.id].iloc[row])]
        for question in answered:
            share = question.weight / sum(one.weight for one in answered)
            found[question.id] = share * part.weight / sum(one.weight for one in scored_ones)
    return found
