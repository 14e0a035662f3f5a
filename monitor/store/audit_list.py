"""The audit log as a list: the newest rows first, cut by who, what kind and when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from monitor.store.models import Audit

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for; None means any. start, end: the first and last day."""

    actor: str | None = None
    kind: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """A row of the log; see `monitor.store.models.Audit`."""

    id: int
    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_key: str
    detail: dict[str, Any]


def deeds_before(
    connection: Connection, wanted: Wanted, before: int | None, most: int
) -> list[Deed]:
    """Rows with lower numbers, the newest first; each portion is found by its key."""
    columns = [getattr(Audit, name) for name in Deed.__slots__]
    query = select(*columns).where(*_conditions(connection, wanted))
    if before is not None:
        query = query.where(Audit.id < before)
    rows = connection.execute(query.order_by(Audit.id.desc()).limit(most)).mappings()
    return [Deed(**row) for row in rows]


def _conditions(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.actor is not None:
        found.append(Audit.actor == wanted.actor)
    if wanted.kind is not None:
        found.append(Audit.subject_kind == wanted.kind)
    if wanted.start is not None:
        found += _from(connection, datetime.combine(wanted.start, datetime.min.time()))
    if wanted.end is not None and wanted.end < date.max:
        found += _until(connection, datetime.combine(wanted.end + _DAY, datetime.min.time()))
    return found


def _from(connection: Connection, start: datetime) -> list[ColumnElement[bool]]:
    """Rows since that moment. Rows stand in the order of their moments, so that its first one
    says where to stop: a period long ago is not looked for through all that came after it."""
    query = select(Audit.id).where(Audit.at >= start).order_by(Audit.at, Audit.id).limit(1)
    return [Audit.at >= start, Audit.id >= (connection.scalar(query) or 0)]


def _until(connection: Connection, end: datetime) -> list[ColumnElement[bool]]:
    """Rows before that moment, in the same way."""
    query = select(Audit.id).where(Audit.at < end).order_by(Audit.at.desc(), Audit.id.desc())
    return [Audit.at < end, Audit.id <= (connection.scalar(query.limit(1)) or 0)]
