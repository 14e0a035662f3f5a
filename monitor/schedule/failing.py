"""What a failure means: the next try, or after the last that the administrator is told."""

import logging
from datetime import date, datetime
from traceback import format_tb

from sqlalchemy import Connection

from monitor.config import Settings
from monitor.schedule.telling import tell_of_failure
from monitor.store import jobs
from monitor.store.schedule_models import JobState

_LOG = logging.getLogger(__name__)


def record_failure(
    connection: Connection,
    settings: Settings,
    job: str,
    day: date,
    error: str,
    now: datetime,
    why: str | None = None,
) -> None:
    """Note a failure, and tell of the last one, in one transaction.

    error: for the ledger. why: the same as it may be logged and mailed.
    """
    why = why or error
    failed = jobs.fail(connection, job, day, error, now)
    tried = f"{job} of {day} failed ({failed.failures} of {jobs.MOST_FAILURES})"
    if failed.state == JobState.GIVEN_UP:
        told = tell_of_failure(connection, settings, failed, why, now)
        what = "the administrator is told" if told else "nobody could be told by mail"
        _LOG.error("%s and is given up, %s: %s", tried, what, why)
    else:
        _LOG.warning("%s, next try at %s: %s", tried, failed.next_try_at, why)


def where(error: BaseException) -> str:
    """Where in the program something failed, without any value that it was given."""
    return "".join(format_tb(error.__traceback__))
