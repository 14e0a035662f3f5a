"""The database as one file, as it stood at one moment, while others go on writing."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

DUMP = "database.dump"


class BackupError(Exception):
    """The backup could not be made."""


def copy_database(engine: Engine, target: Path) -> None:
    """Write a copy of the database: a SQLite file, or an archive for pg_restore.

    Raises BackupError.
    """
    if engine.dialect.name == "sqlite":
        _copy_sqlite(Path(str(engine.url.database)), target)
    else:
        _dump_postgresql(engine, target)


def _copy_sqlite(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
            here.backup(there)
            there.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
            verdict = there.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupError(f"{source} can't be copied: {error}") from None
    if verdict != "ok":
        raise BackupError(f"{source} is damaged: {verdict}")


def _dump_postgresql(engine: Engine, target: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupError(
            "pg_dump is not there: install the client programs of PostgreSQL, of the server's "
            "version or newer (on Debian and Ubuntu: sudo apt install postgresql-client)"
        )
    # Other users see the arguments of a process: the password goes another way.
    url, password = engine.url.set(drivername="postgresql"), engine.url.password
    address = url._replace(password=None).render_as_string(hide_password=False)
    ended = subprocess.run(  # noqa: S603
        [program, "--format=custom", f"--file={target}", f"--dbname={address}"],
        env=os.environ | ({"PGPASSWORD": str(password)} if password else {}),
        capture_output=True,
        check=False,
    )
    if ended.returncode:
        raise BackupError(f"{program}: {ended.stderr.decode(errors='replace').strip()}")
