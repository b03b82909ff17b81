"""Tables of campaigns: a body's calls to assess, whom they invite, what they publish, and where help is found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from survey.storage.models.base import Base, now, owner
from survey.storage.values import ReleaseStatus, Rhythm


class CampaignRow(Base):
    """A body's call to assess.

    ``standing``: the one of this installation, to which firms belong that nobody invited; it may have no body that
    looks after it. What ``lists``, ``questions``, ``quotas``, ``population`` and ``grouping`` hold is said in
    ``storage.campaigns.values``. ``least``: unknown firms that a published cell needs. ``fault``: why the last release
    could not be made.
    """

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(40), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    # One row at most has it; the others have none, which a unique column allows as often as one likes.
    standing: Mapped[bool | None] = mapped_column(unique=True)
    instrument: Mapped[str]
    name: Mapped[str]
    welcome: Mapped[str] = mapped_column(sa.Text, default="")
    contact: Mapped[str] = mapped_column(sa.Text, default="")
    logo: Mapped[bytes | None]
    languages: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    open_link: Mapped[bool] = mapped_column(default=True)
    lists: Mapped[dict[str, Any]] = mapped_column(default=dict)
    questions: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    quotas: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    population: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    grouping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    least: Mapped[int] = mapped_column(default=10)
    licence: Mapped[str] = mapped_column(default="CC BY 4.0")
    country: Mapped[str] = mapped_column(sa.String(2), default="")
    rhythm: Mapped[Rhythm] = mapped_column(sa.String(20), default="on demand")
    next_release_on: Mapped[date | None]
    fault: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    revision: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class CampaignInvitationRow(Base):
    """A firm that a body invited by a code of its own; what became of it no body sees.

    ``sector`` and ``size``: as the body knows the firm, from its own lists. Of the code a digest is kept, as
    ``LinkRow`` keeps one of its token. ``reminded_at``: when all were last reminded. ``silent_at``: when the
    reader of this address asked for no reminders.
    """

    __tablename__ = "campaign_invitations"
    __table_args__ = (sa.UniqueConstraint("campaign_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id", ondelete="CASCADE"))
    number: Mapped[int]
    firm: Mapped[str] = mapped_column(sa.String(300), default="")
    ref: Mapped[str] = mapped_column(sa.String(100), default="")
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    sector: Mapped[str] = mapped_column(sa.String(60), default="")
    size: Mapped[str] = mapped_column(sa.String(20), default="")
    code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    silent_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class ReleaseRow(Base):
    """A release of a campaign. Whoever made it has read it, so also one that was never published counts as told.

    ``data``: the release as its file holds it; ``snapshot``: the firms it was made from, which nothing outside of the
    making and auditing of releases reads. ``told``: what was held back, and what would let it pass.
    """

    __tablename__ = "releases"
    __table_args__ = (sa.UniqueConstraint("campaign_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id", ondelete="CASCADE"))
    number: Mapped[int]
    status: Mapped[ReleaseStatus] = mapped_column(sa.String(20), default="draft", index=True)
    day: Mapped[date]
    data: Mapped[bytes]
    snapshot: Mapped[bytes]
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class HelpRow(Base):
    """An offer of help to firms; ``about``: id of an action or of a theme of the instrument with the id ``instrument``.

    ``region``: of the body's own list or by ISO 3166, "" for everywhere. ``sizes``: of firms, none for all.
    """

    __tablename__ = "help_offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = owner("organisations")
    position: Mapped[int]
    instrument: Mapped[str]
    about: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(300))
    link: Mapped[str] = mapped_column(sa.Text, default="")
    region: Mapped[str] = mapped_column(default="")
    sizes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    valid_until: Mapped[date | None]


class InstallationRow(Base):
    """What this installation made once and keeps, such as the salt by which firms in snapshots have no names."""

    __tablename__ = "installation"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    value: Mapped[str]
