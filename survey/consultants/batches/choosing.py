"""Which clients a batch is for: its address says so, by ticks or by a filter, however many they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import request
from flask_babel import gettext as _

from survey.consultants.clients import asked
from survey.storage import batches, client_list, clients
from survey.storage.batches import MOST, Eligible
from survey.storage.client_list import Wanted
from survey.storage.clients import Client
from survey.storage.values import Member

NAMED = 20
"""Clients without a finished assessment that are told by name."""

TICKED = "client"
"""In the address: a client that was ticked on the list."""

WHICH = "which"
"""In the address: the choice that is meant, where it is not the likeliest one."""


@dataclass(frozen=True)
class Choice:
    """Clients to choose: ``ready`` are those of which a report can be made, by public id; ``without``: some of the
    others, by name; ``gone``: how many are no clients of the organisation, or not any more."""

    words: str
    ready: tuple[str, ...]
    without: tuple[Client, ...] = ()
    without_number: int = 0
    gone: int = 0


def offered(member: Member) -> dict[str, Choice]:
    """Every choice that there is, the one that is likeliest meant first."""
    able = {one.public_id: one for one in batches.eligible(member.organisation_id)}
    found = dict(_offered(member, able))
    meant = request.args.get(WHICH, "")
    return {meant: found[meant], **found} if meant in found else found


def _offered(member: Member, able: Mapping[str, Eligible]) -> Iterator[tuple[str, Choice]]:
    if ticked := list(dict.fromkeys(request.args.getlist(TICKED))):
        yield "ticked", _choice(member, _("Those that you ticked"), ticked, able)
    wanted = replace(asked.wanted(), archived=False, page=1)
    if wanted.text or wanted.tag or wanted.state:
        yield "listed", _choice(member, _listed_words(wanted), _matching(member, wanted), able)
    everyone = _matching(member, Wanted(sort=wanted.sort, descending=wanted.descending))
    yield "everyone", _choice(member, _("All clients"), everyone, able)
    fresh = tuple(one for one in everyone if one in able and able[one].new)
    if 0 < len(fresh) < sum(one in able for one in everyone):
        yield "new", Choice(_("New since their last batch"), fresh)


def _listed_words(wanted: Wanted) -> str:
    typed = " · ".join(filter(None, (wanted.text, wanted.tag)))
    return str(_("Those on the list for %(filter)s", filter=typed) if typed else _("Those on the list as filtered"))


def _matching(member: Member, wanted: Wanted) -> list[str]:
    """One more than a batch holds, so that too many are refused and not left out."""
    return client_list.matching(member.organisation_id, wanted, MOST + 1)


def _choice(member: Member, words: str, chosen: Sequence[str], able: Mapping[str, Eligible]) -> Choice:
    ready = tuple(one for one in chosen if one in able)
    others = [one for one in chosen if one not in able]
    known = [clients.find(member.organisation_id, one) for one in others[:NAMED]]
    there = tuple(client for client in known if client)
    gone = sum(client is None for client in known)
    return Choice(words, ready, there, len(others) - gone, gone)
