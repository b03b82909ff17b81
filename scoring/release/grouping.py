"""The declared tables and their groups: which values of a field make a cell, and in which cells each firm is."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from scoring.fields import SIZES
from scoring.release.disclosure import Rules
from scoring.release.model import ALL, NOT_STATED, OTHER, Published, Release, Snapshot
from scoring.release.withholding import Counts

FIELDS = ("size", "sector", "country", "region", "source", "group")
"""The fields that have a table, of those that the snapshot knows; ``group``: the member group of a body's own list."""

PAIRS = (("sector", "size"), ("sector", "region"), ("size", "region"))
"""The pairs of fields that have a table."""

PAIRS_FROM = 200
"""Firms from which tables by two fields are made."""

SECTOR_GROUPS = {
    section: name
    for name, sections in (
        ("A", "A"),
        ("B-E", "BCDE"),
        ("F", "F"),
        ("G-I", "GHI"),
        ("J-N", "JKLMN"),
        ("O-U", "OPQRSTU"),
    )
    for section in sections
}
"""NACE section → group of sections."""

ORDER = {name: place for place, name in enumerate((*SIZES, *dict.fromkeys(SECTOR_GROUPS.values())))}
"""Groups with an order of their own; others follow by name, then ``OTHER`` and ``NOT_STATED``."""

TOGETHER = " + "
"""Between the parts of a group that a body made of several: ``B-E + F``."""

Grouping = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Layout:
    """One declared table: the ``groups`` of its cells, in C order of ``shape`` (groups of each field), and in which
    cell the firms of each class are, intp (classes,)."""

    fields: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    shape: tuple[int, ...]
    cell_of: np.ndarray

    def __len__(self) -> int:
        return len(self.groups)


@dataclass(frozen=True)
class Classes:
    """The firms of a snapshot in classes: those of one class are in the same cell of every declared table.

    ``of``: the class of each firm, intp (n,). ``count``: how many there are.
    """

    of: np.ndarray
    count: int
    layouts: tuple[Layout, ...]

    def cells(self, layout: Layout) -> np.ndarray:
        """The cell of each firm, intp (n,)."""
        found: np.ndarray = layout.cell_of[self.of]
        return found


def grouping_of(
    snapshot: Snapshot,
    history: Sequence[Published],
    rules: Rules,
    merges: Grouping | None = None,
    own: Collection[str] = (),
) -> Grouping:
    """Field → value → group, for every field; a value that is not named belongs to ``OTHER``.

    Sectors begin as groups of sections, all else as it is, as does each of the fields with lists of a body's ``own``.
    Groups that ``merges`` names (field → group → the one it goes with) begin as one. While a group has too few unknown
    firms, the smallest of those that are not ``OTHER`` joins it. A field that is left with one group has no table and
    names no value. What a former release grouped stays as it was: a grouping is fixed by the first release that has a
    table of the field.
    """
    fixed, merges = fixed_by(past.release for past in history), merges or {}
    return {
        name: fixed.get(name) or _grouping(snapshot, name, rules, merges.get(name, {}), name in own)
        for name in FIELDS
        if name in snapshot.fields
    }


def fixed_by(releases: Iterable[Release]) -> Grouping:
    """The groups of each field that some releases, oldest first, have fixed."""
    fixed: dict[str, Mapping[str, str]] = {}
    for release in releases:
        fixed |= {name: groups for name, groups in release.grouping.items() if groups and name not in fixed}
    return fixed


def starting_groups(
    field: str, values: Iterable[str], merges: Mapping[str, str] | None = None, own: bool = False
) -> dict[str, str]:
    """Value → the group that it begins in; of groups that go together also the values that no firm has yet, so that a
    later one finds its place."""
    sections = SECTOR_GROUPS if field == "sector" and not own else {}
    start = {value: sections.get(value, value) for value in values}
    for parts in _joined(merges or {}):
        if parts.isdisjoint(start.values()):
            continue
        name = OTHER if OTHER in parts else TOGETHER.join(sorted(parts, key=order))
        inside = [value for value, group in sections.items() if group in parts]
        inside += [part for part in parts if part not in sections.values()]
        start |= dict.fromkeys([*inside, *(value for value, group in start.items() if group in parts)], name)
    return start


def parts_of(group: str) -> tuple[str, ...]:
    """The groups that a body put together to this one; the group itself where it did not."""
    return tuple(group.split(TOGETHER))


def _joined(merges: Mapping[str, str]) -> list[set[str]]:
    """The sets of groups that go together, by one step or several."""
    found: list[set[str]] = []
    for pair in ({*parts_of(one), *parts_of(other)} for one, other in merges.items()):
        touched = [parts for parts in found if parts & pair]
        found = [parts for parts in found if not parts & pair] + [pair.union(*touched)]
    return found


def _grouping(snapshot: Snapshot, field: str, rules: Rules, merges: Mapping[str, str], own: bool) -> dict[str, str]:
    codes, values = pd.factorize(snapshot.fields[field])
    start = starting_groups(field, values, merges, own)
    names = sorted({*start.values()})
    places = np.array([names.index(start[value]) for value in values], dtype=np.intp)
    kept = standing(names, _counts(snapshot, places[codes], len(names)), rules.least)
    return {value: group for value, group in sorted(start.items()) if group in kept}


def _counts(snapshot: Snapshot, group: np.ndarray, groups: int) -> Counts:
    seen = [np.bincount(group[firms], minlength=groups) for firms in snapshot.viewers]
    most = np.max([np.zeros(groups, dtype=np.int64), *seen], axis=0)
    return Counts(np.bincount(group, minlength=groups), most, snapshot.own_link)


def standing(names: Sequence[str], counts: Counts, least: int) -> list[str]:
    """The groups that stand by themselves and not in ``OTHER``; none where that would leave one group only."""
    joined = np.array([name == OTHER for name in names])
    unknown = counts.unknown
    order = np.lexsort((np.arange(len(names)), counts.n, unknown))
    for place in [place for place in order if not joined[place]]:
        other_fails = joined.any() and counts.unknown_together(joined) < least
        if unknown[place] >= least and not other_fails:
            break
        joined[place] = True
    kept = [name for name, gone in zip(names, joined, strict=True) if not gone]
    return kept if len(kept) + bool(joined.any()) > 1 else []


def classes_of(snapshot: Snapshot, grouping: Grouping) -> Classes:
    """The firms in classes, and the declared tables: of all, by each field with groups, by two from 200 firms."""
    fields = [name for name in FIELDS if grouping.get(name)]
    places, names = _places(snapshot, grouping, fields)
    shape = tuple(len(names[name]) for name in fields)
    of, found = _numbered(places, shape, len(snapshot))
    at = dict(zip(fields, np.unravel_index(found, shape) if fields else (), strict=True))
    tables = [ALL, *((name,) for name in fields)]
    if len(snapshot) >= PAIRS_FROM:
        tables += [pair for pair in PAIRS if set(pair) <= set(fields)]
    return Classes(of, len(found), tuple(_layout(table, names, at, len(found)) for table in tables))


def _places(
    snapshot: Snapshot, grouping: Grouping, fields: Sequence[str]
) -> tuple[list[np.ndarray], dict[str, list[str]]]:
    """The place of each firm's group among the groups of each field, and those groups in order."""
    places, names = [], {}
    for name in fields:
        codes, values = pd.factorize(snapshot.fields[name])
        of_value = [grouping[name].get(value, OTHER) for value in values]
        names[name] = sorted({*grouping[name].values(), *of_value}, key=order)
        places.append(np.array([names[name].index(group) for group in of_value], dtype=np.intp)[codes])
    return places, names


def order(group: str) -> tuple[int, str]:
    last = {OTHER: len(ORDER) + 1, NOT_STATED: len(ORDER) + 2}
    return ORDER.get(parts_of(group)[0], last.get(group, len(ORDER))), group


def _numbered(places: Sequence[np.ndarray], shape: tuple[int, ...], n: int) -> tuple[np.ndarray, np.ndarray]:
    """The class of each firm, and the combination of groups that each class is."""
    if not places:
        return np.zeros(n, dtype=np.intp), np.zeros(1, dtype=np.intp)
    code = np.ravel_multi_index(tuple(places), shape)
    if math.prod(shape) > 4 * n + 1024:
        found, of = np.unique(code, return_inverse=True)
        return of.astype(np.intp), found
    found = np.flatnonzero(np.bincount(code, minlength=math.prod(shape)))
    number = np.zeros(math.prod(shape), dtype=np.intp)
    number[found] = np.arange(len(found))
    return number[code], found


def _layout(
    fields: tuple[str, ...], names: Mapping[str, Sequence[str]], at: Mapping[str, np.ndarray], classes: int
) -> Layout:
    shape = tuple(len(names[name]) for name in fields)
    cell_of = np.zeros(classes, dtype=np.intp)
    if fields:
        cell_of = np.ravel_multi_index(tuple(at[name] for name in fields), shape)
    return Layout(fields, tuple(product(*(names[name] for name in fields))), shape, cell_of)
