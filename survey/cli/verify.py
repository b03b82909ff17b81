"""``waymark verify``: is a report what the answers that are attached to it give?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from scoring.messages import N_, Message, Problem, WaymarkError
from survey.cli.comparing import read_releases, release_option, segments_option
from survey.cli.files import faults_of
from survey.cli.terminal import DATA_ERRORS, say
from survey.config import Settings

if TYPE_CHECKING:
    from reports.firm.record import Record
    from scoring.instrument import Instrument

TO_THE_BYTE = N_("The report is what its answers give, the same to the byte.")
PACKED_ANEW = N_(
    "Its pages and numbers are what the attached answers give. The file is not as Waymark made it: it was saved again."
)
NOT_HERE = N_("This instrument is not here. Name its file with -i.")


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "-i",
    "--instrument",
    "instruments",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE",
    help="The instrument, a .yaml file or a folder, if it is neither built in nor in WAYMARK_INSTRUMENT_DIR.",
)
@release_option
@segments_option
def verify(file: IO[bytes], instruments: tuple[Path, ...], releases: tuple[Path, ...], segments: Path | None) -> None:
    """Make the report in FILE (- for standard input) again from what is attached to it, and compare page by page."""
    from reports import opening
    from reports.catalogues import catalogue
    from reports.firm import verifying
    from scoring.segments import load
    from survey.languages import CATALOGUES
    from survey.printing import use_fonts

    settings = Settings()
    use_fonts(settings)
    pdf = file.read(opening.LARGEST + 1)
    with faults_of(getattr(file, "name", "-"), "PDF"):
        record = verifying.record_in(pdf)
    instrument = _instrument(record, instruments)
    verdict = verifying.verify(
        pdf,
        instrument,
        releases=read_releases(releases, instrument),
        segments=load(segments, instrument) if segments else None,
        translations=catalogue(record.language, (*CATALOGUES, *map(str, settings.translation_dirs))),
    )
    for difference in verdict.differences:
        say(difference)
    if not verdict.same:
        sys.exit(DATA_ERRORS)
    say(Message(TO_THE_BYTE if verdict.to_the_byte else PACKED_ANEW))


def _instrument(record: Record, paths: tuple[Path, ...]) -> Instrument:
    """The one that the record names, in its language: of those given the one with its content, else of those known."""
    from scoring.loading import UnknownInstrumentError, load

    given = [load(_with_switches(path, record), language=record.language) for path in paths]
    for instrument in given:
        if instrument.content_hash == record.instrument.hash:
            return instrument
    try:
        return load(record.instrument.reference, folder=Settings().instrument_dir, language=record.language)
    except UnknownInstrumentError as error:  # of the report, not of who asks: no wrong usage
        raise WaymarkError([Problem(record.instrument.reference, Message(NOT_HERE))]) from error


def _with_switches(path: Path, record: Record) -> str:
    """The file with the switches that the report was made with; one of another instrument may have none of them."""
    _, _, switches = record.instrument.reference.partition("?")
    return f"{path}?{switches}" if switches else str(path)
