"""Real daemons: started as a service does, ended, killed at random, two at once."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from daemon_office import prepare
from export_files import write
from office import HEAD, Office, row

TTHC = Path(sys.executable).with_name("tthc")
TORTURE = Path(__file__).with_name("torture.py")
ENOUGH_S = 240
NAMES = ("Nguyễn Thị Minh Khai", "0912345678", "Lê Thị Bình", "minhkhai@example.org")
LOG = '[log]\nformat = "json"\nlevel = "debug"\n[web]\nport = {port}\n'


def begun(office: Office, *options: str, **env: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [str(TTHC), "daemon", *options],
        cwd=office.folder,
        env={k: v for k, v in os.environ.items() if not k.startswith("TTHC_")} | env,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for_the_night(office: Office, process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + ENOUGH_S
    while not office.rows("SELECT id FROM job_run WHERE job = 'nightly' AND state = 'done'"):
        assert time.monotonic() < until
        assert process.poll() is None
        time.sleep(0.1)


@pytest.mark.skipif(os.name == "nt", reason="sends SIGTERM")
def test_a_daemon_does_the_night_of_the_agency_logs_no_names_and_ends_on_sigterm(
    small_office: Office,
) -> None:
    """On a host in another zone, with pages, all that it logs as JSON."""
    prepare(small_office, more=LOG.format(port=free_port()))
    extra = [*HEAD, "Số điện thoại", "Email"]
    named = [*row("A-1", applicant=NAMES[0]), NAMES[1], NAMES[3]]
    broken = [*row("A-2", applicant=NAMES[0], due="32/13/2021"), NAMES[1], NAMES[3]]
    write(small_office.folder / "export.xlsx", [extra, named, broken])
    process = begun(small_office, TZ="America/Los_Angeles")
    wait_for_the_night(small_office, process)
    process.send_signal(signal.SIGTERM)
    _, logged = process.communicate(timeout=ENOUGH_S)
    assert process.returncode == 0
    events = [json.loads(line) for line in logged.splitlines() if line.startswith("{")]
    assert any("nightly of" in event["message"] for event in events)
    assert any(event["level"] == "DEBUG" for event in events)
    assert [name for name in NAMES if name in logged] == []
    (run,) = small_office.rows("SELECT as_of, started_at FROM run")
    agency = small_office.settings.zone_on(small_office.settings.agency[0].start)
    assert agency == ZoneInfo("Asia/Ho_Chi_Minh")
    (night,) = small_office.rows("SELECT occurrence, started_at FROM job_run WHERE job = 'nightly'")
    assert str(run["as_of"]) == str(run["started_at"])[:10] == str(night["started_at"])[:10]
    (lease,) = small_office.rows("SELECT owner FROM lease WHERE name = 'nightly'")
    assert lease["owner"] == ""


@pytest.mark.skipif(os.name == "nt", reason="forks and kills")
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_daemons_that_are_killed_at_random_lose_nothing_and_do_nothing_twice(
    database: str,
) -> None:
    """The short form of `make torture`; docs/tests.md has what the long one counted."""
    options = ("--kills", "6", "--starts", "2", "--seed", "7", "--database", database)
    done = subprocess.run(
        [sys.executable, str(TORTURE), *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 faults" in done.stdout
