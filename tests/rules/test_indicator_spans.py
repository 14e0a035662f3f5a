"""Months and weeks measured at once have the figures that each would have by itself."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from rules_frame import SHIPPED, on_arrow, on_pandas, on_polars
from test_indicators_groups import random_dossiers

import rules.indicators.spans as module
from rules.indicators import (
    INDICATORS,
    Appointment,
    By,
    Span,
    SpanKind,
    measure,
    measure_spans,
    spans_until,
)

AS_OF = date(2022, 9, 30)
DOSSIERS = [
    {**one, "excused_on": date(2022, 8, 1) + timedelta(days=number % 90) if number % 7 else None}
    for number, one in enumerate(random_dossiers(20220930, 600))
]
OWN = {"posting-coverage": {"working_days": 3}}


def test_spans_are_the_year_its_months_with_one_before_and_twelve_weeks() -> None:
    spans = spans_until(AS_OF)
    assert spans[0] == Span(SpanKind.YEAR, date(2022, 1, 1), AS_OF)
    months = [one for one in spans if one.kind is SpanKind.MONTH]
    assert [one.start for one in months][:2] == [date(2022, 9, 1), date(2022, 8, 1)]
    assert months[-1] == Span(SpanKind.MONTH, date(2021, 12, 1), date(2021, 12, 31))
    assert len(months) == 10
    weeks = [one for one in spans if one.kind is SpanKind.WEEK]
    assert weeks[0] == Span(SpanKind.WEEK, date(2022, 9, 26), AS_OF)
    assert weeks[-1] == Span(SpanKind.WEEK, date(2022, 7, 11), date(2022, 7, 17))
    assert len(weeks) == 12


def test_in_december_and_january_no_month_is_missing_or_twice() -> None:
    def months(day: date) -> list[date]:
        return [one.start for one in spans_until(day) if one.kind is SpanKind.MONTH]

    assert len(months(date(2022, 12, 31))) == 13
    assert months(date(2022, 1, 1)) == [date(2022, 1, 1), date(2021, 12, 1)]


@cache
def made_for(day: date, *, by_clock: bool) -> Any:
    return on_polars(DOSSIERS, day, by_clock=by_clock)


@cache
def measured_alone(appointment: Appointment, *, by_clock: bool) -> list[Any]:
    """The figures of each span, whole and by unit, of a frame made for its last day."""
    how: Any = {"settings": OWN, "appointment": appointment, "by_clock": by_clock}
    return [
        [
            measure(
                made_for(span.end, by_clock=by_clock),
                INDICATORS,
                span.end,
                start=span.start,
                by=by,
                **how,
            )
            for by in (None, By.UNIT)
        ]
        for span in spans_until(AS_OF)
    ]


@pytest.mark.parametrize(
    ("frame", "at_once", "seen_at_once", "appointment", "by_clock"),
    [
        (on_pandas, 10**6, 10**6, Appointment.NEW, False),
        (on_pandas, 10**6, 70, Appointment.FIRST, True),
        (on_arrow, 10**6, 10**6, Appointment.FIRST, True),
        (on_arrow, 1000, 70, Appointment.NEW, False),
        (on_polars, 1, 10**6, Appointment.NEW, True),
        (on_polars, 1000, 10**6, Appointment.FIRST, False),
    ],
)
def test_each_span_has_the_figures_of_a_frame_made_for_its_last_day(
    frame: Any,
    at_once: int,
    seen_at_once: int,
    appointment: Appointment,
    by_clock: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_COUNTED_AT_ONCE", at_once)
    monkeypatch.setattr(module, "_SEEN_AT_ONCE", seen_at_once)
    facts = frame(DOSSIERS, AS_OF, by_clock=by_clock)
    spans = spans_until(AS_OF)
    how: Any = {"appointment": appointment, "by_clock": by_clock}
    found = list(measure_spans(facts, SHIPPED, INDICATORS, spans, OWN, **how))
    assert [one.span for one in found] == spans
    for one, alone in zip(found, measured_alone(appointment, by_clock=by_clock), strict=True):
        assert [one.whole, one.by_unit] == alone


def test_a_span_without_a_dossier_has_figures_of_nothing() -> None:
    facts = on_arrow([], AS_OF)
    spans = spans_until(AS_OF)
    how: Any = {"appointment": Appointment.NEW, "by_clock": False}
    found = list(measure_spans(facts, SHIPPED, INDICATORS, spans, {}, **how))
    assert {one.tally.denominator for span in found for one in span.whole} == {0}
    assert all(len(span.whole) == len(INDICATORS) and not span.by_unit for span in found)
