"""The letters of a division without a look at each of their dossiers."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_NAME = "ix_letter_state"


def upgrade() -> None:
    """Go to this version."""
    op.add_column("letter", sa.Column("unit", sa.Text(), nullable=True))
    op.execute(
        "UPDATE letter SET unit = "
        "(SELECT dossier.unit FROM dossier WHERE dossier.code = letter.dossier)"
    )
    op.create_index(_NAME, "letter", ["state", "unit"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index(_NAME, table_name="letter")
    op.drop_column("letter", "unit")
