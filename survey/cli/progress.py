"""``waymark progress``: what changed in each firm of a sheet from stage to stage, and where it came from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.messages import N_, Message, counted
from survey.cli.answers import (
    answers_argument,
    answers_of,
    instrument_option,
    labels_option,
    rejects_option,
    skip_option,
)
from survey.cli.files import put_table, table_option
from survey.cli.terminal import say

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from scoring.answers import AnswerTable


@click.command()
@answers_argument
@instrument_option
@table_option
@labels_option
@skip_option
@rejects_option
def progress(
    answers: str, reference: str, output: Path, language: str | None, skip_bad_rows: bool, rejects: Path | None
) -> None:
    """Compare the stages of each firm in ANSWERS: one row for each stage after a firm's first.

    Columns: scores before, after and their change, then the points that each question adds to it.
    """
    from scoring.progress import LIMITS, METHOD, PARTS, changes, rounded, stages_in_turn
    from scoring.scores import score

    table = answers_of(
        answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
    )
    before, after = stages_in_turn(table)
    found = rounded(changes(score(table[before]), score(table[after])))
    result = _with_names(table, before, after, found)
    put_table(result, output)
    _say_progress(found["overall.change"], len(table) - len(after))
    for message in (METHOD, *((PARTS,) if "rest" in found else ()), *LIMITS) if len(result) else ():
        say(message)


def _with_names(table: AnswerTable, before: np.ndarray, after: np.ndarray, found: pd.DataFrame) -> pd.DataFrame:
    """Who changed from which stage to which, then by how much."""
    profile = table.profile.iloc[after][["firm", "ref"]].reset_index(drop=True)
    profile["from"] = table.profile["stage"].fillna("T0").iloc[before].to_numpy()
    profile["to"] = table.profile["stage"].fillna("T0").iloc[after].to_numpy()
    whole: pd.DataFrame = profile.join(found.reset_index(drop=True))
    return whole


def _say_progress(change: pd.Series, firsts: int) -> None:
    say(counted("One first assessment.", "{n} first assessments.", firsts))
    known = change.dropna()
    if known.empty:
        say(Message(N_("No firm has an overall score at two stages, so there is no change to tell.")))
        return
    told = {"mean": f"{known.mean():+.1f}", "median": f"{known.median():+.1f}"}
    say(
        counted(
            "One change of the overall score: {mean} points.",
            "{n} changes of the overall score: mean {mean}, median {median} points.",
            len(known),
            **told,
        )
    )
    n, risen = len(known), int((known > 0).sum())
    say(
        Message(
            N_("Risen: {risen} of {n}; fallen: {fallen}."), {"risen": risen, "n": n, "fallen": int((known < 0).sum())}
        )
    )
