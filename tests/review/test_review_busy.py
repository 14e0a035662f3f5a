"""While a run writes to SQLite: what has to be kept waits, and each page says so."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from office import Office
from review_site import NOW, PASSWORD, Server, form_token, visitor
from sqlalchemy import event, update

from monitor.store.account_models import PersonSession
from monitor.store.audit import deciding


@contextmanager
def busy(office: Office) -> Iterator[None]:
    """Write as a run does; nobody waits for it."""

    @event.listens_for(office.engine, "connect")
    def _wait_for_nobody(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA busy_timeout = 0")

    with deciding(office.engine):
        office.engine.dispose(close=False)
        yield


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

    with busy(small_staffed):
        answer = client.request(method, address, data=form if method == "POST" else None)
    assert answer.status_code == 503
    assert "thử lại" in answer.text


def test_a_page_that_only_reads_is_there_and_what_it_would_note_waits(
    small_staffed: Office,
) -> None:
    client = visitor(small_staffed, "leader")
    long_ago = {"notice": "Đã duyệt.", "seen_at": NOW - timedelta(minutes=5)}
    with small_staffed.engine.begin() as connection:
        connection.execute(update(PersonSession).values(**long_ago))
    with busy(small_staffed):
        answer = client.get("/dossiers")
    assert answer.status_code == 200
    assert "Đã duyệt." in answer.text
    assert "Đã duyệt." in client.get("/dossiers").text
    assert "Đã duyệt." not in client.get("/dossiers").text


def test_who_waits_for_the_end_of_a_run_holds_up_nobody_else(server: Server) -> None:
    engine, many, begun = server.office.engine, 8, []
    cookies = dict(visitor(server.office, "leader").cookies)

    @event.listens_for(engine, "before_cursor_execute")
    def _note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement == "BEGIN IMMEDIATE":
            begun.append(statement)

    def get(address: str) -> int:
        return httpx.get(f"{server.url}{address}", cookies=cookies, timeout=60).status_code

    with ThreadPoolExecutor(many) as pool:
        with deciding(engine):
            waiting = [pool.submit(get, "/dossiers/A-1") for _ in range(many)]
            for _ in range(1_000):
                if len(begun) > many:
                    break
                time.sleep(0.01)
            assert len(begun) == 1 + many
            assert get("/") == 200
            assert not any(one.done() for one in waiting)
        assert {one.result() for one in waiting} == {200}
