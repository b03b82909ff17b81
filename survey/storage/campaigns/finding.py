"""Finding campaigns: those of a body, the one behind an address, the one that a firm answers, the standing one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer

from survey.storage.campaigns.values import Campaign, Entry, Lists, OwnOption, OwnQuestion, Quota
from survey.storage.database import reading, writing
from survey.storage.models import AssessmentRow, CampaignRow, OrganisationRow
from survey.storage.tokens import is_id, new_id

# Without the picture itself, which pages of firms and of releases have no need of.
_QUERY = (
    sa.select(CampaignRow, OrganisationRow, CampaignRow.logo.is_not(None))
    .outerjoin(OrganisationRow, OrganisationRow.id == CampaignRow.organisation_id)
    .options(defer(CampaignRow.logo))
)
_STANDING = _QUERY.where(CampaignRow.standing.is_(True))


def campaigns(organisation_id: int) -> list[Campaign]:
    """The campaigns of a body, the newest first."""
    theirs = _QUERY.where(CampaignRow.organisation_id == organisation_id)
    with reading() as session:
        found = session.execute(theirs.order_by(CampaignRow.created_at.desc(), CampaignRow.id.desc()))
        return [value_of(*row) for row in found]


def find(organisation_id: int, public_id: str) -> Campaign | None:
    """The campaign of this body; None where it is unknown or another's."""
    found = public(public_id)
    return found if found and found.organisation_id == organisation_id else None


def public(public_id: str) -> Campaign | None:
    """The campaign behind an address that everybody may know."""
    if not is_id(public_id):
        return None
    with reading() as session:
        row = session.execute(_QUERY.where(CampaignRow.public_id == public_id)).one_or_none()
        return value_of(*row) if row else None


def numbered(campaign_id: int) -> Campaign | None:
    """The campaign of this number; None where it is gone."""
    with reading() as session:
        return numbered_in(session, campaign_id)


def numbered_in(session: Session, campaign_id: int) -> Campaign | None:
    """The same within a transaction."""
    row = session.execute(_QUERY.where(CampaignRow.id == campaign_id)).one_or_none()
    return value_of(*row) if row else None


def of_assessment(assessment: str) -> Campaign | None:
    """The campaign that an assessment was begun for; None for one that nobody invited, which is the standing one's."""
    mine = _QUERY.join(AssessmentRow, AssessmentRow.campaign_id == CampaignRow.id)
    with reading() as session:
        row = session.execute(mine.where(AssessmentRow.public_id == assessment)).one_or_none()
        return value_of(*row) if row else None


def standing(instrument: str) -> Campaign:
    """The campaign of this installation, to which firms belong that nobody invited; made when first asked for.

    ``instrument``: the reference of what new assessments answer, for a campaign that is made now.
    """
    if found := standing_or_none():
        return found
    try:
        with writing() as session:
            session.add(CampaignRow(public_id=new_id(), standing=True, instrument=instrument, name=""))
    except sa.exc.IntegrityError:  # another process was faster
        pass
    with reading() as session:
        return value_of(*session.execute(_STANDING).one())


def standing_or_none() -> Campaign | None:
    """The standing campaign, if there is one yet: until somebody looks after it, nobody needs it to be made."""
    with reading() as session:
        row = session.execute(_STANDING).one_or_none()
        return value_of(*row) if row else None


def standing_id() -> int | None:
    """The number of the standing campaign, if there is one yet."""
    with reading() as session:
        return session.scalar(sa.select(CampaignRow.id).where(CampaignRow.standing.is_(True)))


def logo(public_id: str) -> bytes | None:
    """The picture that the pages of a campaign carry; None where it has none, or there is no such campaign."""
    if not is_id(public_id):
        return None
    with reading() as session:
        return session.scalar(sa.select(CampaignRow.logo).filter_by(public_id=public_id))


def locked(session: Session, campaign_id: int) -> CampaignRow | None:
    """The row, held until the end of the transaction."""
    return session.scalars(sa.select(CampaignRow).where(CampaignRow.id == campaign_id).with_for_update()).one_or_none()


def value_of(row: CampaignRow, organisation: OrganisationRow | None, has_logo: bool) -> Campaign:
    """The value of a row."""
    return Campaign(
        id=row.id,
        public_id=row.public_id,
        organisation_id=row.organisation_id,
        organisation_name=organisation.name if organisation else "",
        standing=bool(row.standing),
        invented=bool(organisation and organisation.invented),
        instrument=row.instrument,
        name=row.name,
        welcome=row.welcome,
        contact=row.contact,
        has_logo=has_logo,
        languages=tuple(row.languages),
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        open_link=row.open_link,
        lists=lists_of(row.lists),
        questions=tuple(_question(one) for one in row.questions),
        quotas=tuple(Quota(**one) for one in row.quotas),
        population=row.population,
        grouping=row.grouping,
        least=row.least,
        licence=row.licence,
        country=row.country,
        rhythm=row.rhythm,
        next_release_on=row.next_release_on,
        revision=row.revision,
    )


def lists_of(stored: Mapping[str, Any]) -> Lists:
    return Lists(**{name: tuple(Entry(**entry) for entry in entries) for name, entries in stored.items()})


def _question(stored: Mapping[str, Any]) -> OwnQuestion:
    options = tuple(OwnOption(**option) for option in stored["options"])
    return OwnQuestion(stored["id"], stored["text"], stored["kind"], options)
