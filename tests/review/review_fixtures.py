"""An office with a site, and a browser to look at it."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from browsing import HOW_TO_GET, start_chromium
from office import Office, finished, row
from playwright.sync_api import Browser, sync_playwright
from prepared import prepared
from review_site import OTHER, OWN, Server, add, served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none Playwright is asked for one, else the test is skipped."""
    with sync_playwright() as playwright:
        found = start_chromium(playwright)
        if found is None:
            install = [sys.executable, "-m", "playwright", "install", "chromium"]
            subprocess.run(install, check=False, capture_output=True, timeout=300)
            found = start_chromium(playwright)
        if found is None:
            pytest.skip(HOW_TO_GET)
        yield found
        found.close()


@pytest.fixture
def staffed(office: Office) -> Office:
    """An office on each database with late dossiers in two divisions and one person a role."""
    return _staffed(office)


@pytest.fixture
def small_staffed(small_office: Office) -> Office:
    """The same on SQLite alone."""
    return _staffed(small_office)


@pytest.fixture
def server(small_staffed: Office) -> Iterator[Server]:
    """A server over the small office."""
    with served(small_staffed) as running:
        yield running


def _staffed(office: Office) -> Office:
    prepared(office, "staffed", lambda: _fill(office))
    return office


def _fill(office: Office) -> None:
    office.export(
        row("A-1"),
        row("A-2", applicant="Trần Thị Bích"),
        finished("A-3", done="15/09/2021 10:00:00"),
        finished("A-4"),
        row("B-1", unit=OTHER, applicant="Đỗ Văn Đức"),
    )
    office.run()
    for role in ("viewer", "officer", "approver"):
        add(office, role, role, unit=OWN)
        add(office, f"{role}-other", role, unit=OTHER)
    for role in ("office", "leader", "admin"):
        add(office, role, role, unit=None)
