"""The daemon's look: what waits in the outbox, what is due, one after the other."""

import logging
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from threading import Event, Lock

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from monitor.config import Settings
from monitor.letterbook.desk import Desk
from monitor.letterbook.emailing import deliver
from monitor.review.kept_calendar import KeptCalendar
from monitor.schedule import child
from monitor.schedule.due import is_due, that_counts
from monitor.schedule.failing import record_failure, where
from monitor.schedule.jobs import NIGHTLY, jobs_of
from monitor.schedule.keeping import Keeper
from monitor.schedule.shift import Job
from monitor.schedule.telling import reason
from monitor.store import daemons, jobs, leases, ledger, outbox
from monitor.store.audit import deciding
from monitor.store.database import DatabaseError
from monitor.store.leases import LeaseLostError, Watch
from monitor.store.schedule_models import JobState

_LOG = logging.getLogger(__name__)
_BY = "tthc daemon"
_CHECK_S = 0.2
# Its daemon is gone, or the whole service is being stopped: no failure of the job.
_STOPPED = (child.CUT_OFF, -signal.SIGTERM, -signal.SIGINT)

Starter = Callable[[str, date, str, datetime], subprocess.Popen[bytes]]


class _NotMineError(Exception):
    """Somebody else has the lease, or has just done what was due."""


@dataclass
class Daemon:
    """One daemon. clock: local time of the agency, without offset.

    start: begins an occurrence in a process: (job, day, owner, now). owner: as whom it takes
    leases. ending: set when it is to end. busy: held while it looks.
    """

    settings: Settings
    engine: Engine
    clock: Callable[[], datetime]
    start: Starter
    owner: str
    ending: Event = field(default_factory=Event)
    busy: Lock = field(default_factory=Lock)
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        self.watch = Watch(self.settings.schedule.lease_s, time.monotonic)
        self._jobs, self._calendar = jobs_of(self.settings), KeptCalendar(self.settings)
        self._since = self.clock()
        with self.engine.begin() as connection:
            daemons.came(connection, self.owner, self._since)

    def look(self) -> None:
        """Do what is due now; whatever goes wrong, the next look tries again."""
        with self.busy:
            of_jobs: list[Callable[[], None]] = [partial(self._do, job) for job in self._jobs]
            for step in [self._live, self._send, *of_jobs, self._send]:
                if self.ending.is_set():
                    return
                try:
                    step()
                except (DatabaseError, SQLAlchemyError) as error:
                    _LOG.warning("the database: %s; tried again", type(error).__name__)
                except Exception as error:  # the daemon lives on
                    _LOG.error("a look failed: %s\n%s", reason(error), where(error))

    def leave(self) -> None:
        """Note that it has ended by itself."""
        with suppress(SQLAlchemyError, DatabaseError), self.engine.begin() as connection:
            daemons.went(connection, self.owner, self.clock())

    def _live(self) -> None:
        with self.engine.begin() as connection:
            self._is_alive(connection)

    def _is_alive(self, connection: Connection) -> None:
        daemons.lives(connection, self.owner, self.clock())

    def _send(self) -> None:
        """Send what waits in the outbox, but not while a run may keep answers from being noted."""
        mail = self.settings.mail
        if not (mail.host and mail.sender):
            return
        now = self.clock()
        with self.engine.connect() as connection:
            if self._others_run(connection) or not outbox.is_due(connection, now):
                return
        desk = Desk(self.engine, self.settings, self._calendar.now(), now, _BY)
        counted = deliver(desk, ends=self.ending.is_set)
        _LOG.info("outbox: %s", ", ".join(f"{n} {state}" for state, n in counted.items()))

    def _others_run(self, connection: Connection) -> bool:
        """Whether another program is at a run: on SQLite it keeps all others from writing."""
        run = leases.lease(connection, NIGHTLY)
        if run is None or run.owner in (leases.NOBODY, self.owner):
            return False
        return not self.watch.is_dead(run)

    def _do(self, job: Job) -> None:
        day = self._claimed(job)
        if day is not None:
            self._attend(job.name, day)

    def _claimed(self, job: Job) -> date | None:
        """The day of the occurrence that is due and now ours; None where there is none."""
        now = self.clock()
        day = job.times.last(now, self._calendar.now())
        if day is None:
            return None
        with self.engine.connect() as connection:
            # What comes after a night tells of it.
            waits = job.name != NIGHTLY and self._others_run(connection)
            if waits or not self._is_due(connection, job.name, day, now):
                return None
        try:
            with deciding(self.engine) as connection:
                if not leases.take(connection, job.name, self.owner, now, self.watch):
                    raise _NotMineError
                if not self._is_due(connection, job.name, day, now):
                    raise _NotMineError
                if self._is_of_before(connection, job, day):
                    jobs.skip(connection, job.name, day, now)
                    leases.release(connection, job.name, self.owner)
                    return None
                jobs.begin(connection, job.name, day, now)
                if job.name == NIGHTLY:
                    ledger.call_cut_off(connection, now)
        except _NotMineError:
            return None
        except DatabaseError:  # somebody writes: he is alive
            self.watch.forget(job.name)
            return None
        return day

    def _is_of_before(self, connection: Connection, job: Job, day: date) -> bool:
        """Whether it was due before there was a daemon, and so is not made up for."""
        if job.times.from_the_first or jobs.recent(connection, job.name, 1):
            return False
        at = job.times.moment(day, self._calendar.now())
        return at is None or at < self._since

    def _is_due(self, connection: Connection, job: str, day: date, now: datetime) -> bool:
        recent = jobs.recent(connection, job, 2)
        return is_due(day, that_counts(recent, now), now, jobs.LONGEST_WAIT)

    def _attend(self, job: str, day: date) -> None:
        """Have an occurrence done in a process of its own, and see to it that the ledger knows."""
        _LOG.info("%s of %s begins", job, day)
        began, ended = time.monotonic(), ""
        longest_s = self.settings.schedule.longest_hours * 3600
        process = self.start(job, day, self.owner, self.clock())
        lease_s = self.settings.schedule.lease_s
        with Keeper(self.engine, job, self.owner, lease_s, self._is_alive) as keeper:
            while process.poll() is None:
                if time.monotonic() - began > longest_s:
                    ended = f"it took longer than {longest_s / 3600:g} hours and was ended"
                if ended or self.ending.is_set() or keeper.lost.is_set():
                    child.end(process)
                time.sleep(_CHECK_S)
        stopped = self.ending.is_set() or process.returncode in _STOPPED
        why = ended or f"its process ended with code {process.returncode}"
        with suppress(LeaseLostError):
            self._settle(job, day, "" if stopped and not ended else why)
        _LOG.info("%s of %s ended after %.0f s", job, day, time.monotonic() - began)

    def _settle(self, job: str, day: date, why: str) -> None:
        """Give the lease back; what the process did not record is a failure, or put back."""
        now = self.clock()
        with deciding(self.engine) as connection:
            leases.beat(connection, job, self.owner)
            (latest,) = jobs.recent(connection, job, 1)
            if latest.state == JobState.RUNNING:
                if why:
                    record_failure(connection, self.settings, job, day, why, now)
                else:
                    jobs.put_back(connection, job, day, now)
                    if job == NIGHTLY:
                        ledger.call_cut_off(connection, now)
            leases.release(connection, job, self.owner)
