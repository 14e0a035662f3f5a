"""Words and numbers as officers read them, in Vietnamese."""

from datetime import date, datetime
from decimal import Decimal

LINE = "–"


def day(value: date | datetime | None) -> str:
    """05/09/2021; a dash where there is none."""
    return LINE if value is None else f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """05/09/2021 17:00; without the hour where it is midnight."""
    if value is None:
        return LINE
    at_midnight = value.hour == value.minute == 0
    return f"{value:%d/%m/%Y}" if at_midnight else f"{value:%d/%m/%Y %H:%M}"


def number(value: int | float | Decimal | None) -> str:
    """1.234 and 97,5; a dash where there is none."""
    if value is None:
        return LINE
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def masked(name: str | None) -> str:
    """The family name in full and the other words by their first letter: Nguyễn V. A."""
    if not name or not name.split():
        return LINE
    first, *others = name.split()
    return " ".join([first, *(f"{word[0]}." for word in others)])
