"""The calendars that runs reckoned by, each kept once."""

from sqlalchemy import Connection, insert, select

from monitor.store.models import KeptCalendar
from rules import Calendar
from rules.worktime.rows import read_days, written_days


def keep_calendar(connection: Connection, calendar: Calendar) -> None:
    """Keep a calendar under its version, unless it is kept already."""
    if kept_calendar(connection, calendar.version) is None:
        text = written_days(calendar.special_days)
        values = {"version": calendar.version, "special_days": text}
        connection.execute(insert(KeptCalendar).values(values))


def kept_calendar(connection: Connection, version: str | None) -> Calendar | None:
    """The calendar with that version; None if no run has kept it."""
    query = select(KeptCalendar.special_days).where(KeptCalendar.version == version)
    text = connection.scalar(query)
    return None if text is None else Calendar(read_days(text))
