"""What is due: from a job's times, the calendar, the ledger and the hour at the agency. Pure.

An occurrence of a job has a day, which names it: the night of the 12th, the digest of Monday the
14th. Each is done once; of several that were missed the latest stands for all; and none is begun
that lies before one that was, so that a clock that is set back does nothing twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from monitor.store.schedule_models import SETTLED, JobRun, JobState
from rules import Calendar

_DAY = timedelta(days=1)
_LOOK_BACK = 31  # days: nothing that was missed for longer is made up for
_LOOK_AHEAD = 400
_FIRST_OF_OCTOBER = (10, 1)
_REMIND_EVERY = 14

Moment = Callable[[date, Calendar], datetime | None]
"""When the occurrence of a day is to begin; None where that day has none."""


@dataclass(frozen=True, slots=True)
class Times:
    """The times of one job. from_the_first: what was due before there was a daemon is done too."""

    job: str
    moment: Moment
    from_the_first: bool = True

    def last(self, now: datetime, calendar: Calendar) -> date | None:
        """The day of the latest occurrence whose time has come; None for none in a month."""
        days = (now.date() - n * _DAY for n in range(_LOOK_BACK))
        return next((day for day in days if self._begun(day, now, calendar)), None)

    def next(self, now: datetime, calendar: Calendar) -> datetime | None:
        """When the next occurrence after this hour begins; None for none within a year."""
        days = (now.date() + n * _DAY for n in range(-_LOOK_BACK, _LOOK_AHEAD))
        moments = (self.moment(day, calendar) for day in days)
        return next((at for at in moments if at is not None and at > now), None)

    def _begun(self, day: date, now: datetime, calendar: Calendar) -> bool:
        at = self.moment(day, calendar)
        return at is not None and at <= now


def that_counts(recent: Sequence[JobRun], now: datetime) -> JobRun | None:
    """Of a job's last two occurrences, the later first, the one that holds others back.

    One alone that lies more than a day ahead was begun by a clock that was wrong then, and is
    passed over. Two say that the clock is wrong now, so that nothing is due.
    """
    believed = now.date() + _DAY
    ahead = [one for one in recent if one.occurrence > believed]
    rest = recent[1:] if len(ahead) == 1 else recent
    return rest[0] if rest else None


def is_due(day: date, latest: JobRun | None, now: datetime, longest_wait: timedelta) -> bool:
    """Whether the occurrence of that day is to be begun now, if its lease can be had.

    latest: of `that_counts`. longest_wait: no failed one waits longer; where it seems
    to, the clock was set back since.
    """
    if latest is None or latest.occurrence < day:
        return True
    if latest.occurrence > day or latest.state in SETTLED:
        return False
    waits = latest.next_try_at - now if latest.next_try_at else timedelta()
    return latest.state != JobState.WAITING or not timedelta() < waits <= longest_wait


def every_day(at: time) -> Moment:
    """Each day at that hour."""
    return lambda day, _: datetime.combine(day, at)


def every_week(weekday: int, at: time) -> Moment:
    """On that day of each week (Monday is 0) at that hour, worked or not."""
    return lambda day, _: datetime.combine(day, at) if day.weekday() == weekday else None


def every_worked_week(weekday: int, at: time) -> Moment:
    """The same, but on the next worked day where that day is off."""

    def moment(day: date, calendar: Calendar) -> datetime | None:
        if day.weekday() != weekday:
            return None
        return datetime.combine(calendar.worked_from(day), at)

    return moment


def from_october(at: time) -> Moment:
    """Every second week from 1 October to the end of the year, at that hour."""

    def moment(day: date, _: Calendar) -> datetime | None:
        days = (day - date(day.year, *_FIRST_OF_OCTOBER)).days
        return datetime.combine(day, at) if days >= 0 and days % _REMIND_EVERY == 0 else None

    return moment
