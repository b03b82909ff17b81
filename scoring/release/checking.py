"""What a release read from a file must satisfy beyond its shape: figures in their range, names that there are."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator

from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem
from scoring.release.disclosure import LOWEST
from scoring.release.grouping import FIELDS
from scoring.release.model import OWN, Cell, Figure, Release, Table
from scoring.release.shown import is_change

OUTSIDE = N_("{value} lies outside {low} to {high}.")
NO_STEP = N_("{value} is not a multiple of 5.")
NO_GROUP = N_("A cell of this table needs {n} groups.")
LATER = N_("This is later than the release itself.")
NO_INSTRUMENT = N_("This release is of {found}, not of {expected}. Read it with the instrument that it was made for.")
OTHER_CONTENT = N_("This release was made when {reference} was scored by other rules. Make a new release.")
NO_MEASURE = N_("The instrument has no such measure.")
NO_LEVEL = N_("The instrument has no level “{level}”.")
NO_TABLE = N_("There is no table by this field. There are tables by {fields}.")
NO_OWN_ID = N_("The id of a question of a body’s own begins with {own} and has no dot.")
OWN_TWICE = N_("This question stands there more than once.")
NO_QUESTION = N_("No question of the campaign’s own has this answer.")
ALL_ONLY = N_("Only all firms together have this.")
NO_FIVE = N_("At least 5 is expected here, or nothing.")
MORE = N_("More answered than were invited.")


def problems_of(release: Release, instrument: Instrument | None = None) -> list[Problem]:
    """Everything in a release that cannot be; with an instrument also what that one does not have."""
    shown = {mark for table in release.tables for cell in table.cells for mark in cell.marks}
    problems = [*_numbers(release), *of_a_body(release, shown, release.titles)]
    for place, table in enumerate(release.tables):
        problems += _table_problems(release, table, f"tables[{place}]")
    return problems + ([] if instrument is None else [*_strange(release, instrument)])


def of_a_body(release: Release, marks: Collection[str], fields: Collection[str]) -> list[Problem]:
    """What cannot be of its own questions, of which there are these ``marks``, of its response and its ``fields``."""
    problems = [*_own_questions(release, marks), *_response_problems(release)]
    told = {"fields": ", ".join(FIELDS)}
    return problems + [Problem(name, Message(NO_TABLE, told)) for name in sorted({*fields} - {*FIELDS})]


def _own_questions(release: Release, marks: Collection[str]) -> Iterator[Problem]:
    ids = [choice.id for choice in release.choices]
    for place, name in enumerate(ids):
        if not name.startswith(OWN) or "." in name:
            yield Problem(f"choices[{place}].id", Message(NO_OWN_ID, {"own": OWN}))
        if name in ids[:place]:
            yield Problem(f"choices[{place}].id", Message(OWN_TWICE))
    known = {f"{choice.id}.{option}" for choice in release.choices for option in choice.options}
    for mark in sorted({mark for mark in marks if mark.startswith(OWN)} - known):
        yield Problem(mark, Message(NO_QUESTION))


def _response_problems(release: Release) -> Iterator[Problem]:
    if release.response is None:
        return
    invited, answered = release.response.invited, release.response.answered
    for name, value in (("invited", invited), ("answered", answered)):
        if value is not None:
            yield from _count(value, f"response.{name}")
        if value == 0:
            yield Problem(f"response.{name}", Message(NO_FIVE))
    if answered is not None and answered > (invited or 0):
        yield Problem("response.answered", Message(MORE))


def _numbers(release: Release) -> Iterator[Problem]:
    yield from _outside(release.number, 1, None, "number")
    yield from _outside(release.least, LOWEST, None, "least")
    if release.n is not None:
        yield from _count(release.n, "n")


def _table_problems(release: Release, table: Table, place: str) -> Iterator[Problem]:
    groups = [(f"{place}.cells[{at}]", cell.group) for at, cell in enumerate(table.cells)]
    groups += [(f"{place}.withheld[{at}]", group) for at, group in enumerate(table.withheld)]
    for at, group in groups:
        if len(group) != len(table.fields):
            yield Problem(at, Message(NO_GROUP, {"n": len(table.fields)}))
    for number, cell in enumerate(table.cells):
        at = f"{place}.cells[{number}]"
        if cell.number > release.number or cell.date > release.date:
            yield Problem(at, Message(LATER))
        for part in (_score_problems, _share_problems, _polarisation_problems, _coefficient_problems):
            yield from part(cell, at)


def _score_problems(cell: Cell, place: str) -> Iterator[Problem]:
    for measure, summary in cell.scores.items():
        at = f"{place}.scores.{measure}"
        low = -100 if is_change(measure) else 0
        yield from _count(summary.n, f"{at}.n")
        named = {"mean": summary.mean, "weighted": summary.weighted}
        named |= {f"interval[{end}]": figure for end, figure in enumerate(summary.interval or ())}
        named |= {f"quantiles.{percent}": figure for percent, figure in summary.quantiles.items()}
        for name, figure in named.items():
            if figure is not None:
                yield from _outside(figure.value, low, 100, f"{at}.{name}")
        for percent in summary.quantiles:
            yield from _outside(percent, 1, 99, f"{at}.quantiles.{percent}")


def _share_problems(cell: Cell, place: str) -> Iterator[Problem]:
    shares: dict[str, Figure] = {f"levels[{at}].share": level.share for at, level in enumerate(cell.levels)}
    shares |= {f"marks.{mark}.share": answered.share for mark, answered in cell.marks.items()}
    shares |= {} if cell.below is None else {"below": cell.below}
    for name, share in shares.items():
        yield from _outside(share.value, 0, 100, f"{place}.{name}")
        yield from _stepped(share.value, f"{place}.{name}")
    for mark, answered in cell.marks.items():
        yield from _count(answered.n, f"{place}.marks.{mark}.n")


def _polarisation_problems(cell: Cell, place: str) -> Iterator[Problem]:
    if cell.polarisation is None:
        return
    for name, high in (("gini", 1.0), ("theil", None), ("between_share", 1.0)):
        value: float | None = getattr(cell.polarisation, name)
        if value is not None:
            yield from _outside(value, 0, high, f"{place}.polarisation.{name}")


def _coefficient_problems(cell: Cell, place: str) -> Iterator[Problem]:
    if cell.reliability and cell.group:
        yield Problem(f"{place}.reliability", Message(ALL_ONLY))
    for name, found in cell.reliability.items():
        at = f"{place}.reliability.{name}"
        yield from _count(found.n, f"{at}.n")
        if found.alpha is not None:
            yield from _outside(found.alpha, -math.inf, 1, f"{at}.alpha")
        if found.omega is not None:
            yield from _outside(found.omega, 0, 1, f"{at}.omega")


def _outside(value: float, low: float, high: float | None, place: str) -> Iterator[Problem]:
    if value < low or (high is not None and value > high):
        told = {"low": "…" if low == -math.inf else low, "high": "…" if high is None else high}
        yield Problem(place, Message(OUTSIDE, {"value": value, **told}))


def _count(value: int, place: str) -> Iterator[Problem]:
    yield from _outside(value, 0, None, place)
    yield from _stepped(value, place)


def _stepped(value: int, place: str) -> Iterator[Problem]:
    if value % 5:
        yield Problem(place, Message(NO_STEP, {"value": value}))


def _strange(release: Release, instrument: Instrument) -> Iterator[Problem]:
    """What does not fit the instrument; of another instrument nothing else is worth saying."""
    if release.instrument != instrument.reference:
        told = {"found": release.instrument, "expected": instrument.reference}
        yield Problem("instrument", Message(NO_INSTRUMENT, told))
        return
    if release.hash != instrument.content_hash:
        yield Problem("hash", Message(OTHER_CONTENT, {"reference": instrument.reference}))
        return
    levels = {level.id for level in instrument.levels}
    known: Callable[[str], bool] = {"overall", *(dimension.id for dimension in instrument.dimensions)}.__contains__
    for place, table in enumerate(release.tables):
        for number, cell in enumerate(table.cells):
            at = f"tables[{place}].cells[{number}]"
            for measure in cell.scores:
                if not known(measure.removeprefix("change.")) and measure != "change":
                    yield Problem(f"{at}.scores.{measure}", Message(NO_MEASURE))
            for name in cell.reliability.keys() - {dimension.id for dimension in instrument.dimensions}:
                yield Problem(f"{at}.reliability.{name}", Message(NO_MEASURE))
            for level in (level for share in cell.levels for level in share.levels if level not in levels):
                yield Problem(f"{at}.levels", Message(NO_LEVEL, {"level": level}))
