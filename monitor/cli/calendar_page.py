"""A year of the calendar on one page of text: twelve months, and beneath them the special days."""

import calendar as weeks
from datetime import date

from rich.console import Group
from rich.table import Table
from rich.text import Text

from monitor.cli.output import new_table
from rules.worktime.calendar import Calendar, DayKind, SpecialDay

_MONTHS_ABREAST = 3
_MARKS = {DayKind.OFF: ("*", "bold red"), DayKind.WORK: ("+", "bold green")}
_PLAIN = (" ", "")
_WEEKEND = (" ", "dim")
_HEAD = "".join(f"{name:>2} " for name in ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"))


def year_page(calendar: Calendar, year: int) -> Group:
    """The months of a year; a day off has a star, a worked day of a weekend a plus."""
    special = {entry.day: entry for entry in calendar.special_days if entry.day.year == year}
    grid = Table.grid(padding=(0, 3, 0, 0))
    for first in range(1, 13, _MONTHS_ABREAST):
        grid.add_row()
        months = range(first, first + _MONTHS_ABREAST)
        grid.add_row(*(_month(calendar, special, year, month) for month in months))
    legend = Text.assemble(
        ("*", "bold red"), " day off     ", ("+", "bold green"), " worked day of a weekend"
    )
    return Group(grid, Text(), legend)


def special_table(days: list[SpecialDay]) -> Table:
    """The special days with their acts."""
    table = new_table()
    table.add_column("day", no_wrap=True)
    table.add_column("what")
    table.add_column("act")
    for entry in days:
        mark, style = _MARKS[entry.kind]
        day = Text.assemble((mark, style), f" {entry.day:%a %d/%m/%Y}")
        table.add_row(day, entry.name, entry.act)
    return table


def _month(calendar: Calendar, special: dict[date, SpecialDay], year: int, month: int) -> Text:
    text = Text(f"{weeks.month_name[month]:<{len(_HEAD)}}\n", "bold")
    text.append(f"{_HEAD}\n", "dim")
    for week in weeks.Calendar().monthdatescalendar(year, month):
        for day in week:
            if day.month != month:
                text.append("   ")
                continue
            mark, style = _mark(calendar, special.get(day), day)
            text.append(f"{day.day:>2}{mark}", style)
        text.append("\n")
    return text[:-1]


def _mark(calendar: Calendar, entry: SpecialDay | None, day: date) -> tuple[str, str]:
    if entry:
        return _MARKS[entry.kind]
    return _PLAIN if calendar.is_worked(day) else _WEEKEND
