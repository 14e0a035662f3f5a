"""Checks of the audit log: all of it, or what came since the last one, and what they have found."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, func, insert, select

from monitor.store.audit import FROM_THE_FIRST, Verdict, deciding, verify
from monitor.store.audit_models import AuditCheck
from monitor.store.database import reading
from monitor.store.models import Audit


def check_all(engine: Engine, who: str, now: datetime) -> Verdict:
    """Follow the whole chain."""
    with reading(engine) as connection:
        found = _cut_off(connection, verify(connection))
        left = _behind(connection, found)
    _keep(engine, found, who, now, left, whole=True)
    return found


def check_on(engine: Engine, who: str, now: datetime, most: int) -> Verdict:
    """Go on from where the last check ended, so many rows at most: a page must not wait long."""
    with reading(engine) as connection:
        last = last_check(connection)
        before = FROM_THE_FIRST if last is None else _sound_part(last)
        found = _cut_off(connection, verify(connection, before, most))
        left = _behind(connection, found)
    _keep(engine, found, who, now, left, whole=before == FROM_THE_FIRST)
    return found


def last_check(connection: Connection, *conditions: ColumnElement[bool]) -> AuditCheck | None:
    """What the last check that meets these conditions has found; None where there is none."""
    query = select(AuditCheck.__table__).where(*conditions).order_by(AuditCheck.id.desc())
    row = connection.execute(query.limit(1)).first()
    return None if row is None else AuditCheck(**row._mapping)


def _sound_part(check: AuditCheck) -> Verdict:
    return Verdict(check.rows, check.head, None, check.last) if check.rows else FROM_THE_FIRST


def _cut_off(connection: Connection, found: Verdict) -> Verdict:
    """The same, but where rows are gone that an earlier check has found sound."""
    sound = last_check(connection, AuditCheck.tampered.is_(None), AuditCheck.rows > 0)
    if found.tampered is not None or sound is None:
        return found
    hashed = connection.scalar(select(Audit.hash).where(Audit.id == sound.last))
    return found if hashed == sound.head else replace(found, tampered=sound.last)


def _behind(connection: Connection, found: Verdict) -> int:
    return connection.scalar(select(func.count()).where(Audit.id > found.last)) or 0


def _keep(
    engine: Engine, found: Verdict, who: str, now: datetime, left: int, *, whole: bool
) -> None:
    values = {"rows": found.rows, "last": found.last, "head": found.head}
    new = insert(AuditCheck).values(
        at=now, who=who, whole=whole, tampered=found.tampered, left=left, **values
    )
    with deciding(engine) as connection:
        connection.execute(new)
