"""What every page needs: the database, the settings, the calendar, the hour."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

import anyio
from sqlalchemy import Engine

from monitor.config import Settings
from monitor.letterbook.desk import Desk
from monitor.review.accounts.roles import Who
from monitor.review.kept_calendar import KeptCalendar
from monitor.review.letters.pictures import Pictures
from monitor.review.remembered import Remembered
from rules import Calendar

# More at once are not answered sooner, but all of them later: a processor makes one at a time,
# while the database is asked for the next. SQLite may let a page wait for the end of a run.
_AT_ONCE = {"postgresql": 4, "sqlite": 40}


@dataclass(frozen=True, slots=True)
class Site:
    """One office's site. clock: local time of the agency, without offset.

    pictures: the letters as they are printed. turns: whoever has one is answered.
    """

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]
    remembered: Remembered = field(default_factory=Remembered)
    pictures: Pictures = field(init=False)
    turns: anyio.Semaphore = field(init=False)
    _calendar: KeptCalendar = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_calendar", KeptCalendar(self.settings))
        object.__setattr__(self, "turns", anyio.Semaphore(_AT_ONCE[self.engine.dialect.name]))
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
