"""Who has looked at which dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from monitor.store.account_models import DossierView, Person
from monitor.store.periods import in_period


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which views are asked for; None means any. start, end: the first and last day."""

    who: str | None = None
    dossier: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class View:
    """Somebody has opened a dossier."""

    id: int
    at: datetime
    who: str
    dossier: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who has opened a dossier: how often, and when last. name: None without account."""

    who: str
    name: str | None
    times: int
    last: datetime


_VIEWS = select(*(getattr(DossierView, name) for name in View.__slots__))
_NOTED = insert(DossierView).inline()
_LAST_VIEW = func.max(DossierView.at)
_VIEWERS = (
    select(DossierView.who, Person.name, func.count(), _LAST_VIEW)
    .outerjoin(Person, Person.login == DossierView.who)
    .where(DossierView.dossier == bindparam("dossier"))
    .group_by(DossierView.who, Person.name)
    .order_by(_LAST_VIEW.desc(), DossierView.who)
    .limit(bindparam("most"))
)


def note_view(connection: Connection, who: str, dossier: str, at: datetime) -> None:
    """Note that somebody opens a dossier. at: local time of the agency."""
    connection.execute(_NOTED, {"at": at, "who": who, "dossier": dossier})


def views_before(
    connection: Connection, wanted: Wanted, before: int | None, most: int
) -> list[View]:
    """Views with lower numbers, the newest first; each portion is found by its key."""
    table = DossierView
    conditions = list(in_period(connection, table.id, table.at, wanted.start, wanted.end))
    if wanted.who is not None:
        conditions.append(table.who == wanted.who)
    if wanted.dossier is not None:
        conditions.append(table.dossier == wanted.dossier)
    if before is not None:
        conditions.append(table.id < before)
    query = _VIEWS.where(*conditions).order_by(table.id.desc()).limit(most)
    return [View(*row) for row in connection.execute(query)]


def viewers(connection: Connection, dossier: str, most: int) -> Sequence[Viewer]:
    """Who has opened a dossier, whoever did so last first."""
    rows = connection.execute(_VIEWERS, {"dossier": dossier, "most": most})
    return [Viewer(*row) for row in rows]
