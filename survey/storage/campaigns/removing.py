"""A campaign that ends for good: what firms hold stays theirs, and what was ever read of them is not forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.storage.campaigns.finding import locked
from survey.storage.database import empty_log, reading, writing
from survey.storage.models import (
    AssessmentRow,
    CampaignInvitationRow,
    CampaignRow,
    OrganisationRow,
    ReleaseRow,
    SubmissionRow,
    now,
)


@dataclass(frozen=True)
class Held:
    """What goes with a campaign."""

    invitations: int
    drafts: int
    published: int
    withdrawn: int

    @property
    def releases(self) -> int:
        return self.drafts + self.published + self.withdrawn


def held(campaign_id: int) -> Held:
    """What would go with the campaign. How many firms began it, no body is told here."""
    invited = sa.select(sa.func.count()).select_from(CampaignInvitationRow).filter_by(campaign_id=campaign_id)
    by_status = sa.select(ReleaseRow.status, sa.func.count().label("number")).group_by(ReleaseRow.status)
    with reading() as session:
        of = {row.status: row.number for row in session.execute(by_status.filter_by(campaign_id=campaign_id))}
        invitations = session.scalar(invited) or 0
    return Held(invitations, of.get("draft", 0), of.get("published", 0), of.get("withdrawn", 0))


def remove(campaign_id: int) -> None:
    """Delete the campaign with its invitations, and let its firms count for nobody; the standing one stays.

    Of one that had releases there stays what is needed to check later ones: whoever read them has not forgotten them.
    It belongs to nobody, carries no words, and its releases are withdrawn. Of an invented body nothing stays.
    """
    with writing() as session:
        row = locked(session, campaign_id)
        if row is not None and not row.standing:
            _remove(session, row)
    empty_log()


def remove_of_organisation(session: Session, organisation_id: int) -> None:
    """The same for every campaign of a body that is about to be deleted; the standing one loses its keeper only."""
    theirs = sa.select(CampaignRow).filter_by(organisation_id=organisation_id).with_for_update()
    for row in session.scalars(theirs).all():
        if row.standing:
            row.organisation_id = None
        else:
            _remove(session, row)
    session.flush()


def _remove(session: Session, row: CampaignRow) -> None:
    _release_firms(session, row.id)
    session.execute(sa.delete(CampaignInvitationRow).filter_by(campaign_id=row.id))
    if not _was_read(session, row):
        session.delete(row)
        return
    published = sa.update(ReleaseRow).filter_by(campaign_id=row.id, status="published")
    session.execute(published.values(status="withdrawn", withdrawn_at=now()))
    row.organisation_id = None
    row.name = row.welcome = row.contact = ""
    row.logo, row.population, row.fault, row.next_release_on = None, None, None, None
    row.questions, row.quotas = [], []
    row.rhythm, row.open_link = "on demand", False
    row.closes_on = now().date() - timedelta(days=1)
    row.revision += 1


def _was_read(session: Session, row: CampaignRow) -> bool:
    """Whether somebody has read figures of real firms: of whoever is invented there are none."""
    releases = sa.select(ReleaseRow.id).filter_by(campaign_id=row.id).limit(1)
    invented = sa.select(OrganisationRow.invented).filter_by(id=row.organisation_id)
    return session.scalar(releases) is not None and not session.scalar(invented)


def _release_firms(session: Session, campaign_id: int) -> None:
    """Their assessments stay as they are, but what they said for this campaign alone, their consent with it, is over:
    they would else count for whoever looks after the standing campaign."""
    for_it_alone = {"counted": None, "counted_at": None, "verified": "", "verified_at": None}
    mine = sa.select(AssessmentRow.id).filter_by(campaign_id=campaign_id)
    # Also as it was handed in: another body's question has the same id, and would else be answered by it.
    session.execute(sa.update(SubmissionRow).where(SubmissionRow.assessment_id.in_(mine)).values(own={}))
    theirs = sa.update(AssessmentRow).filter_by(campaign_id=campaign_id)
    session.execute(theirs.values(campaign_id=None, taking_part={}, own_answers={}, **for_it_alone))
