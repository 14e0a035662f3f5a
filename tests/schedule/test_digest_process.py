"""The digest by a daemon of its own process: at its hour, once, and not on a day off."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from daemon_office import prepare
from daemon_process import daemon, wait_for
from mail_server import Post, post_office
from office import Office

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

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends SIGTERM")


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
