"""Everything can be moved from SQLite to PostgreSQL, whole or not at all, and goes on there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import tthc
from letter_office import completed, prepare, sent
from office import CONFIG, Office, finished, row
from sqlalchemy import text

from monitor.store.tables import METADATA


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "old").mkdir()
    office = prepare(Office(tmp_path / "old"), row("A-1"), row("A-2"), finished("A-3"))
    sent(office)
    add = ("user", "add", "binh", "--name", "Lê Thị Bình", "--role", "admin")
    assert tthc(*add, cwd=office.folder).returncode == 0
    yield office
    office.engine.dispose()


@pytest.fixture
def new(tmp_path: Path, postgres_url: str) -> Iterator[Office]:
    (tmp_path / "new").mkdir()
    office = Office(tmp_path / "new", postgres_url, CONFIG)
    yield office
    office.engine.dispose()


def everything(office: Office) -> dict[str, Any]:
    tables = METADATA.sorted_tables
    with office.connection() as connection:
        return {
            t.name: connection.execute(t.select().order_by(*t.primary_key)).all() for t in tables
        }


def test_all_rows_arrive_and_the_office_goes_on(old: Office, new: Office) -> None:
    said = tthc("db", "copy", "--to", str(new.folder / "config.toml"), cwd=old.folder)
    assert said.returncode == 0, said.stderr.decode()
    assert everything(new) == everything(old)
    assert {name for name, rows in everything(new).items() if rows} >= {
        "run",
        "dossier",
        "finding",
        "letter",
        "audit",
        "person",
        "letter_template",
    }
    new.export(row("A-1"), row("A-2"), finished("A-3"), row("A-4"))
    report = new.run()
    assert (report.input.added, report.input.unchanged, report.drafted) == (1, 3, 1)
    completed(new, "A-4")


def test_a_database_that_holds_something_is_left_alone(old: Office, new: Office) -> None:
    new.export(row("B-1"))
    new.run()
    before = everything(new)
    said = tthc("db", "copy", "--to", str(new.folder / "config.toml"), cwd=old.folder)
    assert said.returncode == 1
    assert "is not empty: it holds rows in " in said.stderr.decode()
    assert everything(new) == before


def test_a_row_that_does_not_fit_lets_none_arrive(old: Office, new: Office) -> None:
    with old.engine.begin() as connection:
        connection.execute(text("UPDATE person SET name = 'a' || char(0) || 'b'"))
    said = tthc("db", "copy", "--to", str(new.folder / "config.toml"), cwd=old.folder)
    assert said.returncode == 1
    assert said.stderr.decode().startswith("Error: ")
    assert not any(everything(new).values())
