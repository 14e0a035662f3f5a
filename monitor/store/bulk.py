"""Filling a table: many rows at once, and the indexes of an empty one built at the end."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError


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


def insert_rows(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows whose values are in the form in which the database keeps them.

    Dates and moments are texts in ISO form with a space, of six decimals; JSON is a text. Raises
    SQLAlchemyError where the database refuses one of them.
    """
    names = ", ".join(columns)
    if connection.dialect.name == "postgresql":
        copying = f"COPY {table} ({names}) FROM STDIN"
        cursor: Any = connection.connection.cursor()
        try:
            with cursor, cursor.copy(copying) as copy:
                for row in rows:
                    copy.write_row(row)
        except connection.dialect.loaded_dbapi.Error as error:
            raise DBAPIError(copying, None, error, hide_parameters=True) from error
        return
    marks = ", ".join("?" * len(columns))
    inserting = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
    connection.exec_driver_sql(inserting, list(rows))
