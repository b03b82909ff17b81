"""Marks of the Digital Intensity Index: told where a crosswalk decides, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.answers import table_of
from scoring.crosswalk.items import items_of
from scoring.instrument import Instrument
from scoring.loading import BUILT_IN, load
from scoring.release.index import index_marks

WALK = "  {name}:\n    yes: {{answers: {{{name}: ['yes']}}}}\n    no: {{answers: {{{name}: ['no']}}}}\n    why: Same.\n"
ITEMS = tuple(items_of(load("eurostat-dii@4")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index's own twelve questions as another instrument, with a crosswalk of the first eleven."""
    home = tmp_path_factory.mktemp("instruments") / "twelve" / "v1"
    (home / "crosswalk").mkdir(parents=True)
    asked = (BUILT_IN / "eurostat-dii" / "v4" / "questions.yaml").read_text(encoding="utf-8")
    asked = asked.replace("id: eurostat-dii", "id: twelve").replace("version: 4", "version: 1", 1)
    (home / "questions.yaml").write_text(asked, encoding="utf-8")
    shown = "".join(WALK.format(name=name) for name in ITEMS[:11])
    path = home / "crosswalk" / "eurostat-dii-v4.yaml"
    path.write_text(f"format: 1\ntarget: eurostat-dii@4\nitems:\n{shown}", encoding="utf-8")
    return home.parents[1]


@pytest.fixture(scope="module")
def twelve(folder: Path) -> Instrument:
    return load("twelve@1", folder=folder)


@pytest.mark.parametrize(
    ("size", "items", "mark"),
    [
        ("small", (4, 7), 1), ("small", (3, 8), -1), ("small", (2, 9), 0), ("small", (2, 8), -1), ("small", (4, 0), 1),
        ("large", (11, 0), 1), ("small", (0, 0), -1), ("micro", (4, 7), -1),
    ],
)  # fmt: skip
def test_it_is_told_where_the_items_that_are_open_change_nothing(
    folder: Path, twelve: Instrument, size: str, items: tuple[int, int], mark: int
) -> None:
    """The twelfth item is never known: with three in place and eight not there may be four."""
    yes, no = items
    answers = dict.fromkeys(ITEMS[:yes], "yes") | dict.fromkeys(ITEMS[yes : yes + no], "no")
    found = index_marks(table_of(twelve, [answers], [{"firm": "A", "size": size}]), folder=folder)
    assert {name: values.tolist() for name, values in found.items()} == {"dii-4.basic": [mark]}


def test_a_crosswalk_that_cannot_come_to_both_gives_none() -> None:
    """The built-in instrument shows five items of twelve at most, and rules out three."""
    table = table_of(load("sme-readiness"), [{}], [{"firm": "A", "size": "small"}])
    assert index_marks(table).shape == (1, 0)
