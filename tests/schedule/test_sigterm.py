"""SIGTERM ends a daemon whatever it is doing, and nothing is lost or done twice."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from daemon_office import nights, prepare
from daemon_process import daemon, wait_for
from mail_server import Post, post_office
from office import Office, row

MORNING = datetime(2021, 9, 27, 7)
LATE = 400
RECIPIENT = '[digest]\nday = "monday"\n[[digest.recipients]]\naddress = "giam-doc@so.example"\n'

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends SIGTERM")


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as running:
        yield running


def test_a_run_that_is_cut_off_is_done_by_the_next_daemon(office: Office) -> None:
    prepare(office).export(*(row(f"A-{number}") for number in range(LATE)))
    with daemon(office, MORNING):
        wait_for(office, "SELECT 1 FROM run WHERE state = 'running'")
    ((_, state, _),) = nights(office)
    assert state in ("waiting", "landed", "done")  # it may have been quicker than we
    with daemon(office, MORNING + timedelta(hours=1)):
        wait_for(office, "SELECT 1 FROM job_run WHERE job = 'nightly' AND state = 'done'")
    assert nights(office) == [("2021-09-27", "done", "complete")]
    assert office.rows("SELECT failures FROM job_run WHERE job = 'nightly'") == [{"failures": 0}]
    assert len(office.rows("SELECT id FROM letter")) == LATE
    assert len(office.rows("SELECT id FROM run WHERE state = 'done'")) == 1
    assert len(list(office.folder.rglob("out/letters/**/[!.]*.docx"))) == LATE


def test_sigterm_ends_a_daemon_whose_mail_server_hangs(small_office: Office, post: Post) -> None:
    """Long before it would give the server up; what it was handing over is for a person."""
    prepare(small_office, mail=True, port=post.port, more=RECIPIENT)
    config = small_office.folder / "config.toml"
    config.write_text(config.read_text().replace("timeout_s = 5", "timeout_s = 3600"))
    post.moods["dot"] = "hang"
    with daemon(small_office, MORNING - timedelta(seconds=2)):
        wait_for(small_office, "SELECT 1 FROM mail WHERE state = 'sending'")
    with daemon(small_office, MORNING + timedelta(hours=1)):
        wait_for(small_office, "SELECT 1 FROM mail WHERE state = 'unknown'")
    assert len(post.taken) == 1
