"""The key by which a program asks: what it may do now."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from survey.api.operations import operation
from survey.api.words import Told
from survey.storage.keys import SCOPES, Program, Scope


class Organisation(Told):
    """Whose clients the key is about."""

    id: str
    name: str


class KeyTold(Told):
    """A key, as it is at the moment."""

    name: str
    organisation: Organisation
    scopes: list[Scope] = Field(description="What it may do now: what it was made for, as far as its member still may.")
    expires_at: datetime | None


@operation(None, tag="key", returns=KeyTold)
def get_key(program: Program) -> KeyTold:
    """Get what the key may do"""
    member = program.member
    return KeyTold(
        name=program.name,
        organisation=Organisation(id=member.organisation, name=member.organisation_name),
        scopes=[scope for scope in SCOPES if program.may(scope)],
        expires_at=program.expires_at,
    )
