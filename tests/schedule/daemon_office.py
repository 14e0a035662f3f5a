"""An office with a daemon that looks when a test says so, at the hour that it says."""

from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Event
from typing import Any

from office import Office, row

from monitor.schedule.child import work
from monitor.schedule.daemon import Daemon
from monitor.schedule.jobs import NIGHTLY

MAIL = """
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "tthc@so.example"
timeout_s = 5
[schedule]
admin = "it@so.example"
"""
NIGHT = datetime(2021, 9, 30, 1, 30)
NO_SERVER = 1  # a port on which nobody listens


@dataclass
class Inside:
    """An occurrence done at once and in this process, as the daemon sees a process of its own."""

    office: Office
    job: str
    day: date
    owner: str
    now: datetime
    returncode: int = field(init=False)

    def __post_init__(self) -> None:
        office = self.office
        self.returncode = work(
            office.settings, office.engine, self.job, self.day, self.owner, lambda: self.now
        )

    def poll(self) -> int:
        return self.returncode


@dataclass
class Watched:
    """A daemon with a clock of its own."""

    office: Office
    owner: str = "daemon"
    now: datetime = NIGHT
    started: list[tuple[str, date]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.daemon = Daemon(
            self.office.settings,
            self.office.engine,
            lambda: self.now,
            self._start,
            self.owner,
            Event(),
        )

    def _start(self, job: str, day: date, owner: str, now: datetime) -> Any:
        self.started.append((job, day))
        return Inside(self.office, job, day, owner, now)

    def look(self, now: datetime) -> list[date]:
        """The nights that it has begun when it looked at that hour."""
        self.now, before = now, len(self.started)
        self.daemon.look()
        return [day for job, day in self.started[before:] if job == NIGHTLY]


def prepare(office: Office, *, mail: bool = False, port: int = NO_SERVER, more: str = "") -> Office:
    """An office with two late dossiers, and a mail server if it is asked for."""
    office.write_config((MAIL.format(port=port) if mail else "") + more)
    office.export(row("A-1"), row("A-2"))
    return office


def nights(office: Office) -> list[tuple[str, str, str | None]]:
    """(day, state, outcome) of each night in the ledger."""
    rows = office.rows(
        "SELECT occurrence, state, outcome FROM job_run WHERE job = 'nightly' ORDER BY occurrence"
    )
    return [(str(one["occurrence"]), one["state"], one["outcome"]) for one in rows]


def mails(office: Office) -> list[str]:
    """The subjects of what stands in the outbox."""
    return [one["subject"] for one in office.rows("SELECT subject FROM mail ORDER BY id")]
