"""What protects the pages, whatever page it is."""

import re

import pytest
from fastapi.routing import APIRoute
from office import Office, row
from review_site import PASSWORD, addresses, visitor

from monitor.review.app import PAGES
from monitor.review.form_size import FormRoute

CROSS_ORIGIN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
)
SCRIPT = "<script>alert(1)</script>"


FORMS = [re.sub(r"{\w+(:\w+)?}", "1", path) for method, path in addresses() if method == "POST"]


@pytest.mark.parametrize("headers", CROSS_ORIGIN, ids=str)
def test_no_other_site_can_make_a_browser_change_anything(
    small_staffed: Office, headers: dict[str, str]
) -> None:
    client = visitor(small_staffed, "office")
    for address in FORMS:
        answer = client.post(address, data={}, headers=headers)
        assert (answer.status_code, answer.text) == (403, "Yêu cầu đến từ trang khác, bị từ chối.")


def test_a_form_without_the_token_of_its_session_changes_nothing(small_staffed: Office) -> None:
    client, other = visitor(small_staffed, "admin"), visitor(small_staffed, "leader")
    found = re.search(r'name="form_token" value="([^"]+)"', other.get("/").text)
    assert found
    for address in FORMS:
        if address == "/login":
            continue
        for form in ({}, {"form_token": ""}, {"form_token": "ư"}, {"form_token": found[1]}):
            assert client.post(address, data=form).status_code in (403, 404, 422), address
    assert client.get("/").status_code == 200


def test_every_answer_forbids_scripts_frames_and_caches(small_staffed: Office) -> None:
    client = visitor(small_staffed, "leader")
    answers = [client.get(path) for path in ("/", "/login", "/nowhere", "/api/v1/status")]
    answers.append(visitor(small_staffed).get("/"))
    answers.append(client.post("/logout", headers={"Origin": "https://evil.example"}))
    answers.append(client.get("/", headers={"Host": "evil.example"}))
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"


def test_a_request_for_another_host_is_refused(small_staffed: Office) -> None:
    answer = visitor(small_staffed, "leader").get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400


def test_static_files_are_cached_and_nothing_else_lies_there(small_staffed: Office) -> None:
    client = visitor(small_staffed)
    address = re.findall(r'"(/static/style\.css\?\w+)"', client.get("/login").text)[0]
    assert "immutable" in client.get(address).headers["cache-control"]
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/", "/static/none.css"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.headers["cache-control"] == "no-store"


def test_a_fault_shows_a_number_and_nothing_of_the_inside(
    small_staffed: Office, caplog: pytest.LogCaptureFixture
) -> None:
    client = visitor(small_staffed, "leader")
    with small_staffed.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE finding RENAME TO elsewhere")
    answer = client.get("/")
    assert answer.status_code == 500
    number = re.search(r"mã lỗi (\w{8})", answer.text)
    assert number
    assert not re.search(r"Traceback|sqlite|SELECT|finding", answer.text)
    assert number[1] in caplog.text
    assert "content-security-policy" in answer.headers


def test_a_name_with_a_script_in_it_is_shown_as_it_is(small_staffed: Office) -> None:
    small_staffed.export(row("A-1", applicant=SCRIPT, unit="Phòng Việc làm"))
    small_staffed.run()
    client = visitor(small_staffed, "leader")
    shown = visitor(small_staffed).post("/login", data={"login": SCRIPT, "password": PASSWORD})
    for answer in (client.get("/"), shown, client.get(f"/login?to={SCRIPT}")):
        assert SCRIPT not in answer.text


def test_no_page_holds_a_style_or_a_script_of_its_own(small_staffed: Office) -> None:
    client = visitor(small_staffed, "leader")
    for path in ("/", "/password", "/login", "/nowhere"):
        text = client.get(path).text
        assert not re.search(r"<style|<script(?! src=)|\sstyle=|\son\w+=|javascript:", text)
        assert not re.search(r"""(?:src|href|action)="(?:https?:)?//""", text)


def test_a_form_far_too_large_is_not_even_read(small_staffed: Office) -> None:
    client = visitor(small_staffed, "admin")
    for address in ("/login", "/password", "/letters-batch/approve"):
        for headers, status in (
            ({"content-length": str(300 * 1024)}, 413),
            ({"content-length": "9" * 5000}, 413),
            ({"transfer-encoding": "chunked"}, 411),
        ):
            answer = client.post(address, headers=headers, content=iter([b"x"]))
            assert answer.status_code == status, address


def test_every_address_that_takes_a_form_limits_its_size() -> None:
    unlimited = [
        route.path
        for router in PAGES
        for route in router.routes
        if isinstance(route, APIRoute) and route.methods != {"GET"}
        if not isinstance(route, FormRoute)
    ]
    assert unlimited == []
