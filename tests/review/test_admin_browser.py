"""Quản trị in Chromium: for everybody, wide and narrow, by keyboard."""

import pytest
from browsing import NARROW, WIDE, faults_of, keep_picture, log_in, open_page
from mail_site import SAID, fill_outbox, put
from office import Office
from playwright.sync_api import Browser
from review_site import OTHER, OWN, Server, add, post, served, visitor
from run_site import failed, held, unread

# Address → name of its picture in the guide, "" for none.
PAGES = {
    "/admin/people": "nguoi-dung",
    "/admin/people-new": "",
    "/admin/people/viewer": "mot-nguoi-dung",
    "/admin/clients": "",
    "/admin/runs": "lan-chay",
    "/admin/runs/2": "",
    "/admin/runs/2/rejected": "dong-khong-doc-duoc",
    "/admin/runs/5": "",
    "/admin/runs/6": "",
    "/admin/held": "bi-giu-lai",
    "/admin/outbox": "thu-dien-tu",
    "/admin/outbox?state=waiting": "",
    "/admin/outbox?state=refused": "",
    "/admin/sources": "nguon",
    "/admin/views": "",
    "/admin/audit": "nhat-ky",
}


def fill(office: Office) -> None:
    """People and programs as an office has them."""
    add(office, "binh.le", "officer", "approver", unit=OWN, name="Lê Thị Bình")
    add(office, "duc.do", "officer", unit=OTHER, name="Đỗ Minh Đức")
    admin, people = visitor(office, "admin"), "/admin/people"
    post(admin, people, f"{people}/duc.do/close", why="Chuyển công tác")
    values = {"login": "lan.ho", "name": "Hồ Thị Lan", "role": ["viewer"], "unit": OWN}
    post(admin, people, people, **values)
    post(admin, people, "/admin/clients", name="bao-cao-so", role="leader", unit="")
    visitor(office, "viewer")
    unread(office)
    held(office)
    failed(office)
    fill_outbox(office)
    put(office, "giamdoc@example.vn", SAID["dung@example.vn"], kind="digest")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_for_everybody(
    browser: Browser, small_staffed: Office, size: tuple[int, int]
) -> None:
    fill(small_staffed)
    with served(small_staffed) as server:
        page = open_page(browser, size)
        log_in(page, server, "admin", "/admin")
        for address, name in PAGES.items():
            page.goto(server.url + address)
            for summary in page.locator("summary").all():
                summary.click()
            assert faults_of(page) == [], address
            if name and size == WIDE:
                keep_picture(page, f"quan-tri-{name}")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_before_the_first_run_they_are_too(
    browser: Browser, small_office: Office, size: tuple[int, int]
) -> None:
    add(small_office, "admin", "admin", unit=None)
    with served(small_office) as server:
        page = open_page(browser, size)
        log_in(page, server, "admin", "/admin")
        for address in PAGES:
            page.goto(server.url + address.replace("viewer", "admin"))
            assert faults_of(page) == [], address


@pytest.mark.parametrize("log", ["audit", "views"])
def test_a_phone_shows_the_first_row_of_a_log_which_is_cut_by_keyboard(
    browser: Browser, small_staffed: Office, log: str
) -> None:
    visitor(small_staffed, "leader").get("/dossiers/A-1")
    held(small_staffed)  # a doubt about the data takes its place too
    admin = visitor(small_staffed, "admin")
    post(admin, "/admin/people", "/admin/people/viewer/end-sessions")
    with served(small_staffed) as server:
        page = open_page(browser, NARROW)
        log_in(page, server, "admin", f"/admin/{log}")
        row = page.locator("tbody tr").first.bounding_box()
        assert row is not None
        assert row["y"] + row["height"] < NARROW[1]
        page.get_by_text("Lọc danh sách").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("nobody")
        page.keyboard.press("Enter")
        page.get_by_text("khớp điều kiện").wait_for()
        page.get_by_role("link", name="Bỏ điều kiện lọc").press("Enter")
        page.locator("tbody tr").first.wait_for()


def test_somebody_is_added_by_keyboard_alone(browser: Browser, server: Server) -> None:
    page = open_page(browser)
    log_in(page, server, "admin", "/admin")
    page.wait_for_url("**/admin/people")
    page.get_by_role("link", name="Thêm người dùng").press("Enter")
    page.wait_for_url("**/admin/people-new")
    page.locator("input:focus").wait_for()
    page.keyboard.type("lan.ho")
    page.keyboard.press("Tab")
    page.keyboard.type("Hồ Thị Lan")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_label("Phòng, đơn vị").select_option(OWN)
    page.get_by_role("button", name="Thêm và cấp mật khẩu lần đầu").press("Enter")
    page.get_by_role("heading", name="Mật khẩu lần đầu của lan.ho").wait_for()
    assert faults_of(page) == []
    page.get_by_role("link", name="Về tài khoản").press("Enter")
    page.wait_for_url("**/admin/people/lan.ho")
    page.get_by_text("Khoá tài khoản").first.press("Enter")
    page.get_by_label("Lý do").fill("Nhập nhầm")
    page.get_by_role("button", name="Khoá tài khoản").press("Enter")
    page.get_by_text("Đã khoá tài khoản lan.ho.").wait_for()


def test_a_guard_is_lifted_and_taken_back_by_keyboard_alone(
    browser: Browser, small_staffed: Office
) -> None:
    held(small_staffed)
    with served(small_staffed) as server:
        page = open_page(browser)
        log_in(page, server, "admin", "/admin/held")
        page.get_by_label("Lý do cho qua").focus()
        page.keyboard.type("Đã đối chiếu với hệ thống một cửa")
        page.keyboard.press("Enter")
        page.get_by_text("Đã cho qua “Ít dòng bất thường” cho lần chạy sau.").wait_for()
        assert faults_of(page) == []
        page.get_by_role("button", name="Rút lại quyết định").press("Enter")
        page.get_by_text("có hiệu lực như cũ.").wait_for()
