"""Working days are counted as a person with a wall calendar would count them."""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rules_frame import SHIPPED, on_arrow, values

from rules.worktime.calendar import FIRST_DAY, LAST_DAY, Calendar, DayKind, SpecialDay

DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
ANY_DAYS = st.dates(FIRST_DAY, LAST_DAY)
SPECIAL = st.dictionaries(DAYS, st.sampled_from(DayKind), max_size=30)
PLAIN = Calendar([])


def calendar_of(special: Mapping[date, DayKind]) -> Calendar:
    return Calendar(SpecialDay(day, kind, "nghỉ", "1/QĐ") for day, kind in special.items())


def walked(start: date, end: date, special: Mapping[date, DayKind]) -> int:
    """Worked days d with start < d ≤ end, one step a day; negative backwards."""
    if end < start:
        return -walked(end, start, special)
    count, day = 0, start
    while day < end:
        day += timedelta(days=1)
        plain = DayKind.WORK if day.isoweekday() <= 5 else DayKind.OFF
        count += special.get(day, plain) is DayKind.WORK
    return count


@given(DAYS, DAYS, SPECIAL)
def test_the_count_is_that_of_a_walk_from_day_to_day(
    start: date, end: date, special: dict[date, DayKind]
) -> None:
    assert calendar_of(special).working_days(start, end) == walked(start, end, special)


@given(DAYS, SPECIAL)
def test_a_day_is_worked_when_the_count_moves_on_it(
    day: date, special: dict[date, DayKind]
) -> None:
    calendar = calendar_of(special)
    assert calendar.is_worked(day) == (calendar.working_days(day - timedelta(days=1), day) == 1)


@given(ANY_DAYS, ANY_DAYS)
def test_without_special_days_the_count_is_that_of_numpy(start: date, end: date) -> None:
    start, end = sorted((start, end))
    # numpy counts start ≤ d < end: both are moved on by a day.
    expected = np.busday_count(np.datetime64(start) + 1, np.datetime64(end) + 1)
    assert PLAIN.working_days(start, end) == expected
    assert PLAIN.working_days(end, start) == -expected


@given(DAYS, DAYS, DAYS)
def test_counts_of_adjoining_terms_add_up(one: date, two: date, three: date) -> None:
    through = SHIPPED.working_days(one, two) + SHIPPED.working_days(two, three)
    assert through == SHIPPED.working_days(one, three)


@given(ANY_DAYS)
def test_the_day_of_the_event_is_not_counted(day: date) -> None:
    assert SHIPPED.working_days(day, day) == 0


@given(DAYS, DAYS, DAYS)
def test_a_further_day_off_never_makes_a_term_longer(start: date, end: date, off: date) -> None:
    assume(start <= end)
    more = SHIPPED.with_days([SpecialDay(off, DayKind.OFF, "nghỉ", "1/QĐ")])
    lost = SHIPPED.working_days(start, end) - more.working_days(start, end)
    assert lost == (start < off <= end and SHIPPED.is_worked(off))


@given(DAYS, DAYS, DAYS)
def test_a_further_worked_day_never_makes_a_term_shorter(start: date, end: date, on: date) -> None:
    assume(start <= end)
    more = SHIPPED.with_days([SpecialDay(on, DayKind.WORK, "làm bù", "1/QĐ")])
    won = more.working_days(start, end) - SHIPPED.working_days(start, end)
    assert won == (start < on <= end and not SHIPPED.is_worked(on))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2021, 9, 24), date(2021, 9, 27), 1),  # Friday to Monday
        (date(2021, 9, 24), date(2021, 9, 25), 0),  # Friday to Saturday
        (date(2021, 9, 1), date(2021, 9, 6), 1),  # over Quốc khánh and a weekend
        (date(2021, 2, 9), date(2021, 2, 17), 1),  # over Tết Tân Sửu
        (date(2024, 4, 26), date(2024, 5, 6), 4),  # 2, 3, 6 May and the worked Saturday
        (date(2025, 4, 25), date(2025, 5, 5), 4),  # Saturday 26, Monday 28, Tuesday 29, 5 May
        (date(2026, 1, 1), date(2026, 1, 10), 6),  # 2 January off, Saturday 10 worked
        (date(2026, 11, 23), date(2026, 11, 25), 1),  # over the new holiday
        (date(2021, 9, 27), date(2021, 9, 24), -1),  # backwards
    ],
)
def test_known_terms(start: date, end: date, days: int) -> None:
    assert SHIPPED.working_days(start, end) == days


AS_OF = date(2024, 5, 6)


def random_dossier(code: int, chance: random.Random) -> dict[str, Any]:
    def moment() -> datetime | None:
        if chance.random() < 0.1:
            return None
        minutes = chance.randrange(365 * 8 * 24 * 60)
        return datetime(2020, 1, 1) + timedelta(minutes=minutes)

    def sometimes(value: datetime | None) -> datetime | None:
        return value if chance.random() < 0.5 else None

    due = moment()
    near = due and due + timedelta(minutes=chance.randrange(-20_000, 20_000))
    return {
        "code": str(code),
        "status": chance.choice([None, *range(1, 11)]),
        "due_at": due,
        "completed_at": sometimes(near),
        "returned_at": sometimes(moment()),
    }


def test_the_joined_figures_are_those_of_a_walk_on_two_thousand_random_dossiers() -> None:
    chance = random.Random(20240506)
    dossiers = [random_dossier(number, chance) for number in range(2000)]
    special = {entry.day: entry.kind for entry in SHIPPED.special_days}

    def between(start: date | None, end: date | None) -> int | None:
        return None if start is None or end is None else walked(start, end, special)

    expected: dict[str, list[Any]] = {
        "end_at": [],
        "is_late": [],
        "working_days_late": [],
        "working_days_left": [],
        "working_days_since_end": [],
    }
    for dossier in dossiers:
        end_at = dossier["completed_at"] or dossier["returned_at"]
        end = end_at and end_at.date()
        due = dossier["due_at"] and dossier["due_at"].date()
        open_late = dossier["status"] in {2, 4} and due and due < AS_OF
        late = bool(open_late or (dossier["status"] in {9, 10} and due and end and end > due))
        expected["end_at"].append(end_at)
        expected["is_late"].append(late)
        last = AS_OF if open_late or end is None else end
        expected["working_days_late"].append(max(between(due, last) or 0, 0) * late)
        expected["working_days_left"].append(between(AS_OF, due))
        expected["working_days_since_end"].append(between(end, AS_OF))
    facts = on_arrow(dossiers, AS_OF)
    assert values(facts, "code") == [dossier["code"] for dossier in dossiers]
    assert {name: values(facts, name) for name in expected} == expected
    assert sum(expected["is_late"]) > 200
