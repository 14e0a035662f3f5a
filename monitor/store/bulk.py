"""Filling an empty table: its indexes are built once at the end, not row by row."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text


@contextmanager
def indexed_at_the_end(connection: Connection, table: str) -> Iterator[None]:
    """On SQLite do without the indexes of a table, its key apart, and build them again.

    A million rows in no order would otherwise go through each index page by page, which takes
    several times as long. All of it is undone with the transaction. PostgreSQL has to keep them:
    to take them away would stop everybody who reads.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    made = connection.execute(
        text(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL ORDER BY name"
        ),
        {"table": table},
    ).all()
    for index in made:
        connection.exec_driver_sql(f'DROP INDEX "{index.name}"')
    yield
    for index in made:
        connection.exec_driver_sql(index.sql)
