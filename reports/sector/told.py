"""A release with what is needed to tell of it: its cells by name, and groups in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from reports.firm.wording import Words
from reports.sector.comparing import TOLD_FROM
from reports.sector.expected import score_of
from reports.sector.naming import group_title, joined
from reports.sector.values import Called
from scoring.instrument import Dimension, Instrument, Level
from scoring.release.marks import ACTION
from scoring.release.model import NOT_STATED, OVERALL, OWN, Cell, Figure, Release, Summary


@dataclass(frozen=True)
class Group:
    """One group of one table; ``cell`` None where it is withheld."""

    id: tuple[str, ...]
    title: str
    cell: Cell | None

    @property
    def is_named(self) -> bool:
        """Whether the field of its firms is known: of the others nothing is said in sentences."""
        return NOT_STATED not in self.id

    def summary(self, measure: str = OVERALL) -> Summary | None:
        return self.cell.scores.get(measure) if self.cell else None


@dataclass(frozen=True)
class Told:
    """What a sector report is made from; ``before``: the release before this one, if any."""

    release: Release
    instrument: Instrument
    called: Called
    before: Release | None
    draft: bool
    words: Words

    @property
    def gettext(self) -> Callable[[str], str]:
        return self.words.translations.gettext

    @property
    def ngettext(self) -> Callable[[str, str, int], str]:
        return self.words.translations.ngettext

    @cached_property
    def everyone(self) -> Cell | None:
        """The cell of all firms, if it is published."""
        return everyone_of(self.release)

    @property
    def overall(self) -> Summary | None:
        return self.everyone.scores.get(OVERALL) if self.everyone else None

    @cached_property
    def baseline(self) -> Level:
        """The level that the instrument names as the one to reach."""
        return next(level for level in self.instrument.levels if level.id == self.instrument.baseline)

    @cached_property
    def measured(self) -> tuple[Dimension, ...]:
        """Dimensions with a score of all firms."""
        cell = self.everyone
        return tuple(one for one in self.instrument.dimensions if cell and one.id in cell.scores)

    @cached_property
    def _scored(self) -> dict[int, Mapping[str, float]]:
        """By the identity of a cell, which lives as long as the release."""
        return {}

    def question_scores(self, cell: Cell) -> Mapping[str, float]:
        """The mean score of each question that the cell tells of, 0 to 1; reckoned once for each cell."""
        if id(cell) not in self._scored:
            scores = {name: score_of(question, cell) for name, question in self.instrument.questions.items()}
            self._scored[id(cell)] = {name: score for name, score in scores.items() if score is not None}
        return self._scored[id(cell)]

    def groups(self, *fields: str) -> tuple[Group, ...]:
        """The groups of a table in its order, those withheld last; none where it is not published."""
        table = self.release.table(*fields)
        if table is None:
            return ()
        shown = [Group(cell.group, self.title(fields, cell.group), cell) for cell in table.cells]
        hidden = [Group(group, self.title(fields, group), None) for group in table.withheld]
        return (*shown, *hidden)

    def title(self, fields: tuple[str, ...], group: tuple[str, ...]) -> str:
        """What a group is called; of two fields both names."""
        titles = [
            group_title(self.words, field, value, self.release.titles.get(field, {}))
            for field, value in zip(fields, group, strict=True)
        ]
        return joined(self.words, titles)

    def repeated(self, cell: Cell | None) -> str:
        """From which release the figures of a cell are repeated; "" for those of this one."""
        if cell is None or cell.number == self.release.number:
            return ""
        template = self.gettext("as of release {number}, {date}")
        return template.format(number=self.words.number(cell.number), date=self.words.date(cell.date))


def everyone_of(release: Release) -> Cell | None:
    """The cell of all firms of a release."""
    table = release.table()
    return table.cell() if table else None


def told_below(told: Told) -> Figure | None:
    """The share of all firms below the baseline, where enough are behind it for a sentence."""
    cell = told.everyone
    n = firms_in(cell) or told.release.n or 0
    return cell.below if cell and n >= TOLD_FROM else None


def firms_in(cell: Cell | None) -> int | None:
    """Firms behind what a cell says of levels: those with an overall score, else the most that answered a question."""
    if cell is None:
        return None
    if OVERALL in cell.scores:
        return cell.scores[OVERALL].n
    return max((mark.n for name, mark in cell.marks.items() if not name.startswith((ACTION, OWN))), default=None)
