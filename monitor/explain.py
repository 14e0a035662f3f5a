"""Why a dossier is judged as it is: its days, its findings with their law, its known life."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, select

from monitor.config import Settings
from monitor.explain_term import LegalTime, legal_time
from monitor.intake.columns import CANONICAL
from monitor.intake.procedures import Catalogue
from monitor.pauses import pauses_seen
from monitor.store.findings import list_findings
from monitor.store.models import Change, Dossier, Run
from rules import RULES, Calendar
from rules.status import FINISHED, OPEN
from rules.worktime.explain import Step, explain_days
from rules.worktime.hours import WorkingHours, working_time_between
from rules.worktime.pauses import Pause, paused

_DOSSIER = (
    select(Dossier.__table__, Run.as_of.label("first_as_of"))
    .join(Run, Run.id == Dossier.first_run_id)
    .where(Dossier.code == bindparam("code"))
)
_CHANGES = (
    select(Change.run_id.label("run"), Run.as_of, Change.field, Change.old, Change.new)
    .join(Run, Run.id == Change.run_id)
    .where(Change.dossier == bindparam("code"))
    .order_by(Change.id)
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that `tthc explain` shows of one dossier.

    term: the days from reception to the appointment, paused ones not counted. overrun: the days
    after the appointment, to the end of processing or the day of reckoning; empty when there is
    none. working_hours: from reception to appointment, paused days left out; None where the
    hour of reception is not known. legal: what the catalogue of procedures says; None where the
    office has none.
    findings: of the last run, which reckoned by the calendar findings_calendar_version.
    """

    dossier: dict[str, Any]
    as_of: date
    calendar_version: str
    findings_calendar_version: str | None
    provisional_years: list[int]
    term: list[Step]
    working_hours: float | None
    legal: LegalTime | None
    overrun: list[Step]
    pauses: list[Pause]
    findings: list[dict[str, Any]]
    life: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values; days as ISO dates."""
        return asdict(self)

    @property
    def calendar_has_changed(self) -> bool:
        """Whether the next run will reckon by another calendar than the findings rest on."""
        return self.findings_calendar_version not in (None, self.calendar_version)

    @property
    def working_days(self) -> int:
        """Working days of the term."""
        return sum(step.number is not None for step in self.term)

    @property
    def working_days_late(self) -> int:
        """Working days of the overrun."""
        return sum(step.number is not None for step in self.overrun)


def explain_dossier(
    connection: Connection,
    code: str,
    settings: Settings,
    calendar: Calendar,
    catalogue: Catalogue | None,
    as_of: date,
    findings_calendar_version: str | None,
) -> Explanation | None:
    """The explanation of a dossier that is kept; None if there is none with that code.

    catalogue: of procedures; None where the office has none, or it can't be read.
    findings_calendar_version: by which the last run that changed the findings has reckoned.
    """
    row = connection.execute(_DOSSIER, {"code": code}).mappings().first()
    if row is None:
        return None
    received, due = row["received_at"], row["due_at"]
    end = row["completed_at"] or row["returned_at"]
    until = _reckoned(row["status"], end, as_of)
    days = [moment.date() for moment in (received, due, end) if moment]
    life = _life(connection, row)
    pauses = pauses_seen(life, row["status"], as_of)
    hours = settings.calendar.working_hours
    legal = None
    if catalogue is not None:
        legal = legal_time(connection, settings, calendar, catalogue, as_of, code)
    span = (min(days), max([*days, *([until] if until else [])])) if days else (as_of, as_of)
    return Explanation(
        dossier={name: row[name] for name in CANONICAL} | {"extras": row["extras"]},
        as_of=as_of,
        calendar_version=calendar.version,
        findings_calendar_version=findings_calendar_version,
        provisional_years=calendar.provisional_years(*span),
        term=_term(calendar, received, due, pauses),
        working_hours=_hours(calendar, received, due, pauses, hours),
        legal=legal,
        overrun=_overrun(calendar, due, until, pauses),
        pauses=pauses,
        findings=_findings(connection, code, received or due),
        life=life,
    )


def _term(
    calendar: Calendar, received: datetime | None, due: datetime | None, pauses: Sequence[Pause]
) -> list[Step]:
    if received is None or due is None:
        return []
    return explain_days(calendar, received.date(), due.date(), pauses)


def _hours(
    calendar: Calendar,
    received: datetime | None,
    due: datetime | None,
    pauses: Sequence[Pause],
    hours: WorkingHours,
) -> float | None:
    """Working hours of the term; None where the hour of reception is not known.

    An appointment without an hour is for the close of work.
    """
    if received is None or due is None or received.time() == time.min:
        return None
    if due.time() == time.min:
        due = datetime.combine(due, hours.close)
    worked = working_time_between(paused(calendar, pauses), received, due, hours)
    return round(worked / timedelta(hours=1), 2)


def _overrun(
    calendar: Calendar, due: datetime | None, until: date | None, pauses: Sequence[Pause]
) -> list[Step]:
    """The days late; the rules count from the appointment on, pauses too."""
    if due is None or until is None:
        return []
    return explain_days(calendar, due.date(), until, pauses, pauses_count=True)


def _reckoned(status: int, end: datetime | None, as_of: date) -> date | None:
    """The day up to which lateness is counted: the end, or the day of reckoning while open."""
    if status in FINISHED:
        return end.date() if end else None
    return as_of if status in OPEN else None


def _findings(connection: Connection, code: str, received: datetime | None) -> list[dict[str, Any]]:
    """The dossier's findings, open ones first, each with its law on the day of reception."""
    known = {rule.code: rule for rule in RULES}
    found = list_findings(connection, dossier=code, closed_too=True)
    for finding in found:
        rule = known[finding["rule"]]
        basis = rule.basis_on(received.date()) if received else rule.basis
        finding["title"] = rule.title
        finding["law"] = [str(one) for one in basis]
    return sorted(found, key=lambda finding: finding["closed_at"] is not None)


def _life(connection: Connection, dossier: RowMapping) -> list[dict[str, Any]]:
    """What became of the dossier: when it was first seen, and each field that changed since."""
    first = {"run": dossier["first_run_id"], "as_of": dossier["first_as_of"]}
    changes = connection.execute(_CHANGES, {"code": dossier["code"]}).mappings()
    return [
        {**first, "field": "first seen", "old": None, "new": None},
        *(dict(change) for change in changes),
    ]
