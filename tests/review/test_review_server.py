"""How the review pages are served: the socket, and several processes that answer on it."""

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from dossier_pages import shown
from office import Office, row
from review_site import PASSWORD, add
from sqlalchemy import text

from monitor.cli.common import Service
from monitor.cli.serve import pages_of
from monitor.config import ConfigError, Settings, load_settings
from monitor.review.server import listening

_PATIENCE_S = 60
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def settings(small_office: Office) -> Settings:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    web = f'[web]\nurl = "http://127.0.0.1:{port}"\nport = {port}\nprocesses = 2\n'
    small_office.write_config(web)
    return load_settings(small_office.folder / "config.toml")


def test_the_end_of_a_page_does_not_wait_for_word_of_its_beginning(settings: Settings) -> None:
    with closing(listening(settings)) as place:
        browser = socket.create_connection(place.getsockname())
        connection, _ = place.accept()
        with closing(browser), closing(connection):
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_place_that_is_taken_is_told(settings: Settings) -> None:
    with closing(listening(settings)), pytest.raises(ConfigError, match="another tthc at work"):
        listening(settings)


def test_what_is_there_when_the_pages_are_is_not_looked_through_again(
    settings: Settings, small_office: Office
) -> None:
    some = [[n] for n in range(1_000)]
    before = gc.get_freeze_count()
    pages_of(Service(small_office.folder / "config.toml", settings, small_office.engine))
    assert gc.get_freeze_count() - before >= len(some)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def answering(server: int) -> list[int]:
    """The processes that a server has started to answer pages."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    return [int(one) for one in children if b"spawn_main" in _command(int(one))]


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def is_there(process: int) -> bool:
    return _command(process) != b""


def started(office: Office) -> subprocess.Popen[bytes]:
    """`tthc serve`, of which a signal to its group reaches nothing else."""
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("tthc")), "serve", "--config", "config.toml"],
        cwd=office.folder,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture
def server(small_office: Office, settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    add(small_office, "binh", "leader")
    process = started(small_office)
    try:
        wait_until(lambda: process.poll() is None and len(answering(process.pid)) == 2)
        wait_until(lambda: _status(settings) == httpx2.codes.OK)
        yield process
    finally:
        process.terminate()
        process.wait()


def _status(settings: Settings) -> int | None:
    try:
        return httpx2.get(f"{settings.web.url}/login").status_code
    except httpx2.TransportError:
        return None


@on_linux
def test_an_interrupt_ends_all_while_the_processes_are_still_starting(
    small_office: Office, settings: Settings
) -> None:
    process = started(small_office)
    try:
        wait_until(lambda: len(answering(process.pid)) == settings.web.processes)
        children = answering(process.pid)
        time.sleep(1)  # by now a sign of life of the first is waited for
        os.killpg(process.pid, signal.SIGINT)
        process.wait(_PATIENCE_S / 2)  # not the minute after which a process is given up
        wait_until(lambda: not any(is_there(one) for one in children))
    finally:
        process.kill()
        process.wait()


@on_linux
def test_two_processes_know_the_same_people_and_one_that_dies_is_replaced(
    settings: Settings, server: subprocess.Popen[bytes]
) -> None:
    with httpx2.Client(base_url=settings.web.url) as person:
        form = {"login": "binh", "password": PASSWORD}
        assert person.post("/login", data=form).status_code == httpx2.codes.SEE_OTHER
        cookies = person.cookies
    first, other = answering(server.pid)
    os.kill(first, signal.SIGKILL)  # whoever answers now has not seen the login
    wait_until(lambda: len(answering(server.pid)) == 2 and first not in answering(server.pid))
    os.kill(other, signal.SIGKILL)
    wait_until(lambda: _status(settings) == httpx2.codes.OK)
    # Who comes to the socket of the dead one waits for the one that replaces it.
    home = httpx2.get(f"{settings.web.url}/", cookies=cookies, timeout=_PATIENCE_S)
    assert home.status_code == httpx2.codes.OK
    assert "Người binh" in home.text


@on_linux
def test_those_who_come_are_divided_among_both(
    settings: Settings, server: subprocess.Popen[bytes]
) -> None:
    wait_until(lambda: all(_listens(one) for one in answering(server.pid)))
    place = ("127.0.0.1", settings.web.port)
    came = [socket.create_connection(place, timeout=_PATIENCE_S) for _ in range(60)]
    try:
        for one in came:
            one.sendall(b"GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert one.recv(12) == b"HTTP/1.1 200"
        at_each = [_sockets(one) for one in answering(server.pid)]
    finally:
        for one in came:
            one.close()
    assert min(at_each) > 10, at_each  # fewer come by chance once in a million times


@on_linux
def test_what_one_process_has_found_the_other_lists_too(
    settings: Settings, server: subprocess.Popen[bytes], small_office: Office
) -> None:
    small_office.export(row("A-1", applicant="Lò Thị Mỷ"), row("A-2", applicant="Lò Thị Mỷ"))
    small_office.run()
    wait_until(lambda: all(_listens(one) for one in answering(server.pid)))
    came = [httpx2.Client(base_url=settings.web.url, timeout=_PATIENCE_S) for _ in range(24)]
    try:
        form = {"login": "binh", "password": PASSWORD}
        assert came[0].post("/login", data=form).status_code == httpx2.codes.SEE_OTHER
        search = "/dossiers?q=lo+thi+my&sort=code"
        assert shown(came[0], search) == ["A-1", "A-2"]
        with small_office.engine.begin() as connection:  # by no run, so that nobody would know
            connection.execute(text("UPDATE dossier SET search_text = 'a 2' WHERE code = 'A-2'"))
        for one in came[1:]:
            one.cookies = came[0].cookies
            assert shown(one, search) == [
                "A-1",
                "A-2",
            ]  # all of them ask one process once in 8 million
    finally:
        for one in came:
            one.close()


def _sockets(process: int) -> int:
    """How many connections from elsewhere a process holds."""
    held = {str(file.readlink()) for file in Path(f"/proc/{process}/fd").iterdir()}
    lines = Path(f"/proc/{process}/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    established = {f"socket:[{line.split()[9]}]" for line in lines if line.split()[3] == "01"}
    return len(held & established)


def _listens(process: int) -> bool:
    """Whether it has begun to answer: its loop watches sockets."""
    return any(
        "anon_inode:[eventpoll]" in str(file.readlink())
        for file in Path(f"/proc/{process}/fd").iterdir()
    )


@on_linux
def test_they_end_with_the_one_that_started_them(server: subprocess.Popen[bytes]) -> None:
    both = answering(server.pid)
    server.terminate()
    assert server.wait(_PATIENCE_S) == 0
    assert [one for one in both if is_there(one)] == []


@on_linux
def test_they_end_where_that_one_is_killed(
    settings: Settings, server: subprocess.Popen[bytes]
) -> None:
    both = answering(server.pid)
    server.kill()
    wait_until(lambda: not any(is_there(one) for one in both))
    listening(settings).close()
