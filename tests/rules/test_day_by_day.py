"""A term day by day, its pauses and its hours, as an explanation prints them."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from rules_frame import SHIPPED

from rules.worktime.calendar import DayKind, SpecialDay
from rules.worktime.explain import Step, explain_days
from rules.worktime.hours import (
    DEFAULT_HOURS,
    WorkingHours,
    moment_of,
    worked_until,
    working_time_between,
)
from rules.worktime.pauses import Pause, paused, paused_days
from rules.worktime.terms import Term, Unit, deadline

HOLIDAY = "nghỉ Quốc khánh (4875/TB-LĐTBXH)"
PAPERS = Pause(date(2021, 9, 6), date(2021, 9, 7), "tạm dừng: chờ giấy tờ")


def test_each_day_of_a_term_is_counted_or_skipped_for_a_reason() -> None:
    assert explain_days(SHIPPED, date(2021, 8, 31), date(2021, 9, 6)) == [
        Step(date(2021, 9, 1), 1, "thứ Tư"),
        Step(date(2021, 9, 2), None, f"thứ Năm, {HOLIDAY}"),
        Step(date(2021, 9, 3), None, f"thứ Sáu, {HOLIDAY}"),
        Step(date(2021, 9, 4), None, "thứ Bảy"),
        Step(date(2021, 9, 5), None, "Chủ nhật"),
        Step(date(2021, 9, 6), 2, "thứ Hai"),
    ]


def test_the_day_of_the_event_alone_is_no_term() -> None:
    assert explain_days(SHIPPED, date(2021, 9, 6), date(2021, 9, 6)) == []


def test_a_paused_worked_day_is_skipped_by_its_reason_and_a_paused_sunday_by_its_own() -> None:
    pause = Pause(date(2021, 9, 4), date(2021, 9, 7), PAPERS.reason)
    steps = explain_days(SHIPPED, date(2021, 9, 3), date(2021, 9, 8), [pause])
    assert steps == [
        Step(date(2021, 9, 4), None, "thứ Bảy"),
        Step(date(2021, 9, 5), None, "Chủ nhật"),
        Step(date(2021, 9, 6), None, "thứ Hai, tạm dừng: chờ giấy tờ"),
        Step(date(2021, 9, 7), None, "thứ Ba, tạm dừng: chờ giấy tờ"),
        Step(date(2021, 9, 8), 1, "thứ Tư"),
    ]


def test_a_paused_day_may_be_named_and_counted_all_the_same() -> None:
    steps = explain_days(SHIPPED, date(2021, 9, 5), date(2021, 9, 8), [PAPERS], pauses_count=True)
    assert [(step.number, step.reason) for step in steps] == [
        (1, "thứ Hai, tạm dừng: chờ giấy tờ"),
        (2, "thứ Ba, tạm dừng: chờ giấy tờ"),
        (3, "thứ Tư"),
    ]


def test_of_two_pauses_of_a_day_the_first_is_named() -> None:
    payment = Pause(date(2021, 9, 6), date(2021, 9, 6), "tạm dừng: chờ nộp phí")
    (step,) = explain_days(SHIPPED, date(2021, 9, 5), date(2021, 9, 6), [PAPERS, payment])
    assert step.reason == "thứ Hai, tạm dừng: chờ giấy tờ"


def test_a_pause_has_both_its_ends_and_no_day_beside_them() -> None:
    assert PAPERS.days == [date(2021, 9, 6), date(2021, 9, 7)]
    beside = (date(2021, 9, 5), date(2021, 9, 8))
    assert all(day in PAPERS for day in PAPERS.days)
    assert not any(day in PAPERS for day in beside)
    assert Pause(date(2021, 9, 6), date(2021, 9, 6)).days == [date(2021, 9, 6)]
    assert Pause(date(2021, 9, 6), date(2021, 9, 6)).reason == "tạm dừng"


def test_a_pause_that_ends_before_it_begins_names_its_days() -> None:
    said = "^a pause from 2021-09-07 to 2021-09-06 ends before it begins$"
    with pytest.raises(ValueError, match=said):
        Pause(date(2021, 9, 7), date(2021, 9, 6))


def test_a_day_that_two_pauses_hold_is_one_day() -> None:
    longer = Pause(date(2021, 9, 7), date(2021, 9, 8))
    assert paused_days([PAPERS, longer]) == {date(2021, 9, 6), date(2021, 9, 7), date(2021, 9, 8)}


def test_a_paused_calendar_has_the_days_of_the_pauses_off_and_says_why() -> None:
    calendar = paused(SHIPPED, [PAPERS])
    kept = {entry.day: entry for entry in calendar.special_days}
    assert kept[date(2021, 9, 6)] == SpecialDay(
        date(2021, 9, 6), DayKind.OFF, "tạm dừng", "", announced=False
    )
    assert [calendar.is_worked(date(2021, 9, n)) for n in (1, 6, 7, 8)] == [1, 0, 0, 1]
    assert calendar.announced_years == SHIPPED.announced_years
    assert paused(SHIPPED, []) is SHIPPED


def test_a_pause_in_a_year_that_is_not_announced_does_not_announce_it() -> None:
    calendar = paused(SHIPPED, [Pause(date(2029, 1, 3), date(2029, 1, 3))])
    assert 2029 not in calendar.announced_years


def test_work_ends_at_the_close_of_the_last_shift_and_begins_with_the_first() -> None:
    assert (DEFAULT_HOURS.opening, DEFAULT_HOURS.close) == (time(7, 30), time(17, 30))
    assert str(DEFAULT_HOURS) == "07:30-11:30, 13:30-17:30"


@pytest.mark.parametrize(
    ("clock", "hours"),
    [
        (time(0, 0), 0),
        (time(7, 30), 0),
        (time(8, 0), 0.5),
        (time(11, 30), 4),
        (time(12, 0), 4),
        (time(13, 30), 4),
        (time(14, 30), 5),
        (time(17, 30), 8),
        (time(23, 59), 8),
    ],
)
def test_the_hours_worked_by_a_clock_time(clock: time, hours: float) -> None:
    assert DEFAULT_HOURS.worked_by(clock) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("hours", "clock"),
    [(0.5, time(8)), (4, time(11, 30)), (4.25, time(13, 45)), (8, time(17, 30))],
)
def test_the_clock_time_by_which_so_much_is_worked(hours: float, clock: time) -> None:
    assert DEFAULT_HOURS.clock_after(timedelta(hours=hours)) == clock


def test_no_clock_time_is_more_than_a_day_of_work_away() -> None:
    with pytest.raises(ValueError, match=r"^a day has 8 working hours, not 1:00:00 more$"):
        DEFAULT_HOURS.clock_after(timedelta(hours=9))


@pytest.mark.parametrize(
    ("shifts", "problem"),
    [
        (
            ["07:30-11:30"],
            "hours of work 07:30-11:30: expected 8 hours, found 4",
        ),
        (
            ["07:30-11:30", "11:30-15:30"],
            "hours of work 07:30-11:30, 11:30-15:30: expected shifts in order, each from before to",
        ),
        (["07:30-11h30"], "'07:30-11h30': expected hours such as \"07:30-11:30\""),
        (["07:30-09:30-11:30"], "'07:30-09:30-11:30': expected hours such as \"07:30-11:30\""),
    ],
)
def test_hours_that_make_no_day_of_work_are_refused_in_so_many_words(
    shifts: list[str], problem: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(problem)}$"):
        WorkingHours.parse(shifts)


def test_blanks_around_the_times_of_a_shift_do_not_matter() -> None:
    assert WorkingHours.parse([" 07:30 - 11:30 ", "13:30-17:30"]) == DEFAULT_HOURS


def test_working_time_counts_eight_hours_a_worked_day_from_the_first_day_of_the_calendar() -> None:
    eight = timedelta(hours=8)
    monday = datetime(1900, 1, 1, 9, 30)
    assert worked_until(SHIPPED, monday, DEFAULT_HOURS) == timedelta(hours=2)
    assert worked_until(SHIPPED, datetime(1900, 1, 6, 9, 30), DEFAULT_HOURS) == 5 * eight
    assert moment_of(SHIPPED, timedelta(hours=2), DEFAULT_HOURS) == monday
    assert moment_of(SHIPPED, eight, DEFAULT_HOURS) == datetime(1900, 1, 1, 17, 30)
    assert moment_of(SHIPPED, eight + timedelta(hours=5), DEFAULT_HOURS) == datetime(
        1900, 1, 2, 14, 30
    )


def test_working_time_over_a_night_and_a_weekend() -> None:
    friday, monday = datetime(2021, 9, 24, 16), datetime(2021, 9, 27, 9)
    assert working_time_between(SHIPPED, friday, monday) == timedelta(hours=3)
    assert working_time_between(SHIPPED, monday, friday) == -timedelta(hours=3)


@pytest.mark.parametrize(
    ("length", "unit", "problem"),
    [
        (0, Unit.WORKING_DAYS, "a term of 0 working-days: expected a multiple of 0.5"),
        (1.5, Unit.DAYS, "a term of 1.5 days: expected a multiple of 1"),
        (0, Unit.DAYS, "a term of 0 days: expected a multiple of 1"),
        (-1, Unit.WORKING_HOURS, "a term of -1 working-hours: expected more than 0"),
    ],
)
def test_a_term_of_no_length_is_refused_in_so_many_words(
    length: float, unit: Unit, problem: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(problem)}$"):
        Term(length, unit)


@pytest.mark.parametrize(
    ("term", "by_the_hour"),
    [
        (Term(1, Unit.WORKING_DAYS), False),
        (Term(1.5, Unit.WORKING_DAYS), True),
        (Term(3, Unit.DAYS), False),
        (Term(8, Unit.WORKING_HOURS), True),
    ],
)
def test_a_term_in_hours_or_with_half_a_day_runs_from_its_moment(
    term: Term, by_the_hour: bool
) -> None:
    assert term.by_the_hour is by_the_hour


def test_hours_that_begin_in_the_night_begin_with_the_next_working_moment() -> None:
    saturday = datetime(2021, 9, 25, 3)
    due = deadline(SHIPPED, saturday, Term(2, Unit.WORKING_HOURS))
    assert due == datetime(2021, 9, 27, 9, 30)


def test_pauses_may_be_given_once_only() -> None:
    start, pauses = datetime(2021, 9, 3, 9), [PAPERS]
    for term in (Term(1, Unit.DAYS), Term(1, Unit.WORKING_DAYS)):
        assert deadline(SHIPPED, start, term, pauses=iter(pauses)) == deadline(
            SHIPPED, start, term, pauses=pauses
        )


def test_the_nth_workday_and_the_first_worked_day_from_a_day_on() -> None:
    assert SHIPPED.nth_workday(1) == date(1900, 1, 1)
    last = int(SHIPPED.workdays[-1])
    assert SHIPPED.nth_workday(last) == date(2199, 12, 31)
    for number in (0, last + 1):
        said = f"^worked day {number} is outside the calendar, to 2199-12-31$"
        with pytest.raises(ValueError, match=said):
            SHIPPED.nth_workday(number)
    assert SHIPPED.worked_from(date(2021, 9, 2)) == date(2021, 9, 6)
    assert SHIPPED.worked_from(date(2021, 9, 6)) == date(2021, 9, 6)
