"""Reports for many firms: the way from answers to a PDF, chunk by chunk through an executor."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from babel import Locale

from reports.archive import Entry, entry
from reports.catalogues import catalogue
from reports.firm import FirmReport, build, render
from scoring.answers import AnswerTable
from scoring.parallel import Executor, Failed, run
from scoring.roadmap import plan
from scoring.scores import score

CHUNK = 25
"""Firms handed to a worker at a time: about a second of work, so that progress shows and little is done twice."""


@dataclass(frozen=True)
class Edition:
    """What all reports of one batch have in common. ``language`` is a Babel locale, such as ``en`` or ``pt_BR``."""

    language: str
    date: datetime.date
    paper: str = "A4"


def firm_report(table: AnswerTable, edition: Edition) -> FirmReport:
    """The report of the one firm in this table of one row."""
    scores = score(table)
    return build(
        table,
        scores,
        plan(table, scores),
        locale=Locale.parse(edition.language),
        translations=catalogue(edition.language),
        date=edition.date,
    )


def entries(table: AnswerTable, edition: Edition, executor: Executor) -> Iterator[Entry]:
    """An archive entry for each firm of the table, in its order; one that fails has its fault instead of a PDF."""
    firms = (table[row : row + 1] for row in range(len(table)))
    for results in run(partial(_rendered, edition=edition), _chunks(firms), executor):
        for result in results:
            yield _failed(result, edition) if isinstance(result, Failed) else result


def _chunks(firms: Iterator[AnswerTable]) -> Iterator[list[AnswerTable]]:
    while chunk := list(islice(firms, CHUNK)):
        yield chunk


def _rendered(firms: list[AnswerTable], edition: Edition) -> list[Entry]:
    return [_entry(firm, edition) for firm in firms]


def _entry(firm: AnswerTable, edition: Edition) -> Entry:
    report = firm_report(firm, edition)
    return entry(report, render(report, paper=edition.paper), ref=_text(firm, "ref"), email=_text(firm, "email"))


def _failed(failed: Failed[AnswerTable], edition: Edition) -> Entry:
    firm = failed.item
    fault = failed.message.render(catalogue(edition.language))
    return Entry(_text(firm, "firm"), None, _text(firm, "ref"), _text(firm, "email"), fault=fault)


def _text(firm: AnswerTable, column: str) -> str:
    value = firm.profile[column].iloc[0]
    return value if isinstance(value, str) else ""
