"""Guards that somebody lifts for the next run: decided, taken back, used by the run that lands."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from monitor.store.audit import Entry, append
from monitor.store.guard_models import LiftedGuard

GUARD = "guard"
"""Kind of subject in the audit log; its key is the guard's reason."""

_RUN = "tthc run"


class AlreadyLiftedError(Exception):
    """Somebody else has lifted the same guard; the transaction has to be undone."""


def lift(
    connection: Connection, reason: str, why: str, held_run: int, who: str, now: datetime
) -> None:
    """Lift a guard for the next run that lands. Raises AlreadyLiftedError."""
    values = {"reason": reason, "why": why, "who": who, "at": now, "held_run_id": held_run}
    try:
        connection.execute(insert(LiftedGuard).values(**values))
    except IntegrityError:
        raise AlreadyLiftedError(reason) from None
    append(
        connection, Entry(now, who, "guard-lifted", GUARD, reason, {"why": why, "run": held_run})
    )


def take_back(connection: Connection, reason: str, who: str, now: datetime) -> bool:
    """Let a guard stand again; whether it was lifted and no run has landed since."""
    awaited = LiftedGuard.run_id.is_(None)
    gone = connection.execute(delete(LiftedGuard).where(LiftedGuard.reason == reason, awaited))
    if gone.rowcount:
        append(connection, Entry(now, who, "guard-restored", GUARD, reason, {}))
    return gone.rowcount == 1


def awaiting(connection: Connection) -> list[LiftedGuard]:
    """The guards that are lifted for the next run."""
    return _found(connection, LiftedGuard.run_id.is_(None))


def taken_up(connection: Connection) -> list[LiftedGuard]:
    """The same for a run that is at work: nobody takes them back until it has ended."""
    return _found(connection, LiftedGuard.run_id.is_(None), for_update=True)


def used_by(connection: Connection, run: int) -> list[LiftedGuard]:
    """The guards that were lifted for a run that has landed."""
    return _found(connection, LiftedGuard.run_id == run)


def used_for(connection: Connection, held: Collection[int]) -> list[LiftedGuard]:
    """The guards that had held these runs and were lifted for one that has landed since."""
    return _found(connection, LiftedGuard.held_run_id.in_(held) & LiftedGuard.run_id.is_not(None))


def use(connection: Connection, lifts: Sequence[LiftedGuard], run: int, now: datetime) -> None:
    """Note that a run has landed with these guards lifted, at the end of its transaction."""
    for one in lifts:
        used = update(LiftedGuard).where(LiftedGuard.id == one.id).values(run_id=run)
        connection.execute(used)
    for one in lifts:
        detail = {"run": run, "lifted_by": one.who}
        append(connection, Entry(now, _RUN, "guard-used", GUARD, one.reason, detail))


def _found(
    connection: Connection, condition: object, *, for_update: bool = False
) -> list[LiftedGuard]:
    query = select(LiftedGuard.__table__).where(condition).order_by(LiftedGuard.id)  # type: ignore[arg-type]
    if for_update:
        query = query.with_for_update()
    return [LiftedGuard(**row._mapping) for row in connection.execute(query)]
