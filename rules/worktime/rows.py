"""Special days as rows of text: how the shipped calendar and an office's own are written."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date

from rules.worktime.calendar import FIRST_DAY, LAST_DAY, DayKind, SpecialDay

COLUMNS = tuple(field.name for field in fields(SpecialDay))
_ANNOUNCED = {"yes": True, "no": False}


def read_days(text: str) -> list[SpecialDay]:
    """The special days of a CSV text with the heading day,kind,name,act,announced.

    Raises ValueError that names the line, what was found and what was expected.
    """
    lines = csv.reader(io.StringIO(text), strict=True)
    try:
        heading = next(lines, [])
        if heading != list(COLUMNS):
            found = ",".join(heading)
            raise ValueError(f"found the heading {found!r}, expected {','.join(COLUMNS)!r}")
        return [_day_of(cells) for cells in lines if any(cell.strip() for cell in cells)]
    except (ValueError, csv.Error) as error:
        raise ValueError(f"line {max(lines.line_num, 1)}: {error}") from None


def written_days(days: Iterable[SpecialDay]) -> str:
    """The rows that `read_days` reads, with their heading."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in days:
        announced = "yes" if entry.announced else "no"
        writer.writerow([entry.day, entry.kind.value, entry.name, entry.act, announced])
    return text.getvalue()


def _day_of(cells: Sequence[str]) -> SpecialDay:
    if len(cells) != len(COLUMNS):
        raise ValueError(f"found {len(cells)} cells, expected {len(COLUMNS)}: {','.join(COLUMNS)}")
    day, kind, name, act, announced = (cell.strip() for cell in cells)
    if kind not in list(DayKind):
        raise ValueError(f"kind: found {kind!r}, expected off or work")
    if announced not in _ANNOUNCED:
        raise ValueError(f"announced: found {announced!r}, expected yes or no")
    for column, value in (("name", name), ("act", act)):
        if not value:
            raise ValueError(f"{column}: found nothing, expected a text")
    return SpecialDay(read_day(day), DayKind(kind), name, act, _ANNOUNCED[announced])


def read_day(text: str) -> date:
    """A day written as 2026-11-23 that the calendar knows. Raises ValueError for any other."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"found {text!r}, expected a day such as 2026-11-23") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"found {text!r}, expected a day from {FIRST_DAY} to {LAST_DAY}")
    return day
