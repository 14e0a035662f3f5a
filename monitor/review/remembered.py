"""What stays as it is from one run to the next, and takes too long to ask for at each click."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Connection

from monitor.store.choices import Procedure, units_and_procedures
from monitor.store.dossier_list import Wanted
from monitor.store.ledger import last_good_id

_COUNTS_KEPT = 2_000


@dataclass(slots=True)
class Standing:
    """The choices of the lists as a run has left them, and how many dossiers lists have held."""

    run: int | None
    units: list[str]
    procedures: list[Procedure]
    _counts: dict[Wanted, int] = field(default_factory=dict)

    def count(self, wanted: Wanted, ask: Callable[[], int]) -> int:
        """How many a list holds, asked for once."""
        if wanted not in self._counts:
            if len(self._counts) >= _COUNTS_KEPT:
                self._counts.clear()
            self._counts[wanted] = ask()
        return self._counts[wanted]


class Remembered:
    """Keeps what stands since the last run; only runs change dossiers and findings."""

    def __init__(self) -> None:
        self._lock = Lock()  # one asks, the others wait for his answer
        self._standing: Standing | None = None

    def standing(self, connection: Connection) -> Standing:
        """What stands now."""
        run = last_good_id(connection)
        with self._lock:
            if self._standing is None or self._standing.run != run:
                self._standing = Standing(run, *units_and_procedures(connection))
            return self._standing
