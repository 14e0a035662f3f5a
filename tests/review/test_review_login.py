"""Logging in: by password, not too often wrongly, with an own password, for a while."""

from datetime import timedelta

import pytest
from office import Office
from review_site import NOW, PASSWORD, add, post, visitor

from monitor.review.accounts.people import add_person
from monitor.store.audit import deciding, verify


def first_password(office: Office, login: str = "moi") -> str:
    with deciding(office.engine) as connection:
        return add_person(connection, login, "Người mới", ["leader"], None, "test", NOW)


def test_whoever_is_not_logged_in_is_led_to_the_login_and_then_to_what_he_wanted(
    staffed: Office,
) -> None:
    client = visitor(staffed)
    answer = client.get("/password?a=1")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/login?to=%2Fpassword%3Fa%3D1",
    )
    assert 'value="/password?a=1"' in client.get(answer.headers["location"]).text
    form = {"login": "LEADER", "password": PASSWORD, "to": "/password?a=1"}
    answer = client.post("/login", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/password?a=1")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/x"]
)
def test_the_login_leads_nowhere_else(small_staffed: Office, to: str) -> None:
    form = {"login": "leader", "password": PASSWORD, "to": to}
    assert visitor(small_staffed).post("/login", data=form).headers["location"] == "/"


def test_a_wrong_password_and_a_login_that_does_not_exist_are_answered_alike(
    small_staffed: Office,
) -> None:
    client = visitor(small_staffed)
    texts = []
    for login in ("leader", "nobody"):
        answer = client.post("/login", data={"login": login, "password": "wrong"})
        assert answer.status_code == 401
        texts.append(answer.text.replace(login, ""))
    assert texts[0] == texts[1]
    assert "Tên đăng nhập hoặc mật khẩu không đúng." in texts[0]


def test_after_five_wrong_passwords_the_account_waits_longer_each_time(staffed: Office) -> None:
    def attempt(minutes: int, password: str = "wrong") -> str:
        client = visitor(staffed, now=NOW + timedelta(minutes=minutes))
        return client.post("/login", data={"login": "leader", "password": password}).text

    for _ in range(5):
        assert "không đúng" in attempt(0)
    assert "tạm khoá" in attempt(0, PASSWORD)  # even the right one
    assert "không đúng" in attempt(1)
    assert "tạm khoá" in attempt(2, PASSWORD)  # two minutes now
    assert attempt(3, PASSWORD) == ""  # led on
    assert "không đúng" in attempt(4)
    assert staffed.rows("SELECT failures FROM person WHERE login = 'leader'")[0]["failures"] == 1
    with staffed.connection() as connection:
        assert verify(connection).tampered is None


def test_a_first_password_opens_nothing_but_the_page_that_changes_it(staffed: Office) -> None:
    old, new = first_password(staffed), "mot cau khac cung dai"
    client = visitor(staffed)
    client.post("/login", data={"login": "moi", "password": old})
    assert client.get("/").headers["location"] == "/password"
    for wrong, says in (
        ({"old": "nope", "new": new, "again": new}, "Mật khẩu hiện tại không đúng"),
        ({"old": old, "new": new, "again": "other"}, "không giống nhau"),
        ({"old": old, "new": "short", "again": "short"}, "ít nhất 10 ký tự"),
        ({"old": old, "new": "xin-moi-vao", "again": "xin-moi-vao"}, "dễ đoán"),
        ({"old": old, "new": old, "again": old}, "phải khác"),
    ):
        answer = post(client, "/password", "/password", **wrong)
        assert answer.status_code == 422
        assert says in answer.text
    answer = post(client, "/password", "/password", old=old, new=new, again=new)
    assert answer.headers["location"] == "/"
    assert client.get("/").status_code == 200
    assert (
        visitor(staffed).post("/login", data={"login": "moi", "password": old}).status_code == 401
    )


def test_a_changed_password_ends_every_other_session(small_staffed: Office) -> None:
    here, there = visitor(small_staffed, "leader"), visitor(small_staffed, "leader")
    new = "mot cau khac cung dai"
    post(here, "/password", "/password", old=PASSWORD, new=new, again=new)
    assert "Đã đổi mật khẩu." in here.get("/").text
    assert "Đã đổi mật khẩu." not in here.get("/").text
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 303


def test_a_session_ends_without_clicks_and_after_a_day_of_work_in_any_case(
    small_staffed: Office,
) -> None:
    token = visitor(small_staffed, "leader").cookies["tthc"]

    def at(minutes: int) -> int:
        client = visitor(small_staffed, now=NOW + timedelta(minutes=minutes))
        client.cookies.set("tthc", token)
        return client.get("/").status_code

    assert [at(59), at(59 + 59)] == [200, 200]
    assert at(59 + 59 + 61) == 303
    token = visitor(small_staffed, "leader").cookies["tthc"]
    assert {at(minute) for minute in range(0, 12 * 60, 30)} == {200}
    assert at(12 * 60 + 1) == 303


def test_logging_out_ends_the_session_on_the_server(small_staffed: Office) -> None:
    client = visitor(small_staffed, "leader")
    token = client.cookies["tthc"]
    assert post(client, "/", "/logout").headers["location"] == "/login"
    client.cookies.set("tthc", token)
    assert client.get("/").status_code == 303


def test_a_closed_account_is_out_at_once(small_staffed: Office) -> None:
    client = visitor(small_staffed, "leader")
    with small_staffed.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE person SET disabled_at = '2021-09-30 09:00:00.000000'")
    assert client.get("/").status_code == 303
    answer = visitor(small_staffed).post("/login", data={"login": "leader", "password": PASSWORD})
    assert answer.status_code == 401


def test_with_https_the_cookie_is_for_this_host_and_https_alone(small_staffed: Office) -> None:
    small_staffed.write_config('[web]\nurl = "https://tthc.example"\n')
    client = visitor(small_staffed)
    client.base_url = "https://tthc.example"
    answer = client.post("/login", data={"login": "leader", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-tthc=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"))
    assert "Strict-Transport-Security" in answer.headers


def test_no_password_and_no_token_is_kept(small_staffed: Office) -> None:
    first = first_password(small_staffed)
    client = visitor(small_staffed, "leader")
    add(small_staffed, "another", "leader", unit=None)
    kept = (small_staffed.folder / "tthc.db").read_bytes()
    kept += (small_staffed.folder / "tthc.db-wal").read_bytes()
    for secret in (PASSWORD, first, client.cookies["tthc"]):
        assert secret.encode() not in kept
    assert b"$argon2id$" in kept
