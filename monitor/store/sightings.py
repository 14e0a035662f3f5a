"""When we saw what of a dossier: the days of the runs that met a state or a change."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, func, select

from monitor.store.dossiers import GONE, PRESENCE
from monitor.store.models import Change, Dossier, Finding, Run
from rules.deadlines import overdue_open
from rules.status import FINISHED, Status

# Of the others nothing is awaited any more, and they are nearly all that is kept.
_SETTLED = (*FINISHED, Status.NOT_ACCEPTED, Status.WITHDRAWN)
_UNSETTLED = tuple(status for status in Status if status not in _SETTLED)
_FINISHED = tuple(str(status.value) for status in FINISHED)

Days = dict[str, date]


def sightings(connection: Connection) -> dict[str, Days]:
    """Fact → code → day, for the facts of `Facts` that are days on which a run saw something."""
    first_seen = _days(connection, _first_seen().where(Dossier.status.in_(_UNSETTLED)))
    return {
        "status_since": first_seen | _days(connection, _last_change(Change.field == "status")),
        "changed_on": first_seen | _days(connection, _last_change(Change.field != PRESENCE)),
        "vanished_on": _days(connection, _vanished()),
        "finished_seen_on": _finished_once(connection),
        "late_seen_on": _seen_late(connection),
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
        .where(which, Dossier.status.in_(_UNSETTLED))
        .group_by(Change.dossier)
    )


def _vanished() -> Select[str, date]:
    return select(Dossier.code, Run.as_of).join(Run, Run.id == Dossier.vanished_run_id)


def _finished_once(connection: Connection) -> Days:
    """Since when dossiers that are not finished any more were seen finished."""
    to_status = Change.field == "status"
    left = (
        select(Change.dossier)
        .join(Dossier, Dossier.code == Change.dossier)
        .where(to_status, Change.old.in_(_FINISHED), Dossier.status.not_in(FINISHED))
    )
    became = (
        select(Change.dossier, func.min(Run.as_of))
        .join(Run, Run.id == Change.run_id)
        .where(to_status, Change.new.in_(_FINISHED), Change.dossier.in_(left))
        .group_by(Change.dossier)
    )
    earliest = select(func.min(Change.id)).where(to_status).group_by(Change.dossier)
    from_the_first = select(Change.dossier).where(
        Change.id.in_(earliest), Change.old.in_(_FINISHED), Change.dossier.in_(left)
    )
    first_seen = _first_seen().where(Dossier.code.in_(from_the_first))
    return _days(connection, became) | _days(connection, first_seen)


def _seen_late(connection: Connection) -> Days:
    """The last day on which each dossier was in the export, open and past its appointment.

    By the findings, closed ones too: they are never deleted. A dossier that has vanished is judged
    by its last state, so that what was found while it was away was not seen.
    """
    away = _absences(connection)
    found = select(Finding.dossier, Finding.opened_at, Finding.last_seen_at).where(
        Finding.rule == overdue_open.code
    )
    seen: Days = {}
    for code, *days in connection.execute(found):
        for day in days:
            if not any(gone <= day < back for gone, back in away.get(code, ())):
                seen[code] = max(day, seen.get(code, day))
    return seen


def _absences(connection: Connection) -> dict[str, list[tuple[date, date]]]:
    """From which run's day to which a dossier was not in the export; `date.max` if it still is."""
    moves = (
        select(Change.dossier, Change.new, Run.as_of)
        .join(Run, Run.id == Change.run_id)
        .where(Change.field == PRESENCE)
        .order_by(Change.id)
    )
    away: dict[str, list[tuple[date, date]]] = {}
    for code, now, day in connection.execute(moves):
        if now == GONE:
            away.setdefault(code, []).append((day, date.max))
        else:
            gone, _ = away[code].pop()
            away[code].append((gone, day))
    return away
