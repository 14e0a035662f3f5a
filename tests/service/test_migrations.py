"""The migrations make the tables that the models say, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from office import Office

from monitor.store.database import (
    DatabaseError,
    ensure_current,
    is_current,
    open_database,
    upgrade,
)
from monitor.store.tables import METADATA


# SQLite can't tell of an index on an expression, and has none: that one is PostgreSQL's.
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based")
def test_migrated_tables_are_those_of_the_models(office: Office) -> None:
    with office.connection() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


def test_upgrading_twice_changes_nothing(office: Office) -> None:
    assert is_current(office.engine)
    upgrade(office.engine)
    assert is_current(office.engine)


def test_sqlite_makes_its_tables_by_itself(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'new.db'}")
    ensure_current(engine)
    assert is_current(engine)
    engine.dispose()


def test_postgresql_asks_for_an_upgrade_first(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    with pytest.raises(DatabaseError, match="tthc db upgrade"):
        ensure_current(engine)
    engine.dispose()


def test_a_database_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="does not exist"):
        open_database(f"sqlite:///{tmp_path / 'none' / 'a.db'}")
    with pytest.raises(DatabaseError, match="can't be reached") as error:
        open_database("postgresql+psycopg://u:secret@127.0.0.1:1/n")
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"no database at all, but long enough to be taken for one")
    with pytest.raises(DatabaseError):
        open_database(f"sqlite:///{tmp_path / 'a.db'}")
