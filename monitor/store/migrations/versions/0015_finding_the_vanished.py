"""The vanished dossiers without reading all others."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_NAME = "ix_dossier_vanished_run_id"


def upgrade() -> None:
    """Go to this version."""
    which = sa.text("vanished_run_id IS NOT NULL")
    op.create_index(
        _NAME, "dossier", ["vanished_run_id"], sqlite_where=which, postgresql_where=which
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index(_NAME, table_name="dossier")
