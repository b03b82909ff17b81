"""What becomes of a release: noted, published, withdrawn.

What was once published cannot be unsaid, and none is deleted: whoever made it has read it, and later ones are audited
beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage.database import writing
from survey.storage.models import ReleaseRow, now

MOST_NOTE = 1000


def publish(campaign_id: int, number: int) -> bool:
    """Let everybody read a draft; False where it is none."""
    with writing() as session:
        row = _locked(session, campaign_id, number)
        if row is None or row.status != "draft":
            return False
        row.status, row.published_at = "published", now()
        return True


def withdraw(campaign_id: int, number: int, reason: str) -> bool:
    """Take a published release back, and tell everybody why; False where it is not published."""
    with writing() as session:
        row = _locked(session, campaign_id, number)
        if row is None or row.status != "published":
            return False
        row.status, row.withdrawn_at = "withdrawn", now()
        row.told = {**row.told, "withdrawn": reason}
        return True


def note(campaign_id: int, number: int, text: str, *, before: str) -> bool:
    """Tell readers something about a release; False where somebody else has changed it since it was ``before``."""
    with writing() as session:
        row = _locked(session, campaign_id, number)
        if row is None or row.note not in (before, text):
            return False
        row.note = text
        return True


def _locked(session: Session, campaign_id: int, number: int) -> ReleaseRow | None:
    query = sa.select(ReleaseRow).filter_by(campaign_id=campaign_id, number=number)
    return session.scalars(query.with_for_update()).one_or_none()
