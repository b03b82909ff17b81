"""``waymark instrument``: list, check, template."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scoring.loading import available, check, load
from scoring.messages import N_, Message
from survey.cli.files import OutputFile
from survey.cli.terminal import DATA_ERRORS, say, say_problems, terminal_translations
from survey.config import Settings


@click.group()
def instrument() -> None:
    """The questionnaires that can be used."""


@instrument.command("list")
def list_instruments() -> None:
    """Print the reference, the title and the size of each instrument."""
    folder = Settings().instrument_dir
    for entry in available(folder):
        loaded = load(entry.reference, folder=folder)
        click.echo(f"{entry.reference}\t{len(loaded.questions)}\t{loaded.title}")


@instrument.command("check")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def check_instrument(file: Path) -> None:
    """Report every fault of an instrument FILE (or folder, with its crosswalks) with its line."""
    from scoring.crosswalk import check_crosswalks

    if problems := check(file) or check_crosswalks(file, folder=Settings().instrument_dir):
        say_problems(problems)
        sys.exit(DATA_ERRORS)
    loaded = load(file)
    text = N_("{reference}: no faults. Questions: {questions}. Actions: {actions}. Fingerprint: {hash}.")
    counts = {"questions": len(loaded.questions), "actions": len(loaded.actions), "hash": loaded.content_hash[:12]}
    say(Message(text, {"reference": loaded.reference, **counts}))


@instrument.command("template")
@click.argument("id")
@click.option(
    "-o",
    "--output",
    required=True,
    type=OutputFile(".xlsx", ".csv", stream=False, fresh=True),
    help="A new .xlsx or .csv.",
)
@click.option(
    "--layout",
    type=click.Choice(["wide", "interview"]),
    default="wide",
    help="One row for each client, or a workbook for each.",
)
@click.option("--language", help="Language of the wording, where the instrument has it.")
def template(id: str, output: Path, layout: str, language: str | None) -> None:
    """Write an empty sheet for the answers to instrument ID."""
    from scoring.template import write_template

    loaded = load(id, folder=Settings().instrument_dir, language=language)
    write_template(loaded, output, translations=terminal_translations(), layout=layout)
    say(Message(WRITTEN[layout], {"path": output}))


WRITTEN = {
    "wide": N_("{path}: one row for each client; the sheet “Questions” explains each column."),
    "interview": N_("{path}: for the interview with one client; copy it for each."),
}
