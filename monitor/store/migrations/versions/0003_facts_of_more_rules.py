"""What exports say of supplements, refusals, progress and new dates, for the rules on them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "refused_at": sa.DateTime(),
    "updated_at": sa.DateTime(),
    "supplements": sa.Integer(),
    "supplement_requested_at": sa.DateTime(),
    "supplemented_at": sa.DateTime(),
    "new_due_on": sa.Date(),
}


def upgrade() -> None:
    """Go to this version."""
    for name, kind in _COLUMNS.items():
        op.add_column("dossier", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """Go back to the version before."""
    for name in reversed(_COLUMNS):
        op.drop_column("dossier", name)
