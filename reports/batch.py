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
from reports.firm import FirmReport, build, render, verdicts
from reports.firm.unshown import unshown, unshown_warning
from scoring.answers import AnswerTable
from scoring.parallel import Executor, Failed, run
from scoring.release.model import Release
from scoring.roadmap import plan
from scoring.scores import score
from scoring.segments import Segments

CHUNK = 25
"""Firms handed to a worker at a time: about a second of work, so that progress shows and little is done twice."""


@dataclass(frozen=True)
class Edition:
    """What all reports of one batch have in common. ``language`` is a Babel locale, such as ``en`` or ``pt_BR``.

    ``releases``: what firms are compared with, that of their own campaign first. ``segments``: what they are placed in,
    beside typical firms where there are none. ``font_dir``: a folder of further fonts, as ``fonts.use_folder``.
    """

    language: str
    date: datetime.date
    paper: str = "A4"
    releases: tuple[Release, ...] = ()
    segments: Segments | None = None
    font_dir: Path | None = None


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
    scores = score(table)
    found = verdicts(table, scores, edition.segments)
    locale, translations = Locale.parse(edition.language), catalogue(edition.language)
    return [
        build(
            table,
            scores,
            plan(table, scores, row, exact=exact),
            row=row,
            release=edition.releases,
            segments=edition.segments,
            locale=locale,
            translations=translations,
            date=edition.date,
            verdict=found[row],
        )
        for row in range(len(table))
    ]


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
    reports = firm_reports(table, edition)
    return [_entry(firm, report, edition) for firm, report in zip(firms, reports, strict=True)]


def _entry(firm: _Firm, report: FirmReport, edition: Edition) -> Entry:
    pdf = render(report, paper=edition.paper)
    characters = unshown(report)
    warning = unshown_warning(characters).render(catalogue(edition.language)) if characters else ""
    return entry(report, pdf, ref=firm.text("ref"), email=firm.text("email"), warning=warning)


def _failed(failed: Failed[_Firm], edition: Edition) -> Entry:
    firm, fault = failed.item, failed.message.render(catalogue(edition.language))
    return Entry(firm.text("firm"), None, firm.text("ref"), firm.text("email"), fault=fault)
