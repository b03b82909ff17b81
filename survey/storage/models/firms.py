"""A firm's tables: its assessments with answers, what was handed in, and who may see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.storage.models.base import Base, now, owner
from survey.storage.values import LinkKind, Source, Verified


class InstrumentRow(Base):
    """An instrument as it was when first used: its scoring content may not change under the same version."""

    __tablename__ = "instruments"
    __table_args__ = (sa.UniqueConstraint("name", "version", "switches"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    version: Mapped[int]
    switches: Mapped[str]
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    first_used_at: Mapped[datetime] = mapped_column(default=now)


class AssessmentRow(Base):
    """One firm's answers to one instrument at one stage; everything else about the stage hangs on this row.

    ``series`` holds the stages of one firm together: the public id of its first. ``revision`` counts submissions, with
    the one that is being made.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        sa.Index(None, "status", "updated_at"),
        # With all that the state of a client is made of, so that a list of clients reads nothing but the index.
        sa.Index(
            "ix_assessments_of_client",
            "client_id",
            "id",
            "status",
            "submitted_at",
            "created_at",
            "updated_at",
            "source",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(40), unique=True)
    series: Mapped[str] = mapped_column(sa.String(40), index=True)
    # Unique, so that a stage is followed by one stage at most.
    previous_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("assessments.id", ondelete="CASCADE"), unique=True, index=True
    )
    revision: Mapped[int] = mapped_column(default=1)
    instrument_id: Mapped[int] = mapped_column(sa.ForeignKey("instruments.id"), index=True)
    profile: Mapped[dict[str, Any]]
    stage: Mapped[str] = mapped_column(sa.String(10), default="T0")
    status: Mapped[str] = mapped_column(sa.String(20), default="open")
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    counted: Mapped[bool | None]
    counted_at: Mapped[datetime | None]
    # Who typed the answers: the firm itself, an adviser who asked it, or a sheet.
    source: Mapped[Source] = mapped_column(sa.String(20), default="self")
    # The client of an organisation that sees this assessment; the firm's own stays when the client goes.
    client_id: Mapped[int | None] = mapped_column(sa.ForeignKey("clients.id", ondelete="SET NULL"))
    # The organisation whose client the firm was, when it no longer is: it has seen answers, and remembers them.
    seen_by: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id", ondelete="SET NULL"))
    # When the firm ended sharing the series: what it writes from then on is no organisation's.
    unshared_at: Mapped[datetime | None]
    choices: Mapped[dict[str, Any]] = mapped_column(default=dict)
    choices_revision: Mapped[int] = mapped_column(default=0)
    # What the client's adviser says to its actions, and in which order they come.
    advice: Mapped[dict[str, Any]] = mapped_column(default=dict)
    advice_revision: Mapped[int] = mapped_column(default=0)
    # A made-up firm to look around with: marked wherever it is shown, and never counted.
    invented: Mapped[bool] = mapped_column(default=False)
    # The body's call that the stage answers; firms without one belong to the standing campaign.
    campaign_id: Mapped[int | None] = mapped_column(sa.ForeignKey("campaigns.id", ondelete="SET NULL"), index=True)
    # The code by which the firm was invited: it begins one assessment, and opens none.
    invitation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("campaign_invitations.id", ondelete="SET NULL"), unique=True
    )
    # What the firm chose from the campaign's own lists, what makes it count once, and its answers to the body's own
    # questions: see ``storage.campaigns.values``.
    taking_part: Mapped[dict[str, Any]] = mapped_column(default=dict)
    own_answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    verified: Mapped[Verified] = mapped_column(sa.String(10), default="")
    verified_at: Mapped[datetime | None]


def _of_assessment() -> Any:
    """The assessment, as the first part of a primary key."""
    return mapped_column(sa.ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


class Revised:
    """What several people write; a cleared one stays with the value NULL, so that revisions only ever rise."""

    revision: Mapped[int]
    updated_at: Mapped[datetime]


class AnswerRow(Revised, Base):
    """The firm's answer to one question while filling in; ``answered_by``: the colleague's link that it came by."""

    __tablename__ = "answers"

    assessment_id: Mapped[int] = _of_assessment()
    question: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    value: Mapped[Any | None] = mapped_column(sa.JSON(none_as_null=True))
    answered_by: Mapped[int | None] = mapped_column(sa.ForeignKey("access_links.id", ondelete="SET NULL"), index=True)


class NoteRow(Revised, Base):
    """The firm's own note to one question; never a part of what is handed in."""

    __tablename__ = "notes"

    assessment_id: Mapped[int] = _of_assessment()
    question: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    value: Mapped[str | None] = mapped_column(sa.Text)


class ContributionRow(Revised, Base):
    """A colleague's own answer to one question; ``decided``: its revision when the owner last decided about it."""

    __tablename__ = "contributions"

    assessment_id: Mapped[int] = _of_assessment()
    question: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    link_id: Mapped[int] = mapped_column(
        sa.ForeignKey("access_links.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    value: Mapped[Any] = mapped_column(sa.JSON(none_as_null=True), nullable=True)
    decided: Mapped[int] = mapped_column(default=0)


class SubmissionRow(Base):
    """What was handed in: profile, answers, their cell codes for bulk work, and the scores of the day.

    ``answered_by``: the colleague's link of each answer that came by one. ``overall``: that of the scores, apart, so
    that lists of thousands are sorted by it without opening each; ``dimension_scores`` likewise (``frozen.packed``).
    ``own``: what was said for the campaign alone, the assessment's ``taking_part`` and ``own_answers`` of then.
    """

    __tablename__ = "submissions"
    __table_args__ = (sa.Index(None, "assessment_id", "revision", "overall"),)

    assessment_id: Mapped[int] = _of_assessment()
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    profile: Mapped[dict[str, Any]]
    answers: Mapped[dict[str, Any]]
    answered_by: Mapped[dict[str, Any]]
    codes: Mapped[bytes]
    content_hash: Mapped[str] = mapped_column(sa.String(64), index=True)
    scores: Mapped[dict[str, Any]]
    overall: Mapped[float | None] = mapped_column(sa.Double)
    dimension_scores: Mapped[bytes | None]
    scorer_version: Mapped[int]
    submitted_at: Mapped[datetime]
    own: Mapped[dict[str, Any]] = mapped_column(default=dict)


class LinkRow(Base):
    """A private link; ``name`` says for whom, ``pages`` what a colleague is asked to answer.

    The token has 256 random bits: its plain SHA-256 cannot be searched back, and looking the hash up by index reveals
    nothing by its timing that would help to guess a token.
    """

    __tablename__ = "access_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = owner("assessments")
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    kind: Mapped[LinkKind] = mapped_column(sa.String(20), default="owner")
    name: Mapped[str] = mapped_column(default="")
    pages: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime | None]
    # Made by an organisation whose client the firm is, to let the firm answer itself.
    invitation: Mapped[bool] = mapped_column(default=False)
    revoked_at: Mapped[datetime | None] = mapped_column(index=True)


class RightRow(Base):
    """A browser's right to an assessment: by having started it (no link), or through a link and as long as it lives.

    What kind of right it is follows from the link; without one it is the owner's.
    """

    __tablename__ = "browser_rights"
    __table_args__ = (sa.UniqueConstraint("browser_hash", "assessment_id", "link_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    browser_hash: Mapped[str] = mapped_column(sa.String(64))
    assessment_id: Mapped[int] = owner("assessments")
    link_id: Mapped[int | None] = owner("access_links")
    created_at: Mapped[datetime] = mapped_column(default=now)
