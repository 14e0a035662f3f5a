"""A daemon in a process of its own, at the hour that a test says."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from forked import begun
from office import Office, opened

from monitor.schedule import standing
from monitor.schedule.by_hand import name_of_this
from monitor.schedule.child import started
from monitor.schedule.daemon import Daemon

ENOUGH_S = 240


@contextmanager
def daemon(office: Office, begins: datetime) -> Iterator[None]:
    """One that is there for the block and ends by itself when it is told to."""
    program = begun(_at, office.folder, begins)
    pid = program.process.pid
    assert pid is not None
    try:
        program.let_run()
        yield
        os.kill(pid, signal.SIGTERM)
        program.process.join(ENOUGH_S)
        assert program.process.exitcode == 0
    finally:
        program.killed()


def wait_for(office: Office, query: str) -> Any:
    """The first row of a query once there is one."""
    until = time.monotonic() + ENOUGH_S
    while not (rows := office.rows(query)):
        assert time.monotonic() < until
        time.sleep(0.05)
    return rows[0]


def _at(folder: Path, begins: datetime) -> Iterator[None]:
    """`tthc daemon` at another hour; it looks every second, its jobs have their own processes."""
    office = opened(folder)
    yield
    began = time.monotonic()
    daemon = Daemon(
        office.settings,
        office.engine,
        lambda: begins + timedelta(seconds=time.monotonic() - began),
        partial(started, folder / "config.toml"),
        name_of_this(),
    )
    standing._LOOK_EVERY_S = 1
    standing.stand_by(daemon, None, lambda: datetime.now(UTC))
