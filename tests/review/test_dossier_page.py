"""One dossier's page: what it tells to whom, what it keeps of who looked, and its paper."""

import pytest
from office import Office, row
from review_site import OTHER, visitor
from sample_site import plain

CODE = "H99/21-09 01?&#%+đ"
ADDRESS = "/dossiers/H99%2F21-09%2001%3F%26%23%25%2B%C4%91"
SCRIPT = "<script>alert(1)</script> Mai"


@pytest.fixture
def told(staffed: Office) -> Office:
    """A dossier with an odd code, a hostile name, and an appointment that was moved."""
    staffed.export(row("A-1"), row("B-1", unit=OTHER), row(CODE, applicant="Trần Thị Bích"))
    staffed.run()
    moved = row(CODE, applicant=SCRIPT, due="15/09/2021 17:00:00")
    staffed.export(row("A-1"), row("B-1", unit=OTHER), moved)
    staffed.run()
    return staffed


def test_it_tells_facts_findings_with_their_law_days_and_life(told: Office) -> None:
    text = visitor(told, "officer").get(ADDRESS).text
    for words in (
        "Quá hạn 11 ngày làm việc: hẹn trả ngày 15/09/2021, chưa có kết quả.",
        "Hồ sơ quá hạn chưa có kết quả",
        "Căn cứ: Điều 19 khoản 9 Nghị định 61/2018/NĐ-CP.",
        "Từ ngày tiếp nhận đến ngày hẹn trả: 8 ngày làm việc",
        "nghỉ Quốc khánh",
        "ngày đã ghi bị sửa",
        "10/09/2021 17:00",
        "Hoàn thiện thư xin lỗi",
        "Giải quyết ngay",
    ):
        assert words in text, words
    assert f'href="/letters/{ADDRESS.removeprefix("/dossiers/")}"' in text
    assert f'href="{ADDRESS}/deadline"' in text


def test_names_are_told_to_whom_they_are_for_and_never_run(told: Office) -> None:
    for login, sees in (("officer", True), ("leader", True), ("viewer", False)):
        for page in ("", "/deadline"):
            text = visitor(told, login).get(ADDRESS + page).text
            assert "<script>alert" not in text
            assert ("&lt;script&gt;alert(1)&lt;/script&gt; Mai" in text) == sees
            assert ("Trần Thị Bích" in text) == sees  # in its life
            assert ("Trần T. B." in text) != sees


def test_what_else_may_hold_a_name_is_hidden_with_it(told: Office) -> None:
    with told.engine.begin() as connection:
        for field in ("extra: Người nộp", "result_file"):
            connection.exec_driver_sql(
                "INSERT INTO change_log (run_id, dossier, field, old, new) "
                f"VALUES (2, 'A-1', '{field}', 'Lê Văn Kín', 'Lê Văn Hở')"
            )
        connection.exec_driver_sql("UPDATE dossier SET result_file = 'kq Lê Văn Hở.pdf'")
    for login, sees in (("officer", True), ("viewer", False)):
        for page in ("", "/deadline"):
            text = visitor(told, login).get(f"/dossiers/A-1{page}").text
            assert ("Lê Văn Hở" in text) == ("Lê Văn Kín" in text) == sees


def test_each_opening_is_kept_and_told_to_whoever_may_know(told: Office) -> None:
    visitor(told, "viewer").get(ADDRESS)
    visitor(told, "leader").get(f"{ADDRESS}/deadline")
    assert visitor(told, "officer-other").get(ADDRESS).status_code == 404
    assert visitor(told, "leader").get("/dossiers/none").status_code == 404
    views = told.rows("SELECT who, dossier, at FROM dossier_view ORDER BY id")
    assert [(one["who"], one["dossier"]) for one in views] == [("viewer", CODE), ("leader", CODE)]
    assert all(str(one["at"]).startswith("2021-09-30 09:15") for one in views)
    assert "Người viewer (viewer) 30/09/2021 09:15 1" in plain(
        visitor(told, "leader").get(ADDRESS).text
    )
    for login in ("viewer", "officer", "approver", "office"):
        assert "Ai đã xem" not in visitor(told, login).get(ADDRESS).text


def test_a_dossier_without_dates_says_that_nothing_can_be_reckoned(
    small_staffed: Office,
) -> None:
    small_staffed.export(row("A-9", received="", due=""))
    small_staffed.run()
    text = visitor(small_staffed, "officer").get("/dossiers/A-9").text
    assert "không tính được thời hạn" in text
    assert "Bổ sung ngày hẹn trả" in text


def test_the_next_step_is_told_to_whoever_may_take_it(small_staffed: Office) -> None:
    steps = {
        "draft": ("Hoàn thiện thư xin lỗi", {"officer", "approver"}),
        "completed": ("Duyệt thư xin lỗi", {"approver"}),
        "approved": ("Cấp số thư xin lỗi", {"office"}),
        "issued": ("Gửi thư xin lỗi", {"office"}),
        "sent": ("thư xin lỗi</b>", set()),
    }
    clients = {
        role: visitor(small_staffed, role)
        for role in ("viewer", "officer", "approver", "office", "leader")
    }
    for state, (words, who) in steps.items():
        with small_staffed.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE letter SET state = '{state}'")
        texts = {role: client.get("/dossiers/A-1").text for role, client in clients.items()}
        assert {role for role, text in texts.items() if words in text} == who, state
