"""The ledger and what belongs to one of its runs, read portion by portion by their keys."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from monitor.intake.errors import RejectedRow
from monitor.store.models import Finding, Rejected, Run, RunState

_READ_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A run as the ledger has it; a list of them is made in less time than of `Run`."""

    id: int
    as_of: date
    started_at: datetime
    finished_at: datetime | None
    state: str
    report: dict[str, Any] | None
    error: str | None


@dataclass(frozen=True, slots=True)
class KeptRow(RejectedRow):
    """A row that was kept aside, as it is kept. run_id: the run that met it first."""

    id: int
    run_id: int


@dataclass(frozen=True, slots=True)
class FindingOfRun:
    """A finding that a run has opened or closed."""

    id: int
    rule: str
    dossier: str
    unit: str | None
    severity: str
    working_days_late: int
    message: str


_ROWS = select(*(getattr(Run, name) for name in LedgerRow.__slots__))
_REJECTED = select(*(getattr(Rejected, one.name) for one in fields(KeptRow)))
_FINDINGS = select(*(getattr(Finding, name) for name in FindingOfRun.__slots__))


def runs_before(connection: Connection, before: int | None, most: int) -> list[LedgerRow]:
    """Runs, the last one first. before: only those with a lower number."""
    query = _ROWS.order_by(Run.id.desc()).limit(most)
    if before is not None:
        query = query.where(Run.id < before)
    return [LedgerRow(*row) for row in connection.execute(query)]


def runs_after(connection: Connection, after: int, most: int) -> list[LedgerRow]:
    """Runs with higher numbers, the first one first."""
    query = _ROWS.where(Run.id > after).order_by(Run.id).limit(most)
    return [LedgerRow(*row) for row in connection.execute(query)]


def one_run(connection: Connection, number: int) -> LedgerRow | None:
    """The run with that number."""
    row = connection.execute(_ROWS.where(Run.id == number)).first()
    return None if row is None else LedgerRow(*row)


def last_run_id(connection: Connection) -> int | None:
    """The number of the last run that was begun."""
    return connection.scalar(select(func.max(Run.id)))


def held_runs(connection: Connection, most: int) -> list[LedgerRow]:
    """The last runs that were held, the very last one first."""
    query = _ROWS.where(Run.state == RunState.HELD).order_by(Run.id.desc()).limit(most)
    return [LedgerRow(*row) for row in connection.execute(query)]


def count_rejected(connection: Connection, run: int) -> int:
    """How many rows could not be read at that run, among those that are kept."""
    count = connection.scalar(select(func.count()).select_from(Rejected).where(*_standing(run)))
    return count or 0


def rejected_after(connection: Connection, run: int, after: int, most: int) -> list[KeptRow]:
    """Those rows, in the order in which they were first met."""
    query = _REJECTED.where(*_standing(run), Rejected.id > after)
    found = connection.execute(query.order_by(Rejected.id).limit(most))
    return [_kept(row) for row in found]


def all_rejected(connection: Connection, run: int) -> Iterator[KeptRow]:
    """All of them, bit by bit."""
    query = _REJECTED.where(*_standing(run)).order_by(Rejected.id)
    with connection.execute(query.execution_options(yield_per=_READ_AT_ONCE)) as found:
        for row in found:
            yield _kept(row)


def _kept(row: Row[Any]) -> KeptRow:
    return KeptRow(**{**row._mapping, "cells": tuple(row.cells)})


def findings_of(
    connection: Connection, run: int, unit: str | None, after: int, most: int, *, closed: bool
) -> list[FindingOfRun]:
    """Findings that the run has opened, or closed, of that division; None for all."""
    which = Finding.closed_run_id if closed else Finding.opened_run_id
    query = _FINDINGS.where(which == run, Finding.id > after)
    if unit is not None:
        query = query.where(Finding.unit == unit)
    rows = connection.execute(query.order_by(Finding.id).limit(most))
    return [FindingOfRun(*row) for row in rows]


def _standing(run: int) -> list[ColumnElement[bool]]:
    """The rows that were first met by this run or before it, and were not gone yet."""
    return [Rejected.run_id <= run, or_(Rejected.gone_run_id.is_(None), Rejected.gone_run_id > run)]
