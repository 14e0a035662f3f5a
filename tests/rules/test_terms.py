"""Terms: what must hold of every deadline, whatever the calendar, and where they are refused."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rules_frame import SHIPPED, on_arrow, on_pandas, on_polars, values

from rules.worktime.calendar import EPOCH, LAST_DAY, Calendar, DayKind, SpecialDay
from rules.worktime.hours import DEFAULT_HOURS, WorkingHours, working_time_between
from rules.worktime.pauses import Pause, paused
from rules.worktime.terms import Term, Unit, deadline

DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2028, 12, 31))
CALENDARS = st.dictionaries(DAYS, st.sampled_from(DayKind), max_size=60).map(
    lambda days: Calendar(SpecialDay(day, kind, "nghỉ", "1/QĐ") for day, kind in days.items())
)
COUNTS = st.integers(1, 120)
HALVES = st.integers(1, 60).map(lambda n: n / 2)
TERMS = (
    st.builds(Term, HALVES, st.just(Unit.WORKING_DAYS))
    | st.builds(Term, COUNTS.map(float), st.just(Unit.DAYS))
    | st.builds(Term, st.integers(1, 400).map(lambda n: n / 4), st.just(Unit.WORKING_HOURS))
)
SHIFTS = st.sampled_from(
    [
        DEFAULT_HOURS,
        WorkingHours.parse(["08:00-12:00", "13:00-17:00"]),
        WorkingHours.parse(["07:00-11:30", "14:00-17:30"]),
        WorkingHours.parse(["06:00-09:00", "09:15-12:15", "13:00-15:00"]),
    ]
)
AN_HOUR = timedelta(hours=1)


def working_days(count: int) -> Term:
    return Term(count, Unit.WORKING_DAYS)


def at(day: date, clock: time = time()) -> datetime:
    return datetime.combine(day, clock)


def with_day(calendar: Calendar, day: date, kind: DayKind) -> Calendar:
    return calendar.with_days([SpecialDay(day, kind, "nghỉ", "2/QĐ")])


@given(CALENDARS, MOMENTS, TERMS, SHIFTS)
def test_a_term_ends_on_a_worked_day_within_the_hours_of_work(
    calendar: Calendar, start: datetime, term: Term, hours: WorkingHours
) -> None:
    due = deadline(calendar, start, term, hours)
    assert due > start
    assert calendar.is_worked(due.date())
    assert any(first < due.time() <= last for first, last in hours.shifts)


@given(CALENDARS, MOMENTS, COUNTS)
def test_one_day_more_ends_on_a_later_day(calendar: Calendar, start: datetime, count: int) -> None:
    shorter = deadline(calendar, start, working_days(count))
    assert shorter.date() < deadline(calendar, start, working_days(count + 1)).date()


@given(CALENDARS, MOMENTS, TERMS, TERMS)
def test_of_two_terms_in_one_unit_the_longer_never_ends_earlier(
    calendar: Calendar, start: datetime, one: Term, two: Term
) -> None:
    two = Term(max(1, int(two.length)), one.unit)
    assume(one.length <= two.length and one.by_the_hour == two.by_the_hour)
    assert deadline(calendar, start, one) <= deadline(calendar, start, two)


@given(CALENDARS, MOMENTS, MOMENTS, TERMS)
def test_what_begins_later_never_ends_earlier(
    calendar: Calendar, one: datetime, two: datetime, term: Term
) -> None:
    one, two = sorted((one, two))
    assert deadline(calendar, one, term) <= deadline(calendar, two, term)


@given(CALENDARS, MOMENTS, COUNTS)
def test_as_many_working_days_lie_before_a_deadline_as_its_term_has(
    calendar: Calendar, start: datetime, count: int
) -> None:
    due = deadline(calendar, start, working_days(count))
    assert calendar.working_days(start.date(), due.date()) == count


@given(CALENDARS, MOMENTS, st.integers(1, 400), SHIFTS)
def test_as_much_working_time_lies_before_a_deadline_as_its_term_has(
    calendar: Calendar, start: datetime, quarters: int, hours: WorkingHours
) -> None:
    due = deadline(calendar, start, Term(quarters / 4, Unit.WORKING_HOURS), hours)
    assert working_time_between(calendar, start, due, hours) == quarters * AN_HOUR / 4
    eve = due - timedelta(microseconds=1)
    assert working_time_between(calendar, start, eve, hours) < quarters * AN_HOUR / 4


@given(CALENDARS, MOMENTS, TERMS, DAYS)
def test_a_further_day_off_never_makes_a_deadline_earlier(
    calendar: Calendar, start: datetime, term: Term, day: date
) -> None:
    more = with_day(calendar, day, DayKind.OFF)
    assert deadline(more, start, term) >= deadline(calendar, start, term)


@given(CALENDARS, MOMENTS, TERMS, DAYS)
def test_a_day_off_that_is_worked_after_all_never_makes_a_deadline_later(
    calendar: Calendar, start: datetime, term: Term, day: date
) -> None:
    fewer = with_day(calendar, day, DayKind.WORK)
    assert deadline(fewer, start, term) <= deadline(calendar, start, term)


@given(CALENDARS, MOMENTS, st.integers(2, 120), st.integers(1, 30), st.data())
def test_a_pause_of_some_worked_days_moves_a_deadline_by_as_many(
    calendar: Calendar, start: datetime, count: int, length: int, data: st.DataObject
) -> None:
    due = deadline(calendar, start, working_days(count)).date()
    first = data.draw(st.dates(start.date() + timedelta(days=1), due))
    pause = Pause(first, first + timedelta(days=length - 1))
    lost = sum(calendar.is_worked(day) for day in pause.days)
    moved = deadline(calendar, start, working_days(count), pauses=[pause]).date()
    assert calendar.working_days(due, moved) == lost
    assert paused(calendar, [pause]).working_days(start.date(), moved) == count


@given(CALENDARS, MOMENTS, TERMS, DAYS)
def test_a_pause_outside_a_term_moves_nothing(
    calendar: Calendar, start: datetime, term: Term, day: date
) -> None:
    due = deadline(calendar, start, term)
    assume(not start.date() <= day <= due.date())
    assert deadline(calendar, start, term, pauses=[Pause(day, day)]) == due


@given(MOMENTS, st.integers(1, 60), st.integers(1, 20), st.data())
def test_a_pause_moves_a_term_in_days_as_a_walk_from_day_to_day_does(
    start: datetime, count: int, length: int, data: st.DataObject
) -> None:
    first = start.date() + timedelta(days=data.draw(st.integers(-5, 70)))
    pause = Pause(first, first + timedelta(days=length - 1))
    day, left = start.date(), count
    while left or not SHIPPED.is_worked(day) or day in pause:
        day += timedelta(days=1)
        left -= bool(left) and day not in pause
    assert deadline(SHIPPED, start, Term(count, Unit.DAYS), pauses=[pause]).date() == day


@given(CALENDARS, DAYS, COUNTS, SHIFTS)
def test_eight_hours_a_day_from_the_close_of_work_are_as_many_working_days(
    calendar: Calendar, day: date, count: int, hours: WorkingHours
) -> None:
    by_the_hour = Term(8 * count, Unit.WORKING_HOURS)
    closing = deadline(calendar, at(day, hours.close), by_the_hour, hours)
    assert closing == deadline(calendar, at(day), working_days(count), hours)
    assume(calendar.is_worked(day))
    opening = deadline(calendar, at(day, hours.opening), by_the_hour, hours)
    eve = at(day - timedelta(days=1))
    assert opening == deadline(calendar, eve, working_days(count), hours)


@given(CALENDARS, MOMENTS, st.integers(0, 60), SHIFTS)
def test_half_a_day_is_four_hours(
    calendar: Calendar, start: datetime, whole: int, hours: WorkingHours
) -> None:
    half = deadline(calendar, start, Term(whole + 0.5, Unit.WORKING_DAYS), hours)
    assert half == deadline(calendar, start, Term(whole * 8 + 4, Unit.WORKING_HOURS), hours)


@given(CALENDARS, MOMENTS, MOMENTS, SHIFTS)
def test_working_time_is_that_of_a_walk_from_quarter_to_quarter(
    calendar: Calendar, start: datetime, end: datetime, hours: WorkingHours
) -> None:
    start = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0)
    end = start + (end - start) % timedelta(days=12) // timedelta(minutes=15) * AN_HOUR / 4
    walked, moment = timedelta(), start
    while moment < end:
        at_work = any(first <= moment.time() < last for first, last in hours.shifts)
        walked += (calendar.is_worked(moment.date()) and at_work) * AN_HOUR / 4
        moment += AN_HOUR / 4
    assert working_time_between(calendar, start, end, hours) == walked
    assert working_time_between(calendar, end, start, hours) == -walked


@pytest.mark.parametrize(
    ("length", "unit", "expected"),
    [
        (0, Unit.WORKING_DAYS, "a multiple of 0.5"),
        (-1, Unit.WORKING_DAYS, "a multiple of 0.5"),
        (1.25, Unit.WORKING_DAYS, "a multiple of 0.5"),
        (1.5, Unit.DAYS, "a multiple of 1"),
        (0, Unit.WORKING_HOURS, "more than 0"),
        (float("nan"), Unit.WORKING_HOURS, "more than 0"),
    ],
)
def test_a_term_that_no_act_could_give_is_refused(length: float, unit: Unit, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        Term(length, unit)


@pytest.mark.parametrize(
    ("shifts", "problem"),
    [
        (["07:30-11:30"], "expected 8 hours, found 4"),
        (["07:30-11:30", "11:00-15:00"], "expected shifts in order"),
        (["13:30-17:30", "07:30-11:30"], "expected shifts in order"),
        (["7h30-11h30"], "'7h30-11h30': expected hours such as"),
        (["07:30"], "'07:30': expected hours such as"),
        ([], "expected 8 hours, found 0"),
    ],
)
def test_hours_of_work_that_make_no_working_day_are_refused(
    shifts: list[str], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        WorkingHours.parse(shifts)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Pause(date(2021, 9, 7), date(2021, 9, 6))


def test_a_deadline_beyond_the_calendar_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        deadline(SHIPPED, at(LAST_DAY), working_days(1))
    with pytest.raises(ValueError, match="outside the calendar"):
        SHIPPED.nth_workday(0)


MANY = 100_000
Starts = npt.NDArray[np.int64]


@pytest.fixture(scope="module")
def dossiers() -> tuple[Starts, Starts]:
    """Days of the event from 2019 to 2028, in days since 1970, and terms of up to 90 days."""
    chance = np.random.default_rng(20261123)
    first, last = ((day - EPOCH).days for day in (date(2019, 1, 1), date(2028, 12, 31)))
    return chance.integers(first, last, MANY), chance.integers(1, 91, MANY)


def due_days(
    engine: Callable[..., nw.DataFrame[Any]], starts: Any, lengths: Any, unit: Unit
) -> list[int | None]:
    """The legal deadlines of the facts frame, of dossiers received at eight on these days."""
    received = np.asarray(starts, dtype="datetime64[D]").astype("datetime64[ms]")
    received += np.timedelta64(8, "h")
    frame = engine(
        [
            {"code": str(n), "received_at": at, "legal_term": length, "legal_unit": unit.value}
            for n, (at, length) in enumerate(zip(received.tolist(), lengths, strict=True))
        ],
        date(2028, 12, 29),
    )
    order = frame.select("legal_due_on", number=nw.col("code").cast(nw.Int64)).sort("number")
    return values(order, "legal_due_on")


def unworked_days() -> npt.NDArray[np.datetime64]:
    days = np.arange("2018-12-01", "2029-12-31", dtype="datetime64[D]")
    return days[[not SHIPPED.is_worked(day) for day in days.tolist()]]


@pytest.mark.parametrize("engine", [on_arrow, on_pandas, on_polars])
def test_the_joined_working_days_are_those_of_a_walk_and_of_numpy_on_100000_dossiers(
    engine: Callable[..., nw.DataFrame[Any]], dossiers: tuple[Starts, Starts]
) -> None:
    starts, lengths = dossiers
    found = due_days(engine, starts, lengths, Unit.WORKING_DAYS)
    calendar = np.busdaycalendar(weekmask="1111111", holidays=unworked_days())
    # numpy moves on from the next worked day unless the event's day is one; "preceding" stays.
    expected = np.busday_offset(
        starts.astype("datetime64[D]"), lengths, roll="preceding", busdaycal=calendar
    )
    assert found == expected.astype(np.int64).tolist()
    assert found == [walk(start, length) for start, length in zip(*_lists(dossiers), strict=True)]


@pytest.mark.parametrize("engine", [on_arrow, on_pandas, on_polars])
def test_the_joined_days_are_those_of_numpy_on_100000_dossiers(
    engine: Callable[..., nw.DataFrame[Any]], dossiers: tuple[Starts, Starts]
) -> None:
    starts, lengths = dossiers
    calendar = np.busdaycalendar(weekmask="1111111", holidays=unworked_days())
    last = (starts + lengths).astype("datetime64[D]")
    expected = np.busday_offset(last, 0, roll="following", busdaycal=calendar)
    found = due_days(engine, starts, lengths, Unit.DAYS)
    assert found == expected.astype(np.int64).tolist()


@pytest.mark.parametrize("unit", Unit)
def test_the_joined_deadlines_are_those_of_one_dossier(
    unit: Unit, dossiers: tuple[Starts, Starts]
) -> None:
    starts, lengths = (column[:2000] for column in dossiers)
    found = due_days(on_arrow, starts, lengths, unit)
    for start, length, due in zip(starts.tolist(), lengths.tolist(), found, strict=True):
        received = at(EPOCH + timedelta(days=start), time(8))
        one = deadline(SHIPPED, received, Term(length, unit))
        assert (one.date() - EPOCH).days == due


def test_a_dossier_without_start_or_length_has_no_joined_deadline() -> None:
    found = due_days(on_polars, [None, 20000, 20000], [5, None, 5], Unit.WORKING_DAYS)
    assert found == [None, None, walk(20000, 5)]


WORKED = {
    (day - EPOCH).days
    for day in (date(2018, 12, 1) + timedelta(days=n) for n in range(4100))
    if SHIPPED.is_worked(day)
}


def walk(start: int, length: int) -> int:
    """The last day of a term of working days, one step a day."""
    day = start
    while length:
        day += 1
        length -= day in WORKED
    return day


def _lists(columns: tuple[Starts, Starts]) -> tuple[list[int], list[int]]:
    return columns[0].tolist(), columns[1].tolist()
