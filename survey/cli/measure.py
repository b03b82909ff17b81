"""``waymark score`` and ``waymark report``: from a sheet of answers to scores, and to one firm's roadmap."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoring.messages import N_, Message, Problem, WaymarkError, counted
from survey.cli.answers import (
    answers_argument,
    answers_of,
    instrument_of,
    instrument_option,
    labels_option,
    latest_rows,
    rejects_option,
    skip_option,
)
from survey.cli.branding import branding_options, for_option
from survey.cli.comparing import read_releases, read_segments, release_option, segments_option
from survey.cli.files import STREAM, OutputFile, put_table, table_option, writer_to
from survey.cli.terminal import say, terminal_translations
from survey.config import Settings

if TYPE_CHECKING:
    import pandas as pd

    from reports.batch import Edition
    from scoring.answers import AnswerTable
    from scoring.scores import Scores

language_option = click.option("--language", default="en_GB", show_default=True, help="Language of the report.")
paper_option = click.option("--paper", type=click.Choice(["A4", "Letter"]), default="A4", show_default=True)


@click.command()
@answers_argument
@instrument_option
@table_option
@click.option("--place", is_flag=True, help="Also how stable each level is, and the firm's rank among all of them.")
@labels_option
@skip_option
@rejects_option
def score(
    answers: str,
    reference: str,
    output: Path,
    place: bool,
    language: str | None,
    skip_bad_rows: bool,
    rejects: Path | None,
) -> None:
    """Score the firms in ANSWERS: one row per firm, one column per dimension, the overall score and its level."""
    from scoring import scores

    table = answers_of(
        answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
    )
    found = scores.score(table, detail=False)
    result = scores.scores_table(table, found)
    if place:
        result = _with_places(result, table, found)
    put_table(result, output)
    if output != STREAM:
        say(counted("One firm: {path}", "{n} firms: {path}", len(result), path=output))
        if without := int(found.overall.isna().sum()):
            say(counted("One firm has no overall score.", "{n} firms have no overall score.", without))


def _with_places(result: pd.DataFrame, table: AnswerTable, found: Scores) -> pd.DataFrame:
    """The table with ``stability`` and, in percent, ``rank`` among all firms at their latest stage with its interval.

    Exact ranks are for the owner of the table; the limits that come with them are told.
    """
    import pandas as pd

    from scoring.fragility import LIMITS, fragility
    from scoring.peers import EXACT_LIMITS, exact_places
    from scoring.scores.scorer import distinct

    latest = found.overall.iloc[latest_rows(table)]
    ranks = exact_places(latest, found.overall).round(4)
    more = ranks.rename(columns={"low": "rank_low", "high": "rank_high"})
    more.insert(0, "stability", fragility(found).reset_index(drop=True))
    whole: pd.DataFrame = pd.concat([result.reset_index(drop=True), more], axis=1)
    whole.columns = pd.Index(distinct([str(name) for name in whole.columns]))
    say(counted("Ranks are among one firm.", "Ranks are among {n} firms.", int(latest.notna().sum())))
    for limit in (*EXACT_LIMITS, *(LIMITS if whole["stability"].notna().any() else ())):
        say(limit)
    return whole


@click.command()
@answers_argument
@instrument_option
@click.option("--firm", required=True, metavar="NAME", help="The firm as written in ANSWERS.")
@click.option("--stage", help="Which of its assessments, such as T1; default the latest.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=OutputFile(".pdf", ".docx"),
    help="A .pdf file, .docx for one to edit, or - for the PDF on standard output.",
)
@release_option
@segments_option
@for_option("us")
@branding_options
@language_option
@paper_option
@skip_option
@rejects_option
def report(
    answers: str,
    reference: str,
    firm: str,
    stage: str | None,
    output: Path,
    releases: tuple[Path, ...],
    segments: Path | None,
    for_whom: str,
    language: str,
    paper: str,
    skip_bad_rows: bool,
    rejects: Path | None,
    **branding: Any,
) -> None:
    """Make the roadmap of one firm in ANSWERS, as PDF or as a document to edit."""
    from reports.batch import earlier_stages, made_of
    from reports.firm import editable, render
    from reports.firm.unshown import unshown, unshown_warning
    from survey.cli.house import house_of

    edition = edition_of(reference, language, paper, releases, segments)
    edition = replace(edition, house=house_of(instrument_of(reference, language), **branding), record=for_whom == "us")
    table = answers_of(
        answers, reference, output=output, skip_bad_rows=skip_bad_rows, rejects=rejects, language=language
    )
    row = row_of(table, firm, stage)
    write = writer_to(output)
    (made,) = made_of(table[row : row + 1], edition, exact=True, earlier=earlier_stages(table, [row]))
    if output.suffix.lower() == ".docx":
        write(editable(made.report, paper=paper))
    else:
        write(render(made.report, paper=paper, record=made.record))
        if characters := unshown(made.report):
            say(Message("{firm}: {warning}", {"firm": firm, "warning": unshown_warning(characters)}))
    if output != STREAM:
        say(Message(N_("The roadmap of {firm}: {path}"), {"firm": firm, "path": output}))


def edition_of(reference: str, language: str, paper: str, releases: tuple[Path, ...], segments: Path | None) -> Edition:
    """What the reports of this command have in common.

    Raises a usage error for what is no language, ``WaymarkError`` for a release or segments that cannot be used,
    ``ConfigurationError`` for fonts that cannot.
    """
    from reports.batch import Edition
    from survey.printing import use_fonts

    code, instrument = spoken_language(language), instrument_of(reference, language)
    compared = read_releases(releases, instrument)
    return Edition(
        code,
        datetime.date.today(),
        paper,
        compared,
        read_segments(segments, compared, instrument),
        use_fonts(Settings()),
    )


def spoken_language(language: str) -> str:
    """The code of the language of a report; what is not translated into it is told. Raises as ``known_language``."""
    from reports.catalogues import catalogue

    code = known_language(language)
    if not code.startswith("en") and not catalogue(code).info():
        say(Message(N_("There is no translation into “{language}”: texts are English."), {"language": language}))
    return code


def known_language(code: str) -> str:
    """The code as Babel writes it. Raises a usage error for what is no language."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(code.replace("-", "_")))
    except (UnknownLocaleError, ValueError) as error:
        raise click.BadParameter("must be a language code such as en or pt_BR", param_hint="--language") from error


def row_of(table: AnswerTable, firm: str, stage: str | None) -> int:
    """The row of the firm at this stage, or at its latest.

    Raises a usage error for what is no stage, ``WaymarkError`` where there is no such row.
    """
    from scoring.profile import read_stage

    if not len(table):
        raise WaymarkError([Problem(firm, Message(N_("The sheet holds no firms. Fill in a row for each of them.")))])
    stages, asked = table.profile["stage"].fillna("T0"), read_stage(stage) if stage else None
    if isinstance(asked, Message):
        raise click.BadParameter(asked.render(terminal_translations()), param_hint="--stage")
    named = table.profile["firm"].str.strip().str.casefold() == firm.strip().casefold()
    rows = (named & (stages == (asked or stages))).to_numpy().nonzero()[0]
    if not len(rows):
        text = N_("There is no firm of this name and stage. The first names are: {names}.")
        known = ", ".join(table.profile["firm"].head(5))
        raise WaymarkError([Problem(firm, Message(text, {"names": known}))])
    return int(max(rows, key=lambda row: int(stages.iloc[row].removeprefix("T"))))
