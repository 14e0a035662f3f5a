"""Who has looked at which dossier, by person and by day."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_INDEXES = {"ix_dossier_view_at": ["at", "id"], "ix_dossier_view_who": ["who", "id"]}


def upgrade() -> None:
    """Go to this version."""
    for name, columns in _INDEXES.items():
        op.create_index(name, "dossier_view", columns)


def downgrade() -> None:
    """Go back to the version before."""
    for name in _INDEXES:
        op.drop_index(name, table_name="dossier_view")
