"""Keeping a lease while its work goes on: a beat now and then, from a thread beside it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from monitor.store import leases
from monitor.store.audit import deciding
from monitor.store.database import DatabaseError
from monitor.store.leases import LeaseLostError

_LOG = logging.getLogger(__name__)
_BEATS = 4  # in the time after which others take an owner for dead
_LAST_BEAT_S = 2


@dataclass
class Keeper:
    """Keeps a lease until its block is left. lost: somebody else has taken it.

    beside: what else is to be noted with each beat.

    A database that can't be written for a while is no reason to stop: whoever wants the lease
    needs it too.
    """

    engine: Engine
    name: str
    owner: str
    lease_s: float
    beside: Callable[[Connection], None] = lambda _connection: None
    lost: Event = field(default_factory=Event)
    _over: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._keep, name=f"lease of {self.name}", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join(_LAST_BEAT_S)

    def _keep(self) -> None:
        while not self._over.wait(self.lease_s / _BEATS):
            try:
                with deciding(self.engine) as connection:
                    leases.beat(connection, self.name, self.owner)
                    self.beside(connection)
            except LeaseLostError:
                if not self._over.is_set():
                    _LOG.warning("%s: another program has taken over", self.name)
                    self.lost.set()
                return
            except (DatabaseError, SQLAlchemyError) as error:
                _LOG.debug("%s: no beat: %s", self.name, type(error).__name__)
