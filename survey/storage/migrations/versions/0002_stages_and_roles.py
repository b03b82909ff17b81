"""Stages and revisions of an assessment, roles by link, notes, and colleagues' own answers.

SQLite adds columns in place: rebuilding ``assessments``, as Alembic's batches do, would drop the old table and with it,
by its foreign keys, every answer.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SUBMISSION_COLUMNS = {"revision": sa.Integer(), "profile": sa.JSON(), "answered_by": sa.JSON()}


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
    op.drop_index("ix_answers_answered_by", "answers")
    _drop_reference("answers", "answered_by")
    # Every link becomes the owner's: those that were less must not gain by it.
    op.execute("DELETE FROM access_links WHERE kind <> 'owner'")
    for column in ("kind", "name", "pages"):
        op.drop_column("access_links", column)
    op.drop_index("ix_assessments_previous_id", "assessments")
    op.drop_index("ix_assessments_series", "assessments")
    _drop_reference("assessments", "previous_id")
    op.drop_column("assessments", "revision")
    op.drop_column("assessments", "series")


def _assessments() -> None:
    op.add_column("assessments", sa.Column("series", sa.String(40), nullable=False, server_default=""))
    op.execute("UPDATE assessments SET series = public_id")
    op.create_index("ix_assessments_series", "assessments", ["series"])
    _add_reference("assessments", "previous_id", "assessments", "CASCADE")
    op.create_index("ix_assessments_previous_id", "assessments", ["previous_id"], unique=True)
    op.add_column("assessments", sa.Column("revision", sa.Integer, nullable=False, server_default="1"))


def _access_links() -> None:
    op.add_column("access_links", sa.Column("kind", sa.String(20), nullable=False, server_default="owner"))
    op.add_column("access_links", sa.Column("name", sa.String(200), nullable=False, server_default=""))
    op.add_column("access_links", sa.Column("pages", sa.JSON, nullable=False, server_default="[]"))


def _answers() -> None:
    _add_reference("answers", "answered_by", "access_links", "SET NULL")
    op.create_index("ix_answers_answered_by", "answers", ["answered_by"])


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


def _add_reference(table: str, column: str, target: str, on_delete: str) -> None:
    """A column with its foreign key in one statement, as both databases can (Alembic would make it two)."""
    constraint = f"CONSTRAINT fk_{table}_{column} REFERENCES {target} (id) ON DELETE {on_delete}"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER {constraint}")


def _drop_reference(table: str, column: str) -> None:
    op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _revised() -> list[sa.Column[object]]:
    return [
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
    ]


def _belongs(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete="CASCADE")
