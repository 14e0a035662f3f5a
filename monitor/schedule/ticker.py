"""What makes the daemon look: APScheduler, often, and whatever the clock does.

The scheduler only says "look"; what is due the ledger decides. Two of its habits are met here. A
job that is a second late is dropped (`misfire_grace_time`): ours is never. And it sleeps until an
hour of the clock, so that after a clock was set back a day it would sleep a day.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

_LOOK = "look"


class Ticker:
    """Calls `look` at once and then every so often, one call at a time.

    clock: the host's hour with its zone, as APScheduler asks for it.
    """

    def __init__(
        self,
        look: Callable[[], None],
        every_s: float,
        clock: Callable[[], datetime],
    ) -> None:
        self._every, self._clock = timedelta(seconds=every_s), clock
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._scheduler.add_job(
            look,
            "interval",
            id=_LOOK,
            seconds=every_s,
            next_run_time=clock(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begin to look."""
        self._scheduler.start()

    def keep_up(self) -> None:
        """Look now if the next look lies further ahead than it can: the clock was set back."""
        job = self._scheduler.get_job(_LOOK)
        if job and job.next_run_time and job.next_run_time - self._clock() > 2 * self._every:
            self._scheduler.modify_job(_LOOK, next_run_time=self._clock())

    def stop(self) -> None:
        """Look no more; a look that has begun goes on."""
        self._scheduler.shutdown(wait=False)
