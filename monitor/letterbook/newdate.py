"""The new date of a letter: after the appointment, not past, and a worked day."""

from datetime import date, datetime

from letters import Wording
from monitor.letterbook.refusals import StepError
from rules import Calendar


def check_new_date(
    new: date | None, due: datetime, wording: Wording, calendar: Calendar, today: date
) -> None:
    """Raise StepError for a date that can't be promised, or one where the result is there."""
    if wording is Wording.FINISHED:
        if new is not None:
            raise StepError("finished-no-date")
        return
    if new is None:
        raise StepError("date-needed")
    if new <= due.date():
        raise StepError("date-not-after", found=new, due=due.date())
    check_not_past(new, today)
    try:
        worked = calendar.is_worked(new)
        nearest = calendar.worked_from(new)
    except ValueError:
        raise StepError("date-outside", found=new) from None
    if not worked:
        raise StepError("date-not-worked", found=new, why=calendar.reason(new), next=nearest)


def check_not_past(new: date | None, today: date) -> None:
    """Raise StepError for a new date before the day of the step."""
    if new is not None and new < today:
        raise StepError("date-past", found=new, today=today)
