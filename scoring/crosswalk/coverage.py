"""How much of an instrument a crosswalk measures at all, whatever a firm answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.crosswalk.definition import Crosswalk
from scoring.crosswalk.items import TargetItem, items_of
from scoring.instrument import Dimension, Instrument
from scoring.messages import N_, Message


@dataclass(frozen=True)
class Coverage:
    """Of ``items`` items ``both_ways`` can turn out a yes or a no, ``one_way`` only one of these; the rest neither.

    ``dimension``: its id, "" for the whole instrument. ``share``: part of the weight that is measured both ways, 0 to
    1: what a score could rest on, because items that can only ever show a yes would make it too high.
    """

    dimension: str
    title: str
    items: int
    both_ways: int
    one_way: int
    share: float

    @property
    def measured(self) -> int:
        return self.both_ways + self.one_way

    @property
    def message(self) -> Message:
        text = N_(
            "{title}: {measured} of {items} measured, {one_way} of them one way only (a yes or a no shows, not both)."
        )
        counts = {"measured": self.measured, "items": self.items, "one_way": self.one_way}
        return Message(text, {"title": self.title, **counts})


def coverage_of(crosswalk: Crosswalk, target: Instrument) -> tuple[Coverage, ...]:
    """The whole instrument first, then each dimension, in the order asked."""
    items = items_of(target).values()
    parts = [
        _coverage(crosswalk, target, dimension, [item for item in items if item.dimension == dimension.id])
        for dimension in target.dimensions
    ]
    share = sum(d.weight * part.share for d, part in zip(target.dimensions, parts, strict=True))
    whole = Coverage(
        "",
        target.title,
        sum(part.items for part in parts),
        sum(part.both_ways for part in parts),
        sum(part.one_way for part in parts),
        share / sum(dimension.weight for dimension in target.dimensions),
    )
    return (whole, *parts)


def _coverage(crosswalk: Crosswalk, target: Instrument, dimension: Dimension, items: Sequence[TargetItem]) -> Coverage:
    ways = [crosswalk.items[item.id].ways if item.id in crosswalk.items else 0 for item in items]
    weights = [target.questions[item.question].weight * item.share for item in items]
    known = sum(weight for weight, way in zip(weights, ways, strict=True) if way == 2)
    share = known / sum(weights) if weights else 0.0
    return Coverage(dimension.id, dimension.title, len(items), ways.count(2), ways.count(1), share)
