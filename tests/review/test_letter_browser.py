"""The letters in a browser: from the login to approved, by keyboard, on a phone, for axe."""

import pytest
from browsing import NARROW, WIDE, faults_of, keep_picture, log_in, open_page
from letter_site import lead_to, stand_in
from office import Office
from playwright.sync_api import Browser, Page, expect
from review_site import PASSWORD, served

HEAD = 'signer_title = "Giám đốc"'


@pytest.fixture
def signed(small_staffed: Office) -> Office:
    """An office whose head has a name, so that nobody need type it."""
    small_staffed.config = small_staffed.config.replace(
        HEAD, f'{HEAD}\nsigner_name = "Phạm Văn Cường"'
    )
    small_staffed.write_config()
    return small_staffed


@pytest.fixture
def quick(signed: Office) -> Office:
    """The same with blank pages instead of LibreOffice's."""
    stand_in(signed)
    return signed


def wait_for_picture(page: Page) -> None:
    """Until the letter is shown as it is printed, where there is a LibreOffice."""
    loaded = "one => one.complete || new Promise(done => one.onload = one.onerror = () => done())"
    for picture in page.locator("img.paper").all():
        picture.evaluate(loaded)


def test_from_the_login_to_an_approved_letter_in_six_clicks_and_one_typed_line(
    signed: Office, browser: Browser
) -> None:
    with served(signed) as server:
        page = open_page(browser)
        page.goto(server.url)
        page.get_by_label("Tên đăng nhập").fill("approver")
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        clicks = [
            page.get_by_role("button", name="Đăng nhập"),
            page.get_by_role("link", name="Thư cần hoàn thiện"),
            page.get_by_role("link", name="A-2", exact=True),
            page.get_by_role("option", name="Chờ ý kiến cơ quan phối hợp"),
            page.get_by_role("button", name="Hoàn thiện"),
            page.get_by_role("button", name="Phê duyệt"),
        ]
        assert len(clicks) <= 6
        for click in clicks:
            if page.get_by_label("Ghi rõ thêm (nếu cần)").is_visible():
                page.get_by_label("Ghi rõ thêm (nếu cần)").fill("Sở Y tế chưa trả lời")
                wait_for_picture(page)
                keep_picture(page, "thu-hoan-thien")
            click.click()
        expect(page.get_by_role("status")).to_contain_text("Đã phê duyệt thư của hồ sơ A-2")
        wait_for_picture(page)
        keep_picture(page, "thu-da-duyet")
        page.context.close()
    kept = signed.rows("SELECT state, fault, reason FROM letter WHERE dossier = 'A-2'")[0]
    assert kept["state"] == "approved"
    assert kept["fault"] == "agency"  # the reason brought it along
    assert kept["reason"].endswith("; Sở Y tế chưa trả lời")


def test_a_letter_is_completed_and_approved_by_keyboard_alone(
    quick: Office, browser: Browser
) -> None:
    def reach(page: Page, what: str) -> None:
        """Press Tab until that is focused, whose focus must be seen."""
        target = page.locator(what)
        for _ in range(60):
            page.keyboard.press("Tab")
            if target.evaluate("node => node === document.activeElement"):
                outline = target.evaluate("node => getComputedStyle(node).outlineStyle")
                assert outline != "none", what
                return
        raise AssertionError(f"{what} can't be reached")

    with served(quick) as server:
        page = open_page(browser)
        log_in(page, server, "approver", "/letters/A-1")
        reach(page, "#complete-reason_code")
        page.keyboard.type("Phải")
        reach(page, "#complete-reason")
        page.keyboard.type("chờ biên bản")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Đã hoàn thiện")
        reach(page, "section button")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Đã phê duyệt")
        page.context.close()


def test_what_was_typed_stays_in_the_form_of_the_second_of_two(
    quick: Office, browser: Browser
) -> None:
    with served(quick) as server:
        first, second = open_page(browser), open_page(browser)
        log_in(first, server, "officer", "/letters/A-1")
        log_in(second, server, "approver", "/letters/A-1")
        for page, reason in ((first, "Thiếu nhân sự"), (second, "Trình ký chậm")):
            page.get_by_label("Lý do chậm").select_option(label=reason)
            page.get_by_label("Ngày hẹn mới khác").fill("12/10/2021")
            page.get_by_role("button", name="Hoàn thiện").click()
        expect(second.get_by_role("alert")).to_contain_text("Người officer (officer) đã hoàn thiện")
        assert faults_of(second) == []
        keep_picture(second, "thu-hai-nguoi")
        form = second.locator('form[action$="/revise"]')
        expect(form.get_by_label("Lý do chậm")).to_have_value("trinh-ky")
        expect(form.get_by_label("Ngày khác", exact=True)).to_be_checked()
        expect(form.get_by_label("Ngày hẹn mới khác")).to_have_value("12/10/2021")
        form.get_by_role("button").click()
        expect(second.get_by_role("status")).to_contain_text("Đã sửa lại")
        first.context.close()
        second.context.close()
    assert quick.rows("SELECT reason_code FROM letter WHERE dossier = 'A-1'")[0] == {
        "reason_code": "trinh-ky"
    }


def test_letters_are_ticked_printed_and_then_completed_from_the_list(
    quick: Office, browser: Browser
) -> None:
    with served(quick) as server:
        page = open_page(browser)
        log_in(page, server, "officer", "/letters?state=draft")
        page.get_by_label("Chọn mọi thư trên trang").check()
        with page.expect_download() as printed:
            page.get_by_role("button", name="In các thư đã chọn").click()
        assert printed.value.suggested_filename == "in-thu-xin-loi.pdf"
        page.get_by_label("Lý do chậm").select_option(label="Trình ký chậm")
        keep_picture(page, "thu-hang-loat")
        page.get_by_role("button", name="Hoàn thiện các thư đã chọn").click()
        expect(page.get_by_role("status").last).to_contain_text("Đã hoàn thiện 3 thư")
        assert faults_of(page) == []
        page.context.close()
    assert len(quick.rows("SELECT id FROM letter WHERE state = 'completed'")) == 3


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_on_the_pages_of_the_letters(
    quick: Office, browser: Browser, size: tuple[int, int]
) -> None:
    lead_to(quick, "issued", "A-1")
    lead_to(quick, "completed", "A-2")
    # A dossier that has changed since, so that flags stand on its page.
    with quick.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE dossier SET status = 7 WHERE code = 'A-2'")
    faults = {}
    with served(quick) as server:
        for login, places in {
            "approver": ("A-3", "A-2"),
            "office": ("A-1", "A-2", "B-1", "?state=issued", "?state=completed", "?state=sent"),
            "viewer": ("A-1", "?state=draft"),
        }.items():
            page = open_page(browser, size)
            log_in(page, server, login)
            for place in places:
                path = f"/letters{place}" if place.startswith("?") else f"/letters/{place}"
                page.goto(server.url + path)
                page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
                if found := faults_of(page):
                    faults[login, place] = found
            page.context.close()
    assert faults == {}
