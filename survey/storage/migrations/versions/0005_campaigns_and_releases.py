"""Campaigns of bodies, the firms they invite, their releases, and a directory of help."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TAKING_PART = ("campaign_id", "invitation_id", "taking_part", "own_answers", "verified", "verified_at")


def upgrade() -> None:
    _campaigns()
    _invitations()
    _releases()
    _help()
    op.create_table(
        "installation",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_installation"),
    )
    with op.batch_alter_table("assessments") as table:
        table.add_column(sa.Column("seen_by", sa.Integer))
        table.add_column(sa.Column("campaign_id", sa.Integer))
        table.add_column(sa.Column("invitation_id", sa.Integer))
        table.add_column(sa.Column("taking_part", sa.JSON, nullable=False, server_default="{}"))
        table.add_column(sa.Column("own_answers", sa.JSON, nullable=False, server_default="{}"))
        table.add_column(sa.Column("verified", sa.String(10), nullable=False, server_default=""))
        table.add_column(sa.Column("verified_at", MOMENT))
        table.create_foreign_key(
            "fk_assessments_seen_by_organisations", "organisations", ["seen_by"], ["id"], ondelete="SET NULL"
        )
        table.create_foreign_key(
            "fk_assessments_campaign_id_campaigns", "campaigns", ["campaign_id"], ["id"], ondelete="SET NULL"
        )
        table.create_foreign_key(
            "fk_assessments_invitation_id_campaign_invitations",
            "campaign_invitations",
            ["invitation_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index("ix_assessments_campaign_id", ["campaign_id"])
        table.create_unique_constraint("uq_assessments_invitation_id", ["invitation_id"])
    with op.batch_alter_table("submissions") as table:
        table.add_column(sa.Column("own", sa.JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    """Campaigns go with their releases and what firms said for them alone; the firms' assessments stay."""
    with op.batch_alter_table("submissions") as table:
        table.drop_column("own")
    with op.batch_alter_table("assessments") as table:
        table.drop_constraint("uq_assessments_invitation_id", type_="unique")
        table.drop_index("ix_assessments_campaign_id")
        table.drop_constraint("fk_assessments_invitation_id_campaign_invitations", type_="foreignkey")
        table.drop_constraint("fk_assessments_campaign_id_campaigns", type_="foreignkey")
        table.drop_constraint("fk_assessments_seen_by_organisations", type_="foreignkey")
        for name in reversed(("seen_by", *TAKING_PART)):
            table.drop_column(name)
    for name in ("installation", "help_offers", "releases", "campaign_invitations", "campaigns"):
        op.drop_table(name)


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("public_id", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer),
        sa.Column("standing", sa.Boolean),
        sa.Column("instrument", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("welcome", sa.Text, nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("logo", sa.LargeBinary),
        sa.Column("languages", sa.JSON, nullable=False),
        sa.Column("opens_on", sa.Date),
        sa.Column("closes_on", sa.Date),
        sa.Column("open_link", sa.Boolean, nullable=False),
        sa.Column("lists", sa.JSON, nullable=False),
        sa.Column("questions", sa.JSON, nullable=False),
        sa.Column("quotas", sa.JSON, nullable=False),
        sa.Column("population", sa.JSON(none_as_null=True)),
        sa.Column("grouping", sa.JSON, nullable=False),
        sa.Column("least", sa.Integer, nullable=False),
        sa.Column("licence", sa.String(200), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("rhythm", sa.String(20), nullable=False),
        sa.Column("next_release_on", sa.Date),
        sa.Column("fault", sa.JSON(none_as_null=True)),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name="fk_campaigns_organisation_id_organisations",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
        sa.UniqueConstraint("public_id", name="uq_campaigns_public_id"),
        sa.UniqueConstraint("standing", name="uq_campaigns_standing"),
    )
    op.create_index("ix_campaigns_organisation_id", "campaigns", ["organisation_id"])


def _invitations() -> None:
    op.create_table(
        "campaign_invitations",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("campaign_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("firm", sa.String(300), nullable=False),
        sa.Column("ref", sa.String(100), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("sector", sa.String(60), nullable=False),
        sa.Column("size", sa.String(20), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("reminded_at", MOMENT),
        sa.Column("silent_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
        _of("campaign_invitations", "campaigns", "campaign_id"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_invitations"),
        sa.UniqueConstraint("campaign_id", "number", name="uq_campaign_invitations_campaign_id_number"),
        sa.UniqueConstraint("code_hash", name="uq_campaign_invitations_code_hash"),
    )


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("campaign_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("snapshot", sa.LargeBinary, nullable=False),
        sa.Column("told", sa.JSON, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
        _of("releases", "campaigns", "campaign_id"),
        sa.PrimaryKeyConstraint("id", name="pk_releases"),
        sa.UniqueConstraint("campaign_id", "number", name="uq_releases_campaign_id_number"),
    )
    op.create_index("ix_releases_status", "releases", ["status"])


def _help() -> None:
    op.create_table(
        "help_offers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("instrument", sa.String(200), nullable=False),
        sa.Column("about", sa.String(60), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("region", sa.String(200), nullable=False),
        sa.Column("sizes", sa.JSON, nullable=False),
        sa.Column("valid_until", sa.Date),
        _of("help_offers", "organisations", "organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_help_offers"),
    )
    op.create_index("ix_help_offers_organisation_id", "help_offers", ["organisation_id"])


def _of(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}", ondelete="CASCADE")
