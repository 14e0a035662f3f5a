"""Signs of life of the daemons: who was there when, for `tthc status` and /healthz."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from monitor.store.schedule_models import Daemon

_REMEMBERED = timedelta(days=30)


def came(connection: Connection, owner: str, now: datetime) -> None:
    """A daemon has begun; those of a month ago are forgotten."""
    connection.execute(delete(Daemon).where(Daemon.beat_at < now - _REMEMBERED))
    connection.execute(insert(Daemon).values(owner=owner, started_at=now, beat_at=now))


def lives(connection: Connection, owner: str, now: datetime) -> None:
    """It is there."""
    connection.execute(update(Daemon).where(Daemon.owner == owner).values(beat_at=now))


def went(connection: Connection, owner: str, now: datetime) -> None:
    """It has ended by itself."""
    values = {"beat_at": now, "stopped_at": now}
    connection.execute(update(Daemon).where(Daemon.owner == owner).values(**values))


def last_seen(connection: Connection) -> Daemon | None:
    """The daemon that was seen last, one that has not ended first; None where there never was."""
    row = connection.execute(
        select(Daemon.__table__)
        .order_by(Daemon.stopped_at.is_not(None), Daemon.beat_at.desc())
        .limit(1)
    ).first()
    return None if row is None else Daemon(**row._mapping)
