"""How the service stands: one check a question, what it found, and whether that is right."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from monitor.config import ConfigError, Settings
from monitor.office_calendar import office_calendar
from monitor.schedule.jobs import NIGHTLY, jobs_of
from monitor.store import daemons, jobs, leases, ledger, outbox
from monitor.store.database import is_current
from monitor.store.mail_models import Answer, MailState
from monitor.store.models import Run, RunState
from monitor.store.schedule_models import JobRun, JobState
from rules import Calendar

_SILENT = timedelta(minutes=5)  # a daemon looks four times a minute
_WRITES = timedelta(hours=1)  # on SQLite a run keeps all others from writing, signs of life too
_LONG_WAIT = timedelta(hours=1)
_LEAST_FREE = 500_000_000  # bytes; below it a night of a large office may not fit
_MONTH_OF_NOTICE, _DAY_OF_ALARM = 10, (12, 15)


@dataclass(frozen=True, slots=True)
class Check:
    """One question. says: for the IT person; may hold paths. figures: the same for programs."""

    name: str
    ok: bool
    says: str
    figures: Mapping[str, Any] = field(default_factory=dict)


def checks(engine: Engine, settings: Settings, now: datetime) -> list[Check]:
    """All that can be checked at this hour. now: local time of the agency."""
    found = [_disk(engine, settings)]
    try:
        calendar = office_calendar(settings)
    except ConfigError as error:
        return [Check("calendar", ok=False, says=str(error)), *found]
    found.append(_calendar(calendar, now))
    try:
        if not is_current(engine):
            way = "run" if engine.dialect.name == "sqlite" else "db upgrade"
            says = f"its tables are missing or old: `tthc {way}`"
            return [Check("database", ok=False, says=says), *found]
        with engine.connect() as connection:
            asked = list(_asked(connection, settings, calendar, now))
    except SQLAlchemyError as error:
        says = f"can't be asked: {type(error).__name__}"
        return [Check("database", ok=False, says=says), *found]
    return [Check("database", ok=True, says="its tables are current"), *asked, *found]


def _asked(
    connection: Connection, settings: Settings, calendar: Calendar, now: datetime
) -> Iterator[Check]:
    yield _daemon(connection, now)
    last = ledger.last_run(connection)
    good = ledger.last_good(connection)
    yield _last_run(last)
    yield _age(good, settings, now)
    for job in jobs_of(settings):
        recent = jobs.recent(connection, job.name, 1)
        latest = recent[0] if recent else None
        yield _job(job.name, latest, good, job.times.next(now, calendar), now)
    yield _outbox(connection, now)


def _daemon(connection: Connection, now: datetime) -> Check:
    seen = daemons.last_seen(connection)
    if seen is None:
        return Check("daemon", ok=True, says="none has ever been started on this database")
    figures = {"started_at": seen.started_at, "seen_at": seen.beat_at}
    if seen.stopped_at:
        says = f"it was stopped at {seen.stopped_at:%d/%m/%Y %H:%M}; start it: `tthc daemon`"
        return Check("daemon", ok=False, says=says, figures=figures)
    held = leases.lease(connection, NIGHTLY)
    at_work = held is not None and held.owner == seen.owner
    if now - seen.beat_at > (_WRITES if at_work else _SILENT):
        says = f"it has been silent since {seen.beat_at:%d/%m/%Y %H:%M}: is it running?"
        return Check("daemon", ok=False, says=says, figures=figures)
    doing = ", a run is at work" if at_work else ""
    says = f"it is there since {seen.started_at:%d/%m/%Y %H:%M}{doing}"
    return Check("daemon", ok=True, says=says, figures=figures)


def _last_run(last: Run | None) -> Check:
    if last is None:
        return Check("last-run", ok=False, says="there was none yet: `tthc run`")
    at = last.finished_at or last.started_at
    figures = {"id": last.id, "as_of": last.as_of, "state": last.state, "finished_at": at}
    says = f"run {last.id} as of {last.as_of:%d/%m/%Y}, {at:%d/%m/%Y %H:%M}: {last.state}"
    if last.error:
        says = f"{says}: {last.error}"
    elif last.state == RunState.INCOMPLETE:
        says = f"{says}; `tthc run` tells why"
    fine = last.state in (RunState.DONE, RunState.RUNNING)
    return Check("last-run", ok=fine, says=says, figures=figures)


def _age(good: Run | None, settings: Settings, now: datetime) -> Check:
    if good is None or good.finished_at is None:
        return Check("data", ok=False, says="no run has brought any yet")
    hours = (now - good.finished_at) / timedelta(hours=1)
    says = f"{max(hours, 0):.0f} hours old, of run {good.id} as of {good.as_of:%d/%m/%Y}"
    most = settings.web.stale_hours
    fine = hours <= most
    says = says if fine else f"{says}; more than the {most} of [web] stale_hours"
    return Check("data", ok=fine, says=says, figures={"hours": round(hours, 1), "run": good.id})


def _job(
    name: str, latest: JobRun | None, good: Run | None, coming: datetime | None, now: datetime
) -> Check:
    when = f"next {coming:%d/%m/%Y %H:%M}" if coming else "not again within a year"
    if latest is None:
        return Check(f"job {name}", ok=True, says=f"not yet; {when}", figures={"next": coming})
    figures = {"next": coming, "last": latest.occurrence, "state": latest.state}
    says = f"{latest.occurrence:%d/%m/%Y} {latest.state}"
    if latest.outcome and latest.outcome != "failed":
        says = f"{says}, {latest.outcome}"
    mended = (
        name == NIGHTLY
        and good is not None
        and good.finished_at is not None
        and good.finished_at > (latest.finished_at or now)
    )
    bad = latest.failures > 0 and latest.state in (JobState.WAITING, JobState.GIVEN_UP)
    if bad and mended:
        says = f"{says}, made up for by run {good.id if good else ''}"
    elif bad:
        says = f"{says} after {latest.failures} tries: {latest.error}"
    ahead = latest.occurrence > now.date() + timedelta(days=1)
    if ahead:
        says = f"{says}, on a day that lies ahead: is the clock right?"
    fine = not ahead and (mended or not bad)
    return Check(f"job {name}", ok=fine, says=f"{says}; {when}", figures=figures)


def _outbox(connection: Connection, now: datetime) -> Check:
    stands = outbox.tally(connection)
    unknown = stands.get(MailState.UNKNOWN, 0) + stands.get(MailState.GIVEN_UP, 0)
    waiting = stands.get(MailState.WAITING, 0) + stands.get(MailState.SENDING, 0)
    refused = stands.get(Answer.REFUSED, 0)
    oldest = outbox.oldest_waiting(connection)
    late = oldest is not None and now - oldest > _LONG_WAIT
    says = f"{waiting} waiting, {unknown} for you to decide, {refused} addresses refused so far"
    if unknown:
        says = f"{says}: `tthc outbox list`"
    elif late:
        says = f"{says}; the oldest since {oldest:%d/%m/%Y %H:%M}: `tthc outbox list`"
    figures = {"waiting": waiting, "undecided": unknown, "refused": refused}
    return Check("outbox", ok=not unknown and not late, says=says, figures=figures)


def _disk(engine: Engine, settings: Settings) -> Check:
    places = [settings.resolve(settings.letters.output)]
    if engine.dialect.name == "sqlite" and engine.url.database:
        places.append(Path(engine.url.database))
    free = {place: shutil.disk_usage(_there(place)).free for place in places}
    place, least = min(free.items(), key=lambda one: one[1])
    says = f"{least / 1e9:.1f} GB free for {place}"
    return Check("disk", ok=least >= _LEAST_FREE, says=says, figures={"free_bytes": least})


def _there(place: Path) -> Path:
    """The place, or the folder above it that is there."""
    return next(one for one in (place, *place.absolute().parents) if one.exists())


def _calendar(calendar: Calendar, now: datetime) -> Check:
    year = now.year
    if year not in calendar.announced_years:
        return Check("calendar", ok=False, says=f"days off of {year} are not known: [calendar]")
    if now.month < _MONTH_OF_NOTICE or year + 1 in calendar.announced_years:
        return Check("calendar", ok=True, says=f"days off of {year} are known")
    says = f"days off of {year + 1} are not known yet: add them when they are announced"
    return Check("calendar", ok=(now.month, now.day) < _DAY_OF_ALARM, says=says)
