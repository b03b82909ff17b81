"""Clients of an organisation for tests, with assessments that they finished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from scoring.answers import Answer
from survey.instruments import by_reference
from survey.storage import access, assessments
from survey.storage.clients import sort_name
from survey.storage.database import writing
from survey.storage.models import AssessmentRow, ClientRow, ClientTagRow

PROFILE = {"trade": "bakery", "people": "small", "country": "AT", "region": "AT-9"}


def client(organisation_id: int, name: str, *, tags: Iterable[str] = (), **columns: Any) -> ClientRow:
    """A new client of the organisation; call within an application context."""
    public_id = columns.pop("public_id", access.new_browser()[:16])
    with writing() as session:
        row = ClientRow(
            public_id=public_id,
            organisation_id=organisation_id,
            name=name,
            sort_name=sort_name(name),
            profile=columns.pop("profile", PROFILE),
            **columns,
        )
        session.add(row)
        session.flush()
        session.add_all(ClientTagRow(client_id=row.id, key=tag.casefold(), tag=tag) for tag in tags)
        session.flush()
        session.expunge_all()
    return row


def begun(of: ClientRow, instrument: str = "every-type", **profile: str) -> str:
    """The public id of an assessment that this client has begun."""
    started = assessments.start(by_reference(instrument), {"firm": of.name, **PROFILE, **profile}, access.new_browser())
    _give(started.public_id, of)
    return started.public_id


def next_stage(public_id: str, of: ClientRow) -> str:
    """The public id of the stage after this one."""
    browser = access.new_browser()
    assert access.exchange(access.make_link(public_id), browser)
    following = assessments.next_stage(public_id, browser).public_id
    _give(following, of)
    return following


def _give(public_id: str, of: ClientRow) -> None:
    with writing() as session:
        mine = sa.update(AssessmentRow).where(AssessmentRow.public_id == public_id)
        session.execute(mine.values(client_id=of.id))


def finish(public_id: str, answers: Mapping[str, Answer]) -> None:
    seen = {question: one.revision for question, one in assessments.answers(public_id).items()}
    assert not assessments.save(public_id, answers, seen)
    assessments.submit(public_id, counted=False)


def finished(of: ClientRow, answers: Mapping[str, Answer], instrument: str = "every-type", **profile: str) -> str:
    """The public id of an assessment that this client has finished."""
    public_id = begun(of, instrument, **profile)
    finish(public_id, answers)
    return public_id
