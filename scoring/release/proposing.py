"""Before a release is made: which groups would be published, which not and why, and what would help. From counts only.

Nothing here knows a score, and all that is told follows from counts in fives (``live``): a preview before and one after
a firm entered differ only where such a count does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Literal

import numpy as np
import pandas as pd

from scoring.fields import SIZES
from scoring.release.disclosure import Rules
from scoring.release.grouping import (
    FIELDS,
    PAIRS,
    PAIRS_FROM,
    SECTOR_GROUPS,
    TOGETHER,
    Grouping,
    order,
    standing,
    starting_groups,
)
from scoring.release.live import FEWEST, LIKELY, LOOKS, MOST, STEP, Live, live
from scoring.release.model import OTHER
from scoring.release.withholding import Counts, withheld

Fate = Literal["published", "merged", "withheld"]
Why = Literal["", "few", "protects", "alone"]

Fields = tuple[str, ...]

KNOWN: Mapping[str, Collection[str]] = {"size": SIZES, "sector": SECTOR_GROUPS}
"""What firms can be, whoever has answered; of places there are too many to tell of each that nobody is there."""

LOOKED_AT = 12
"""Proposals of which the tables by two fields are looked at too: those that do most for the table by their field."""


@dataclass(frozen=True)
class Awaited:
    """One group and what would become of it.

    ``firms``: rounded down to fives, None for under 5. ``fate``: "published"; "merged" into the other groups;
    "withheld". ``why``: "few" firms that nobody knows; "protects" another group, whose firms would follow from it;
    "alone": no two groups of the table are large enough. ``sure``: whether it is so in every look at what the fives
    leave open.
    """

    group: tuple[str, ...]
    firms: int | None
    fate: Fate
    why: Why = ""
    sure: bool = True


@dataclass(frozen=True)
class AwaitedTable:
    """One declared table; by one field the groups that firms begin in, by two those that these end in. ``fixed``: an
    earlier release fixed its groups."""

    fields: Fields
    groups: tuple[Awaited, ...]
    fixed: bool = False

    @property
    def failing(self) -> int:
        """Groups that would not be published by their name."""
        return sum(one.fate != "published" for one in self.groups)


@dataclass(frozen=True)
class Proposal:
    """Two groups of a field to put together, and how many more groups would then be published by their name, in all
    tables."""

    field: str
    groups: tuple[str, str]
    more: int


@dataclass(frozen=True)
class Preview:
    """What a release made now would look like. ``n``: firms, rounded down to fives, None for under 5. ``proposals``:
    best first, none for a field whose groups are fixed."""

    n: int | None
    enough: bool
    tables: tuple[AwaitedTable, ...]
    proposals: tuple[Proposal, ...]


def preview(  # noqa: PLR0913 - what a release is grouped by, by name
    fields: pd.DataFrame,
    *,
    viewers: Sequence[np.ndarray] = (),
    own_link: bool = False,
    merges: Grouping | None = None,
    fixed: Grouping | None = None,
    own: Mapping[str, Collection[str]] | None = None,
    rules: Rules | None = None,
    most: int = 5,
) -> Preview:
    """What would be published of n firms with these ``fields`` (as ``Snapshot.fields``), and what would pass.

    ``viewers``, ``own_link``: as ``Snapshot``; ``merges``: as ``grouping_of``; ``fixed``: see ``fixed_by``; ``own``:
    the entries of the body's own lists by their field. ``most``: proposals. What earlier releases showed, and firms
    without a score, may withhold more, as may one to four firms that are in none of the groups that are large enough to
    be told of. ``enough``: whether there are firms enough for anything, whatever the fives leave open.
    """
    rules, fixed, merges, own = rules or Rules(), fixed or {}, merges or {}, own or {}
    known = [name for name in FIELDS if name in fields]
    begun = {name: _starts(fields[name], name, merges, fixed, own) for name in known}
    starts = pd.DataFrame({name: groups for name, (groups, _) in begun.items()}, index=range(len(fields)))
    n = len(fields) // STEP * STEP
    pairs = PAIRS if n >= PAIRS_FROM else ()
    tables: list[Fields] = [(name,) for name in known]
    tables += [pair for pair in pairs if set(pair) <= set(known)]
    counts = {table: live(starts, table, viewers, own_link) for table in tables}
    named = {name: groups for name, (_, groups) in begun.items()}
    case = _Case(counts, named, frozenset(name for name in known if fixed.get(name)), rules.least)
    enough = n - max([int(own_link), *(-(-len(seen) // STEP) * STEP for seen in viewers)]) >= rules.least
    return Preview(n or None, enough, tuple(_tables(case)), tuple(_proposals(case))[:most] if enough else ())


def _starts(
    values: pd.Series, field: str, merges: Grouping, fixed: Grouping, own: Mapping[str, Collection[str]]
) -> tuple[pd.Series, list[str]]:
    """The group that each firm begins in, which is the one it is in where groups are fixed; and the groups that are
    known beforehand, whoever is in them.

    Groups that are not fixed are there from five firms on, as are all others together: a table with a group of one firm
    would else differ from the table without it.
    """
    known, names = own.get(field, KNOWN.get(field, ())), [str(value) for value in values.unique()]
    start = starting_groups(field, [*known, *names], merges.get(field), field in own)
    named = [*dict.fromkeys(start[name] for name in known)]
    there: set[str] = set()
    if fixed.get(field):
        start, named = {value: fixed[field].get(value, OTHER) for value in names}, []
        there = {*fixed[field].values()}
    groups = values.map(start)
    there |= _many(groups)
    groups = groups.where(groups.isin(there), OTHER)
    categories = sorted(there | _many(groups), key=order)
    return pd.Series(pd.Categorical(groups.where(groups.isin(categories)), categories=categories)), named


def _many(groups: pd.Series) -> set[str]:
    firms = groups.value_counts()
    return {str(group) for group in firms.index[firms >= STEP]}


@dataclass(frozen=True)
class _Case:
    """The counts of each table, the groups of each field that are known beforehand, the fields whose groups are fixed,
    and the least."""

    counts: Mapping[Fields, Live]
    named: Mapping[str, Sequence[str]]
    fixed: frozenset[str]
    least: int

    @property
    def one_way(self) -> list[str]:
        return [fields[0] for fields in self.counts if len(fields) == 1]


@dataclass(frozen=True)
class _Grouped:
    """The groups of one field: into which each starting group goes, all in order, and which of them are published."""

    into: Mapping[str, str]
    names: list[str]
    shown: np.ndarray

    @property
    def published(self) -> bool:
        """Whether there is a table: one cell is none."""
        return int(self.shown.sum()) > 1

    @property
    def named(self) -> int:
        """Groups published by their name."""
        shown = [name for name, there in zip(self.names, self.shown, strict=True) if there]
        return sum(name != OTHER for name in shown) if self.published else 0


def _grouped(case: _Case, field: str, look: int = LIKELY, pair: tuple[str, str] | None = None) -> _Grouped:
    """How a field ends by one look at its counts, with a ``pair`` of its groups put together or without."""
    counts = case.counts[field,]
    start = {name: TOGETHER.join(pair) if pair and name in pair else name for name in counts.names[0]}
    names = sorted(set(start.values()), key=order)
    kept = names if field in case.fixed else standing(names, counts.at([names], [start], look), case.least)
    into = {name: group if group in kept else OTHER for name, group in start.items()}
    groups = sorted(set(into.values()), key=order)
    hidden = withheld(counts.at([groups], [into], look), (len(groups),), case.least)
    return _Grouped(into, groups, ~hidden)


def _tables(case: _Case) -> Iterator[AwaitedTable]:
    for fields, counts in case.counts.items():
        likely = [_grouped(case, name) for name in fields]
        if len(fields) == 1:
            groups = sorted(_by_one(case, counts, fields[0]), key=lambda one: order(one.group[0]))
            yield AwaitedTable(fields, tuple(groups), fields[0] in case.fixed)
        elif all(one.published for one in likely):
            yield AwaitedTable(fields, tuple(_by_two(case, counts, likely)), set(fields) <= case.fixed)


def _by_one(case: _Case, counts: Live, field: str) -> Iterator[Awaited]:
    looks = [_grouped(case, field, look) for look in range(len(LOOKS))]
    unknown = counts.at([counts.names[0]], [{name: name for name in counts.names[0]}]).unknown
    for name, firms, here in zip(counts.names[0], counts.told(), unknown, strict=True):
        fates = [_fate(found, name) for found in looks]
        why: Why = "few" if here < case.least else "protects" if looks[LIKELY].published else "alone"
        told: Why = "" if fates[LIKELY] == "published" else why
        yield Awaited((name,), firms, fates[LIKELY], told, sure=len({*fates}) == 1)
    for name in set(case.named[field]) - set(counts.names[0]):
        yield Awaited((name,), None, "merged" if looks[LIKELY].published else "withheld", "few")


def _fate(found: _Grouped, name: str) -> Fate:
    group = found.into[name]
    if not found.published or not found.shown[found.names.index(group)]:
        return "withheld"
    return "merged" if group == OTHER != name else "published"


def _by_two(case: _Case, counts: Live, of: Sequence[_Grouped]) -> Iterator[Awaited]:
    """The cells of the groups that there are likely to be."""
    groups, into = [one.names for one in of], [one.into for one in of]
    likely, *others = (counts.at(groups, into, look) for look in (LIKELY, FEWEST, MOST))
    shown, *elsewhere = (~_hidden(one, of, case.least) for one in (likely, *others))
    for place, group in enumerate(product(*groups)):
        why: Why = "few" if likely.unknown[place] < case.least else "protects"
        fate: Fate = "published" if shown[place] else "withheld"
        sure = all(one[place] == shown[place] for one in elsewhere)
        firms = int(others[0].n[place]) or None
        yield Awaited(group, firms, fate, "" if shown[place] else why, sure)


def _hidden(counts: Counts, of: Sequence[_Grouped], least: int) -> np.ndarray:
    row, column = (~one.shown for one in of)
    lines = (row[:, None] | column[None, :]).ravel()
    return withheld(counts, (len(row), len(column)), least, lines)


def _proposals(case: _Case) -> Iterator[Proposal]:
    """Pairs of groups of which one is not published by itself and that do more together, best first."""
    found = []
    for field in case.one_way:
        now = _grouped(case, field)
        for pair in _pairs(case, field, now):
            more = _grouped(case, field, LIKELY, pair).named - now.named
            if more > 0:
                found.append((more, -_firms(case, field, pair), field, pair))
    looked_at = sorted(found, key=lambda one: (-one[0], -one[1], one[2:]))[:LOOKED_AT]
    likely = {name: _grouped(case, name) for name in case.one_way}
    before = {field: _named_by_two(case, field, likely) for _, _, field, _ in looked_at}
    after = []
    for more, firms, field, pair in looked_at:
        together = {**likely, field: _grouped(case, field, LIKELY, pair)}
        after.append((more + _named_by_two(case, field, together) - before[field], firms, field, pair))
    for more, _, field, pair in sorted(after, key=lambda one: (-one[0], -one[1], one[2:])):
        if more > 0:
            yield Proposal(field, pair, more)


def _pairs(case: _Case, field: str, now: _Grouped) -> Iterator[tuple[str, str]]:
    if field in case.fixed:
        return
    names = [name for name in case.counts[field,].names[0] if name != OTHER]
    failing = {name for name in names if _fate(now, name) != "published"}
    yield from (pair for pair in combinations(names, 2) if failing & {*pair})


def _firms(case: _Case, field: str, pair: tuple[str, str]) -> int:
    counts = case.counts[field,]
    return sum(firms or 0 for name, firms in zip(counts.names[0], counts.told(), strict=True) if name in pair)


def _named_by_two(case: _Case, field: str, of: Mapping[str, _Grouped]) -> int:
    """Cells of the tables by this field and another that are likely to be published under names only."""
    total = 0
    for fields, counts in case.counts.items():
        if len(fields) == 2 and field in fields and all(of[name].published for name in fields):
            own = [of[name] for name in fields]
            likely = counts.at([one.names for one in own], [one.into for one in own])
            shown = ~_hidden(likely, own, case.least)
            named = np.array([OTHER not in group for group in product(*(one.names for one in own))])
            total += int((shown & named).sum())
    return total
