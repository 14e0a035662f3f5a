"""Terms: when one ends that begins at a moment and lasts so many days or hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.worktime.calendar import Calendar
from rules.worktime.hours import (
    A_DAY,
    DEFAULT_HOURS,
    WorkingHours,
    moment_of,
    worked_until,
)
from rules.worktime.pauses import Pause, paused, paused_days

HALF_A_DAY = 0.5


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working-days"  # ngày làm việc
    DAYS = "days"  # ngày
    WORKING_HOURS = "working-hours"  # giờ làm việc


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as an act gives it, e.g. 10 working days.

    Raises ValueError for a length that is not positive, for working days that are neither whole
    nor half, and for days that are not whole.
    """

    length: float
    unit: Unit

    def __post_init__(self) -> None:
        smallest = {Unit.WORKING_DAYS: HALF_A_DAY, Unit.DAYS: 1}.get(self.unit)
        if not self.length > 0 or (smallest and self.length % smallest):
            step = f"a multiple of {smallest}" if smallest else "more than 0"
            raise ValueError(f"a term of {self.length} {self.unit}: expected {step}")

    @property
    def by_the_hour(self) -> bool:
        """Whether it runs from the moment itself: a term in hours, or with half a day in it."""
        return self.unit is Unit.WORKING_HOURS or bool(self.length % 1)


def deadline(
    calendar: Calendar,
    start: datetime,
    term: Term,
    hours: WorkingHours = DEFAULT_HOURS,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """The moment at which a term ends that begins at `start`.

    - Working days: the day of the event is not counted (Bộ luật Dân sự 2015, Điều 147 khoản 2);
      the term ends at the close of work of its last day.
    - Days: every day counts but that of the event; a last day that is not worked gives way to the
      next one that is (Điều 148 khoản 5); again at the close of work.
    - Working hours: they run from the moment itself, or from the next working moment; n and a half
      working days are n × 8 + 4 hours.

    So 8 × n hours from the close of work of a worked day end with n working days from that day,
    and from its opening with n working days from its eve.

    pauses: days on which the term does not run. Raises ValueError for a deadline outside the
    calendar.
    """
    pauses = list(pauses)
    running = paused(calendar, pauses)
    if term.by_the_hour:
        length = timedelta(hours=term.length) if term.unit is Unit.WORKING_HOURS else A_DAY
        if term.unit is Unit.WORKING_DAYS:
            length *= term.length
        return moment_of(running, worked_until(running, start, hours) + length, hours)
    count = int(term.length)
    if term.unit is Unit.WORKING_DAYS:
        last = running.nth_workday(running.workdays_until(start.date()) + count)
    else:
        last = running.worked_from(_days_on(start.date(), count, paused_days(pauses)))
    return datetime.combine(last, hours.close)


def _days_on(start: date, count: int, left_out: frozenset[date]) -> date:
    """The day on which `count` days after `start` have passed, those left out not counted."""
    last = start + timedelta(days=count)
    while (counted := (last - start).days - sum(start < day <= last for day in left_out)) < count:
        last += timedelta(days=count - counted)
    return last
