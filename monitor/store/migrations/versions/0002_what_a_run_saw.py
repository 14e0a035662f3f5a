"""What a run saw of its export, for the guards of later runs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column("run", sa.Column("newest_received", sa.Date(), nullable=True))
    op.add_column("run", sa.Column("columns", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("run", "columns")
    op.drop_column("run", "newest_received")
