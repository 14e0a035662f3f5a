"""The calendar of working days: its rows, what the holidays package says of them, its answers."""

import csv
from collections import Counter
from datetime import date
from importlib.resources import files

import holidays
import pytest
from rules_frame import SHIPPED

from rules.worktime.calendar import Calendar, DayKind, SpecialDay
from rules.worktime.shipped import shipped_calendar
from rules.worktime.table import calendar_table

ROWS = list(
    csv.DictReader(
        files("rules.data").joinpath("calendar.csv").read_text(encoding="utf-8").splitlines()
    )
)
DAYS = [date.fromisoformat(row["day"]) for row in ROWS]
SATURDAY = 5
ANNOUNCED = range(2020, 2027)
SHIPPED_YEARS = range(2020, 2028)

# Where our table and the holidays package part, and why we keep ours.
ONLY_OURS = {
    date(2026, 1, 2): "swapped with 10/01/2026 by 12729/VPCP-KGVX, which the package misses",
    date(2026, 1, 10): "worked instead of 02/01/2026 by the same letter",
    date(2027, 2, 11): "not announced: we take one day before Tết and four from its first day",
}
ONLY_THEIRS = {
    date(2027, 2, 4): "not announced: they take two days before Tết and three from its first day",
}


def entry(day: date, kind: DayKind, act: str = "1/QĐ-SLĐTBXH", name: str = "nghỉ") -> SpecialDay:
    return SpecialDay(day, kind, name, act)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["day"])
def test_each_row_says_what_the_day_is_called_and_by_which_act(row: dict[str, str]) -> None:
    assert set(row) == {"day", "kind", "name", "act", "announced"}
    assert all(value == value.strip() != "" for value in row.values())
    assert row["kind"] in {"off", "work"}
    assert row["announced"] in {"yes", "no"}


def test_the_rows_stand_in_the_order_of_their_days_and_none_stands_twice() -> None:
    assert sorted(set(DAYS)) == DAYS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["day"])
def test_a_row_changes_the_plain_week(row: dict[str, str]) -> None:
    weekday = date.fromisoformat(row["day"]).weekday()
    assert weekday == SATURDAY if row["kind"] == "work" else weekday < SATURDAY


@pytest.mark.parametrize("row", [r for r in ROWS if r["kind"] == "work"], ids=lambda r: r["day"])
def test_a_worked_saturday_names_the_day_off_that_it_makes_up_for(row: dict[str, str]) -> None:
    for_day = "-".join(reversed(row["name"].removeprefix("làm bù cho ngày ").split("/")))
    made_up = next(other for other in ROWS if other["day"] == for_day)
    saturday = date.fromisoformat(row["day"])
    assert made_up["kind"] == "off"
    assert made_up["name"] == f"nghỉ hoán đổi, làm bù ngày {saturday:%d/%m/%Y}"
    assert made_up["act"] == row["act"]


@pytest.mark.parametrize("year", SHIPPED_YEARS)
def test_the_days_off_are_those_of_the_holidays_package(year: int) -> None:
    package = holidays.country_holidays("VN", years=year)
    theirs = {day for day in package if day.year == year and day.weekday() < SATURDAY}
    assert _ours(year, "off") - theirs == _of(year, ONLY_OURS, weekend=False)
    assert theirs - _ours(year, "off") == _of(year, ONLY_THEIRS, weekend=False)


@pytest.mark.parametrize("year", SHIPPED_YEARS)
def test_the_worked_saturdays_are_those_of_the_holidays_package(year: int) -> None:
    package = holidays.country_holidays("VN", years=year)
    theirs = {day for day in package.weekend_workdays if day.year == year}
    assert _ours(year, "work") - theirs == _of(year, ONLY_OURS, weekend=True)
    assert theirs - _ours(year, "work") == _of(year, ONLY_THEIRS, weekend=True)


def test_the_shipped_calendar_is_that_of_the_rows() -> None:
    calendar = shipped_calendar()
    assert [special.day for special in calendar.special_days] == DAYS
    assert [special.name for special in calendar.special_days] == [row["name"] for row in ROWS]


def test_each_year_from_2020_to_2027_has_its_days_off() -> None:
    count = Counter(day.year for day, row in zip(DAYS, ROWS, strict=True) if row["kind"] == "off")
    assert count == {
        2020: 10,
        2021: 11,
        2022: 11,
        2023: 11,
        2024: 12,
        2025: 12,
        2026: 14,
        2027: 12,
    }


def test_the_years_to_2026_are_announced_and_2027_is_not() -> None:
    assert SHIPPED.announced_years == frozenset(ANNOUNCED)
    assert {row["announced"] for row in ROWS if row["day"].startswith("2027")} == {"no"}


def test_an_announced_row_of_the_office_makes_its_year_announced() -> None:
    calendar = SHIPPED.with_days([entry(date(2027, 2, 4), DayKind.OFF)])
    assert calendar.announced_years == frozenset(range(2020, 2028))
    assert SHIPPED.announced_years == frozenset(ANNOUNCED)


def test_an_office_may_say_that_a_year_is_complete() -> None:
    calendar = SHIPPED.with_days([], announced=[2027])
    assert calendar.announced_years == frozenset(range(2020, 2028))
    assert calendar.with_days([]).announced_years == calendar.announced_years


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2021, 9, 1), date(2021, 9, 30), []),
        (date(2026, 12, 31), date(2026, 12, 31), []),
        (date(2026, 12, 31), date(2027, 1, 1), [2027]),
        (date(2026, 6, 1), date(2028, 6, 1), [2027, 2028]),
        (date(2027, 6, 1), date(2027, 6, 1), [2027]),
    ],
)
def test_provisional_years_are_those_between_that_are_not_announced(
    start: date, end: date, years: list[int]
) -> None:
    assert SHIPPED.provisional_years(start, end) == years


def test_an_office_can_take_a_day_off_and_work_another_instead() -> None:
    monday, saturday = date(2026, 11, 23), date(2026, 11, 28)
    assert (SHIPPED.is_worked(monday), SHIPPED.is_worked(saturday)) == (True, False)
    calendar = SHIPPED.with_days([entry(monday, DayKind.OFF), entry(saturday, DayKind.WORK)])
    assert (calendar.is_worked(monday), calendar.is_worked(saturday)) == (False, True)


def test_an_office_can_undo_a_shipped_day_off_and_a_shipped_worked_saturday() -> None:
    holiday, saturday = date(2026, 8, 31), date(2026, 8, 22)
    calendar = SHIPPED.with_days([entry(holiday, DayKind.WORK), entry(saturday, DayKind.OFF)])
    assert (calendar.is_worked(holiday), calendar.is_worked(saturday)) == (True, False)
    assert calendar.working_days(date(2026, 8, 28), holiday) == 1
    assert calendar.working_days(date(2026, 8, 21), saturday) == 0


def test_adding_days_leaves_the_first_calendar_as_it_was() -> None:
    before = SHIPPED.version
    SHIPPED.with_days([entry(date(2026, 11, 23), DayKind.OFF)])
    assert SHIPPED.version == before
    assert SHIPPED.is_worked(date(2026, 11, 23))


def test_of_two_rows_for_one_day_the_later_wins() -> None:
    day = date(2026, 11, 23)
    calendar = Calendar([entry(day, DayKind.OFF), entry(day, DayKind.WORK)])
    assert calendar.is_worked(day)
    assert [special.kind for special in calendar.special_days] == [DayKind.WORK]


def test_the_special_days_come_in_order_whatever_the_order_they_were_given_in() -> None:
    calendar = Calendar(reversed(SHIPPED.special_days))
    assert calendar.special_days == SHIPPED.special_days
    assert [special.day for special in SHIPPED.special_days] == DAYS


@pytest.mark.parametrize(
    "other",
    [
        entry(date(2026, 11, 24), DayKind.OFF),
        entry(date(2026, 11, 23), DayKind.WORK),
        entry(date(2026, 11, 23), DayKind.OFF, act="2/QĐ-SLĐTBXH"),
        SpecialDay(date(2026, 11, 23), DayKind.OFF, "nghỉ", "1/QĐ-SLĐTBXH", announced=False),
    ],
)
def test_the_version_changes_with_a_day_its_kind_its_act_and_its_announcement(
    other: SpecialDay,
) -> None:
    one = Calendar([entry(date(2026, 11, 23), DayKind.OFF)])
    assert Calendar([other]).version != one.version


def test_the_version_is_twelve_digits_and_does_not_depend_on_the_order_of_rows() -> None:
    assert len(SHIPPED.version) == 12
    assert int(SHIPPED.version, 16) >= 0
    assert Calendar(reversed(SHIPPED.special_days)).version == SHIPPED.version


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2200, 1, 1)])
def test_a_day_outside_the_calendar_is_refused_by_name(day: date) -> None:
    message = f"{day} is outside the calendar, 1900-01-01 to 2199-12-31"
    with pytest.raises(ValueError, match=message):
        Calendar([entry(day, DayKind.OFF)])
    with pytest.raises(ValueError, match=message):
        SHIPPED.with_days([entry(day, DayKind.OFF)])
    with pytest.raises(ValueError, match=message):
        SHIPPED.workdays_until(day)
    with pytest.raises(ValueError, match=message):
        SHIPPED.working_days(date(2021, 9, 1), day)
    with pytest.raises(ValueError, match=message):
        SHIPPED.is_worked(day)
    with pytest.raises(ValueError, match=message):
        SHIPPED.reason(day)


def test_the_first_and_the_last_day_of_the_calendar_are_known() -> None:
    assert SHIPPED.workdays_until(date(1900, 1, 1)) == 1  # a Monday
    assert SHIPPED.workdays_until(date(1900, 1, 7)) == 5
    assert SHIPPED.is_worked(date(2199, 12, 31))  # a Tuesday
    last = SHIPPED.workdays_until(date(2199, 12, 31))
    assert last == SHIPPED.workdays_until(date(2199, 12, 30)) + 1 == SHIPPED.workdays[-1]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2021, 9, 6), "thứ Hai"),
        (date(2021, 9, 7), "thứ Ba"),
        (date(2021, 9, 8), "thứ Tư"),
        (date(2021, 9, 9), "thứ Năm"),
        (date(2021, 9, 10), "thứ Sáu"),
        (date(2021, 9, 11), "thứ Bảy"),
        (date(2021, 9, 12), "Chủ nhật"),
        (date(2021, 9, 2), "thứ Năm, nghỉ Quốc khánh (4875/TB-LĐTBXH)"),
        (date(2026, 11, 24), "thứ Ba, nghỉ Ngày Văn hóa Việt Nam (Nghị quyết 28/2026/QH16)"),
        (date(2024, 5, 4), "thứ Bảy, làm bù cho ngày 29/04/2024 (1570/TB-LĐTBXH)"),
    ],
)
def test_the_reason_of_a_day_is_its_weekday_and_the_act_if_there_is_one(
    day: date, text: str
) -> None:
    assert SHIPPED.reason(day) == text


def test_the_days_between_leave_out_the_first_and_keep_the_last() -> None:
    days = SHIPPED.days_between(date(2021, 8, 31), date(2021, 9, 2))
    assert days == [date(2021, 9, 1), date(2021, 9, 2)]
    assert SHIPPED.days_between(date(2021, 9, 2), date(2021, 9, 2)) == []


def test_the_table_to_join_with_has_one_row_a_day_from_1900_to_2199() -> None:
    table = calendar_table(SHIPPED)
    assert list(table) == ["day", "workdays", "worked"]
    epoch = table["day"].tolist().index(0)
    assert table["workdays"][epoch] == SHIPPED.workdays_until(date(1970, 1, 1))
    assert table["day"][0] == (date(1900, 1, 1) - date(1970, 1, 1)).days
    assert table["day"][-1] == (date(2199, 12, 31) - date(1970, 1, 1)).days
    assert len(table["day"]) == len(table["workdays"]) == len(set(table["day"].tolist()))
    assert table["worked"][:7].tolist() == [1, 1, 1, 1, 1, 0, 0]  # 1 January 1900 was a Monday
    assert {str(column.dtype) for column in table.values()} == {"int64"}


def _ours(year: int, kind: str) -> set[date]:
    return {
        day for day, row in zip(DAYS, ROWS, strict=True) if day.year == year and row["kind"] == kind
    }


def _of(year: int, differences: dict[date, str], *, weekend: bool) -> set[date]:
    return {
        day for day in differences if day.year == year and (day.weekday() >= SATURDAY) == weekend
    }
