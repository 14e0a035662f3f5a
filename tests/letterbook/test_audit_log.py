"""The audit log can only grow, never forks, and says where somebody has changed it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier
from typing import Any

import pytest
from command import tthc
from office import Office
from sqlalchemy.exc import DBAPIError

from monitor.store.audit import Entry, append, deciding, history, verify

AT = datetime(2021, 9, 30, 8, 15, 30, 123456)


def entry(number: int = 1, **detail: Any) -> Entry:
    return Entry(AT, "Trần Thị Yến", "approve", "letter", str(number), detail)


def write(office: Office, *numbers: int) -> None:
    for number in numbers:
        with deciding(office.engine) as connection:
            append(connection, entry(number, old=None, new=date(2021, 10, 8), reason="vì <&> \"'"))


def without_triggers(office: Office, statement: str) -> None:
    """Change the log as somebody could who may change the tables themselves."""
    names = ("audit_no_update", "audit_no_delete", "audit_append_only_row")
    with office.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            for name in names[:2]:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql(f"DROP TRIGGER {names[2]} ON audit")
        connection.exec_driver_sql(statement)


def test_an_empty_log_and_a_written_one_are_sound(office: Office) -> None:
    with office.connection() as connection:
        assert verify(connection).rows == 0
    write(office, 1, 2, 3)
    with office.connection() as connection:
        verdict = verify(connection)
        told = history(connection, "letter", "2")
    assert (verdict.rows, verdict.tampered) == (3, None)
    assert [(one["at"], one["actor"], one["detail"]["new"]) for one in told] == [
        (AT, "Trần Thị Yến", "2021-10-08")
    ]


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE audit SET actor = 'X' WHERE id = 2", 2),
        ("UPDATE audit SET at = '2021-09-30 08:15:31' WHERE id = 3", 3),
        ("UPDATE audit SET detail = '{}' WHERE id = 1", 1),
        ("UPDATE audit SET subject_key = '9' WHERE id = 4", 4),
        ("DELETE FROM audit WHERE id = 2", 3),
        ("DELETE FROM audit WHERE id = 1", 2),
        ("UPDATE audit SET id = 9 WHERE id = 2", 3),
    ],
)
def test_the_first_row_that_was_tampered_with_is_named(
    office: Office, statement: str, first_bad: int
) -> None:
    write(office, 1, 2, 3, 4)
    without_triggers(office, statement)
    with office.connection() as connection:
        assert verify(connection).tampered == first_bad


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'X'", "DELETE FROM audit"])
def test_the_database_refuses_to_rewrite_the_log(office: Office, statement: str) -> None:
    write(office, 1)
    with pytest.raises(DBAPIError, match="append-only"), office.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def test_twenty_writers_at_once_make_one_chain(office: Office) -> None:
    start = Barrier(20)

    def one(number: int) -> None:
        start.wait()
        write(office, number, number + 100)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(one, range(20)))
    with office.connection() as connection:
        verdict = verify(connection)
    assert (verdict.rows, verdict.tampered) == (40, None)


def test_what_is_undone_leaves_no_row(office: Office) -> None:
    def fail(connection: Any) -> None:
        append(connection, entry())
        raise RuntimeError("the rest of the step failed")

    act: Callable[[Any], None] = fail
    with pytest.raises(RuntimeError), deciding(office.engine) as connection:
        act(connection)
    with office.connection() as connection:
        assert verify(connection).rows == 0


def test_what_is_no_plain_value_can_not_stand_in_the_log(small_office: Office) -> None:
    with pytest.raises(TypeError), deciding(small_office.engine) as connection:
        append(connection, entry(document=b"bytes"))


def test_the_command_says_that_the_log_is_sound_or_where_it_is_not(small_office: Office) -> None:
    write(small_office, 1, 2)
    sound = tthc("audit", "verify", cwd=small_office.folder)
    assert sound.returncode == 0
    assert sound.stdout.startswith(b"2 rows, all as they were written")
    without_triggers(small_office, "UPDATE audit SET action = 'issue' WHERE id = 2")
    bad = tthc("audit", "verify", cwd=small_office.folder)
    assert bad.returncode == 1
    assert b"row 2 of the audit log" in bad.stderr
