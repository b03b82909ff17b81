"""What a body adds to its release: groups put together, lists and questions of its own, and the response."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.jsonfile import checksum_of
from scoring.release.files import from_json, history, keep, to_json
from scoring.release.grouping import parts_of, starting_groups
from scoring.release.model import NOT_STATED, OTHER, Answered, Choice, Figure, ReleaseError, Response, Snapshot
from scoring.release.snapshot_file import read_snapshot, write_snapshot
from scoring.release.tables import figures
from tests.unit.scoring.release.build_cases import DATE, SMALL, firms, in_groups, published, release

NAMES = {"bakers": "Bakers’ guild", "F": "Friends", "cooks": "Cooks, all"}
BACKUP = Choice("own-q1", "Do you keep a reserve?", {"yes": "Yes", "no": "No"})


def by(field: str, groups: dict[str, int], **more: Any) -> Snapshot:
    return firms([50.0] * sum(groups.values()), **{field: in_groups(groups)}, **more)


def groups(found: Any, field: str) -> set[str]:
    return {*found.grouping[field].values()}


class TestMerging:
    FOUR = by("sector", {"A": 4, "F": 12, "G": 30, "S": 40})
    """Without more ado A would take F with it."""

    def test_groups_that_go_together_begin_as_one(self):
        assert groups(release(self.FOUR), "sector") == {"G-I", "O-U"}
        merged = release(self.FOUR, merges={"sector": {"A": "G-I"}})
        assert groups(merged, "sector") == {"A + G-I", "F", "O-U"}
        assert {cell.group for cell in merged.table("sector").cells} == {("A + G-I",), ("F",), ("O-U",)}

    def test_in_one_step_or_several_in_whatever_order(self):
        assert starting_groups("size", ["a", "b", "c", "d"], {"c": "b", "b": "a"}) == {
            "a": "a + b + c", "b": "a + b + c", "c": "a + b + c", "d": "d",
        }  # fmt: skip
        assert set(starting_groups("size", ["a", "b"], {"a": "b", "b": "a"}).values()) == {"a + b"}
        assert parts_of("a + b + c") == ("a", "b", "c")
        assert parts_of("B-E") == ("B-E",)

    def test_what_no_firm_is_in_yet_finds_its_place_later(self):
        """A firm of mining comes after the groups are fixed: it is in industry, which goes with building."""
        first = published(by("sector", {"C": 6, "F": 12, "G": 30}), merges={"sector": {"F": "B-E"}})
        assert groups(first.release, "sector") == {"B-E + F", "G-I"}
        assert {first.release.grouping["sector"][section] for section in "BCDEF"} == {"B-E + F"}
        assert set(starting_groups("size", ["a"], {"b": "c"})) == {"a"}, "of groups without a firm nothing is told"

    def test_what_still_is_too_few_joins_the_others(self):
        merged = release(by("region", {"n": 2, "e": 3, "s": 30, "w": 40}), merges={"region": {"n": "e"}})
        assert groups(merged, "region") == {"w"}
        assert {cell.group for cell in merged.table("region").cells} == {("w",), (OTHER,)}

    def test_a_group_can_go_with_the_others_and_with_those_that_said_nothing(self):
        found = starting_groups("region", ["n", "s", NOT_STATED], {"n": OTHER, "s": NOT_STATED})
        assert found == {"n": OTHER, OTHER: OTHER, "s": "s + not stated", NOT_STATED: "s + not stated"}

    def test_no_more_once_the_groups_are_fixed(self):
        first = published(self.FOUR)
        later = release(self.FOUR, first, merges={"sector": {"A": "G-I"}})
        assert later.grouping == first.release.grouping

    def test_a_field_without_a_table_is_refused(self):
        with pytest.raises(ReleaseError, match="taste: There is no table by this field"):
            release(self.FOUR, merges={"taste": {"a": "b"}})


class TestOwnLists:
    def test_entries_are_no_sections_whatever_they_are_called(self):
        own = by("sector", {"bakers": 12, "F": 12, "G": 12})
        assert groups(release(own), "sector") == {"bakers", "F", "G-I"}
        assert groups(release(own, titles={"sector": NAMES}), "sector") == {"bakers", "F", "G"}

    def test_only_what_the_groups_are_called_is_told(self):
        """That nobody, or hardly anybody, is a cook must not be read from the names that are there."""
        own = by("sector", {"bakers": 12, "F": 12, "cooks": 1})
        made = release(own, titles={"sector": NAMES}, merges={"sector": {"cooks": "F"}})
        assert made.titles == {"sector": {"bakers": "Bakers’ guild", "F + cooks": "Friends + Cooks, all"}}
        assert release(by("sector", {"bakers": 10}), titles={"sector": NAMES}).titles == {}

    def test_member_groups_have_a_table(self):
        table = release(by("group", {"inner": 12, "outer": 20}), titles={"group": {"inner": "Inner"}}).table("group")
        assert {cell.group for cell in table.cells} == {("inner",), ("outer",)}

    def test_a_field_without_a_table_is_refused(self):
        with pytest.raises(ReleaseError, match="taste: There is no table by this field"):
            release(firms([50.0] * 12), titles={"taste": {}})


class TestOwnQuestions:
    ASKED = by("size", {"micro": 20, "small": 20}, marks={"own-q1.yes": [1] * 20 + [0] * 10 + [-1] * 10})

    def test_their_answers_are_shares_like_any_others(self):
        made = release(self.ASKED, choices=[BACKUP])
        assert made.tables[0].cells[0].marks == {"own-q1.yes": Answered(30, Figure(65))}  # 20 of 30
        assert made.table("size") is not None
        told = figures(made).query("measure == 'own-q1.yes' and table == 'all'")
        assert told[["value", "n"]].to_numpy().tolist() == [[65, 30]]

    def test_an_answer_that_is_not_described_is_refused(self):
        with pytest.raises(ReleaseError, match=r"own-q1\.yes: No question of the campaign’s own has this answer"):
            release(self.ASKED)
        with pytest.raises(ReleaseError, match=r"own-q1\.yes: No question"):
            release(self.ASKED, choices=[replace(BACKUP, options={"no": "No"})])

    @pytest.mark.parametrize("wrong", ["q1", "own-q.1"])
    def test_an_id_that_could_be_another_is_refused(self, wrong: str):
        with pytest.raises(ReleaseError, match="begins with own- and has no dot"):
            release(firms([50.0] * 12), choices=[replace(BACKUP, id=wrong)])
        with pytest.raises(ReleaseError, match="more than once"):
            release(firms([50.0] * 12), choices=[BACKUP, BACKUP])

    def test_an_answer_given_otherwise_changes_no_cell(self):
        """A cell is repeated as it was, answers to own questions with it; a question that is gone is not shown."""
        first = published(self.ASKED, choices=[BACKUP])
        turned = replace(self.ASKED, marks=(1 - self.ASKED.marks).clip(0, 1).astype(np.int8))
        assert release(turned, first, choices=[BACKUP]).tables[0].cells == first.release.tables[0].cells
        gone = replace(self.ASKED, marks=self.ASKED.marks.iloc[:, :0])
        assert release(gone, first).tables[0].cells[0].marks == {}


class TestResponse:
    def test_it_is_told_in_fives_or_not_at_all(self):
        for response in (Response(200, 45), Response(None, None), Response(5, 5), None):
            assert release(firms([50.0] * 12), response=response).response == response

    @pytest.mark.parametrize("wrong", [Response(201, 45), Response(200, 44), Response(200, 0), Response(10, 15)])
    def test_what_says_more_is_refused(self, wrong: Response):
        with pytest.raises(ReleaseError, match="response"):
            release(firms([50.0] * 12), response=wrong)


class TestFiles:
    WHOLE = published(
        by("sector", {"bakers": 12, "F": 20}, marks={"own-q1.yes": [1, 0] * 16}),
        titles={"sector": NAMES}, choices=[BACKUP], response=Response(100, 30),
    )  # fmt: skip

    def test_all_of_it_comes_back_from_a_file(self):
        assert from_json(json.loads(json.dumps(to_json(self.WHOLE.release))), SMALL) == self.WHOLE.release

    def test_a_file_that_says_what_is_not_described_is_refused(self):
        for spoil in ({"choices": []}, {"titles": {"taste": {}}}, {"response": {"invited": 7, "answered": None}}):
            data = {**to_json(self.WHOLE.release), **spoil}
            del data["checksum"]
            with pytest.raises(ReleaseError):
                from_json({**data, "checksum": checksum_of(data)}, SMALL)

    def test_a_history_kept_before_there_were_campaigns_is_still_read(self, tmp_path: Path):
        """What was added since is not in those files, and their checksum is that of what they say."""
        before = published(by("size", {"micro": 12, "small": 20}), date=DATE)
        folder = keep(before, tmp_path / "kept")
        _as_it_was_then(folder)
        (found,) = history(tmp_path / "kept", SMALL)
        assert found.release == before.release
        assert published(by("size", {"micro": 12, "small": 20}), found).release.number == 2


ADDED = {"response", "titles", "choices", "reliability"}


def _as_it_was_then(folder: Path) -> None:
    data = json.loads((folder / "release.json").read_text())
    snapshot = read_snapshot(folder / "snapshot.parquet", belongs_to=data.pop("checksum"))
    older = {name: value for name, value in data.items() if name not in ADDED}
    for table in older["tables"]:
        table["cells"] = [{name: part for name, part in cell.items() if name not in ADDED} for cell in table["cells"]]
    signed = {**older, "checksum": checksum_of(older)}
    (folder / "release.json").write_text(json.dumps(signed))
    write_snapshot(snapshot, folder / "snapshot.parquet", belongs_to=signed["checksum"])
