"""Quản trị, lượt xem hồ sơ: who has opened which dossier, for those who may know."""

from datetime import timedelta

import pytest
from office import Office
from review_site import NOW, visitor
from sample_site import plain

VIEWS = "/admin/views"


def opened(office: Office) -> None:
    """Three days, two people, two dossiers."""
    for days, login, code in ((0, "officer", "A-1"), (1, "office", "B-1"), (2, "officer", "A-2")):
        at = NOW + timedelta(days=days)
        assert visitor(office, login, at).get(f"/dossiers/{code}").status_code == 200


def rows(office: Office, query: str = "", login: str = "admin") -> list[str]:
    """The lines of the table, as words."""
    answer = visitor(office, login).get(VIEWS + query)
    assert answer.status_code == 200, answer.text
    body = answer.text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [plain(line) for line in body.split("</tr>") if plain(line)]


def test_each_view_stands_with_who_and_when_the_last_one_first(staffed: Office) -> None:
    assert rows(staffed) == []
    opened(staffed)
    told = [
        "02/10/2021 09:15 Người officer (officer) A-2",
        "01/10/2021 09:15 Người office (office) B-1",
        "30/09/2021 09:15 Người officer (officer) A-1",
    ]
    assert rows(staffed) == rows(staffed, login="leader") == told


@pytest.mark.parametrize(
    ("query", "dossiers"),
    [
        ("?who=officer", ["A-2", "A-1"]),
        ("?dossier=B-1", ["B-1"]),
        ("?dossier=B", []),
        ("?start=01/10/2021", ["A-2", "B-1"]),
        ("?end=01/10/2021", ["B-1", "A-1"]),
        ("?start=01/10/2021&end=01/10/2021", ["B-1"]),
        ("?who=officer&start=01/10/2021&dossier=A-2", ["A-2"]),
        ("?start=03/10/2021", []),
    ],
)
def test_it_is_cut_by_person_dossier_and_period(
    staffed: Office, query: str, dossiers: list[str]
) -> None:
    opened(staffed)
    assert [line.split()[-1] for line in rows(staffed, query)] == dossiers


def test_many_views_come_page_by_page(small_staffed: Office) -> None:
    with small_staffed.engine.begin() as connection:
        for number in range(60):
            connection.exec_driver_sql(
                "INSERT INTO dossier_view (at, who, dossier) "
                f"VALUES ('2021-09-30 08:{number:02}:00.000000', 'officer', 'A-1')"
            )
    admin = visitor(small_staffed, "admin")
    first = admin.get(f"{VIEWS}?who=officer").text
    assert first.count('<th scope="row"') == 50
    after = first.partition('" rel="next"')[0].rpartition('href="')[2].replace("&amp;", "&")
    second = admin.get(after).text
    assert second.count('<th scope="row"') == 10
    assert "phần tiếp theo" in second


def test_a_day_that_is_none_is_said_and_what_was_typed_stays(small_staffed: Office) -> None:
    answer = visitor(small_staffed, "admin").get(f"{VIEWS}?who=officer&start=31/02/2021")
    assert answer.status_code == 422
    assert "Ngày ghi theo dạng dd/mm/yyyy" in answer.text
    assert '<details class="filters" open>' in answer.text
    assert "Chưa có lượt xem" not in answer.text
    assert 'value="31/02/2021"' in answer.text


def test_an_administrator_is_led_to_no_dossier(small_staffed: Office) -> None:
    opened(small_staffed)
    for login, leads in (("admin", False), ("leader", True)):
        text = visitor(small_staffed, login).get(VIEWS).text
        assert ('href="/dossiers/A-1"' in text) is leads
