"""When we saw what of a dossier: the days of the runs that met a state or a change."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, func, select

from monitor.store.dossiers import PRESENCE
from monitor.store.models import Change, Dossier, Finding, Run
from rules.deadlines import overdue_open
from rules.status import FINISHED, Status

# Nothing is awaited of these any more, and they are nearly all that is kept.
_SETTLED = (*FINISHED, Status.NOT_ACCEPTED, Status.WITHDRAWN)
_FINISHED = tuple(str(status.value) for status in FINISHED)

Days = dict[str, date]


def sightings(connection: Connection) -> dict[str, Days]:
    """Fact → code → day, for the facts of `Facts` that are days on which a run saw something."""
    first_seen = _days(connection, _first_seen().where(Dossier.status.not_in(_SETTLED)))
    return {
        "status_since": first_seen | _days(connection, _last_change(Change.field == "status")),
        "changed_on": first_seen | _days(connection, _last_change(Change.field != PRESENCE)),
        "vanished_on": _days(connection, _vanished()),
        "finished_seen_on": _finished_once(connection),
        "late_seen_on": _days(connection, _seen_late()),
    }


def _days(connection: Connection, query: Select[str, date]) -> Days:
    return {code: day for code, day in connection.execute(query)}  # noqa: C416


def _first_seen() -> Select[str, date]:
    return select(Dossier.code, Run.as_of).join(Run, Run.id == Dossier.first_run_id)


def _last_change(which: ColumnElement[bool]) -> Select[str, date]:
    return (
        select(Change.dossier, func.max(Run.as_of))
        .join(Run, Run.id == Change.run_id)
        .join(Dossier, Dossier.code == Change.dossier)
        .where(which, Dossier.status.not_in(_SETTLED))
        .group_by(Change.dossier)
    )


def _vanished() -> Select[str, date]:
    return select(Dossier.code, Run.as_of).join(Run, Run.id == Dossier.vanished_run_id)


def _finished_once(connection: Connection) -> Days:
    """Since when dossiers that are not finished any more were seen finished."""
    left = (
        select(Change.dossier)
        .join(Dossier, Dossier.code == Change.dossier)
        .where(Change.field == "status", Change.old.in_(_FINISHED), Dossier.status.not_in(FINISHED))
    )
    first_seen = _days(connection, _first_seen().where(Dossier.code.in_(left)))
    became = (
        select(Change.dossier, func.min(Run.as_of))
        .join(Run, Run.id == Change.run_id)
        .where(Change.field == "status", Change.new.in_(_FINISHED), Change.dossier.in_(left))
        .group_by(Change.dossier)
    )
    return first_seen | _days(connection, became)


def _seen_late() -> Select[str, date]:
    """By the findings, closed ones too: they are never deleted."""
    return (
        select(Finding.dossier, func.min(Finding.opened_at))
        .where(Finding.rule == overdue_open.code)
        .group_by(Finding.dossier)
    )
