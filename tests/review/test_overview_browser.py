"""Tổng quan in Chromium: for everybody, wide and narrow, and by keyboard."""

from collections.abc import Iterator

import pytest
from browsing import NARROW, WIDE, faults_of, keep_picture, log_in, open_page
from playwright.sync_api import Browser, expect
from review_site import Server, served
from sample_site import DIVISION, sample_office


@pytest.fixture(scope="module")
def sample_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    office = sample_office(tmp_path_factory.mktemp("sample"))
    with office.engine.begin() as connection:  # the demo ran today, which pictures need not tell
        connection.exec_driver_sql("UPDATE run SET finished_at = '2021-09-30 01:00:00.000000'")
    with served(office) as running:
        yield running
    office.engine.dispose()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_overview_is_for_everybody(
    browser: Browser, sample_server: Server, size: tuple[int, int]
) -> None:
    page = open_page(browser, size)
    log_in(page, sample_server, "leader", "/overview")
    assert faults_of(page) == []
    if size == WIDE:
        keep_picture(page, "tong-quan")
        page.locator("#weeks").evaluate("node => node.scrollIntoView()")
        keep_picture(page, "tong-quan-12-tuan")
    for summary in page.locator("details.counted summary").all():
        summary.click()
    assert faults_of(page) == []
    page.goto(f"{sample_server.url}/overview?kind=week&by=median-days")
    assert faults_of(page) == []
    page.context.close()
    own = open_page(browser, size)
    log_in(own, sample_server, "viewer", "/overview?kind=year")
    assert faults_of(own) == []
    own.context.close()


def test_a_division_and_its_late_dossiers_are_reached_by_keyboard(
    browser: Browser, sample_server: Server
) -> None:
    page = open_page(browser)
    log_in(page, sample_server, "leader", "/overview")
    for what in (page.locator("#units ~ .scroll"), page.get_by_role("link", name=DIVISION)):
        what.focus()
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(outline) == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "unit=" in url)
    expect(page.get_by_text("xem toàn cơ quan")).to_be_visible()
    page.get_by_role("link", name="đang quá hạn").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/dossiers" in url)
    expect(page.get_by_role("heading", name="Hồ sơ", exact=True)).to_be_visible()
    page.context.close()
