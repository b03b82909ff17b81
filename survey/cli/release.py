"""``waymark release``: tables about all firms of a sheet that may be published without harming one of them."""

from __future__ import annotations

import datetime
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.messages import N_, Message, counted
from survey.cli.answers import (
    answers_argument,
    answers_of,
    instrument_of,
    instrument_option,
    rejects_option,
    skip_option,
)
from survey.cli.files import STREAM, OutputFile
from survey.cli.terminal import DATA_ERRORS, say

if TYPE_CHECKING:
    import pandas as pd

    from scoring.answers import AnswerTable
    from scoring.instrument import Instrument
    from scoring.release.model import Published, Release, Snapshot, Table

PROMISED = 10
"""Firms of which a published group is said to consist at least, where they are asked whether they may be counted."""

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


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
@click.option(
    "--history",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Private folder that keeps each release of this campaign and what it was made from; made if not there.",
)
@click.option(
    "--beside",
    "others",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The --history of another campaign in which some of these firms are counted too; may be given several times.",
)
@click.option(
    "--population", type=existing_file, metavar="FILE", help="CSV of firms by size (rows) and sector (columns)."
)
@click.option("--least", type=click.IntRange(min=5), default=10, show_default=True, help="Unknown firms a cell needs.")
@click.option("--segments", is_flag=True, help="Publish segments of the counted firms as well.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Date of the release; default today.")
@click.option("--language", help="Language of the labels in ANSWERS, beside the instrument's own.")
@skip_option
@rejects_option
def release(
    answers: str,
    reference: str,
    output: Path,
    campaign: str,
    folder: Path | None,
    others: tuple[Path, ...],
    population: Path | None,
    least: int,
    segments: bool,
    date: datetime.datetime | None,
    language: str | None,
    skip_bad_rows: bool,
    rejects: Path | None,
) -> None:
    """Publish tables about the firms in ANSWERS that are marked as counted: by size, sector, country, region, source.

    Small groups are merged or withheld, figures rounded, and what would still give a firm away is held back.
    """
    if not campaign.strip():
        raise click.UsageError("A release needs a name: --campaign must not be empty.")
    _keep_input(output, population)
    instrument = instrument_of(reference, language)
    terms = _terms(instrument, campaign, date, least, folder, _beside(others, folder, instrument))
    table = answers_of(
        answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
    )
    made = _built(terms, _snapshot(table, population), segments)
    published = _audited(terms, made)
    _say_release(published.release)
    if not published.release.tables:
        say(_nothing(made.release, least))
        sys.exit(DATA_ERRORS)
    _keep(published, folder)
    _write(published.release, output)


@dataclass(frozen=True)
class _Terms:
    """What a release is made by, besides the answers."""

    instrument: Instrument
    campaign: str
    date: datetime.date
    least: int
    history: tuple[Published, ...]
    others: tuple[tuple[Published, ...], ...]


def _nothing(made: Release, least: int) -> Message:
    """Why nothing is published: there are too few firms, or no table of theirs passed the audit."""
    if made.tables:
        return Message(N_("Nothing can be published: all of it would give a firm away. Nothing was written."))
    text = N_("Nothing can be published: no figure has more than {least} counted firms behind it. Nothing was written.")
    return Message(text, {"least": least})


def _keep_input(output: Path, population: Path | None) -> None:
    """Raise a usage error where the release would take the place of what it is made from."""
    if population is not None and output.exists() and output.samefile(population):
        raise click.UsageError(f"“{output}” is read and would be replaced. Choose another name.")


def _beside(folders: tuple[Path, ...], own: Path | None, instrument: Instrument) -> tuple[tuple[Published, ...], ...]:
    """The histories of other campaigns; one that is empty was named by mistake, and nothing would be checked."""
    from scoring.release.files import history

    for folder in folders:
        if own is not None and own.exists() and folder.samefile(own):
            raise click.UsageError(f"“{folder}” is the --history of this campaign. Name those of other campaigns only.")
    found = tuple(history(folder, instrument) for folder in folders)
    for folder, kept in zip(folders, found, strict=True):
        if not kept:
            raise click.UsageError(f"“{folder}” holds no release. Name a folder that --history made.")
    return found


def _terms(
    instrument: Instrument,
    campaign: str,
    date: datetime.datetime | None,
    least: int,
    folder: Path | None,
    others: tuple[tuple[Published, ...], ...],
) -> _Terms:
    """All that can be refused before any answer is read, and by how much firms can be compared."""
    from scoring.comparable import common_core
    from scoring.release.files import history, is_private

    if folder is None:
        text = N_("Without --history this release stays the only one: a later one cannot be checked against it.")
        say(Message(text))
    elif folder.exists() and not is_private(folder):
        text = N_(
            "{folder} can be read by others on this machine. It holds scores of single firms: chmod -R go= {folder}"
        )
        say(Message(text, {"folder": folder}))
    if least < PROMISED:
        text = N_("The survey promises firms that figures are of at least {n}: do not use this release for them.")
        say(Message(text, {"n": PROMISED}))
    say(common_core(instrument))
    past = () if folder is None else history(folder, instrument)
    day = datetime.date.today() if date is None else date.date()
    return _Terms(instrument, campaign, day, least, past, others)


def _snapshot(table: AnswerTable, population: Path | None) -> Snapshot:
    """The counted firms, and on standard error who was left out and how the others are weighted."""
    from scoring.release.firms import counted_firms
    from scoring.release.population import read_population, weighting_of
    from scoring.release.snapshot import snapshot_of
    from scoring.scores import score

    people: pd.DataFrame | None = None if population is None else read_population(population)
    snapshot = snapshot_of(table, score(table, detail=False), population=people)
    n = len(snapshot)
    say(counted("One firm is counted.", "{n} firms are counted.", n))
    notes = counted_firms(table).notes
    if people is not None and n:
        notes += weighting_of(snapshot.fields, people).notes
    for note in notes:
        say(note)
    return snapshot


def _built(terms: _Terms, snapshot: Snapshot, segments: bool) -> Published:
    from scoring.release.build import build
    from scoring.release.disclosure import Rules

    published = build(
        snapshot,
        terms.instrument,
        campaign=terms.campaign,
        date=terms.date,
        history=terms.history,
        rules=Rules(terms.least),
    )
    return _with_segments(terms, published) if segments and published.release.tables else published


def _with_segments(terms: _Terms, published: Published) -> Published:
    """The release with segments, and on standard error what became of them."""
    from scoring.release.segmenting import with_segments

    segmented, said = with_segments(published, terms.instrument, terms.history)
    say(said)
    return segmented


def _audited(terms: _Terms, published: Published) -> Published:
    """The release without what would give a firm away; what was held back is told, and what is out already."""
    from scoring.release.passing import passed

    say(Message(N_("Auditing what could be worked out about a single firm …")))
    result = passed(terms.history, published, terms.instrument, terms.others)
    for finding in result.held_back:
        say(Message(N_("Held back. {finding}"), {"finding": finding.message}))
    for finding in result.earlier:
        say(Message(N_("Published earlier, nothing is added to it. {finding}"), {"finding": finding.message}))
    left = {table.name for table in result.published.release.tables}
    for table in published.release.tables:
        if table.name not in left:
            say(Message(N_("The whole table is held back: {table}."), {"table": table.name}))
    if result.out_of_time:
        say(
            Message(
                N_("The audit ran out of time {n} times; what it could not settle is held back."),
                {"n": result.out_of_time},
            )
        )
    return result.published


def _say_release(release: Release) -> None:
    """Each table with how much of it is published, the fields without one, and what is repeated from before."""
    for table in release.tables:
        say(_table_message(table))
    without = [field for field in release.grouping if release.table(field) is None]
    if without and release.tables:
        text = N_("No table by {fields}: it takes two groups that are large enough.")
        say(Message(text, {"fields": ", ".join(without)}))
    repeated = sum(cell.number < release.number for table in release.tables for cell in table.cells)
    if repeated:
        say(
            counted(
                "One cell is repeated from an earlier release: fewer than 5 of its firms changed since.",
                "{n} cells are repeated from earlier releases: fewer than 5 of the firms of each changed since.",
                repeated,
            )
        )


def _table_message(table: Table) -> Message:
    told = {"table": table.name, "published": len(table.cells), "withheld": len(table.withheld)}
    if not table.withheld:
        return Message(N_("{table}: groups published: {published}."), told)
    groups = "; ".join(" × ".join(group) for group in table.withheld)
    text = N_("{table}: groups published: {published}, withheld for too few firms: {withheld} ({groups}).")
    return Message(text, {**told, "groups": groups})


def _keep(published: Published, folder: Path | None) -> None:
    """Before the release leaves the house: one that is published and not kept could never be checked against."""
    if folder is None:
        return
    from scoring.release.files import keep

    text = N_("{path}: kept with scores of single firms, for the next release. Keep it secret and back it up.")
    say(Message(text, {"path": keep(published, folder)}))


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
