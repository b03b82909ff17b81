"""Ordering a release: once at a time for each campaign, by a person or by the campaign's rhythm; and how far it is."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.messages import N_, Message
from survey.storage import jobs
from survey.storage.campaigns import finding
from survey.storage.database import reading, writing
from survey.storage.messages import from_json
from survey.storage.models import CampaignRow, JobRow
from survey.storage.releases.values import Form, Making
from survey.storage.values import Rhythm

KIND = "release"

MONTHS: Mapping[Rhythm, int] = {"on demand": 0, "monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}

FORMS: Mapping[str, Form] = {"waiting": "waiting", "running": "running"}

NOT_MADE = N_("Something went wrong that nobody foresaw. Try again, and tell whoever runs this survey if it stays so.")


def order(campaign_id: int) -> bool:
    """Have the next release made; False where one is ordered already, or the campaign is gone."""
    with writing() as session:
        return _ordered(session, campaign_id)


def order_due(day: date) -> int:
    """Have those releases made that are due by their campaign's rhythm; how many."""
    due = sa.select(CampaignRow.id).where(CampaignRow.next_release_on <= day, CampaignRow.rhythm != "on demand")
    with reading() as session:
        found = list(session.scalars(due))
    return sum(_order_due(campaign_id, day) for campaign_id in found)


def making(campaign_id: int) -> Making:
    """How far the campaign's next release is, or why the last one that was tried was not made."""
    newest = sa.select(JobRow).filter_by(key=_key(campaign_id))
    with reading() as session:
        row = session.scalars(newest).one_or_none()
        fault = session.scalar(sa.select(CampaignRow.fault).filter_by(id=campaign_id))
        if row is None:
            return Making()
        faults = tuple(from_json(one) for one in (fault or {}).get("messages", ()))
        if row.status == "failed":
            return Making(faults=faults or (Message(NOT_MADE),))
        return Making(FORMS.get(row.status, ""), row.created_at, faults)


def _order_due(campaign_id: int, day: date) -> bool:
    """Another worker may have done it since it was found."""
    with writing() as session:
        row = finding.locked(session, campaign_id)
        if row is None or row.next_release_on is None or row.next_release_on > day:
            return False
        row.next_release_on = next_day(row.rhythm, row.next_release_on, after=day)
        return _ordered(session, campaign_id)


def next_day(rhythm: Rhythm, last: date, *, after: date) -> date | None:
    """The first day of the rhythm later than ``after``, counted from ``last``; what was missed is not made up for."""
    months = MONTHS[rhythm]
    if not months:
        return None
    steps = 1
    while (found := _months_later(last, steps * months)) <= after:
        steps += 1
    return found


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _ordered(session: Session, campaign_id: int) -> bool:
    campaign = finding.locked(session, campaign_id)
    if campaign is None:
        return False
    before = session.scalars(sa.select(JobRow).filter_by(key=_key(campaign_id))).one_or_none()
    if before is not None and before.status in FORMS:
        return False
    if before is not None:  # its key is the next one's
        before.key = None
        session.flush()
    campaign.fault = None
    jobs.put(session, KIND, {"campaign": campaign_id}, key=_key(campaign_id))
    return True


def _key(campaign_id: int) -> str:
    return f"{KIND} {campaign_id}"
