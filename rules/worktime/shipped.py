"""The calendar that comes with the product: rules/data/calendar.csv."""

import csv
from datetime import date
from importlib.resources import files

from rules.worktime.calendar import Calendar, DayKind, SpecialDay


def shipped_calendar() -> Calendar:
    """Days off and worked Saturdays of 2020 to 2026 as announced, and of 2027 as computed."""
    text = files("rules.data").joinpath("calendar.csv").read_text(encoding="utf-8")
    return Calendar(
        SpecialDay(
            day=date.fromisoformat(row["day"]),
            kind=DayKind(row["kind"]),
            name=row["name"],
            act=row["act"],
            announced=row["announced"] == "yes",
        )
        for row in csv.DictReader(text.splitlines())
    )
