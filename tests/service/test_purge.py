"""Personal data whose time is over goes, all of it, and nothing else."""

import os
from datetime import datetime, timedelta
from typing import Any

import pytest
from command import tthc
from export_files import write
from office import AS_OF, HEAD, NOW, Office, row
from sqlalchemy.exc import DBAPIError

from monitor.purging import purged
from monitor.store.audit import verify

KEYS = """
[retention]
vanished_years = 2
rejected_days = 30
mail_days = 90
held_days = 60
pictures_days = 7
"""
LATER = NOW + timedelta(days=800)


def export(office: Office, *rows: list[Any]) -> None:
    """With a column that holds phones."""
    named = [[*one, "0912345678"] for one in rows]
    write(office.folder / "export.xlsx", [[*HEAD, "Số điện thoại"], *named])


def prepare(office: Office) -> Office:
    """A-1 has changed its name and vanished on the second day; A-2 stays."""
    office.write_config(KEYS)
    export(office, row("A-1", applicant="Nguyễn Văn An"), row("A-2"), row("A-3", due="mai"))
    office.run(AS_OF)
    export(office, row("A-1", applicant="Nguyễn Văn Ân"), row("A-2"), row("A-3", due="mai"))
    office.run(AS_OF + timedelta(days=1))
    export(office, row("A-2"))
    office.run(AS_OF + timedelta(days=2))
    return office


def purge(office: Office, now: datetime = LATER, *, dry: bool = False) -> dict[str, int]:
    found = purged(office.engine, office.settings, now, "IT", dry=dry)
    return {one.what: one.count for one in found if one.count}


def everything(office: Office) -> str:
    names = ("dossier", "change_log", "rejected_row", "finding")
    return str([office.rows(f"SELECT * FROM {name}") for name in names])


def test_names_of_vanished_dossiers_go_from_every_table_and_the_rest_stays(office: Office) -> None:
    prepare(office)
    before = office.rows("SELECT run_id, dossier, field FROM change_log ORDER BY id")
    assert purge(office, dry=True) == {"names of vanished dossiers": 1, "rejected rows": 1}
    assert "Nguyễn Văn Ân" in everything(office)
    assert purge(office) == {"names of vanished dossiers": 1, "rejected rows": 1}
    left = everything(office)
    assert "Nguyễn Văn Ân" not in left
    for table in ("dossier WHERE code", "letter WHERE dossier"):
        assert "=an" not in str(office.rows(f"SELECT search_text FROM {table} = 'A-1'"))
    assert "=" in str(office.rows("SELECT search_text FROM letter WHERE dossier = 'A-2'"))
    assert left.count("0912345678") == 1  # of A-2, which the export still has
    assert office.rows("SELECT run_id, dossier, field FROM change_log ORDER BY id") == before
    assert purge(office) == {}  # a second time there is nothing
    with office.connection() as connection:
        assert verify(connection).tampered is None
    assert office.rows("SELECT actor, action FROM audit") == [{"actor": "IT", "action": "purge"}]


def test_nothing_goes_before_its_time(office: Office) -> None:
    prepare(office)
    assert purge(office, NOW + timedelta(days=700)) == {"rejected rows": 1}
    assert "Nguyễn Văn Ân" in everything(office)


def test_without_a_period_everything_is_kept(small_office: Office) -> None:
    prepare(small_office)
    small_office.write_config()
    assert purge(small_office) == {}


@pytest.mark.parametrize(
    "change",
    [
        "old = NULL, new = NULL WHERE field = 'presence'",
        "old = 'x', new = NULL WHERE field = 'applicant'",
        "old = NULL, new = NULL, dossier = 'A-2' WHERE field = 'applicant'",
    ],
)
def test_the_change_log_can_be_emptied_of_names_and_not_rewritten(
    office: Office, change: str
) -> None:
    prepare(office)
    with pytest.raises(DBAPIError, match="append-only"), office.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE change_log SET {change}")


def test_messages_that_are_done_go_and_others_stay(office: Office) -> None:
    office.write_config(KEYS)
    with office.engine.begin() as connection:
        for number, state in enumerate(("done", "unknown", "waiting"), start=1):
            connection.exec_driver_sql(
                "INSERT INTO mail (id, message_id, subject_kind, subject_key, subject, content, "
                f"created_at, created_by, state, next_at) VALUES ({number}, '{number}', 'letter', "
                f"'1', 's', '', '{NOW}', 'x', '{state}', '{NOW}')"
            )
            connection.exec_driver_sql(
                f"INSERT INTO mail_recipient (mail_id, address) VALUES ({number}, 'a@example.org')"
            )
    assert purge(office, NOW + timedelta(days=80)) == {}
    assert purge(office) == {"messages that are done": 1}
    assert office.rows("SELECT id FROM mail ORDER BY id") == [{"id": 2}, {"id": 3}]
    assert office.rows("SELECT mail_id FROM mail_recipient") == [{"mail_id": 2}, {"mail_id": 3}]


def test_old_copies_and_pictures_go_and_what_else_lies_there_stays(small_office: Office) -> None:
    small_office.write_config(KEYS)
    made = [
        small_office.folder / "out" / "held" / "7" / "export.xlsx",
        small_office.folder / "out" / "held" / "notes" / "mine.txt",
        small_office.folder / "out" / "pictures" / "0a1b.png",
    ]
    for file in made:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")
        for place in (file, file.parent):
            os.utime(place, (0, 0))
    assert purge(small_office) == {"copies of held pulls": 1, "pictures of letters": 1}
    assert [file.exists() for file in made] == [False, True, False]


def test_the_command_counts_first_and_then_deletes(small_office: Office) -> None:
    prepare(small_office)
    told = tthc("purge", "--dry-run", cwd=small_office.folder)
    assert told.returncode == 0
    assert "Nothing was deleted." in told.stdout.decode()
    assert "Nguyễn Văn Ân" in everything(small_office)
    assert tthc("purge", cwd=small_office.folder).returncode == 0
    assert "Nguyễn Văn Ân" not in everything(small_office)
