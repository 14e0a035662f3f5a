"""The hours of work of a day, and the working time between two moments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from rules.worktime.calendar import Calendar

HOURS_A_DAY = 8
A_DAY = timedelta(hours=HOURS_A_DAY)
_NONE = timedelta(0)


def _length(start: time, end: time) -> timedelta:
    return datetime.combine(date.min, end) - datetime.combine(date.min, start)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When a worked day is worked: its shifts in order, together 8 hours.

    Raises ValueError for shifts that are out of order, or that are not 8 hours together: a working
    day is 8 hours (Bộ luật Lao động 2019, Điều 105 khoản 1), and terms in hours rest on that.
    """

    shifts: tuple[tuple[time, time], ...]

    def __post_init__(self) -> None:
        moments = [moment for shift in self.shifts for moment in shift]
        if not all(one < other for one, other in pairwise(moments)):
            raise ValueError(f"hours of work {self}: expected shifts in order, each from before to")
        length = sum((_length(start, end) for start, end in self.shifts), _NONE)
        if length != A_DAY:
            hours = length / timedelta(hours=1)
            raise ValueError(f"hours of work {self}: expected {HOURS_A_DAY} hours, found {hours:g}")

    def __str__(self) -> str:
        return ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in self.shifts)

    @classmethod
    def parse(cls, shifts: Iterable[str]) -> "WorkingHours":
        """From texts such as "07:30-11:30". Raises ValueError that names the text it can't read."""
        return cls(tuple(_shift(text) for text in shifts))

    @property
    def opening(self) -> time:
        """When work begins."""
        return self.shifts[0][0]

    @property
    def close(self) -> time:
        """When work ends."""
        return self.shifts[-1][1]

    def worked_by(self, clock: time) -> timedelta:
        """Working time of a worked day up to that clock time."""
        parts = (_length(start, min(clock, end)) for start, end in self.shifts if start < clock)
        return sum(parts, _NONE)

    def clock_after(self, worked: timedelta) -> time:
        """The earliest clock time by which so much of a day is worked, 0 < worked ≤ 8 hours."""
        for start, end in self.shifts:
            length = _length(start, end)
            if worked <= length:
                return (datetime.combine(date.min, start) + worked).time()
            worked -= length
        raise ValueError(f"a day has {HOURS_A_DAY} working hours, not {worked} more")


DEFAULT_HOURS = WorkingHours(((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30))))


def working_time_between(
    calendar: Calendar, start: datetime, end: datetime, hours: WorkingHours = DEFAULT_HOURS
) -> timedelta:
    """Working time from one moment to another; negative when `end` lies before `start`."""
    return worked_until(calendar, end, hours) - worked_until(calendar, start, hours)


def worked_until(calendar: Calendar, moment: datetime, hours: WorkingHours) -> timedelta:
    """Working time from the first day of the calendar to a moment: eight hours a worked day."""
    day = moment.date()
    full = calendar.workdays_until(day)
    if not calendar.is_worked(day):
        return full * A_DAY
    return (full - 1) * A_DAY + hours.worked_by(moment.time())


def moment_of(calendar: Calendar, worked: timedelta, hours: WorkingHours) -> datetime:
    """The earliest moment by which so much working time has passed: `worked_until` turned round.

    Raises ValueError when that lies outside the calendar.
    """
    full, rest = divmod(worked, A_DAY)
    if not rest:
        full, rest = full - 1, A_DAY
    return datetime.combine(calendar.nth_workday(full + 1), hours.clock_after(rest))


def _shift(text: str) -> tuple[time, time]:
    try:
        start, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise ValueError(f'{text!r}: expected hours such as "07:30-11:30"') from None
    return start, end
