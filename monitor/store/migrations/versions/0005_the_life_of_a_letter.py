"""The steps of a letter, its number, its files, and the audit log."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LIVE = sa.text("state != 'withdrawn'")
_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "due_at": sa.DateTime(),
    "reason_code": sa.String(length=40),
    "reason": sa.Text(),
    "fault": sa.String(length=20),
    "new_due_on": sa.Date(),
    "signer_title": sa.Text(),
    "signer_name": sa.Text(),
    "signer_power": sa.Text(),
    "fields": sa.JSON(),
    "approved_on": sa.Date(),
    "series": sa.String(length=40),
    "year": sa.Integer(),
    "number": sa.Integer(),
    "issued_document": sa.LargeBinary(),
    "issued_sha256": sa.String(length=64),
    "sent_on": sa.Date(),
    "channel": sa.String(length=20),
    "proof": sa.Text(),
    "ended_on": sa.Date(),
    "ended_reason": sa.Text(),
}
# What a letter that was issued before the monitor came does not have.
_OPTIONAL: dict[str, sa.types.TypeEngine[Any]] = {
    "form": sa.String(length=40),
    "wording": sa.String(length=20),
    "run_id": _KEY,
    "template_sha256": sa.String(length=64),
    "document": sa.LargeBinary(),
    "sha256": sa.String(length=64),
}
# What was approved is evidence: from then on these can only be read.
_FROZEN = ("dossier", "reappointment", "document", "sha256", "fields", "new_due_on", "reason")


def upgrade() -> None:
    """Go to this version."""
    op.drop_index("uq_letter_live", table_name="letter")
    with op.batch_alter_table("letter") as letter:
        letter.add_column(
            sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1"))
        )
        letter.add_column(
            sa.Column("origin", sa.String(20), nullable=False, server_default=sa.text("'run'"))
        )
        for name, kind in _COLUMNS.items():
            letter.add_column(sa.Column(name, kind, nullable=True))
        for name, kind in _OPTIONAL.items():
            letter.alter_column(name, existing_type=kind, nullable=True)
    op.create_index(
        "uq_letter_live",
        "letter",
        ["dossier", "reappointment"],
        unique=True,
        sqlite_where=_LIVE,
        postgresql_where=_LIVE,
    )
    op.create_index("uq_letter_number", "letter", ["series", "year", "number"], unique=True)
    op.execute(
        "UPDATE letter SET due_at = "
        "(SELECT dossier.due_at FROM dossier WHERE dossier.code = letter.dossier)"
    )
    op.create_table(
        "letter_template",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_letter_template")),
    )
    _make_letter_file()
    _make_audit()
    _make_append_only()
    _freeze_what_was_approved()


def _make_letter_file() -> None:
    op.create_table(
        "letter_file",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("letter_id", _KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letter.id"], name=op.f("fk_letter_file_letter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_file")),
    )
    op.create_index("uq_letter_file_content", "letter_file", ["letter_id", "sha256"], unique=True)


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("uq_audit_previous_hash", "audit", ["previous_hash"], unique=True)
    op.create_index("ix_audit_subject", "audit", ["subject_kind", "subject_key"])


def _make_append_only() -> None:
    """The database itself refuses to rewrite the audit log."""
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{action.lower()} BEFORE {action} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_rewrite() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
    )
    for event, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER audit_append_only_{each.lower()} BEFORE {event} ON audit "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_audit_rewrite()"
        )


def _freeze_what_was_approved() -> None:
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _FROZEN)
        op.execute(
            "CREATE TRIGGER letter_frozen BEFORE UPDATE ON letter "
            f"WHEN OLD.approved_on IS NOT NULL AND ({changed}) "
            "BEGIN SELECT RAISE(ABORT, 'the letter was approved: it can''t change'); END"
        )
        op.execute(
            "CREATE TRIGGER letter_kept BEFORE DELETE ON letter WHEN OLD.approved_on IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'the letter was approved: it can''t be deleted'); END"
        )
        return
    # json has no equality of its own.
    changed = " OR ".join(
        f"NEW.{name}{cast} IS DISTINCT FROM OLD.{name}{cast}"
        for name in _FROZEN
        for cast in ["::text" if name == "fields" else ""]
    )
    op.execute(
        "CREATE FUNCTION refuse_change_of_letter() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the letter was approved: it can''t change'; END $$"
    )
    op.execute(
        "CREATE TRIGGER letter_frozen BEFORE UPDATE ON letter FOR EACH ROW "
        f"WHEN (OLD.approved_on IS NOT NULL AND ({changed})) "
        "EXECUTE FUNCTION refuse_change_of_letter()"
    )
    op.execute(
        "CREATE TRIGGER letter_kept BEFORE DELETE ON letter FOR EACH ROW "
        "WHEN (OLD.approved_on IS NOT NULL) EXECUTE FUNCTION refuse_change_of_letter()"
    )
