"""A job in a process of its own: the daemon can end it at any moment, and its memory goes with it.

The process holds on to a pipe of the daemon. When that closes, because the daemon ends or was
killed, it ends on the spot; what had not landed is undone by the database.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from threading import Thread

from sqlalchemy import Engine

from monitor.config import Settings
from monitor.schedule.failing import record_failure, where
from monitor.schedule.jobs import jobs_of
from monitor.schedule.shift import Shift
from monitor.schedule.telling import reason
from monitor.store import jobs, leases
from monitor.store.audit import deciding
from monitor.store.leases import LeaseLostError
from monitor.store.schedule_models import JobState

_LOG = logging.getLogger(__name__)
_WINDOWS_GROUP = 0x00000200  # CREATE_NEW_PROCESS_GROUP
CUT_OFF, FAILED = 70, 1
_ENDS_S = 3


def started(
    config: Path, job: str, day: date, owner: str, now: datetime
) -> subprocess.Popen[bytes]:
    """Begin an occurrence in a process of its own, out of reach of the terminal's Ctrl+C."""
    given = [str(config), job, day.isoformat(), owner, now.isoformat()]
    command = [sys.executable, "-m", "monitor.schedule", *given]
    new_group = _WINDOWS_GROUP if os.name == "nt" else 0
    return subprocess.Popen(  # noqa: S603 - our own program, with our own arguments
        command, stdin=subprocess.PIPE, creationflags=new_group, start_new_session=os.name != "nt"
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End it now."""
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
    process.terminate()
    try:
        process.wait(_ENDS_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def die_with_the_daemon() -> None:
    """From now on this process ends when the pipe to the daemon closes."""

    def wait() -> None:
        # Nothing is ever written into it. Python aborts at its end while a thread reads sys.stdin.
        with suppress(OSError, ValueError):
            os.read(sys.stdin.fileno(), 1)
        os._exit(CUT_OFF)

    Thread(target=wait, name="the daemon is there", daemon=True).start()


def work(
    settings: Settings,
    engine: Engine,
    job: str,
    day: date,
    owner: str,
    clock: Callable[[], datetime],
) -> int:
    """Do an occurrence whose lease the daemon has taken; the exit code.

    A failure is recorded with what it means: the next try, or that it is given up and told.
    """
    with engine.connect() as connection:
        (latest,) = jobs.recent(connection, job, 1)
    landed = latest.outcome if latest.state == JobState.LANDED else None
    found = next(one for one in jobs_of(settings) if one.name == job)
    try:
        found.work(Shift(settings, engine, job, day, owner, clock, landed))
    except LeaseLostError:
        return CUT_OFF
    except Exception as error:  # whatever it is, the ledger must know
        _LOG.debug("%s failed here:\n%s", job, where(error))
        with deciding(engine) as connection:
            leases.beat(connection, job, owner)
            told = f"{type(error).__name__}: {error}"
            record_failure(connection, settings, job, day, told, clock(), reason(error))
        return FAILED
    return 0
