"""Moments on any engine: their day, their clock time, the working time up to them."""

from datetime import date, time, timedelta

import narwhals as nw

from rules.columns import Fact, Kind
from rules.worktime.calendar import days_since_epoch
from rules.worktime.hours import A_DAY, WorkingHours

MS_AN_HOUR = 3_600_000
_MS = timedelta(milliseconds=1)
_MS_A_DAY = timedelta(days=1) // _MS
MS_WORKED_A_DAY = A_DAY // _MS


def day_of(fact: Fact) -> nw.Expr:
    """Days since 1970-01-01: whole numbers join a thousand times faster than dates."""
    moment = nw.col(fact.name)
    return _day(moment.cast(nw.Datetime("ms")) if fact.kind is Kind.DATE else moment)


def clocks(as_of: date) -> dict[str, nw.Expr]:
    """What an office that judges by the clock compares: milliseconds of appointment and end."""
    due, end = nw.col("due_at"), nw.col("end_at")
    alone = nw.when(end.is_null()).then(_stamp(due)).otherwise(_clock(due, end))
    return {
        "due_clock": alone,
        "end_clock": _clock(end, due),
        "as_of_clock": nw.lit(days_since_epoch(as_of) * _MS_A_DAY),
    }


def worked_until(name: str, moment: str, hours: WorkingHours) -> nw.Expr:
    """Working time up to a moment in milliseconds, from where the count of worked days begins.

    name: the day whose `_workdays` and `_worked` the frame has. moment: the column with the moment.
    """
    clock = _stamp(nw.col(moment)) - _day(nw.col(moment)) * _MS_A_DAY
    shifts = [(_ms(start), _ms(end)) for start, end in hours.shifts]
    today = [(clock - start).clip(0, end - start) for start, end in shifts]
    worked, workdays = nw.col(f"{name}_worked"), nw.col(f"{name}_workdays")
    return (workdays - worked) * MS_WORKED_A_DAY + worked * sum(today[1:], today[0])


def _day(moment: nw.Expr) -> nw.Expr:
    return _stamp(moment) // _MS_A_DAY


def _stamp(moment: nw.Expr) -> nw.Expr:
    return moment.dt.timestamp("ms")


def _clock(moment: nw.Expr, other: nw.Expr) -> nw.Expr:
    """Milliseconds of a moment, or of its day alone where `other` has no time of day.

    An export writes a bare date as midnight; to hold midnight against an hour would make every
    dossier of that day late.
    """
    bare = _stamp(other) == _day(other) * _MS_A_DAY
    return nw.when(bare).then(_day(moment) * _MS_A_DAY).otherwise(_stamp(moment))


def _ms(clock: time) -> int:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second) // _MS
