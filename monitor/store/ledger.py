"""The run ledger: what was run, when, and how it ended."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, or_, select, text, update

from monitor.store.models import Rejected, Run, RunState

_GOOD = (RunState.DONE, RunState.INCOMPLETE)
_IS_GOOD = or_(*(Run.state == state for state in _GOOD))
_LAST_GOOD = select(Run.__table__).where(_IS_GOOD).order_by(Run.id.desc()).limit(1)
_STAMP = (Run.id, Run.as_of, Run.finished_at, Run.calendar_version)
_LAST_GOOD_STAMP = select(*_STAMP).where(_IS_GOOD).order_by(Run.id.desc()).limit(1)
_NEWEST = (
    select(
        *_STAMP,
        Run.state,
        select(func.count()).where(Rejected.gone_run_id.is_(None)).scalar_subquery(),
    )
    .order_by(Run.id.desc())
    .limit(1)
)
_ONE_RUN_AT_A_TIME = 7_408_843  # key of the advisory lock, any number that nobody else uses


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a good run saw of its export, for later ones to be held against."""

    as_of: date
    accepted: int
    newest_received: date | None
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which run a page rests on: its number, day of reckoning and calendar, and when it ended."""

    id: int
    as_of: date
    finished_at: datetime | None
    calendar_version: str | None


def begin(engine: Engine, as_of: date, now: datetime) -> int:
    """Enter a run in the ledger, in a transaction of its own; its number."""
    with engine.begin() as connection:
        result = connection.execute(
            insert(Run).values(as_of=as_of, started_at=now, state=RunState.RUNNING)
        )
        key = result.inserted_primary_key
    assert key is not None  # noqa: S101
    return int(key[0])


@dataclass(frozen=True, slots=True)
class Newest:
    """The last run however it ended. unread: rows that could not be read and are still there."""

    stamp: Stamp
    state: RunState
    unread: int


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction in which a run does all its work; two runs wait for each other."""
    immediate = engine.execution_options(sqlite_begin="IMMEDIATE")
    with immediate.begin() as connection:
        if connection.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            connection.execute(lock, {"key": _ONE_RUN_AT_A_TIME})
        yield connection


def finish(
    connection: Connection,
    run_id: int,
    now: datetime,
    state: RunState,
    report: dict[str, Any],
    calendar_version: str,
    seen: Baseline | None,
) -> None:
    """Note how a run ended and what it saw, in the transaction that holds its work.

    seen: None where its pull is no measure for later ones.
    """
    measure: dict[str, Any] = {}
    if seen:
        measure = {"newest_received": seen.newest_received, "columns": sorted(seen.columns)}
    connection.execute(
        update(Run)
        .where(Run.id == run_id)
        .values(
            finished_at=now,
            state=state,
            report=_plain(report),
            calendar_version=calendar_version,
            **measure,
        )
    )


def amend(engine: Engine, run_id: int, report: dict[str, Any]) -> None:
    """Keep what became known of a run after its work had landed."""
    with engine.begin() as connection:
        connection.execute(update(Run).where(Run.id == run_id).values(report=_plain(report)))


def fail(
    engine: Engine,
    run_id: int,
    now: datetime,
    error: str,
    state: RunState,
    report: dict[str, Any] | None = None,
) -> None:
    """Note that a run failed or was held, after its transaction was undone."""
    values = {"finished_at": now, "state": state, "error": error}
    if report is not None:
        values["report"] = _plain(report)
    with engine.begin() as connection:
        connection.execute(update(Run).where(Run.id == run_id).values(**values))


def last_good(connection: Connection) -> Run | None:
    """The last run that changed the findings; None before the first."""
    row = connection.execute(_LAST_GOOD).first()
    return None if row is None else Run(**row._mapping)


def newest(connection: Connection) -> Newest | None:
    """The last run without its report, which is long; every page asks for it."""
    row = connection.execute(_NEWEST).first()
    if row is None:
        return None
    *stamp, state, unread = row
    return Newest(Stamp(*stamp), RunState(state), unread)


def last_good_stamp(connection: Connection, last: Newest | None) -> Stamp | None:
    """That of the last run that changed the findings, as a rule the last one of all."""
    if last is None or last.state in _GOOD:
        return last.stamp if last else None
    row = connection.execute(_LAST_GOOD_STAMP).first()
    return None if row is None else Stamp(*row)


def last_run(connection: Connection) -> Run | None:
    """The last run however it ended; None before the first."""
    row = connection.execute(select(Run.__table__).order_by(Run.id.desc()).limit(1)).first()
    return None if row is None else Run(**row._mapping)


def last_good_id(connection: Connection) -> int | None:
    """The number of that run."""
    return connection.scalar(select(func.max(Run.id)).where(_IS_GOOD))


def last_complete_id(connection: Connection) -> int | None:
    """The number of the last run that was complete."""
    return connection.scalar(select(func.max(Run.id)).where(Run.state == RunState.DONE))


def call_cut_off(connection: Connection, now: datetime) -> None:
    """Note of runs that never ended that they were cut off; one that is at work corrects it."""
    connection.execute(
        update(Run)
        .where(Run.state == RunState.RUNNING)
        .values(state=RunState.FAILED, finished_at=now, error="it was cut off")
    )


def recent_good(connection: Connection, most: int) -> list[Baseline]:
    """What the last good runs saw, the last one first."""
    rows = connection.execute(
        select(Run.as_of, Run.report, Run.newest_received, Run.columns)
        .where(_IS_GOOD, Run.columns.is_not(None))
        .order_by(Run.id.desc())
        .limit(most)
    )
    return [
        Baseline(as_of, report["input"]["accepted"], newest, frozenset(columns))
        for as_of, report, newest, columns in rows
    ]


def _plain(report: dict[str, Any]) -> Any:
    """The report as JSON has it."""
    return json.loads(json.dumps(report, default=str))
