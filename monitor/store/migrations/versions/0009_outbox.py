"""The outbox: messages and what became of each recipient."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "mail",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("message_id", sa.String(length=255), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mail"),
    )
    op.create_index("uq_mail_message_id", "mail", ["message_id"], unique=True)
    op.create_index("ix_mail_state", "mail", ["state", "next_at"])
    op.create_table(
        "mail_recipient",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("mail_id", _KEY, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name="fk_mail_recipient_mail_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mail_recipient"),
    )
    op.create_index("uq_mail_recipient", "mail_recipient", ["mail_id", "address"], unique=True)


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("mail_recipient")
    op.drop_table("mail")
