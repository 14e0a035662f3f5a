"""Letters are found by words without a look at each of their dossiers."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column(
        "letter",
        sa.Column("search_text", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    op.execute(
        "UPDATE letter SET search_text = "
        "(SELECT dossier.search_text FROM dossier WHERE dossier.code = letter.dossier)"
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("letter", "search_text")
