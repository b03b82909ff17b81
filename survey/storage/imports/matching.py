"""Which client each row of a sheet is: by its number, otherwise by its name, and then a person is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from scoring.sheetwords import normal
from survey.storage.clients import sort_name

NEW = "new"
"""The decision that a row is no client that is there already."""

SAME = "same"
ALL = "*"
"""The decision about every row that has none of its own: ``NEW``, or ``SAME`` where only one client is called so."""


@dataclass(frozen=True)
class Row:
    """A row without fault: its place in the table, its number in the sheet, and what tells whose it is.

    ``stage``: its number where the sheet says one.
    """

    at: int
    number: int
    firm: str
    ref: str = ""
    stage: int | None = None


@dataclass(frozen=True)
class KnownClient:
    """A client as rows are compared with it."""

    id: int
    public_id: str
    ref: str
    name: str
    sort_name: str


@dataclass(frozen=True)
class Match:
    """Whose a row is: a client's, or with ``key`` a new one's, which all rows of this key share.

    ``candidates``: the clients of this name, where a person has to say whether it is one of them.
    """

    client: KnownClient | None = None
    key: str = ""
    candidates: tuple[KnownClient, ...] = ()


def match(rows: Sequence[Row], clients: Sequence[KnownClient], decisions: Mapping[str, str]) -> list[Match]:
    """Whose each row is. ``decisions``: number of a row, or ``ALL`` → public id of its client, ``NEW`` or ``SAME``."""
    book = _Book.of(clients)
    refs, names = _refs_by_name(rows), _names_by_ref(rows)
    found = []
    for row in rows:
        ref = row.ref or refs.get(sort_name(row.firm), "")
        found.append(_match(row, ref, names.get(normal(ref), {sort_name(row.firm)}), book, decisions))
    return found


@dataclass
class _Book:
    """Clients by number and by name, both as they are compared."""

    by_ref: dict[str, list[KnownClient]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[KnownClient]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, clients: Sequence[KnownClient]) -> _Book:
        book = cls()
        for client in clients:
            book.by_name[client.sort_name].append(client)
            if client.ref:
                book.by_ref[normal(client.ref)].append(client)
        return book


def _refs_by_name(rows: Sequence[Row]) -> dict[str, str]:
    """The number of each name that has exactly one in the sheet: it holds for its rows that have none."""
    refs: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.ref:
            refs[sort_name(row.firm)].add(row.ref)
    return {name: next(iter(found)) for name, found in refs.items() if len({normal(ref) for ref in found}) == 1}


def _names_by_ref(rows: Sequence[Row]) -> dict[str, set[str]]:
    """Every name that a number has in the sheet: whoever is called by one of them may be meant by all its rows."""
    names: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.ref:
            names[normal(row.ref)].add(sort_name(row.firm))
    return names


def _match(row: Row, ref: str, names: Collection[str], book: _Book, decisions: Mapping[str, str]) -> Match:
    numbered = book.by_ref.get(normal(ref), []) if ref else []
    if numbered:
        return Match(next((client for client in numbered if client.ref == ref), numbered[0]))
    # Who has another number is another firm, whatever it is called.
    called = [client for name in sorted(names) for client in book.by_name.get(name, [])]
    candidates = tuple(client for client in called if not (ref and client.ref))
    key = f"ref {normal(ref)}" if ref else f"name {sort_name(row.firm)}"
    return _decided(row, candidates, key, decisions) if candidates else Match(key=key)


def _decided(row: Row, candidates: tuple[KnownClient, ...], key: str, decisions: Mapping[str, str]) -> Match:
    said = decisions.get(str(row.number)) or decisions.get(ALL, "")
    if said == NEW:
        return Match(key=key)
    if said == SAME and len(candidates) == 1:
        return Match(candidates[0])
    chosen = next((client for client in candidates if client.public_id == said), None)
    return Match(chosen) if chosen else Match(candidates=candidates)
