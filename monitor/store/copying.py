"""Everything that a database holds, copied into an empty one, of another kind too."""

from sqlalchemy import Connection, Engine, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from monitor.store.audit import verify
from monitor.store.database import DatabaseError, ensure_current, upgrade
from monitor.store.tables import METADATA

_AT_ONCE = 1000


def copy_all(source: Engine, target: Engine) -> int:
    """Copy all rows as they stood at one moment; how many there were.

    The tables of the target are made; all rows arrive or none. Raises DatabaseError when it holds
    anything, or when what arrived is not what was there.
    """
    ensure_current(source)
    upgrade(target)
    try:
        with source.begin() as here, target.begin() as there:
            return _copied(here, there)
    except SQLAlchemyError as error:
        raise DatabaseError(f"nothing was copied: {error.__cause__ or error}") from None


def _copied(here: Connection, there: Connection) -> int:
    held = [table.name for table in METADATA.sorted_tables if _count(there, table)]
    if held:
        raise DatabaseError(f"the new database is not empty: it holds rows in {', '.join(held)}")
    copied = sum(_copy(here, there, table) for table in METADATA.sorted_tables)
    before, after = verify(here), verify(there)
    if before != after:
        raise DatabaseError(f"the audit log did not arrive as it was: {before}, now {after}")
    return copied


def _copy(here: Connection, there: Connection, table: Table) -> int:
    found = here.execute(select(table).order_by(*table.primary_key.columns)).mappings()
    for rows in found.partitions(_AT_ONCE):
        there.execute(insert(table), [dict(row) for row in rows])
    counts = _count(here, table), _count(there, table)
    if counts[0] != counts[1]:
        raise DatabaseError(f"of {counts[0]} rows of {table.name} {counts[1]} arrived")
    _go_on_counting(there, table)
    return counts[1]


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _go_on_counting(there: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows after those that brought their numbers."""
    column = table.autoincrement_column
    if column is None or there.dialect.name != "postgresql":
        return
    last = there.scalar(select(func.max(column)))
    name = there.scalar(
        text("SELECT pg_get_serial_sequence(:table, :column)"),
        {"table": table.name, "column": column.name},
    )
    if name and last:
        there.execute(text("SELECT setval(:name, :last)"), {"name": name, "last": last})
