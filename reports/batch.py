"""Reports for many firms: the way from answers to a PDF, chunk by chunk through an executor."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from babel import Locale
from babel.support import NullTranslations

from reports.archive import Entry, entry
from reports.catalogues import FOLDERS, catalogue
from reports.firm import FirmReport, Previous, Verdict, build, render, verdicts
from reports.firm.house import Advice, Help, House, advised, at_house
from reports.firm.record import Compared, compared_with, record_of, written
from reports.firm.unshown import unshown, unshown_warning
from scoring.answers import AnswerTable
from scoring.parallel import Executor, Failed, run
from scoring.progress import progress, stages_in_turn
from scoring.release.model import Release
from scoring.roadmap import Roadmap, RoadmapChoices, plan
from scoring.scores import SCORER_VERSION, Scores, score
from scoring.segments import Segments

CHUNK = 25
"""Firms handed to a worker at a time: about a second of work, so that progress shows and little is done twice."""


@dataclass(frozen=True)
class Edition:
    """What all reports of one batch have in common. ``language`` is a Babel locale, such as ``en`` or ``pt_BR``.

    ``releases``: what firms are compared with, that of their own campaign first. ``segments``: what they are placed in,
    beside typical firms where there are none. ``font_dir``: a folder of further fonts, as ``fonts.use_folder``.
    ``house``: who hands them out, and how. ``record``: whether each has attached what it was made from, its answers
    among it. ``catalogues``: further folders in which its words are looked up.
    """

    language: str
    date: datetime.date
    paper: str = "A4"
    releases: tuple[Release, ...] = ()
    segments: Segments | None = None
    font_dir: Path | None = None
    house: House = House()  # noqa: RUF009 - frozen
    record: bool = False
    catalogues: tuple[Path, ...] = ()

    @property
    def translations(self) -> NullTranslations:
        return catalogue(self.language, (*FOLDERS, *self.catalogues))


@dataclass(frozen=True)
class Made:
    """A report, and its record as it is attached to the PDF; none where the edition has none."""

    report: FirmReport
    record: bytes = b""


@dataclass(frozen=True)
class Firm:
    """A row of a chunk. All firms of a chunk share its table, which is sent once with them; ``before``: the row of
    ``earlier`` that holds the stage before, −1 where there is none."""

    chunk: AnswerTable
    row: int
    earlier: AnswerTable
    before: int

    def text(self, column: str) -> str:
        value = self.chunk.profile[column].iloc[self.row]
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Kept:
    """Scores of a table as they were kept from earlier days, by version ``scorer``; ``dates``: these days, by row."""

    scores: Scores
    scorer: int
    dates: tuple[datetime.date, ...]


def made_of(  # noqa: PLR0913 - everything that differs from firm to firm
    table: AnswerTable,
    edition: Edition,
    *,
    exact: bool = False,
    earlier: Earlier | None = None,
    choices: Sequence[RoadmapChoices] = (),
    advice: Sequence[Advice] = (),
    offered: Sequence[tuple[Help, ...]] = (),
    kept: Kept | None = None,
    among: Sequence[Mapping[str, str]] = (),
) -> list[Made]:
    """The report of each firm of the table, in its order, all scored in one pass; ``exact`` as ``roadmap.plan``.

    Each with its record where the edition has them, and with progress where there is an earlier stage. ``choices``,
    ``advice`` and ``offered``: by row, where anybody decided, said or offered anything. ``kept``: each is scored and
    dated as it was then, whatever the day of the edition. ``among``: by row, what each is in the first release; see
    ``build``.
    """
    table = at_house(table, edition.house)
    scores = kept.scores if kept else score(table)
    stages = _Stages(earlier, edition.house) if earlier else None
    compared = compared_with(edition.releases, edition.segments) if edition.record else None
    said = [advice[row] if advice else Advice() for row in range(len(table))]
    own = [choices[row] if choices else RoadmapChoices() for row in range(len(table))]
    return [
        _made(
            table,
            scores,
            row,
            edition,
            roadmap=plan(table, scores, row, choices=advised(own[row], edition.house, said[row]), exact=exact),
            advice=said[row],
            offered=offered[row] if offered else (),
            exact=exact,
            verdict=verdict,
            compared=compared,
            among=among[row] if among else {},
            stages=stages,
            date=kept.dates[row] if kept else edition.date,
            scorer=kept.scorer if kept else SCORER_VERSION,
        )
        for row, verdict in enumerate(verdicts(table, scores, edition.segments))
    ]


@dataclass(frozen=True)
class Earlier:
    """The stages before: ``of``: for each row of a table the row of this one that holds it, −1 where there is none.

    ``kept``: their scores, where they were kept. ``choices``: by its rows what was decided about their plans, whose
    marks "done" are told; nothing is where there are none.
    """

    table: AnswerTable
    of: tuple[int, ...]
    kept: Kept | None = None
    choices: tuple[RoadmapChoices, ...] = ()


def earlier_stages(table: AnswerTable, rows: Sequence[int]) -> Earlier:
    """Of these rows of a table the stages before, as far as the table holds them."""
    before = dict(zip(*(found.tolist() for found in reversed(stages_in_turn(table))), strict=True))
    found = [before.get(row, -1) for row in rows]
    kept = [row for row in found if row >= 0]
    place = {row: at for at, row in enumerate(kept)}
    return Earlier(table[np.array(kept, dtype=np.intp)], tuple(place.get(row, -1) for row in found))


class _Stages:
    """Earlier stages, all scored in one pass."""

    def __init__(self, earlier: Earlier, house: House) -> None:
        self.earlier = earlier
        self.table = at_house(earlier.table, house)
        self.scores = earlier.kept.scores if earlier.kept else score(earlier.table)

    def before(self, row: int, scores: Scores) -> tuple[Previous, AnswerTable] | None:
        """What came before that row, and its answers."""
        at = self.earlier.of[row]
        if at < 0:
            return None
        stage, done = self.earlier.table.profile["stage"].iloc[at], self._done(at)
        previous = Previous(
            progress(self.scores, scores, row_before=at, row_after=row),
            self._date(at),
            stage if isinstance(stage, str) else "T0",
            done=tuple(done),
            expected=done,
        )
        return previous, self.earlier.table[at : at + 1]

    def _date(self, at: int) -> datetime.date | None:
        if self.earlier.kept:
            return self.earlier.kept.dates[at]
        date = self.earlier.table.profile["date"].iloc[at]
        return datetime.date.fromisoformat(date) if isinstance(date, str) else None

    def _done(self, at: int) -> dict[str, float]:
        """The actions that were marked as done after that stage, and the points that each was said to bring."""
        choices = self.earlier.choices[at] if self.earlier.choices else None
        if choices is None or "done" not in choices.marks.values():
            return {}
        roadmap = plan(self.table, self.scores, at, choices=choices)
        return {out.action: out.gain for out in roadmap.left_out if out.kind == "done"}


def _made(  # noqa: PLR0913 - everything a report depends on
    table: AnswerTable,
    scores: Scores,
    row: int,
    edition: Edition,
    *,
    roadmap: Roadmap,
    advice: Advice,
    offered: tuple[Help, ...],
    exact: bool,
    verdict: Verdict,
    compared: Compared | None,
    among: Mapping[str, str],
    stages: _Stages | None,
    date: datetime.date,
    scorer: int,
) -> Made:
    locale, house = Locale.parse(edition.language), replace(edition.house, help=offered)
    previous, before = (stages and stages.before(row, scores)) or (None, None)
    report = build(
        table,
        scores,
        roadmap,
        row=row,
        previous=previous,
        release=edition.releases,
        segments=edition.segments,
        among=among,
        house=house,
        advice=advice,
        locale=locale,
        translations=edition.translations,
        date=date,
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
        compared=replace(compared, among=among),
        house=house,
        advice=advice,
        locale=locale,
        date=date,
        paper=edition.paper,
        scorer=scorer,
    )
    return Made(report, written(record))


def entries(table: AnswerTable, edition: Edition, executor: Executor, *, exact: bool = False) -> Iterator[Entry]:
    """An archive entry for each firm of the table, in its order; one that fails has its fault instead of a PDF."""
    for results in run(partial(rendered, edition=edition, exact=exact), _chunks(table), executor):
        for result in results:
            yield _failed(result, edition) if isinstance(result, Failed) else result


def _chunks(table: AnswerTable) -> Iterator[list[Firm]]:
    firms = Firms(table)
    for start in range(0, len(table), CHUNK):
        yield firms[range(start, min(start + CHUNK, len(table)))]


class Firms:
    """The firms of a table as they are handed to workers: with their answers, and those of the stage before."""

    def __init__(self, table: AnswerTable) -> None:
        self.table, self.whole = table, earlier_stages(table, range(len(table)))

    def __getitem__(self, rows: Sequence[int]) -> list[Firm]:
        """Those in these rows, as one chunk."""
        chunk = self.table[np.array(rows, dtype=np.intp)]
        befores = [self.whole.of[row] for row in rows]
        kept = [before for before in befores if before >= 0]
        earlier = self.whole.table[np.array(kept, dtype=np.intp)]
        place = {before: at for at, before in enumerate(kept)}
        return [Firm(chunk, row, earlier, place.get(before, -1)) for row, before in enumerate(befores)]


def rendered(firms: list[Firm], edition: Edition, *, exact: bool = False) -> list[Entry]:
    """The entries of firms of one chunk."""
    table = firms[0].chunk[np.array([firm.row for firm in firms])]
    earlier = Earlier(firms[0].earlier, tuple(firm.before for firm in firms)) if len(firms[0].earlier) else None
    made = made_of(table, edition, exact=exact, earlier=earlier)
    return [
        drawn(one, edition, ref=firm.text("ref"), email=firm.text("email"))
        for firm, one in zip(firms, made, strict=True)
    ]


def drawn(made: Made, edition: Edition, *, ref: str = "", email: str = "") -> Entry:
    """The entry of a report that was made, with its PDF."""
    from reports import fonts  # noqa: PLC0415 - read only where a PDF is made

    # Whoever started the batch was told what is wrong with the folder; another computer may not have it.
    fonts.use_folder(edition.font_dir, strict=False)
    pdf = render(made.report, paper=edition.paper, record=made.record)
    characters = unshown(made.report)
    warning = unshown_warning(characters).render(edition.translations) if characters else ""
    return entry(made.report, pdf, ref=ref, email=email, warning=warning)


def _failed(failed: Failed[Firm], edition: Edition) -> Entry:
    firm, fault = failed.item, failed.message.render(edition.translations)
    return Entry(firm.text("firm"), None, firm.text("ref"), firm.text("email"), fault=fault)
