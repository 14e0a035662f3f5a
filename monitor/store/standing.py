"""What stood open at the end of a day: findings counted by rule, division, officer, procedure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from monitor.store.models import Dossier, Finding, Run, RunState

_GOOD = (RunState.DONE, RunState.INCOMPLETE)
_READ_AT_ONCE = 1_000
_Query = TypeVar("_Query", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Group:
    """Open findings of a rule that are alike. longest: working days late, of the latest."""

    rule: str
    unit: str | None
    officer: str | None
    procedure_code: str | None
    procedure_name: str | None
    count: int
    longest: int


@dataclass(frozen=True, slots=True)
class Row:
    """An open finding with what must be known of its dossier."""

    rule: str
    severity: str
    working_days_late: int
    opened_at: date
    message: str
    dossier: str
    applicant: str | None
    procedure_code: str | None
    procedure_name: str | None
    unit: str | None
    officer: str | None
    received_at: datetime | None
    due_at: datetime | None
    completed_at: datetime | None


def standing_groups(connection: Connection, day: date, unit: str | None) -> list[Group]:
    """What stood open at the end of a day, counted; unit: None for all divisions.

    Division, officer and procedure are those that the dossier has now.
    """
    alike = (
        Finding.rule,
        Dossier.unit,
        Dossier.officer,
        Dossier.procedure_code,
        Dossier.procedure_name,
    )
    counted = select(*alike, func.count(), func.max(Finding.working_days_late))
    query = _standing(counted, day, unit).group_by(*alike).order_by(*alike)
    return [Group(*row) for row in connection.execute(query)]


def standing_rows(connection: Connection, day: date, unit: str | None) -> Iterator[Row]:
    """The same, one by one, the latest first."""
    columns: list[ColumnElement[Any]] = [
        getattr(Dossier, name) if name in Dossier.__table__.c else getattr(Finding, name)
        for name in Row.__slots__
    ]
    query = _standing(select(*columns), day, unit).order_by(
        Finding.working_days_late.desc(), Finding.dossier, Finding.rule
    )
    with connection.execute(query.execution_options(yield_per=_READ_AT_ONCE)) as rows:
        for row in rows:
            yield Row(*row)


def count_standing(connection: Connection, day: date, unit: str | None) -> int:
    """How many there are of them."""
    return connection.scalar(_standing(select(func.count(Finding.id)), day, unit)) or 0


def run_of_days(connection: Connection, start: date, end: date) -> Run | None:
    """The last good run as of one of these days, both included."""
    return _run_of_days(connection, start, end, Run.as_of.desc())


def first_run_of_days(connection: Connection, start: date, end: date) -> Run | None:
    """The last good run as of the first of these days that has one."""
    return _run_of_days(connection, start, end, Run.as_of.asc())


def _run_of_days(
    connection: Connection, start: date, end: date, order: ColumnElement[date]
) -> Run | None:
    row = connection.execute(
        select(Run)
        .where(Run.state.in_(_GOOD), Run.as_of.between(start, end))
        .order_by(order, Run.id.desc())
        .limit(1)
    ).first()
    return None if row is None else Run(**row._mapping)


def _standing(query: _Query, day: date, unit: str | None) -> _Query:
    stood = (Finding.opened_at <= day, or_(Finding.closed_at.is_(None), Finding.closed_at > day))
    found = query.join(Dossier, Dossier.code == Finding.dossier).where(*stood)
    return found if unit is None else found.where(Dossier.unit == unit)
