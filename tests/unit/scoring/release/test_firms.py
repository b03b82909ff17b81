"""Which firms count, against a slow way of saying it: one row after the other."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scoring.release.firms import counted_firms
from tests.unit.scoring.release.snapshot_cases import table

ROWS = st.fixed_dictionaries(
    {
        "firm": st.sampled_from(["Sun", "sun", "Moon", "17", "Star  Ltd", "star ltd"]),
        "ref": st.sampled_from([None, None, "17", "a", "A"]),
        "stage": st.sampled_from(["T0", "T1", "T2", "T10"]),
        "counted": st.sampled_from(["yes", "no"]),
    }
)


def slow(rows: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """Key → latest row, first counted row; of each firm and stage there is one row only."""
    found: dict[str, list[tuple[int, int]]] = {}
    for at, row in enumerate(rows):
        found.setdefault(key(row), []).append((int(row["stage"][1:]), at))
    latest = {name: max(stages)[1] for name, stages in found.items()}
    return {
        name: (at, min(place for place in found[name] if rows[place[1]]["counted"] == "yes")[1])
        for name, at in sorted(latest.items())
        if rows[at]["counted"] == "yes"
    }


def key(row: dict[str, Any]) -> str:
    name, word = (row["ref"], "ref") if row["ref"] else (row["firm"], "firm")
    return f"{word} {' '.join(name.lower().split())}"


@given(st.lists(ROWS, max_size=12, unique_by=lambda row: (key(row), row["stage"])))
def test_each_firm_counts_once_as_it_last_answered(rows: list[dict[str, Any]]):
    firms = counted_firms(table(*[(row, {}) for row in rows]))
    expected = slow(rows)
    assert firms.keys.tolist() == list(expected)
    assert list(zip(firms.latest.tolist(), firms.first.tolist(), strict=True)) == list(expected.values())
    assert firms.not_counted == len({key(row) for row in rows}) - len(expected)
    assert firms.repeated == 0
    place = {name: at for at, name in enumerate(expected)}
    assert firms.of_row.tolist() == [place.get(key(row), -1) for row in rows]
