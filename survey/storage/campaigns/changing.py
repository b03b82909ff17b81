"""Changing a campaign: begun, described, given lists and questions. Nothing is overwritten that was not seen.

All but ``begin`` and ``set_logo`` return None once it is written. Where a colleague has written something else since
the page was drawn (``seen``: the ``trace_of`` what it was drawn with), nothing is written, and the campaign is returned
as it is now. They raise ``NoSuchCampaignError``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from survey.storage.campaigns.finding import locked, value_of
from survey.storage.campaigns.parts import (
    Description,
    FixedError,
    NoSuchCampaignError,
    Publishing,
    keeps_every_entry,
    keeps_every_question,
)
from survey.storage.campaigns.values import Campaign, Lists, OwnQuestion, Quota
from survey.storage.database import reading, writing
from survey.storage.models import CampaignRow, OrganisationRow, ReleaseRow, now
from survey.storage.tokens import new_id
from survey.storage.tracing import trace

TWICE = timedelta(seconds=30)
"""Within this time a campaign that is begun again, called the same, is a button that was pressed twice."""


def begin(organisation_id: int, name: str, instrument: str, opens_on: date | None) -> str:
    """The public id of a new campaign of the body; of the one just begun where the button was pressed twice."""
    with writing() as session:
        # Held, so that two presses do not both find none.
        held = sa.select(OrganisationRow.id).filter_by(id=organisation_id).with_for_update()
        if session.scalar(held) is None:
            raise NoSuchCampaignError
        given = {"organisation_id": organisation_id, "name": name, "instrument": instrument}
        just_now = sa.select(CampaignRow.public_id).filter_by(**given).where(CampaignRow.created_at > now() - TWICE)
        if found := session.scalars(just_now).first():
            return found
        public_id = new_id()
        session.add(CampaignRow(public_id=public_id, opens_on=opens_on, **given))
        return public_id


def describe(campaign_id: int, description: Description, *, seen: str) -> Campaign | None:
    """Raises ``FixedError`` for a questionnaire or a first day that can no longer be another."""
    given = {**vars(description), "languages": tuple(description.languages)}
    return _change(campaign_id, given, seen, _check_description)


def set_publishing(campaign_id: int, publishing: Publishing, *, seen: str) -> Campaign | None:
    """Raises ``FixedError`` for another least number of firms than the releases before were made with: whoever lowers
    it one by one would read from what appears how many firms exactly there are."""
    return _change(campaign_id, dict(vars(publishing)), seen, _check_publishing)


def set_lists(campaign_id: int, lists: Lists, *, seen: str) -> Campaign | None:
    """Raises ``FixedError`` where an entry that firms may have chosen is gone, or stands for something else."""
    return _change(campaign_id, {"lists": lists}, seen, _check_lists)


def set_questions(campaign_id: int, questions: Sequence[OwnQuestion], *, seen: str) -> Campaign | None:
    """In this order. Raises ``FixedError`` where one that firms may have answered is gone, or offers other choices."""
    return _change(campaign_id, {"questions": tuple(questions)}, seen, _check_questions)


def set_quotas(campaign_id: int, quotas: Sequence[Quota], *, seen: str) -> Campaign | None:
    return _change(campaign_id, {"quotas": tuple(quotas)}, seen)


def set_population(
    campaign_id: int, population: Mapping[str, Mapping[str, float]] | None, *, seen: str
) -> Campaign | None:
    """``population``: sector → size → firms; None for none."""
    return _change(campaign_id, {"population": population}, seen)


def set_logo(campaign_id: int, logo: bytes, *, seen: str) -> bool:
    """Keep this as ``reports.logo.prepared`` made it, or none; whether it is written. ``seen``: its ``trace``."""
    with _held(campaign_id) as row:
        kept = row.logo or b""
        if kept == logo:
            return True
        if trace(kept) != seen:
            return False
        row.logo = logo or None
        _touch(row)
        return True


def _change(
    campaign_id: int,
    given: Mapping[str, Any],
    seen: str,
    check: Callable[[Campaign, Mapping[str, Any]], bool] = lambda _campaign, _given: True,
) -> Campaign | None:
    """``given``: what fields are to hold; ``check``: whether they still may."""
    with _held(campaign_id) as row:
        campaign = value_of(row, None, row.logo is not None)
        kept = [getattr(campaign, name) for name in given]
        if trace(kept) == trace(list(given.values())):
            return None
        if trace(kept) != seen:
            return campaign
        if not check(campaign, given):
            raise FixedError
        for name, value in given.items():
            setattr(row, name, _COLUMNS.get(name, _as_it_is)(value))
        _touch(row)
        return None


def _check_description(campaign: Campaign, given: Mapping[str, Any]) -> bool:
    fixed = ("instrument", "opens_on") if _may_have_begun(campaign) else ()
    return all(getattr(campaign, name) == given[name] for name in fixed)


def _check_lists(campaign: Campaign, given: Mapping[str, Any]) -> bool:
    return not _may_have_begun(campaign) or keeps_every_entry(campaign.lists, given["lists"])


def _check_questions(campaign: Campaign, given: Mapping[str, Any]) -> bool:
    return not _may_have_begun(campaign) or keeps_every_question(campaign.questions, given["questions"])


def _check_publishing(campaign: Campaign, given: Mapping[str, Any]) -> bool:
    return campaign.least == given["least"] or not _has_releases(campaign)


def _has_releases(campaign: Campaign) -> bool:
    with reading() as session:
        return session.scalar(sa.select(sa.exists().where(ReleaseRow.campaign_id == campaign.id))) or False


def _may_have_begun(campaign: Campaign) -> bool:
    return campaign.has_opened(now().date())


def _as_it_is(value: Any) -> Any:
    return value


def _listed(values: Sequence[Any]) -> list[Any]:
    return [asdict(value) for value in values]


_COLUMNS: Mapping[str, Callable[[Any], Any]] = {
    "languages": list,
    "lists": asdict,
    "questions": _listed,
    "quotas": _listed,
}
"""How what is no plain value is kept."""


@contextmanager
def _held(campaign_id: int) -> Iterator[CampaignRow]:
    with writing() as session:
        row = locked(session, campaign_id)
        if row is None:
            raise NoSuchCampaignError
        yield row


def _touch(row: CampaignRow) -> None:
    row.revision += 1
    row.updated_at = now()
