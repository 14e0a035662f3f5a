"""Pauses: days on which a term does not run, as while the applicant supplements papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.worktime.calendar import Calendar, DayKind, SpecialDay


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the office waits for somebody else: whole days, both ends included.

    reason: why, in Vietnamese.
    """

    first: date
    last: date
    reason: str = "tạm dừng"

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a pause from {self.first} to {self.last} ends before it begins")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> list[date]:
        """Each day of it."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def paused_days(pauses: Iterable[Pause]) -> frozenset[date]:
    """All days of these pauses; a day that two of them hold is one day."""
    return frozenset(day for pause in pauses for day in pause.days)


def paused(calendar: Calendar, pauses: Iterable[Pause]) -> Calendar:
    """The calendar as a paused term sees it: the days of its pauses are not worked."""
    days = paused_days(pauses)
    if not days:
        return calendar
    return calendar.with_days(
        SpecialDay(day, DayKind.OFF, "tạm dừng", "", announced=False) for day in days
    )
