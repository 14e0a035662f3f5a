"""The derived columns of the facts frame: each is one expression over those before it."""

from datetime import date, timedelta

import narwhals as nw

from rules.columns import working_days_between
from rules.facts import FLAGS, Facts, law_column
from rules.moments import (
    SECONDS_AN_HOUR,
    SECONDS_WORKED_A_DAY,
    is_bare,
    worked_until,
)
from rules.status import Status
from rules.values import LegalValue, shipped_values
from rules.worktime.calendar import LAST_DAY, Calendar, days_since_epoch
from rules.worktime.hours import WorkingHours
from rules.worktime.terms import Unit

Columns = dict[str, nw.Expr]

_CODE = r"^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}-\d{6}-\d{4,5}$"
_CODE_DATE_AT, _CODE_DATE_LENGTH = 14, 6  # yyMMdd
_CENTURY = 2000


def flags(f: Facts) -> Columns:
    """Every flag but `is_late`, which rests on columns that come after it."""
    return {one.name: one.definition(f) for one in FLAGS if one is not Facts.is_late}


def days_of_reckoning(f: Facts) -> Columns:
    """Days that stand for others: of the law that holds, of the last sign of work, of refusal."""
    received, submitted = nw.col("received_day"), nw.col("submitted_day")
    refused = f.status == Status.NOT_ACCEPTED
    return {
        "law_day": nw.coalesce(received, submitted, nw.col("due_day")),
        "touched_day": nw.max_horizontal("updated_day", "changed_day"),
        "refused_on": nw.when(refused).then(nw.coalesce("sent_back_day", "end_day")),
        "waiting_since_day": nw.coalesce(
            nw.when(~f.was_completed).then(f.supplement_requested.day), f.status_seen.day
        ),
    }


def legal_numbers() -> Columns:
    """The numbers of the law as of the day of reception; null where the law says nothing."""
    return {law_column(number): _number_of_law(number) for number in shipped_values().values()}


def _number_of_law(number: LegalValue) -> nw.Expr:
    law_day = nw.col("law_day")
    held = [
        (law_day >= days_since_epoch(value.start))
        & (law_day <= days_since_epoch(value.end or LAST_DAY))
        for value in number.history
    ]
    return nw.coalesce(
        *(nw.when(one).then(v.number) for one, v in zip(held, number.history, strict=True))
    )


def days_to_count_from(f: Facts, letter_before: int | LegalValue) -> Columns:
    """Days whose place among the worked days is looked up to find another day.

    letter_eve: the last day on which a letter is in time, were it worked; counted from the first
        appointment where a letter has moved it since.
    promised_on: the appointment that the legal time should give: the first one, so that a later
        move does not count, but the present one where the time started anew.
    legal_from_on: the reception, or the day on which the applicant completed the dossier (the time
        then starts anew: Nghị định 61/2018/NĐ-CP, Điều 19 khoản 4); unknown where papers were
        asked for and have not come.
    term_from: the same day, but of a time in calendar days the eve of the last day; unknown for a
        time in hours whose first hour is not known.
    """
    moved = f.has_a_letter & ~f.was_supplemented
    due = nw.col("due_day")
    first = nw.coalesce(f.first_due.day, due)
    letter_for = nw.when(moved).then(first).otherwise(due)
    untouched = nw.when(~f.was_supplemented).then(f.received.day)
    begun = nw.when(f.was_completed).then(f.supplemented.day).otherwise(untouched)
    begun_at = nw.coalesce("supplemented_at", "received_at")
    lost = (f.legal_unit == Unit.WORKING_HOURS.value) & is_bare(begun_at)
    ahead = nw.when(f.legal_unit == Unit.DAYS.value).then(f.legal_term - 1).otherwise(0)
    return {
        "letter_eve_day": letter_for - f.by_law(letter_before),
        "promised_on": nw.when(f.was_supplemented).then(due).otherwise(first),
        "legal_from_on": begun,
        "term_from_day": nw.when(~lost.fill_null(value=False)).then(begun + ahead),
        "term_from_at": begun_at,
    }


def term_end(f: Facts, hours: WorkingHours) -> nw.Expr:
    """The number of worked days up to the day on which the procedure's legal time ends.

    Source: Bộ luật Dân sự 2015, Điều 147 and 148, as `rules.worktime.terms.deadline` says it of
    one dossier.
    """
    workdays = nw.col("term_from_workdays")
    worked = worked_until("term_from", "term_from_at", hours) + f.legal_term * SECONDS_AN_HOUR
    by_hours = (worked + SECONDS_WORKED_A_DAY - 1) // SECONDS_WORKED_A_DAY
    return (
        nw.when(f.legal_unit == Unit.WORKING_DAYS.value)
        .then(workdays + f.legal_term)
        .when(f.legal_unit == Unit.DAYS.value)
        .then(workdays + 1)
        .when(f.legal_unit == Unit.WORKING_HOURS.value)
        .then(by_hours)
    )


def figures(f: Facts, calendar: Calendar, as_of: date, hours: WorkingHours) -> Columns:
    """What rules compare and messages show."""
    late_until = nw.when(f.is_open).then(f.as_of.workdays).otherwise(f.end.workdays)
    return {
        "working_days_late": nw.when(f.is_late)
        .then((late_until - f.due.workdays).clip(lower_bound=0))
        .otherwise(nw.lit(0)),
        "working_days_left": working_days_between(f.as_of, f.due),
        "working_days_since_end": working_days_between(f.end, f.as_of),
        "working_days_to_supplement": working_days_between(f.received, f.supplement_requested),
        "touched_on": nw.col("touched_day"),
        "working_days_untouched": f.as_of.workdays - nw.col("touched_workdays"),
        "days_waiting": nw.col("as_of_day") - nw.col("waiting_since_day"),
        "working_hours_to_intake": _hours_to_intake(f, calendar, as_of, hours),
        "apology_deadline_workdays": nw.col("letter_eve_workdays"),
        "code_disagrees": _code_disagrees(f),
    }


def _hours_to_intake(f: Facts, calendar: Calendar, as_of: date, hours: WorkingHours) -> nw.Expr:
    """Working hours begun between the hand-in and the reception, or the day of reckoning.

    Where an hour is not known the office has the benefit of it: handed in at the end of that day,
    received at its beginning.
    """
    exactly = worked_until("submitted", "submitted_at", hours)
    by_its_end = f.submitted.workdays * SECONDS_WORKED_A_DAY
    handed_in = nw.when(is_bare(f.submitted_at)).then(by_its_end).otherwise(exactly)
    eve = calendar.workdays_until(as_of - timedelta(days=1)) * SECONDS_WORKED_A_DAY
    taken = worked_until("received", "received_at", hours)
    until = nw.when(f.received.is_known()).then(taken).when(f.is_new).then(nw.lit(eve))
    return (until.otherwise(None) - handed_in + SECONDS_AN_HOUR - 1) // SECONDS_AN_HOUR


def _code_disagrees(f: Facts) -> nw.Expr:
    """Whether the code names a day on which the dossier was neither handed in nor received."""
    day = nw.when(f.code.str.contains(_CODE)).then(
        f.code.str.slice(_CODE_DATE_AT, _CODE_DATE_LENGTH)
    )
    coded = day.cast(nw.Int64)
    received, submitted = (
        (at.dt.year() - _CENTURY) * 10_000 + at.dt.month() * 100 + at.dt.day()
        for at in (f.received_at, f.submitted_at)
    )
    return (received != coded) & (submitted != coded).fill_null(value=True)
