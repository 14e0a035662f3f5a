"""While a run writes to SQLite: what has to be kept waits, and each page says so."""

from typing import Any

import pytest
from office import Office
from review_site import PASSWORD, form_token, visitor
from sqlalchemy import event

from monitor.store.audit import deciding


@pytest.mark.parametrize(
    ("login", "method", "address"),
    [
        ("admin", "POST", "/admin/people/viewer/open"),
        ("admin", "POST", "/admin/audit/verify"),
        ("leader", "GET", "/dossiers/A-1"),
        ("leader", "GET", "/dossiers.xlsx"),
        ("leader", "GET", "/letters/A-1"),
        ("leader", "POST", "/logout"),
        ("leader", "POST", "/password"),
        (None, "POST", "/login"),
    ],
)
def test_while_a_run_writes_the_page_says_to_come_again(
    small_staffed: Office, login: str | None, method: str, address: str
) -> None:
    client = visitor(small_staffed, login)
    form = {"login": "leader", "password": PASSWORD, "old": PASSWORD}
    form |= {"new": "mot cau khac cung dai", "again": "mot cau khac cung dai"}
    if login is not None:
        form["form_token"] = form_token(client)

    @event.listens_for(small_staffed.engine, "connect")
    def _wait_for_nobody(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA busy_timeout = 0")

    with deciding(small_staffed.engine):  # as a run does
        small_staffed.engine.dispose(close=False)
        answer = client.request(method, address, data=form if method == "POST" else None)
    assert answer.status_code == 503
    assert "thử lại" in answer.text
