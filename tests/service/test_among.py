"""A column among many values, on each database: none, one, odd ones, and as many as there are."""

from datetime import date, datetime
from typing import Any

import pytest
from office import Office
from sqlalchemy import insert, select

from monitor.store.among import among
from monitor.store.models import Run

ODD = ["xong", "l'hôpital", '"', "\\", "a,b", "{}", "NULL", "đỗ ", ""]


@pytest.fixture
def filled(office: Office) -> Office:
    with office.engine.begin() as connection:
        connection.execute(
            insert(Run),
            [
                {"as_of": date(2021, 9, 1), "started_at": datetime(2021, 9, 1), "state": state}
                for state in ODD
            ],
        )
    return office


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        *(("state", [one]) for one in ODD),
        ("state", ODD),
        ("state", []),
        ("state", ["nothing", "xong", "xong"]),
        ("id", [1, 3, 2_000_000_000]),
        ("id", list(range(40_000))),
    ],
)
def test_it_holds_for_those_and_no_others(filled: Office, column: str, wanted: list[Any]) -> None:
    field = getattr(Run, column)
    query = select(field).where(among(field, "values")).order_by(Run.id)
    with filled.engine.connect() as connection:
        found = connection.scalars(query, {"values": wanted}).all()
        every = connection.scalars(select(field).order_by(Run.id)).all()
    assert found == [one for one in every if one in wanted]
    assert bool(found) == bool(wanted)
