"""What dossiers are searched by, filled for those that are kept."""

import pyarrow as pa
import sqlalchemy as sa
from alembic import op

from monitor.store.search_text import search_texts

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_AT_ONCE = 20_000
_DOSSIER = sa.table("dossier", sa.column("code"), sa.column("applicant"), sa.column("search_text"))
_WORDS = "array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))"


def upgrade() -> None:
    """Go to this version."""
    op.add_column(
        "dossier",
        sa.Column("search_text", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    _fill()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE INDEX ix_dossier_words ON dossier USING gin ({_WORDS})")


def _fill() -> None:
    """Write the words of all dossiers, portion by portion: there may be a million."""
    connection, columns = op.get_bind(), _DOSSIER.c
    write = (
        sa.update(_DOSSIER)
        .where(columns.code == sa.bindparam("of_code"))
        .values(search_text=sa.bindparam("words"))
    )
    last = ""
    while True:
        rows = connection.execute(
            sa.select(columns.code, columns.applicant)
            .where(columns.code > last)
            .order_by(columns.code)
            .limit(_AT_ONCE)
        ).all()
        if not rows:
            return
        codes, applicants = (pa.array(texts, pa.string()) for texts in zip(*rows, strict=True))
        words = search_texts(codes, applicants).to_pylist()
        pairs = zip(rows, words, strict=True)
        connection.execute(write, [{"of_code": row.code, "words": text} for row, text in pairs])
        last = rows[-1].code


def downgrade() -> None:
    """Go back to the version before."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_dossier_words", table_name="dossier")
    op.drop_column("dossier", "search_text")
