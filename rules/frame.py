"""From dossiers to the facts frame: days, working-day ordinals and figures, on any engine."""

from datetime import date
from typing import TypeVar

import narwhals as nw
import numpy as np

from rules.derived import (
    days_of_reckoning,
    days_to_count_from,
    figures,
    flags,
    legal_numbers,
    term_end,
)
from rules.facts import DAYS, Facts
from rules.moments import clocks, day_of
from rules.values import LegalValue, legal_value
from rules.worktime.calendar import Calendar, days_since_epoch
from rules.worktime.hours import DEFAULT_HOURS, WorkingHours

Frame = TypeVar("Frame", nw.DataFrame, nw.LazyFrame)  # type: ignore[type-arg]

LETTER_BEFORE = legal_value("apology-days-before")
# Days from which or up to which worked days are counted, some of them by the hour.
_COUNTED = ("supplement_requested", "due", "end", "touched", "letter_eve")
_BY_THE_HOUR = ("submitted", "received", "term_from")


def prepare(
    dossiers: Frame,
    calendar_table: Frame,
    calendar: Calendar,
    as_of: date,
    *,
    by_clock: bool,
    letter_before: int | LegalValue = LETTER_BEFORE,
    hours: WorkingHours = DEFAULT_HOURS,
) -> Frame:
    """The facts frame: `dossiers` plus every derived column that `Facts` names.

    dossiers: one row a dossier, with the columns of `Facts` that are not derived; moments are
        local time without offset.
    calendar_table: the columns of `rules.worktime.table.calendar_table`, on the same engine.
    as_of: the day of reckoning.
    by_clock: judge by clock times instead of dates.
    letter_before: days before the appointment by which a letter of apology goes out.
    hours: when a worked day is worked.
    """
    f = Facts(by_clock=by_clock)
    frame = dossiers.with_columns(end_at=nw.coalesce("completed_at", "returned_at"))
    frame = frame.with_columns(
        as_of_day=nw.lit(days_since_epoch(as_of)),
        as_of_workdays=nw.lit(calendar.workdays_until(as_of)),
        **{
            f"{day.name}_day": day_of(day.fact, dossiers.implementation)
            for day in DAYS
            if day.fact and not day.is_ready
        },
    )
    frame = frame.with_columns(**flags(f))
    frame = frame.with_columns(**days_of_reckoning(f))
    frame = frame.with_columns(**legal_numbers())
    frame = frame.with_columns(**days_to_count_from(f, letter_before))
    for name in (*_COUNTED, *_BY_THE_HOUR):
        frame = _with_place(frame, calendar_table, name, with_worked=name in _BY_THE_HOUR)
    frame = frame.with_columns(term_end_workdays=term_end(f, hours))
    frame = _with_day(frame, calendar_table, "letter_eve_workdays", "apology_by")
    frame = _with_day(frame, calendar_table, "term_end_workdays", "legal_due_on")
    if by_clock:
        frame = frame.with_columns(**clocks(as_of))
    frame = frame.with_columns(is_late=Facts.is_late.definition(f).fill_null(value=False))
    return frame.with_columns(**figures(f, calendar, as_of, hours))


def _with_place(frame: Frame, calendar_table: Frame, name: str, *, with_worked: bool) -> Frame:
    """The number of worked days up to a day, and whether it is one itself."""
    columns = ["day", "workdays", "worked"] if with_worked else ["day", "workdays"]
    days = calendar_table.select(*(nw.col(one).alias(f"{name}_{one}") for one in columns))
    return _beside(frame, days, f"{name}_day")


def _with_day(frame: Frame, calendar_table: Frame, workdays: str, day: str) -> Frame:
    """The worked day with that running number."""
    worked = calendar_table.filter(nw.col("worked") == 1)
    places = worked.select(nw.col("workdays").alias(workdays), nw.col("day").alias(day))
    return _beside(frame, places, workdays)


def _beside(frame: Frame, places: Frame, key: str) -> Frame:
    """What `places` says of the number in the column `key`; null where it has none.

    places: the numbers stand in order and without a gap, so that one in memory needs no search.
    """
    if isinstance(frame, nw.LazyFrame) or isinstance(places, nw.LazyFrame):
        return frame.join(places, on=key, how="left")
    row = (frame[key] - places[key][0]).fill_null(-1).to_numpy().astype(np.int64)
    known = (row >= 0) & (row < len(places))
    found = places.drop(key)[np.where(known, row, 0), :]
    there = nw.new_series("there", known, nw.Boolean, backend=frame.implementation)
    return frame.with_columns(**{name: nw.when(there).then(found[name]) for name in found.columns})
