"""Reports for many firms: the way from answers to a PDF, chunk by chunk through an executor."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from babel import Locale

from reports.archive import Entry, entry
from reports.catalogues import catalogue
from reports.firm import FirmReport, Previous, Verdict, build, render, verdicts
from reports.firm.house import Advice, House, advised, at_house
from reports.firm.record import Compared, compared_with, record_of, written
from reports.firm.unshown import unshown, unshown_warning
from scoring.answers import AnswerTable
from scoring.parallel import Executor, Failed, run
from scoring.progress import progress, stages_in_turn
from scoring.release.model import Release
from scoring.roadmap import RoadmapChoices, plan
from scoring.scores import Scores, score
from scoring.segments import Segments

CHUNK = 25
"""Firms handed to a worker at a time: about a second of work, so that progress shows and little is done twice."""


@dataclass(frozen=True)
class Edition:
    """What all reports of one batch have in common. ``language`` is a Babel locale, such as ``en`` or ``pt_BR``.

    ``releases``: what firms are compared with, that of their own campaign first. ``segments``: what they are placed in,
    beside typical firms where there are none. ``font_dir``: a folder of further fonts, as ``fonts.use_folder``.
    ``house``: who hands them out, and how. ``record``: whether each has attached what it was made from, its answers
    among it.
    """

    language: str
    date: datetime.date
    paper: str = "A4"
    releases: tuple[Release, ...] = ()
    segments: Segments | None = None
    font_dir: Path | None = None
    house: House = House()  # noqa: RUF009 - frozen
    record: bool = False


@dataclass(frozen=True)
class Made:
    """A report, and its record as it is attached to the PDF; none where the edition has none."""

    report: FirmReport
    record: bytes = b""


@dataclass(frozen=True)
class _Firm:
    """A row of a chunk. All firms of a chunk share its table, which is sent once with them; ``before``: the row of
    ``earlier`` that holds the stage before, −1 where there is none."""

    chunk: AnswerTable
    row: int
    earlier: AnswerTable
    before: int

    def text(self, column: str) -> str:
        value = self.chunk.profile[column].iloc[self.row]
        return value if isinstance(value, str) else ""


def made_of(  # noqa: PLR0913 - by name
    table: AnswerTable,
    edition: Edition,
    *,
    exact: bool = False,
    earlier: Earlier | None = None,
    choices: Sequence[RoadmapChoices] = (),
    advice: Sequence[Advice] = (),
) -> list[Made]:
    """The report of each firm of the table, in its order, all scored in one pass; ``exact`` as ``roadmap.plan``.

    Each with its record where the edition has them, and with progress where there is an earlier stage. ``choices``,
    ``advice``: what each firm decided about its plan, and what its adviser says, in the order of the table; none where
    nobody said anything.
    """
    table = at_house(table, edition.house)
    scores = score(table)
    stages = _Stages(earlier) if earlier else None
    compared = compared_with(edition.releases, edition.segments) if edition.record else None
    return [
        _made(
            _Assessed(table, scores, row, stages, *_said(edition.house, choices, advice, row)),
            edition,
            exact=exact,
            verdict=verdict,
            compared=compared,
        )
        for row, verdict in enumerate(verdicts(table, scores, edition.segments))
    ]


def _said(
    house: House, choices: Sequence[RoadmapChoices], advice: Sequence[Advice], row: int
) -> tuple[RoadmapChoices, Advice]:
    own, said = choices[row] if choices else RoadmapChoices(), advice[row] if advice else Advice()
    return advised(own, house, said), said


@dataclass(frozen=True)
class Earlier:
    """The stages before: ``of``: for each row of a table the row of this one that holds it, −1 where there is none."""

    table: AnswerTable
    of: tuple[int, ...]


def earlier_stages(table: AnswerTable, rows: Sequence[int]) -> Earlier:
    """Of these rows of a table the stages before, as far as the table holds them."""
    before = dict(zip(*(found.tolist() for found in reversed(stages_in_turn(table))), strict=True))
    found = [before.get(row, -1) for row in rows]
    kept = [row for row in found if row >= 0]
    place = {row: at for at, row in enumerate(kept)}
    return Earlier(table[np.array(kept, dtype=np.intp)], tuple(place.get(row, -1) for row in found))


class _Stages:
    """Earlier stages, all scored in one pass."""

    def __init__(self, earlier: Earlier) -> None:
        self.earlier = earlier
        self.scores = score(earlier.table)

    def before(self, row: int, scores: Scores) -> tuple[Previous, AnswerTable] | None:
        """What came before that row, and its answers."""
        at = self.earlier.of[row]
        if at < 0:
            return None
        profile = self.earlier.table.profile.iloc[at]
        date = profile["date"]
        previous = Previous(
            progress(self.scores, scores, row_before=at, row_after=row),
            datetime.date.fromisoformat(date) if isinstance(date, str) else None,
            profile["stage"] if isinstance(profile["stage"], str) else "T0",
        )
        return previous, self.earlier.table[at : at + 1]


@dataclass(frozen=True)
class _Assessed:
    """A row of a table with all that is known and was said of it."""

    table: AnswerTable
    scores: Scores
    row: int
    stages: _Stages | None
    choices: RoadmapChoices
    advice: Advice


def _made(firm: _Assessed, edition: Edition, *, exact: bool, verdict: Verdict, compared: Compared | None) -> Made:
    table, scores, row = firm.table, firm.scores, firm.row
    locale, roadmap = Locale.parse(edition.language), plan(table, scores, row, firm.choices, exact=exact)
    previous, before = (firm.stages and firm.stages.before(row, scores)) or (None, None)
    report = build(
        table,
        scores,
        roadmap,
        row=row,
        previous=previous,
        release=edition.releases,
        segments=edition.segments,
        house=edition.house,
        advice=firm.advice,
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
        previous=previous,
        before=before,
        compared=compared,
        house=edition.house,
        advice=firm.advice,
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
    whole = earlier_stages(table, range(len(table)))
    for start in range(0, len(table), CHUNK):
        chunk = table[start : start + CHUNK]
        befores = whole.of[start : start + CHUNK]
        kept = [before for before in befores if before >= 0]
        earlier = whole.table[np.array(kept, dtype=np.intp)]
        place = {before: at for at, before in enumerate(kept)}
        yield [_Firm(chunk, row, earlier, place.get(before, -1)) for row, before in enumerate(befores)]


def _rendered(firms: list[_Firm], edition: Edition) -> list[Entry]:
    """The entries of firms of one chunk."""
    from reports import fonts  # noqa: PLC0415 - read only where a PDF is made

    # Whoever started the batch was told what is wrong with the folder; another computer may not have it.
    fonts.use_folder(edition.font_dir, strict=False)
    table = firms[0].chunk[np.array([firm.row for firm in firms])]
    earlier = Earlier(firms[0].earlier, tuple(firm.before for firm in firms)) if len(firms[0].earlier) else None
    made = made_of(table, edition, earlier=earlier)
    return [_entry(firm, one, edition) for firm, one in zip(firms, made, strict=True)]


def _entry(firm: _Firm, made: Made, edition: Edition) -> Entry:
    pdf = render(made.report, paper=edition.paper, record=made.record)
    characters = unshown(made.report)
    warning = unshown_warning(characters).render(catalogue(edition.language)) if characters else ""
    return entry(made.report, pdf, ref=firm.text("ref"), email=firm.text("email"), warning=warning)


def _failed(failed: Failed[_Firm], edition: Edition) -> Entry:
    firm, fault = failed.item, failed.message.render(catalogue(edition.language))
    return Entry(firm.text("firm"), None, firm.text("ref"), firm.text("email"), fault=fault)
