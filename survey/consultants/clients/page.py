"""A client: who it is, its assessments over time, its invitations, and what members noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scoring.instrument import Instrument
from survey import visitor
from survey.consultants.clients.forms import ClientNoteForm
from survey.consultants.clients.progress import over_time
from survey.consultants.clients.wording import (
    by_reference,
    change_shown,
    level_shown,
    score_shown,
    source_words,
    state_words,
)
from survey.firms.answering.forms import profile_words
from survey.firms.sharing.forms import LinkForm
from survey.firms.sharing.making import just_made
from survey.mail import mails
from survey.storage import client_assessments, client_inviting, client_notes
from survey.storage.client_assessments import Stage
from survey.storage.client_inviting import NOT_BEGUN
from survey.storage.clients import Client
from survey.storage.values import Member


@dataclass(frozen=True)
class StageLine:
    """One assessment in words; ``change``: since the one before it in its series."""

    stage: Stage
    title: str
    state: str
    score: str
    level: str
    change: str
    source: str

    @property
    def is_open(self) -> bool:
        return self.stage.state != "finished"

    @property
    def has_results(self) -> bool:
        return self.stage.submitted_at is not None


def client(organisation: str, client: str) -> ResponseReturnValue:
    return draw(*visitor.client(organisation, client))


def add_note(organisation: str, client: str) -> ResponseReturnValue:
    member, known = visitor.client(organisation, client, "adviser")
    form = ClientNoteForm()
    if not form.validate():
        return draw(member, known, note=form), 422
    client_notes.add_note(known.id, member.user_id, member.name or member.email, form.text.data.strip())
    return redirect(_address(organisation, client, "notes"))


def delete_note(organisation: str, client: str, note_id: int) -> ResponseReturnValue:
    """A note of one's own; that of a colleague looks like one that is not there."""
    member, known = visitor.client(organisation, client, "adviser")
    if not client_notes.delete_note(known.id, note_id, member.user_id):
        abort(404)
    flash(_("The note is deleted."))
    return redirect(_address(organisation, client, "notes"))


def draw(
    member: Member, client: Client, *, note: ClientNoteForm | None = None, invitation: LinkForm | None = None
) -> str:
    """The page, with a form as it was posted with faults."""
    stages = client_assessments.of_client(client.id)
    newest = stages[0] if stages else None
    return render_template(
        "consultants/client.html",
        member=member,
        client=client,
        about=profile_words({**client.profile, "firm": ""}),
        series=_series(stages),
        newest=newest,
        over_time=over_time(client.id) if len(stages) > 1 else [],
        invitations=client_inviting.invitations(client.id) if member.may("adviser") else (),
        on_their_way=client_inviting.on_their_way(client.id),
        notes=client_notes.notes(client.id),
        note=note,
        invitation=invitation,
        faults=[fault for form in (note, invitation) if form for fault in form.faults()],
        made=just_made(newest.public_id) if newest and member.may("adviser") else None,
        mails=mails(),
    )


def _series(stages: Sequence[Stage]) -> list[list[StageLine]]:
    """The assessments of each series, the newest first; more than one after a merger."""
    found: dict[str, list[Stage]] = {}
    known = by_reference(stage.instrument for stage in stages)
    for stage in stages:
        found.setdefault(stage.series, []).append(stage)
    numbers = {series: len(found) - place for place, series in enumerate(found)} if len(found) > 1 else {}
    return [
        [
            _line(one, before, known[one.instrument], _title(one, numbers.get(series)))
            for one, before in zip(members, [*members[1:], None], strict=True)
        ]
        for series, members in found.items()
    ]


def _title(stage: Stage, series: int | None) -> str:
    number = int(stage.stage.removeprefix("T")) + 1
    if series is None:
        return str(_("Assessment %(number)s", number=number))
    return str(_("Series %(series)s, assessment %(number)s", series=series, number=number))


def _line(stage: Stage, before: Stage | None, instrument: Instrument | None, title: str) -> StageLine:
    comparable = before if before and before.instrument == stage.instrument else None
    return StageLine(
        stage=stage,
        title=title,
        state=state_words(stage.state, stage.updated_at, stage.submitted_at),
        score=score_shown(stage.overall, instrument),
        level=level_shown(stage.level, instrument),
        change=change_shown(stage.overall, comparable.overall if comparable else None, instrument),
        source=source_words()[stage.source] if stage.state not in NOT_BEGUN else "",
    )


def _address(organisation: str, client: str, anchor: str) -> str:
    return url_for("consultants.client", organisation=organisation, client=client, _anchor=anchor)
