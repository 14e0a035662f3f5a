"""The jobs of the daemon, in the order in which they are done when several are due."""

import logging
from datetime import time

from monitor.config import Settings
from monitor.digest.weekly import queue_digests
from monitor.office_calendar import office_calendar
from monitor.purging import purged
from monitor.schedule.due import Times, every_day, every_week, every_worked_week, from_october
from monitor.schedule.night import night
from monitor.schedule.shift import Job, Shift
from monitor.schedule.telling import tell_of_calendar
from monitor.store.audit import deciding
from monitor.store.audit_check import check_all

_LOG = logging.getLogger(__name__)
NIGHTLY = "nightly"
_MORNING, _CLEARING, _CHECKING = time(8), time(3), time(4)
_SUNDAY = 6
_BY = "tthc daemon"


def jobs_of(settings: Settings) -> tuple[Job, ...]:
    """What this office has the daemon do."""
    at, weekly = settings.schedule, settings.digest
    jobs = [Job(Times(NIGHTLY, every_day(at.nightly)), night)]
    if weekly.enabled and weekly.recipients:
        # Of the week before there was a daemon nobody expects one.
        times = Times("digest", every_worked_week(weekly.day.number, weekly.time), False)
        jobs.append(Job(times, tell_leaders))
    jobs.append(Job(Times("calendar", from_october(_MORNING)), remind_of_calendar))
    if any(settings.retention.model_dump().values()):
        jobs.append(Job(Times("retention", every_week(_SUNDAY, _CLEARING)), clear_up))
    jobs.append(Job(Times("audit", every_week(_SUNDAY, _CHECKING), False), check_log))
    return tuple(jobs)


def tell_leaders(shift: Shift) -> None:
    """Put the digest of the week into the outbox; what is there already stays as it is."""
    queue_digests(shift.engine, shift.settings, shift.day, shift.clock())
    with deciding(shift.engine) as connection:
        shift.land(connection, "queued")


def remind_of_calendar(shift: Shift) -> None:
    """Tell the administrator if the days off of next year are not known."""
    year = shift.day.year + 1
    known = year in office_calendar(shift.settings).announced_years
    with deciding(shift.engine) as connection:
        if not known:
            tell_of_calendar(connection, shift.settings, year, shift.clock())
        shift.land(connection, "known" if known else "reminded")


def check_log(shift: Shift) -> None:
    """Follow the whole chain of the audit log; what is found stands on the administrator's page."""
    found = check_all(shift.engine, _BY, shift.clock())
    with deciding(shift.engine) as connection:
        shift.land(connection, "sound" if found.tampered is None else "tampered")
    if found.tampered is not None:
        _LOG.error("row %d of the audit log is not as it was written", found.tampered)


def clear_up(shift: Shift) -> None:
    """Delete personal data whose time is over."""
    found = purged(shift.engine, shift.settings, shift.clock(), _BY)
    with deciding(shift.engine) as connection:
        shift.land(connection, "cleared")
    _LOG.info("retention: %s", ", ".join(f"{one.count} {one.what}" for one in found))
