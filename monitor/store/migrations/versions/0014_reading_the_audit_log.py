"""The audit log by who acted, on what kind of thing and when."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_audit_at": ["at", "id"],
    "ix_audit_actor": ["actor", "id"],
    "ix_audit_subject_kind": ["subject_kind", "id"],
}


def upgrade() -> None:
    """Go to this version."""
    for name, columns in _INDEXES.items():
        op.create_index(name, "audit", columns)


def downgrade() -> None:
    """Go back to the version before."""
    for name in _INDEXES:
        op.drop_index(name, table_name="audit")
