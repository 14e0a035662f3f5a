"""Hôm nay: what waits for whoever is logged in, and whether the data can be believed."""

import re
from datetime import date, timedelta

import pytest
from browsing import NARROW, WIDE, faults_of, keep_picture, log_in, open_page
from mail_site import fill_outbox
from office import Office, finished
from playwright.sync_api import Browser
from review_site import NOW, Server, add, visitor
from run_site import held, unread


def tiles(text: str) -> dict[str, int]:
    """Title → number of each tile."""
    found = re.findall(r"<b>([\d.]+)</b><span>([^<]+)</span>", text)
    return {title: int(count) for count, title in found}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("viewer", {}),
        ("officer", {"Thư cần hoàn thiện": 1}),
        ("approver", {"Thư cần hoàn thiện": 1, "Thư chờ duyệt": 1}),
        ("approver-other", {"Thư cần hoàn thiện": 1, "Thư chờ duyệt": 0}),
        ("office", {"Thư chờ cấp số": 1, "Thư chờ gửi": 0}),
    ],
)
def test_everybody_finds_what_waits_for_him(
    staffed: Office, role: str, expected: dict[str, int]
) -> None:
    with staffed.engine.begin() as connection:
        for code, state in (("A-1", "completed"), ("A-2", "approved")):
            connection.exec_driver_sql(
                f"UPDATE letter SET state = '{state}' WHERE dossier = '{code}'"
            )
    found = tiles(visitor(staffed, role).get("/").text)
    assert found == {**expected, "Hồ sơ sắp đến hạn": 0}


def test_an_administrator_is_shown_no_dossiers(small_staffed: Office) -> None:
    text = visitor(small_staffed, "admin").get("/").text
    assert "không xem hồ sơ" in text
    assert 'href="/dossiers' not in text


def test_an_administrator_finds_what_waits_for_him(small_staffed: Office) -> None:
    admin = visitor(small_staffed, "admin")
    first = admin.get("/").text
    assert "Dữ liệu mới và đủ." in first
    waits = ("Cảnh báo chờ quyết định", "Dòng không đọc được", "Thư điện tử cần quyết định")
    assert tiles(first) == dict.fromkeys(waits, 0)
    unread(small_staffed)
    held(small_staffed)
    fill_outbox(small_staffed)
    text = admin.get("/").text
    assert tiles(text) == dict(zip(waits, (1, 0, 1), strict=True))
    assert "bị giữ lại" in text
    assert tiles(visitor(small_staffed, "office").get("/").text)[waits[2]] == 1
    assert waits[0] not in visitor(small_staffed, "leader").get("/").text


def test_the_first_line_says_the_day_in_a_sentence(staffed: Office) -> None:
    def verdict(login: str) -> str:
        return (
            visitor(staffed, login).get("/").text.partition('verdict late">')[2].partition("<")[0]
        )

    told = "{} hồ sơ quá hạn chưa có kết quả; {} hồ sơ quá hạn chưa có văn bản xin lỗi."
    assert verdict("leader") == told.format(3, 4)
    assert verdict("officer-other") == told.format(1, 1)
    unread(staffed)
    assert verdict("leader") == f"Ít nhất {told.format(4, 5)}"


def test_a_run_that_looked_back_does_not_pass_for_today(staffed: Office) -> None:
    said = "số liệu tính đến ngày 27/09/2021, không phải hôm nay"
    assert said not in visitor(staffed, "leader").get("/").text
    staffed.run(date(2021, 9, 27))
    for address in ("/", "/dossiers", "/overview"):
        assert said in visitor(staffed, "leader").get(address).text
    assert said in visitor(staffed, "admin").get("/").text


def test_what_a_run_has_newly_found_is_told_apart(staffed: Office) -> None:
    assert "Không có vấn đề mới" not in visitor(staffed, "leader").get("/").text
    staffed.run()
    text = visitor(staffed, "leader").get("/").text
    assert "Không có vấn đề mới so với lần chạy trước." in text
    assert "/dossiers?rule=overdue-open&amp;" not in text


def test_without_late_dossiers_that_is_claimed_of_whole_and_fresh_data_alone(
    staffed: Office,
) -> None:
    staffed.export(finished("A-4"))
    staffed.run()
    # the others have vanished, so that they are judged by their last state
    assert "Không có hồ sơ trễ hạn." not in visitor(staffed, "leader").get("/").text
    claim = "Không có hồ sơ trễ hạn."
    own = visitor(staffed, "viewer-other")
    with staffed.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE finding SET closed_at = '2021-09-30'")
    assert claim in own.get("/").text
    with staffed.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE run SET state = 'incomplete'")
    text = own.get("/").text
    assert claim not in text
    assert "chưa hoàn tất" in text
    with staffed.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE run SET state = 'done'")
    late = visitor(staffed, "leader", now=NOW + timedelta(hours=30)).get("/").text
    assert claim not in late
    assert "Chưa thể khẳng định" in late
    assert 'class="banner"' in late


def test_before_the_first_run_the_page_says_that_there_is_none(small_office: Office) -> None:
    add(small_office, "leader", "leader", unit=None)
    text = visitor(small_office, "leader").get("/").text
    assert "chưa có lần chạy nào thành công" in text
    assert "Không có hồ sơ trễ hạn." not in text


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_first_pages_are_for_everybody(
    browser: Browser, server: Server, size: tuple[int, int]
) -> None:
    page = open_page(browser, size)
    page.goto(server.url)
    assert faults_of(page) == []
    log_in(page, server, "approver")
    assert faults_of(page) == []
    if size == WIDE:
        keep_picture(page, "hom-nay")
    page.goto(server.url + "/password")
    assert faults_of(page) == []
    page.goto(server.url + "/nowhere")
    assert faults_of(page) == []


def test_the_keyboard_alone_leads_everywhere(browser: Browser, server: Server) -> None:
    page = open_page(browser)
    page.goto(server.url)
    page.locator("input:focus").wait_for()
    page.keyboard.type("approver")
    page.keyboard.press("Tab")
    page.keyboard.type("mot cau dai de nho")
    page.keyboard.press("Enter")
    page.wait_for_url(server.url + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung chính"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert "Thư cần hoàn thiện" in page.evaluate("document.activeElement.textContent")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
