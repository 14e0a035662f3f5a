"""The tables of the daemon: who holds which lease, what was done of each job, who is alive."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.models import Base, Key


class JobState(StrEnum):
    """How one occurrence of a job stands."""

    RUNNING = "running"  # whoever holds the job's lease is at it
    LANDED = "landed"  # its work is kept; what comes after may be left, e.g. files to write
    WAITING = "waiting"  # to be tried again
    DONE = "done"
    GIVEN_UP = "given-up"
    SKIPPED = "skipped"  # its time was before the first daemon
    OVERTAKEN = "overtaken"  # a later occurrence was begun before this one was done


SETTLED = (JobState.DONE, JobState.GIVEN_UP, JobState.SKIPPED, JobState.OVERTAKEN)


class Lease(Base):
    """Who may do a job. owner: empty where nobody is at it. beat: counts up while he is alive.

    since: when he took it; for people, nothing is decided by it.
    """

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner: Mapped[str] = mapped_column(Text)
    beat: Mapped[int]
    since: Mapped[datetime]


class JobRun(Base):
    """One occurrence of a job: at most one row for each job and day.

    attempts: how often it was begun. failures: how often it failed by itself, see
    `monitor.store.jobs`. next_try_at: not before. outcome: in a word. error: why it failed last.
    """

    __tablename__ = "job_run"
    __table_args__ = (Index("uq_job_run_occurrence", "job", "occurrence", unique=True),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    job: Mapped[str] = mapped_column(String(40))
    occurrence: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))
    error: Mapped[str | None] = mapped_column(Text)


class Daemon(Base):
    """A daemon that is or was there. stopped_at: null until it ended by itself."""

    __tablename__ = "daemon"

    owner: Mapped[str] = mapped_column(String(120), primary_key=True)
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
