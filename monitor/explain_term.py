"""What the catalogue of procedures says of one dossier, and whether its appointment agrees."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection

from monitor.config import Settings
from monitor.intake.procedures import Catalogue
from monitor.procedures import periods_of
from monitor.stored_facts import stored_facts
from rules import Calendar, judge
from rules.appointments import deadline_disagrees
from rules.facts import Facts
from rules.worktime.terms import Unit

_DAYS = tuple(fact.name for fact in (Facts.legal_from_on, Facts.legal_due_on, Facts.promised_on))


@dataclass(frozen=True, slots=True)
class LegalTime:
    """The legal time of a dossier's procedure, as it held on the day of reception.

    procedure: as the catalogue names it; None where it does not have it, and all else is None too.
    length, unit: None where the catalogue gives no time that can be compared.
    start, end: the days between which that holds; None where the catalogue sets no bound.
    place: file, sheet and row of the catalogue.
    counted_from: the day that the time is counted from. due_on: its last day. promised_on: the
        appointment that is held against it. None where they are not known.
    disagrees: whether the rule deadline-disagrees finds the appointment wrong; None where a day
        is not known, so that nobody can tell.
    """

    procedure: str | None = None
    length: int | None = None
    unit: Unit | None = None
    start: date | None = None
    end: date | None = None
    place: str | None = None
    counted_from: date | None = None
    due_on: date | None = None
    promised_on: date | None = None
    disagrees: bool | None = None


def legal_time(
    connection: Connection,
    settings: Settings,
    calendar: Calendar,
    catalogue: Catalogue,
    as_of: date,
    code: str,
) -> LegalTime:
    """What the catalogue says of the dossier with that code, which is kept."""
    facts = stored_facts(connection, settings, calendar, catalogue, as_of)
    this = facts.frame["code"] == code
    one = facts.frame.filter(this)
    period = periods_of(one.to_native().to_pandas(types_mapper=pd.ArrowDtype), catalogue)[0]
    if period is None:
        return LegalTime()
    counted_from, due_on, promised_on = facts.rows(this, _DAYS)[0].values()
    own = {deadline_disagrees.code: settings.rules.own(deadline_disagrees)}
    hits = judge(one, [deadline_disagrees], own).hits
    return LegalTime(
        procedure=period.name or period.code,
        length=period.term.length if period.term else None,
        unit=period.term.unit if period.term else None,
        start=None if period.start == date.min else period.start,
        end=None if period.end == date.max else period.end,
        place=period.place or None,
        counted_from=counted_from,
        due_on=due_on,
        promised_on=promised_on,
        disagrees=bool(hits[deadline_disagrees.code][0]) if due_on and promised_on else None,
    )
