"""The list and a dossier in Chromium: for everybody, wide and narrow, by keyboard, on paper."""

from collections.abc import Iterator

import pytest
from browsing import NARROW, WIDE, faults_of, keep_picture, log_in, open_page
from dossier_pages import fill
from office import Office
from playwright.sync_api import Browser
from review_site import Server, served


@pytest.fixture(scope="module")
def filled_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    office = Office(tmp_path_factory.mktemp("office"))
    fill(office)
    with served(office) as running:
        yield running
    office.engine.dispose()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_of_dossiers_are_for_everybody(
    browser: Browser, filled_server: Server, size: tuple[int, int]
) -> None:
    page = open_page(browser, size)
    log_in(page, filled_server, "leader")
    shots = {
        "/dossiers?rule=overdue-open&late_from=2&q=nguyen": "danh-sach",
        "/dossiers?q=khongco": "",
        "/dossiers": "",
    }
    for address, name in shots.items():
        page.goto(filled_server.url + address)
        assert faults_of(page) == [], address
        if name and size == WIDE:
            keep_picture(page, f"ho-so-{name}")
        page.get_by_text("Lọc danh sách").click()
        assert faults_of(page) == [], address
    page.goto(f"{filled_server.url}/dossiers?rule=overdue-open")
    page.locator("tbody th a").first.click()
    if size == WIDE:
        keep_picture(page, "ho-so-mot-ho-so")
    for summary in page.locator("details.days summary").all():
        summary.click()
    assert faults_of(page) == []
    page.get_by_role("link", name="Bản giải trình để in").click()
    assert faults_of(page) == []
    page.emulate_media(media="print")
    assert page.get_by_text("Người lập").is_visible()
    assert not page.get_by_role("button", name="Đăng xuất").is_visible()


def test_a_list_is_searched_and_cut_by_keyboard_alone(
    browser: Browser, filled_server: Server
) -> None:
    page = open_page(browser)
    log_in(page, filled_server, "officer", "/dossiers")
    page.get_by_label("Mã hồ sơ, tên").focus()
    page.keyboard.type("nguyen van")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dossiers?q=nguyen+van")
    page.get_by_text("Lọc danh sách").focus()
    page.keyboard.press("Enter")
    page.locator("select[name=status]").select_option("4")
    page.get_by_role("button", name="Lọc", exact=True).press("Enter")
    page.wait_for_url("**/dossiers?q=nguyen+van&status=4")
    chips = page.get_by_role("list", name="Đang lọc theo")
    assert chips.get_by_role("listitem").count() == 3
    chips.get_by_role("link").first.press("Enter")
    page.wait_for_url("**/dossiers?status=4")
