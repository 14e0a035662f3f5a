"""Letters of an older version come over whole, with the guards of the new one."""

from datetime import date, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, insert, text
from sqlalchemy.exc import DBAPIError

from monitor.store import database
from monitor.store.models import Dossier, Run

DUE = datetime(2021, 9, 10, 17, 0)


@pytest.fixture(params=["sqlite", "postgresql"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """A database of the version before, with a withdrawn letter, a live one and an issued one."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    engine = database.open_database(url)
    config = database._alembic()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        run = {"id": 1, "as_of": date(2021, 9, 30), "started_at": DUE, "state": "done"}
        connection.execute(insert(Run).values(run))
        for code in ("A-1", "A-2"):
            connection.execute(
                insert(Dossier).values(
                    code=code, status=4, due_at=DUE, extras={}, digest=1, first_run_id=1
                )
            )
        for code, state in (("A-1", "withdrawn"), ("A-1", "draft"), ("A-2", "issued")):
            connection.execute(
                text(
                    "INSERT INTO letter (dossier, reappointment, state, form, wording, drafted_on, "
                    "run_id, template_sha256, document, sha256) VALUES (:code, 1, :state, "
                    "'mau-04-2018', 'after', :day, 1, 't', :document, 's')"
                ),
                {"code": code, "state": state, "day": date(2021, 9, 30), "document": b"docx"},
            )
    return engine


def test_letters_come_over_with_their_appointment(older: Engine) -> None:
    database.upgrade(older)
    with older.connect() as connection:
        rows = connection.execute(
            text("SELECT dossier, state, version, origin, due_at FROM letter ORDER BY id")
        ).all()
    assert [row[:4] for row in rows] == [
        ("A-1", "withdrawn", 1, "run"),
        ("A-1", "draft", 1, "run"),
        ("A-2", "issued", 1, "run"),
    ]
    assert all(str(row[4]).startswith("2021-09-10 17:00") for row in rows)
    older.dispose()


def test_a_dossier_still_has_one_live_letter_a_re_appointment(older: Engine) -> None:
    database.upgrade(older)
    copy = text(
        "INSERT INTO letter (dossier, reappointment, state, drafted_on) "
        "VALUES ('A-1', 1, :state, '2021-09-30')"
    )
    with older.begin() as connection:
        connection.execute(copy, {"state": "withdrawn"})
    with pytest.raises(DBAPIError), older.begin() as connection:
        connection.execute(copy, {"state": "draft"})
    older.dispose()
