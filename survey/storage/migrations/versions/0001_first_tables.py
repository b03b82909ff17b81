"""The first tables: instruments seen, assessments with what hangs on them, jobs, counters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _instruments()
    _assessments()
    _answers()
    _submissions()
    _access_links()
    _browser_rights()
    _jobs()
    _job_items()
    _rate_counters()


def downgrade() -> None:
    for table in ("rate_counters", "job_items", "jobs", "browser_rights", "access_links", "submissions", "answers"):
        op.drop_table(table)
    op.drop_table("assessments")
    op.drop_table("instruments")


def _instruments() -> None:
    op.create_table(
        "instruments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("switches", sa.String(200), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("first_used_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_instruments"),
        sa.UniqueConstraint("name", "version", "switches", name="uq_instruments_name_version_switches"),
    )


def _assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("public_id", sa.String(40), nullable=False),
        sa.Column("instrument_id", sa.Integer, nullable=False),
        sa.Column("profile", sa.JSON, nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("submitted_at", MOMENT),
        sa.Column("counted", sa.Boolean),
        sa.Column("counted_at", MOMENT),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("choices_revision", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["instrument_id"], ["instruments.id"], name="fk_assessments_instrument_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
        sa.UniqueConstraint("public_id", name="uq_assessments_public_id"),
    )
    op.create_index("ix_assessments_instrument_id", "assessments", ["instrument_id"])
    op.create_index("ix_assessments_status_updated_at", "assessments", ["status", "updated_at"])


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("assessment_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("value", sa.JSON),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        _belongs("answers", "assessment_id", "assessments.id"),
        sa.PrimaryKeyConstraint("assessment_id", "question", name="pk_answers"),
    )


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("assessment_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("codes", sa.LargeBinary, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("scores", sa.JSON, nullable=False),
        sa.Column("scorer_version", sa.Integer, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        _belongs("submissions", "assessment_id", "assessments.id"),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_submissions"),
    )
    op.create_index("ix_submissions_content_hash", "submissions", ["content_hash"])


def _access_links() -> None:
    op.create_table(
        "access_links",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
        _belongs("access_links", "assessment_id", "assessments.id"),
        sa.PrimaryKeyConstraint("id", name="pk_access_links"),
        sa.UniqueConstraint("token_hash", name="uq_access_links_token_hash"),
    )
    op.create_index("ix_access_links_assessment_id", "access_links", ["assessment_id"])
    op.create_index("ix_access_links_revoked_at", "access_links", ["revoked_at"])


def _browser_rights() -> None:
    op.create_table(
        "browser_rights",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("assessment_id", sa.Integer, nullable=False),
        sa.Column("link_id", sa.Integer),
        sa.Column("created_at", MOMENT, nullable=False),
        _belongs("browser_rights", "assessment_id", "assessments.id"),
        _belongs("browser_rights", "link_id", "access_links.id"),
        sa.PrimaryKeyConstraint("id", name="pk_browser_rights"),
        sa.UniqueConstraint(
            "browser_hash", "assessment_id", "link_id", name="uq_browser_rights_browser_hash_assessment_id_link_id"
        ),
    )
    op.create_index("ix_browser_rights_assessment_id", "browser_rights", ["assessment_id"])
    op.create_index("ix_browser_rights_link_id", "browser_rights", ["link_id"])


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("key", sa.String(200)),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("run_after", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        *_leased(),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("key", name="uq_jobs_key"),
    )
    op.create_index("ix_jobs_status_run_after", "jobs", ["status", "run_after"])


def _job_items() -> None:
    op.create_table(
        "job_items",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("job_id", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("finished_at", MOMENT),
        *_leased(),
        _belongs("job_items", "job_id", "jobs.id"),
        sa.PrimaryKeyConstraint("id", name="pk_job_items"),
        sa.UniqueConstraint("job_id", "position", name="uq_job_items_job_id_position"),
    )
    op.create_index("ix_job_items_job_id", "job_items", ["job_id"])


def _rate_counters() -> None:
    op.create_table(
        "rate_counters",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_rate_counters"),
    )
    op.create_index("ix_rate_counters_expires_at", "rate_counters", ["expires_at"])


def _belongs(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete="CASCADE")


def _leased() -> list[sa.Column[object]]:
    return [
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("lease_token", sa.String(64)),
        sa.Column("lease_until", MOMENT),
        sa.Column("error", sa.Text),
    ]
