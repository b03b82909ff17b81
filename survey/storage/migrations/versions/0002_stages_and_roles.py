"""Stages and revisions of an assessment, roles by link, notes, and colleagues' own answers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SUBMISSION_COLUMNS: dict[str, Any] = {"revision": sa.Integer(), "profile": sa.JSON(), "answered_by": sa.JSON()}


def upgrade() -> None:
    _assessments()
    _access_links()
    _answers()
    _submissions()
    _notes()
    _contributions()


def downgrade() -> None:
    """Back to one submission for each assessment, the newest; notes and colleagues' own answers go."""
    op.drop_table("contributions")
    op.drop_table("notes")
    _one_submission_each()
    with op.batch_alter_table("answers") as table:
        table.drop_index("ix_answers_answered_by")
        table.drop_constraint("fk_answers_answered_by", type_="foreignkey")
        table.drop_column("answered_by")
    # Every link becomes the owner's: those that were less must not gain by it.
    op.execute("DELETE FROM browser_rights WHERE link_id IN (SELECT id FROM access_links WHERE kind <> 'owner')")
    op.execute("DELETE FROM access_links WHERE kind <> 'owner'")
    with op.batch_alter_table("access_links") as table:
        for column in ("kind", "name", "pages"):
            table.drop_column(column)
    with op.batch_alter_table("assessments") as table:
        table.drop_index("ix_assessments_previous_id")
        table.drop_index("ix_assessments_series")
        table.drop_constraint("fk_assessments_previous_id", type_="foreignkey")
        for column in ("series", "previous_id", "revision"):
            table.drop_column(column)


def _assessments() -> None:
    """Each one so far is a series of its own."""
    with op.batch_alter_table("assessments") as table:
        table.add_column(sa.Column("series", sa.String(40)))
        table.add_column(sa.Column("previous_id", sa.Integer))
        table.add_column(sa.Column("revision", sa.Integer, nullable=False, server_default="1"))
    op.execute("UPDATE assessments SET series = public_id")
    with op.batch_alter_table("assessments") as table:
        table.alter_column("series", existing_type=sa.String(40), nullable=False)
        table.create_index("ix_assessments_series", ["series"])
        table.create_index("ix_assessments_previous_id", ["previous_id"], unique=True)
        table.create_foreign_key(
            "fk_assessments_previous_id", "assessments", ["previous_id"], ["id"], ondelete="CASCADE"
        )


def _access_links() -> None:
    with op.batch_alter_table("access_links") as table:
        table.add_column(sa.Column("kind", sa.String(20), nullable=False, server_default="owner"))
        table.add_column(sa.Column("name", sa.String(200), nullable=False, server_default=""))
        table.add_column(sa.Column("pages", sa.JSON, nullable=False, server_default="[]"))


def _answers() -> None:
    with op.batch_alter_table("answers") as table:
        table.add_column(sa.Column("answered_by", sa.Integer))
        table.create_index("ix_answers_answered_by", ["answered_by"])
        table.create_foreign_key("fk_answers_answered_by", "access_links", ["answered_by"], ["id"], ondelete="SET NULL")


def _submissions() -> None:
    """One row for each revision, with the profile as it was."""
    with op.batch_alter_table("submissions") as table:
        for name, kind in SUBMISSION_COLUMNS.items():
            table.add_column(sa.Column(name, kind))
    op.execute(
        "UPDATE submissions SET revision = 1, answered_by = '{}', profile = "
        "(SELECT profile FROM assessments WHERE assessments.id = submissions.assessment_id)"
    )
    with op.batch_alter_table("submissions") as table:
        for name, kind in SUBMISSION_COLUMNS.items():
            table.alter_column(name, existing_type=kind, nullable=False)
        table.drop_constraint("pk_submissions", type_="primary")
        table.create_primary_key("pk_submissions", ["assessment_id", "revision"])


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("assessment_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("value", sa.Text),
        *_revised(),
        _belongs("notes", "assessment_id", "assessments.id"),
        sa.PrimaryKeyConstraint("assessment_id", "question", name="pk_notes"),
    )


def _contributions() -> None:
    op.create_table(
        "contributions",
        sa.Column("assessment_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("link_id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("value", sa.JSON),
        sa.Column("decided", sa.Integer, nullable=False),
        *_revised(),
        _belongs("contributions", "assessment_id", "assessments.id"),
        _belongs("contributions", "link_id", "access_links.id"),
        sa.PrimaryKeyConstraint("assessment_id", "question", "link_id", name="pk_contributions"),
    )
    op.create_index("ix_contributions_link_id", "contributions", ["link_id"])


def _one_submission_each() -> None:
    op.execute(
        "DELETE FROM submissions WHERE revision < "
        "(SELECT max(revision) FROM submissions AS other WHERE other.assessment_id = submissions.assessment_id)"
    )
    with op.batch_alter_table("submissions") as table:
        table.drop_constraint("pk_submissions", type_="primary")
        table.create_primary_key("pk_submissions", ["assessment_id"])
        for name in SUBMISSION_COLUMNS:
            table.drop_column(name)


def _revised() -> list[sa.Column[object]]:
    return [
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    ]


def _belongs(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete="CASCADE")
