"""The ledger of jobs: which occurrence was begun, done, put off, given up."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, case, insert, select, update

from monitor.store.schedule_models import JobRun, JobState

MOST_FAILURES = 4  # the first try, and three more
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = FIRST_WAIT * 4 ** (MOST_FAILURES - 2)


def recent(connection: Connection, job: str, most: int) -> Sequence[JobRun]:
    """The last occurrences of a job, the last one first."""
    rows = connection.execute(
        select(JobRun.__table__)
        .where(JobRun.job == job)
        .order_by(JobRun.occurrence.desc())
        .limit(most)
    )
    return [JobRun(**row._mapping) for row in rows]


def begin(connection: Connection, job: str, day: date, now: datetime) -> JobRun:
    """Begin an occurrence or begin it again, under the job's lease; earlier ones are over.

    One whose work has landed stays so, for what comes after it.
    """
    connection.execute(
        update(JobRun)
        .where(
            JobRun.job == job,
            JobRun.occurrence < day,
            JobRun.state.in_((JobState.RUNNING, JobState.WAITING)),
        )
        .values(state=JobState.OVERTAKEN, finished_at=now)
    )
    landed = JobRun.state == JobState.LANDED
    values = {"started_at": now, "finished_at": None}
    again = connection.execute(
        update(JobRun)
        .where(JobRun.job == job, JobRun.occurrence == day)
        .values(
            attempts=JobRun.attempts + 1,
            state=case((landed, JobRun.state), else_=JobState.RUNNING),
            **values,
        )
    )
    if not again.rowcount:
        fresh = {"job": job, "occurrence": day, "attempts": 1, "state": JobState.RUNNING}
        connection.execute(insert(JobRun).values(**fresh, **values))
    return _one(connection, job, day)


def skip(connection: Connection, job: str, day: date, now: datetime) -> None:
    """Enter an occurrence that nobody is to do."""
    values = {"started_at": now, "finished_at": now, "state": JobState.SKIPPED}
    connection.execute(insert(JobRun).values(job=job, occurrence=day, **values))


def land(connection: Connection, job: str, day: date, outcome: str, now: datetime) -> None:
    """Note that the work of an occurrence is kept, in its transaction; something is left to do."""
    _settle(connection, job, day, state=JobState.LANDED, outcome=outcome, finished_at=now)


def finish(connection: Connection, job: str, day: date, outcome: str, now: datetime) -> None:
    """Note that an occurrence is done, in the transaction that holds its work."""
    _settle(connection, job, day, state=JobState.DONE, outcome=outcome, error=None, finished_at=now)


def fail(connection: Connection, job: str, day: date, error: str, now: datetime) -> JobRun:
    """Note that an occurrence failed by itself: it waits, or is given up after the last try."""
    failures = _one(connection, job, day).failures + 1
    state = JobState.WAITING if failures < MOST_FAILURES else JobState.GIVEN_UP
    _settle(
        connection,
        job,
        day,
        state=state,
        failures=failures,
        outcome="failed",
        error=error,
        finished_at=now,
        next_try_at=now + FIRST_WAIT * 4 ** (failures - 1),
    )
    return _one(connection, job, day)


def put_back(connection: Connection, job: str, day: date, now: datetime) -> None:
    """Note that an occurrence was cut off because the daemon ends: no failure of its own."""
    still = (JobRun.job == job, JobRun.occurrence == day, JobRun.state == JobState.RUNNING)
    connection.execute(update(JobRun).where(*still).values(state=JobState.WAITING, next_try_at=now))


def _one(connection: Connection, job: str, day: date) -> JobRun:
    query = select(JobRun.__table__).where(JobRun.job == job, JobRun.occurrence == day)
    return JobRun(**connection.execute(query).one()._mapping)


def _settle(connection: Connection, job: str, day: date, **values: object) -> None:
    connection.execute(
        update(JobRun).where(JobRun.job == job, JobRun.occurrence == day).values(**values)
    )
