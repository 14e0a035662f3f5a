"""Quản trị, nhật ký: who decided what and when; the first row that was tampered with is named."""

from datetime import timedelta

import pytest
from letter_site import lead_to
from office import Office
from review_site import NOW, post, visitor
from run_site import held
from sample_site import plain
from sqlalchemy import text

from monitor.store.audit import Entry, append, deciding

AUDIT = "/admin/audit"


def write(office: Office, count: int, actor: str = "binh", days: int = 0) -> None:
    """Rows about programs, so many days later."""
    with deciding(office.engine) as connection:
        for number in range(count):
            at = NOW + timedelta(days=days, seconds=number)
            append(connection, Entry(at, actor, "client-added", "client", f"p{number}", {}))


def rows(office: Office, query: str = "") -> str:
    """The words of the table."""
    answer = visitor(office, "admin").get(f"{AUDIT}{query}")
    assert answer.status_code == 200, answer.text
    return plain(answer.text.partition("<tbody>")[2].partition("</tbody>")[0])


def test_decisions_of_each_kind_stand_in_words_without_what_officers_typed(staffed: Office) -> None:
    lead_to(staffed, "issued")
    run = held(staffed)
    admin = visitor(staffed, "admin")
    post(admin, "/admin/held", "/admin/held/fewer-rows/lift", run=str(run), why="Đã đối chiếu")
    text_of = rows(staffed)
    assert "Người admin (admin) Cho qua cảnh báo cho lần chạy sau Ít dòng bất thường" in text_of
    assert "lý do: Đã đối chiếu" in text_of
    assert "Người office (office) Ban hành thư thư của hồ sơ A-1" in text_of
    assert "ngày hẹn mới: để trống → 08/10/2021" in text_of
    assert "chờ" not in text_of  # the reason of the delay, as an officer has typed it


@pytest.mark.parametrize(
    ("query", "whose"),
    [
        ("?who=binh", {"binh"}),
        ("?who=lan&kind=client", {"lan"}),
        ("?kind=client&start=02/10/2021", {"lan"}),
        ("?kind=client&end=01/10/2021", {"binh"}),
        ("?kind=client&start=30/09/2021&end=02/10/2021", {"binh", "lan"}),
        ("?kind=letter", set()),
        ("?kind=client&start=03/10/2021", set()),
        ("?kind=client&end=29/09/2021", set()),
        ("?who=&kind=client&start=&end=", {"binh", "lan"}),
    ],
)
def test_it_is_cut_by_person_kind_and_period(staffed: Office, query: str, whose: set[str]) -> None:
    write(staffed, 2)
    write(staffed, 2, actor="lan", days=2)
    words = rows(staffed, query)
    assert {who for who in ("binh", "lan") if who in words} == whose


def test_where_nothing_fits_it_says_so_and_keeps_what_was_typed(small_staffed: Office) -> None:
    admin = visitor(small_staffed, "admin")
    assert "Không có dòng nào khớp điều kiện." in plain(admin.get(f"{AUDIT}?who=nobody").text)
    answer = admin.get(f"{AUDIT}?start=31/02/2021")
    assert answer.status_code == 422
    assert "Ngày ghi theo dạng dd/mm/yyyy" in answer.text
    assert 'value="31/02/2021"' in answer.text


def test_portions_follow_each_other_by_their_keys(staffed: Office) -> None:
    write(staffed, 120)
    admin, seen, address = visitor(staffed, "admin"), [], f"{AUDIT}?who=binh"
    while address:
        page = admin.get(address).text
        body = page.partition("<tbody>")[2].partition("</tbody>")[0]
        seen += [line for line in plain(body).split() if line.startswith("p")]
        write(staffed, 1)  # what is written meanwhile moves nothing
        rest = page.partition('rel="next"')[0].rpartition('<a href="')[2]
        address = rest.partition('"')[0].replace("&amp;", "&") if 'rel="next"' in page else ""
    assert seen == [f"p{number}" for number in reversed(range(120))]


def test_a_log_that_is_whole_is_called_so_with_the_hash_of_its_last_row(staffed: Office) -> None:
    admin = visitor(staffed, "admin")
    count = len(staffed.rows("SELECT id FROM audit"))
    answer = post(admin, AUDIT, f"{AUDIT}/verify")
    assert f"Cả {count} dòng còn nguyên như lúc được ghi." in plain(answer.text)
    head = staffed.rows("SELECT hash FROM audit ORDER BY id DESC LIMIT 1")[0]["hash"]
    assert head in answer.text


def test_the_first_row_that_was_tampered_with_is_named(small_staffed: Office) -> None:
    write(small_staffed, 5)
    last = small_staffed.rows("SELECT max(id) AS id FROM audit")[0]["id"]
    with small_staffed.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_no_update"))
        connection.execute(text("UPDATE audit SET actor = 'x' WHERE id = :id"), {"id": last - 2})
    answer = post(visitor(small_staffed, "admin"), AUDIT, f"{AUDIT}/verify")
    told = plain(answer.text)
    assert f"Dòng số {last - 2} đã bị sửa" in told
    assert f"{last - 3} dòng trước đó còn nguyên." in told
