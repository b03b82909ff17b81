"""From a sheet to a release, for every command that makes one: its options, what is told meanwhile, what is kept."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scoring.messages import N_, Message, counted
from survey.cli.terminal import DATA_ERRORS, say

if TYPE_CHECKING:
    import pandas as pd

    from scoring.answers import AnswerTable
    from scoring.instrument import Instrument
    from scoring.release.model import Published, Release, Snapshot, Table

Command = TypeVar("Command", bound=Callable[..., Any])

PROMISED = 10
"""Firms of which a published group is said to consist at least, where they are asked whether they may be counted."""

NONE_COUNTED = N_(
    "Nothing can be published: no firm is marked as counted. Write yes into a column “counted” of ANSWERS for each firm"
    " that agreed to be counted in published figures. Nothing was written."
)

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)

OPTIONS = (
    click.option(
        "--history",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        help="Private folder that keeps each release of this campaign and what it was made from; made if not there.",
    ),
    click.option(
        "--beside",
        "others",
        multiple=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="The --history of another campaign in which some of these firms are counted too; may be given several"
        " times.",
    ),
    click.option(
        "--population", type=existing_file, metavar="FILE", help="CSV of firms by size (rows) and sector (columns)."
    ),
    click.option(
        "--least", type=click.IntRange(min=5), default=10, show_default=True, help="Unknown firms a cell needs."
    ),
    click.option("--segments", is_flag=True, help="Publish segments of the counted firms as well."),
    click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Date of the release; default today."),
)


def release_options(command: Command) -> Command:
    """The options that ``terms_of`` takes, by the same names."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True)
class Terms:
    """What a release is made by, besides the answers. ``history``: of this campaign, ``others``: of further ones."""

    instrument: Instrument
    campaign: str
    date: datetime.date
    least: int
    folder: Path | None
    history: tuple[Published, ...]
    others: tuple[tuple[Published, ...], ...]
    population: Path | None
    segments: bool


def terms_of(
    instrument: Instrument,
    campaign: str,
    *,
    folder: Path | None,
    others: tuple[Path, ...],
    population: Path | None,
    least: int,
    segments: bool,
    date: datetime.datetime | None,
) -> Terms:
    """All that can be refused before any answer is read; on standard error, by how much firms can be compared.

    Raises a usage error for what does not go together, ``ReleaseError`` for a history that cannot be read.
    """
    from scoring.comparable import common_core
    from scoring.release.files import history

    beside = _beside(others, folder, instrument)
    _tell_folder(folder)
    if least < PROMISED:
        text = N_("The survey promises firms that figures are of at least {n}: do not use this release for them.")
        say(Message(text, {"n": PROMISED}))
    say(common_core(instrument))
    past = () if folder is None else history(folder, instrument)
    day = datetime.date.today() if date is None else date.date()
    return Terms(instrument, campaign, day, least, folder, past, beside, population, segments)


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


def _tell_folder(folder: Path | None) -> None:
    from scoring.release.files import is_private

    if folder is None:
        text = N_("Without --history this release stays the only one: a later one cannot be checked against it.")
        say(Message(text))
    elif folder.exists() and not is_private(folder):
        text = N_(
            "{folder} can be read by others on this machine. It holds scores of single firms: chmod -R go= {folder}"
        )
        say(Message(text, {"folder": folder}))


def keep_inputs(output: Path, *inputs: Path | None) -> None:
    """Raise a usage error where an output would take the place of a file that it is made from."""
    for path in inputs:
        if path is not None and output.exists() and output.samefile(path):
            raise click.UsageError(f"“{output}” is read and would be replaced. Choose another name.")


def released(terms: Terms, table: AnswerTable) -> Release:
    """The audited release of the counted firms, kept in its history, and on standard error all that became of them.

    Ends the command with status 1 where nothing can be published.
    """
    snapshot = _snapshot(table, terms.population)
    if not len(snapshot):
        say(Message(NONE_COUNTED))
        sys.exit(DATA_ERRORS)
    made = _built(terms, snapshot)
    published = _audited(terms, made)
    _say_release(published.release)
    if not published.release.tables:
        say(_nothing(made.release, terms.least))
        sys.exit(DATA_ERRORS)
    _keep(published, terms.folder)
    return published.release


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


def _built(terms: Terms, snapshot: Snapshot) -> Published:
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
    return _with_segments(terms, published) if terms.segments and published.release.tables else published


def _with_segments(terms: Terms, published: Published) -> Published:
    """The release with segments, and on standard error what became of them."""
    from scoring.release.segmenting import with_segments

    segmented, said = with_segments(published, terms.instrument, terms.history)
    say(said)
    return segmented


def _audited(terms: Terms, published: Published) -> Published:
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


def _nothing(made: Release, least: int) -> Message:
    """Why nothing is published: there are too few firms, or no table of theirs passed the audit."""
    if made.tables:
        return Message(N_("Nothing can be published: all of it would give a firm away. Nothing was written."))
    text = N_("Nothing can be published: no figure has more than {least} counted firms behind it. Nothing was written.")
    return Message(text, {"least": least})


def _keep(published: Published, folder: Path | None) -> None:
    """Before the release leaves the house: one that is published and not kept could never be checked against."""
    if folder is None:
        return
    from scoring.release.files import keep

    text = N_("{path}: kept with scores of single firms, for the next release. Keep it secret and back it up.")
    say(Message(text, {"path": keep(published, folder)}))
