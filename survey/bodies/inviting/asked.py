"""What the address of a list asks for, words, a state and a page, and the address that asks for something else.

What an address says wrongly counts as not said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flask import request, url_for

from survey.forms.text import printable
from survey.storage.campaigns.values import Campaign
from survey.storage.values import Member

LONGEST = 200
"""Of the words."""

State = TypeVar("State", bound=str)


def words() -> str:
    return " ".join(printable(request.args.get("q", "")).split())[:LONGEST]


def state(states: Sequence[State], usual: State) -> State:
    return next((one for one in states if one == request.args.get("state")), usual)


def page() -> int:
    given = request.args.get("page", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def address(
    endpoint: str, member: Member, campaign: Campaign, said: Mapping[str, Any], usual: Mapping[str, Any]
) -> str:
    """Of the list by what is ``said``, without what is ``usual``."""
    given = {name: value for name, value in said.items() if value != usual[name]}
    return url_for(endpoint, organisation=member.organisation, campaign=campaign.public_id, **given)
