"""Many periods from one facts frame: each reckoned as on its own last day."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt

from rules.facts import Facts
from rules.indicators.course import Appointment, ended_and_begun, with_course
from rules.indicators.figure import Figure
from rules.indicators.indicator import Indicator
from rules.indicators.measure import count, figures, sums
from rules.moments import midnight
from rules.worktime.calendar import FIRST_DAY, LAST_DAY, Calendar, days_since_epoch

Eager = nw.DataFrame[Any]
Places = npt.NDArray[np.int64]

WEEKS = 12
_SPAN, _UNIT = "span", "unit"
_COUNTED_AT_ONCE, _SEEN_AT_ONCE = 300_000, 100_000
# What indicators and the course look at: to take along no other halves what that costs.
_SEEN = (
    *("unit", "channel", "status", "status_seen_day", "supplements", "reappointments"),
    *("is_new", "is_open", "is_paused", "is_finished", "is_refused", "waits_for_papers"),
    *("was_supplemented", "has_a_letter", "is_excused", "working_days_untouched"),
    *("submitted_day", "received_day", "received_workdays", "due_day", "first_due_day"),
    *("end_day", "end_workdays", "latest_completed_day", "late_seen_day", "refused_on"),
    *("apology_issued_day", "excused_day", "apology_by", "legal_due_on", "waiting_since_day"),
    *("posted_day", "law_day", "law_reappointments_allowed", "law_supplement_requests_allowed"),
    *("as_of_day", "as_of_workdays"),
)
_BY_CLOCK = ("due_clock", "end_clock", "as_of_clock")
_BY_THEN = (Facts.has_a_letter, Facts.is_excused)
_WEEK = timedelta(days=7)


class SpanKind(StrEnum):
    """How long a span is."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Span:
    """A week from Monday, a month or a year; the last one ends on the day of reckoning."""

    kind: SpanKind
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a span: of all dossiers, and of each division."""

    span: Span
    whole: list[Figure]
    by_unit: list[Figure]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Spans that are counted together.

    rows: the places in the frame of the dossiers of the first span, then of the second, ...
    numbers: for each of them the place of its span.
    """

    spans: tuple[Span, ...]
    rows: Places
    numbers: Places


Apply = Callable[[Callable[[_Batch], Eager], Iterable[_Batch]], Iterable[Eager]]


def spans_until(as_of: date) -> list[Span]:
    """The year so far, its months and the one before them, the last twelve weeks, the last first.

    January has December beside it, so that each month of the year can be held against another.
    """
    spans = [Span(SpanKind.YEAR, as_of.replace(month=1, day=1), as_of)]
    first, end = as_of.replace(day=1), as_of
    while True:
        spans.append(Span(SpanKind.MONTH, first, end))
        if first.year < as_of.year:
            break
        end = first - timedelta(days=1)
        first = end.replace(day=1)
    monday = as_of - timedelta(days=as_of.weekday())
    for back in range(WEEKS):
        start = monday - back * _WEEK
        last = as_of if back == 0 else start + _WEEK - timedelta(days=1)
        spans.append(Span(SpanKind.WEEK, start, last))
    return spans


def measure_spans(
    facts: Eager,
    calendar: Calendar,
    indicators: Sequence[Indicator],
    spans: Sequence[Span],
    settings: Mapping[str, Mapping[str, Any]],
    *,
    appointment: Appointment,
    by_clock: bool,
    apply: Apply = map,
) -> Iterator[Measured]:
    """The figures of each span, of all its dossiers and by division.

    facts: a frame that `rules.frame.prepare` made for a day not before any span ends, with rows
    that can be counted at once. The figures are those that `measure` gives of a frame made for
    the last day of the span. Spans are counted together while they are short: a pass costs about
    as much for ten dossiers as for a hundred thousand.

    apply: what applies a function to each of many portions, as the `map` of a pool of threads does.
    """

    def counted_in(portion: _Batch) -> Eager:
        part = _as_of_its_end(frame[portion.rows], portion, calendar, f)
        # What began or ended outside its span is out already, so that no start is needed.
        course = with_course(part, f, None, appointment)
        return count(course, indicators, keys, settings, f)

    f = Facts(by_clock=by_clock)
    seen = (*_SEEN, *_BY_CLOCK) if by_clock else _SEEN
    frame = facts.select(*seen, **ended_and_begun(f))
    keys = {_SPAN: nw.col(_SPAN), _UNIT: nw.col(_UNIT)}
    for batch in _batches(frame, spans):
        counted = nw.concat(list(apply(counted_in, _portions(batch))))
        whole = {row[_SPAN]: row for row in sums(counted, [_SPAN])}
        units = sums(counted, [_SPAN, _UNIT])
        del counted  # of a year it is large, and the next batch is made beside it
        for number, span in enumerate(batch.spans):
            yield Measured(
                span,
                list(figures(whole.get(number, {}), indicators, None)),
                [
                    one
                    for row in units
                    if row[_SPAN] == number
                    for one in figures(row, indicators, row[_UNIT])
                ],
            )


def _batches(frame: Eager, spans: Sequence[Span]) -> Iterator[_Batch]:
    """Spans with the dossiers that can belong to them, as many at a time as memory bears."""
    begun = frame["begun_day"].fill_null(days_since_epoch(FIRST_DAY)).to_numpy()
    ended = frame["ended_day"].fill_null(days_since_epoch(LAST_DAY)).to_numpy()
    held: list[Places] = []
    those: list[Span] = []
    for number, span in enumerate(spans, 1):
        start, end = days_since_epoch(span.start), days_since_epoch(span.end)
        held.append(np.flatnonzero((begun <= end) & (ended >= start)))
        those.append(span)
        if number == len(spans) or sum(map(len, held)) >= _COUNTED_AT_ONCE:
            numbers = np.repeat(np.arange(len(those)), [len(rows) for rows in held])
            yield _Batch(tuple(those), np.concatenate(held), numbers)
            held, those = [], []


def _portions(batch: _Batch) -> Iterator[_Batch]:
    """A batch cut up: what each dossier adds takes a third of the memory of its course."""
    for start in range(0, len(batch.rows) or 1, _SEEN_AT_ONCE):
        some = slice(start, start + _SEEN_AT_ONCE)
        yield _Batch(batch.spans, batch.rows[some], batch.numbers[some])


def _as_of_its_end(frame: Eager, batch: _Batch, calendar: Calendar, f: Facts) -> Eager:
    """The dossiers of a batch as indicators see them on the last day of their span.

    Only what they look at is told anew: the day itself, the days without progress, and what was
    issued or decided by then.
    """

    def told(name: str, of: Callable[[date], int]) -> "nw.Series[Any]":
        values = np.array([of(span.end) for span in batch.spans], dtype=np.int64)
        return nw.new_series(name, values[batch.numbers], nw.Int64, backend=frame.implementation)

    end = told("end_workdays_of_span", calendar.workdays_until)
    untouched = nw.col("working_days_untouched") - nw.col("as_of_workdays") + end
    frame = frame.with_columns(working_days_untouched=untouched)
    frame = frame.with_columns(
        nw.new_series(_SPAN, batch.numbers, nw.Int64, backend=frame.implementation),
        end.alias("as_of_workdays"),
        told("as_of_day", days_since_epoch),
    )
    if f.judged_by_clock:
        frame = frame.with_columns(as_of_clock=midnight(nw.col("as_of_day")))
    return frame.with_columns(**{one.name: one.definition(f) for one in _BY_THEN})
