"""The codebook of a release: what every name in its tables means, for those who take its figures elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, fields, replace
from gettext import NullTranslations
from typing import Any

import pandas as pd

from scoring.instrument import (
    GridQuestion,
    Instrument,
    Level,
    MultipleQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
)
from scoring.messages import ENGLISH, N_, Message
from scoring.release.grouping import FIELDS
from scoring.release.index import DII
from scoring.release.marks import ACTION
from scoring.release.model import Cell, Release
from scoring.release.naming import FIELD_NAMES, group_name
from scoring.release.shown import CHANGE, is_change
from scoring.release.tables import LEVEL, WITHHELD, rows_of

FORMAT = 1
"""Version of the form of the codebook's JSON."""


@dataclass(frozen=True)
class Entry:
    """One name and what it means.

    ``kind``: "column" of the table of figures, "field" by which there is a table, "group" of a field (``field group``),
    "measure", "figure" of a measure, "level", "answer" to a question, "action" that would help, "own" answer to a
    question of the body's own, "end" of a figure. ``title``: what it is called; ``detail``: what more there is to say:
    the answer itself, where the title is the question. ``unit``, ``scale``, ``rounding``: of the numbers, if any.
    """

    kind: str
    name: str
    title: str
    detail: str = ""
    unit: str = ""
    scale: str = ""
    rounding: str = ""


COLUMNS = tuple(field.name for field in fields(Entry))

Told = tuple[str, ...]
"""Title, detail, unit, scale, rounding: as far as there are any, not yet translated."""

POINTS, PERCENT, FIRMS, RATIO = N_("points"), N_("% of the firms"), N_("firms"), N_("ratio")
WHOLE = N_("Whole points, half up. Below 5 and above 95 only that is told.")
SIGNED = N_("Whole points, half up.")
STEPS = N_("The number of firms to the nearest 5 over all to the nearest 5, in steps of 5 %. Below 5 % and above 95 %"
           " only that is told.")  # fmt: skip
HUNDREDTHS = N_("Two decimals, half up.")
FIVES = N_("To the nearest 5.")

TABLE_COLUMNS: Mapping[str, Told] = {
    "table": (N_("The fields by which the firms are grouped, joined by “ × ”; “all”: all firms together."),),
    "group": (N_("The group, one for each field, joined by “ × ”; “all”: all firms together."),),
    "measure": (N_("What the figure is of: a score, a change, levels, an answer or an action."),),
    "figure": (N_("Which figure it is."),),
    "value": (N_("The number. Empty where a group is withheld."),),
    "beyond": (N_("“below” or “above” where only that is known: the value is then the bound."),),
    "n": (N_("Firms behind the figure."), "", FIRMS, "", FIVES),
    "number": (N_("The release that computed the figure: an earlier one where fewer than five firms changed since."),),
    "date": (N_("The date of the release that computed the figure."),),
}
FIGURES: Mapping[str, Told] = {
    "mean": (N_("Mean of the firms"), "", POINTS),
    "low": (N_("Lower end of the interval of the mean, at 95 %"),
            N_("For sampling error only, as if the firms had been drawn at random; from 40 firms."), POINTS),
    "high": (N_("Upper end of the interval of the mean, at 95 %"),
             N_("For sampling error only, as if the firms had been drawn at random; from 40 firms."), POINTS),
    "weighted": (N_("Mean weighted to all firms that there are, by size and sector"), "", POINTS),
    "p": (N_("Quantile: so many per cent of the firms lie at or below it"),
          N_("p50, the median, from 20 firms; p25 and p75 from 40; the others from 100. Type 7 of Hyndman and Fan."),
          POINTS),
    "share": (N_("Share of the firms for which the answer or the action holds"), "", PERCENT, "0-100", STEPS),
    "gini": (N_("Gini coefficient of the overall score: 0 where all are alike"), N_("From 40 firms."), RATIO, "0-1",
             HUNDREDTHS),
    "theil": (N_("Theil’s T of the overall score: 0 where all are alike"), N_("From 40 firms."), RATIO, "≥ 0",
              HUNDREDTHS),
    "theil_between": (N_("Share of Theil’s T that lies between the groups of the field named"),
                      N_("Of the published groups only."), RATIO, "0-1", HUNDREDTHS),
    "alpha": (N_("Cronbach’s alpha: how far the answers to the questions go together"),
              N_("Raw, of the firms that answered all of them, from 100 such firms. A low one of a checklist is no"
                 " failure."), RATIO, "≤ 1", HUNDREDTHS),
    "omega": (N_("McDonald’s omega: how much of the sum of the questions one common factor makes up"),
              N_("Of the firms that answered all of them, from 100 such firms."), RATIO, "0-1", HUNDREDTHS),
    WITHHELD: (N_("This group is not published"),
               N_("It has too few firms, perhaps none, or would give another group away.")),
}  # fmt: skip
ENDS: Mapping[str, Told] = {
    "below": (N_("The number is below the value."),),
    "above": (N_("The number is above the value."),),
}
CHANGED = N_("Change since the first time, of firms that answered twice: {measure}")
OVERALL_SCORE = N_("Overall score")
LEVELS = N_("Share of the firms at a level, or at some levels next to each other, joined by “+”")
FROM, UP_TO = N_("from {bound} points"), N_("up to {bound} points")
BELOW = N_("Share of the firms below the level “{level}”")
BASIC = N_("Basic digital intensity or more, as Eurostat counts it (version {version} of its index)")
BASIC_OF = N_("Of firms of 10 people or more whose answers decide it; n says how many those are.")
VALUES_OF = N_("Values: {values}")


def codebook_of(release: Release, instrument: Instrument, translations: NullTranslations = ENGLISH) -> list[Entry]:
    """An entry for every name that the tables of a release use, in the order of the tables.

    Titles of questions, dimensions and levels are in the language of ``instrument``, those of own lists and questions
    as the body wrote them, all else in that of ``translations``. Raises ``ValueError`` for another instrument.
    """
    if release.hash != instrument.content_hash:
        raise ValueError("the release is of another instrument")
    cells = [cell for table in release.tables for cell in table.cells]
    measures = dict.fromkeys(name for cell in cells for name in cell.scores)
    return [
        *_told("column", TABLE_COLUMNS, translations),
        *_groups(release, translations),
        *(_measure(name, instrument, translations) for name in measures),
        *_figures(cells, translations),
        *_levels(instrument, translations),
        *_marks(release, cells, instrument, translations),
        *_told("end", ENDS, translations),
    ]


def meaning_of(mark: str, release: Release, instrument: Instrument, translations: NullTranslations) -> Entry | None:
    """What an answer or an action is called that a release has or could have; None for one that nobody knows.

    ``mark``: as ``Cell.marks`` names it. Unit, scale and rounding are left empty.
    """
    if mark.startswith(DII):
        return _basic(mark, translations)
    return _known_marks(release, instrument).get(mark)


def frame(entries: list[Entry]) -> pd.DataFrame:
    """The codebook as a table, a row for each entry."""
    return pd.DataFrame([astuple(entry) for entry in entries], columns=list(COLUMNS), dtype="string")


def document(entries: list[Entry], release: Release) -> dict[str, Any]:
    """The codebook as plain JSON, with which release it is of."""
    about = {"campaign": release.campaign, "number": release.number, "date": release.date.isoformat()}
    return {"format": FORMAT, **about, "instrument": release.instrument, "entries": [asdict(one) for one in entries]}


def _told(kind: str, entries: Mapping[str, Told], translations: NullTranslations) -> Iterator[Entry]:
    for name, told in entries.items():
        yield Entry(kind, name, *(translations.gettext(text) if text else "" for text in told))


def _groups(release: Release, translations: NullTranslations) -> Iterator[Entry]:
    """The fields by which there are tables, each with its groups, published or not, and the values in each."""
    for name in FIELDS:
        groups = dict.fromkeys(
            group[table.fields.index(name)]
            for table in release.tables
            if name in table.fields
            for group in [*(cell.group for cell in table.cells), *table.withheld]
        )
        if groups:
            yield Entry("field", name, translations.gettext(FIELD_NAMES[name]))
        for group in groups:
            values = [value for value, own in release.grouping.get(name, {}).items() if own == group != value]
            detail = Message(VALUES_OF, {"values": ", ".join(values)}).render(translations) if values else ""
            yield Entry("group", f"{name} {group}", group_name(release, name, group, translations), detail)


def _measure(name: str, instrument: Instrument, translations: NullTranslations) -> Entry:
    """A score or a change of one."""
    part = name.removeprefix(CHANGE).removeprefix(".") if is_change(name) else name
    titles = {dimension.id: (dimension.title, dimension.description) for dimension in instrument.dimensions}
    title, detail = titles.get(part, (translations.gettext(OVERALL_SCORE), ""))
    points = translations.gettext(POINTS)
    if not is_change(name):
        return Entry("measure", name, title, detail, points, "0-100", translations.gettext(WHOLE))
    changed = Message(CHANGED, {"measure": title}).render(translations)
    return Entry("measure", name, changed, detail, points, "-100-100", translations.gettext(SIGNED))


def _figures(cells: list[Cell], translations: NullTranslations) -> Iterator[Entry]:
    used = dict.fromkeys(figure for cell in cells for measure, figure, _, _ in rows_of(cell) if measure != LEVEL)
    kinds = {name: "p" if name[1:].isdecimal() else name.partition(".")[0] for name in (*used, WITHHELD)}
    yield from _told("figure", {name: FIGURES[kind] for name, kind in kinds.items()}, translations)


def _levels(instrument: Instrument, translations: NullTranslations) -> Iterator[Entry]:
    """The levels with their cuts, and the share below the baseline, which figures of the measure ``level`` name."""
    of_share = (translations.gettext(PERCENT), "0-100", translations.gettext(STEPS))
    yield Entry("measure", LEVEL, translations.gettext(LEVELS), "", *of_share)
    for level in instrument.levels:
        yield Entry("level", level.id, level.title, level.meaning, scale=_cut(level, instrument, translations))
    baseline = next(level.title for level in instrument.levels if level.id == instrument.baseline)
    below = Message(BELOW, {"level": baseline}).render(translations)
    yield Entry("level", "below_baseline", below, "", *of_share)


def _cut(level: Level, instrument: Instrument, translations: NullTranslations) -> str:
    if level.bound is None:
        return ""
    return Message(FROM if instrument.cut == "lower" else UP_TO, {"bound": f"{level.bound:g}"}).render(translations)


def _marks(
    release: Release, cells: list[Cell], instrument: Instrument, translations: NullTranslations
) -> Iterator[Entry]:
    """The answers and actions that any cell shows."""
    known = _known_marks(release, instrument)
    percent, steps = translations.gettext(PERCENT), translations.gettext(STEPS)
    for mark in dict.fromkeys(mark for cell in cells for mark in cell.marks):
        entry = _basic(mark, translations) if mark.startswith(DII) else known[mark]
        yield replace(entry, unit=percent, scale="0-100", rounding=steps)


def _known_marks(release: Release, instrument: Instrument) -> dict[str, Entry]:
    actions = {
        f"{ACTION}{one.id}": Entry("action", f"{ACTION}{one.id}", one.title, one.summary) for one in instrument.actions
    }
    return {**_answers(instrument), **_own(release), **actions}


def _basic(mark: str, translations: NullTranslations) -> Entry:
    version = mark.removeprefix(DII).partition(".")[0]
    title = Message(BASIC, {"version": version}).render(translations)
    return Entry("answer", mark, title, translations.gettext(BASIC_OF))


def _own(release: Release) -> dict[str, Entry]:
    return {
        f"{choice.id}.{option}": Entry("own", f"{choice.id}.{option}", choice.text, text)
        for choice in release.choices
        for option, text in choice.options.items()
    }


def _answers(instrument: Instrument) -> dict[str, Entry]:
    """The options of every question that has marks: as ``marks_of`` names them."""
    return {
        f"{asked.id}.{name}": Entry("answer", f"{asked.id}.{name}", asked.text, text)
        for asked in instrument.questions.values()
        for name, text in _options(asked)
    }


def _options(asked: Question) -> Iterator[tuple[str, str]]:
    if isinstance(asked, NumberQuestion):
        yield from ((band.id, band.label) for band in asked.bands)
    if isinstance(asked, SingleQuestion | MultipleQuestion):
        yield from ((option.id, option.label) for option in asked.options)
    if isinstance(asked, GridQuestion):
        for row in asked.rows:
            yield from ((f"{row.id}.{option.id}", f"{row.label}: {option.label}") for option in asked.options)
