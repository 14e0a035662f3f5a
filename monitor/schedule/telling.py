"""What the daemon tells the administrator by mail: once each, with the reason and what to do."""

import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection

from monitor.config import ConfigError, Settings
from monitor.digest.weekly import NoMailError
from monitor.intake.errors import IntakeError
from monitor.mail.message import compose, message_id
from monitor.report import Report
from monitor.store.database import DatabaseError
from monitor.store.ledger import last_complete_id
from monitor.store.outbox import mail_about, put_in
from monitor.store.schedule_models import JobRun

_JOB = "job"
_BY = "tthc daemon"
# Whose texts are ours: they name files, sheets and keys. Others may quote what they were given.
_PLAIN = (IntakeError, ConfigError, DatabaseError, NoMailError, OSError)


def reason(error: BaseException) -> str:
    """Why something failed, in words that may leave the database: for logs and mails."""
    name = type(error).__name__
    return f"{name}: {error}" if isinstance(error, _PLAIN) else name


def tell_of_failure(
    connection: Connection, settings: Settings, failed: JobRun, why: str, now: datetime
) -> bool:
    """That an occurrence was given up; whether a message was put into the outbox."""
    words = {"job": failed.job, "day": failed.occurrence, "tries": failed.failures, "why": why}
    return _tell(connection, settings, "failed", f"{failed.job} {failed.occurrence}", words, now)


def tell_of_run(
    connection: Connection, settings: Settings, report: Report, outcome: str, now: datetime
) -> bool:
    """That a run was held or is incomplete: once until one is complete again."""
    why = "\n".join(f"- {note}" for note in report.notes)
    words = {"run": report.run_id, "day": report.as_of, "why": why}
    since = last_complete_id(connection) or 0
    return _tell(connection, settings, outcome, f"{outcome} since run {since}", words, now)


def tell_of_calendar(connection: Connection, settings: Settings, year: int, now: datetime) -> bool:
    """That the days off of a year are not known yet."""
    key = f"calendar {year} {now.date()}"
    return _tell(connection, settings, "calendar", key, {"year": year}, now)


def _tell(
    connection: Connection,
    settings: Settings,
    kind: str,
    key: str,
    words: dict[str, Any],
    now: datetime,
) -> bool:
    """Put a message into the outbox, in the transaction of what it tells, unless it has been."""
    to = settings.schedule.admin
    if not (to and settings.mail.host and settings.mail.sender):
        return False
    if mail_about(connection, _JOB, key):
        return False
    said, place = _sentences()[kind], settings.agency_on(now.date()).name
    subject = said["subject"].format(**words)
    put_in(
        connection,
        key=message_id(settings.mail, _JOB, key, to),
        about=(_JOB, key),
        to=[to],
        subject=subject,
        content=compose(
            settings.mail,
            settings.mail.sender_name or place,
            [to],
            subject,
            said["text"].format(**words, agency=place, web=settings.web.url),
            at=now.replace(tzinfo=settings.zone_on(now.date())),
            key=message_id(settings.mail, _JOB, key, to),
        ),
        by=_BY,
        now=now,
    )
    return True


@cache
def _sentences() -> dict[str, dict[str, str]]:
    text = files("monitor.schedule.data").joinpath("mails.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
