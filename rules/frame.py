"""From dossiers to the facts frame: days, working-day ordinals and figures, on any engine."""

from datetime import date
from typing import TypeVar

import narwhals as nw

from rules.facts import Facts, working_days_between
from rules.worktime.calendar import EPOCH, Calendar

Frame = TypeVar("Frame", nw.DataFrame, nw.LazyFrame)  # type: ignore[type-arg]

_MS_A_DAY = 86_400_000


def _day(moment: nw.Expr) -> nw.Expr:
    """Days since 1970-01-01 of a moment: whole numbers join a thousand times faster than dates."""
    return moment.dt.timestamp("ms") // _MS_A_DAY


def _clock(moment: nw.Expr, other: nw.Expr) -> nw.Expr:
    """Milliseconds of a moment, or of its day alone where `other` has no time of day.

    An export writes a bare date as midnight; to hold midnight against an hour would make every
    dossier of that day late.
    """
    bare = other.dt.timestamp("ms") == _day(other) * _MS_A_DAY
    return nw.when(bare).then(_day(moment) * _MS_A_DAY).otherwise(moment.dt.timestamp("ms"))


def prepare(
    dossiers: Frame,
    calendar_table: Frame,
    calendar: Calendar,
    as_of: date,
    *,
    by_clock: bool,
) -> Frame:
    """The facts frame: `dossiers` plus every derived column that `Facts` names.

    dossiers: one row a dossier, with the columns of `Facts` that are not derived; moments are
        local time without offset.
    calendar_table: the columns of `rules.worktime.table.calendar_table`, on the same engine.
    as_of: the day of reckoning.
    by_clock: judge by clock times instead of dates.
    """
    due, end = nw.col("due_at"), nw.col("end_at")
    frame = dossiers.with_columns(end_at=nw.coalesce("completed_at", "returned_at"))
    frame = frame.with_columns(
        due_day=_day(due),
        end_day=_day(end),
        as_of_day=nw.lit((as_of - EPOCH).days),
        as_of_workdays=nw.lit(calendar.workdays_until(as_of)),
    )
    for name in ("due", "end"):
        days = calendar_table.rename({"day": f"{name}_day", "workdays": f"{name}_workdays"})
        frame = frame.join(days, on=f"{name}_day", how="left")
    if by_clock:
        frame = frame.with_columns(
            due_clock=nw.when(end.is_null())
            .then(due.dt.timestamp("ms"))
            .otherwise(_clock(due, end)),
            end_clock=_clock(end, due),
            as_of_clock=nw.lit((as_of - EPOCH).days * _MS_A_DAY),
        )
    f = Facts(by_clock=by_clock)
    late_until = nw.coalesce(f.end.workdays, f.as_of.workdays)
    return frame.with_columns(
        is_late=f.is_late.fill_null(value=False),
        working_days_late=nw.when(f.is_late)
        .then((late_until - f.due.workdays).clip(lower_bound=0))
        .otherwise(nw.lit(0)),
        working_days_left=working_days_between(f.as_of, f.due),
        working_days_since_end=working_days_between(f.end, f.as_of),
    )
