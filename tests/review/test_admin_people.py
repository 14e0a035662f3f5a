"""Quản trị, người dùng: accounts made, changed, closed; nobody shuts everybody out."""

import re
import threading
from html import unescape

import httpx2
import pytest
from fastapi.testclient import TestClient
from office import Office
from review_site import NOW, OTHER, OWN, PASSWORD, add, post, visitor

from monitor.review.accounts.people import AccountError, person_to_change, switch
from monitor.store.audit import deciding, verify

PEOPLE = "/admin/people"


def audited(office: Office) -> list[tuple[str, str, str]]:
    """(who, what, whom) of each row that a test has caused; the log is whole."""
    with office.connection() as connection:
        assert verify(connection).tampered is None
    rows = office.rows("SELECT actor, action, subject_key FROM audit ORDER BY id")
    return [(r["actor"], r["action"], r["subject_key"]) for r in rows if r["actor"] != "test"]


def secret_in(answer: httpx2.Response) -> str:
    """What a page shows this once."""
    found = re.search(r"<code>([^<]+)</code>", answer.text)
    assert found, answer.text
    return unescape(found[1])


def change(client: TestClient, login: str, **values: str | list[str]) -> httpx2.Response:
    """Send the form of an account as its page shows it."""
    seen = re.search(r'name="seen" value="(\w+)"', client.get(f"{PEOPLE}/{login}").text)
    assert seen
    return post(client, PEOPLE, f"{PEOPLE}/{login}", **{"seen": seen[1], **values})


def test_somebody_is_added_with_a_password_that_is_shown_once_and_must_be_changed(
    staffed: Office,
) -> None:
    admin = visitor(staffed, "admin")
    assert OTHER in admin.get("/admin/people-new").text
    values = {"login": "Lan", "name": "Hồ Thị Lan", "role": ["officer", "approver"], "unit": OWN}
    answer = post(admin, PEOPLE, PEOPLE, **values)
    assert answer.status_code == 200
    password = secret_in(answer)
    for page in (PEOPLE, f"{PEOPLE}/lan"):
        text = admin.get(page).text
        assert "Hồ Thị Lan" in text
        assert "Cán bộ xử lý, Người duyệt" in text
        assert "chưa đổi mật khẩu lần đầu" in text
        assert password not in text
    lan = visitor(staffed)
    answer = lan.post("/login", data={"login": "lan", "password": password})
    assert answer.status_code == 303
    assert lan.get("/").headers["location"] == "/password"
    assert audited(staffed) == [("admin", "person-added", "lan")]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"login": "l a n"}, "Tên đăng nhập gồm"),
        ({"login": "viewer"}, "Tên đăng nhập viewer đã có."),
        ({"name": " "}, "Chưa có họ và tên."),
        ({"role": []}, "Cần ít nhất một vai trò"),
        ({"role": ["king"]}, "Cần ít nhất một vai trò"),
        ({"unit": ""}, "cần ghi phòng"),
        ({"unit": "Phòng Lạ"}, "Không có hồ sơ nào của đơn vị “Phòng Lạ”."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    small_staffed: Office, values: dict[str, str | list[str]], says: str
) -> None:
    admin = visitor(small_staffed, "admin")
    good = {"login": "lan", "name": "Hồ Thị Lan", "role": ["officer"], "unit": OWN}
    answer = post(admin, PEOPLE, PEOPLE, **{**good, **values})
    assert answer.status_code == 422
    text = unescape(answer.text)
    assert says in text
    assert f'value="{values.get("name", "Hồ Thị Lan")}"' in text
    assert audited(small_staffed) == []


def test_in_an_office_without_dossiers_a_division_is_typed(small_office: Office) -> None:
    add(small_office, "admin", "admin", unit=None)
    admin = visitor(small_office, "admin")
    assert '<input id="unit"' in admin.get("/admin/people-new").text
    values = {"login": "lan", "name": "Hồ Thị Lan", "role": "officer", "unit": "Phòng Mới"}
    assert post(admin, PEOPLE, PEOPLE, **values).status_code == 200


def test_roles_and_division_are_changed_and_he_must_log_in_again(staffed: Office) -> None:
    admin, viewer = visitor(staffed, "admin"), visitor(staffed, "viewer")
    answer = change(admin, "viewer", name="Người Khác", role=["officer"], unit=OTHER)
    assert answer.headers["location"] == f"{PEOPLE}/viewer"
    text = unescape(admin.get(f"{PEOPLE}/viewer").text)
    assert "Đã đổi tài khoản viewer." in text
    assert "vai trò: Người xem → Cán bộ xử lý" in text
    assert f"phòng: {OWN} → {OTHER}" in text
    assert viewer.get("/").headers["location"].startswith("/login")
    assert visitor(staffed, "viewer").get("/letters").status_code == 200
    assert audited(staffed) == [("admin", "person-changed", "viewer")]


def test_of_two_who_change_the_same_account_the_second_is_told(staffed: Office) -> None:
    add(staffed, "admin2", "admin", unit=None)
    first, second = visitor(staffed, "admin"), visitor(staffed, "admin2")
    seen = re.search(r'name="seen" value="(\w+)"', second.get(f"{PEOPLE}/viewer").text)
    assert seen
    change(first, "viewer", name="Do người thứ nhất", role=["viewer"], unit=OWN)
    values = {"seen": seen[1], "name": "Do người thứ hai", "role": "leader", "unit": ""}
    answer = post(second, PEOPLE, f"{PEOPLE}/viewer", **values)
    assert answer.status_code == 409
    assert "vừa được người khác thay đổi" in answer.text
    assert "Do người thứ nhất" in answer.text
    assert audited(staffed) == [("admin", "person-changed", "viewer")]


def test_a_closed_account_logs_nobody_in_until_it_is_opened_again(staffed: Office) -> None:
    admin, viewer = visitor(staffed, "admin"), visitor(staffed, "viewer")
    close, page = f"{PEOPLE}/viewer/close", f"{PEOPLE}/viewer"
    assert "Chưa ghi lý do khoá." in post(admin, page, close, why=" ").text
    assert post(admin, page, close, why="Nghỉ việc").status_code == 303
    assert viewer.get("/").status_code == 303
    login = {"login": "viewer", "password": PASSWORD}
    assert visitor(staffed).post("/login", data=login).status_code == 401
    assert "lý do: Nghỉ việc" in admin.get(page).text
    again = post(admin, page, close, why="Nghỉ việc")
    assert (again.status_code, "đã khoá từ trước" in again.text) == (422, True)
    assert post(admin, page, f"{PEOPLE}/viewer/open").status_code == 303
    assert visitor(staffed).post("/login", data=login).status_code == 303
    assert audited(staffed) == [
        ("admin", "person-closed", "viewer"),
        ("admin", "person-opened", "viewer"),
    ]


def test_sessions_end_and_a_forgotten_password_is_given_anew(staffed: Office) -> None:
    admin, viewer = visitor(staffed, "admin"), visitor(staffed, "viewer")
    page = f"{PEOPLE}/viewer"
    assert "1 nơi" in admin.get(page).text
    post(admin, page, f"{page}/end-sessions")
    assert viewer.get("/").status_code == 303
    assert "1 nơi" not in admin.get(page).text
    password = secret_in(post(admin, page, f"{page}/password"))
    form = {"login": "viewer", "password": PASSWORD}
    assert visitor(staffed).post("/login", data=form).status_code == 401
    form["password"] = password
    assert visitor(staffed).post("/login", data=form).status_code == 303
    assert [what for _, what, _ in audited(staffed)] == ["sessions-ended", "password-reset"]


def test_who_mistyped_too_often_may_be_let_in_at_once(staffed: Office) -> None:
    admin, page = visitor(staffed, "admin"), f"{PEOPLE}/viewer"
    assert "end-wait" not in admin.get(page).text
    for _ in range(5):
        visitor(staffed).post("/login", data={"login": "viewer", "password": "wrong"})
    assert "tạm khoá đến 09:16" in admin.get(page).text
    post(admin, page, f"{page}/end-wait")
    visitor(staffed, "viewer")
    assert "tạm khoá đến" not in admin.get(PEOPLE).text


@pytest.mark.parametrize("step", ["close", "password", "end-sessions"])
def test_nobody_shuts_himself_out(small_staffed: Office, step: str) -> None:
    add(small_staffed, "admin2", "admin", unit=None)
    admin = visitor(small_staffed, "admin")
    answer = post(admin, PEOPLE, f"{PEOPLE}/admin/{step}", why="Nhầm")
    assert answer.status_code == 422
    assert "chính mình" in answer.text
    answer = change(admin, "admin", name="Tôi", role=["leader"], unit="")
    assert "không tự bỏ vai trò quản trị" in answer.text
    assert admin.get(PEOPLE).status_code == 200


def test_an_administrator_may_take_on_a_further_role(small_staffed: Office) -> None:
    admin = visitor(small_staffed, "admin")
    assert change(admin, "admin", name="Tôi", role=["admin", "leader"], unit="").status_code == 303
    assert visitor(small_staffed, "admin").get("/dossiers").status_code == 200


def test_of_two_administrators_who_close_each_other_one_stays(staffed: Office) -> None:
    add(staffed, "admin2", "admin", unit=None)
    ready, refused = threading.Barrier(2), []

    def close(by: str, login: str) -> None:
        ready.wait()
        try:
            with deciding(staffed.engine) as connection:
                one = person_to_change(connection, login)
                assert one
                switch(connection, one, on=False, by=by, now=NOW, why="Nhầm")
        except AccountError as error:
            refused.append(str(error))

    pairs = [("admin", "admin2"), ("admin2", "admin")]
    threads = [threading.Thread(target=close, args=pair) for pair in pairs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(refused) == 1
    assert "tài khoản quản trị cuối cùng" in refused[0]
    left = staffed.rows(
        "SELECT login FROM person WHERE login LIKE 'admin%' AND disabled_at IS NULL"
    )
    assert len(left) == 1


def test_the_last_administrator_keeps_his_role_on_the_command_line_too(
    small_staffed: Office,
) -> None:
    add(small_staffed, "lan", "admin", "leader", unit=None)
    admin = visitor(small_staffed, "admin")
    assert post(admin, PEOPLE, f"{PEOPLE}/lan/close", why="Nghỉ việc").status_code == 303
    with deciding(small_staffed.engine) as connection:
        one = person_to_change(connection, "admin")
        assert one
        with pytest.raises(AccountError, match="quản trị cuối cùng"):
            switch(connection, one, on=False, by="root", now=NOW)


def test_an_account_that_does_not_exist_is_missing(small_staffed: Office) -> None:
    admin = visitor(small_staffed, "admin")
    assert admin.get(f"{PEOPLE}/nobody").status_code == 404
    assert post(admin, PEOPLE, f"{PEOPLE}/nobody/open").status_code == 404


def test_a_program_is_let_in_by_a_token_that_is_shown_once_until_it_is_revoked(
    staffed: Office,
) -> None:
    admin, page = visitor(staffed, "admin"), "/admin/clients"
    assert "Chưa có ứng dụng nào." in admin.get(page).text
    values = {"name": "bao-cao", "role": "leader", "unit": ""}
    token = secret_in(post(admin, page, page, **values))
    assert token not in admin.get(page).text
    answer = post(admin, page, page, **values)
    assert (answer.status_code, "Tên bao-cao đã có." in answer.text) == (422, True)
    bearer = {"Authorization": f"Bearer {token}"}
    program = visitor(staffed)
    assert program.get("/api/v1/dossiers", headers=bearer).status_code == 200
    assert post(admin, page, f"{page}/bao-cao/close").status_code == 303
    assert program.get("/api/v1/dossiers", headers=bearer).status_code == 401
    assert "đã thu hồi" in admin.get(page).text
    again = post(admin, page, f"{page}/bao-cao/close")
    assert (again.status_code, "Không có ứng dụng" in again.text) == (422, True)
    assert [what for _, what, _ in audited(staffed)] == ["client-added", "client-closed"]
