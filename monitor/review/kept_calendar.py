"""The office's calendar between two clicks: read anew only when its file has changed."""

from monitor.config import Settings
from monitor.office_calendar import office_calendar
from rules import Calendar

Stamp = tuple[int, int]


class KeptCalendar:
    """The calendar as its file is now; other threads see the old one or the new one, whole."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: tuple[Stamp | None, Calendar] | None = None

    def now(self) -> Calendar:
        """The calendar; raises ConfigError where its file can't be read."""
        stamp = self._stamp()
        kept = self._kept
        if kept is None or kept[0] != stamp:
            self._kept = kept = (stamp, office_calendar(self._settings))
        return kept[1]

    def _stamp(self) -> Stamp | None:
        try:
            status = self._settings.resolve(self._settings.calendar.file).stat()
        except OSError:  # there is none, or it can't be read: the reader says so
            return None
        return status.st_mtime_ns, status.st_size
