"""A daemon in a process of its own, at the hour that a test says."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from office import Office

DAEMON = Path(__file__).with_name("daemon_at.py")
ENOUGH_S = 240


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
