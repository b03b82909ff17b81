"""``waymark sector``: a report about all counted firms of a sheet, or of a release made before."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
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
from survey.cli.branding import branding_of, look_options
from survey.cli.files import STREAM, OutputFile, keep_answers, writer_to
from survey.cli.measure import language_option, paper_option, spoken_language
from survey.cli.releasing import existing_file, keep_inputs, release_options, released, terms_of
from survey.cli.terminal import say
from survey.config import Settings

if TYPE_CHECKING:
    from reports.sector import Called, SectorReport
    from scoring.instrument import Instrument
    from scoring.release.model import Release
    from survey.cli.releasing import Terms

FIELDS = ("size", "sector", "country", "region", "source", "group")
"""What the tables of a release can go by."""

OF_ANSWERS = ("campaign", "folder", "others", "population", "least", "segments", "date", "skip_bad_rows", "rejects")
"""Options that say how a release is made of answers."""


@click.command()
@answers_argument
@instrument_option
@click.option(
    "--by",
    "fields",
    multiple=True,
    type=click.Choice(FIELDS),
    help="Show tables by these fields only; may be given several times. Default: all that are published.",
)
@click.option("-o", "--output", required=True, type=OutputFile(".pdf"), help="A .pdf file, or - for standard output.")
@click.option("--docx", is_flag=True, help="Also as a document to edit, under the same name with .docx.")
@click.option(
    "--tables", type=OutputFile(".xlsx", ".csv", stream=False), metavar="FILE", help="Its tables: .xlsx or .csv."
)
@click.option("--campaign", metavar="NAME", help="What the release is called. Default: the name of ANSWERS.")
@click.option(
    "--before",
    type=existing_file,
    metavar="FILE",
    help="A release to tell changes since. Default: the last one in --history.",
)
@click.option("--licence", default="", metavar="TEXT", help="How the figures may be used, such as “CC BY 4.0”.")
@click.option(
    "--country",
    default="",
    metavar="CODE",
    help="The one country of the firms (ISO 3166-1), to tell official figures beside.",
)
@click.option("--draft", is_flag=True, help="Say on every page that it is not released yet.")
@release_options
@look_options
@language_option
@paper_option
@skip_option
@rejects_option
def sector(
    answers: str,
    reference: str,
    fields: tuple[str, ...],
    output: Path,
    docx: bool,
    tables: Path | None,
    campaign: str | None,
    before: Path | None,
    licence: str,
    country: str,
    draft: bool,
    organisation: str,
    contact: str,
    accent: str | None,
    second: str | None,
    logo: Path | None,
    language: str,
    paper: str,
    skip_bad_rows: bool,
    rejects: Path | None,
    **options: Any,
) -> None:
    """Report on all firms in ANSWERS that are marked as counted: sectors, sizes and regions side by side.

    A release is made as by waymark release, and audited. ANSWERS can also be a release made before, a .json file.
    """
    from reports.sector import Called
    from survey.printing import use_fonts

    use_fonts(Settings())
    files = _Files(output, _beside(output) if docx else None, tables)
    files.keep(answers, options["population"], before, logo)
    code, instrument = spoken_language(language), instrument_of(reference, language)
    branding = branding_of(organisation, contact, accent, second, logo)
    called = Called(branding.organisation, contact, licence=licence, country=country.upper(), branding=branding)
    earlier = None if before is None else _read(before, instrument)
    write = writer_to(output)
    if answers.lower().endswith(".json"):
        _refuse()
        release = _read(Path(answers), instrument)
    else:
        terms = terms_of(instrument, _campaign(campaign, answers, instrument), **options)
        table = answers_of(
            answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
        )
        release = released(terms, table)
        earlier = earlier or _last(terms, release)
    _check(earlier, release)
    report = _report(_by(release, fields), instrument, code, before=earlier, draft=draft, called=called)
    _write(report, files, write, paper)
    _tell(report, release, files)


@dataclass(frozen=True)
class _Files:
    """What is written."""

    pdf: Path
    docx: Path | None
    tables: Path | None

    def keep(self, answers: str, *inputs: Path | None) -> None:
        """Raise a usage error where one of them would take the place of what it is made from."""
        outputs = [path for path in (self.pdf, self.docx, self.tables) if path is not None]
        if answers != str(STREAM):
            keep_answers(answers, *outputs)
        for path in outputs:
            keep_inputs(path, *inputs)


def _beside(output: Path) -> Path:
    if output == STREAM:
        raise click.UsageError("A document to edit stands beside a file: name one by -o, or leave --docx.")
    return output.with_suffix(".docx")


def _refuse() -> None:
    """Raise a usage error where a release that is there already would be made otherwise."""
    from click.core import ParameterSource

    context = click.get_current_context()
    given = [
        option.opts[0]
        for option in context.command.params
        if option.name in OF_ANSWERS and context.get_parameter_source(option.name) != ParameterSource.DEFAULT
    ]
    if given:
        raise click.UsageError(f"ANSWERS is a release that is made already: leave {', '.join(given)}.")


def _read(path: Path, instrument: Instrument) -> Release:
    from scoring.release.files import read

    return read(path, instrument)


def _campaign(name: str | None, answers: str, instrument: Instrument) -> str:
    if name is not None and not name.strip():
        raise click.UsageError("A release needs a name: --campaign must not be empty.")
    return name or (instrument.title if answers == str(STREAM) else Path(answers).stem)


def _last(terms: Terms, release: Release) -> Release | None:
    """The release before this one, where it was called the same."""
    last = terms.history[-1].release if terms.history else None
    return last if last and last.campaign == release.campaign else None


def _check(before: Release | None, release: Release) -> None:
    if before is not None and before.campaign != release.campaign:
        raise click.UsageError(f"--before is a release of “{before.campaign}”, this one is of “{release.campaign}”.")


def _by(release: Release, fields: tuple[str, ...]) -> Release:
    """The release with the tables by these fields only, and that of all firms."""
    if not fields:
        return release
    return replace(release, tables=tuple(table for table in release.tables if set(table.fields) <= set(fields)))


def _report(
    release: Release, instrument: Instrument, code: str, *, before: Release | None, draft: bool, called: Called
) -> SectorReport:
    from babel import Locale

    from reports.catalogues import catalogue
    from reports.sector import build

    return build(
        release,
        instrument,
        called=called,
        before=before,
        draft=draft,
        locale=Locale.parse(code),
        translations=catalogue(code),
        date=release.date,
    )


def _write(report: SectorReport, files: _Files, write: Callable[[bytes], None], paper: str) -> None:
    """All are made before the first is written."""
    from reports.sector.editing import docx
    from reports.sector.paper import render

    pdf = render(report, paper)
    document = b"" if files.docx is None else docx(report, paper)
    sheet = b"" if files.tables is None else _tables(report, files.tables.suffix.lower())
    write(pdf)
    if files.docx is not None:
        writer_to(files.docx)(document)
    if files.tables is not None:
        writer_to(files.tables)(sheet)


def _tables(report: SectorReport, ending: str) -> bytes:
    from reports.sector.files import tables, workbook

    if ending == ".csv":
        return tables(report)
    file = io.BytesIO()
    workbook(report, file)
    return file.getvalue()


def _tell(report: SectorReport, release: Release, files: _Files) -> None:
    from reports.firm.unshown import unshown, unshown_warning

    if characters := unshown(report):
        say(unshown_warning(characters))
    told = {"number": release.number, "campaign": release.campaign}
    for path in (files.pdf, files.docx, files.tables):
        if path is not None and path != STREAM:
            say(Message(N_("{path}: release {number} of “{campaign}”."), {**told, "path": path}))
