"""Chromium for the tests: the machine's own, or the one that Playwright brings."""

import os
import shutil
from io import BytesIO
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Error, Page, Playwright
from review_site import PASSWORD, Server

WIDE, NARROW = (1366, 768), (390, 844)
_COLOURS = 128
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


def faults_of(page: Page) -> list[str]:
    """What is wrong for people: what axe finds, and whether the page is wider than the screen."""
    found = Axe().run(page)
    faults = [
        f"{rule['id']}: {node['html']}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    screen = page.viewport_size
    assert screen is not None
    if wide > screen["width"]:
        faults.append(f"{wide} pixels wide on a screen of {screen['width']}")
    return faults


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the page for the guide, where TTHC_SCREENSHOTS names a folder for it."""
    if folder := os.environ.get("TTHC_SCREENSHOTS"):
        picture = Image.open(BytesIO(page.screenshot()))  # few colours, so that it stays small
        picture.quantize(_COLOURS).save(Path(folder) / f"{name}.png", optimize=True)
