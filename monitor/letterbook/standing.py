"""How one dossier stands towards an appointment: finished or open, in time or late."""

from datetime import date, datetime, time
from typing import Protocol

from letters import Wording
from rules import Calendar
from rules.status import FINISHED


class Progress(Protocol):
    """How far a dossier is: the dossier itself, or a row that has this of it."""

    @property
    def status(self) -> int:
        """See `rules.status`."""

    @property
    def completed_at(self) -> datetime | None:
        """When the result was there."""

    @property
    def returned_at(self) -> datetime | None:
        """When it was handed over."""


def is_finished(dossier: Progress) -> bool:
    """Whether the result is there, handed over or not."""
    return dossier.status in FINISHED


def end_of(dossier: Progress) -> datetime | None:
    """End of processing, as `Facts.end_at` has it."""
    return dossier.completed_at or dossier.returned_at


def is_after(end: datetime | None, due: datetime, *, by_clock: bool) -> bool:
    """Whether a result came after the appointment, as `Facts.is_late` judges a finished dossier.

    by_clock: compare the hours too, where both are known; a bare date is written as midnight.
    """
    if end is None:
        return False
    if by_clock and time.min not in (end.time(), due.time()):
        return end > due
    return end.date() > due.date()


def wording_for(dossier: Progress, due: datetime, today: date) -> Wording:
    """The words that are true today: it will not be kept, it was not, or it came too late."""
    if is_finished(dossier):
        return Wording.FINISHED
    return Wording.AFTER if due.date() < today else Wording.BEFORE


def working_days_late(dossier: Progress, due: datetime, today: date, calendar: Calendar) -> int:
    """Working days from the appointment to the end, or to today while it is open."""
    end = end_of(dossier) if is_finished(dossier) else None
    return max(0, calendar.working_days(due.date(), end.date() if end else today))
