"""Where each dossier stood at the end of a period, and whether it was in time then."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

import narwhals as nw

from rules.apology import reappointed_twice
from rules.columns import Day
from rules.derived import Columns
from rules.facts import Facts
from rules.law import Act
from rules.rule import applied
from rules.status import FINISHED, OPEN, PAUSED, Status
from rules.worktime.calendar import LAST_DAY, days_since_epoch

Frame = TypeVar("Frame", nw.DataFrame, nw.LazyFrame)  # type: ignore[type-arg]

MONTHS = 12


class Appointment(StrEnum):
    """Which appointment counts once a letter has moved it."""

    FIRST = "first"
    NEW = "new"


class Course:
    """What an indicator sees of a dossier besides its facts.

    handled: belongs to the period: received or ended in it, or open during it.
    closed: ended by the day of reckoning. running: still open then, also if it ended since.
    finished: closed with a result. day: the day it belongs to, of its end or of reckoning.
    in_time: whether the time was kept; null where that is not known.
    in_time_at_first: the same by the first appointment, and unknown without one.
    promised_day: the appointment that counts. is_posted: by the day of reckoning.
    """

    handled = nw.col("handled")
    closed = nw.col("closed")
    running = nw.col("running")
    finished = nw.col("finished")
    day = nw.col("course_day")
    in_time = nw.col("in_time")
    in_time_at_first = nw.col("in_time_at_first")
    promised_day = nw.col("promised_day")
    is_posted = nw.col("is_posted")

    @staticmethod
    def while_in_force(act: Act) -> nw.Expr:
        """Whether the dossier belongs to a day on which the act was in force."""
        day = nw.coalesce(Course.day, nw.col("law_day"))
        last = days_since_epoch(act.end or LAST_DAY)
        return (day >= days_since_epoch(act.start)) & (day <= last)


def with_course(facts: Frame, f: Facts, start: date | None, appointment: Appointment) -> Frame:
    """A facts frame with the columns of `Course`.

    start: the first day of the period; None for all that is known. Its last day is the day of
    reckoning for which the facts were prepared.
    """
    frame = facts.with_columns(**_ends(f))
    frame = frame.with_columns(**_standing(f))
    frame = frame.with_columns(
        first_counts=_first_counts(f, appointment),
        first_counts_at_first=_first_counts(f, Appointment.FIRST),
    )
    return frame.with_columns(
        handled=_handled(f, start),
        finished=f.is_finished.fill_null(value=False) & Course.closed,
        course_day=nw.when(Course.closed).then(nw.col("ended_day")).otherwise(f.as_of.day),
        in_time=_in_time(f, nw.col("first_counts"), by_legal_time=True),
        in_time_at_first=_in_time(f, nw.col("first_counts_at_first"), by_legal_time=False),
        promised_day=_promised_day(f, nw.col("first_counts")),
        is_posted=(f.posted.day <= f.as_of.day).fill_null(value=False),
    )


def ended_and_begun(f: Facts) -> Columns:
    """The day since which nothing is awaited of a dossier, and the day since which it is there."""
    return {"ended_day": _ends(f)["ended_day"], "begun_day": _begun(f)}


def _begun(f: Facts) -> nw.Expr:
    return nw.coalesce(f.received.day, f.submitted.day)


def _ends(f: Facts) -> Columns:
    """Whether anything is awaited of it, and since when not.

    The end is that of processing, or the refusal, withdrawal or stop of a dossier that had been
    received (Quyết định 766/QĐ-TTg); one that was stopped without an end may yet go on.
    """
    stopped = (f.status == Status.STOPPED) & f.end.is_known()
    over = f.is_finished | (f.status == Status.WITHDRAWN) | f.is_refused | stopped
    ended = nw.when(f.is_refused).then(f.refused.day).otherwise(f.end.day)
    return {"is_over": over.fill_null(value=False), "ended_day": nw.when(over).then(ended)}


def _standing(f: Facts) -> Columns:
    """How it stood on the day of reckoning: what ended later was still running."""
    over = nw.col("is_over")
    later = (nw.col("ended_day") > f.as_of.day).fill_null(value=False)
    return {
        "closed": over & ~later,
        "running": f.is_open.fill_null(value=False) | (over & later),
    }


def _handled(f: Facts, start: date | None) -> nw.Expr:
    """Received or handled in the period; a day that is not known keeps nothing out."""
    received = f.received.is_known() & ~f.is_new.fill_null(value=False)
    taken = f.status.is_in((*OPEN, *PAUSED, *FINISHED)).fill_null(value=False) | received
    handled = taken & (_begun(f) <= f.as_of.day).fill_null(value=True)
    if start is None:
        return handled
    before = (nw.col("ended_day") < days_since_epoch(start)).fill_null(value=False)
    return handled & ~before


def month(f: Facts, as_of: date) -> nw.Expr:
    """The month it belongs to, of its end or of reckoning, as months since the year 0."""
    refused = nw.coalesce("refused_at", "end_at")
    ended = nw.when(f.is_refused).then(refused).otherwise(nw.col("end_at"))
    ended_in = ended.dt.year() * MONTHS + ended.dt.month() - 1
    this_month = nw.lit(as_of.year * MONTHS + as_of.month - 1)
    return nw.when(Course.closed).then(ended_in.cast(nw.Int64)).otherwise(this_month)


def _first_counts(f: Facts, appointment: Appointment) -> nw.Expr:
    """Whether the first appointment counts although the export shows another or none.

    A later one counts only where the law knows a reason: the applicant was asked for papers, or
    (for `NEW`) one letter gave it.
    """
    removed = f.first_due.is_known() & ~f.due.is_known()
    later = (f.due > f.first_due).fill_null(value=False)
    lettered = f.has_a_letter & ~applied(reappointed_twice, f, {})
    if appointment is Appointment.NEW:
        excused = f.was_supplemented | lettered
    else:
        excused = f.was_supplemented & ~f.has_a_letter
    return removed | (later & ~excused)


def _promised_day(f: Facts, first: nw.Expr) -> nw.Expr:
    return nw.when(first).then(f.first_due.day).otherwise(f.due.day)


def _in_time(f: Facts, first: nw.Expr, *, by_legal_time: bool) -> nw.Expr:
    """Whether the time was kept: true, false, or null where it can't be told.

    first: whether the first appointment is the one that counts.
    Without any appointment the procedure's legal time counts (Quyết định 766/QĐ-TTg), if
    `by_legal_time`. Waiting for the applicant stops the clock, so that a wait which began in time
    is in time; one that may have begun later is not known. An end before the reception, or one
    that was set back into the appointment, is no proof of anything.
    """

    def kept(day: Day) -> nw.Expr:
        kept = nw.when(first).then(day <= f.first_due).when(f.due.is_known()).then(day <= f.due)
        return kept.otherwise(day <= f.legal_due) if by_legal_time else kept

    ended = nw.when(f.is_refused).then(kept(f.refused)).otherwise(kept(f.end))
    rewritten = ~kept(f.latest_completed) | ~kept(f.late_seen)
    doubtful = (nw.col("ended_day") < f.received.day) | (f.is_finished & rewritten)
    proven = nw.when(~(ended & doubtful).fill_null(value=False)).then(ended)
    since = nw.when(f.waits_for_papers).then(nw.col("waiting_since_day"))
    began = since.otherwise(f.status_seen.day)
    waits = f.is_paused & (kept(f.as_of) | (began <= _promised_day(f, first)))
    return (
        nw.when(Course.closed)
        .then(proven)
        .when(Course.running)
        .then(kept(f.as_of))
        .otherwise(nw.when(waits).then(waits))
    )
