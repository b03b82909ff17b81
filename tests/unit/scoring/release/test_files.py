"""Releases as files: exact there and back, checked in every part, the same in JSON and in tables."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.instrument import Instrument
from scoring.jsonfile import checksum_of
from scoring.release.files import from_json, read, save, to_json, written
from scoring.release.model import (
    Answered,
    Cell,
    Coefficients,
    Figure,
    LevelShare,
    Polarisation,
    Release,
    ReleaseError,
    Summary,
    Table,
)
from scoring.release.tables import COLUMNS, figures, tables
from tests.unit.scoring.release.snapshot_cases import SMALL

DATE = datetime.date(2026, 3, 31)

POINTS = st.one_of(
    st.integers(5, 95).map(Figure), st.sampled_from([Figure(5, "low"), Figure(95, "high"), Figure(0), Figure(100)])
)
CHANGES = st.integers(-100, 100).map(Figure)
SHARES = st.one_of(
    st.integers(1, 19).map(lambda n: Figure(5 * n)), st.sampled_from([Figure(5, "low"), Figure(95, "high")])
)
NUMBERS = st.integers(0, 4000).map(lambda n: 5 * n)
COEFFICIENTS = st.one_of(st.none(), st.integers(0, 100).map(lambda n: n / 100))


def summaries(points: st.SearchStrategy[Figure]) -> st.SearchStrategy[Summary]:
    quantiles = st.dictionaries(st.sampled_from([10, 25, 50, 75, 90]), points)
    return st.builds(Summary, NUMBERS, points, st.one_of(st.none(), st.tuples(points, points)), quantiles,
                     st.one_of(st.none(), points))  # fmt: skip


def shares_of(stretches: tuple[tuple[str, ...], ...]) -> st.SearchStrategy[tuple[LevelShare, ...]]:
    return st.tuples(*(st.builds(LevelShare, st.just(levels), SHARES) for levels in stretches))


def coefficients(group: tuple[str, ...]) -> st.SearchStrategy[dict[str, Coefficients]]:
    one = st.builds(Coefficients, NUMBERS, COEFFICIENTS, COEFFICIENTS)
    return st.just({}) if group else st.dictionaries(st.sampled_from(["first", "second"]), one)


def cells(group: tuple[str, ...]) -> st.SearchStrategy[Cell]:
    scores = st.fixed_dictionaries(
        {}, optional={"overall": summaries(POINTS), "first": summaries(POINTS), "change.first": summaries(CHANGES)}
    )
    levels = st.sampled_from([(), (("low",), ("high",)), (("low", "high"),)]).flatmap(shares_of)
    polarisation = st.builds(Polarisation, COEFFICIENTS, COEFFICIENTS, st.just("sector"), COEFFICIENTS)
    marks = st.dictionaries(
        st.sampled_from(["rung.l0", "grid.mail.s1", "action.climb"]), st.builds(Answered, NUMBERS, SHARES)
    )
    dates = st.dates(datetime.date(2025, 1, 1), DATE)
    return st.builds(Cell, st.just(group), st.integers(1, 3), dates, scores, levels,
                     st.one_of(st.none(), SHARES), st.one_of(st.none(), polarisation), marks,
                     coefficients(group))  # fmt: skip


ALL_CELLS = st.builds(Table, st.just(()), st.tuples(cells(())))
BY_TWO = st.builds(
    Table, st.just(("sector", "size")), st.tuples(cells(("A", "micro")), cells(("other", "=1+1"))),
    st.lists(st.tuples(st.sampled_from("AF"), st.just("small")), max_size=2).map(tuple),
)  # fmt: skip
GROUPING = {"sector": {"A": "A", "F": "other"}, "size": {"not stated": "not stated"}}
PART = {"id": "s1", "n": 35, "fitted": 30, "share": 0.35, "centroid": {"first": 41.0, "second": 5.0}, "low": None}
SEGMENTS = [{**PART, "high": 44.0}, {**PART, "id": "s2", "share": 0.65, "low": 44.0, "high": None}]
RELEASES = st.builds(
    Release, st.sampled_from(["Spring", "Métiers d’art 2026 – Ω"]), st.just(3), st.just(DATE), st.just(SMALL.reference),
    st.just(SMALL.content_hash), st.one_of(st.none(), NUMBERS), st.integers(5, 30), st.just(GROUPING),
    st.one_of(st.just(()), st.tuples(ALL_CELLS, BY_TWO)),
    st.one_of(st.none(), st.just({"kind": "groups", "segments": SEGMENTS})),
)  # fmt: skip


def release(**changes: Any) -> Release:
    """A small release with a figure of every kind."""
    overall = Summary(
        40, Figure(47), (Figure(41), Figure(53)), {25: Figure(5, "low"), 50: Figure(46)}, Figure(95, "high")
    )
    change = Summary(20, Figure(-3))
    cell = Cell(
        (), 1, DATE, {"overall": overall, "change": change}, (LevelShare(("low", "high"), Figure(95, "high")),),
        Figure(35), Polarisation(0.25, 0.1, "size", 0.05), {"rung.l0": Answered(40, Figure(5, "low"))},
    )  # fmt: skip
    by_size = Table(("size",), (replace(cell, group=("micro",)),), (("small",),))
    made = Release("Spring", 1, DATE, SMALL.reference, SMALL.content_hash, 40, 10, {"size": {"micro": "micro"}},
                   (Table((), (cell,)), by_size))  # fmt: skip
    return replace(made, **changes)


class TestThereAndBack:
    @given(RELEASES)
    def test_a_release_comes_back_exactly_as_it_was(self, made: Release):
        assert from_json(json.loads(json.dumps(to_json(made))), SMALL) == made

    def test_a_file_comes_back_and_the_same_release_is_the_same_file(self, tmp_path: Path):
        for name in ("one.json", "two.json"):
            save(release(), tmp_path / name)
        assert read(tmp_path / "one.json", SMALL) == release()
        assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes() == written(release())

    def test_an_end_cannot_be_taken_for_a_number(self):
        overall = to_json(release())["tables"][0]["cells"][0]["scores"]["overall"]
        assert (overall["mean"], overall["quantiles"]["25"], overall["weighted"]) == (47, {"below": 5}, {"above": 95})


def spoilt(change: Callable[[dict[str, Any]], object], *, signed: bool = True) -> dict[str, Any]:
    """The JSON of the small release with something changed; ``signed``: with the checksum of what it says now."""
    data: dict[str, Any] = json.loads(json.dumps(to_json(release())))
    change(data)
    del data["checksum"]
    return {**data, "checksum": checksum_of(data) if signed else to_json(release())["checksum"]}


def cell_of(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["tables"][0]["cells"][0]
    return found


COEFFICIENT = {"n": 100, "alpha": 0.8, "omega": None}
CELL = "tables[0].cells[0]"
FAULTS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda data: cell_of(data)["polarisation"].update(theil=10**400), f"{CELL}.polarisation.theil: A number"),
    (lambda data: cell_of(data)["scores"]["overall"].update(quantiles={"9" * 5000: 50}), "A whole number"),
    (lambda data: data.update(format=2), "format: This is not a release"),
    (lambda data: data.update(format=None), "format: This is not a release"),
    (lambda data: data.pop("campaign"), "campaign: This is missing"),
    (lambda data: data.update(viewer=1), "viewer: There is nothing called so"),
    (lambda data: cell_of(data).update(mean=1), f"{CELL}.mean: There is nothing called so"),
    (lambda data: data.update(number="1"), "number: A whole number is expected here, not “1”"),
    (lambda data: data.update(number=True), "number: A whole number is expected here, not “True”"),
    (lambda data: data.update(number=0), "number: 0 lies outside 1 to …"),
    (lambda data: data.update(date="31.3.2026"), "date: A date such as 2026-03-31 is expected"),
    (lambda data: data.update(date=20260331), "date: A date such as 2026-03-31 is expected"),
    (lambda data: data.update(least=4), "least: 4 lies outside 5 to …"),
    (lambda data: data.update(n=41), "n: 41 is not a multiple of 5"),
    (lambda data: data.update(n=-5), "n: -5 lies outside 0 to …"),
    (lambda data: data.update(campaign=7), "campaign: A text is expected here, not “7”"),
    (lambda data: data.update(tables={}), "tables: A list is expected here"),
    (lambda data: data.update(grouping=[]), "grouping: An object with names and values is expected here"),
    (lambda data: data["grouping"].update(size={"micro": 1}), "grouping.size.micro: A text is expected"),
    (lambda data: cell_of(data).update(group=["micro"]), f"{CELL}: A cell of this table needs 0 groups"),
    (lambda data: cell_of(data).update(number=2), f"{CELL}: This is later than the release itself"),
    (lambda data: cell_of(data).update(date="2026-04-01"), f"{CELL}: This is later than the release itself"),
    (lambda data: cell_of(data).update(below=101), f"{CELL}.below: 101 lies outside 0 to 100"),
    (lambda data: cell_of(data).update(below=37), f"{CELL}.below: 37 is not a multiple of 5"),
    (lambda data: cell_of(data).update(below=0.5), f"{CELL}.below: A whole number, {{“below”: 5}} or"),
    (lambda data: cell_of(data).update(below={"below": 4}), f"{CELL}.below: A whole number, {{“below”: 5}} or"),
    (lambda data: cell_of(data).update(below={"above": 95, "below": 5}), f"{CELL}.below: A whole number"),
    (lambda data: cell_of(data)["scores"]["overall"].update(mean=-1), f"{CELL}.scores.overall.mean: -1 lies outside"),
    (lambda data: cell_of(data)["scores"]["overall"].update(mean="95+"), f"{CELL}.scores.overall.mean: A whole number"),
    (lambda data: cell_of(data)["scores"]["change"].update(mean=-101), f"{CELL}.scores.change.mean: -101 lies outside"),
    (lambda data: cell_of(data)["scores"]["overall"].update(interval=[1]), "interval: A list of 2 is expected here"),
    (lambda data: cell_of(data)["scores"]["overall"]["quantiles"].update(half=1), "quantiles.half: A whole number"),
    (lambda data: cell_of(data)["scores"]["overall"]["quantiles"].update({"100": 1}), "100 lies outside 1 to 99"),
    (lambda data: cell_of(data)["scores"].update(third={"n": 10, "mean": 5}), "third: The instrument has no such"),
    (lambda data: cell_of(data)["levels"][0].update(levels=["top"]), "levels: The instrument has no level “top”"),
    (lambda data: cell_of(data)["polarisation"].update(gini=1.5), "polarisation.gini: 1.5 lies outside 0 to 1.0"),
    (lambda data: cell_of(data)["marks"]["rung.l0"].update(share=7), "marks.rung.l0.share: 7 is not a multiple of 5"),
    (lambda data: cell_of(data).update(reliability={"third": COEFFICIENT}), "reliability.third: The instrument has no"),
    (
        lambda data: cell_of(data).update(reliability={"first": {**COEFFICIENT, "alpha": 1.01}}),
        f"{CELL}.reliability.first.alpha: 1.01 lies outside … to 1",
    ),
    (
        lambda data: data["tables"][1]["cells"][0].update(reliability={"first": COEFFICIENT}),
        "tables[1].cells[0].reliability: Only all firms together",
    ),
    (lambda data: data.update(instrument="other@1"), "instrument: This release is of other@1, not of small@1"),
    (lambda data: data.update(hash="0"), "hash: This release was made when small@1 was scored by other rules"),
]  # fmt: skip


class TestRefusals:
    @pytest.mark.parametrize(("change", "said"), FAULTS)
    def test_what_cannot_be_is_refused_with_its_place(self, change: Callable[[dict[str, Any]], object], said: str):
        with pytest.raises(ReleaseError) as raised:
            from_json(spoilt(change), SMALL)
        assert said in str(raised.value)

    def test_every_fault_is_told_at_once(self):
        with pytest.raises(ReleaseError) as raised:
            from_json(spoilt(lambda data: data.update(number="1", least=None, more=1)))
        assert [problem.place for problem in raised.value.problems] == ["more", "number", "least"]

    def test_a_sound_figure_that_was_changed_is_seen_by_thechecksum_of(self):
        with pytest.raises(ReleaseError, match="its checksum does not agree"):
            from_json(spoilt(lambda data: cell_of(data).update(below=40), signed=False))
        data = to_json(release())
        del data["checksum"]
        with pytest.raises(ReleaseError, match="its checksum does not agree"):
            from_json(data)

    def test_without_an_instrument_a_release_of_any_is_read(self):
        assert from_json(spoilt(lambda data: data.update(instrument="other@1"))).instrument == "other@1"

    @pytest.mark.parametrize("data", [None, [], 7, "release"])
    def test_what_is_no_object_is_no_release(self, data: Any):
        with pytest.raises(ReleaseError, match="This is not a release"):
            from_json(data)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "is not JSON"),
            (b'{"format": 1', "is not JSON"),
            (b"\xff\xfe{", "is not JSON"),
            (b'{"format": NaN}', "no number: NaN"),
            (b'{"format": 1, "format": 1}', "name twice: format"),
            (b"[" * 100_000, "is not JSON"),
            (b"{}", "This is not a release"),
        ],
    )
    def test_a_broken_file_is_told_with_its_name(self, content: bytes, said: str, tmp_path: Path):
        (tmp_path / "spring.json").write_bytes(content)
        with pytest.raises(ReleaseError) as raised:
            read(tmp_path / "spring.json")
        assert str(raised.value).startswith("spring.json, ")
        assert said in str(raised.value)

    def test_a_file_that_is_not_there_is_told(self, tmp_path: Path):
        with pytest.raises(ReleaseError, match="cannot be read"):
            read(tmp_path / "nowhere.json")
        with pytest.raises(ReleaseError, match="cannot be read"):
            read(tmp_path)

    def test_wording_is_no_part_of_what_a_release_belongs_to(self):
        reworded: Instrument = SMALL.model_copy(update={"title": "Another title", "revision": 2})
        assert from_json(to_json(release()), reworded) == release()


def _told_of(segment: dict[str, Any]) -> dict[tuple[Any, ...], Any]:
    at = ("segments", segment["id"])
    values = {("share", "share"): round(100 * segment["share"])}
    values |= {(name, "mean"): round(value) for name, value in segment["centroid"].items()}
    values |= {("overall", name): segment[name] for name in ("low", "high")}
    return {(*at, *name): (value, segment["fitted"]) for name, value in values.items()}


def told_by_json(data: dict[str, Any]) -> dict[tuple[Any, ...], Any]:
    """Every figure of a release's JSON by table, group, measure and figure, read without our own code."""
    found = {}
    for table in data["tables"]:
        for cell in table["cells"]:
            at = (" × ".join(table["fields"]) or "all", " × ".join(cell["group"]) or "all")
            for measure, summary in cell["scores"].items():
                parts = {"mean": summary["mean"], "weighted": summary["weighted"]}
                parts |= dict(zip(("low", "high"), summary["interval"] or (), strict=False))
                parts |= {f"p{percent}": value for percent, value in summary["quantiles"].items()}
                found |= {(*at, measure, name): (value, summary["n"]) for name, value in parts.items()}
            shares = {"+".join(level["levels"]): level["share"] for level in cell["levels"]}
            n = cell["scores"].get("overall", {"n": None})["n"]
            found |= {(*at, "level", name): (value, n) for name, value in shares.items()}
            found[*at, "level", "below_baseline"] = (cell["below"], n)
            spread = cell["polarisation"] or {"gini": None, "theil": None, "between_share": None}
            for key, name in (
                ("gini", "gini"),
                ("theil", "theil"),
                ("between_share", f"theil_between.{spread.get('by')}"),
            ):
                found[*at, "overall", name] = (spread[key], n)
            for dimension, one in cell["reliability"].items():
                found |= {(*at, dimension, name): (one[name], one["n"]) for name in ("alpha", "omega")}
            found |= {(*at, mark, "share"): (one["share"], one["n"]) for mark, one in cell["marks"].items()}
    for segment in (data["segments"] or {"segments": []})["segments"]:
        found |= _told_of(segment)
    return {key: value for key, value in found.items() if value[0] is not None}


def told_by_table(frame: pd.DataFrame) -> dict[tuple[Any, ...], Any]:
    found = {}
    for row in frame[frame["figure"] != "withheld"].astype(object).to_dict("records"):
        value = row["value"] if pd.isna(row["beyond"]) else {row["beyond"]: row["value"]}
        key = (row["table"], row["group"], row["measure"], row["figure"])
        found[key] = (value, None if pd.isna(row["n"]) else row["n"])
    return found


class TestTables:
    @given(RELEASES)
    def test_json_and_tables_say_the_same(self, made: Release):
        assert told_by_table(figures(made)) == told_by_json(to_json(made))

    def test_withheld_groups_have_a_row_without_a_value(self):
        by_size = tables(release())["size"]
        assert tuple(by_size.columns) == COLUMNS
        (row,) = by_size[by_size["figure"] == "withheld"].to_dict("records")
        assert (row["group"], pd.isna(row["value"]), pd.isna(row["n"])) == ("small", True, True)

    def test_each_row_says_when_its_cell_was_computed(self):
        published = figures(release()).query("figure != 'withheld'")
        assert set(published["number"]) == {1}
        assert set(published["date"]) == {"2026-03-31"}

    def test_a_release_without_tables_is_an_empty_table(self):
        empty = figures(release(tables=(), n=None))
        assert (len(empty), tuple(empty.columns)) == (0, COLUMNS)
