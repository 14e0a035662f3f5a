"""Opening the database: address, SQLite settings, and whether its tables are up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

_MIGRATIONS = Path(__file__).parent / "migrations"
_SQLITE_SETTINGS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL")
_SQLITE_WAIT_S = 30
# As many as there are threads that answer pages: one that is opened anew takes longer than a page.
_MOST_CONNECTIONS = 40
# How PostgreSQL is to answer pages, which many ask for at a time: no compiling, no helpers, plans
# that know what is asked for.
_AT_ONCE = text(
    "SELECT set_config('jit', 'off', false), "
    "set_config('plan_cache_mode', 'force_custom_plan', false), "
    "set_config('max_parallel_workers_per_gather', '0', false)"
)


class DatabaseError(Exception):
    """The database can't be reached, or its tables are not those of this version."""


def open_database(url: str) -> Engine:
    """An engine for the address in config.toml.

    Raises DatabaseError when the database can't be reached.
    """
    address = make_url(url)
    sqlite = address.get_backend_name() == "sqlite"
    if sqlite and address.database and address.database != ":memory:":
        folder = Path(address.database).parent
        if not folder.is_dir():
            raise DatabaseError(f"[database] url: the folder {folder} does not exist")
    waits = {"timeout": _SQLITE_WAIT_S} if sqlite else {}
    pool = {} if sqlite else {"pool_size": _MOST_CONNECTIONS}
    # What a statement was given holds names, and an error would quote it into the logs.
    engine = create_engine(address, connect_args=waits, hide_parameters=True, **pool)
    if sqlite:
        _prepare_sqlite(engine)
    try:
        engine.connect().close()
    except SQLAlchemyError as error:
        raise DatabaseError(
            f"[database] url = {address.render_as_string()}: can't be reached: "
            f"{error.__cause__ or error}"
        ) from None
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection for a page that only reads.

    On SQLite everything is read as it stood at the first question. PostgreSQL answers each by
    itself, as it would in a transaction too, without the beginning and the end of one.
    """
    if engine.dialect.name != "postgresql":
        with engine.connect() as connection:
            yield connection
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.info.get("at once"):
            connection.execute(_AT_ONCE)
            connection.info["at once"] = True
        yield connection


def ensure_current(engine: Engine) -> None:
    """Make or migrate the tables on SQLite; on PostgreSQL raise DatabaseError if they are old."""
    if is_current(engine):
        return
    if engine.dialect.name != "sqlite":
        raise DatabaseError(
            "the tables of the database are missing or older than this version of tthc; "
            "run `tthc db upgrade`, after a backup"
        )
    upgrade(engine)


def is_current(engine: Engine) -> bool:
    """Whether the tables are those of this version.

    Raises DatabaseError for those of a newer one, which this one would misread or spoil.
    """
    head, known = _revisions()
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found and found not in known:
        raise DatabaseError(
            f"the tables of the database are of revision {found}, this version of tthc knows those "
            f"up to {head}: a newer version has upgraded them. Install that one again, or restore "
            "the backup that was made before the upgrade"
        )
    return found == head


def upgrade(engine: Engine) -> None:
    """Bring the tables to this version, in one transaction; a second caller waits for the first.

    Raises DatabaseError, with everything as it was.
    """
    if is_current(engine):
        return
    config = _alembic()
    try:
        with engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        raise DatabaseError(f"the database can't be upgraded: {error.__cause__ or error}") from None


@cache
def _revisions() -> tuple[str | None, frozenset[str]]:
    """The newest revision and all of them; to find them each of their modules is run."""
    scripts = ScriptDirectory.from_config(_alembic())
    return scripts.get_current_head(), frozenset(one.revision for one in scripts.walk_revisions())


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def _prepare_sqlite(engine: Engine) -> None:
    """SQLite as a service needs it; transactions begin when we say so, so that they are whole."""

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for setting in _SQLITE_SETTINGS:
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")
