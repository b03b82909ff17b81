"""Marks of firms, against each one's own decoded answers and its own roadmap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from scoring.answers import AnswerTable, answers_of, table_of
from scoring.conditions import shown
from scoring.loading import load
from scoring.profile import PROFILE
from scoring.release.firms import counted_firms
from scoring.release.snapshot import snapshot_of
from scoring.roadmap.fitting import firm_of
from scoring.roadmap.gains import standing
from scoring.scores import score
from tests.unit.scoring.release.snapshot_cases import AGREED, table


def slow_marks(answers: AnswerTable, row: int) -> dict[str, int]:
    """The marks of one firm from its decoded answers and its own roadmap's standing."""
    asked = shown(answers).iloc[row]
    chosen = answers_of(answers, row)
    marks: dict[str, int] = {}
    for question in answers.instrument.questions.values():
        if not question.scored:
            continue
        answer = chosen.get(question.id) if asked[question.id] else None
        ids = [one.id for one in getattr(question, "options", None) or getattr(question, "bands", [])]
        if question.type == "grid":
            rows: dict[str, Any] = dict(answer) if isinstance(answer, Mapping) else {}
            parts = {f"{question.id}.{one.id}": rows.get(one.id) for one in question.rows}
        else:
            parts = {question.id: answer}
        for cell, said in parts.items():
            known = said not in (None, "na", "dk")
            picked = said if isinstance(said, list) else [said]
            marks |= {f"{cell}.{name}": (int(name in picked) if known else -1) for name in ids}
    return marks | slow_action_marks(answers, row)


def slow_action_marks(answers: AnswerTable, row: int) -> dict[str, int]:
    stands = standing(answers, score(answers), row)
    misfits = stands.actions.misfits(firm_of(answers, row).kind)
    marks = {}
    for place, one in enumerate(stands.actions.actions):
        about = np.isfinite(stands.actions.targets[place])
        known = (about & (stands.codes >= 0) & stands.applies).any()
        mark = 1 if (stands.targets[place] > stands.present).any() else 0 if known else -1
        if one.level != "programme":
            marks[f"action.{one.id}"] = -1 if place in misfits else mark
    return marks


ANSWERS = st.fixed_dictionaries(
    {
        "rung": st.sampled_from([None, "dk", "l0", "l3", "l4"]),
        "ticks": st.sampled_from([None, "dk", [], ["one"], ["one", "two"], ["never"], ["two", "three"]]),
        "grid": st.sampled_from(
            [None, "na", {"mail": "s0"}, {"mail": "s2", "files": "s1"}, {"mail": "na", "files": "dk"}]
        ),
        "hours": st.sampled_from([None, "dk", 0.0, 1.0, 30.0]),
        "other": st.sampled_from([None, "na", "dk", "l0", "l4"]),
    }
)
PROFILES = st.fixed_dictionaries(
    {"size": st.sampled_from([None, "micro", "small"]), "sector": st.sampled_from([None, "C", "10", "G"]),
     "staff": st.sampled_from([None, "yes", "no"])}
)  # fmt: skip


@given(st.lists(st.tuples(PROFILES, ANSWERS), min_size=1, max_size=6))
def test_marks_are_those_of_each_firms_answers_and_of_its_own_roadmap(
    firms: Sequence[tuple[dict[str, Any], dict[str, Any]]],
):
    rows = [({"firm": f"Firm {at}", **AGREED, **profile}, answers) for at, (profile, answers) in enumerate(firms)]
    answers = table(*rows)
    found = snapshot_of(answers, score(answers)).marks.to_dict("records")
    assert found == [slow_marks(answers, row) for row in range(len(rows))]


def test_a_hidden_question_has_no_mark_whatever_was_answered(tiny):
    conditions = tiny("conditions")
    hidden = [question for question in conditions.questions.values() if question.scored and question.show_if]
    rng = np.random.default_rng(0)
    codes = rng.integers(0, 2, (200, len(conditions.cells))).astype(np.int8)
    empty = pd.Series([pd.NA] * 200, dtype="string")
    profile = pd.DataFrame(dict.fromkeys(PROFILE, empty) | {"firm": [f"Firm {at}" for at in range(200)]})
    answers = AnswerTable(conditions, codes, profile.assign(counted=True), pd.DataFrame(index=range(200)))
    marks, rows = snapshot_of(answers, score(answers)).marks, counted_firms(answers).latest
    for question in hidden:
        asked = shown(answers)[question.id].to_numpy()[rows]
        own = marks[[name for name in marks if name.startswith(f"{question.id}.")]].to_numpy()
        assert ((own == -1).all(axis=1) == ~asked).all(), question.id


def test_the_built_in_instrument_has_a_mark_for_each_option_and_each_action_of_a_firm():
    built_in = load("sme-readiness")
    answers = table_of(built_in, [{}], [{"firm": "A", **AGREED}])
    marks = list(snapshot_of(answers, score(answers)).marks)
    actions = [name for name in marks if name.startswith("action.")]
    assert len(actions) == sum(one.level != "programme" for one in built_in.actions)
    assert len(marks) == len(set(marks)) > len(built_in.cells)
