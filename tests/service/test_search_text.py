"""What dossiers are searched by: the same words of a text, of a column, of what somebody types."""

import pyarrow as pa
import pytest
from alembic import command
from office import Office, row
from sqlalchemy import text

from monitor.store import database
from monitor.store.search_text import search_texts, words_of

MANY_MORE = """
INSERT INTO dossier (code, status, extras, digest, first_run_id)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20500)
SELECT 'B/' || i, 4, '{}', 1, 1 FROM n
"""


def of(code: str, applicant: str | None) -> str:
    """Beside dossiers of other kinds, as one of a portion."""
    codes = pa.array(["A-1", code, "B/2"], pa.string())
    names = pa.array([None, applicant, "Trần Thị Bích"], pa.string())
    return str(search_texts(codes, names)[1])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Nguyễn Văn Đức", ["nguyen", "van", "duc"]),
        ("NGUYÊ\u0303N  văn\tđức", ["nguyen", "van", "duc"]),
        ("000.11.22.H99-210701-0001", ["000", "11", "22", "h99", "210701", "0001"]),
        (
            "Công ty TNHH A&B (Việt Nam), '100%' _x_ c:\\d",
            [*["cong", "ty", "tnhh", "a", "b", "viet", "nam"], "100", "x", "c", "d"],
        ),
        ("', % & | ! :* ()", []),
        ("", []),
        ("名字 ок", ["名字", "ок"]),
    ],
)
def test_words_are_plain_and_the_same_alone_and_beside_others(typed: str, words: list[str]) -> None:
    assert words_of(typed) == words
    assert of(typed, None).split() == words
    assert of("A", typed).split() == ["a", *(f"={word}" for word in words)]


def test_a_word_is_never_longer_than_the_database_takes() -> None:
    assert max(map(len, of("名" * 5000, "名" * 5000).encode().split())) <= 2046


def test_a_slice_of_a_column_gives_its_own_words() -> None:
    codes, names = pa.array(["A-1", "B-2", "C-3"]), pa.array(["Ân", "Bé", None], pa.string())
    assert search_texts(codes[1:], names[1:]).to_pylist() == ["b 2 =be", "c 3"]


def test_a_run_writes_the_words_of_new_and_of_changed_dossiers(office: Office) -> None:
    office.export(row("A-1"), row("A-2", applicant="Đỗ Thị Ước"))
    office.run()
    office.export(row("A-1", applicant="Lê 'x' <b>"), row("A-2", applicant="Đỗ Thị Ước"))
    office.run()
    kept = office.rows("SELECT code, search_text FROM dossier ORDER BY code")
    assert [one["search_text"] for one in kept] == ["a 1 =le =x =b", "a 2 =do =thi =uoc"]


def test_the_words_of_dossiers_that_were_kept_before_are_filled_in(office: Office) -> None:
    office.export(row("A-1", applicant="Đỗ 'Ước'"))
    office.run()
    config = database._alembic()
    with office.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0006")
        connection.execute(text(MANY_MORE))
    database.upgrade(office.engine)
    kept = {
        one["code"]: one["search_text"]
        for one in office.rows("SELECT code, search_text FROM dossier")
    }
    assert len(kept) == 20_501
    assert kept == {"A-1": "a 1 =do =uoc"} | {f"B/{n}": f"b {n}" for n in range(1, 20_501)}


def test_the_indexes_of_dossiers_are_the_same_after_the_first_run(office: Office) -> None:
    def indexes() -> list[tuple[str, str]]:
        kind = office.engine.dialect.name
        query = {
            "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index'",
            "postgresql": "SELECT indexname AS name, indexdef AS sql FROM pg_indexes "
            "WHERE schemaname = 'public'",
        }
        return sorted((one["name"], str(one["sql"])) for one in office.rows(query[kind]))

    before = indexes()
    assert any(name == "ix_dossier_unit" for name, _ in before)
    office.export(row("A-1"), row("A-2"))
    office.run()
    assert indexes() == before
