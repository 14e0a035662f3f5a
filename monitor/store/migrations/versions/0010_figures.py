"""The figures that the last run measured."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "figure",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("run_id", _KEY, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("unknown", sa.BigInteger(), nullable=False),
        sa.Column("beside", sa.BigInteger(), nullable=True),
        sa.Column("excused", sa.BigInteger(), nullable=True),
        sa.Column("middle", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_figure_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_figure"),
    )
    op.create_index("ix_figure_span", "figure", ["kind", "start"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("figure")
