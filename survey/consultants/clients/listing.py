"""The list of clients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.instrument import Instrument
from survey import visitor
from survey.consultants.clients import asked
from survey.consultants.clients.wording import by_reference, level_shown, score_shown, state_counts, state_words
from survey.mail import mails
from survey.storage import client_list, client_tags
from survey.storage.client_assessments import State
from survey.storage.client_inviting import NOT_BEGUN
from survey.storage.client_list import Line, Listing, Sort, Wanted
from survey.storage.values import Member


@dataclass(frozen=True)
class Row:
    """A client on the list, in words."""

    line: Line
    state: str
    score: str
    level: str


@dataclass(frozen=True)
class Choice:
    """A link that shows the list otherwise; ``chosen``: it is shown so now."""

    words: str
    address: str
    chosen: bool = False


@dataclass(frozen=True)
class Head:
    """The head of a column: sorts by it, the other way round where it is sorted so already."""

    words: str
    address: str
    sorted: str
    """For ``aria-sort``; "" where it is sorted by another one."""


def clients(organisation: str) -> ResponseReturnValue:
    member = visitor.consultant(organisation)
    wanted = asked.wanted()
    shown = client_list.listing(member.organisation_id, wanted)
    return render_template(
        "consultants/clients.html",
        member=member,
        wanted=wanted,
        shown=shown,
        rows=_rows(shown.lines),
        heads=_heads(member, wanted),
        sorts=_sort_names(),
        states=list(_states(member, wanted, shown)),
        tags=client_tags.tags(member.organisation_id),
        # The same tags stand on many lines, and putting an address together takes its time.
        here=cache(partial(asked.address, "consultants.clients", organisation, wanted)),
        act=asked.address("consultants.act", organisation, wanted),
        batch_of_list=asked.address("consultants.new_batch", organisation, wanted, page=1),
        archived=client_list.number(member.organisation_id, archived=True),
        not_begun=sum(shown.states.get(state, 0) for state in _invitable(wanted)),
        mails=mails(),
    )


def _rows(lines: Sequence[Line]) -> list[Row]:
    known = by_reference(line.result.instrument for line in lines if line.result)
    return [_row(line, known.get(line.result.instrument) if line.result else None) for line in lines]


def _row(line: Line, instrument: Instrument | None) -> Row:
    result = line.result
    score = score_shown(result.overall, instrument) if result else ""
    level = level_shown(result.level, instrument) if result else ""
    return Row(line, state_words(line.state, line.active_at, line.finished_at), score, level)


def _states(member: Member, wanted: Wanted, shown: Listing) -> Iterator[Choice]:
    """Quick filters: everything, and each state that there is."""
    where = member.organisation
    everything = _("all %(count)s", count=sum(shown.states.values()))
    yield Choice(
        everything, asked.address("consultants.clients", where, wanted, state=None, page=1), wanted.state is None
    )
    for state, words in state_counts().items():
        if shown.states.get(state) or wanted.state == state:
            to = asked.address("consultants.clients", where, wanted, state=state, page=1)
            told = _("%(count)s %(state)s", count=shown.states.get(state, 0), state=words)
            yield Choice(told, to, wanted.state == state)


def _invitable(wanted: Wanted) -> tuple[State, ...]:
    return NOT_BEGUN if wanted.state is None else tuple(state for state in NOT_BEGUN if state == wanted.state)


def _sort_names() -> dict[Sort, str]:
    return {
        "name": _("Name"),
        "ref": _("Number"),
        "state": _("State"),
        "activity": _("Last activity"),
        "score": _("Score"),
    }


def _heads(member: Member, wanted: Wanted) -> dict[Sort, Head]:
    found: dict[Sort, Head] = {}
    for sort, words in _sort_names().items():
        by_this = sort == wanted.sort
        # What is newest or highest is looked for first; the other way round at the second press.
        down = not wanted.descending if by_this else sort in ("activity", "score")
        to = asked.address("consultants.clients", member.organisation, wanted, sort=sort, descending=down, page=1)
        found[sort] = Head(words, to, ("descending" if wanted.descending else "ascending") if by_this else "")
    return found
