"""Day by day between two dates: which are counted, which are skipped, and why."""

from dataclasses import dataclass
from datetime import date

from rules.worktime.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a term. number: its running number among the worked days; None if skipped."""

    day: date
    number: int | None
    reason: str


def explain_days(calendar: Calendar, start: date, end: date) -> list[Step]:
    """The days d with start < d ≤ end; the day of the event itself is not counted.

    Source: Bộ luật Dân sự 2015, Điều 147 khoản 2.
    """
    steps: list[Step] = []
    counted = 0
    for day in calendar.days_between(start, end):
        worked = calendar.is_worked(day)
        counted += worked
        steps.append(Step(day, counted if worked else None, calendar.reason(day)))
    return steps
