"""Everything that is kept for an organisation, as plain records to be written down; no secret is among them.

Every column of every table is either here or left out for a reason: ``tests/integration/test_consultants_everything``
holds the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from survey.storage.database import reading
from survey.storage.instruments import reference_of
from survey.storage.models import (
    AnswerRow,
    AssessmentRow,
    ClientNoteRow,
    ClientRow,
    ClientTagRow,
    HouseRow,
    ImportFileRow,
    ImportRow,
    InstrumentRow,
    InvitationRow,
    LinkRow,
    MembershipRow,
    NoteRow,
    OrganisationRow,
    SheetWordRow,
    SubmissionRow,
    UserRow,
)

Record = dict[str, Any]
"""Field → text, number, moment, or what JSON holds."""


@dataclass(frozen=True)
class UploadedFile:
    """A file of an import that is still kept; ``position`` -1: the cells that were read from all of its files."""

    import_id: int
    public_id: str
    position: int
    name: str


def organisation(organisation_id: int) -> Record:
    """The organisation with its members, whom it has invited, and how it hands out reports (None: as usual)."""
    with reading() as session:
        found = session.execute(_ORGANISATION.where(OrganisationRow.id == organisation_id)).mappings().one()
        house = session.execute(_HOUSE.where(HouseRow.organisation_id == organisation_id)).mappings().one_or_none()
        return dict(found) | {
            "house": dict(house) if house else None,
            "members": _records(session, _MEMBERS.where(MembershipRow.organisation_id == organisation_id)),
            "invitations": _records(session, _INVITED.where(InvitationRow.organisation_id == organisation_id)),
        }


def logo(organisation_id: int) -> bytes | None:
    """The picture that stands on the organisation's reports."""
    with reading() as session:
        return session.scalar(sa.select(HouseRow.logo).filter_by(organisation_id=organisation_id))


def instruments(organisation_id: int) -> list[Record]:
    """The instruments that clients were asked, by name and version."""
    asked = sa.select(AssessmentRow.instrument_id).join(ClientRow, ClientRow.id == AssessmentRow.client_id)
    query = sa.select(InstrumentRow).where(
        InstrumentRow.id.in_(asked.where(ClientRow.organisation_id == organisation_id))
    )
    ordered = query.order_by(InstrumentRow.name, InstrumentRow.version, InstrumentRow.switches)
    with reading() as session:
        return [
            {
                "reference": reference_of(row),
                "content_hash": row.content_hash,
                "first_used_at": row.first_used_at,
            }
            for row in session.scalars(ordered)
        ]


def clients(organisation_id: int, ids: Sequence[int]) -> list[Record]:
    """These clients of the organisation by name, with tags and notes."""
    columns = (
        ClientRow.id,
        ClientRow.public_id,
        ClientRow.ref,
        ClientRow.name,
        ClientRow.email,
        ClientRow.profile,
        ClientRow.archived_at,
        ClientRow.created_at,
        ClientRow.updated_at,
    )
    query = sa.select(*columns).where(*_these(organisation_id, ids)).order_by(ClientRow.sort_name, ClientRow.id)
    with reading() as session:
        rows = session.execute(query).mappings().all()
        tags = _grouped(session, _TAGS, ClientTagRow.client_id, [row["id"] for row in rows])
        notes = _grouped(session, _NOTES, ClientNoteRow.client_id, [row["id"] for row in rows])
        return [
            _shown(row) | {"tags": [one["tag"] for one in tags.get(row["id"], ())], "notes": notes.get(row["id"], [])}
            for row in rows
        ]


def assessments(organisation_id: int, ids: Sequence[int]) -> list[Record]:
    """Every assessment of these clients, in order, with its answers, notes and all that was handed in."""
    query = _ASSESSMENTS.where(*_these(organisation_id, ids))
    ordered = query.order_by(ClientRow.sort_name, ClientRow.id, AssessmentRow.id)
    with reading() as session:
        rows = session.execute(ordered).mappings().all()
        found = [row["id"] for row in rows]
        answers = _grouped(session, _ANSWERS, AnswerRow.assessment_id, found)
        notes = _grouped(session, _FIRMS_NOTES, NoteRow.assessment_id, found)
        handed_in = _grouped(session, _SUBMISSIONS, SubmissionRow.assessment_id, found)
        names = _names_of_colleagues(session, found)
        return [
            _shown(row)
            | {
                "instrument": reference_of(row["InstrumentRow"]),
                "answers": answers.get(row["id"], []),
                "notes": notes.get(row["id"], []),
                "submissions": [_with_names(one, names) for one in handed_in.get(row["id"], ())],
            }
            for row in rows
        ]


def sheet_words(organisation_id: int) -> list[Record]:
    """What the organisation means by words of its sheets."""
    columns = (SheetWordRow.instrument, SheetWordRow.column, SheetWordRow.word, SheetWordRow.meaning)
    query = sa.select(*columns).where(SheetWordRow.organisation_id == organisation_id).order_by(*columns[:3])
    with reading() as session:
        return _records(session, query)


def imports(organisation_id: int) -> list[Record]:
    """Every sheet that came in, the first of them first."""
    query = _IMPORTS.where(ImportRow.organisation_id == organisation_id).order_by(ImportRow.created_at, ImportRow.id)
    with reading() as session:
        return _records(session, query)


def uploaded_files(organisation_id: int) -> list[UploadedFile]:
    """The files of imports that are still kept, without what is in them."""
    query = (
        sa.select(ImportRow.id, ImportRow.public_id, ImportFileRow.position, ImportFileRow.name)
        .join(ImportFileRow, ImportFileRow.import_id == ImportRow.id)
        .where(ImportRow.organisation_id == organisation_id)
        .order_by(ImportRow.created_at, ImportRow.id, ImportFileRow.position)
    )
    with reading() as session:
        return [UploadedFile(*row) for row in session.execute(query)]


def content_of(file: UploadedFile) -> bytes | None:
    """What is in the file; None where it was removed meanwhile."""
    query = sa.select(ImportFileRow.data).filter_by(import_id=file.import_id, position=file.position)
    with reading() as session:
        return session.scalar(query)


_ORGANISATION = sa.select(
    OrganisationRow.public_id,
    OrganisationRow.kind,
    OrganisationRow.name,
    OrganisationRow.invented,
    OrganisationRow.created_at,
)
_HOUSE = sa.select(
    HouseRow.accent,
    HouseRow.second,
    HouseRow.contact,
    HouseRow.letter,
    HouseRow.offer,
    HouseRow.day_rate,
    HouseRow.adaptations,
    HouseRow.revision,
    HouseRow.updated_at,
)
_MEMBERS = (
    sa.select(UserRow.name, UserRow.email, MembershipRow.role, MembershipRow.created_at)
    .join(UserRow, UserRow.id == MembershipRow.user_id)
    .order_by(UserRow.email)
)
_INVITED = sa.select(
    InvitationRow.email, InvitationRow.role, InvitationRow.by_mail, InvitationRow.created_at, InvitationRow.expires_at
).order_by(InvitationRow.email)
_TAGS = sa.select(ClientTagRow.tag).order_by(ClientTagRow.key)
_NOTES = (
    sa.select(ClientNoteRow.author, UserRow.email, ClientNoteRow.text, ClientNoteRow.created_at)
    .outerjoin(UserRow, UserRow.id == ClientNoteRow.user_id)
    .order_by(ClientNoteRow.created_at, ClientNoteRow.id)
)
_BEFORE = aliased(AssessmentRow)
_ASSESSMENTS = (
    sa.select(
        AssessmentRow.id,
        AssessmentRow.public_id,
        ClientRow.public_id.label("client"),
        AssessmentRow.series,
        _BEFORE.public_id.label("previous"),
        AssessmentRow.stage,
        AssessmentRow.status,
        AssessmentRow.revision,
        AssessmentRow.source,
        AssessmentRow.profile,
        AssessmentRow.created_at,
        AssessmentRow.updated_at,
        AssessmentRow.submitted_at,
        AssessmentRow.counted,
        AssessmentRow.counted_at,
        AssessmentRow.unshared_at,
        AssessmentRow.choices,
        AssessmentRow.choices_revision,
        AssessmentRow.advice,
        AssessmentRow.advice_revision,
        AssessmentRow.invented,
        InstrumentRow,
    )
    .join(ClientRow, ClientRow.id == AssessmentRow.client_id)
    .join(InstrumentRow, InstrumentRow.id == AssessmentRow.instrument_id)
    .outerjoin(_BEFORE, _BEFORE.id == AssessmentRow.previous_id)
)
_ANSWERS = (
    sa.select(
        AnswerRow.question, AnswerRow.value, AnswerRow.revision, AnswerRow.updated_at, LinkRow.name.label("answered_by")
    )
    .outerjoin(LinkRow, LinkRow.id == AnswerRow.answered_by)
    .order_by(AnswerRow.question)
)
_FIRMS_NOTES = sa.select(NoteRow.question, NoteRow.value, NoteRow.revision, NoteRow.updated_at).order_by(
    NoteRow.question
)
_SUBMISSIONS = sa.select(
    SubmissionRow.revision,
    SubmissionRow.submitted_at,
    SubmissionRow.profile,
    SubmissionRow.answers,
    SubmissionRow.answered_by,
    SubmissionRow.scores,
    SubmissionRow.scorer_version,
    SubmissionRow.content_hash,
).order_by(SubmissionRow.revision)
_IMPORTS = sa.select(
    ImportRow.public_id,
    UserRow.email.label("uploaded_by"),
    ImportRow.instrument,
    ImportRow.language,
    ImportRow.status,
    ImportRow.layout,
    ImportRow.mode,
    ImportRow.names,
    ImportRow.words,
    ImportRow.decisions,
    ImportRow.summary,
    ImportRow.fault,
    ImportRow.revision,
    ImportRow.done,
    ImportRow.total,
    ImportRow.created_at,
    ImportRow.updated_at,
    ImportRow.finished_at,
).outerjoin(UserRow, UserRow.id == ImportRow.user_id)


_INNER = frozenset({"id", "InstrumentRow", "belongs_to"})
"""What records are put together by, and nobody outside has a use for."""


def _these(organisation_id: int, ids: Sequence[int]) -> tuple[sa.ColumnElement[bool], ...]:
    return ClientRow.organisation_id == organisation_id, ClientRow.id.in_(ids)


def _records(session: Session, query: sa.Select[*tuple[Any, ...]]) -> list[Record]:
    return [dict(row) for row in session.execute(query).mappings()]


def _grouped(
    session: Session,
    query: sa.Select[*tuple[Any, ...]],
    belongs_to: sa.orm.InstrumentedAttribute[int],
    ids: Sequence[int],
) -> dict[int, list[Record]]:
    """The records of each of these rows, in the order of the query."""
    found: dict[int, list[Record]] = {}
    rows = session.execute(query.add_columns(belongs_to.label("belongs_to")).where(belongs_to.in_(ids)))
    for row in rows.mappings():
        found.setdefault(row["belongs_to"], []).append(_shown(row))
    return found


def _shown(row: sa.RowMapping) -> Record:
    return {name: value for name, value in row.items() if name not in _INNER}


def _names_of_colleagues(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """For whom the links of these assessments were made: a name in place of a number."""
    query = sa.select(LinkRow.id, LinkRow.name).where(LinkRow.assessment_id.in_(ids), LinkRow.kind == "colleague")
    return {row.id: row.name for row in session.execute(query)}


def _with_names(submission: Record, names: Mapping[int, str]) -> Record:
    given = {question: names.get(link, "") for question, link in submission["answered_by"].items()}
    return submission | {"answered_by": given}
