"""Groups that a body merges before its first release: kept in its campaign, and undone as long as none is fixed."""

from __future__ import annotations

from collections.abc import Mapping

from survey.storage.campaigns import finding
from survey.storage.database import writing


def merge(campaign_id: int, field: str, merges: Mapping[str, str]) -> bool:
    """Merge groups of a field: group → the group that it joins; none undoes all. False where the campaign is gone."""
    with writing() as session:
        row = finding.locked(session, campaign_id)
        if row is None:
            return False
        kept = {name: groups for name, groups in row.grouping.items() if name != field}
        row.grouping = kept | ({field: dict(merges)} if merges else {})
        row.revision += 1
        return True
