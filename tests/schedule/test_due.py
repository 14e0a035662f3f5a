"""What is due when: nights that were missed, days off, clocks that jump."""

from datetime import date, datetime, time, timedelta

import pytest

from monitor.schedule.due import (
    Times,
    every_day,
    every_week,
    every_worked_week,
    from_october,
    is_due,
    that_counts,
)
from monitor.store.jobs import LONGEST_WAIT
from monitor.store.schedule_models import JobRun, JobState
from rules.worktime.shipped import shipped_calendar

CALENDAR = shipped_calendar()
NIGHTLY = Times("nightly", every_day(time(1, 30)))
DIGEST = Times("digest", every_worked_week(0, time(7)))
REMINDER = Times("calendar", from_october(time(8)))
FRIDAY = date(2026, 11, 27)


def done(day: date, state: str = JobState.DONE, next_try_at: datetime | None = None) -> JobRun:
    return JobRun(job="nightly", occurrence=day, state=state, next_try_at=next_try_at)


def due(now: datetime, *recent: JobRun) -> date | None:
    """The night that is to be begun at this hour, with these rows in the ledger."""
    day = NIGHTLY.last(now, CALENDAR)
    assert day is not None
    return day if is_due(day, that_counts(recent, now), now, LONGEST_WAIT) else None


def test_a_night_is_due_from_its_hour_on_and_not_before() -> None:
    yesterday = done(date(2026, 11, 26))
    assert due(datetime(2026, 11, 27, 1, 29), yesterday) is None
    assert due(datetime(2026, 11, 27, 1, 30), yesterday) == FRIDAY
    assert due(datetime(2026, 11, 27, 23, 59), yesterday) == FRIDAY


def test_a_night_that_is_done_is_not_due_again() -> None:
    assert due(datetime(2026, 11, 27, 1, 31), done(FRIDAY)) is None
    assert due(datetime(2026, 11, 28, 1, 29), done(FRIDAY)) is None


def test_of_three_nights_that_were_missed_the_last_is_due() -> None:
    assert due(datetime(2026, 11, 27, 9), done(date(2026, 11, 24))) == FRIDAY
    assert due(datetime(2026, 11, 27, 0, 30), done(date(2026, 11, 23))) == date(2026, 11, 26)


def test_a_clock_that_is_set_back_a_day_makes_nothing_due() -> None:
    ahead = done(date(2026, 11, 28))
    assert due(datetime(2026, 11, 27, 9), ahead) is None
    assert due(datetime(2026, 11, 28, 9), ahead) is None
    assert due(datetime(2026, 11, 29, 1, 30), ahead) == date(2026, 11, 29)


def test_a_night_that_a_clock_of_another_year_began_holds_none_back() -> None:
    assert due(datetime(2026, 11, 27, 9), done(date(2099, 1, 1))) == FRIDAY
    both = done(date(2099, 1, 1)), done(FRIDAY)
    assert due(datetime(2026, 11, 27, 9), *both) is None
    assert due(datetime(2026, 11, 28, 9), *both) == date(2026, 11, 28)


def test_a_clock_that_has_lost_its_battery_makes_nothing_due() -> None:
    assert due(datetime(2020, 1, 1, 9), done(FRIDAY), done(date(2026, 11, 26))) is None


@pytest.mark.parametrize(
    ("waits", "expected"),
    [
        (timedelta(minutes=1), None),
        (timedelta(0), FRIDAY),
        (timedelta(minutes=-1), FRIDAY),
        (timedelta(days=1), FRIDAY),  # the clock was set back a day since it failed
    ],
)
def test_a_night_that_failed_is_due_when_it_has_waited(
    waits: timedelta, expected: date | None
) -> None:
    now = datetime(2026, 11, 27, 2)
    assert due(now, done(FRIDAY, JobState.WAITING, now + waits)) == expected


def test_a_night_that_was_cut_off_is_due_and_one_that_was_given_up_is_not() -> None:
    now = datetime(2026, 11, 27, 2)
    assert due(now, done(FRIDAY, JobState.RUNNING)) == FRIDAY
    assert due(now, done(FRIDAY, JobState.GIVEN_UP)) is None


def test_the_next_night_is_told() -> None:
    assert NIGHTLY.next(datetime(2026, 11, 27, 1, 0), CALENDAR) == datetime(2026, 11, 27, 1, 30)
    assert NIGHTLY.next(datetime(2026, 11, 27, 1, 30), CALENDAR) == datetime(2026, 11, 28, 1, 30)


def test_a_digest_of_a_day_off_moves_to_the_next_worked_day() -> None:
    # Monday 27 April 2026 is off (Giỗ Tổ); Tuesday is worked.
    monday = date(2026, 4, 27)
    assert DIGEST.last(datetime(2026, 4, 27, 12), CALENDAR) == date(2026, 4, 20)
    assert DIGEST.last(datetime(2026, 4, 28, 6, 59), CALENDAR) == date(2026, 4, 20)
    assert DIGEST.last(datetime(2026, 4, 28, 7), CALENDAR) == monday
    assert DIGEST.next(datetime(2026, 4, 27, 12), CALENDAR) == datetime(2026, 4, 28, 7)


def test_after_a_week_of_tet_one_digest_is_due_not_two() -> None:
    # Monday 16 to Friday 20 February 2026 are off: that digest falls on the day of the next one.
    assert DIGEST.last(datetime(2026, 2, 23, 6), CALENDAR) == date(2026, 2, 9)
    assert DIGEST.last(datetime(2026, 2, 23, 7), CALENDAR) == date(2026, 2, 23)


def test_the_reminder_of_the_calendar_comes_every_second_week_from_october_on() -> None:
    assert REMINDER.last(datetime(2026, 9, 30, 23), CALENDAR) is None
    assert REMINDER.last(datetime(2026, 10, 1, 8), CALENDAR) == date(2026, 10, 1)
    assert REMINDER.last(datetime(2026, 10, 14, 23), CALENDAR) == date(2026, 10, 1)
    assert REMINDER.last(datetime(2026, 10, 15, 8), CALENDAR) == date(2026, 10, 15)
    assert REMINDER.next(datetime(2026, 12, 31, 9), CALENDAR) == datetime(2027, 10, 1, 8)


def test_a_week_has_one_day_of_clearing_up_worked_or_not() -> None:
    sunday = Times("retention", every_week(6, time(3)))
    assert sunday.last(datetime(2026, 11, 27), CALENDAR) == date(2026, 11, 22)
    assert sunday.next(datetime(2026, 11, 27), CALENDAR) == datetime(2026, 11, 29, 3)
