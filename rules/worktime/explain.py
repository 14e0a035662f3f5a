"""Day by day between two dates: which are counted, which are skipped, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.worktime.calendar import Calendar
from rules.worktime.pauses import Pause


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a term. number: its running number among the worked days; None if skipped."""

    day: date
    number: int | None
    reason: str


def explain_days(
    calendar: Calendar,
    start: date,
    end: date,
    pauses: Sequence[Pause] = (),
    *,
    pauses_count: bool = False,
) -> list[Step]:
    """The days d with start < d ≤ end; the day of the event itself is not counted.

    pauses_count: worked days of a pause are named as such and counted all the same.

    Source: Bộ luật Dân sự 2015, Điều 147 khoản 2.
    """
    steps: list[Step] = []
    counted = 0
    for day in calendar.days_between(start, end):
        worked, reason = calendar.is_worked(day), calendar.reason(day)
        pause = next((pause for pause in pauses if worked and day in pause), None)
        if pause:
            reason = f"{reason}, {pause.reason}"
            worked = pauses_count
        counted += worked
        steps.append(Step(day, counted if worked else None, reason))
    return steps
