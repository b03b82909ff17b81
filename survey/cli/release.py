"""``waymark release``: tables about all firms of a sheet that may be published without harming one of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoring.messages import N_, Message
from survey.cli.answers import (
    answers_argument,
    answers_of,
    instrument_of,
    instrument_option,
    rejects_option,
    skip_option,
)
from survey.cli.files import STREAM, OutputFile
from survey.cli.releasing import keep_inputs, release_options, released, terms_of
from survey.cli.terminal import say

if TYPE_CHECKING:
    from scoring.release.model import Release


@click.command()
@answers_argument
@instrument_option
@click.option(
    "-o",
    "--output",
    required=True,
    type=OutputFile(".json", ".xlsx", ".csv"),
    help="A .json file, which other commands read; .xlsx or .csv for its figures; - for JSON on standard output.",
)
@click.option("--campaign", required=True, metavar="NAME", help="What the release is called wherever it is shown.")
@release_options
@click.option("--language", help="Language of the labels in ANSWERS, beside the instrument's own.")
@skip_option
@rejects_option
def release(
    answers: str,
    reference: str,
    output: Path,
    campaign: str,
    language: str | None,
    skip_bad_rows: bool,
    rejects: Path | None,
    **options: Any,
) -> None:
    """Publish tables about the firms in ANSWERS that are marked as counted: by size, sector, country, region, source.

    Small groups are merged or withheld, figures rounded, and what would still give a firm away is held back.
    """
    if not campaign.strip():
        raise click.UsageError("A release needs a name: --campaign must not be empty.")
    keep_inputs(output, options["population"])
    terms = terms_of(instrument_of(reference, language), campaign, **options)
    table = answers_of(
        answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
    )
    _write(released(terms, table), output)


def _write(release: Release, output: Path) -> None:
    from scoring.release.files import save, written
    from scoring.release.tables import figures
    from scoring.writing import write_table

    if output == STREAM:
        sys.stdout.buffer.write(written(release))
        return
    if output.suffix.lower() == ".json":
        save(release, output)
    else:
        write_table(figures(release), output)
    told = {"path": output, "number": release.number, "campaign": release.campaign}
    say(Message(N_("{path}: release {number} of “{campaign}”."), told))
