"""What every page needs: the database, the settings, the calendar, the hour."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Engine

from monitor.config import Settings
from monitor.letterbook.desk import Desk
from monitor.review.accounts.roles import Who
from monitor.review.kept_calendar import KeptCalendar
from monitor.review.letters.pictures import Pictures
from monitor.review.remembered import Remembered
from rules import Calendar


@dataclass(frozen=True, slots=True)
class Site:
    """One office's site. clock: local time of the agency, without offset.

    pictures: the letters as they are printed.
    """

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]
    remembered: Remembered = field(default_factory=Remembered)
    pictures: Pictures = field(init=False)
    _calendar: KeptCalendar = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_calendar", KeptCalendar(self.settings))
        folder = self.settings.resolve(self.settings.web.pictures)
        object.__setattr__(self, "pictures", Pictures(folder, self.settings.soffice))

    @property
    def today(self) -> date:
        """The day on which a page is asked for."""
        return self.clock().date()

    def calendar(self) -> Calendar:
        """The office's calendar as its file is now; raises ConfigError where it can't be read."""
        return self._calendar.now()

    def desk(self, who: Who) -> Desk:
        """The desk at which somebody decides about letters."""
        return Desk(self.engine, self.settings, self.calendar(), self.clock(), who.login)
