"""The calendar that comes with the product: rules/data/calendar.csv."""

from importlib.resources import files

from rules.worktime.calendar import Calendar
from rules.worktime.rows import read_days


def shipped_calendar() -> Calendar:
    """Days off and worked Saturdays of 2020 to 2026 as announced, and of 2027 as computed."""
    text = files("rules.data").joinpath("calendar.csv").read_text(encoding="utf-8")
    return Calendar(read_days(text))
