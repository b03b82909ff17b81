"""Batches of reports, how an organisation hands them out, keys of programs, and firms that are invented."""

from __future__ import annotations

import json
import struct

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _batches()
    _houses()
    _keys()
    with op.batch_alter_table("job_items") as table:
        table.add_column(sa.Column("result", sa.JSON(none_as_null=True)))
        table.create_index("ix_job_items_job_id_status_position", ["job_id", "status", "position"])
    with op.batch_alter_table("organisations") as table:
        table.add_column(sa.Column("invented", sa.Boolean, nullable=False, server_default=sa.false()))
    with op.batch_alter_table("assessments") as table:
        table.add_column(sa.Column("invented", sa.Boolean, nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("advice", sa.JSON, nullable=False, server_default="{}"))
        table.add_column(sa.Column("advice_revision", sa.Integer, nullable=False, server_default="0"))
    _dimension_scores()


def downgrade() -> None:
    """Batches, houses and keys go, with what advisers wrote into roadmaps."""
    with op.batch_alter_table("submissions") as table:
        table.drop_column("dimension_scores")
    with op.batch_alter_table("assessments") as table:
        table.drop_column("advice_revision")
        table.drop_column("advice")
        table.drop_column("invented")
    with op.batch_alter_table("organisations") as table:
        table.drop_column("invented")
    with op.batch_alter_table("job_items") as table:
        table.drop_index("ix_job_items_job_id_status_position")
        table.drop_column("result")
    for name in ("api_keys", "houses", "batches"):
        op.drop_table(name)


def _dimension_scores() -> None:
    """The scores of the dimensions of each submission, which its scores hold as JSON: a little-endian float32 each."""
    with op.batch_alter_table("submissions") as table:
        table.add_column(sa.Column("dimension_scores", sa.LargeBinary))
    submissions = sa.table(
        "submissions",
        sa.column("assessment_id", sa.Integer),
        sa.column("revision", sa.Integer),
        sa.column("scores", sa.JSON),
        sa.column("dimension_scores", sa.LargeBinary),
    )
    key = (submissions.c.assessment_id, submissions.c.revision)
    connection = op.get_bind()
    for assessment, revised, scores in connection.execute(sa.select(*key, submissions.c.scores)).all():
        packed = _packed(scores if isinstance(scores, dict) else json.loads(scores))
        mine = sa.update(submissions).where(key[0] == assessment, key[1] == revised)
        connection.execute(mine.values(dimension_scores=packed))


def _packed(scores: dict[str, object]) -> bytes:
    dimensions = scores.get("dimensions") or {}
    values = [float("nan") if value is None else value for value in dimensions.values()]  # type: ignore[attr-defined]
    return struct.pack(f"<{len(values)}f", *values)


def _batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("public_id", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer),
        sa.Column("job_id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("paper", sa.String(20), nullable=False),
        sa.Column("for_us", sa.Boolean, nullable=False),
        sa.Column("letter", sa.Boolean, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("house", sa.JSON, nullable=False),
        sa.Column("logo", sa.LargeBinary),
        *(sa.Column(name, MOMENT, nullable=False) for name in ("created_at", "updated_at")),
        *(sa.Column(name, MOMENT) for name in ("cancelled_at", "packed_at", "expires_at")),
        _belongs("batches", "organisation_id", "organisations"),
        _belongs("batches", "user_id", "users", ondelete="SET NULL"),
        _belongs("batches", "job_id", "jobs"),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.UniqueConstraint("public_id", name="uq_batches_public_id"),
        sa.UniqueConstraint("job_id", name="uq_batches_job_id"),
        sa.UniqueConstraint("organisation_id", "key", name="uq_batches_organisation_id_key"),
    )
    for column in ("organisation_id", "user_id", "expires_at"):
        op.create_index(f"ix_batches_{column}", "batches", [column])


def _houses() -> None:
    op.create_table(
        "houses",
        sa.Column("organisation_id", sa.Integer, nullable=False, autoincrement=False),
        *(sa.Column(name, sa.String(7), nullable=False) for name in ("accent", "second")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("contact", "letter", "offer")),
        sa.Column("day_rate", sa.Double),
        sa.Column("logo", sa.LargeBinary),
        sa.Column("adaptations", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        _belongs("houses", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_houses"),
    )


def _keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        *(sa.Column(name, MOMENT) for name in ("last_used_at", "expires_at", "revoked_at")),
        _belongs("api_keys", "organisation_id", "organisations"),
        _belongs("api_keys", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("token_hash", name="uq_api_keys_token_hash"),
    )
    for column in ("organisation_id", "user_id"):
        op.create_index(f"ix_api_keys_{column}", "api_keys", [column])


def _belongs(table: str, column: str, to: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}", ondelete=ondelete)
