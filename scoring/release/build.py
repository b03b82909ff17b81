"""The build of a release: from the firms of a campaign, as they are now, to tables that may be published."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence, Sized
from dataclasses import replace
from functools import partial
from itertools import takewhile

import numpy as np
import pandas as pd

from scoring.comparable import common_core, is_comparable
from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem, counted
from scoring.release.cells import cell_at, measured_of, still_shown
from scoring.release.checking import of_a_body
from scoring.release.coefficients import with_coefficients
from scoring.release.disclosure import Rules, nearest_five
from scoring.release.grouping import TOGETHER, Grouping, Layout, classes_of, grouping_of, parts_of
from scoring.release.model import (
    ALL,
    Cell,
    Choice,
    Published,
    Release,
    ReleaseError,
    Response,
    Snapshot,
    Table,
)
from scoring.release.polarisation import with_polarisation
from scoring.release.recompute import CHANGED, computed_anew, published_before, shown_before, since_each
from scoring.release.shown import is_change, shown_cells
from scoring.release.statistics import counts_of


def build(  # noqa: PLR0913 - what a release is made from, by name
    snapshot: Snapshot,
    instrument: Instrument,
    *,
    campaign: str,
    date: datetime.date,
    history: Sequence[Published] = (),
    rules: Rules | None = None,
    merges: Grouping | None = None,
    titles: Grouping | None = None,
    choices: Sequence[Choice] = (),
    response: Response | None = None,
) -> Published:
    """The next release of a campaign: the declared tables, grouped, with small cells withheld and figures rounded.

    ``history``: what the campaign published before, oldest first; it fixes the groups, and a cell is computed anew only
    when five of its firms entered, left or changed. Below ``rules.least`` + 1
    firms the release says only that there are so few. The order of the firms changes nothing.

    Of a body: ``merges``: field → group → the group that it goes with, as decided before the field's groups are fixed.
    ``titles``: field → entry → what it is called, of the fields for which it has a list of its own; told are those of
    the groups that there are. ``choices``: its own questions. ``response``: to its invitations.

    Raises ``ReleaseError`` with every fault: an instrument that asks too little of every firm (see ``comparable``), a
    firm twice, weights that are none, a score off its scale, a history of another instrument or campaign, a date before
    the last release, a field that has no table, own questions or numbers that ``checking`` refuses; ``ValueError`` for
    a snapshot that is none (parts of different length).
    """
    rules, titles = rules or Rules(), titles or {}
    _check(snapshot, instrument, campaign, date, history)
    number = history[-1].release.number + 1 if history else 1
    enough = len(snapshot) > rules.least
    grouping = grouping_of(snapshot, history, rules, merges, titles)
    release = Release(
        campaign, number, date, instrument.reference, instrument.content_hash,
        n=_told_n(snapshot, history) if enough else None,
        least=rules.least,
        grouping=grouping if enough else {name: {} for name in grouping},
        tables=(),
        response=response,
        titles=_titles(titles, grouping) if enough else {},
        choices=tuple(choices),
    )  # fmt: skip
    if problems := of_a_body(release, [str(name) for name in snapshot.marks], (*titles, *(merges or {}))):
        raise ReleaseError(problems)
    if enough:
        release = replace(release, tables=_tables(snapshot, instrument, release, history, rules))
    return Published(release, snapshot)


def _titles(titles: Grouping, grouping: Grouping) -> Grouping:
    """What the groups of own lists are called, those of several parts by all of them."""
    return {
        name: {
            group: TOGETHER.join(called.get(part, part) for part in parts_of(group))
            for group in sorted({*grouping.get(name, {}).values()})
            if not called.keys().isdisjoint(parts_of(group))
        }
        for name, called in titles.items()
    }


def _told_n(snapshot: Snapshot, history: Sequence[Published]) -> int:
    """How many firms are counted, to the nearest 5; as told before, where fewer than five came or went since then."""
    if not history or history[-1].release.n is None:
        return nearest_five(len(snapshot))
    told = history[-1].release.n
    same = takewhile(lambda past: past.release.n == told, reversed(history))
    first = list(same)[-1].snapshot
    moved = len(set(snapshot.keys) ^ set(first.keys))
    return told if moved < CHANGED else nearest_five(len(snapshot))


def _tables(
    snapshot: Snapshot, instrument: Instrument, release: Release, history: Sequence[Published], rules: Rules
) -> tuple[Table, ...]:
    """The declared tables that have two published cells or more, and that of all if it has its one."""
    classes = classes_of(snapshot, release.grouping)
    since = since_each(snapshot, classes, release.grouping, history)
    measured = measured_of(snapshot, instrument, classes, rules, partial(shown_before, since))
    shown = {layout.fields: shown_cells(measured.shown, layout) for layout in classes.layouts}
    everyone = {layout.fields: counts for layout, counts in counts_of(snapshot, classes, np.ones(len(snapshot), bool))}
    anew = computed_anew(classes, since, shown, everyone, rules.least)
    before = published_before(history)
    tables = []
    for layout in classes.layouts:
        cells = [
            cell_at(measured, layout, place, release.number, release.date)
            if anew[layout.fields][place]
            else still_shown(before.get((layout.fields, group)), measured, layout, place)
            for place, group in enumerate(layout.groups)
        ]
        if layout.fields == ALL:
            cells = [cell and with_coefficients(cell, snapshot, instrument, history, release) for cell in cells]
        tables.append(_table(layout, cells))
    published = [table for table in tables if len(table.cells) > (table.fields != ALL)]
    return with_polarisation(published, snapshot, classes, release.number)


def _table(layout: Layout, cells: Sequence[Cell | None]) -> Table:
    published = tuple(cell for cell in cells if cell is not None and (cell.scores or cell.marks or cell.below))
    groups = {cell.group for cell in published}
    return Table(layout.fields, published, tuple(group for group in layout.groups if group not in groups))


def _check(
    snapshot: Snapshot, instrument: Instrument, campaign: str, date: datetime.date, history: Sequence[Published]
) -> None:
    _check_shape(snapshot)
    problems = [*_adapted(instrument), *_twice(snapshot), *_no_weights(snapshot), *_off_scale(snapshot)]
    problems += _against_history(instrument, campaign, date, history)
    if problems:
        raise ReleaseError(problems)


def _check_shape(snapshot: Snapshot) -> None:
    n = len(snapshot)
    parts: list[Sized] = [snapshot.digests, snapshot.fields, snapshot.scores, snapshot.levels, snapshot.marks]
    parts += [] if snapshot.weights is None else [snapshot.weights]
    if any(len(part) != n for part in parts):
        raise ValueError("the parts of the snapshot differ in length")
    if any(len(seen) and (np.min(seen) < 0 or np.max(seen) >= n) for seen in snapshot.viewers):
        raise ValueError("an account sees a firm that the snapshot does not have")


ADAPTED = N_(
    "Firms cannot be compared by this questionnaire: {share} % of what it scores is asked of every firm, and it takes"
    " {least} %. Ask more without a condition."
)
TWICE = N_("This firm is in the snapshot more than once.")
NO_WEIGHTS = N_("Weights must be finite numbers of 0 or more, or NaN for a firm without one.")
ANOTHER = N_("The release before is of another questionnaire, {reference}, or of other scoring of it.")
ANOTHER_CAMPAIGN = N_("The release before is of another campaign, {campaign}.")
EARLIER = N_("The date is before that of the last release, {date}.")


def _adapted(instrument: Instrument) -> Iterator[Problem]:
    if not is_comparable(instrument):
        yield Problem(instrument.reference, Message(ADAPTED, common_core(instrument).params))


def _twice(snapshot: Snapshot) -> Iterator[Problem]:
    keys = pd.Series(snapshot.keys, dtype=object)
    for key in sorted({str(key) for key in keys[keys.duplicated()]}):
        yield Problem(key, Message(TWICE))


def _no_weights(snapshot: Snapshot) -> Iterator[Problem]:
    """NaN says that a firm has no weight; None, ``pandas.NA`` and whatever else is like it make no array of floats."""
    if snapshot.weights is None:
        return
    weights = np.asarray(snapshot.weights)
    if weights.dtype.kind not in "fiu" or ((weights < 0) | np.isinf(weights)).any():
        yield Problem("weights", Message(NO_WEIGHTS))


def _off_scale(snapshot: Snapshot) -> Iterator[Problem]:
    for name in snapshot.scores:
        low = -100.0 if is_change(str(name)) else 0.0
        values = snapshot.scores[name].to_numpy()
        if off := int(((values < low) | (values > 100.0)).sum()):
            message = counted(
                "{n} score lies outside {low} to {high}.",
                "{n} scores lie outside {low} to {high}.",
                off,
                low=int(low),
                high=100,
            )
            yield Problem(str(name), message)


def _against_history(
    instrument: Instrument, campaign: str, date: datetime.date, history: Sequence[Published]
) -> Iterator[Problem]:
    if not history:
        return
    last = history[-1].release
    if last.hash != instrument.content_hash:
        yield Problem("instrument", Message(ANOTHER, {"reference": last.instrument}))
    if last.campaign != campaign:
        yield Problem("campaign", Message(ANOTHER_CAMPAIGN, {"campaign": last.campaign}))
    if date < last.date:
        yield Problem("date", Message(EARLIER, {"date": last.date.isoformat()}))
