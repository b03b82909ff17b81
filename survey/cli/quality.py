"""``waymark quality``: what a body of answers is worth, and which firms to ask again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.messages import N_, Message, counted
from survey.cli.answers import (
    answers_argument,
    instrument_option,
    labels_option,
    reading_of,
    rejects_option,
    skip_option,
)
from survey.cli.files import OutputFile, writer_to
from survey.cli.terminal import DATA_ERRORS, say, say_problems, terminal_translations

if TYPE_CHECKING:
    from scoring.codebook import Codebook
    from scoring.quality import DimensionQuality, Quality


@click.command()
@answers_argument
@instrument_option
@click.option(
    "-o",
    "--output",
    default="-",
    type=OutputFile(".json", ".xlsx"),
    help=".json or .xlsx; JSON on standard output by default.",
)
@labels_option
@skip_option
@rejects_option
def quality(
    answers: str, reference: str, output: Path, language: str | None, skip_bad_rows: bool, rejects: Path | None
) -> None:
    """Tell how good the answers in ANSWERS are: gaps, reliability, firms to look at, and a codebook."""
    from scoring import quality as measured
    from scoring.codebook import codebook
    from scoring.scores import score

    reading = reading_of(
        answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
    )
    write = writer_to(output)
    found = measured.quality(reading.table, score(reading.table), reading.rows)
    write(_data(found, codebook(reading.table), output))
    _summarise(found)
    if found.faults:
        say_problems(found.faults)
        sys.exit(DATA_ERRORS)


def _data(found: Quality, codes: Codebook, output: Path) -> bytes:
    if output.suffix.lower() == ".xlsx":
        from scoring.quality.workbook import workbook

        return workbook(found, codes, terminal_translations())
    from scoring.jsonfile import written
    from scoring.quality import document

    return written(document(found, codes, terminal_translations()))


def _summarise(found: Quality) -> None:
    """A short account for whoever sits at the terminal."""
    assessments = counted("One assessment", "{n} assessments", found.n)
    questions = counted("one question", "{n} questions", len(found.questions))
    say(Message(N_("{assessments}, {questions}."), {"assessments": assessments, "questions": questions}))
    for dimension in found.dimensions:
        if dimension.dimension is not None:
            say(_line(dimension))
    for check in found.checks:
        if check.found:
            say(Message(N_("{check}: {found} of {n}. {rule}"), vars(check) | {"check": check.id}))
    n = len(found.to_look_at)
    say(counted("One row is worth a second look.", "{n} rows are worth a second look.", n))
    for limit in found.limits:
        say(limit)


def _line(dimension: DimensionQuality) -> Message:
    alpha, omega = dimension.alpha["pairwise"], dimension.omega
    if isinstance(alpha, Message):
        return Message(N_("{dimension}: {reason}"), {"dimension": dimension.dimension, "reason": alpha})
    figures = {"dimension": dimension.dimension, "alpha": f"{alpha.raw:.2f}", "n": alpha.n}
    if omega.value is None:
        return Message(
            N_("{dimension}: alpha {alpha} (pairwise, n = {n}). {reason}"), figures | {"reason": omega.reason}
        )
    text = N_("{dimension}: alpha {alpha} (pairwise, n = {n}), omega {omega} (listwise, n = {complete})")
    return Message(text, figures | {"omega": f"{omega.value:.2f}", "complete": omega.n})
