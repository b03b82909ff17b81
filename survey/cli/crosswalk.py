"""``waymark crosswalk``: what the answers to one questionnaire show of another."""

from __future__ import annotations

from pathlib import Path

import click

from scoring.messages import N_, Message
from survey.cli.answers import (
    answers_argument,
    answers_of,
    instrument_of,
    instrument_option,
    labels_option,
    rejects_option,
    skip_option,
)
from survey.cli.files import STREAM, put_table, table_option
from survey.cli.terminal import say
from survey.config import Settings


@click.command()
@answers_argument
@instrument_option
@click.option(
    "--to", "target", required=True, help="The other instrument, for example eurostat-dii@3 or eu-dma?q1=areas."
)
@table_option
@labels_option
@skip_option
@rejects_option
def crosswalk(
    answers: str,
    reference: str,
    target: str,
    output: Path,
    language: str | None,
    skip_bad_rows: bool,
    rejects: Path | None,
) -> None:
    """Conclude what ANSWERS show of another instrument: one row per firm, each item yes, no or empty (unmeasured).

    A count comes as a range from the items in place to those plus all that are unmeasured.
    """
    from scoring import crosswalk as walk

    other = instrument_of(target)
    table = answers_of(
        answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
    )
    found = walk.crosswalk(table, other, folder=Settings().instrument_dir)
    result = walk.crosswalk_table(table, found)
    put_table(result, output)
    if output != STREAM:
        say(Message(N_("What the answers show of {target}: {path}"), {"target": other.reference, "path": output}))
    for message in found.limits:
        say(message)
