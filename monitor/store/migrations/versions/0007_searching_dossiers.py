"""What dossiers are searched by and listed by, filled in for those that are kept."""

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
_DATES = ("received_at", "due_at", "completed_at")
_UNFINISHED = sa.text("status NOT IN (9, 10)")
_WORDS = "array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))"


def upgrade() -> None:
    """Go to this version."""
    op.add_column(
        "dossier",
        sa.Column("search_text", sa.Text(), server_default=sa.text("''"), nullable=False),
    )
    _fill()
    for name in _DATES:
        _index(name)
    for name in ("received_at", "due_at"):
        _index(name, "unfinished_", _UNFINISHED)
    for name in ("unit", "procedure_code", "status"):
        op.create_index(f"ix_dossier_{name}", "dossier", [name])
    op.add_column("finding", sa.Column("unit", sa.Text(), nullable=True))
    op.execute(
        "UPDATE finding SET unit = "
        "(SELECT dossier.unit FROM dossier WHERE dossier.code = finding.dossier) "
        "WHERE closed_at IS NULL"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE INDEX ix_dossier_words ON dossier USING gin ({_WORDS})")


def _index(name: str, kind: str = "", where: sa.TextClause | None = None) -> None:
    """Empty dates come first; SQLite has it so anyway and does not take the words for it."""
    first = "" if op.get_bind().dialect.name == "sqlite" else " NULLS FIRST"
    op.create_index(
        f"ix_dossier_{kind}{name}",
        "dossier",
        [sa.text(f"{name}{first}")],
        sqlite_where=where,
        postgresql_where=where,
    )


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
    op.drop_column("finding", "unit")
    names = [*_DATES, "unfinished_received_at", "unfinished_due_at", "unit", "procedure_code"]
    for name in (*names, "status"):
        op.drop_index(f"ix_dossier_{name}", table_name="dossier")
    op.drop_column("dossier", "search_text")
