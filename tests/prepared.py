"""Offices as a first night left them: made once in a process, then copied.

A night takes half a second even of one dossier, and hundreds of tests begin with the same one.
"""

import shutil
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import uuid4

from office import Office
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url


@dataclass(frozen=True)
class _Kept:
    """A copy of an office's folder, and of its database where that is none of its files."""

    folder: Path
    database: str


_EMPTY = {"config.toml", "tthc.db", "tthc.db-wal", "tthc.db-shm"}
_KEPT: dict[tuple[str, Hashable], _Kept] = {}
_NUMBERS = count(1)


def prepared(office: Office, key: Hashable, make: Callable[[], object]) -> None:
    """What `make` does to an empty office; done before under this key, its outcome is copied.

    An office that has files of its own goes its own way.
    """
    name = (office.engine.dialect.name, key)
    kept = _KEPT.get(name)
    if not {file.name for file in office.folder.iterdir()} <= _EMPTY:
        make()
    elif kept is None:
        make()
        _KEPT[name] = _keep(office)
    else:
        _restore(office, kept)


def _keep(office: Office) -> _Kept:
    office.engine.dispose()
    folder = office.folder.with_name(f"kept-{next(_NUMBERS)}")
    shutil.copytree(office.folder, folder)
    database = f"kept{uuid4().hex}" if office.url else ""
    if database:
        _ask(office, f"CREATE DATABASE {database} TEMPLATE {make_url(office.url).database}")
    return _Kept(folder, database)


def _restore(office: Office, kept: _Kept) -> None:
    office.engine.dispose()
    own = shutil.ignore_patterns("config.toml")  # it names the office's own database
    shutil.copytree(kept.folder, office.folder, ignore=own, dirs_exist_ok=True)
    if kept.database:
        name = make_url(office.url).database
        _ask(
            office,
            f"DROP DATABASE {name} WITH (FORCE)",
            f"CREATE DATABASE {name} TEMPLATE {kept.database}",
        )


def _ask(office: Office, *statements: str) -> None:
    admin = create_engine(
        make_url(office.url).set(database="postgres"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()
