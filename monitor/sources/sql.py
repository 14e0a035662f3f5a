"""Dossiers straight from a database: one SELECT, read-only, its column names as headings."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from monitor.config import Settings
from monitor.intake.cells import Cell, Row
from monitor.intake.errors import IntakeError
from monitor.intake.formats.limits import CELLS
from monitor.intake.sheets import Batch, Sheet
from monitor.sources.statement import check_reads_only

_ROWS_AT_ONCE = 5_000
_SAID_FIRST = {
    "mysql": "SET TRANSACTION READ ONLY",
    "mariadb": "SET TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
}


class SqlSource:
    """One query, one sheet.

    address: gives SQLAlchemy's. stamps: the zone into which moments with an offset are converted.
    """

    notes = ()
    whole = True

    def __init__(self, address: Callable[[], URL], query: str, stamps: ZoneInfo) -> None:
        self._address = address
        self._query = query
        self._stamps = stamps

    def batches(self) -> Iterator[Batch]:
        """The one batch: the column names, then the rows.

        Raises IntakeError for a statement that may change anything, which is not run, and for a
        database that can't be reached or refuses it.
        """
        query = check_reads_only(self._query)
        address = self._address()
        name = address.set(query={}).render_as_string()  # the password as ***
        try:
            rows = self._rows(address, query)
        except ModuleNotFoundError as error:
            raise IntakeError(f"{name}: the driver is missing: install {error.name}") from None
        except SQLAlchemyError as error:
            raise IntakeError(f"{name}: can't be read: {_why(address, error)}") from None
        sheet = Sheet(PurePath(address.database or name).name, "", rows, every_row=True)
        yield Batch(name, [sheet])

    def copy_to(self, folder: Path) -> bool:  # noqa: ARG002
        """Copy nothing: there are no files."""
        return False

    def acknowledge(self) -> None:
        """Nothing: the database is only read."""

    def _rows(self, address: URL, query: str) -> list[Row]:
        engine = _engine(address)
        try:
            with engine.connect() as plain:
                connection = _read_only(plain)
                # A colon is no parameter here, nor is a per cent sign.
                with connection.execute(text(query.replace(":", r"\:"))) as result:
                    rows: list[Row] = [list(result.keys())]
                    width = len(rows[0])
                    for row in result:
                        rows.append([self._cell(value) for value in row])
                        if len(rows) * width > CELLS:
                            raise IntakeError(
                                f"[source.sql] query: gives more than {CELLS:,} cells, {width} in "
                                "each row; ask for less"
                            )
                connection.rollback()
                return rows
        finally:
            engine.dispose()

    def _cell(self, value: Any) -> Cell:
        if isinstance(value, datetime):
            return value.astimezone(self._stamps).replace(tzinfo=None) if value.tzinfo else value
        if isinstance(value, bytes | bytearray | memoryview):
            raise IntakeError(
                f"[source.sql] query: a column gives bytes ({bytes(value[:20])!r}); make it text "
                "in the SELECT"
            )
        if isinstance(value, Decimal):
            if not value.is_finite():
                return float(value)
            return int(value) if value == value.to_integral_value() else float(value)
        if value is None or isinstance(value, str | int | float | date | time | timedelta):
            return value
        return str(value)


def sql_source(settings: Settings) -> SqlSource:
    """The source that [source.sql] describes; nothing is read yet."""
    zone = settings.source.dates.timezone
    stamps = ZoneInfo(zone) if zone else settings.zone_on(date.max)
    return SqlSource(partial(_address, settings), settings.source.sql.query, stamps)


def _address(settings: Settings) -> URL:
    own = settings.source.sql
    try:
        file = settings.resolve(own.url_file)
        words = file.read_text(encoding="utf-8").strip() if own.url_file else own.url
        address = make_url(words)
    except (OSError, UnicodeDecodeError) as error:
        raise IntakeError(f"[source.sql] url_file: {error}") from None
    except ArgumentError:
        raise IntakeError(
            "[source.sql] url: expected an address such as postgresql+psycopg://USER@HOST/NAME"
        ) from None
    if address.get_backend_name() == "sqlite" and address.database:
        address = address.set(database=str(settings.resolve(address.database)))
    return address


def _why(address: URL, error: SQLAlchemyError) -> str:
    """What the database says, without the password of its address."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip()
    return said.replace(address.password, "***") if address.password else said


def _engine(address: URL) -> Engine:
    if address.get_backend_name() == "sqlite" and address.database:
        # Without mode=ro a missing file would be made.
        file = f"file:{quote(Path(address.database).as_posix())}"
        address = address.set(database=file, query={"mode": "ro", "uri": "true"})
    return create_engine(address, poolclass=NullPool)


def _read_only(connection: Connection) -> Connection:
    """The connection, told to change nothing and to hand out the rows bit by bit."""
    kind = connection.dialect.name
    if kind == "postgresql":
        connection = connection.execution_options(postgresql_readonly=True)
    elif kind in _SAID_FIRST:
        connection.execute(text(_SAID_FIRST[kind]))
    return connection.execution_options(stream_results=True, yield_per=_ROWS_AT_ONCE)
