"""Which firms count, against a slow way of saying it: one row after the other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.release.firms import counted_firms, everybody
from tests.unit.scoring.release.snapshot_cases import AGREED, table

ROWS = st.fixed_dictionaries(
    {
        "firm": st.sampled_from(["Sun", "sun", "Moon", "17", "Star  Ltd", "star ltd"]),
        "ref": st.sampled_from([None, None, "17", "a", "A"]),
        "email": st.sampled_from([None, None, "info@sun.example", "Boss@Sun.Example", "sun@gmx.de", "moon@GMX.de"]),
        "stage": st.sampled_from(["T0", "T1", "T2", "T10"]),
        "counted": st.sampled_from(["yes", "no"]),
    }
)

Rows = list[dict[str, Any]]


def slow(rows: Rows) -> dict[str, tuple[int, int]]:
    """Key → latest row, first counted row; of each firm and stage there is one row only."""
    found: dict[str, list[tuple[int, int]]] = {}
    for at, row in enumerate(rows):
        found.setdefault(key(row, rows), []).append((int(row["stage"][1:]), at))
    latest = {name: max(stages)[1] for name, stages in found.items()}
    return {
        name: (at, min(place for place in found[name] if rows[place[1]]["counted"] == "yes")[1])
        for name, at in sorted(latest.items())
        if rows[at]["counted"] == "yes"
    }


def key(row: dict[str, Any], rows: Rows) -> str:
    """Its number; else the domain or public mailbox that its name gave first; else its name."""
    if row["ref"]:
        return f"ref {row['ref'].lower()}"
    given = [(int(one["stage"][1:]), address(one)) for one in rows if name(one) == name(row) and one["email"]]
    return f"email {min(given)[1]}" if given else f"firm {name(row)}"


def name(row: dict[str, Any]) -> str:
    return " ".join(row["firm"].lower().split())


def address(row: dict[str, Any]) -> str:
    mailbox = row["email"].lower()
    return mailbox if mailbox.endswith("@gmx.de") else mailbox.split("@")[1]


def once_a_stage(rows: Rows) -> Rows:
    """Those rows that are not of the same firm at the same stage as another."""
    of = [(key(row, rows), row["stage"]) for row in rows]
    kept = [row for row, one in zip(rows, of, strict=True) if of.count(one) == 1]
    return kept if kept == rows else once_a_stage(kept)


@given(st.lists(ROWS, max_size=12).map(once_a_stage))
def test_each_firm_counts_once_as_it_last_answered(rows: Rows):
    firms = counted_firms(table(*[(row, {}) for row in rows]))
    expected = slow(rows)
    assert firms.keys.tolist() == list(expected)
    assert list(zip(firms.latest.tolist(), firms.first.tolist(), strict=True)) == list(expected.values())
    assert firms.not_counted == len({key(row, rows) for row in rows}) - len(expected)
    assert (firms.repeated, firms.one_address) == (0, 0)
    place = {one: at for at, one in enumerate(expected)}
    assert firms.of_row.tolist() == [place.get(key(row, rows), -1) for row in rows]


def agreed(*rows: dict[str, str]) -> list[tuple[dict[str, str], dict[str, str]]]:
    return [({"firm": f"Firm {at}", **AGREED, **row}, {}) for at, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("addresses", "firms"),
    [
        (["info@sun.example", "boss@sun.example"], 1),
        (["info@sun.example", "info@SUN.example."], 1),
        (["info@sun.example", "info@moon.example"], 2),
        (["sun@gmail.com", "moon@gmail.com"], 2),
        (["sun@gmail.com", "Sun@Gmail.com"], 1),
        (["info@sun.example", "info@mail.sun.example"], 2),
    ],
)
def test_a_domain_is_one_firm_and_so_is_a_mailbox_at_a_public_provider(addresses: list[str], firms: int) -> None:
    rows = table(*agreed(*({"email": email} for email in addresses)))
    assert len(counted_firms(rows)) == firms
    assert len(everybody(rows)) == len(addresses), "who owns a table knows which of its rows are one firm"


def test_a_number_of_its_own_tells_firms_of_one_domain_apart() -> None:
    rows = agreed(*({"email": "info@sun.example", "ref": ref} for ref in "ab"), {"email": "info@sun.example"})
    assert counted_firms(table(*rows)).keys.tolist() == ["email sun.example", "ref a", "ref b"]


def test_a_firm_is_the_same_where_its_address_lacks_or_is_new_at_a_later_stage() -> None:
    rows = [
        ({"firm": "Sun", "stage": stage, **AGREED} | ({"email": email} if email else {}), {})
        for stage, email in {"T1": None, "T2": "info@sun.example", "T0": "sun@gmx.de"}.items()
    ]
    firms = counted_firms(table(*rows))
    assert (firms.keys.tolist(), firms.latest.tolist(), firms.first.tolist()) == (["email sun@gmx.de"], [1], [2])


def test_rows_that_are_left_out_for_one_address_are_told_as_such() -> None:
    rows = agreed(*[{"email": f"{at}@sun.example"} for at in range(3)], {}, {"firm": "Firm 3"})
    firms = counted_firms(table(*rows))
    assert (len(firms), firms.repeated, firms.one_address) == (2, 3, 2)
    assert [str(note).split(":")[0] for note in firms.notes] == ["One row is left out", "2 rows are left out"]
    assert "same e-mail domain or mailbox" in str(firms.notes[1])
