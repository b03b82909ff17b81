"""The 2,800 people of the data set bfi, scored: five traits of five statements each, answered 1 to 6."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import pandas as pd

from scoring.answers import table_of
from scoring.scores import Scores, score
from tests.unit.scoring.roadmap_cases import dimension, instrument

TRAITS = "ACENO"
REVERSED = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}


def personality(folder: Path, turned: Collection[str], **changes: Any) -> Scores:
    """The answers, worth 0 to 5 points, as five dimensions of five questions of which ``turned`` are reversed."""
    scale = [{"id": f"a{points}", "label": f"Answer {points}", "points": points} for points in range(6)]
    names = {trait: [f"{trait}{number}" for number in range(1, 6)] for trait in TRAITS}
    made = instrument(
        [],
        dimensions=[
            dimension(
                trait.lower(),
                [
                    {"id": name.lower(), "type": "single", "text": "?", "options": scale, "reversed": name in turned}
                    for name in own
                ],
            )
            for trait, own in names.items()
        ],
        **changes,
    )
    table = pd.read_csv(folder / "reliability" / "bfi.csv")[[name for own in names.values() for name in own]]
    answers = [
        {str(name).lower(): f"a{int(answer) - 1}" for name, answer in row.items() if not pd.isna(answer)}
        for row in table.to_dict("records")
    ]
    return score(table_of(made, answers, [{}] * len(answers)))
