"""What an older version has kept is all there after an upgrade; a newer version's is left alone.

data/kept-by-0.1.0.json is what 0.1.0 kept of two nights: four dossiers, one of which vanished and
one of whose appointments moved, two rows without a code, findings open and closed, two drafts.
"""

import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from command import tthc
from office import Office, finished, row
from sqlalchemy import MetaData, Table, insert, inspect, select, text

from monitor.store import migrations
from monitor.store.database import DatabaseError, ensure_current, open_database, upgrade
from monitor.store.migrations import versions

KEPT = json.loads(
    (Path(__file__).parent / "data" / "kept-by-0.1.0.json").read_text(encoding="utf-8")
)
FIRST, LAST = "0001", max(p.name[:4] for p in Path(versions.__path__[0]).glob("0*.py"))


@pytest.fixture(params=["sqlite", "postgresql"])
def old_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An office as 0.1.0 has left it."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    office = Office.__new__(Office)  # one whose tables are not of this version
    office.folder, office.url, office.config = tmp_path, url, Office.config
    office.write_config()
    office.engine = open_database(office.settings.database_url)
    _fill(office)
    yield office
    office.engine.dispose()


def _fill(office: Office) -> None:
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    with office.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, FIRST)
    tables = MetaData()
    tables.reflect(office.engine)
    with office.engine.begin() as connection:
        for name, rows in KEPT.items():
            table = tables.tables[name]
            connection.execute(insert(table), [_typed(table, one) for one in rows])
            if office.url and "id" in table.columns:
                sequence = f"pg_get_serial_sequence('{name}', 'id')"
                connection.execute(text(f"SELECT setval({sequence}, max(id)) FROM {name}"))


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    makers: dict[type, Any] = {
        datetime: datetime.fromisoformat,
        date: date.fromisoformat,
        bytes: b64decode,
    }
    return {
        name: value
        if value is None
        else makers.get(table.columns[name].type.python_type, lambda same: same)(value)
        for name, value in row.items()
    }


def _contents(office: Office) -> dict[str, list[dict[str, Any]]]:
    """What stands in the columns that 0.1.0 had, as it was given."""
    tables = MetaData()
    tables.reflect(office.engine)
    found = {}
    with office.connection() as connection:
        for name, rows in KEPT.items():
            table = tables.tables[name]
            query = select(*(table.columns[c] for c in rows[0])).order_by(*table.primary_key)
            found[name] = [dict(r) for r in connection.execute(query).mappings()]
    return found


def test_nothing_that_0_1_0_has_kept_is_lost(old_office: Office) -> None:
    before = _contents(old_office)
    assert sum(map(len, before.values())) == 16
    upgrade(old_office.engine)
    assert _contents(old_office) == before


def test_the_letters_of_an_upgraded_office_are_found_by_the_words_of_their_dossiers(
    old_office: Office,
) -> None:
    upgrade(old_office.engine)
    both = old_office.rows(
        "SELECT l.search_text AS kept, d.search_text AS meant "
        "FROM letter l JOIN dossier d ON d.code = l.dossier"
    )
    assert len(both) == 2
    assert all("=" in one["kept"] and one["kept"] == one["meant"] for one in both)


def test_an_upgraded_office_goes_on_where_it_was(old_office: Office) -> None:
    upgrade(old_office.engine)
    drafts = old_office.rows("SELECT dossier, sha256 FROM letter ORDER BY dossier")
    old_office.export(
        row("A-1"),
        row("A-2", due="08/10/2021 17:00:00", applicant="Trần Thị Đào"),
        row(None, unit="Thanh tra Sở"),
        finished("A-4"),
    )
    report = old_office.run()
    assert report.run_id == 3
    assert (report.input.added, report.input.unchanged, report.input.vanished) == (0, 3, 0)
    assert report.drafted == 0
    assert old_office.rows("SELECT dossier, sha256 FROM letter ORDER BY dossier") == drafts
    found = old_office.findings(every=True)
    assert {("overdue-open", "A-1"), ("overdue-open", "A-2"), ("deadline-moved", "A-2")} <= {*found}
    moved = old_office.rows("SELECT field, old, new FROM change_log WHERE dossier = 'A-2'")
    assert [one["field"] for one in moved] == ["due_at"]


def test_sqlite_is_upgraded_by_the_next_command_and_postgresql_by_its_own(
    old_office: Office,
) -> None:
    result = tthc("letters", "--format", "json", cwd=old_office.folder)
    if old_office.url:
        assert result.returncode == 1
        assert "run `tthc db upgrade`, after a backup" in result.stderr.decode()
        assert tthc("db", "upgrade", cwd=old_office.folder).returncode == 0
        result = tthc("letters", "--format", "json", cwd=old_office.folder)
    assert [one["dossier"] for one in json.loads(result.stdout)] == ["A-1", "A-2"]


def test_an_upgrade_that_breaks_leaves_everything_as_it_was(old_office: Office) -> None:
    before = _contents(old_office)
    with old_office.engine.begin() as connection:
        connection.execute(text("CREATE TABLE audit (here int)"))  # is in the way of a later step
    with pytest.raises(DatabaseError, match=r"can't be upgraded.*audit"):
        upgrade(old_office.engine)
    assert _contents(old_office) == before
    assert "version" not in {c["name"] for c in inspect(old_office.engine).get_columns("letter")}
    assert old_office.rows("SELECT * FROM alembic_version") == [{"version_num": FIRST}]


def test_the_tables_of_a_newer_version_are_refused_and_left_alone(office: Office) -> None:
    with office.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (ensure_current, upgrade):
        with pytest.raises(DatabaseError, match=rf"9999, this version.*{LAST}.*newer") as error:
            refused(office.engine)
        assert "backup" in str(error.value)
    for arguments in (("db", "upgrade"), ("findings",), ("run",)):
        result = tthc(*arguments, cwd=office.folder)
        assert result.returncode == 1
        assert result.stderr.decode().startswith("Error: the tables of the database are of")
    office.export(row("A-1"))
    check = tthc("check", cwd=office.folder)
    assert "PROBLEM  database: the tables of the database are of" in check.stdout.decode()
    assert office.rows("SELECT * FROM alembic_version") == [{"version_num": "9999"}]
