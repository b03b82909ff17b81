"""Groups that a body puts together before its first release: kept in its campaign, and undone until they are fixed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from survey.storage.campaigns import finding
from survey.storage.database import writing

Merges = Mapping[str, str]


def merge(campaign_id: int, field: str, parts: Sequence[str]) -> bool:
    """Put two groups of a field together: all their ``parts``. False where the campaign is gone."""
    first, *others = dict.fromkeys(parts)

    def put_together(before: Merges) -> Merges:
        kept = {name: group for name, group in before.items() if name not in parts}
        return kept | dict.fromkeys(others, first)

    return _changed(campaign_id, field, put_together)


def undo(campaign_id: int, field: str) -> bool:
    """Let all groups of a field stand by themselves again. False where the campaign is gone."""
    return _changed(campaign_id, field, lambda _before: {})


def _changed(campaign_id: int, field: str, change: Callable[[Merges], Merges]) -> bool:
    with writing() as session:
        row = finding.locked(session, campaign_id)
        if row is None:
            return False
        merges = dict(change(row.grouping.get(field, {})))
        kept = {name: groups for name, groups in row.grouping.items() if name != field}
        row.grouping = kept | ({field: merges} if merges else {})
        return True
