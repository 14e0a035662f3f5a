"""The review pages as people use them: a real server over a small office, and who logs in."""

import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from unittest.mock import patch

import httpx2
import uvicorn
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from office import Office
from sqlalchemy import update

from monitor.review.accounts import people
from monitor.review.accounts.passwords import hashed
from monitor.review.accounts.people import add_person, find_person
from monitor.review.accounts.sessions import begin
from monitor.review.app import PAGES, review_app
from monitor.review.visit import cookie_name
from monitor.store.account_models import Person
from monitor.store.audit import deciding

NOW = datetime(2021, 9, 30, 9, 15)
OWN, OTHER = "Phòng Việc làm", "Thanh tra Sở"
PASSWORD = "mot cau dai de nho"
_HASH = hashed(PASSWORD)


def add(office: Office, login: str, *roles: str, unit: str | None = OWN, name: str = "") -> None:
    """Somebody with his own password, which is PASSWORD."""
    # A hash takes a tenth of a second: one is made, of the password that all have.
    with patch.object(people, "hashed", lambda _: _HASH), deciding(office.engine) as connection:
        add_person(connection, login, name or f"Người {login}", roles, unit, "test", NOW)
        connection.execute(update(Person).where(Person.login == login).values(must_change=False))


def addresses() -> list[tuple[str, str]]:
    """(method, path) of every page and form."""
    found = [
        (method, route.path)
        for router in PAGES
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    ]
    assert found
    return sorted(found)


def app_of(office: Office, now: datetime = NOW) -> FastAPI:
    return review_app(office.settings, office.engine, lambda: now)


def visitor(office: Office, login: str | None = None, now: datetime = NOW) -> TestClient:
    """A client without a browser, with a session of its own if a login is given."""
    app = app_of(office, now)
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    if login is not None:
        with office.engine.begin() as connection:
            person = find_person(connection, login)
            assert person is not None
            client.cookies.set(cookie_name(app.state.site), begin(connection, person, now))
    return client


def form_token(client: TestClient, page: str = "/") -> str:
    """The token that the forms of this page bear."""
    found = re.search(r'name="form_token" value="([^"]+)"', client.get(page).text)
    assert found is not None
    return found[1]


def post(
    client: TestClient, page: str, address: str, **values: str | Sequence[str]
) -> httpx2.Response:
    """Send a form as the page shows it, with its token."""
    return client.post(address, data={**values, "form_token": form_token(client, page)})


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    url: str
    office: Office


@contextmanager
def served(office: Office, now: datetime = NOW) -> Iterator[Server]:
    """Serve the pages on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(app_of(office, now), log_config=None, lifespan="off")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield Server(f"http://127.0.0.1:{free.getsockname()[1]}", office)
        finally:
            server.should_exit = True
            thread.join()
