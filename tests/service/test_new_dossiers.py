"""Dossiers that are inserted by the thousand read back as what the pull said."""

from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from office import Office, row
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from monitor.intake.columns import CANONICAL
from monitor.intake.pull import Pull, series_of
from monitor.store.models import Dossier
from monitor.store.new_dossiers import insert_new
from rules.columns import Kind

WRITTEN = "Nguyễn \"Văn\" 'An'\\N\t;\nđường số 1, 名"
VALUES: dict[Kind, list[Any]] = {
    Kind.TEXT: [WRITTEN, None, "", "\\.", "NULL"],
    Kind.INTEGER: [4, 9, 0, 10, 1],
    Kind.MOMENT: [datetime(2021, 9, 1, 8, 0, 0, 5), None, *[datetime(1900, 1, 1, 23, 59, 59)] * 3],
    Kind.DATE: [date(2024, 2, 29), None, *[date(9999, 12, 31)] * 3],
}
CODES = ["A-1", "A\\t2", "A'3", 'A"4', "Đ-5"]
EXTRAS: dict[str, list[str | None]] = {
    'Địa "chỉ"\\': [WRITTEN, None, "", "x", "x"],
    "Ghi chú": [None, None, "", "x", "'"],
}


def pull() -> Pull:
    columns = {name: series_of(fact, VALUES[fact.kind]) for name, fact in CANONICAL.items()}
    columns["code"] = series_of(CANONICAL["code"], CODES)
    extras = pd.DataFrame(EXTRAS)
    return Pull(pd.DataFrame(columns), extras, (), len(CODES), frozenset(CANONICAL), ())


def test_what_was_inserted_reads_back_as_the_pull_has_it(office: Office) -> None:
    kept = pull()
    office.export(row("A-0"))
    office.run()
    with office.engine.begin() as connection:
        insert_new(connection, kept, np.array([0, 1, 4, 2]), np.arange(5) - (1 << 62), 1)
        found = {one.code: one for one in connection.execute(select(Dossier.__table__))}
    assert sorted(found) == sorted(["A-0", "A-1", "A\\t2", "A'3", "Đ-5"])
    for at in (0, 1, 2, 4):
        one = found[CODES[at]]
        for name, fact in CANONICAL.items():
            expected = CODES[at] if name == "code" else VALUES[fact.kind][at]
            assert getattr(one, name) == expected, name
        assert one.extras == {h: texts[at] for h, texts in EXTRAS.items() if texts[at]}
        assert (one.digest, one.first_run_id, one.vanished_run_id) == (at - (1 << 62), 1, None)


def test_it_is_stored_as_sqlalchemy_stores_it(office: Office) -> None:
    office.export(row("A-0"))
    office.run()
    plain = {"digest": 7, "first_run_id": 1, "search_text": "a 1"}
    values = {name: VALUES[fact.kind][0] for name, fact in CANONICAL.items()}
    extras = {heading: texts[0] for heading, texts in EXTRAS.items() if texts[0]}
    with office.engine.begin() as connection:
        insert_new(connection, pull(), np.array([0]), np.full(5, 7), 1)
        of_bulk = connection.execute(text("SELECT * FROM dossier WHERE code = 'A-1'")).one()
        connection.execute(text("DELETE FROM dossier WHERE code = 'A-1'"))
        one = {**values, **plain, "code": "A-1", "extras": extras}
        connection.execute(insert(Dossier), [one])
        of_one = connection.execute(text("SELECT * FROM dossier WHERE code = 'A-1'")).one()
    words = {"search_text": of_bulk.search_text}
    assert of_bulk._asdict() == {**of_one._asdict(), **words}


def test_an_export_without_other_columns_has_no_extras(office: Office) -> None:
    bare = pull()
    bare = Pull(bare.dossiers, bare.extras[[]], (), 5, bare.columns, ())
    office.export(row("A-0"))
    office.run()
    with office.engine.begin() as connection:
        insert_new(connection, bare, np.arange(5), np.arange(5), 1)
        extras = connection.scalars(select(Dossier.extras).where(Dossier.digest == 3))
        assert list(extras) == [{}]


def test_nothing_is_inserted_when_one_row_is_refused(office: Office) -> None:
    office.export(row("A-0"))
    office.run()
    with pytest.raises(DBAPIError, match=r"(?i)unique"), office.engine.begin() as connection:
        insert_new(connection, pull(), np.array([0, 1, 1]), np.arange(5), 1)
    assert [one["code"] for one in office.rows("SELECT code FROM dossier")] == ["A-0"]
