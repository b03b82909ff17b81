"""What holds for any answers: the order of firms, not-applicable, better answers, one at a time, borders of chunks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.answers import AnswerTable, table_of
from scoring.instrument import (
    BLANK,
    DONT_KNOW,
    NOT_APPLICABLE,
    GridQuestion,
    Instrument,
    MultipleQuestion,
    NumberQuestion,
    Question,
    TextQuestion,
)
from scoring.loading import load
from scoring.scores import Scores, score, scorer

NAMES = ["states", "grids", "bands", "ticks", "conditions", "counting", "adding", "weakest"]
FRAMES = ("dimensions", "low", "high", "dimension_levels", "questions", "states", "weights")
SERIES = ("overall", "level", "answered")


def answer_to(question: Question) -> st.SearchStrategy[Any]:
    """Any answer that a question offers, or none."""
    absent = [None, *(["na"] if question.na else []), *(["dk"] if question.dk != "no" else [])]
    if isinstance(question, TextQuestion):
        return st.none()
    offered = [one.id for one in (question.bands if isinstance(question, NumberQuestion) else question.options)]
    if isinstance(question, MultipleQuestion):
        allowed = [option.id for option in question.options if not option.exclusive]
        ticks = st.lists(st.sampled_from(allowed), min_size=0 if question.none else 1, unique=True)
        return ticks | st.sampled_from(absent)
    if isinstance(question, GridQuestion):
        row = st.sampled_from([*offered, *absent])
        rows = st.fixed_dictionaries({row_of.id: row for row_of in question.rows})
        return rows.map(lambda chosen: {name: one for name, one in chosen.items() if one is not None})
    return st.sampled_from([*offered, *absent])


def answers_to(instrument: Instrument) -> st.SearchStrategy[dict[str, Any]]:
    each = st.fixed_dictionaries({name: answer_to(question) for name, question in instrument.questions.items()})
    return each.map(lambda chosen: {name: one for name, one in chosen.items() if one is not None})


def profiles() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "size": st.sampled_from([None, "micro", "small", "large"]),
            "sector": st.sampled_from([None, "C", "49", "H", "G"]),
            "staff": st.sampled_from([None, True, False]),
            "country": st.sampled_from([None, "DE", "FR"]),
        }
    )


def tables(instrument: Instrument, *, min_size: int = 1) -> st.SearchStrategy[AnswerTable]:
    firms = st.lists(st.tuples(answers_to(instrument), profiles()), min_size=min_size, max_size=6)
    return firms.map(lambda drawn: table_of(instrument, [one for one, _ in drawn], [who for _, who in drawn]))


def assert_same(one: Scores, other: Scores) -> None:
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    for name in SERIES:
        pd.testing.assert_series_equal(getattr(one, name), getattr(other, name), check_exact=True)


def taken(scores: Scores, rows: np.ndarray) -> Scores:
    """The scores of these rows only, numbered from 0."""
    parts = {name: getattr(scores, name).iloc[rows].reset_index(drop=True) for name in (*FRAMES, *SERIES)}
    return Scores(instrument=scores.instrument, **parts)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_the_order_of_firms_never_matters(tiny, name, data):
    table = data.draw(tables(tiny(name), min_size=2))
    order = np.array(data.draw(st.permutations(range(len(table)))))
    assert_same(taken(score(table), order), score(table[order]))


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_one_at_a_time_is_the_same_as_all_at_once(tiny, name, data):
    table = data.draw(tables(tiny(name)))
    together = score(table)
    for row in range(len(table)):
        assert_same(taken(together, np.array([row])), score(table[row : row + 1]))


@pytest.mark.parametrize("chunk", [1, 2, 3, 7])
def test_where_a_chunk_ends_does_not_matter(monkeypatch, chunk):
    table = random_table(load("sme-readiness"), 7)
    whole = score(table)
    monkeypatch.setattr(scorer, "CHUNK", chunk)
    assert_same(whole, score(table))


@pytest.mark.parametrize("order", ["C", "F"])
def test_the_layout_of_the_codes_does_not_matter(order):
    table = random_table(load("sme-readiness"), 700)
    again = AnswerTable(table.instrument, np.array(table.codes, order=order), table.profile, table.extra)
    assert_same(score(table), score(again))


@given(data=st.data())
def test_not_applicable_to_one_question_changes_no_other_dimension(tiny, data):
    instrument = tiny("states")
    answers = data.draw(answers_to(instrument))
    name = data.draw(st.sampled_from([one.id for one in instrument.questions.values() if one.na]))
    own = instrument.dimension_of[name].id
    before, after = (score(table_of(instrument, [one], [{}])).dimensions for one in (answers, answers | {name: "na"}))
    pd.testing.assert_frame_equal(before.drop(columns=own), after.drop(columns=own))


@pytest.mark.parametrize("name", ["states", "grids", "bands", "counting", "adding", "weakest"])
@given(data=st.data())
def test_a_better_answer_never_lowers_a_score(tiny, name, data):
    """Every answer is given; one is then replaced by one that earns at least as many points."""
    instrument = tiny(name)
    answers = {one.id: data.draw(given_answer(one)) for one in instrument.questions.values()}
    question = data.draw(st.sampled_from(list(instrument.questions.values())))
    better = answers | {question.id: data.draw(better_answer(question, answers[question.id]))}
    before, after = (score(table_of(instrument, [one], [{}])) for one in (answers, better))
    assert (after.dimensions.to_numpy() >= before.dimensions.to_numpy() - 1e-12).all()
    assert after.overall.iloc[0] >= before.overall.iloc[0] - 1e-12
    assert after.level.iloc[0] >= before.level.iloc[0]


def given_answer(question: Any) -> st.SearchStrategy[Any]:
    offered = st.sampled_from([one.id for one in points_by_id(question)[0]])
    if isinstance(question, GridQuestion):
        return st.fixed_dictionaries({row.id: offered for row in question.rows})
    return offered


def better_answer(question: Any, answer: Any) -> st.SearchStrategy[Any]:
    if isinstance(answer, Mapping):
        return st.fixed_dictionaries({row: better_answer(question, one) for row, one in answer.items()})
    points = points_by_id(question)[1]
    return st.sampled_from([one for one, earned in points.items() if earned >= points[answer]])


def points_by_id(question: Any) -> tuple[list[Any], dict[str, float]]:
    offered = question.bands if isinstance(question, NumberQuestion) else question.options
    return offered, {one.id: question.points(one) for one in offered}


def test_the_same_numbers_as_a_plain_calculation_firm_by_firm():
    """``sme-readiness``, scored once more by loops over dictionaries that share no code with the vectorised pass."""
    table = random_table(load("sme-readiness"), 200)
    result = score(table)
    for row in range(len(table)):
        dimensions, overall = plainly(table, row, result.states.iloc[row])
        np.testing.assert_allclose(result.dimensions.iloc[row], dimensions, rtol=0, atol=1e-10)
        np.testing.assert_allclose(result.overall.iloc[row], overall, rtol=0, atol=1e-10)


def plainly(table: AnswerTable, row: int, states: pd.Series) -> tuple[list[float], float]:
    cells = dict(zip(table.instrument.cells, table.codes[row].tolist(), strict=True))
    dimensions, total, weights, applicable = [], 0.0, 0.0, 0.0
    for dimension in table.instrument.dimensions:
        parts = [(q.weight, plain_question(q, cells)) for q in dimension.questions if q.scored and states[q.id] != -4]
        asked = sum(weight for weight, one in parts if one != "na")
        scored = [(weight, one) for weight, one in parts if isinstance(one, float)]
        answered = sum(weight for weight, _ in scored)
        enough = answered > 0 and answered >= (0.6 - 1e-9) * asked
        value = 100 * sum(weight * one for weight, one in scored) / answered if enough else np.nan
        dimensions.append(value)
        applicable += dimension.weight if asked else 0
        total, weights = (total + dimension.weight * value, weights + dimension.weight) if enough else (total, weights)
    return dimensions, total / weights if weights > 0 and weights >= (0.6 - 1e-9) * applicable else np.nan


def plain_question(question: Any, cells: Mapping[str, int]) -> float | str | None:
    own = [code for cell, code in cells.items() if cell.partition(".")[0] == question.id]
    if isinstance(question, MultipleQuestion) and own[0] >= 0:
        earned = sum(question.points(option) for option, code in zip(question.options, own, strict=True) if code)
        return float(min(1.0, max(0.0, earned / question.max_points)))
    offered = question.bands if isinstance(question, NumberQuestion) else question.options
    rows = [plain_row(question, offered, code) for code in own[: 1 if isinstance(question, MultipleQuestion) else None]]
    left = [one for one in rows if one != "na"]
    answered = [one for one in left if isinstance(one, float)]
    if not left:
        return "na"
    return sum(answered) / len(answered) if answered and len(answered) >= (0.6 - 1e-9) * len(left) else None


def plain_row(question: Any, offered: list[Any], code: int) -> float | str | None:
    if code >= 0:
        return float(min(1.0, max(0.0, question.points(offered[code]) / question.max_points)))
    return {BLANK: None, NOT_APPLICABLE: "na", DONT_KNOW: 0.0 if question.dk == "zero" else None}[code]


def random_table(instrument: Instrument, firms: int) -> AnswerTable:
    """Firms with random answers, a fifth of them missing in one way or another."""
    chance = np.random.default_rng(1)
    answers = [{q.id: random_answer(q, chance) for q in instrument.questions.values()} for _ in range(firms)]
    kept = [{name: one for name, one in given.items() if one is not None} for given in answers]
    sizes = [{"size": str(one), "staff": bool(two)} for one, two in zip(
        chance.choice(["micro", "small", "medium"], firms), chance.random(firms) < 0.7, strict=True)]  # fmt: skip
    return table_of(instrument, kept, sizes)


def random_answer(question: Any, chance: np.random.Generator) -> Any:
    absent = [None, *(["na"] if question.na else []), *(["dk"] if question.dk != "no" else [])]
    if isinstance(question, TextQuestion) or chance.random() < 0.2:
        return absent[chance.integers(len(absent))]
    offered = [one.id for one in (question.bands if isinstance(question, NumberQuestion) else question.options)]
    if isinstance(question, MultipleQuestion):
        alone = {option.id for option in question.options if option.exclusive}
        return [one for one in offered if one not in alone and chance.random() < 0.5] or offered[:1]
    if isinstance(question, GridQuestion):
        rows = {row.id: [*offered, *absent][chance.integers(len(offered) + len(absent))] for row in question.rows}
        return {row: one for row, one in rows.items() if one is not None}
    return offered[chance.integers(len(offered))]
