"""Assessments: started, found, answered, handed in, taken to the next stage, deleted.

The front doors import this one module; answers, submissions and finding have modules of their own behind it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from scoring.instrument import Instrument
from survey.storage import advice, outbox
from survey.storage import choices as stored_choices
from survey.storage.access import NoSuchAssessmentError, grant, keep_from_advisers, locked, locked_open, series_of
from survey.storage.answers import answers, answers_before, save
from survey.storage.batches import forgetting
from survey.storage.campaigns.counting import said_of
from survey.storage.campaigns.values import TakingPart
from survey.storage.database import empty_log, writing
from survey.storage.finding import WORKERS, as_owner, find, of_browser, seen_by
from survey.storage.instruments import recorded
from survey.storage.models import AssessmentRow, CampaignRow, OrganisationRow, now
from survey.storage.submissions import keep_as_it_was, reopen, set_counted, source_of, submission, submit
from survey.storage.tokens import new_id
from survey.storage.values import (
    AlreadyBegun,
    AlreadySubmitted,
    Assessment,
    Conflict,
    NotSubmitted,
    Role,
    Source,
    StoredAnswer,
    Submission,
)

__all__ = [
    "AlreadyBegun",
    "AlreadySubmitted",
    "Assessment",
    "Conflict",
    "NotSubmitted",
    "Role",
    "StoredAnswer",
    "Submission",
    "answers",
    "answers_before",
    "change_profile",
    "delete",
    "find",
    "keep_as_it_was",
    "next_stage",
    "of_browser",
    "reopen",
    "save",
    "set_counted",
    "start",
    "submission",
    "submit",
]


TWICE_WITHIN = timedelta(minutes=10)
"""For so long the same page sent again means the same start; later it is a page that was kept, and a new one."""


def start(  # noqa: PLR0913 - where a firm may come from
    instrument: Instrument,
    profile: Mapping[str, Any],
    browser: str,
    page: str = "",
    *,
    campaign_id: int | None = None,
    taking_part: TakingPart = TakingPart(),  # noqa: B008 - frozen
    invitation_id: int | None = None,
) -> Assessment:
    """A new assessment that this browser may see and change.

    ``page``: a random word of the page that it is started from. The same page with the same words sent twice, as by a
    button that is pressed twice, starts one. ``campaign_id``, ``taking_part``: for a body's call, and what the firm
    said for it alone. ``invitation_id``: the code by which it was called, which begins one assessment only. Raises
    ``AlreadyBegun`` where another one was begun by it, and ``InstrumentChangedError`` if the instrument is not what
    firms answered before under the same version.
    """
    said = said_of(taking_part)
    public_id = _id_of(page, profile, said) if page else new_id()
    called = {"campaign_id": campaign_id, "taking_part": said, "invitation_id": invitation_id}
    try:
        return _started(instrument, profile, browser, public_id, called)
    except sa.exc.IntegrityError:  # on PostgreSQL both can look before either writes
        return _started(instrument, profile, browser, public_id, called)


def _started(
    instrument: Instrument, profile: Mapping[str, Any], browser: str, public_id: str, called: Mapping[str, Any]
) -> Assessment:
    with writing() as session:
        row = session.scalar(sa.select(AssessmentRow).filter_by(public_id=public_id))
        if row is not None and (row.status != "open" or now() - row.created_at > TWICE_WITHIN):
            row, public_id = None, new_id()
        if row is None:
            _check_unused(session, called["invitation_id"])
            known = recorded(session, instrument)
            row = new_series(public_id, known, profile)
            for name, value in called.items():
                setattr(row, name, value)
            row.invented = _is_invented(session, called["campaign_id"])
            session.add(row)
            session.flush()
        grant(session, row.id, browser, link_id=None)
        return as_owner(session, row)


def _check_unused(session: Session, invitation_id: int | None) -> None:
    """Raises ``AlreadyBegun``."""
    used = sa.select(AssessmentRow.id).where(AssessmentRow.invitation_id == invitation_id)
    if invitation_id is not None and session.scalar(used) is not None:
        raise AlreadyBegun


def _is_invented(session: Session, campaign_id: int | None) -> bool:
    """Whether the campaign is one to look around in: whoever answers it is nobody."""
    body = sa.select(OrganisationRow.invented).join(CampaignRow, CampaignRow.organisation_id == OrganisationRow.id)
    return campaign_id is not None and bool(session.scalar(body.where(CampaignRow.id == campaign_id)))


def next_stage(public_id: str, browser: str, *, user: int | None = None) -> Assessment:
    """The stage after this one, made once: the same profile, instrument, campaign and choices but what is done, and no
    answers.

    Raises ``NotSubmitted`` and, also where neither browser nor user may change it, ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row = locked(session, public_id)
        here = seen_by(session, browser, public_id, WORKERS, user=user)
        if here is None:
            raise NoSuchAssessmentError
        return as_owner(session, stage_after(session, row, source_of(here.role)))


def change_profile(
    public_id: str, profile: Mapping[str, Any], *, role: Role = "owner", chosen: Mapping[str, str] | None = None
) -> None:
    """Replace the profile. ``role``: who does. ``chosen``: from the campaign's lists, by the list's name.

    Raises ``AlreadySubmitted`` and ``NoSuchAssessmentError``.
    """
    with writing() as session:
        row = locked_open(session, public_id)
        if role == "owner":
            keep_from_advisers(row)
        row.profile = dict(profile)
        row.taking_part = {name: value for name, value in {**row.taking_part, **(chosen or {})}.items() if value}
        row.updated_at = now()


def delete(public_id: str) -> None:
    """Remove everything about the firm: all stages with their answers, notes, scores, links and rights, letters, and
    what batches hold of it."""
    with writing() as session:
        of_firm = AssessmentRow.series == series_of(public_id)
        # Held in the order in which others hold several stages, so that no two requests deadlock.
        held = sa.select(AssessmentRow.public_id).where(of_firm).order_by(AssessmentRow.id).with_for_update()
        stages = session.scalars(held).all()
        gone = forgetting.drop_reports(session, sa.select(AssessmentRow.id).where(of_firm))
        session.execute(sa.delete(AssessmentRow).where(of_firm))
        outbox.drop(session, stages)
    empty_log()
    forgetting.wipe(gone)


def new_series(public_id: str, instrument_id: int, profile: Mapping[str, Any]) -> AssessmentRow:
    """The first stage of a firm, untouched: it was changed when it was made, and no moment later."""
    moment = now()
    untouched = {"created_at": moment, "updated_at": moment}
    given = {"instrument_id": instrument_id, "profile": dict(profile)}
    return AssessmentRow(public_id=public_id, series=public_id, **given, **untouched)


def stage_after(session: Session, row: AssessmentRow, source: Source) -> AssessmentRow:
    """The stage after one that is held, made once. Raises ``NotSubmitted``.

    Where the firm ended sharing, its advisers begin a series of their own, and its next stage is not theirs.
    """
    if row.submitted_at is None:
        raise NotSubmitted
    if row.unshared_at is not None and source != "self":
        return _apart(session, row, source)
    following = session.scalar(sa.select(AssessmentRow).filter_by(previous_id=row.id))
    if following is None:
        following = _stage_after(row, source)
        session.add(following)
        session.flush()
    return following


def _apart(session: Session, row: AssessmentRow, source: Source) -> AssessmentRow:
    """What the client's advisers have begun since, or begin now."""
    later = sa.select(AssessmentRow).where(
        AssessmentRow.client_id == row.client_id, AssessmentRow.id > row.id, AssessmentRow.unshared_at.is_(None)
    )
    begun = session.scalar(later.order_by(AssessmentRow.id.desc()).limit(1))
    if begun is None:
        begun = new_series(new_id(), row.instrument_id, row.profile)
        begun.client_id, begun.source, begun.invented = row.client_id, source, row.invented
        session.add(begun)
        session.flush()
    return begun


def _stage_after(row: AssessmentRow, source: Source) -> AssessmentRow:
    moment = now()
    client = None if row.unshared_at else row.client_id
    return AssessmentRow(
        created_at=moment,
        updated_at=moment,
        public_id=new_id(),
        series=row.series,
        previous_id=row.id,
        instrument_id=row.instrument_id,
        profile=row.profile,
        choices=stored_choices.carried(row.choices),
        advice=advice.carried(row.advice, stored_choices.done(row.choices)) if client else {},
        source=source,
        client_id=client,
        unshared_at=row.unshared_at,
        invented=row.invented,
        stage=f"T{int(row.stage[1:]) + 1}",
        campaign_id=row.campaign_id,
        taking_part=row.taking_part,
        verified=row.verified,
        verified_at=row.verified_at,
    )


def _id_of(page: str, profile: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    """As long as a new one, and as hard to guess as the word of the page."""
    told = json.dumps([page, dict(profile), dict(said)], sort_keys=True).encode("utf-8", "surrogatepass")
    return base64.urlsafe_b64encode(hashlib.sha256(told).digest()[:12]).decode()
