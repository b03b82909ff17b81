"""``waymark segment``: which groups the firms of a sheet fall into, or that they fall into none."""

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
    latest_rows,
    rejects_option,
    skip_option,
)
from survey.cli.files import STREAM, OutputFile, keep_answers, writer_to
from survey.cli.terminal import say

if TYPE_CHECKING:
    from scoring.answers import AnswerTable
    from scoring.segments import Segments

LARGEST_SEED = 2**32 - 1
"""That scikit-learn takes."""


@click.command()
@answers_argument
@instrument_option
@click.option(
    "-o", "--output", default="-", type=OutputFile(".json"), help="A .json file; JSON on standard output by default."
)
@click.option(
    "--seed", type=click.IntRange(0, LARGEST_SEED), default=0, show_default=True, help="Seed of the random numbers."
)
@click.option(
    "--firms",
    "placed",
    type=OutputFile(".csv", ".xlsx", ".parquet", stream=False),
    help="Also write the segment of every firm, how far it is from the border, and what decides.",
)
@labels_option
@skip_option
@rejects_option
def segment(
    answers: str,
    reference: str,
    output: Path,
    seed: int,
    placed: Path | None,
    language: str | None,
    skip_bad_rows: bool,
    rejects: Path | None,
) -> None:
    """Divide the firms in ANSWERS into segments: distinct groups where three tests show them, else a continuum.

    Each firm counts once, as it last answered.
    """
    from scoring.jsonfile import written
    from scoring.scores import score
    from scoring.segments import fit, to_json

    _keep_apart(answers, output, placed)
    table = answers_of(
        answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
    )
    latest = latest_rows(table)
    if len(latest) < len(table):
        n = len(table) - len(latest)
        say(counted("One earlier assessment takes no part.", "{n} earlier assessments take no part.", n))
    write = writer_to(output)
    segments = fit(score(table[latest], detail=False), seed=seed)
    write(written(to_json(segments)))
    if placed is not None:
        _write_firms(segments, table, placed)
    _say_segments(segments)


def _keep_apart(answers: str, output: Path, placed: Path | None) -> None:
    """Raise a usage error where the table of firms would take the place of the answers."""
    if answers != str(STREAM):
        keep_answers(answers, output, placed)


def _write_firms(segments: Segments, table: AnswerTable, path: Path) -> None:
    """Every assessment, earlier ones too, with its place."""
    import pandas as pd

    from scoring.scores import score
    from scoring.segments import place
    from scoring.writing import write_table

    found = place(segments, score(table, detail=False))
    found["border"] = found["border"].round(4)
    write_table(pd.concat([table.profile[["firm", "ref", "stage"]], found], axis=1), path)
    say(Message(N_("The segment of each firm: {path}"), {"path": path}))


def _say_segments(segments: Segments) -> None:
    """What was found, and why it is called so."""
    say(segments.method)
    for limit in segments.limits:
        say(limit)
    for one in segments.segments:
        n = counted("one firm", "{n} firms", one.n)
        say(Message(N_("{id}: {name}. {firms}."), {"id": one.id, "name": one.name, "firms": n}))
        for line in one.description:
            say(Message("    {line}", {"line": line}))
    unplaced = segments.n - sum(one.n for one in segments.segments)
    if unplaced:
        say(counted("One firm has too few scores for a place.", "{n} firms have too few scores for a place.", unplaced))
