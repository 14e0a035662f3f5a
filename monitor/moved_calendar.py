"""What a run says when the calendar is no longer that of the run before."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import Connection

from monitor.config import Settings
from monitor.facts import FactsFrame, facts_frame
from monitor.intake.procedures import Catalogue
from monitor.intake.pull import Pull
from monitor.moved import moved_between
from monitor.store.calendars import keep_calendar, kept_calendar
from monitor.store.ledger import last_good
from rules import Calendar
from rules.rule import Needs


def calendar_notes(
    connection: Connection,
    pull: Pull,
    catalogue: Catalogue,
    facts: FactsFrame,
    settings: Settings,
    absent: Mapping[Needs, str],
) -> list[str]:
    """Which days changed since the last good run, and what that moved; nothing if none did.

    The dossiers of this run are judged by both calendars, so that only the calendar's part in
    what is new is told. Keeps this run's calendar for the next one.
    """
    last = last_good(connection)
    keep_calendar(connection, facts.calendar)
    if last is None or last.calendar_version == facts.calendar.version:
        return []
    changed = f"the calendar has changed since run {last.id}"
    before = kept_calendar(connection, last.calendar_version)
    if before is None:
        return [f"{changed}; that run did not keep its own, so what moved can't be said"]
    days = "; ".join(_changed_days(before, facts.calendar))
    by_the_old = facts_frame(connection, pull, before, catalogue, facts.as_of, settings)
    moved = moved_between(settings, by_the_old, facts, absent)
    return [f"{changed}: {days}", f"by the new calendar {moved}"]


def _changed_days(before: Calendar, after: Calendar) -> Iterator[str]:
    """A sentence for each special day that was added, taken out or has another act."""
    old = {entry.day: entry for entry in before.special_days}
    new = {entry.day: entry for entry in after.special_days}
    for day in sorted(old.keys() | new.keys()):
        if old.get(day) != new.get(day):
            yield _change(day, before, after)


def _change(day: date, before: Calendar, after: Calendar) -> str:
    state = "worked" if after.is_worked(day) else "off"
    since = "now" if before.is_worked(day) != after.is_worked(day) else "as before, but"
    return f"{day} is {state} {since}: {after.reason(day)}"
