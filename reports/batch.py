"""Reports for many firms: the way from answers to a PDF, chunk by chunk through an executor."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from babel import Locale

from reports.archive import Entry, entry
from reports.catalogues import catalogue
from reports.firm import Branding, FirmReport, Verdict, build, render, verdicts
from reports.firm.record import Compared, compared_with, record_of, written
from reports.firm.unshown import unshown, unshown_warning
from scoring.answers import AnswerTable
from scoring.parallel import Executor, Failed, run
from scoring.release.model import Release
from scoring.roadmap import plan
from scoring.scores import Scores, score
from scoring.segments import Segments

CHUNK = 25
"""Firms handed to a worker at a time: about a second of work, so that progress shows and little is done twice."""


@dataclass(frozen=True)
class Edition:
    """What all reports of one batch have in common. ``language`` is a Babel locale, such as ``en`` or ``pt_BR``.

    ``releases``: what firms are compared with, that of their own campaign first. ``segments``: what they are placed in,
    beside typical firms where there are none. ``font_dir``: a folder of further fonts, as ``fonts.use_folder``.
    ``branding``: under whose name they go out. ``record``: whether each has attached what it was made from, its answers
    among it.
    """

    language: str
    date: datetime.date
    paper: str = "A4"
    releases: tuple[Release, ...] = ()
    segments: Segments | None = None
    font_dir: Path | None = None
    branding: Branding = Branding()  # noqa: RUF009 - frozen
    record: bool = False


@dataclass(frozen=True)
class Made:
    """A report, and its record as it is attached to the PDF; none where the edition has none."""

    report: FirmReport
    record: bytes = b""


@dataclass(frozen=True)
class _Firm:
    """A row of a chunk. All firms of a chunk share its table, which is sent once with them."""

    chunk: AnswerTable
    row: int

    def text(self, column: str) -> str:
        value = self.chunk.profile[column].iloc[self.row]
        return value if isinstance(value, str) else ""


def firm_reports(table: AnswerTable, edition: Edition, *, exact: bool = False) -> list[FirmReport]:
    """The report of each firm of the table, in its order, all scored in one pass; ``exact`` as ``roadmap.plan``."""
    return [made.report for made in made_of(table, edition, exact=exact)]


def made_of(table: AnswerTable, edition: Edition, *, exact: bool = False) -> list[Made]:
    """The same, each with its record where the edition has them."""
    scores = score(table)
    compared = compared_with(edition.releases, edition.segments) if edition.record else None
    return [
        _made(table, scores, row, edition, exact=exact, verdict=verdict, compared=compared)
        for row, verdict in enumerate(verdicts(table, scores, edition.segments))
    ]


def _made(  # noqa: PLR0913 - everything a report depends on
    table: AnswerTable,
    scores: Scores,
    row: int,
    edition: Edition,
    *,
    exact: bool,
    verdict: Verdict,
    compared: Compared | None,
) -> Made:
    locale, roadmap = Locale.parse(edition.language), plan(table, scores, row, exact=exact)
    report = build(
        table,
        scores,
        roadmap,
        row=row,
        release=edition.releases,
        segments=edition.segments,
        branding=edition.branding,
        locale=locale,
        translations=catalogue(edition.language),
        date=edition.date,
        verdict=verdict,
    )
    if compared is None:
        return Made(report)
    record = record_of(
        table,
        scores,
        roadmap,
        row=row,
        exact=exact,
        compared=compared,
        branding=edition.branding,
        locale=locale,
        date=edition.date,
        paper=edition.paper,
    )
    return Made(report, written(record))


def entries(table: AnswerTable, edition: Edition, executor: Executor) -> Iterator[Entry]:
    """An archive entry for each firm of the table, in its order; one that fails has its fault instead of a PDF."""
    for results in run(partial(_rendered, edition=edition), _chunks(table), executor):
        for result in results:
            yield _failed(result, edition) if isinstance(result, Failed) else result


def _chunks(table: AnswerTable) -> Iterator[list[_Firm]]:
    for start in range(0, len(table), CHUNK):
        chunk = table[start : start + CHUNK]
        yield [_Firm(chunk, row) for row in range(len(chunk))]


def _rendered(firms: list[_Firm], edition: Edition) -> list[Entry]:
    """The entries of firms of one chunk."""
    from reports import fonts  # noqa: PLC0415 - read only where a PDF is made

    # Whoever started the batch was told what is wrong with the folder; another computer may not have it.
    fonts.use_folder(edition.font_dir, strict=False)
    table = firms[0].chunk[np.array([firm.row for firm in firms])]
    return [_entry(firm, made, edition) for firm, made in zip(firms, made_of(table, edition), strict=True)]


def _entry(firm: _Firm, made: Made, edition: Edition) -> Entry:
    pdf = render(made.report, paper=edition.paper, record=made.record)
    characters = unshown(made.report)
    warning = unshown_warning(characters).render(catalogue(edition.language)) if characters else ""
    return entry(made.report, pdf, ref=firm.text("ref"), email=firm.text("email"), warning=warning)


def _failed(failed: Failed[_Firm], edition: Edition) -> Entry:
    firm, fault = failed.item, failed.message.render(catalogue(edition.language))
    return Entry(firm.text("firm"), None, firm.text("ref"), firm.text("email"), fault=fault)
