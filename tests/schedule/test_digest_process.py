"""The digest by a daemon of its own process: at its hour, once, and not on a day off."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from daemon_office import prepare
from mail_server import Post, post_office
from office import Office

DAEMON = Path(__file__).with_name("daemon_at.py")
RECIPIENTS = """
[digest]
day = "monday"
time = "07:00:00"
[[digest.recipients]]
address = "giam-doc@so.example"
[[digest.recipients]]
address = "viec-lam@so.example"
unit = "Phòng Việc làm"
"""
BEFORE, AT, HOUR = (
    timedelta(hours=6, minutes=59, seconds=57),
    timedelta(hours=7),
    timedelta(hours=1),
)
MONDAY = datetime(2021, 9, 27)
DAY_OFF, TUESDAY = datetime(2026, 4, 27), datetime(2026, 4, 28)  # Giỗ Tổ, moved from a Sunday
ENOUGH_S = 240

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends SIGTERM")


@contextmanager
def daemon(office: Office, begins: datetime) -> Iterator[None]:
    """One that is there for the block and ends by itself when it is told to."""
    command = [sys.executable, str(DAEMON), str(office.folder), begins.isoformat()]
    process = subprocess.Popen(command)
    try:
        yield
        process.send_signal(signal.SIGTERM)
        assert process.wait(ENOUGH_S) == 0
    finally:
        process.kill()
        process.wait()


def wait_for(office: Office, query: str) -> Any:
    """The first row of a query once there is one."""
    until = time.monotonic() + ENOUGH_S
    while not (rows := office.rows(query)):
        assert time.monotonic() < until
        time.sleep(0.2)
    return rows[0]


def wait_for_looks(office: Office, state: str, hour: datetime) -> None:
    """Until the digest stands so in the ledger, nothing waits, and some looks after all that."""
    wait_for(office, f"SELECT 1 FROM job_run WHERE job = 'digest' AND state = '{state}'")
    none_waits = "NOT EXISTS (SELECT 1 FROM mail WHERE state IN ('waiting', 'sending'))"
    at = wait_for(office, f"SELECT beat_at AS at FROM daemon WHERE {none_waits} ORDER BY 1 DESC")[
        "at"
    ]
    after = max(datetime.fromisoformat(str(at)), hour) + timedelta(seconds=3)
    wait_for(office, f"SELECT 1 FROM daemon WHERE beat_at > '{after}'")


def subjects(post: Post) -> dict[str, str]:
    """Address → subject; no address has two."""
    found = {to: message["subject"] for (to,), message in post.taken}
    assert len(found) == len(post.taken)
    return found


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as running:
        yield running


def test_it_arrives_at_its_hour_and_once(office: Office, post: Post) -> None:
    prepare(office, mail=True, port=post.port, more=RECIPIENTS)
    with daemon(office, MONDAY + BEFORE):
        wait_for_looks(office, "done", MONDAY + AT)
    week = "Bản tin TTHC tuần 38/2021"
    assert subjects(post) == {
        "giam-doc@so.example": f"{week}: 2 hồ sơ quá hạn, 2 thiếu thư xin lỗi",
        "viec-lam@so.example": f"{week}, Phòng Việc làm: 2 hồ sơ quá hạn, 2 thiếu thư xin lỗi",
    }
    assert office.rows(f"SELECT 1 FROM mail WHERE created_at < '{MONDAY + AT}'") == []
    with daemon(office, MONDAY + AT + HOUR):  # a restart on the same day
        wait_for_looks(office, "done", MONDAY + AT + HOUR)
    assert len(post.taken) == 2


def test_it_moves_from_a_day_off_to_the_next_worked_day(small_office: Office, post: Post) -> None:
    prepare(small_office, mail=True, port=post.port, more=RECIPIENTS)
    with daemon(small_office, DAY_OFF + BEFORE):
        wait_for_looks(small_office, "skipped", DAY_OFF + AT)  # that of the week before
    assert post.taken == []
    with daemon(small_office, TUESDAY + BEFORE):
        wait_for_looks(small_office, "done", TUESDAY + AT)
    assert {one.partition(":")[0] for one in subjects(post).values()} == {
        "Bản tin TTHC tuần 17/2026",
        "Bản tin TTHC tuần 17/2026, Phòng Việc làm",
    }
    assert small_office.rows("SELECT min(created_at) AS at FROM mail")[0]["at"] > str(TUESDAY + AT)


def test_sigterm_ends_a_daemon_whose_mail_server_hangs(small_office: Office, post: Post) -> None:
    """Long before it would give the server up; what it was handing over is for a person."""
    prepare(small_office, mail=True, port=post.port, more=RECIPIENTS)
    config = small_office.folder / "config.toml"
    config.write_text(config.read_text().replace("timeout_s = 5", "timeout_s = 3600"))
    post.moods["dot"] = "hang"
    with daemon(small_office, MONDAY + BEFORE):
        wait_for(small_office, "SELECT 1 FROM mail WHERE state = 'sending'")
    with daemon(small_office, MONDAY + AT + HOUR):
        wait_for(small_office, "SELECT 1 FROM mail WHERE state = 'unknown'")
    assert len(post.taken) <= len(RECIPIENTS.split("address = ")) - 1
    assert subjects(post)
