"""Dossiers from a database that is only read: SQLite and a real PostgreSQL."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from office import HEAD, Office, row
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL, make_url

from monitor.intake.errors import IntakeError
from monitor.intake.sheets import Batch
from monitor.sources import open_source
from monitor.sources.sql import SqlSource
from monitor.sources.statement import check_reads_only

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
REFUSED = (
    "DELETE FROM ho_so",
    "SELECT 1; DELETE FROM ho_so",
    "WITH gone AS (DELETE FROM ho_so RETURNING *) SELECT * FROM gone",
    "SELECT * INTO copy FROM ho_so",
    "SELECT * FROM ho_so FOR UPDATE",
    "SELECT 'it''s' ; /* SELECT */ DROP TABLE ho_so",
    "PRAGMA journal_mode",
    "EXPLAIN ANALYZE DELETE FROM ho_so",
    "",
)
ACCEPTED = (
    "SELECT * FROM ho_so;",
    "select ma from ho_so where ten = 'x; DELETE FROM y'",
    "-- all of them\nWITH a AS (SELECT * FROM ho_so) SELECT * FROM a",
    'SELECT "update", updated_at FROM ho_so /* ; */',
)


@pytest.mark.parametrize("query", REFUSED)
def test_a_statement_that_may_change_anything_is_refused(query: str) -> None:
    with pytest.raises(IntakeError, match="query"):
        check_reads_only(query)


@pytest.mark.parametrize("query", ACCEPTED)
def test_one_select_is_accepted_whatever_its_texts_and_names_hold(query: str) -> None:
    assert check_reads_only(query) == query.rstrip(";")


def fill(engine: Engine, kind: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(f'CREATE TABLE ho_so (ma text, han {kind}, "tỷ lệ" integer)'))
        for number in range(3):
            connection.execute(
                text("INSERT INTO ho_so VALUES (:ma, :han, :so)"),
                {"ma": f"A-{number}", "han": datetime(2021, 9, 10, 17, 0), "so": number},
            )


@pytest.fixture
def sqlite(tmp_path: Path) -> URL:
    address = URL.create("sqlite", database=str(tmp_path / "một cửa #1.db"))
    engine = create_engine(address)
    fill(engine, "text")
    engine.dispose()
    return address


@pytest.fixture
def postgresql(postgres_url: str) -> URL:
    engine = create_engine(postgres_url)
    fill(engine, "timestamp")
    engine.dispose()
    return make_url(postgres_url)


def asked(address: URL, query: str, zone: ZoneInfo = VIETNAM) -> Batch:
    (batch,) = SqlSource(lambda: address, query, zone).batches()
    return batch


def test_sqlite_gives_its_column_names_and_its_rows(sqlite: URL) -> None:
    batch = asked(sqlite, 'SELECT ma, "tỷ lệ" FROM ho_so ORDER BY ma')
    (sheet,) = batch.sheets
    assert sheet.rows == [["ma", "tỷ lệ"], ["A-0", 0], ["A-1", 1], ["A-2", 2]]
    assert sheet.file == "một cửa #1.db"


def test_values_of_postgresql_keep_their_types(postgresql: URL) -> None:
    query = "SELECT ma, han, 15.0::numeric AS so, 1.5::numeric AS phan, NULL AS rong FROM ho_so"
    first = asked(postgresql, query).sheets[0].rows[1]
    assert first == ["A-0", datetime(2021, 9, 10, 17, 0), 15, 1.5, None]
    assert type(first[2]) is int


def test_a_moment_with_an_offset_is_told_in_the_zone_of_stamps(postgresql: URL) -> None:
    query = "SELECT timestamptz '2021-09-10 10:00:00+00' AS han"
    assert asked(postgresql, query).sheets[0].rows[1] == [datetime(2021, 9, 10, 17, 0)]
    utc = asked(postgresql, query, ZoneInfo("UTC"))
    assert utc.sheets[0].rows[1] == [datetime(2021, 9, 10, 10, 0)]


def test_colons_and_per_cent_signs_in_a_query_are_taken_as_they_stand(postgresql: URL) -> None:
    query = "SELECT ma, to_char(han, 'HH24:MI') AS gio, '5%' AS p FROM ho_so WHERE ma LIKE '%-1'"
    assert asked(postgresql, query).sheets[0].rows[1:] == [["A-1", "17:00", "5%"]]


def test_postgresql_itself_refuses_to_change_anything(postgresql: URL) -> None:
    engine = create_engine(postgresql)
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION sly() RETURNS integer LANGUAGE sql AS "
                "'DELETE FROM ho_so RETURNING 1'"
            )
        )
    with pytest.raises(IntakeError, match="read-only transaction"):
        asked(postgresql, "SELECT sly()")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM ho_so")) == 3
    engine.dispose()


def test_sqlite_is_opened_read_only_and_never_made(sqlite: URL, tmp_path: Path) -> None:
    assert sqlite.database
    Path(sqlite.database).chmod(0o444)
    assert len(asked(sqlite, "SELECT * FROM ho_so").sheets[0].rows) == 4
    missing = tmp_path / "none.db"
    with pytest.raises(IntakeError, match=r"none\.db: can't be read"):
        asked(URL.create("sqlite", database=str(missing)), "SELECT 1")
    assert not missing.exists()


def test_many_rows_arrive_through_a_cursor_of_the_server(postgresql: URL) -> None:
    rows = asked(postgresql, "SELECT n FROM generate_series(1, 12000) AS n").sheets[0].rows
    assert len(rows) == 12_001
    assert rows[-1] == [12_000]


def test_bytes_are_refused_and_what_is_no_number_is_none(postgresql: URL) -> None:
    with pytest.raises(IntakeError, match=r"a column gives bytes \(b'A-1'\); make it text"):
        asked(postgresql, "SELECT 'A-1'::bytea AS ma")
    odd = asked(postgresql, "SELECT 'Infinity'::numeric AS a, 'NaN'::numeric AS b").sheets[0].rows
    assert [str(cell) for cell in odd[1]] == ["inf", "nan"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_query_without_end_is_cut_off(
    kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.sources.sql.CELLS", 20_000)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i FROM n"
    with pytest.raises(IntakeError, match="gives more than 20,000 cells, 2 in each row"):
        asked(request.getfixturevalue(kind), endless)


def test_errors_name_the_address_without_its_password(postgresql: URL) -> None:
    address = postgresql.set(password="bí-mật-7")
    with pytest.raises(IntakeError, match=r"postgresql\+psycopg://.*không_có") as error:
        asked(address, "SELECT * FROM không_có")
    assert "bí-mật-7" not in str(error.value)
    nowhere = make_url("postgresql+psycopg://an:bimat7@127.0.0.1:1/x?connect_timeout=2")
    with pytest.raises(IntakeError, match=r"an:\*\*\*@127\.0\.0\.1:1/x: can't be read") as error:
        asked(nowhere, "SELECT 1")
    assert "bimat7" not in str(error.value)


def test_a_driver_that_is_not_installed_is_named() -> None:
    with pytest.raises(IntakeError, match="install "):
        asked(make_url("mysql+pymysql://an@127.0.0.1/x"), "SELECT 1")


def sql_office(office: Office, more: str = "") -> None:
    office.config = office.config.replace('path = "export.xlsx"', 'type = "sql"')
    office.write_config(f"[source.sql]\n{more}")


def test_a_run_on_a_query_is_the_run_on_the_file(tmp_path: Path) -> None:
    by_file, by_query = Office(_made(tmp_path / "a")), Office(_made(tmp_path / "b"))
    rows: list[Any] = [row("A-1"), row("A-2", due="04/10/2021 17:00:00")]
    by_file.export(*rows)
    columns = ", ".join(f'"{name}"' for name in HEAD)
    engine = create_engine(f"sqlite:///{by_query.folder / 'portal.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE ho_so ({columns})")
        for one in rows:
            marks = ", ".join("?" * len(one))
            connection.exec_driver_sql(f"INSERT INTO ho_so VALUES ({marks})", tuple(one))
    engine.dispose()
    (by_query.folder / "address").write_text("sqlite:///portal.db\n", "utf-8")
    sql_office(by_query, "url_file = 'address'\nquery = 'SELECT * FROM ho_so'\n")
    reports = [office.run().as_json() for office in (by_file, by_query)]
    assert reports[0] | {"notes": []} == reports[1] | {"notes": []}
    assert by_file.findings() == by_query.findings()
    for office in (by_file, by_query):
        office.engine.dispose()


def test_an_address_file_that_is_missing_is_named(small_office: Office) -> None:
    sql_office(small_office, "url_file = 'none'\nquery = 'SELECT 1'\n")
    with pytest.raises(IntakeError, match="url_file"):
        list(open_source(small_office.settings).batches())


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
