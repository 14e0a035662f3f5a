"""The figures of the frame, on both engines, are those that one dossier's own reckoning gives."""

import math
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_frame import INPUTS, SHIPPED, figure, on_arrow, on_pandas, on_polars, values

from rules import Facts, prepare
from rules.values import legal_value
from rules.worktime.hours import WorkingHours, working_time_between
from rules.worktime.table import calendar_table
from rules.worktime.terms import Term, Unit, deadline

Prepare = Callable[..., nw.DataFrame[Any]]
AS_OF = date(2024, 5, 6)
AN_HOUR = timedelta(hours=1)
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2027, 12, 31)).map(
    lambda moment: moment.replace(second=moment.second or 1, microsecond=0)  # never a bare date
)
TERMS = st.builds(Term, st.integers(1, 200), st.sampled_from(Unit))
FEW_BUT_LONG = settings(max_examples=5, deadline=None)  # a frame costs more than its rows
BOTH_ENGINES = pytest.mark.parametrize("frame_of", [on_arrow, on_pandas, on_polars])


def dossiers(**columns: list[Any]) -> list[dict[str, Any]]:
    """One dossier for each entry of the columns."""
    rows = zip(*columns.values(), strict=True)
    return [
        {"code": str(number), **dict(zip(columns, row, strict=True))}
        for number, row in enumerate(rows)
    ]


@BOTH_ENGINES
@FEW_BUT_LONG
@given(due=st.lists(MOMENTS, min_size=80, max_size=80))
def test_a_letter_is_in_time_on_the_last_worked_day_up_to_the_eve(
    frame_of: Prepare, due: list[datetime]
) -> None:
    found = figure(frame_of(dossiers(due_at=due), AS_OF), "apology_by")
    for last, appointment in zip(found, due, strict=True):
        eve = appointment.date() - timedelta(days=1)
        assert SHIPPED.is_worked(last)
        assert last <= eve
        assert not any(SHIPPED.is_worked(day) for day in SHIPPED.days_between(last, eve))


@BOTH_ENGINES
@FEW_BUT_LONG
@given(entries=st.lists(st.tuples(MOMENTS, TERMS), min_size=80, max_size=80))
def test_the_legal_time_ends_on_the_day_that_the_reckoning_of_one_dossier_gives(
    frame_of: Prepare, entries: list[tuple[datetime, Term]]
) -> None:
    received, terms = (list(column) for column in zip(*entries, strict=True))
    facts = frame_of(
        dossiers(
            received_at=received,
            legal_term=[int(term.length) for term in terms],
            legal_unit=[term.unit.value for term in terms],
        ),
        AS_OF,
    )
    expected = [deadline(SHIPPED, *entry).date() for entry in entries]
    assert figure(facts, "legal_due_on") == expected
    assert figure(facts, "legal_from_on") == [moment.date() for moment in received]


@BOTH_ENGINES
@FEW_BUT_LONG
@given(entries=st.lists(st.tuples(MOMENTS, MOMENTS, TERMS), min_size=80, max_size=80))
def test_the_legal_time_starts_anew_when_the_papers_come(
    frame_of: Prepare, entries: list[tuple[datetime, datetime, Term]]
) -> None:
    received, supplemented, terms = (list(column) for column in zip(*entries, strict=True))
    facts = frame_of(
        dossiers(
            received_at=received,
            supplemented_at=supplemented,
            legal_term=[int(term.length) for term in terms],
            legal_unit=[term.unit.value for term in terms],
        ),
        AS_OF,
    )
    expected = [deadline(SHIPPED, came, term).date() for _, came, term in entries]
    assert figure(facts, "legal_due_on") == expected


@BOTH_ENGINES
@FEW_BUT_LONG
@given(entries=st.lists(st.tuples(MOMENTS, MOMENTS), min_size=80, max_size=80))
def test_the_hours_to_the_reception_are_the_working_time_rounded_up(
    frame_of: Prepare, entries: list[tuple[datetime, datetime]]
) -> None:
    submitted, received = (list(column) for column in zip(*entries, strict=True))
    facts = frame_of(dossiers(submitted_at=submitted, received_at=received), AS_OF)
    expected = [math.ceil(working_time_between(SHIPPED, *entry) / AN_HOUR) for entry in entries]
    assert values(facts, "working_hours_to_intake") == expected


@BOTH_ENGINES
@FEW_BUT_LONG
@given(submitted=st.lists(MOMENTS, min_size=80, max_size=80), as_of=DAYS)
def test_the_hours_of_a_new_dossier_run_to_the_close_of_yesterday(
    frame_of: Prepare, submitted: list[datetime], as_of: date
) -> None:
    facts = frame_of(dossiers(submitted_at=submitted, status=[1] * len(submitted)), as_of)
    this_morning = datetime.combine(as_of, datetime.min.time())
    expected = [
        math.ceil(working_time_between(SHIPPED, moment, this_morning) / AN_HOUR)
        for moment in submitted
    ]
    assert values(facts, "working_hours_to_intake") == expected


@BOTH_ENGINES
@FEW_BUT_LONG
@given(entries=st.lists(st.tuples(DAYS, MOMENTS), min_size=80, max_size=80))
def test_an_unknown_hour_of_the_hand_in_is_never_to_the_harm_of_the_office(
    frame_of: Prepare, entries: list[tuple[date, datetime]]
) -> None:
    midnights = [datetime.combine(day, datetime.min.time()) for day, _ in entries]
    received = [moment for _, moment in entries]
    facts = frame_of(dossiers(submitted_at=midnights, received_at=received), AS_OF)
    latest = [moment.replace(hour=23, minute=59) for moment in midnights]
    pairs = zip(latest, received, strict=True)
    expected = [math.ceil(working_time_between(SHIPPED, *pair) / AN_HOUR) for pair in pairs]
    assert values(facts, "working_hours_to_intake") == expected


@BOTH_ENGINES
@FEW_BUT_LONG
@given(entries=st.lists(st.tuples(MOMENTS, MOMENTS), min_size=80, max_size=80))
def test_days_to_a_request_and_days_of_waiting_are_counted_as_one_dossier_is(
    frame_of: Prepare, entries: list[tuple[datetime, datetime]]
) -> None:
    received, requested = (list(column) for column in zip(*entries, strict=True))
    facts = frame_of(dossiers(received_at=received, supplement_requested_at=requested), AS_OF)
    days = [(one.date(), other.date()) for one, other in entries]
    assert values(facts, "working_days_to_supplement") == [
        SHIPPED.working_days(*pair) for pair in days
    ]
    assert values(facts, "days_waiting") == [(AS_OF - asked).days for _, asked in days]


@pytest.mark.parametrize(("before", "last"), [(0, 20), (1, 17), (2, 17), (3, 17), (4, 16)])
def test_an_office_may_ask_for_letters_earlier_than_the_law_does(before: int, last: int) -> None:
    table = pa.table(calendar_table(SHIPPED))
    facts = prepare(
        on_arrow([{"code": "A", "due_at": datetime(2021, 9, 20, 17)}], AS_OF).select(
            *(fact.name for fact in INPUTS)
        ),
        nw.from_native(table, eager_only=True),
        SHIPPED,
        AS_OF,
        by_clock=False,
        letter_before=before,
    )
    assert figure(facts, "apology_by") == [date(2021, 9, last)]


def test_the_hours_of_the_office_decide_when_a_term_in_hours_ends() -> None:
    dossier = {
        "code": "A",
        "received_at": datetime(2021, 9, 27, 8),
        "legal_term": 8,
        "legal_unit": "working-hours",
    }
    early = WorkingHours.parse(["08:00-12:00", "13:00-17:00"])
    facts = prepare(
        on_polars([dossier], AS_OF).select(*(fact.name for fact in INPUTS)),
        nw.from_native(pl.DataFrame(calendar_table(SHIPPED)), eager_only=True),
        SHIPPED,
        AS_OF,
        by_clock=False,
        hours=early,
    )
    assert figure(facts, "legal_due_on") == [date(2021, 9, 27)]
    assert figure(on_polars([dossier], AS_OF), "legal_due_on") == [date(2021, 9, 28)]


@pytest.mark.parametrize(
    ("dossier", "supplemented", "completed"),
    [
        ({}, False, False),
        ({"supplements": 0, "pauses": 0}, False, False),
        ({"supplements": 1}, True, False),
        ({"pauses": 1}, True, False),
        ({"supplement_requested_at": datetime(2024, 4, 2)}, True, False),
        ({"supplemented_at": datetime(2024, 4, 5)}, True, True),
    ],
)
def test_what_is_known_of_papers_that_were_asked_for(
    dossier: dict[str, Any], supplemented: bool, completed: bool
) -> None:
    f, facts = Facts(), on_arrow([{"code": "A", **dossier}], AS_OF)
    told = facts.select(was=f.was_supplemented, done=f.was_completed)
    assert (values(told, "was"), values(told, "done")) == ([supplemented], [completed])


def test_a_number_of_the_law_is_told_with_where_it_comes_from() -> None:
    number = legal_value("intake-working-hours")
    assert str(number) == "8 (by law)"
    assert [number.on(date(2020, 5, 21)), number.on(date(2020, 5, 22))] == [None, 8]
