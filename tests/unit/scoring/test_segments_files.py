"""Segments as JSON: they come back as they were, in words of the instrument, and what was spoilt is refused."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scoring.jsonfile import checksum_of
from scoring.segments import Segments, SegmentsError, fit, from_json, load, place, publishable, save, to_json
from tests.unit.scoring.roadmap_cases import FIRST, SECOND, dimension
from tests.unit.scoring.segment_cases import instrument, scores_of, skewed, two_groups

MADE = instrument()
ROWS = {"groups": two_groups(2, n=30, apart=50), "continuum": skewed(2, n=60), "profiles": [[40.0, 50.0]] * 9}


@pytest.fixture(scope="module")
def fitted() -> dict[str, Segments]:
    return {kind: fit(scores_of(MADE, rows)) for kind, rows in ROWS.items()}


@pytest.mark.parametrize("kind", list(ROWS))
def test_segments_come_back_as_they_were(fitted, kind, tmp_path: Path) -> None:
    found = fitted[kind]
    assert found.kind == kind
    save(found, tmp_path / "segments.json")
    again = load(tmp_path / "segments.json", MADE)
    assert again == found
    scores = scores_of(MADE, ROWS[kind])
    assert place(again, scores).equals(place(found, scores))


@pytest.mark.parametrize("kind", ["groups", "continuum"])
def test_published_segments_come_back_too(fitted, kind) -> None:
    published = publishable(fitted[kind], MADE)
    assert published is not None
    assert from_json(json.loads(json.dumps(to_json(published))), MADE) == published


def test_a_file_holds_figures_versions_and_tests_but_no_words(fitted) -> None:
    held = to_json(fitted["groups"])
    assert {"instrument", "hash", "seed", "n", "n_fitted", "versions", "diagnostics", "checksum"} < set(held)
    assert set(held["versions"]) == {"python", "numpy", "scipy", "scikit-learn", "waymark"}
    assert set(held["segments"][0]) == {"id", "n", "fitted", "share", "centroid", "low", "high"}
    assert set(held["diagnostics"]) == {"n", "distinct", "k", "silhouettes", "p", "jaccards", "dips"}


def test_words_are_those_of_the_instrument_at_hand(fitted) -> None:
    parts = [dimension("first", FIRST, title="Das Erste"), dimension("second", SECOND, title="Das Zweite")]
    found = from_json(to_json(fitted["groups"]), instrument(dimensions=parts))
    assert "Das " in str(found.segments[0].name)


def spoilt(found: Segments, path: str, value: Any) -> dict[str, Any]:
    """The file with another value in one place, signed anew; ``...`` removes it."""
    data = copy.deepcopy(to_json(found))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner: Any = data
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    del data["checksum"]
    return {**data, "checksum": checksum_of(data)}


@pytest.mark.parametrize(
    ("kind", "path", "value", "told"),
    [
        ("groups", "format", 2, "format: These are no segments"),
        ("groups", "kind", "types", "kind: There are no segments of this kind"),
        ("groups", "instrument", "other@1", "instrument: These segments are of other@1, not of small@1"),
        ("groups", "hash", "0" * 64, "hash: These segments were made when small@1 was scored by other rules"),
        ("groups", "dimensions", ["first"], "dimensions: The parts that take part are not those"),
        ("groups", "n", -1, "n: -1 lies outside 0 to …"),
        ("groups", "n_fitted", "many", "n_fitted: A whole number is expected here, not “many”"),
        ("groups", "versions", ..., "versions: This is missing"),
        ("groups", "viewer", 1, "viewer: There is nothing called so"),
        ("groups", "segments", [], "segments: Segments are two or more"),
        ("groups", "segments.1.id", "s1", r"segments\[1\].id: “s2” is expected here, not “s1”"),
        ("groups", "segments.0.share", 1.5, r"segments\[0\].share: 1.5 lies outside 0 to 1"),
        ("groups", "segments.0.centroid.first", 101, r"segments\[0\].centroid.first: 101.0 lies outside 0 to 100"),
        ("groups", "segments.0.centroid.first", None, r"segments\[0\].centroid.first: A number is expected"),
        ("groups", "segments.0.centroid", {"first": 1}, r"segments\[0\].centroid: The parts that take part"),
        ("groups", "segments.0.high", 40, "segments: Only a continuum has cuts"),
        ("groups", "diagnostics.dips", [], "diagnostics: The tests are incomplete"),
        ("groups", "diagnostics.jaccards", [0.9], "diagnostics: The tests are incomplete"),
        ("continuum", "segments.0.high", 99, "segments: Slices must follow each other"),
        ("continuum", "segments.0.high", None, "segments: Slices must follow each other"),
        ("profiles", "segments.0.id", "other", r"segments\[0\].id: The instrument has no typical firm “other”"),
        ("profiles", "segments.1.id", "plain", r"segments\[1\].id: The instrument has no typical firm “plain”"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(fitted, kind, path, value, told) -> None:
    with pytest.raises(SegmentsError, match=told):
        from_json(spoilt(fitted[kind], path, value), MADE)


def test_all_faults_are_told_at_once(fitted) -> None:
    data = spoilt(fitted["groups"], "n", "few")
    with pytest.raises(SegmentsError) as caught:
        from_json({**data, "seed": None, "more": 1}, MADE)
    assert [problem.place for problem in caught.value.problems] == ["more", "n", "seed"]


def test_a_sound_figure_that_was_changed_is_seen(fitted) -> None:
    data = to_json(fitted["groups"])
    data["segments"][0]["centroid"]["first"] += 1
    with pytest.raises(SegmentsError, match="checksum: The file was changed"):
        from_json(data, MADE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not JSON"),
        ("[", "not JSON"),
        ('{"format": 1, "format": 1}', "name twice: format"),
        ('{"format": NaN}', "no number: NaN"),
        ("[1]", "format: These are no segments"),
        ('{"format": 1}', "kind: This is missing"),
        ("\x80", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text, told) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(SegmentsError, match=rf"broken\.json, .*{told}"):
        load(path, MADE)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SegmentsError, match=r"none\.json, -: The file cannot be read"):
        load(tmp_path / "none.json", MADE)


def test_reading_and_placing_load_no_heavy_library() -> None:
    """A web process tells firms their segment, and must not wait seconds for scikit-learn to be there."""
    program = "import sys, scoring.segments; sys.exit(bool({'sklearn', 'scipy'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
