"""Segments as JSON files: figures only, checked against the instrument when read, put into words anew."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_args

from scoring import jsonfile
from scoring.instrument import Instrument
from scoring.messages import N_, Message, Problem
from scoring.placing import ON_ONE_SCALE
from scoring.release.records import plain, rebuilt
from scoring.segments.model import Diagnostics, Kind, Part, Segments, SegmentsError
from scoring.segments.place import strange
from scoring.segments.words import in_words, limits, method
from scoring.writing import replacing

FORMAT = 1
"""Version of the file's form; raised when an older reader would misread a newer file."""

NOT_JSON = N_("These are no segments: the file is not JSON. {reason}")
NOT_SEGMENTS = N_("These are no segments: “format”: {format} is missing, or is of a later version.")
A_RELEASE = N_("This is a release, not a file of segments.")
NOT_READABLE = N_("The file cannot be read. Check its name and that you may read it.")
CHANGED = N_("The file was changed after it was written: its checksum does not agree. Take the original.")
NO_KIND = N_("There are no segments of this kind.")
NO_SEGMENTS = N_("Segments are two or more.")
OTHER_DIMENSIONS = N_("The parts that take part are not those of the instrument: {expected}.")
OUTSIDE = N_("{value} lies outside {low} to {high}.")
WRONG_ID = N_("“{expected}” is expected here, not “{found}”.")
NO_PROFILE = N_("The instrument has no typical firm “{found}”.")
WRONG_CUTS = N_("Slices must follow each other without gap, from the lowest to the highest.")
NO_CUTS = N_("Only a continuum has cuts.")
INCOMPLETE = N_("The tests are incomplete: silhouettes, an overlap for each of {k} clusters and dips are needed.")


@dataclass(frozen=True)
class Stored:
    """What a file holds; the words follow from it and the instrument."""

    kind: str
    instrument: str
    hash: str
    dimensions: tuple[str, ...]
    segments: tuple[Part, ...]
    n: int
    n_fitted: int
    seed: int
    versions: Mapping[str, str]
    diagnostics: Diagnostics | None = None


def to_json(segments: Segments) -> dict[str, Any]:
    """The segments as JSON can hold them, without words: see ``Segments`` and ``Part`` for the names.

    ``checksum`` is the SHA-256 of all the rest, as JSON with sorted names and no spaces.
    """
    parts = tuple(Part(**{field.name: getattr(one, field.name) for field in fields(Part)}) for one in segments.segments)
    held = {field.name: getattr(segments, field.name) for field in fields(Stored)}
    content = {"format": FORMAT, **plain(Stored(**held | {"segments": parts}))}
    return {**content, "checksum": jsonfile.checksum_of(content)}


def from_json(data: Mapping[str, Any], instrument: Instrument) -> Segments:
    """The segments that ``to_json`` made this of, in the words of the instrument's language.

    Raises ``SegmentsError`` for segments of another instrument or of other scoring content; else with every name that
    is not known or missing, every value of another kind or outside its range, and each of their places; and for a
    checksum that does not agree.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise SegmentsError([Problem("format", Message(NOT_SEGMENTS, {"format": FORMAT}))])
    if "tables" in data and "kind" not in data:
        raise SegmentsError([Problem("kind", Message(A_RELEASE))])
    content = {name: value for name, value in data.items() if name != "checksum"}
    stored, problems = rebuilt(Stored, {name: value for name, value in content.items() if name != "format"})
    problems = problems or [*_problems(stored, instrument)]
    if not problems and data.get("checksum") != jsonfile.checksum_of(content):
        problems = [Problem("checksum", Message(CHANGED))]
    if problems:
        raise SegmentsError(problems)
    held = {field.name: getattr(stored, field.name) for field in fields(Stored)}
    return Segments(
        **held | {"segments": in_words(stored.kind, stored.segments, instrument)},
        method=method(stored.kind, stored.n_fitted),
        limits=limits(stored.kind, stored.diagnostics),
    )


def save(segments: Segments, path: str | Path) -> None:
    """Write segments to a JSON file, whole or not at all. Raises ``WritingError``."""
    with replacing(Path(path)) as file:
        file.write(jsonfile.written(to_json(segments)))


def load(path: str | Path, instrument: Instrument) -> Segments:
    """The segments in a file. Raises ``SegmentsError``, places beginning with the file's name: see ``from_json``."""
    path = Path(path)
    try:
        return from_json(_parsed(path), instrument)
    except SegmentsError as error:
        raise SegmentsError([Problem(f"{path.name}, {one.place}", one.message) for one in error.problems]) from error


def _parsed(path: Path) -> Any:
    try:
        return jsonfile.parsed(path)
    except OSError as error:
        raise SegmentsError([Problem("-", Message(NOT_READABLE))]) from error
    except ValueError as error:
        raise SegmentsError([Problem("-", Message(NOT_JSON, {"reason": str(error)}))]) from error


def _problems(stored: Stored, instrument: Instrument) -> Iterator[Problem]:
    """Everything that cannot be; of another instrument nothing else is worth saying."""
    if problem := strange(stored.instrument, stored.hash, instrument.reference, instrument.content_hash):
        yield problem
        return
    dimensions = tuple(one.id for one in instrument.dimensions if one.rule in ON_ONE_SCALE)
    if stored.dimensions != dimensions:
        yield Problem("dimensions", Message(OTHER_DIMENSIONS, {"expected": ", ".join(dimensions)}))
    if stored.kind not in get_args(Kind):
        yield Problem("kind", Message(NO_KIND))
        return
    if len(stored.segments) < (1 if stored.kind == "profiles" else 2):
        yield Problem("segments", Message(NO_SEGMENTS))
    yield from _ids(stored, instrument)
    yield from _cuts(stored)
    for at, part in enumerate(stored.segments):
        yield from _figures(part, f"segments[{at}]", dimensions)
    yield from _outside({name: getattr(stored, name) for name in ("n", "n_fitted", "seed")}, "", None)
    yield from _tests(stored.diagnostics)


def _ids(stored: Stored, instrument: Instrument) -> Iterator[Problem]:
    profiles = {profile.id for profile in instrument.reference_profiles}
    for at, part in enumerate(stored.segments):
        place = f"segments[{at}].id"
        if stored.kind != "profiles" and part.id != f"s{at + 1}":
            yield Problem(place, Message(WRONG_ID, {"expected": f"s{at + 1}", "found": part.id}))
        if stored.kind == "profiles" and part.id not in profiles:
            yield Problem(place, Message(NO_PROFILE, {"found": part.id}))
        profiles.discard(part.id)


def _cuts(stored: Stored) -> Iterator[Problem]:
    low, high = [part.low for part in stored.segments], [part.high for part in stored.segments]
    if stored.kind != "continuum":
        if any(cut is not None for cut in low + high):
            yield Problem("segments", Message(NO_CUTS))
        return
    cuts = [cut for cut in high[:-1] if cut is not None]
    rising = all(one < next_one for one, next_one in itertools.pairwise(cuts))
    if low != [None, *high[:-1]] or high[-1:] != [None] or len(cuts) < len(high) - 1 or not rising:
        yield Problem("segments", Message(WRONG_CUTS))


def _figures(part: Part, place: str, dimensions: tuple[str, ...]) -> Iterator[Problem]:
    if tuple(part.centroid) != dimensions:
        yield Problem(f"{place}.centroid", Message(OTHER_DIMENSIONS, {"expected": ", ".join(dimensions)}))
    yield from _outside(part.centroid, f"{place}.centroid.", 100)
    yield from _outside({"n": part.n, "fitted": part.fitted}, f"{place}.", None)
    yield from _outside({"share": part.share}, f"{place}.", 1)


def _outside(values: Mapping[str, float], place: str, high: int | None) -> Iterator[Problem]:
    for name, value in values.items():
        if value < 0 or (high is not None and value > high):
            told = {"value": value, "low": 0, "high": "…" if high is None else high}
            yield Problem(f"{place}{name}", Message(OUTSIDE, told))


def _tests(found: Diagnostics | None) -> Iterator[Problem]:
    if found is not None and not (found.silhouettes and found.dips and len(found.jaccards) == found.k):
        yield Problem("diagnostics", Message(INCOMPLETE, {"k": found.k}))
