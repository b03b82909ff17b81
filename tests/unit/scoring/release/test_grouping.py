"""Which groups a field has: sections of NACE in groups, the small ones together, fixed once they were published."""

from __future__ import annotations

import numpy as np

from scoring.release.disclosure import Rules
from scoring.release.grouping import classes_of, grouping_of
from scoring.release.model import NOT_STATED, OTHER, Snapshot
from tests.unit.scoring.release.build_cases import firms, in_groups, published, random_firms


def grouping(snapshot: Snapshot, field: str) -> dict[str, str]:
    return dict(grouping_of(snapshot, (), Rules())[field])


def by(field: str, groups: dict[str, int], **more: object) -> Snapshot:
    return firms([50.0] * sum(groups.values()), **{field: in_groups(groups)}, **more)


def test_sections_stand_in_six_groups() -> None:
    found = grouping(by("sector", dict.fromkeys("ABCDEFGHIJKLMNOPQRSTU", 10)), "sector")
    assert "".join(found) == "ABCDEFGHIJKLMNOPQRSTU"
    groups = {name: "".join(section for section in found if found[section] == name) for name in found.values()}
    assert groups == {"A": "A", "B-E": "BCDE", "F": "F", "G-I": "GHI", "J-N": "JKLMN", "O-U": "OPQRSTU"}


def test_the_smallest_groups_join_until_every_group_has_ten_unknown_firms() -> None:
    assert grouping(by("sector", {"A": 4, "F": 5, "G": 12, "J": 30, "S": 40}), "sector") == {
        "J": "J-N", "S": "O-U",
    }  # A and F are nine, so G joins them  # fmt: skip
    assert set(grouping(by("sector", {"A": 4, "F": 6, "G": 12, "J": 30}), "sector").values()) == {"G-I", "J-N"}
    assert set(grouping(by("sector", {"A": 4, "F": 6, "G": 12, "J": 30}, own_link=True), "sector").values()) == {"J-N"}


def test_what_one_account_sees_does_not_count() -> None:
    seen = np.arange(0, 6)
    snapshot = by("region", {"north": 15, "south": 20, "west": 30}, viewers=[seen])
    assert set(grouping(snapshot, "region")) == {"west"}  # nine unknown ones of the north, so the south joins them
    assert set(grouping(by("region", {"north": 16, "south": 20, "west": 30}, viewers=[seen]), "region")) == {
        "north", "south", "west",
    }  # fmt: skip


def test_a_field_that_is_left_with_one_group_names_none() -> None:
    assert grouping(by("size", {"micro": 30, "small": 9}), "size") == {}
    assert grouping(by("size", {"micro": 30}), "size") == {}
    assert grouping(by("size", {"micro": 30, "small": 10}), "size") == {"micro": "micro", "small": "small"}


def test_not_stated_is_a_group_like_any_other() -> None:
    assert grouping(by("size", {"micro": 30, NOT_STATED: 12}), "size") == {"micro": "micro", NOT_STATED: NOT_STATED}
    assert grouping(by("size", {"micro": 30, "small": 20, NOT_STATED: 3}), "size") == {"micro": "micro"}


def test_names_of_small_groups_are_not_told() -> None:
    """A region that one firm named would tell that there is one from there."""
    found = grouping_of(by("region", {"north": 30, "south": 40, "Little Wenlock": 10, "x": 1, OTHER: 2}), (), Rules())
    assert found["region"] == {"north": "north", "south": "south"}


def test_a_grouping_is_fixed_once_the_field_had_a_table() -> None:
    first = published(by("sector", {"A": 4, "F": 8, "G": 20, "J": 30}))
    later = by("sector", {"A": 100, "F": 100, "G": 20, "J": 30})
    assert first.release.grouping["sector"] == {"G": "G-I", "J": "J-N"}
    assert grouping_of(later, [first], Rules())["sector"] == {"G": "G-I", "J": "J-N"}


def test_a_field_that_had_no_table_is_not_fixed() -> None:
    """Else a campaign that began with twelve firms could never have another table."""
    first = published(by("sector", {"A": 4, "F": 8}))
    assert first.release.grouping["sector"] == {}
    later = by("sector", {"A": 40, "F": 80})
    assert grouping_of(later, [first], Rules())["sector"] == {"A": "A", "F": "F"}


def test_tables_by_two_fields_come_from_two_hundred_firms() -> None:
    one_way = [(), ("size",), ("sector",), ("region",)]
    for n, pairs in ((199, []), (200, [("sector", "size"), ("sector", "region"), ("size", "region")])):
        snapshot = random_firms(n)
        found = classes_of(snapshot, grouping_of(snapshot, (), Rules()))
        assert [layout.fields for layout in found.layouts] == one_way + pairs


def test_firms_of_a_class_are_in_the_same_cell_of_every_table() -> None:
    snapshot = random_firms(300)
    classes = classes_of(snapshot, grouping_of(snapshot, (), Rules()))
    for layout in classes.layouts:
        cells = [layout.groups[cell] for cell in classes.cells(layout)]
        expected = zip(*(snapshot.fields[name] for name in layout.fields), strict=True) if layout.fields else ()
        for cell, values in zip(cells, expected, strict=False):
            assert all(group in (value, OTHER, *_section(value)) for group, value in zip(cell, values, strict=True))


def _section(value: str) -> tuple[str, ...]:
    return {"C": ("B-E",), "G": ("G-I",), "J": ("J-N",), "S": ("O-U",)}.get(value, ())


def test_groups_stand_in_their_own_order() -> None:
    snapshot = by("size", {"small": 20, "large": 20, "micro": 20, NOT_STATED: 20, "medium": 3, OTHER: 10})
    layout = classes_of(snapshot, grouping_of(snapshot, (), Rules())).layouts[1]
    assert layout.groups == (("micro",), ("small",), ("large",), (OTHER,), (NOT_STATED,))
