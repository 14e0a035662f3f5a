"""The digest in Chromium: one screen of a phone has what matters, in the light and in the dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import NARROW, WIDE, faults_of, keep_picture
from digest_office import issue, later, sample_office
from office import Office
from playwright.sync_api import Browser, Page

from monitor.digest.html import page_alone

NAMES = {"light": "ban-tin", "dark": "ban-tin-nen-toi"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return sample_office(tmp_path_factory.mktemp("sample"))


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def shown(browser: Browser, html: str, size: tuple[int, int], scheme: str) -> Page:
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_content(html)
    return page


@pytest.fixture
def pages(browser: Browser) -> Iterator[list[Page]]:
    opened: list[Page] = []
    yield opened
    for page in opened:
        page.context.close()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_it_is_for_everybody(
    browser: Browser, pages: list[Page], sample: Office, size: tuple[int, int], scheme: str
) -> None:
    for unit in ("", "Phòng Người có công"):
        html = page_alone(issue(sample, unit).page)
        pages.append(page := shown(browser, html, size, scheme))
        assert [fault for fault in faults_of(page) if not fault.startswith(RULES_OF_SITES)] == []
        if size == NARROW and not unit:
            keep_picture(page, NAMES[scheme])
    if size == WIDE and scheme == "light":
        keep_picture(pages[0], "ban-tin-may-tinh")


# A mail has neither landmarks nor a heading of its own: the program around it has.
RULES_OF_SITES = ("landmark", "region", "page-has-heading")


@pytest.mark.parametrize("names", ["short", "long"])
@pytest.mark.parametrize("hours", [0, 72], ids=["fresh", "stale"])
def test_one_screen_of_a_phone_has_what_matters(
    browser: Browser, pages: list[Page], sample: Office, tmp_path: Path, names: str, hours: int
) -> None:
    office = sample if names == "short" else with_long_names(sample_office(tmp_path))
    html = page_alone(issue(office, now=later(hours)).page)
    pages.append(page := shown(browser, html, NARROW, "light"))
    heights = page.evaluate(
        """() => [...document.querySelectorAll('.title')].map(
            (cell) => cell.parentElement.nextElementSibling.getBoundingClientRect().bottom)"""
    )
    todo, trend, points, unjudged, *below = heights
    assert todo < trend < points < unjudged <= NARROW[1] < min(below)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW[0]
    tasks = page.locator("td.line b", has_text="Phòng").count()
    assert tasks == {(0, "short"): 4, (72, "long"): 2}.get((hours, names), 3)
    assert page.get_by_text(f"Còn {5 - tasks} đơn vị khác có việc phải làm").is_visible()


def with_long_names(office: Office) -> Office:
    with office.engine.begin() as connection:
        for short, long in LONG.items():
            connection.exec_driver_sql(f"UPDATE dossier SET unit='{long}' WHERE unit='{short}'")
    return office


LONG = {
    "Phòng Bảo trợ xã hội - Trẻ em": "Phòng Bảo trợ xã hội, Bảo vệ trẻ em và Bình đẳng giới",
    "Phòng Lao động - Việc làm": "Phòng Lao động, Tiền lương, Việc làm và An toàn lao động",
    "Phòng Người có công": "Phòng Chính sách người có công với cách mạng và thân nhân liệt sĩ",
    "Thanh tra Sở": "Thanh tra Sở Lao động - Thương binh và Xã hội tỉnh Nam Sơn",
}


def test_old_data_is_called_out_before_the_verdict(
    browser: Browser, pages: list[Page], sample: Office, tmp_path: Path
) -> None:
    made = issue(sample, now=later(72))
    pages.append(page := shown(browser, page_alone(made.page), NARROW, "light"))
    alert, verdict = (page.locator(name).bounding_box() for name in (".alert", ".verdict"))
    assert alert is not None
    assert verdict is not None
    assert alert["y"] < verdict["y"] < NARROW[1] / 4
    keep_picture(page, "ban-tin-du-lieu-cu")
