"""What the frame of every page shows to people who are signed in: where they may go."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.accounts.users import User
from survey.storage import organisations
from survey.storage.values import Member


@dataclass(frozen=True)
class Place:
    """A page to go to; ``here``: it, or one below it, is the one that is shown."""

    address: str
    label: str
    here: bool


@dataclass(frozen=True)
class SignedIn:
    name: str
    is_administrator: bool
    organisations: list[Member]


def signed_in() -> SignedIn | None:
    """Who is signed in, for the frame; None for everybody else, and while the database does not answer."""
    if "_user_id" not in session:
        return None
    try:
        user: User = current_user
        if not user.is_authenticated:
            return None
        return SignedIn(user.name or user.email, user.is_administrator, organisations.memberships(user.id))
    except sa.exc.SQLAlchemyError:
        # The page that says so has this frame too.
        return None


def organisation_places(member: Member) -> list[Place]:
    """The pages of an organisation: a consultancy has clients, a body has campaigns."""
    consultancy = {
        "consultants.clients": _("Clients"),
        "consultants.portfolio": _("Portfolio"),
        "consultants.batches": _("Batches"),
        "consultants.sheets": _("Sheets"),
        "consultants.files": _("Files"),
        "consultants.house": _("House style"),
        "consultants.keys": _("Keys"),
    }
    body = {"bodies.campaigns": _("Campaigns"), "bodies.help_offers": _("Help for firms")}
    rooms = consultancy if member.kind == "consultancy" else body
    places = {name: label for name, label in rooms.items() if name in current_app.view_functions}
    return [_place(member, name, label) for name, label in (places | {"organisations.members": _("Members")}).items()]


def _place(member: Member, endpoint: str, label: str) -> Place:
    address = url_for(endpoint, organisation=member.organisation)
    return Place(address, label, request.path == address or request.path.startswith(f"{address}/"))
