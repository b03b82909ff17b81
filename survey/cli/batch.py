"""``waymark batch``: a PDF roadmap for every firm of a sheet, in one ZIP."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoring.messages import N_, Message, counted
from survey.cli.answers import (
    answers_argument,
    answers_of,
    instrument_option,
    rejects_option,
    skip_option,
)
from survey.cli.branding import branding_of, branding_options, for_option
from survey.cli.comparing import release_option, segments_option
from survey.cli.files import STREAM, OutputFile
from survey.cli.measure import edition_of, language_option, paper_option
from survey.cli.parts import parts_of
from survey.cli.terminal import DATA_ERRORS, progress, say

if TYPE_CHECKING:
    from reports.archive import Entry
    from reports.batch import Edition
    from scoring.answers import AnswerTable
    from scoring.parallel import Executor


@click.command()
@answers_argument
@instrument_option
@click.option("-o", "--output", required=True, type=OutputFile(".zip"), help="A .zip file, or - for standard output.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes on this machine; default one per processor.")
@click.option("--scheduler", metavar="ADDRESS", help="Work on a Dask cluster instead: tls://host:port.")
@click.option("--resume", is_flag=True, help="Go on where the same command was interrupted.")
@release_option
@segments_option
@for_option("others")
@branding_options
@language_option
@paper_option
@skip_option
@rejects_option
def batch(
    answers: str,
    reference: str,
    output: Path,
    workers: int | None,
    scheduler: str | None,
    resume: bool,
    releases: tuple[Path, ...],
    segments: Path | None,
    for_whom: str,
    language: str,
    paper: str,
    skip_bad_rows: bool,
    rejects: Path | None,
    **branding: Any,
) -> None:
    """Make the PDF roadmap of every firm in ANSWERS, in one ZIP with an index sheet for mail merge."""
    from reports.firm.house import House

    if workers and scheduler:
        raise click.UsageError("Choose --workers or --scheduler, not both.")
    if resume and output == STREAM:
        raise click.UsageError("What goes to standard output cannot be gone on with. Name a file, or leave --resume.")
    edition = edition_of(reference, language, paper, releases, segments)
    edition = replace(edition, house=House(branding_of(**branding)), record=for_whom == "us")
    table = answers_of(
        answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
    )
    with _executor(workers, scheduler) as executor, progress(Message(N_("Roadmaps")), len(table)) as advance:
        if output == STREAM:
            told = _streamed(table, edition, executor, advance)
        else:
            told = _kept(output, table, edition, executor, advance, resume=resume)
    _say(told)


def _streamed(table: AnswerTable, edition: Edition, executor: Executor, advance: Any) -> _Told:
    from reports import archive
    from reports.batch import entries

    told = _Told(entries(table, edition, executor), advance)
    archive.write_to(sys.stdout.buffer, told)
    return told


def _kept(
    output: Path, table: AnswerTable, edition: Edition, executor: Executor, advance: Any, *, resume: bool
) -> _Told:
    """The archive as a file, by way of a folder in which nothing is lost that was made before an interruption."""
    from reports import archive

    with parts_of(output, table, edition, resume=resume) as parts:
        advance(parts.made())
        try:
            parts.make(executor, advance)
        except KeyboardInterrupt:
            say(Message(N_("What was made is kept. To go on, give the same command with --resume.")))
            raise
        told = _Told(parts.entries())
        made = archive.write(output, told)
    say(counted("One roadmap: {path}", "{n} roadmaps: {path}", made, path=output))
    return told


def _say(told: _Told) -> None:
    for message in (*told.warnings, *told.faults):
        say(message)
    if told.faults:
        sys.exit(DATA_ERRORS)


def _executor(workers: int | None, scheduler: str | None) -> Executor:
    from scoring.parallel import cluster, local

    return cluster(scheduler) if scheduler else local(workers or len(os.sched_getaffinity(0)))


class _Told:
    """Entries as they come; remembers which firms have none, or one that lacks something."""

    def __init__(self, entries: Iterator[Entry], advance: Callable[[int], object] = lambda _count: None) -> None:
        self.entries, self.advance = entries, advance
        self.faults: list[Message] = []
        self.warnings: list[Message] = []

    def __iter__(self) -> Iterator[Entry]:
        for entry in self.entries:
            if entry.pdf is None:
                text = N_("{firm}: no roadmap. {fault}")
                self.faults.append(Message(text, {"firm": entry.firm, "fault": entry.fault}))
            if entry.warning:
                self.warnings.append(Message("{firm}: {warning}", {"firm": entry.firm, "warning": entry.warning}))
            self.advance(1)
            yield entry
