"""What segments are called and what is said about them: message ids, from what sets each apart from the others."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields

import numpy as np

from scoring.inequality import SELF_REPORTED
from scoring.instrument import Instrument
from scoring.messages import N_, Message
from scoring.segments.model import LEAST, STABLE, Diagnostics, Kind, Part, Segment, Test

APART = 5.0
"""Points from the mean of the other firms below which a part is not worth naming."""

NAMED = 3
"""Parts that are named on either side."""


def in_words(kind: Kind, parts: Sequence[Part], instrument: Instrument) -> tuple[Segment, ...]:
    """The segments with names and descriptions; titles of dimensions and profiles in the instrument's language.

    Those that have words already, in another language perhaps, are given new ones.
    """
    return tuple(
        Segment(**{one.name: getattr(part, one.name) for one in fields(Part)}, name=name, description=description)
        for part, (name, description) in zip(parts, WORDS[kind](parts, instrument), strict=True)
    )


Told = tuple[Message, tuple[Message, ...]]
"""A name and a description."""

GROUP_NAMES = {
    (True, True): N_("Group {place} of {count}: stronger in {ahead}, weaker in {behind}"),
    (True, False): N_("Group {place} of {count}: ahead of the others, most of all in {ahead}"),
    (False, True): N_("Group {place} of {count}: behind the others, most of all in {behind}"),
    (False, False): N_("Group {place} of {count}: much like the others"),
}
MEAN = N_("These firms have {mean} points on average over all parts.")
AHEAD = N_("Points above the mean of the other firms: {parts}.")
BEHIND = N_("Points below the mean of the other firms: {parts}.")
ALIKE = N_("In no part do these firms lie {apart} points or more above or below the mean of the others.")


def _groups(parts: Sequence[Part], instrument: Instrument) -> list[Told]:
    titles = _titles(instrument)
    return [_group(place, parts, titles) for place in range(len(parts))]


def _group(place: int, parts: Sequence[Part], titles: Mapping[str, str]) -> Told:
    apart = from_the_others(place, parts)
    furthest = sorted(apart, key=lambda name: -abs(apart[name]))
    ahead = [name for name in furthest if apart[name] >= APART][:NAMED]
    behind = [name for name in furthest if apart[name] <= -APART][:NAMED]
    told: dict[str, object] = {"place": place + 1, "count": len(parts)}
    told |= {side: titles[names[0]] for side, names in (("ahead", ahead), ("behind", behind)) if names}
    sides = [
        Message(text, {"parts": ", ".join(f"{titles[name]} {whole(abs(apart[name]))}" for name in names)})
        for text, names in ((AHEAD, ahead), (BEHIND, behind))
        if names
    ]
    description = (_mean(parts[place]), *(sides or [Message(ALIKE, {"apart": int(APART)})]))
    return Message(GROUP_NAMES[bool(ahead), bool(behind)], told), description


def from_the_others(place: int, parts: Sequence[Part]) -> dict[str, float]:
    """Points by which a segment's centroid lies above the mean of the firms of all the others, by dimension."""
    others = [part for other, part in enumerate(parts) if other != place]
    firms = [max(part.fitted, 1) for part in others]
    return {
        name: value - float(np.average([part.centroid[name] for part in others], weights=firms))
        for name, value in parts[place].centroid.items()
    }


SLICE_NAMES = {
    3: (
        N_("The lowest third of the firms that answered"),
        N_("The middle third of the firms that answered"),
        N_("The highest third of the firms that answered"),
    ),
    4: (
        N_("The lowest quarter of the firms that answered"),
        N_("The second-lowest quarter of the firms that answered"),
        N_("The second-highest quarter of the firms that answered"),
        N_("The highest quarter of the firms that answered"),
    ),
}
SLICE = N_("Slice {place} of {count}, from the lowest, of the firms that answered")
UNEVEN = 0.1
"""Share by which a slice may be off a quarter or a third, since equal scores are not parted, and still be called so."""

BOUNDS = {
    (False, True): N_("Overall scores up to {high}."),
    (True, True): N_("Overall scores above {low} and up to {high}."),
    (True, False): N_("Overall scores above {low}."),
}


def _slices(parts: Sequence[Part], _: Instrument) -> list[Told]:
    count = len(parts)
    firms = sum(part.fitted for part in parts)
    even = all(abs(part.fitted - firms / count) <= UNEVEN * firms for part in parts)
    names = [Message(text) for text in SLICE_NAMES.get(count, ())] if even else []
    names = names or [Message(SLICE, {"place": place + 1, "count": count}) for place in range(count)]
    return [(name, (_bounds(part), _mean(part))) for name, part in zip(names, parts, strict=True)]


def _bounds(part: Part) -> Message:
    bounds = {name: value for name, value in (("low", part.low), ("high", part.high)) if value is not None}
    return Message(BOUNDS["low" in bounds, "high" in bounds], {name: whole(value) for name, value in bounds.items()})


def _profiles(parts: Sequence[Part], instrument: Instrument) -> list[Told]:
    """The instrument's own words, translated with it."""
    known = {profile.id: profile for profile in instrument.reference_profiles}
    return [(_own(known[part.id].title), (_own(known[part.id].description),)) for part in parts]


def _own(text: str) -> Message:
    return Message("{text}", {"text": text})


WORDS: dict[Kind, Callable[[Sequence[Part], Instrument], list[Told]]] = {
    "groups": _groups,
    "continuum": _slices,
    "profiles": _profiles,
}


def _titles(instrument: Instrument) -> dict[str, str]:
    return {dimension.id: dimension.title for dimension in instrument.dimensions}


def _mean(part: Part) -> Message:
    return Message(MEAN, {"mean": whole(float(np.mean(list(part.centroid.values()))))})


def whole(points: float) -> int:
    """Whole points, half up; by way of four decimals, so that noise of floats decides nothing."""
    return math.floor(round(points, 4) + 0.5)


METHODS = {
    "groups": N_(
        "K-means on the scores of the parts, of {n} firms that have them all; the number of groups is that whose"
        " silhouette most exceeds what chance would make."
    ),
    "continuum": N_(
        "The overall scores of {n} firms that have all scores, cut into slices of as many firms each, as far as equal"
        " scores allow."
    ),
    "profiles": N_(
        "Typical firms described by the authors of the questionnaire. Firms with all scores: {n}, which is too"
        " few: groups are looked for from {least} on."
    ),
}
VERDICTS: dict[Kind, tuple[str, ...]] = {
    "groups": (
        N_("These are distinct groups: they stand out from chance, are found again, and there is a gap between them."),
        N_("A group has no wall around it: a firm near a border has much in common with the next group."),
    ),
    "continuum": (
        N_("Readiness runs on without groups here: slices are cut by score, and firms beside a cut are alike."),
    ),
    "profiles": (N_("These are sketches by the authors, not groups found in answers."),),
}
COARSE = N_(
    "{n} firms have only {distinct} different combinations of scores: steps between possible scores can look like gaps"
    " between firms, so be slow to speak of groups."
)
REASONS: dict[Test, str] = {
    "null": N_("Samples without any groups look as much divided by chance (p = {p}; below 0.05 is needed)."),
    "stability": N_(
        "Of {k} groups looked for, one is not found again in resamples (overlap {jaccard}; {stable} is needed)."
    ),
    "dip": N_("There is no gap between two neighbours of {k} groups looked for (dip test, p = {dip})."),
    "steps": N_(
        "What looks like a gap between two neighbours of {k} groups looked for is no more than the steps between"
        " possible scores (dip test of scores spread over them, p = {spread})."
    ),
}


def method(kind: Kind, n_fitted: int) -> Message:
    """How the segments were found."""
    return Message(METHODS[kind], {"n": n_fitted, "least": LEAST})


def limits(kind: Kind, diagnostics: Diagnostics | None) -> tuple[Message, ...]:
    """What the segments are, by which tests, and what they do not show."""
    verdicts = [Message(text) for text in VERDICTS[kind]]
    if kind == "groups" and diagnostics and diagnostics.coarse:
        verdicts.append(Message(COARSE, {"n": diagnostics.n, "distinct": diagnostics.distinct}))
    return (*verdicts, *(reasons(diagnostics) if diagnostics else ()), SELF_REPORTED)


def reasons(diagnostics: Diagnostics) -> tuple[Message, ...]:
    """The tests that speak against groups."""
    figures = {
        "p": f"{diagnostics.p:.3f}",
        "k": diagnostics.k,
        "jaccard": f"{min(diagnostics.jaccards):.2f}",
        "stable": STABLE,
        "dip": f"{max(one.p for one in diagnostics.dips):.3f}",
        "spread": f"{max(one.p_spread or 0.0 for one in diagnostics.dips):.3f}",
    }
    return tuple(Message(REASONS[test], figures) for test in diagnostics.failed)
