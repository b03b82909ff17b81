"""What tests of snapshots share: firms of the small instrument, each as its profile and answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.answers import AnswerTable, table_of
from scoring.instrument import Instrument
from scoring.release.model import Snapshot
from scoring.release.snapshot import snapshot_of
from scoring.scores import score
from tests.unit.scoring.roadmap_cases import LOWEST, action, instrument

ACTIONS = [
    action("climb", {"rung": "l3"}),
    action("tick", {"ticks": ["one", "two"]}, sizes=["small", "medium"]),
    action("sort", {"grid": {"mail": "s2"}, "hours": "few"}, sectors={"only": ["C"]}),
    action("hire", {"other": "l4"}, staff=True),
    action("law", {"rung": "l4"}, level="programme"),
]
SMALL = instrument(ACTIONS)

AGREED = {"counted": "yes"}

Row = tuple[Mapping[str, Any], Mapping[str, Any]]


def table(*firms: Row, made: Instrument = SMALL) -> AnswerTable:
    """Firms as (profile, answers); what is not answered is the lowest answer."""
    answers = [{**LOWEST, **given} for _, given in firms]
    return table_of(made, answers, [profile for profile, _ in firms])


def snapshot(*firms: Row, **options: Any) -> Snapshot:
    answers = table(*firms)
    return snapshot_of(answers, score(answers), **options)


def named(*names: str, **profile: Any) -> list[Row]:
    """Firms that agreed to be counted, with the lowest answers."""
    return [({"firm": name, **AGREED, **profile}, {}) for name in names]


def placed(*kinds: tuple[str | None, str | None]) -> list[Row]:
    """Firms of these sizes and sectors."""
    return [
        ({"firm": f"Firm {at}", "size": size, "sector": sector, **AGREED}, {})
        for at, (size, sector) in enumerate(kinds)
    ]
