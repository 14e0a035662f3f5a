"""Searching for somebody by his name: as it is typed first, and by a beginning if none is so."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from dossier_pages import lasting_office, shown
from office import Office, row
from review_site import OTHER, OWN, add, visitor

from monitor.review.pages import dossiers
from monitor.store import dossier_list
from monitor.store.dossier_list import By, Order, Sought, Wanted, count, look, page_of, stream
from monitor.store.search_text import words_of

LONG = "Công ty cổ phần " + " ".join(f"từ{'abcdefgh'[n // 6]}{'iklmno'[n % 6]}" for n in range(40))
DOSSIERS = {
    "H99-1": ("Nguyễn Văn Hoa", OWN),
    "H99-2": ("Nguyễn Văn Hoàng", OWN),
    "H99-3": ("Hoa Văn  Nguyễn", OTHER),
    "H99-4": ("Nguyễn Văn", OTHER),
    "H99-5": ("Trần An An", OTHER),
    "H99-6": (LONG, OTHER),
    "H99-Tran-Binh": ("Lê Hoàng", OWN),
    "H99-7": ("Trần Bình", OTHER),
    "H99-8": ("Đào Gia Phép", OTHER),
    "H99-9": ("Công Tugl", OTHER),
}
SEARCHES = {
    "NGUYỄN VĂN HOA": ["H99-1", "H99-3"],
    "hoa nguyen": ["H99-1", "H99-3"],
    "nguyen hoa hoa": ["H99-1", "H99-3"],
    "nguyen van hoan": ["H99-2"],  # nobody is called so
    "hoàng nguyễn": ["H99-2"],
    "nguyen van": ["H99-1", "H99-2", "H99-3", "H99-4"],
    "nguyen van an": [],
    "an tran": ["H99-5"],
    "tran an an": ["H99-5"],
    "an an": ["H99-5"],
    "hoa": ["H99-1", "H99-2", "H99-3", "H99-Tran-Binh"],  # a single word may always be a beginning
    "tran binh": ["H99-7"],
    "tran binh le": ["H99-Tran-Binh"],  # words of code and name: nobody is called so
    "h99 nguyen van hoa": ["H99-1", "H99-2", "H99-3"],  # a number is in no name
    "cong ty tuai": ["H99-6"],
    "cong tugl": ["H99-6", "H99-9"],  # far behind in a long name too
    "gia phep": ["H99-8"],
    "giay phep": sorted(DOSSIERS),  # the procedure of all
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def named(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """One office on each database, with people of those names."""
    yield from lasting_office(request, tmp_path_factory, call)


def call(office: Office) -> None:
    office.export(
        *(
            row(code, applicant=name, unit=unit, due=f"{28 - n:02}/09/2021 17:00:00")
            for n, (code, (name, unit)) in enumerate(DOSSIERS.items())
        )
    )
    office.run()
    add(office, "leader", "leader", unit=None)
    for role in ("viewer", "officer"):
        add(office, role, role, unit=OWN)


@pytest.mark.parametrize("typed", SEARCHES)
def test_who_is_called_as_typed_is_found_alone(named: Office, typed: str) -> None:
    assert shown(visitor(named, "leader"), f"/dossiers?sort=code&q={typed}") == SEARCHES[typed]


@pytest.mark.parametrize(
    ("typed", "seen"),
    [("nguyen van hoa", ["H99-1"]), ("tran an", []), ("le hoang", ["H99-Tran-Binh"])],
)
def test_a_name_is_looked_for_only_where_it_may_be_seen(
    named: Office, typed: str, seen: list[str]
) -> None:
    assert shown(visitor(named, "officer"), f"/dossiers?q={typed}") == seen
    assert shown(visitor(named, "viewer"), f"/dossiers?q={typed}") == []


def test_nobody_of_that_name_in_the_list_is_nobody_of_that_name(named: Office) -> None:
    client = visitor(named, "leader")
    assert shown(client, f"/dossiers?q=van hoa&unit={OWN}") == ["H99-1"]
    assert shown(client, f"/dossiers?q=tran&unit={OWN}") == ["H99-Tran-Binh"]
    assert shown(client, f"/dossiers?q=nguyen hoang&unit={OTHER}") == []


def test_the_page_says_when_the_last_word_must_be_whole(named: Office) -> None:
    told = "gõ dở, trừ khi có người tên đúng như đã gõ."
    assert told in visitor(named, "officer").get("/dossiers").text
    assert "gõ dở." in visitor(named, "viewer").get("/dossiers").text


@pytest.mark.parametrize("order", [Order(By.DUE, descending=True), Order(By.CODE, False)])
@pytest.mark.parametrize("may", [{"named": True}, {"named_unit": OWN}, {}])
@pytest.mark.parametrize("late_from", [None, 0])
@pytest.mark.parametrize("typed", SEARCHES)
def test_where_more_are_found_than_are_counted_the_pages_are_the_same(
    named: Office,
    typed: str,
    late_from: int | None,
    may: Mapping[str, Any],
    order: Order,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = tuple(words_of(typed))
    procedures = ("Cấp giấy phép lao động",) if "giay" in words else ()
    sought = Sought(words, procedure_names=procedures, **may)
    wanted = Wanted(sought=sought, late_from=late_from)
    with named.engine.connect() as connection:
        counted, finding, codes = look(connection, wanted, order, 9)
        for name, value in (("_FEW", 1), ("_MOST_FOUND", 1), ("_MOST_COUNTED", 2)):
            monkeypatch.setattr(dossier_list, name, value)
        few = min(counted, 2)
        assert look(connection, wanted, order, 3) == (few, finding, codes[:3])
        assert page_of(connection, finding, order, few, 3, 6) == codes[3:]


def test_the_page_says_how_many_it_has_counted(
    named: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossier_list, "_MOST_FOUND", 2)
    monkeypatch.setattr(dossiers, "_A_PAGE", 1)
    client = visitor(named, "leader")
    first, last = (client.get(f"/dossiers?q=van&sort=code&page={n}").text for n in (1, 9))
    assert "hơn 2" in first
    assert "Trang này hết 2 hồ sơ đầu" in last
    assert "H99-2" in last


@pytest.mark.parametrize("typed", ["hoa nguyen", "nguyen van hoan"])
def test_count_page_and_workbook_agree(named: Office, typed: str) -> None:
    wanted = Wanted(sought=Sought(tuple(words_of(typed)), named=True))
    order = Order(By.CODE, descending=False)
    with named.engine.connect() as connection:
        counted, finding = count(connection, wanted, wanted.most)
        assert look(connection, wanted, order, 50) == (counted, finding, SEARCHES[typed])
        assert page_of(connection, finding, order, counted, 0, 50) == SEARCHES[typed]
        rows = stream(connection, finding, order, counted, 50)
        assert [one.code for one in rows] == SEARCHES[typed]
    as_name = replace(wanted, sought=Sought(tuple(words_of(typed)), named=True, as_name=True))
    assert finding == (as_name if typed == "hoa nguyen" else wanted)
