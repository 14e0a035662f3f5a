"""The calendars that runs reckoned by, so that a later run can say which days changed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "calendar",
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("special_days", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_calendar"),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("calendar")
