"""Lists read portion by portion, each after the last key of the one before, however long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from monitor.store.models import Dossier, Finding, Letter

_DOSSIER = (
    Dossier.code,
    Dossier.procedure_code,
    Dossier.procedure_name,
    Dossier.field,
    Dossier.applicant,
    Dossier.unit,
    Dossier.officer,
    Dossier.channel,
    Dossier.status,
    Dossier.submitted_at,
    Dossier.received_at,
    Dossier.due_at,
    Dossier.completed_at,
    Dossier.returned_at,
)
_FINDING = (
    Finding.id,
    Finding.rule,
    Finding.dossier,
    Dossier.unit,
    Dossier.officer,
    Finding.severity,
    Finding.working_days_late,
    Finding.opened_at,
    Finding.last_seen_at,
    Finding.closed_at,
    Finding.message,
)
_LETTER = (
    Letter.id,
    Letter.dossier,
    Dossier.unit,
    Letter.reappointment,
    Letter.state,
    Letter.form,
    Letter.wording,
    Letter.drafted_on,
    Letter.reason_code,
    Letter.fault,
    Letter.new_due_on,
    Letter.series,
    Letter.number,
    Letter.issued_on,
    Letter.channel,
    Letter.sent_on,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Portion:
    """Some rows of a list, and the key after which the next ones stand; None after the last."""

    rows: list[Row]
    next_after: str | int | None


def dossiers_after(
    connection: Connection, after: str | None, most: int, *, unit: str | None, status: int | None
) -> Portion:
    """Dossiers by code."""
    query = select(*_DOSSIER).where(*_wanted((Dossier.unit, unit), (Dossier.status, status)))
    return _portion(connection, query, Dossier.code, after, most)


def one_dossier(connection: Connection, code: str) -> Row | None:
    """The dossier with that code."""
    row = connection.execute(select(*_DOSSIER).where(Dossier.code == code)).mappings().first()
    return None if row is None else dict(row)


def findings_after(
    connection: Connection,
    after: int | None,
    most: int,
    *,
    unit: str | None,
    rule: str | None,
    dossier: str | None,
    closed_too: bool,
) -> Portion:
    """Findings in the order in which they were made."""
    query = select(*_FINDING).join(Dossier, Dossier.code == Finding.dossier)
    query = query.where(
        *_wanted((Dossier.unit, unit), (Finding.rule, rule), (Finding.dossier, dossier))
    )
    if not closed_too:
        query = query.where(Finding.closed_at.is_(None))
    return _portion(connection, query, Finding.id, after, most)


def letters_after(
    connection: Connection,
    after: int | None,
    most: int,
    *,
    unit: str | None,
    state: str | None,
    issued_since: date | None,
) -> Portion:
    """Letters in the order in which they were drafted."""
    query = select(*_LETTER).join(Dossier, Dossier.code == Letter.dossier)
    query = query.where(*_wanted((Dossier.unit, unit), (Letter.state, state)))
    if issued_since is not None:
        query = query.where(Letter.issued_on >= issued_since)
    return _portion(connection, query, Letter.id, after, most)


def _wanted(*pairs: tuple[Any, Any]) -> Sequence[ColumnElement[bool]]:
    return [column == value for column, value in pairs if value is not None]


def _portion(
    connection: Connection, query: Any, key: Any, after: str | int | None, most: int
) -> Portion:
    if after is not None:
        query = query.where(key > after)
    found = connection.execute(query.order_by(key).limit(most + 1)).mappings()
    rows = [dict(row) for row in found]
    more = len(rows) > most
    rows = rows[:most]
    return Portion(rows, rows[-1][key.key] if more else None)
