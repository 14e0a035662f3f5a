"""The audit log as a list: the newest rows first, cut by who, what kind and when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from monitor.store.models import Audit
from monitor.store.periods import in_period


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


_DEEDS = select(*(getattr(Audit, name) for name in Deed.__slots__))


def deeds_before(
    connection: Connection, wanted: Wanted, before: int | None, most: int
) -> list[Deed]:
    """Rows with lower numbers, the newest first; each portion is found by its key."""
    query = _DEEDS.where(*_conditions(connection, wanted))
    if before is not None:
        query = query.where(Audit.id < before)
    rows = connection.execute(query.order_by(Audit.id.desc()).limit(most))
    return [Deed(*row) for row in rows]


def _conditions(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    found = list(in_period(connection, Audit.id, Audit.at, wanted.start, wanted.end))
    if wanted.actor is not None:
        found.append(Audit.actor == wanted.actor)
    if wanted.kind is not None:
        found.append(Audit.subject_kind == wanted.kind)
    return found
