"""Reading the answers that a command is given, and saying what is wrong with them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.messages import N_, Message, counted
from survey.cli.files import STREAM, OutputFile, keep_answers
from survey.cli.terminal import DATA_ERRORS, say, say_problems, terminal_translations
from survey.config import Settings

if TYPE_CHECKING:
    import numpy as np

    from scoring.answers import AnswerTable
    from scoring.instrument import Instrument
    from scoring.reading import Reading

answers_argument = click.argument("answers", type=click.Path(allow_dash=True, exists=True, dir_okay=False))
instrument_option = click.option(
    "-i",
    "--instrument",
    "reference",
    required=True,
    help="An id, id@version, id?switch=value, a .yaml file, or a folder.",
)
labels_option = click.option("--language", help="Language of the labels in ANSWERS, beside the instrument's own.")
skip_option = click.option(
    "--skip-bad-rows", is_flag=True, help="Go on without the rows that have faults; they go to the file --rejects."
)
rejects_option = click.option(
    "--rejects",
    type=OutputFile(".csv", ".xlsx", ".parquet", stream=False),
    help="Default: in this folder, the name of ANSWERS with .rejects.csv added.",
)


def instrument_of(reference: str, language: str | None = None) -> Instrument:
    """The instrument a command names. Raises ``WaymarkError`` for one that is not there or not sound."""
    from scoring.loading import load

    return load(reference, folder=Settings().instrument_dir, language=language)


def answers_of(
    source: str,
    reference: str,
    *,
    output: Path,
    skip_bad_rows: bool,
    rejects: Path | None,
    language: str | None = None,
) -> AnswerTable:
    """The answers in a file, or on standard input for ``-``, to an instrument: the table of ``reading_of``."""
    reading = reading_of(
        source, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
    )
    return reading.table


def reading_of(
    source: str,
    reference: str,
    *,
    output: Path,
    skip_bad_rows: bool,
    rejects: Path | None,
    language: str | None = None,
) -> Reading:
    """What a file held of answers to the instrument called ``reference``: those that count, and where they stood.

    Labels may be in ``language`` or in the instrument's own, whichever the sheet was filled in with. Faults are
    listed one by one and end the command with status 1, unless bad rows are to be skipped.
    """
    from scoring.reading import read
    from scoring.writing import write_table

    if source != str(STREAM):
        keep_answers(source, output, rejects)
    instrument = instrument_of(reference, language)
    source_wording = (instrument_of(reference),)
    reading = read(sys.stdin.buffer if source == "-" else source, instrument, wordings=source_wording)
    if reading.unknown_columns:
        text = N_("Columns that the instrument does not know: {names}.")
        say(Message(text, {"names": ", ".join(reading.unknown_columns)}))
    if not reading.problems:
        return reading
    say_problems(reading.problems)
    rejected = reading.rejects(terminal_translations())
    n = len(rejected)
    if not skip_bad_rows:
        say(counted("One row has faults, so nothing was written.", "{n} rows have faults, so nothing was written.", n))
        sys.exit(DATA_ERRORS)
    path = rejects or Path(f"{'answers' if source == '-' else Path(source).name}.rejects.csv")
    write_table(rejected, path)
    say(counted("One row with faults went to {path}.", "{n} rows with faults went to {path}.", n, path=path))
    return reading


def latest_rows(table: AnswerTable) -> np.ndarray:
    """The rows that speak for a firm each, in the order of the table: which are the same firm is for releases to say,
    but here every firm takes part, whether or not it agreed to be counted."""
    import numpy as np

    from scoring.release.firms import everybody

    return np.sort(everybody(table).latest)
