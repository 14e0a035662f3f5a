"""A session that ends while somebody types: nothing is done, and nothing typed is lost."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from browsing import faults_of, log_in, open_page
from letter_site import STEPS, letter, shown_version
from office import Office
from playwright.sync_api import Browser, expect
from review_site import NOW, PASSWORD, Server, form_token, visitor

TYPED = {**STEPS["complete"], "reason": "chờ <b>Sở Y tế</b> trả lời"}
HERE = {"referer": "http://127.0.0.1/letters/A-1"}


@pytest.mark.parametrize("ended", ["over", "another"])
def test_what_was_typed_is_shown_with_the_way_back(small_staffed: Office, ended: str) -> None:
    client = visitor(small_staffed, "officer")
    form = {**TYPED, "form_token": form_token(client), "version": shown_version(client)}
    if ended == "over":
        client.cookies.clear()
    else:
        client = visitor(small_staffed, "officer")  # he has logged in anew, in another tab
    answer = client.post("/letters/A-1/complete", data=form, headers=HERE)
    text = unescape(answer.text)
    assert answer.status_code == (401 if ended == "over" else 403)
    assert "Chưa có gì được ghi" in text
    assert f"<dd>{TYPED['reason']}</dd>" in text
    assert "<b>Sở" not in answer.text
    assert "08/10/2021" in text
    way = re.search(r'class="button" href="([^"]+)"', text)
    assert way
    assert way[1] == ("/login?to=%2Fletters%2FA-1" if ended == "over" else "/letters/A-1")
    assert letter(small_staffed)["state"] == "draft"


@pytest.mark.parametrize(
    ("referer", "leads"),
    [
        ("http://127.0.0.1/letters/A-1", "/letters/A-1"),
        ("http://127.0.0.1/letters/A-1/complete", "/letters/A-1"),
        ("http://127.0.0.1/letters?state=draft", "/letters?state=draft"),
        ("http://evil.example/letters/A-1", "/"),
        ("http://127.0.0.1//evil.example/", "/"),
        ("", "/"),
    ],
)
def test_after_the_login_he_stands_before_the_form_again(
    small_staffed: Office, referer: str, leads: str
) -> None:
    data, headers = {"version": "1"}, {"referer": referer}
    answer = visitor(small_staffed).post("/letters/A-1/complete", data=data, headers=headers)
    assert answer.status_code == 303
    expected = "/login" if leads == "/" else f"/login?to={quote(leads, safe='')}"
    assert answer.headers["location"] == expected


def test_no_password_is_ever_shown_again(small_staffed: Office) -> None:
    client = visitor(small_staffed, "officer")
    form = {"old": PASSWORD, "new": PASSWORD, "again": PASSWORD, "form_token": form_token(client)}
    late = visitor(small_staffed, now=NOW + timedelta(days=2))
    late.cookies = client.cookies
    answer = late.post("/password", data=form)
    assert answer.status_code == 303
    assert PASSWORD not in answer.text


def test_the_login_leads_to_a_code_that_looks_quoted(small_staffed: Office) -> None:
    answer = visitor(small_staffed).get("/dossiers/A%252fB?x=1")
    assert answer.headers["location"] == f"/login?to={quote('/dossiers/A%252fB?x=1', safe='')}"


def test_the_page_is_for_everybody_and_leads_back_in_a_tab_of_its_own(
    browser: Browser, server: Server
) -> None:
    page = open_page(browser)
    log_in(page, server, "officer", "/letters/A-1")
    page.get_by_label("Lý do chậm").select_option(label="Thiếu nhân sự")
    page.get_by_label("Ghi rõ thêm").fill("chờ Sở Y tế")
    page.context.clear_cookies()
    page.get_by_role("button", name="Hoàn thiện").click()
    expect(page.get_by_role("alert")).to_contain_text("Phiên đăng nhập đã hết")
    assert faults_of(page) == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập").click()
    tab = opened.value
    tab.get_by_label("Tên đăng nhập").fill("officer")
    tab.get_by_label("Mật khẩu").fill(PASSWORD)
    tab.get_by_role("button", name="Đăng nhập").click()
    tab.wait_for_url("**/letters/A-1")
    expect(page.get_by_text("chờ Sở Y tế")).to_be_visible()
