"""Files that are still being written: their version moves between two looks a while apart."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_FRESH_S = 60.0

STILL_WRITTEN = "passed over: it is still being written"


@dataclass(frozen=True, slots=True)
class Look:
    """A file at one moment: its version, and when it was last modified, in seconds since 1970."""

    version: str
    modified: float | None


@dataclass(frozen=True, slots=True)
class Settling:
    """How long a file that was modified within the last minute must stay the same.

    clock: seconds since 1970. seconds: between the first look and the reading; the second look
    comes after that.
    """

    clock: Callable[[], float]
    seconds: float
    sleep: Callable[[float], None] = time.sleep

    def wait(self, looks: Iterable[Look]) -> None:
        """Wait, if one of the files is new enough to be still in the making."""
        now = self.clock()
        times = [look.modified for look in looks if look.modified is not None]
        if any(abs(now - modified) < _FRESH_S for modified in times):
            self.sleep(self.seconds)
