"""The calendar of working days: what is off, what is worked instead, and by which act."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

EPOCH = date(1970, 1, 1)
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
DAYS_A_WEEK = 7
PLAIN_WORKDAYS = 5  # Monday to Friday, counted from Monday = 0

_WEEKDAYS = (
    "thứ Hai",
    "thứ Ba",
    "thứ Tư",
    "thứ Năm",
    "thứ Sáu",
    "thứ Bảy",
    "Chủ nhật",
)


def days_since_epoch(day: date) -> int:
    """Days since 1970-01-01: the form in which days are joined and compared."""
    return (day - EPOCH).days


class DayKind(StrEnum):
    """What an entry of the calendar says of its day."""

    OFF = "off"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One day on which the plain week does not hold, with the act that says so.

    announced: False for a day that was computed because its year's notice is not out yet.
    """

    day: date
    kind: DayKind
    name: str
    act: str
    announced: bool = True


class Calendar:
    """Worked days of Vietnamese civil servants: Monday to Friday, corrected by special days.

    A later entry for the same day wins, so that an office's own rows correct the shipped ones.
    Days from 1900-01-01 to 2199-12-31 are known; others raise ValueError.
    """

    def __init__(self, special_days: Iterable[SpecialDay], announced: Iterable[int] = ()) -> None:
        self._announced = frozenset(announced)
        self._special = {entry.day: entry for entry in special_days}
        for day in self._special:
            self._index(day)

    def with_days(
        self, special_days: Iterable[SpecialDay], announced: Iterable[int] = ()
    ) -> "Calendar":
        """Make a calendar with further days, which win over those it has.

        announced: years that are complete with these days.
        """
        days = [*self._special.values(), *special_days]
        return Calendar(days, self._announced.union(announced))

    @cached_property
    def special_days(self) -> tuple[SpecialDay, ...]:
        """All entries in order of their day."""
        return tuple(sorted(self._special.values(), key=lambda entry: entry.day))

    @cached_property
    def announced_years(self) -> frozenset[int]:
        """Years whose days off have been announced, so that their figures are not provisional."""
        known = (entry.day.year for entry in self.special_days if entry.announced)
        return self._announced.union(known)

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits that change whenever a day or its act does."""
        text = "\n".join(f"{e.day};{e.kind};{e.act};{e.announced}" for e in self.special_days)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def is_worked(self, day: date) -> bool:
        """Whether civil servants work on `day`."""
        entry = self._entry(day)
        return entry.kind is DayKind.WORK if entry else day.weekday() < PLAIN_WORKDAYS

    def reason(self, day: date) -> str:
        """Why `day` is worked or not, in Vietnamese, with the act where there is one."""
        entry = self._entry(day)
        if entry is None:
            return _WEEKDAYS[day.weekday()]
        return f"{_WEEKDAYS[day.weekday()]}, {entry.name} ({entry.act})"

    def workdays_until(self, day: date) -> int:
        """Number of worked days from 1900-01-01 up to and including `day`."""
        return int(self.workdays[self._index(day)])

    def working_days(self, start: date, end: date) -> int:
        """Number of worked days d with start < d ≤ end; negative when end lies before start."""
        return self.workdays_until(end) - self.workdays_until(start)

    def nth_workday(self, number: int) -> date:
        """The worked day with that running number: the first with `workdays_until` == number.

        Raises ValueError for a number that no day of the calendar has.
        """
        if not 1 <= number <= self.workdays[-1]:
            raise ValueError(f"worked day {number} is outside the calendar, to {LAST_DAY}")
        return FIRST_DAY + timedelta(days=int(np.searchsorted(self.workdays, number)))

    def worked_from(self, day: date) -> date:
        """`day` where it is worked, else the next worked day.

        Source: Bộ luật Dân sự 2015, Điều 148 khoản 5.
        """
        return self.nth_workday(self.workdays_until(day) + (not self.is_worked(day)))

    @cached_property
    def workdays(self) -> npt.NDArray[np.int32]:
        """Running number of worked days, one entry a day from 1900-01-01 to 2199-12-31."""
        length = (LAST_DAY - FIRST_DAY).days + 1
        worked = (np.arange(length) + FIRST_DAY.weekday()) % DAYS_A_WEEK < PLAIN_WORKDAYS
        for entry in self.special_days:
            worked[self._index(entry.day)] = entry.kind is DayKind.WORK
        return np.cumsum(worked, dtype=np.int32)

    def provisional_years(self, start: date, end: date) -> list[int]:
        """Years from `start` to `end` whose days off have not been announced."""
        return [y for y in range(start.year, end.year + 1) if y not in self.announced_years]

    def days_between(self, start: date, end: date) -> list[date]:
        """The days d with start < d ≤ end, in order."""
        return [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]

    def _entry(self, day: date) -> SpecialDay | None:
        self._index(day)
        return self._special.get(day)

    def _index(self, day: date) -> int:
        if not FIRST_DAY <= day <= LAST_DAY:
            raise ValueError(f"{day} is outside the calendar, {FIRST_DAY} to {LAST_DAY}")
        return (day - FIRST_DAY).days
