"""Judged by the clock: hours count, except where one side has none."""

from datetime import date, datetime

import pytest
from rules_frame import on_arrow, rules_that_hit, values

from rules import Facts

AS_OF = date(2021, 9, 30)
DUE = datetime(2021, 9, 22, 10, 0)
MIDNIGHT = datetime(2021, 9, 22)


def is_late(due: datetime, end: datetime, *, by_clock: bool = True) -> bool:
    dossier = {"code": "A", "status": 9, "due_at": due, "completed_at": end}
    facts = on_arrow([dossier], AS_OF, by_clock=by_clock)
    late = values(facts, "is_late") == [True]
    hit = rules_that_hit(dossier, AS_OF, by_clock=by_clock)
    assert late == ("overdue-finished" in hit) == ("apology-missing" in hit)
    return late


@pytest.mark.parametrize(
    ("end", "late"),
    [
        (datetime(2021, 9, 22, 9, 59), False),
        (datetime(2021, 9, 22, 10, 0), False),
        (datetime(2021, 9, 22, 10, 0, 0, 1000), True),
        (datetime(2021, 9, 22, 10, 1), True),
        (datetime(2021, 9, 22, 23, 59), True),
        (datetime(2021, 9, 21, 23, 59), False),
        (datetime(2021, 9, 23, 0, 1), True),
    ],
)
def test_a_result_is_late_from_the_first_moment_after_the_appointment(
    end: datetime, late: bool
) -> None:
    assert is_late(DUE, end) == late


@pytest.mark.parametrize("end", [datetime(2021, 9, 22, 10, 1), datetime(2021, 9, 22, 23, 59)])
def test_without_the_clock_the_day_of_the_appointment_is_in_time(end: datetime) -> None:
    assert not is_late(DUE, end, by_clock=False)


@pytest.mark.parametrize("end", [datetime(2021, 9, 22, 0, 1), datetime(2021, 9, 22, 23, 59)])
def test_an_appointment_without_an_hour_lasts_the_whole_day(end: datetime) -> None:
    assert not is_late(MIDNIGHT, end)
    assert is_late(MIDNIGHT, end.replace(day=23))
    assert not is_late(MIDNIGHT, end.replace(day=21))


def test_a_result_without_an_hour_is_in_time_on_the_day_of_the_appointment() -> None:
    assert not is_late(DUE, MIDNIGHT)
    assert not is_late(datetime(2021, 9, 22, 0, 1), MIDNIGHT)


def test_a_result_without_an_hour_is_late_on_the_next_day_and_early_on_the_day_before() -> None:
    assert is_late(datetime(2021, 9, 22, 23, 59), datetime(2021, 9, 23))
    assert not is_late(DUE, datetime(2021, 9, 21))


@pytest.mark.parametrize(
    ("due", "end", "early"),
    [
        (DUE, MIDNIGHT, False),
        (DUE, datetime(2021, 9, 21), True),
        (MIDNIGHT, datetime(2021, 9, 22, 9), False),
        (DUE, datetime(2021, 9, 22, 9), True),
    ],
)
def test_a_result_without_an_hour_is_not_early_on_the_day_of_the_appointment(
    due: datetime, end: datetime, early: bool
) -> None:
    dossier = {"code": "A", "status": 9, "due_at": due, "completed_at": end}
    facts, f = on_arrow([dossier], AS_OF, by_clock=True), Facts(by_clock=True)
    assert values(facts.select(early=f.end < f.due), "early") == [early]


def test_neither_side_has_an_hour() -> None:
    assert not is_late(MIDNIGHT, MIDNIGHT)
    assert is_late(MIDNIGHT, datetime(2021, 9, 23))


def test_hours_before_1970_are_read_like_any_other() -> None:
    due = datetime(1969, 9, 22, 10, 0)
    assert is_late(due, due.replace(hour=11))
    assert not is_late(due, due.replace(hour=9))
    assert not is_late(due, due.replace(hour=0))


def test_late_by_hours_alone_is_late_by_no_working_day() -> None:
    dossier = {"code": "A", "status": 9, "due_at": DUE, "completed_at": DUE.replace(hour=14)}
    facts = on_arrow([dossier], AS_OF, by_clock=True)
    assert values(facts, "is_late") == [True]
    assert values(facts, "working_days_late") == [0]


def test_the_hour_of_handing_over_counts_where_it_is_all_that_is_known() -> None:
    dossier = {"status": 10, "due_at": DUE, "returned_at": DUE.replace(hour=14)}
    assert "overdue-finished" in rules_that_hit(dossier, AS_OF, by_clock=True)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (datetime(2021, 9, 29), "overdue-open"),
        (datetime(2021, 9, 29, 23, 59, 59), "overdue-open"),
        (datetime(2021, 9, 30), "due-soon"),
        (datetime(2021, 9, 30, 0, 0, 1), "due-soon"),
        (datetime(2021, 9, 30, 17), "due-soon"),
    ],
)
def test_an_open_dossier_is_reckoned_from_the_first_hour_of_the_day(
    due: datetime, expected: str
) -> None:
    hit = rules_that_hit({"status": 4, "due_at": due}, AS_OF, by_clock=True)
    assert hit - {"apology-missing", "apology-due"} == {expected}


def test_an_unfinished_or_undated_dossier_has_no_end_to_be_late_by() -> None:
    hit = rules_that_hit({"status": 9, "due_at": DUE}, AS_OF, by_clock=True)
    assert hit == {"dates-contradict"}
    hit = rules_that_hit({"status": 9, "completed_at": DUE}, AS_OF, by_clock=True)
    assert hit == {"no-deadline", "result-not-posted", "result-file-missing"}


def test_the_columns_of_the_clock_are_there_only_by_the_clock() -> None:
    clock = {"due_clock", "end_clock", "as_of_clock"}
    assert clock <= set(on_arrow([], AS_OF, by_clock=True).columns)
    assert not clock & set(on_arrow([], AS_OF).columns)
