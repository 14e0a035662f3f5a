"""Words and numbers as officers read them, in Vietnamese."""

import re
from datetime import date, datetime
from decimal import Decimal

LINE = "–"
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONG_NUMBER = re.compile(r"\d{9,}")  # of an identity card, a telephone
_ADDRESS = re.compile(r"[^\s<>@,;]+@([^\s<>@,;]+)")


def day(value: date | datetime | None) -> str:
    """05/09/2021; a dash where there is none."""
    return LINE if value is None else f"{value.day:02}/{value.month:02}/{value.year:04}"


def moment(value: datetime | None) -> str:
    """05/09/2021 17:00; without the hour where it is midnight."""
    if value is None:
        return LINE
    at_midnight = value.hour == value.minute == 0
    return day(value) if at_midnight else f"{day(value)} {value.hour:02}:{value.minute:02}"


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


def masked_text(text: str) -> str:
    """A cell that may hold anything: dates stay, words by their first letter, no long numbers."""
    short = _LONG_NUMBER.sub(lambda found: f"{found[0][:3]}…", text)
    return _WORD.sub(lambda found: f"{found[0][0]}.", short)


def masked_addresses(text: str) -> str:
    """E-mail addresses in a text by their first letter and their host: l…@example.vn."""
    return _ADDRESS.sub(lambda found: f"{found[0][0]}…@{found[1]}", text)
