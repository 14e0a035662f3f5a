"""Where a decision is made: the database, the settings, the calendar, the hour, and by whom."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Engine

from monitor.config import Settings
from monitor.letterbook.texts import needed
from rules import Calendar


@dataclass(frozen=True, slots=True)
class Desk:
    """What every step needs. now: local time of the agency. by: who decides."""

    engine: Engine
    settings: Settings
    calendar: Calendar
    now: datetime
    by: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "by", needed("by", self.by))

    @property
    def today(self) -> date:
        """The day of the step."""
        return self.now.date()

    def of(self, person: str) -> "Desk":
        """The same desk with another person at it."""
        return replace(self, by=person)
