"""Quản trị, lượt kéo bị giữ lại: why, with figures; lifted by a named person, for one run."""

from html import unescape

from fastapi.testclient import TestClient
from office import Office
from review_site import post, visitor
from run_site import held
from sample_site import plain

from monitor.store.audit import verify

HELD = "/admin/held"
WHY = "Đã đối chiếu với hệ thống một cửa"


def lifted(client: TestClient, run: int, why: str = WHY, guard: str = "fewer-rows") -> int:
    return post(client, HELD, f"{HELD}/{guard}/lift", run=str(run), why=why).status_code


def log(office: Office) -> list[tuple[str, str, str]]:
    """(who, what, which guard); the log is whole."""
    with office.connection() as connection:
        assert verify(connection).tampered is None
    rows = office.rows("SELECT actor, action, subject_key FROM audit WHERE subject_kind = 'guard'")
    return [(one["actor"], one["action"], one["subject_key"]) for one in rows]


def test_where_nothing_is_held_the_page_says_what_would_stand_there(small_staffed: Office) -> None:
    text = plain(visitor(small_staffed, "admin").get(HELD).text)
    assert "Không có dữ liệu nào đang bị giữ lại." in text
    assert "mất một đơn vị" in text


def test_an_administrator_lifts_a_guard_and_the_next_run_takes_it_up(staffed: Office) -> None:
    run = held(staffed)
    admin = visitor(staffed, "admin")
    text = plain(admin.get(HELD).text)
    assert "đang bị giữ lại vì 1 cảnh báo." in text
    assert "Tệp có 5 dòng, trong khi 3 lần chạy gần đây thường có 65 dòng." in text
    assert lifted(admin, run) == 303
    text = plain(admin.get(HELD).text)
    assert "Mọi cảnh báo đã được cho qua" in text
    assert f"Người admin (admin), 30/09/2021 09:15. Lý do: {WHY}" in text
    assert staffed.run().complete
    text = plain(admin.get(HELD).text)
    assert "Không có dữ liệu nào đang bị giữ lại." in text
    assert f"nhận ở lần {run + 1} . Lý do: {WHY}" in text
    assert "Cho qua “Ít dòng bất thường”" in plain(admin.get(f"/admin/runs/{run + 1}").text)
    expected = [("admin", "guard-lifted", "fewer-rows"), ("tthc run", "guard-used", "fewer-rows")]
    assert log(staffed) == expected


def test_it_is_taken_back_until_a_run_has_used_it(staffed: Office) -> None:
    run = held(staffed)
    admin, back = visitor(staffed, "admin"), f"{HELD}/fewer-rows/restore"
    lifted(admin, run)
    assert post(admin, HELD, back).status_code == 303
    assert "đang giữ" in plain(admin.get(HELD).text)
    assert post(admin, HELD, back).status_code == 409
    assert staffed.run().held
    assert lifted(admin, run + 1) == 303
    assert staffed.run().complete
    assert post(admin, HELD, back).status_code == 409


def test_a_reason_must_be_given_and_what_was_typed_is_kept(small_staffed: Office) -> None:
    run = held(small_staffed)
    admin = visitor(small_staffed, "admin")
    assert lifted(admin, run, "  ") == 422
    long = "x" * 301
    answer = post(admin, HELD, f"{HELD}/fewer-rows/lift", run=str(run), why=long)
    assert answer.status_code == 422
    assert long in answer.text
    assert log(small_staffed) == []


def test_who_decides_about_what_no_longer_stands_is_told(small_staffed: Office) -> None:
    run = held(small_staffed)
    admin = visitor(small_staffed, "admin")
    assert lifted(admin, run - 1) == 409  # a page of an earlier pull
    assert lifted(admin, run, guard="stale") == 409  # a guard that has said nothing
    assert lifted(admin, run) == 303
    answer = post(admin, HELD, f"{HELD}/fewer-rows/lift", run=str(run), why="lần hai")
    assert answer.status_code == 409
    assert "hoặc đã có người quyết định" in unescape(answer.text)
    assert post(admin, HELD, f"{HELD}/no-such-guard/lift", why="x").status_code == 422
    assert len(log(small_staffed)) == 1


def test_the_office_sees_it_and_has_no_form(small_staffed: Office) -> None:
    held(small_staffed)
    answer = visitor(small_staffed, "office").get(HELD)
    assert "Người quản trị quyết định." in answer.text
    assert "/lift" not in answer.text
