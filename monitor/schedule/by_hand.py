"""A run by hand: never at the same time as the daemon's or another one."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Connection, Engine

from monitor.config import Settings
from monitor.report import Report
from monitor.schedule.jobs import NIGHTLY
from monitor.schedule.keeping import Keeper
from monitor.store import leases
from monitor.store.audit import deciding
from monitor.store.database import DatabaseError
from monitor.store.leases import Watch

_AGAIN_S = 0.5


def name_of_this() -> str:
    """As whom this process takes leases: host, process, and a word that no other one has."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}:{token_hex(4)}"


@contextmanager
def alone(
    engine: Engine, settings: Settings, clock: Callable[[], datetime]
) -> Iterator[Callable[[Connection, Report], None]]:
    """The lease of the nightly run for a block; yields what makes a run land only under it.

    Raises DatabaseError where a run is at work. A program that was cut off is waited for as long
    as [schedule] lease_s has it, to be sure that it is gone.
    """
    owner = name_of_this()
    _take(engine, settings, clock, owner)
    try:
        with Keeper(engine, NIGHTLY, owner, settings.schedule.lease_s):
            yield lambda connection, _report: leases.beat(connection, NIGHTLY, owner)
    finally:
        with deciding(engine) as connection:
            leases.release(connection, NIGHTLY, owner)


def _take(engine: Engine, settings: Settings, clock: Callable[[], datetime], owner: str) -> None:
    watch = Watch(settings.schedule.lease_s, time.monotonic)
    first: tuple[str, int] | None = None
    while True:
        with deciding(engine) as connection:
            if leases.take(connection, NIGHTLY, owner, clock(), watch):
                return
            held = leases.lease(connection, NIGHTLY)
        if held is not None and held.owner != leases.NOBODY:
            first = first or (held.owner, held.beat)
            if first != (held.owner, held.beat):
                raise DatabaseError(
                    f"a run is at work since {held.since:%H:%M} ({held.owner}); wait until it has "
                    "ended"
                )
        time.sleep(_AGAIN_S)
