"""Leases: of all programs at one database, one at a time may do a job, whatever their clocks say.

A lease has an owner and a beat, which he counts up while he is alive. Others take it from him only
after they have watched the beat stand still, each by his own stopwatch: no two clocks are compared,
and none is asked. docs/decisions/0017-the-ledger-decides.md says why.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from monitor.store.schedule_models import Lease

NOBODY = ""


class LeaseLostError(Exception):
    """Somebody else has the lease by now: what was done under it must not land."""


@dataclass(slots=True)
class Watch:
    """Who of the owners is dead, by a stopwatch.

    patience_s: a beat that has stood still so long is that of a dead owner. stopwatch: seconds,
    never set back.
    """

    patience_s: float
    stopwatch: Callable[[], float]
    _seen: dict[str, tuple[str, int, float]] = field(default_factory=dict)

    def is_dead(self, lease: Lease) -> bool:
        """Whether its owner has been watched without a beat for long enough."""
        now = self.stopwatch()
        owner, beat, since = self._seen.get(lease.name, ("", -1, now))
        if (owner, beat) != (lease.owner, lease.beat):
            self._seen[lease.name] = (lease.owner, lease.beat, now)
            return False
        return now - since >= self.patience_s

    def forget(self, name: str) -> None:
        """Begin to watch anew: a sign of life that is no beat."""
        self._seen.pop(name, None)


def lease(connection: Connection, name: str) -> Lease | None:
    """The lease as it stands; None where nobody has ever had it."""
    row = connection.execute(select(Lease.__table__).where(Lease.name == name)).first()
    return None if row is None else Lease(**row._mapping)


def take(connection: Connection, name: str, owner: str, now: datetime, watch: Watch) -> bool:
    """Take a lease that is free, or whose owner is dead; whether it was to be had.

    Where it was not, the transaction may have to be undone: somebody else came first.
    """
    held = lease(connection, name)
    if held is None:
        values = {"name": name, "owner": owner, "beat": 0, "since": now}
        try:
            connection.execute(insert(Lease).values(**values))
        except IntegrityError:
            return False
        return True
    if held.owner != NOBODY and not watch.is_dead(held):
        return False
    taken = connection.execute(
        update(Lease)
        .where(Lease.name == name, Lease.owner == held.owner, Lease.beat == held.beat)
        .values(owner=owner, beat=held.beat + 1, since=now)
    )
    return taken.rowcount == 1


def beat(connection: Connection, name: str, owner: str) -> None:
    """Say that the owner is alive. Raises LeaseLostError where it is no longer his.

    At the end of a transaction it makes sure that its work lands only under the lease.
    """
    mine = (Lease.name == name, Lease.owner == owner)
    if connection.execute(update(Lease).where(*mine).values(beat=Lease.beat + 1)).rowcount != 1:
        raise LeaseLostError(f"{name}: another program has taken over")


def release(connection: Connection, name: str, owner: str) -> None:
    """Give a lease back; nothing where it is no longer his."""
    mine = (Lease.name == name, Lease.owner == owner)
    connection.execute(update(Lease).where(*mine).values(owner=NOBODY, beat=Lease.beat + 1))
