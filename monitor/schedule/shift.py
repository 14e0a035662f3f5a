"""One occurrence of a job at work: what it is given, and how its work lands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from monitor.config import Settings
from monitor.schedule.due import Times
from monitor.store import jobs, leases


@dataclass(frozen=True, slots=True)
class Shift:
    """The occurrence of a day. owner: of the job's lease. clock: local time of the agency.

    landed: how the work has landed in an earlier attempt that was cut off after that.
    """

    settings: Settings
    engine: Engine
    job: str
    day: date
    owner: str
    clock: Callable[[], datetime]
    landed: str | None = None

    def land(self, connection: Connection, outcome: str, *, more: bool = False) -> None:
        """The last step of the transaction that holds the work: it is done, and was ours to do.

        more: something is left that is done after it and may be done twice. Raises LeaseLostError.
        """
        leases.beat(connection, self.job, self.owner)
        note = jobs.land if more else jobs.finish
        note(connection, self.job, self.day, outcome, self.clock())


@dataclass(frozen=True, slots=True)
class Job:
    """What the daemon does by itself, and when. work: lands its shift, or raises."""

    times: Times
    work: Callable[[Shift], None]

    @property
    def name(self) -> str:
        """How the ledger calls it."""
        return self.times.job
