"""A snapshot as bytes, for whoever keeps it elsewhere than in a folder."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from scoring.release.model import ReleaseError
from scoring.release.snapshot_file import keys_in, read_snapshot, snapshot_bytes
from tests.unit.scoring.release.snapshot_cases import named, snapshot

MADE = dataclasses.replace(snapshot(*named("Sun", "Moon", sector="F")), viewers=(np.array([0, 1]), np.array([1])))
CONTENT = snapshot_bytes(MADE, belongs_to="a checksum")


def test_it_comes_back_exactly_as_it_was():
    again = read_snapshot(CONTENT, belongs_to="a checksum")
    assert (again.keys == MADE.keys).all()
    assert (again.digests == MADE.digests).all()
    assert [seen.tolist() for seen in again.viewers] == [[0, 1], [1]]
    pd.testing.assert_frame_equal(again.scores, MADE.scores)
    pd.testing.assert_frame_equal(again.marks, MADE.marks)


def test_its_keys_are_read_alone():
    assert keys_in(CONTENT).tolist() == MADE.keys.tolist()


def test_what_is_broken_or_of_another_release_is_refused():
    for content, checksum in ((b"", "a checksum"), (CONTENT[:-9], "a checksum"), (CONTENT, "another")):
        with pytest.raises(ReleaseError):
            read_snapshot(content, belongs_to=checksum)
    with pytest.raises(ReleaseError):
        keys_in(CONTENT[:-9])
