"""People who sign in, organisations, their clients with tags and notes, and sheets on their way in."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "import_files",
    "imports",
    "sheet_words",
    "client_notes",
    "client_tags",
    "clients",
    "invitations",
    "memberships",
    "organisations",
    "users",
)
"""Those that point at others first."""


def upgrade() -> None:
    _people()
    _clients()
    _sheets()
    _overall()
    with op.batch_alter_table("assessments") as table:
        table.add_column(sa.Column("source", sa.String(20), nullable=False, server_default="self"))
        table.add_column(sa.Column("client_id", sa.Integer))
        table.add_column(sa.Column("unshared_at", MOMENT))
        of_client = ["client_id", "id", "status", "submitted_at", "created_at", "updated_at", "source"]
        table.create_index("ix_assessments_of_client", of_client)
        table.create_foreign_key("fk_assessments_client_id", "clients", ["client_id"], ["id"], ondelete="SET NULL")
    with op.batch_alter_table("access_links") as table:
        table.add_column(sa.Column("invitation", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Accounts, organisations and clients go; every assessment stays with whoever has a link to it."""
    with op.batch_alter_table("submissions") as table:
        table.drop_index("ix_submissions_assessment_id_revision_overall")
        table.drop_column("overall")
    with op.batch_alter_table("access_links") as table:
        table.drop_column("invitation")
    with op.batch_alter_table("assessments") as table:
        table.drop_constraint("fk_assessments_client_id", type_="foreignkey")
        table.drop_index("ix_assessments_of_client")
        table.drop_column("unshared_at")
        table.drop_column("client_id")
        table.drop_column("source")
    for table_name in TABLES:
        op.drop_table(table_name)


def _overall() -> None:
    """The overall score of each submission, which its scores hold as JSON."""
    with op.batch_alter_table("submissions") as table:
        table.add_column(sa.Column("overall", sa.Double))
    held = "CAST(scores ->> 'overall' AS double precision)"
    if op.get_context().dialect.name == "sqlite":
        held = "json_extract(scores, '$.overall')"
    op.execute(f"UPDATE submissions SET overall = {held}")  # noqa: S608 - one of the two above
    with op.batch_alter_table("submissions") as table:
        table.create_index("ix_submissions_assessment_id_revision_overall", ["assessment_id", "revision", "overall"])


def _people() -> None:
    _table(
        "users",
        _text("email", 254),
        _text("name", 200),
        sa.Column("password", sa.String(255)),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("is_administrator", sa.Boolean, nullable=False),
        _text("fs_uniquifier", 64),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("tf_primary_method", sa.String(64)),
        sa.Column("tf_totp_secret", sa.Text),
        sa.Column("mf_recovery_codes", sa.JSON(none_as_null=True)),
        _moment("created_at"),
        unique=(("email",), ("fs_uniquifier",)),
    )
    _table(
        "organisations",
        _text("public_id", 40),
        _text("kind", 20),
        _text("name", 200),
        _moment("created_at"),
        unique=(("public_id",),),
    )
    op.create_table(
        "memberships",
        _key("organisation_id"),
        _key("user_id"),
        _text("role", 20),
        _moment("created_at"),
        _belongs("memberships", "organisation_id", "organisations"),
        _belongs("memberships", "user_id", "users"),
        sa.PrimaryKeyConstraint("organisation_id", "user_id", name="pk_memberships"),
    )
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"])
    _table(
        "invitations",
        _number("organisation_id"),
        _text("email", 254),
        _text("role", 20),
        _text("token_hash", 64),
        sa.Column("by_mail", sa.Boolean, nullable=False),
        _moment("created_at"),
        _moment("expires_at"),
        _belongs("invitations", "organisation_id", "organisations"),
        unique=(("organisation_id", "email"), ("token_hash",)),
    )
    op.create_index("ix_invitations_organisation_id", "invitations", ["organisation_id"])


def _clients() -> None:
    _table(
        "clients",
        _text("public_id", 40),
        _number("organisation_id"),
        sa.Column("ref", sa.String(100)),
        _text("name", 300),
        _text("sort_name", 300),
        _text("email", 254),
        sa.Column("profile", sa.JSON, nullable=False),
        sa.Column("archived_at", MOMENT),
        _moment("created_at"),
        _moment("updated_at"),
        _belongs("clients", "organisation_id", "organisations"),
        unique=(("organisation_id", "ref"), ("public_id",)),
    )
    listed = ["organisation_id", "archived_at", "sort_name", "id"]
    op.create_index("ix_clients_organisation_id_archived_at_sort_name_id", "clients", listed)
    op.create_index("ix_clients_organisation_id_sort_name", "clients", ["organisation_id", "sort_name"])
    op.create_table(
        "client_tags",
        _key("client_id"),
        _text("key", 60),
        _text("tag", 60),
        _belongs("client_tags", "client_id", "clients"),
        sa.PrimaryKeyConstraint("client_id", "key", name="pk_client_tags"),
    )
    op.create_index("ix_client_tags_key_client_id", "client_tags", ["key", "client_id"])
    _table(
        "client_notes",
        _number("client_id"),
        sa.Column("user_id", sa.Integer),
        _text("author", 254),
        sa.Column("text", sa.Text, nullable=False),
        _moment("created_at"),
        _belongs("client_notes", "client_id", "clients"),
        _belongs("client_notes", "user_id", "users", ondelete="SET NULL"),
    )
    op.create_index("ix_client_notes_client_id", "client_notes", ["client_id"])
    op.create_index("ix_client_notes_user_id", "client_notes", ["user_id"])


def _sheets() -> None:
    _table(
        "imports",
        _text("public_id", 40),
        _number("organisation_id"),
        sa.Column("user_id", sa.Integer),
        _text("instrument", 200),
        _text("language", 20),
        _text("status", 20),
        sa.Column("layout", sa.String(20)),
        _text("mode", 20),
        *(sa.Column(name, sa.JSON, nullable=False) for name in ("names", "words", "decisions", "summary")),
        sa.Column("fault", sa.JSON(none_as_null=True)),
        *map(_number, ("revision", "done", "total")),
        *map(_moment, ("created_at", "updated_at")),
        sa.Column("finished_at", MOMENT),
        _belongs("imports", "organisation_id", "organisations"),
        _belongs("imports", "user_id", "users", ondelete="SET NULL"),
        unique=(("public_id",),),
    )
    op.create_index("ix_imports_organisation_id_created_at", "imports", ["organisation_id", "created_at"])
    op.create_index("ix_imports_user_id", "imports", ["user_id"])
    op.create_table(
        "import_files",
        _key("import_id"),
        _key("position"),
        _text("name", 255),
        sa.Column("data", sa.LargeBinary, nullable=False),
        _belongs("import_files", "import_id", "imports"),
        sa.PrimaryKeyConstraint("import_id", "position", name="pk_import_files"),
    )
    op.create_table(
        "sheet_words",
        _key("organisation_id"),
        _text("instrument", 200),
        _text("column", 100),
        _text("word", 200),
        _text("meaning", 200),
        _belongs("sheet_words", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("organisation_id", "instrument", "column", "word", name="pk_sheet_words"),
    )


def _table(name: str, *parts: sa.schema.SchemaItem, unique: Sequence[tuple[str, ...]] = ()) -> None:
    """A table with a number of its own for each row."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer, nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        *(sa.UniqueConstraint(*columns, name=f"uq_{name}_{'_'.join(columns)}") for columns in unique),
    )


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, MOMENT, nullable=False)


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, autoincrement=False, nullable=False)


def _belongs(table: str, column: str, target: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}", ondelete=ondelete)
