"""The private folder of a campaign: every release with its snapshot, whole or not at all, and nothing lost."""

from __future__ import annotations

import datetime
import multiprocessing
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from scoring.release import snapshot_file
from scoring.release.files import history, is_private, keep, save
from scoring.release.model import Published, Release, ReleaseError, Snapshot
from tests.unit.scoring.release.snapshot_cases import AGREED, SMALL, named, snapshot
from tests.unit.scoring.roadmap_cases import instrument

FIRMS = snapshot(
    *named("Sun", "Moon", size="small", sector="F"),
    ({"firm": "Sun", "stage": "T1", "size": "small", "sector": "F", **AGREED}, {"rung": "l4"}),
    ({"firm": "Métiers", "size": "micro", "sector": "F", **AGREED}, {"hours": None}),
    accounts=[np.array([0, 3]), np.array([], dtype=np.intp), np.array([1, 2])],
    population=pd.DataFrame({"F": [60, 40]}, index=["micro", "small"]),
    own_link=True,
)


def published(number: int = 1, campaign: str = "Spring", firms: Snapshot = FIRMS) -> Published:
    release = Release(
        campaign, number, datetime.date(2026, 3, number), SMALL.reference, SMALL.content_hash, None, 10, {}, ()
    )
    return Published(release, firms)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds two releases."""
    for number in (1, 2):
        keep(published(number), tmp_path / "kept")
    return tmp_path / "kept"


class TestKeeping:
    def test_what_was_kept_comes_back_exactly(self, folder: Path):
        found = history(folder, SMALL)
        assert [one.release for one in found] == [published(1).release, published(2).release]
        _assert_equal(found[0].snapshot, FIRMS)

    def test_an_empty_snapshot_comes_back_too(self, tmp_path: Path):
        empty = snapshot(accounts=[np.array([], dtype=np.intp)])
        keep(published(firms=empty), tmp_path / "kept")
        _assert_equal(history(tmp_path / "kept", SMALL)[0].snapshot, empty)

    def test_no_folder_is_no_history(self, tmp_path: Path):
        assert history(tmp_path / "nowhere", SMALL) == ()

    def test_only_its_owner_can_look_into_the_folder(self, folder: Path):
        assert is_private(folder)
        modes = {path.relative_to(folder).as_posix(): path.stat().st_mode & 0o777 for path in folder.rglob("*")}
        assert modes["0001"] == 0o700
        assert modes["0001/release.json"] == modes["0001/snapshot.parquet"] == 0o600
        folder.chmod(0o750)
        assert not is_private(folder)

    @pytest.mark.parametrize(("number", "said"), [(2, "Release 2 is there already"), (4, "the folder holds 2")])
    def test_only_the_next_number_is_kept(self, folder: Path, number: int, said: str):
        with pytest.raises(ReleaseError, match=said):
            keep(published(number), folder)
        assert len(history(folder, SMALL)) == 2

    def test_of_two_processes_with_the_same_number_one_keeps_it(self, folder: Path):
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            done = pool.starmap(_kept, [(folder, "Spring")] * 4)
        assert sorted(done) == [False, False, False, True]
        assert len(history(folder, SMALL)) == 3

    def test_a_folder_taken_in_the_meantime_is_told(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        """Another process puts its release there after we looked."""
        write = snapshot_file.write_snapshot

        def slowly(*arguments: object, **options: object) -> None:
            shutil.copytree(folder / "0002", folder / "0003", dirs_exist_ok=True)
            write(*arguments, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(snapshot_file, "write_snapshot", slowly)
        with pytest.raises(ReleaseError, match="Release 3 is there already"):
            keep(published(3), folder)
        assert sorted(path.name for path in folder.iterdir()) == ["0001", "0002", "0003"]

    def test_what_fails_half_way_leaves_nothing(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        def full(*_arguments: object, **_options: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(snapshot_file, "write_snapshot", full)
        with pytest.raises(ReleaseError, match="The folder cannot be made or written"):
            keep(published(3), folder)
        assert sorted(path.name for path in folder.iterdir()) == ["0001", "0002"]

    def test_where_no_folder_can_be_that_is_told(self, tmp_path: Path):
        (tmp_path / "file").write_text("")
        for place in (tmp_path / "file", tmp_path / "file" / "kept", tmp_path / "no" / "kept"):
            with pytest.raises(ReleaseError, match="The folder cannot be made or written"):
                keep(published(), place)


def _kept(folder: Path, campaign: str) -> bool:
    try:
        keep(published(3, campaign), folder)
    except ReleaseError:
        return False
    return True


class TestRefusals:
    def test_a_gap_is_told(self, folder: Path):
        shutil.rmtree(folder / "0001")
        with pytest.raises(ReleaseError, match="Release 1 is missing"):
            history(folder, SMALL)

    @pytest.mark.parametrize("name", ["notes.txt", "1", "00002", "0000", "٠٠٠٣"])
    def test_anything_else_in_the_folder_is_told(self, folder: Path, name: str):
        (folder / name).write_text("")
        with pytest.raises(ReleaseError, match="This is no release that was kept here"):
            history(folder, SMALL)

    def test_what_a_killed_process_left_is_passed_over(self, folder: Path):
        (folder / ".making-abc").mkdir()
        assert len(history(folder, SMALL)) == 2

    @pytest.mark.parametrize("name", ["release.json", "snapshot.parquet"])
    def test_a_file_that_is_missing_or_broken_is_told(self, folder: Path, name: str):
        whole = (folder / "0002" / name).read_bytes()
        (folder / "0002" / name).write_bytes(whole[: len(whole) // 2])
        with pytest.raises(ReleaseError, match=name.replace(".", r"\.")):
            history(folder, SMALL)
        (folder / "0002" / name).unlink()
        with pytest.raises(ReleaseError, match=name.replace(".", r"\.")):
            history(folder, SMALL)

    def test_a_parquet_file_of_something_else_is_told(self, folder: Path):
        pd.DataFrame({"key": ["a"]}).to_parquet(folder / "0002" / "snapshot.parquet")
        with pytest.raises(ReleaseError, match="not the snapshot of a release"):
            history(folder, SMALL)

    def test_the_snapshot_of_another_release_is_told(self, folder: Path):
        shutil.copy(folder / "0001" / "snapshot.parquet", folder / "0002" / "snapshot.parquet")
        with pytest.raises(ReleaseError, match="the snapshot of another release"):
            history(folder, SMALL)

    def test_a_release_in_the_place_of_another_is_told(self, folder: Path):
        shutil.rmtree(folder / "0001")
        shutil.copytree(folder / "0002", folder / "0001")
        with pytest.raises(ReleaseError, match="This says that it is release 2 of “Spring”"):
            history(folder, SMALL)

    def test_another_campaign_is_told(self, folder: Path):
        keep(published(3, "Autumn"), folder)
        with pytest.raises(ReleaseError, match="release 3 of “Autumn”"):
            history(folder, SMALL)

    def test_another_instrument_is_told(self, folder: Path):
        with pytest.raises(ReleaseError, match="scored by other rules"):
            history(folder, instrument([], required_share=0.5))
        with pytest.raises(ReleaseError, match="This release is of small@1, not of small@2"):
            history(folder, instrument([], version=2))

    def test_a_changed_release_is_told(self, folder: Path):
        save(replace(published(2).release, least=5), folder / "0002" / "release.json")
        with pytest.raises(ReleaseError, match="the snapshot of another release"):
            history(folder, SMALL)

    def test_a_file_is_no_folder(self, tmp_path: Path):
        (tmp_path / "kept").write_text("")
        with pytest.raises(ReleaseError, match="kept"):
            history(tmp_path / "kept", SMALL)


def test_a_snapshot_names_its_columns_so_that_another_program_can_read_them(folder: Path):
    names = set(pq.read_schema(folder / "0001" / "snapshot.parquet").names)
    assert {"key", "digest", "level", "weight", "seen_by", "field.size", "score.change", "mark.rung.l0"} <= names


def _assert_equal(one: Snapshot, other: Snapshot) -> None:
    for name in ("keys", "digests", "levels"):
        found, expected = getattr(one, name), getattr(other, name)
        assert found.dtype == expected.dtype, name
        assert found.tolist() == expected.tolist(), name
    for name in ("fields", "scores", "marks"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert (one.weights is None) == (other.weights is None)
    if one.weights is not None and other.weights is not None:
        np.testing.assert_array_equal(one.weights, other.weights)
    assert [seen.tolist() for seen in one.viewers] == [seen.tolist() for seen in other.viewers]
    assert one.own_link == other.own_link
