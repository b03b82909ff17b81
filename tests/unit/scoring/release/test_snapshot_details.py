"""What a snapshot tells apart: a score that is missing from one of 0, and answers to which nothing can be added."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scoring.release.snapshot import snapshot_of
from scoring.scores import score
from tests.unit.scoring.release.snapshot_cases import named, table
from tests.unit.scoring.roadmap_cases import FIRST, SECOND, action, dimension, instrument


def test_a_score_that_goes_missing_is_another_digest_even_where_it_was_0() -> None:
    answers = table(*named("Sun", "Moon"))
    scores = score(answers)
    gone = scores.dimensions.assign(first=[np.nan, scores.dimensions["first"].iloc[1]])
    before, after = snapshot_of(answers, scores), snapshot_of(answers, replace(scores, dimensions=gone))
    assert before.scores["first"].tolist() == [0.0, 0.0]
    assert (before.digests != after.digests).tolist() == [key == "firm sun" for key in before.keys]


def test_an_answer_that_earns_points_and_excludes_all_others_leaves_an_action_nothing_to_lift() -> None:
    """“All of it is done for us” is worth two points: a tick beside it cannot be. Where it earns nothing it gives
    way."""
    ticks = {**FIRST[1], "options": [*FIRST[1]["options"], {
        "id": "outsourced", "label": "All done for us", "points": 2, "exclusive": True,
    }]}  # fmt: skip
    parts = [dimension("first", [FIRST[0], ticks, FIRST[2]]), dimension("second", SECOND)]
    made = instrument([action("tick", {"ticks": ["one"]})], dimensions=parts)
    said = {"Never": ["never"], "Outsourced": ["outsourced"], "One": ["one"], "Two": ["two"]}
    rows = [({"firm": name, "counted": "yes"}, {"ticks": answer}) for name, answer in said.items()]
    answers = table(*rows, made=made)
    marks = snapshot_of(answers, score(answers)).marks
    assert dict(zip(said, marks["action.tick"], strict=True)) == {"Never": 1, "Outsourced": 0, "One": 0, "Two": 1}
