"""Guards that somebody has lifted for the next run."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "lifted_guard",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("held_run_id", _KEY, nullable=False),
        sa.Column("run_id", _KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_lifted_guard"),
        sa.ForeignKeyConstraint(["held_run_id"], ["run.id"], name="fk_lifted_guard_held_run_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_lifted_guard_run_id"),
    )
    op.create_index(
        "uq_lifted_guard_awaiting",
        "lifted_guard",
        ["reason"],
        unique=True,
        sqlite_where=sa.text("run_id IS NULL"),
        postgresql_where=sa.text("run_id IS NULL"),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("lifted_guard")
