"""Chromium for the tests: the machine's own, or the one that Playwright brings."""

import shutil

from playwright.sync_api import Browser, Error, Page, Playwright
from review_site import PASSWORD, Server

WIDE, NARROW = (1366, 768), (390, 844)
HOW_TO_GET = "no Chromium: apt install chromium, or .venv/bin/playwright install chromium"


def start_chromium(playwright: Playwright) -> Browser | None:
    """A running Chromium; None where there is none."""
    own = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        return playwright.chromium.launch(executable_path=own, args=["--no-sandbox"])
    except Error:
        return None


def open_page(browser: Browser, size: tuple[int, int] = WIDE) -> Page:
    """A page without anybody logged in, in a browser of its own."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="vi-VN", reduced_motion="reduce"
    )
    return context.new_page()


def log_in(page: Page, server: Server, login: str, to: str = "/") -> None:
    """Log somebody in and wait for the page that he wanted."""
    page.goto(server.url + to)
    page.get_by_label("Tên đăng nhập").fill(login)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/login" not in url)
