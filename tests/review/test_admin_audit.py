"""Quản trị, nhật ký: who decided what and when; the first row that was tampered with is named."""

from datetime import timedelta

import pytest
from letter_site import lead_to
from office import Office
from review_site import NOW, post, visitor
from run_site import held
from sample_site import plain
from sqlalchemy import text

from monitor.review.pages import admin_audit
from monitor.store import audit
from monitor.store.audit import Entry, append, deciding
from monitor.store.audit_check import check_all

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
    assert '<details class="filters" open>' in answer.text
    assert "chưa có dòng nào" not in plain(answer.text)
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


def checked(office: Office) -> str:
    """The page after a click on the button."""
    admin = visitor(office, "admin")
    assert post(admin, AUDIT, f"{AUDIT}/verify").status_code == 303
    return admin.get(AUDIT).text


def tampered(office: Office, number: int, statement: str = "UPDATE audit SET actor = 'x'") -> None:
    with office.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER IF EXISTS audit_no_update"))
        connection.execute(text("DROP TRIGGER IF EXISTS audit_no_delete"))
        connection.execute(text(f"{statement} WHERE id = :id"), {"id": number})


def test_a_log_that_is_whole_is_called_so_with_the_hash_of_its_last_row(staffed: Office) -> None:
    assert "chưa được kiểm tra lần nào" in visitor(staffed, "admin").get(AUDIT).text
    count = len(staffed.rows("SELECT id FROM audit"))
    answer = checked(staffed)
    assert f"Cả {count} dòng còn nguyên như lúc được ghi." in plain(answer)
    assert "từ dòng đầu, người kiểm tra: Người admin (admin)." in plain(answer)
    head = staffed.rows("SELECT hash FROM audit ORDER BY id DESC LIMIT 1")[0]["hash"]
    assert head in answer


def test_the_first_row_that_was_tampered_with_is_named(small_staffed: Office) -> None:
    write(small_staffed, 5)
    last = small_staffed.rows("SELECT max(id) AS id FROM audit")[0]["id"]
    tampered(small_staffed, last - 2)
    told = plain(checked(small_staffed))
    assert f"Dòng số {last - 2} đã bị sửa" in told
    assert f"{last - 3} dòng trước đó còn nguyên." in told
    assert "Nhật ký không còn nguyên" in visitor(small_staffed, "admin").get("/").text


def test_a_click_looks_at_so_many_rows_and_the_next_one_goes_on(
    staffed: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin_audit, "_AT_A_CLICK", 4)
    monkeypatch.setattr(audit, "_READ_AT_ONCE", 2)
    write(staffed, 5)
    count = len(staffed.rows("SELECT id FROM audit"))
    said = plain(checked(staffed))
    assert f"4 dòng đầu còn nguyên như lúc được ghi; còn {count - 4} dòng chưa kiểm tra." in said
    assert "Kiểm tra tiếp" in said
    for _ in range(-(-(count - 4) // 4)):
        said = plain(checked(staffed))
    assert f"Cả {count} dòng còn nguyên" in said
    assert "tiếp từ lần kiểm tra trước" in said
    rows = staffed.rows("SELECT rows, whole FROM audit_check ORDER BY id")
    assert [(one["rows"], bool(one["whole"])) for one in rows][:2] == [(4, True), (8, False)]


def test_what_was_changed_behind_a_check_is_found_by_the_whole_check(small_staffed: Office) -> None:
    write(small_staffed, 3)
    checked(small_staffed)
    tampered(small_staffed, 2)
    assert "còn nguyên như lúc được ghi" in checked(small_staffed)
    assert check_all(small_staffed.engine, "tthc daemon", NOW).tampered == 2
    assert "Dòng số 2 đã bị sửa" in visitor(small_staffed, "admin").get(AUDIT).text


@pytest.mark.parametrize("whole", [True, False])
def test_that_rows_were_cut_off_at_the_end_is_found_once_they_were_checked(
    small_staffed: Office, whole: bool
) -> None:
    write(small_staffed, 3)
    checked(small_staffed)
    last = small_staffed.rows("SELECT max(id) AS id FROM audit")[0]["id"]
    tampered(small_staffed, last, "DELETE FROM audit")
    if whole:
        assert check_all(small_staffed.engine, "tthc daemon", NOW).tampered == last
    assert f"Dòng số {last} đã bị sửa hoặc bị xoá" in checked(small_staffed)
