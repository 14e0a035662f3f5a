"""Names and codes that are scripts, markup or one word without an end, in Chromium."""

from urllib.parse import quote

import pytest
from browsing import NARROW, WIDE, faults_of, log_in, open_page
from letter_site import step
from office import Office, row
from playwright.sync_api import Browser
from review_site import OWN, add, served, visitor

SCRIPT = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{7*7}}'
ENDLESS = "Nguyễn" * 30
CODES, NAMES = ("1/" + SCRIPT, "H99/% ?#&=1", "0" * 90), (SCRIPT, "An", ENDLESS)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_they_are_shown_as_they_are_and_make_no_page_wider(
    browser: Browser, small_office: Office, size: tuple[int, int]
) -> None:
    rows = [row(code, applicant=name) for code, name in zip(CODES, NAMES, strict=True)]
    small_office.export(*rows)
    small_office.run()
    add(small_office, "officer", "officer", name=SCRIPT)
    add(small_office, "approver", "approver", "leader", unit=OWN, name=ENDLESS)
    paths = [quote(code, safe="") for code in CODES]
    officer = visitor(small_office, "officer")
    for path in paths:
        answer = step(officer, "complete", path, reason=f"{SCRIPT} {ENDLESS}")
        assert answer.status_code == 303, answer.text
    asked = [
        *("/", "/dossiers", "/letters", "/letters?state=completed", "/admin/views", "/overview"),
        *(f"/dossiers/{path}" for path in paths),
        *(f"/dossiers/{path}/deadline" for path in paths),
        *(f"/letters/{path}" for path in paths),
        *(f"/admin/views?dossier={path}" for path in paths),
    ]
    with served(small_office) as server:
        page = open_page(browser, size)
        page.add_init_script("window.alert = () => document.title = 'ALERT'")
        log_in(page, server, "approver")
        for address in asked:
            shown = page.goto(server.url + address)
            assert shown is not None
            assert (shown.status, page.title() == "ALERT") == (200, False), address
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            assert faults_of(page) == [], address
